"""Hosts that fail, lie, forbid and attack: the watch goes on, and says what is the matter."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest

from sources.web import (
    Page,
    a_broken_page,
    a_cut_page,
    a_page,
    a_redirect,
    a_silent_page,
    an_endless_page,
    serving,
)
from watch.world import (
    FastClock,
    a_feed,
    an_article,
    an_rss,
    problems_in,
    publish,
    remembered_in,
    reports_in,
    watch,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BOMB = gzip.compress(b"\0" * 5_000_000)
LAUGHS = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel>&b;</channel></rss>'


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        pytest.param(a_page(b"", status=500), "http-500", id="an error"),
        pytest.param(a_page(b"", status=404), "http-404", id="not there"),
        pytest.param(a_redirect("/feed"), "too-many-redirects", id="a loop of redirects"),
        pytest.param(a_redirect("file:///etc/passwd"), "bad-url", id="a redirect to a file"),
        pytest.param(a_silent_page, "timeout", id="silence"),
        pytest.param(a_broken_page, "broken-answer", id="no HTTP"),
        pytest.param(a_cut_page, "broken-answer", id="a wrong length"),
        pytest.param(an_endless_page, "too-large", id="a page without end"),
        pytest.param(a_page(BOMB, content_encoding="gzip"), "too-large", id="a gzip bomb"),
        pytest.param(a_page(BOMB), "hostile-feed", id="a gzip bomb in itself"),
        pytest.param(a_page(LAUGHS), "hostile-feed", id="a billion laughs"),
        pytest.param(a_page(b"<html><body>Sold!</body></html>"), "no-feed", id="a page"),
        pytest.param(a_page(b"\xff\xfe\x00 nothing"), "no-feed", id="rubbish"),
        pytest.param(a_page(b'{"items": 3}'), "broken-feed", id="other JSON"),
    ],
)
def test_a_feed_that_fails_is_remembered_with_its_fault_and_others_go_on(
    page: Page, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.sources.feeds.MAX_BYTES", 1_000_000)
    with serving({"/feed": page}) as bad, serving({}) as good:
        publish(good, 1)
        feeds = [a_feed(bad.url("/feed")), a_feed(good.url("/feed"))]
        clock = FastClock(HOUR)
        clock.patience_s = 1.0 if fault == "timeout" else clock.patience_s
        watch(tmp_path, feeds, clock)
        bad.over.set()

        memory = remembered_in(tmp_path)
        assert memory[bad.url("/feed")].fault == fault
        assert memory[bad.url("/feed")].n_failures >= 1
        assert len(reports_in(tmp_path)) == 1


def test_a_dead_feed_slows_down_to_once_a_day(tmp_path: Path) -> None:
    with serving({"/feed": a_page(b"", status=410)}) as site:
        watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(10 * DAY))

        n_polls = site.asked.count("/feed")
        assert 10 <= n_polls <= 18


def test_a_feed_that_comes_back_is_asked_at_its_interval_again(tmp_path: Path) -> None:
    clock = FastClock(3 * DAY)
    with serving({"/feed": a_page(b"", status=500)}) as site:
        clock.at(2 * DAY, lambda: publish(site, 2))
        watch(tmp_path, [a_feed(site.url("/feed"))], clock)

        memory = remembered_in(tmp_path)[site.url("/feed")]
        assert (memory.n_failures, memory.fault) == (0, None)
        assert len(reports_in(tmp_path)) == 2


@pytest.mark.parametrize("wish", ["7200", "Fri, 02 Feb 2024 14:00:00 GMT"])
def test_a_host_that_asks_for_two_hours_gets_them(wish: str, tmp_path: Path) -> None:
    with serving({"/feed": a_page(b"", status=429, retry_after=wish)}) as site:
        feeds = [a_feed(site.url("/feed")), a_feed(site.url("/other"))]
        watch(tmp_path, feeds, FastClock(timedelta(minutes=119)))

        pages = [path for path in site.asked if path != "/robots.txt"]
        assert pages == ["/feed"]


def test_a_page_that_fails_is_tried_again_and_kept_once(tmp_path: Path) -> None:
    clock = FastClock(DAY)
    with serving({}) as site:
        publish(site, 2)
        site.pages["/1"] = a_page(b"", status=503)
        clock.at(HOUR, lambda: site.pages.update({"/1": an_article("Norland met Sudria.")}))
        watch(tmp_path, [a_feed(site.url("/feed"))], clock)

        assert len(reports_in(tmp_path)) == 2
        assert problems_in(tmp_path) == []


@pytest.mark.parametrize(
    ("page", "kind", "n_tries"),
    [
        pytest.param(a_page(b"", status=404), "http-404", 1, id="not there"),
        pytest.param(a_page(b"", status=500), "http-500", 5, id="an error"),
        pytest.param(a_cut_page, "broken-answer", 10, id="a wrong length, tried twice a visit"),
        pytest.param(a_page(BOMB, content_encoding="gzip"), "too-large", 1, id="a gzip bomb"),
        pytest.param(a_redirect("ftp://x.example/"), "bad-url", 1, id="a redirect to FTP"),
        pytest.param(a_page(b"PAR1" + b"\0" * 50), "no-page", 1, id="a table"),
        pytest.param(a_page(b"a,text\n1,2\n", content_type="text/csv"), "no-page", 1, id="a CSV"),
    ],
)
def test_a_page_that_cannot_be_read_becomes_one_problem(
    page: Page, kind: str, n_tries: int, tmp_path: Path
) -> None:
    with serving({}) as site:
        publish(site, 2)
        site.pages["/1"] = page
        watcher = watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(2 * DAY))

        problems = problems_in(tmp_path)
        assert [(one.key, one.kind) for one in problems] == [(site.url("/1"), kind)]
        assert site.asked.count("/1") == n_tries
        assert len(reports_in(tmp_path)) == 1
        assert watcher.progress.n_pages_read == 1


def test_robots_txt_may_forbid_a_page_or_the_feed(tmp_path: Path) -> None:
    rules = a_page(b"User-agent: *\nDisallow: /1$\nDisallow: /secret\n")
    with serving({"/robots.txt": rules}) as site:
        publish(site, 2)
        publish(site, 2, "/secret-feed")
        watch(
            tmp_path, [a_feed(site.url("/feed")), a_feed(site.url("/secret-feed"))], FastClock(HOUR)
        )

        assert "/1" not in site.asked
        assert "/secret-feed" not in site.asked
        assert [one.kind for one in problems_in(tmp_path)] == ["robots"]
        assert remembered_in(tmp_path)[site.url("/secret-feed")].fault == "robots"


def test_a_crawl_delay_is_kept(tmp_path: Path) -> None:
    rules = a_page(b"User-agent: *\nCrawl-delay: 600\n")
    with serving({"/robots.txt": rules}) as site:
        publish(site, 9)
        watch(tmp_path, [a_feed(site.url("/feed"), interval=DAY)], FastClock(HOUR))

        n_visits = len([path for path in site.asked if path != "/robots.txt"])
        assert n_visits <= 6


def test_robots_txt_is_asked_for_once_a_day(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 1)
        watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(timedelta(days=2, hours=12)))

        assert site.asked.count("/robots.txt") == 3


def test_private_addresses_are_refused_unless_the_list_allows_them(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 1)
        feed = a_feed(site.url("/feed"), allow_private=False)
        watch(tmp_path, [feed], FastClock(HOUR))

        assert site.asked == []
        assert remembered_in(tmp_path)[feed.url].fault == "private-address"


def test_links_that_are_no_pages_are_left_out(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 1)
        links = ("javascript:alert(1)", "file:///etc/passwd", "http://a:b@norland.example/", "/1")
        site.pages["/feed"] = a_page(an_rss(*links))
        watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(HOUR))

        assert [report.key for report in reports_in(tmp_path)] == [site.url("/1")]


def test_a_feed_that_turns_into_a_page_says_which_feed_the_page_names(tmp_path: Path) -> None:
    clock = FastClock(DAY)
    page = (
        b"<html><head><link rel='alternate' type='application/rss+xml' href='/new'></head></html>"
    )
    with serving({}) as site:
        publish(site, 1)
        clock.at(HOUR, lambda: site.pages.update({"/feed": a_page(page)}))
        watch(tmp_path, [a_feed(site.url("/feed"))], clock)

        memory = remembered_in(tmp_path)[site.url("/feed")]
        assert memory.fault == "no-feed"
        assert site.url("/new") in str(memory.detail)


def test_a_robots_txt_that_fails_for_an_hour_costs_no_page(tmp_path: Path) -> None:
    clock = FastClock(12 * HOUR)
    with serving({}) as one, serving({"/robots.txt": a_page(b"", status=503)}) as other:
        publish(other, 2)
        one.pages["/feed"] = a_page(an_rss(other.url("/1"), other.url("/2")))
        clock.at(HOUR, lambda: other.pages.pop("/robots.txt"))
        watch(tmp_path, [a_feed(one.url("/feed"))], clock)

        assert len(reports_in(tmp_path)) == 2
        assert problems_in(tmp_path) == []
