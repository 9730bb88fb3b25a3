"""The memory of a watch: what is kept, what is given, what is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.errors import BadInput, LedgerBusy
from detente.watch.memory import FORGET_AFTER_S, FeedMemory, Memory, Page

FEED = "https://norland.example/feed"


def a_memory(folder: Path) -> Memory:
    memory = Memory.open(folder / "memory")
    memory.watch([FEED])
    return memory


def a_page(url: str = "https://norland.example/1", **changes: Any) -> Page:
    page = Page(
        url=url,
        feed=FEED,
        host="norland.example",
        is_part=0,
        mark="m",
        published=None,
        state="waiting",
        n_tries=0,
        n_visits=0,
        next_at=100,
        digest=None,
        found_at=100,
        read_at=None,
        listed_at=100,
    )
    return replace(page, **changes)


def test_feeds_and_pages_come_back_as_they_were(tmp_path: Path) -> None:
    feed = FeedMemory(url=FEED, etag='"v1"', polled_at=90, next_at=200, n_listed=1)
    with a_memory(tmp_path) as memory:
        kept = memory.save(feed, [a_page()], at=100)
    with a_memory(tmp_path) as memory:
        assert memory.feeds() == {FEED: kept}
        assert memory.known([a_page().url]) == {a_page().url: a_page()}

    assert kept == replace(feed, n_new=1, fresh_at=100)


def test_one_page_a_host_is_given_that_which_waits_longest(tmp_path: Path) -> None:
    pages = [
        a_page("https://norland.example/2", found_at=90),
        a_page("https://norland.example/1"),
        a_page("https://sudria.example/1", host="sudria.example"),
        a_page("https://vostia.example/1", host="vostia.example", next_at=500),
        a_page("https://other.example/1", host="other.example", feed="https://other.example/"),
    ]
    with a_memory(tmp_path) as memory:
        memory.settle(pages)

        assert [page.url for page in memory.waiting(now=100)] == [
            "https://norland.example/2",
            "https://sudria.example/1",
        ]
        assert memory.next_pages() == {
            "norland.example": 100,
            "sudria.example": 100,
            "vostia.example": 500,
        }


def test_a_leased_page_is_not_given_until_it_is_settled_or_the_watch_starts_anew(
    tmp_path: Path,
) -> None:
    tried = a_page(n_tries=1, n_visits=1)
    other = a_page("https://norland.example/2", found_at=110)
    with a_memory(tmp_path) as memory:
        memory.settle([tried, other])
        memory.lease(tried.url)

        assert memory.waiting(now=110) == [other]
    with a_memory(tmp_path) as memory:
        assert memory.waiting(now=110) == [tried]
        memory.lease(tried.url)
        memory.settle([tried])
        assert memory.waiting(now=110) == [tried]


def test_a_page_waits_again_when_what_its_feed_says_changes(tmp_path: Path) -> None:
    read = a_page(state="read", digest="d", n_visits=1, read_at=110)
    with a_memory(tmp_path) as memory:
        memory.settle([read])
        same = memory.save(FeedMemory(url=FEED), [a_page(next_at=200)])
        changed = memory.save(FeedMemory(url=FEED), [a_page(mark="n", next_at=200)])

        (page,) = memory.waiting(now=200)
        assert (same.n_new, changed.n_new) == (0, 1)
        assert (page.mark, page.digest, page.n_visits) == ("n", "d", 1)


def test_pages_that_no_feed_lists_any_more_are_forgotten_but_not_those_that_wait(
    tmp_path: Path,
) -> None:
    with a_memory(tmp_path) as memory:
        memory.settle([a_page(state="read"), a_page("https://norland.example/2")])

        assert memory.forget_old(now=100 + FORGET_AFTER_S + 1) == 1
        assert memory.counts() == {"waiting": 1}


def test_what_fails_half_way_is_not_kept_at_all(tmp_path: Path) -> None:
    with a_memory(tmp_path) as memory:
        with pytest.raises(ZeroDivisionError):
            memory.settle(page for page in (a_page(), 1 / 0))  # type: ignore[misc]

        assert memory.counts() == {}


def test_one_watch_writes_it_while_others_read(tmp_path: Path) -> None:
    with a_memory(tmp_path) as memory:
        memory.save(FeedMemory(url=FEED))

        with pytest.raises(LedgerBusy, match="in use by another detente watch"):
            Memory.open(tmp_path / "memory")
        with Memory.open(tmp_path / "memory", read_only=True) as reader:
            assert list(reader.feeds()) == [FEED]
    a_memory(tmp_path).close()


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "memory").write_text("shopping list")

    with pytest.raises(BadInput, match="is no memory of a watch"):
        Memory.open(tmp_path / "memory")


def test_what_was_never_watched_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nothing was watched so far"):
        Memory.open(tmp_path / "memory", read_only=True)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--memory"):
        Memory.open(tmp_path / "none" / "memory")
