"""feeds.toml: what people write, and what they are told where it is wrong."""

from datetime import timedelta
from pathlib import Path

import pytest

from detente.errors import BadConfig
from detente.sources.feeds import FeedKind
from detente.watch.feed_list import WatchedFeed, load_feed_lists

ONE = '[[feed]]\nurl = "https://norland.example/feed"\noutlet = "Harbour Wire"\n'


def load(folder: Path, text: str) -> tuple[WatchedFeed, ...]:
    path = folder / "feeds.toml"
    path.write_text(text)
    return load_feed_lists([path])


def test_what_is_left_out_is_polite() -> None:
    feed = WatchedFeed(url="https://norland.example/feed", outlet="Harbour Wire")

    assert feed.interval == timedelta(minutes=30)
    assert feed.pace == timedelta(seconds=5)
    assert not feed.allow_private


def test_a_feed_takes_what_its_file_says_unless_it_says_otherwise(tmp_path: Path) -> None:
    defaults = '[watch]\ninterval = "2h"\nmax_age = "3d"\ncontact = "desk@norland.example"\n'
    own = 'interval = "90s"\nkind = "sitemap"\ncountry = "NRL"\nlanguage = "fr"\nrevisit = "1d"\n'

    (feed,) = load(tmp_path, defaults + ONE + own)

    assert feed == WatchedFeed(
        url="https://norland.example/feed",
        outlet="Harbour Wire",
        country="NRL",
        language="fr",
        kind=FeedKind.SITEMAP,
        interval=timedelta(seconds=90),
        max_age=timedelta(days=3),
        revisit=timedelta(days=1),
        contact="desk@norland.example",
    )
    assert not feed.is_coded


def test_a_folder_stands_for_its_lists_in_order(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.toml").write_text(ONE.replace("/feed", f"/{name}"))

    feeds = load_feed_lists([tmp_path])

    assert [feed.url[-1] for feed in feeds] == ["a", "b"]


def test_only_the_feeds_of_a_file_that_allows_it_may_be_private(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(f"[watch]\nallow_private = true\n{ONE}")
    (tmp_path / "b.toml").write_text(ONE.replace("/feed", "/other"))

    assert [feed.allow_private for feed in load_feed_lists([tmp_path])] == [True, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lists no feed"),
        ("[[feed", "is no TOML"),
        ("[watch]\nintervals = '2h'\n", "unknown field `intervals`"),
        (ONE + "colour = 'red'\n", "feed 1: Object contains unknown field `colour`"),
        (ONE + ONE, "feed 2: https://norland.example/feed is listed twice"),
        (ONE + "interval = '5s'\n", "feed 1, interval: '5s' is not between 1m and 7d"),
        (ONE + "interval = 'often'\n", "'often' is no duration; write 90s, 30m, 2h or 7d"),
        (ONE + "country = 'Norland'\n", "country is 'Norland'; write three letters"),
        (ONE + "language = 'English'\n", "language is 'English'; write a code such as en"),
        (ONE + "kind = 'gopher'\n", "feed 1: Invalid enum value 'gopher'"),
        (ONE + "contact = 'call me\\u000d'\n", "feed 1: contact is"),
        (ONE.replace("https", "gopher"), "is no http or https address"),
        (ONE.replace("Harbour Wire", " "), "outlet is empty"),
        ('[[feed]]\nurl = "https://norland.example/"\n', "missing required field `outlet`"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, words: str, tmp_path: Path) -> None:
    text = text.replace("'call me\\u000d'", '"call me"')

    with pytest.raises(BadConfig) as caught:
        load(tmp_path, text)

    assert str(tmp_path) in str(caught.value)
    assert words in str(caught.value)


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="cannot be read: No such file"):
        load_feed_lists([tmp_path / "none.toml"])
