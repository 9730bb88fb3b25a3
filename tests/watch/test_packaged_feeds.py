"""The lists in feeds/: whoever adds a feed is told at once what is wrong with it."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from detente.actors.gazetteer_files import read_packaged
from detente.codebook import load_codebook
from detente.sources.outlets import load_outlets
from detente.watch import load_feed_lists

FOLDER = Path(__file__).parents[2] / "feeds"
LISTS = sorted(FOLDER.glob("*.toml"))
LANGUAGES = frozenset(
    {
        *("ar", "cs", "da", "de", "en", "es", "fa", "fr", "he", "hu", "id", "it", "ja", "ko"),
        *("nl", "no", "pl", "pt", "ro", "ru", "sr", "sv", "tr", "uk", "vi", "zh"),
    }
)


def test_there_is_a_list_for_each_region() -> None:
    assert len(LISTS) == 9


def test_each_feed_is_listed_once_in_all_files_together() -> None:
    feeds = load_feed_lists([FOLDER])

    assert len(feeds) == len({feed.url for feed in feeds}) >= 150


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_feeds_are_https_and_their_codes_are_known(path: Path) -> None:
    countries = {state.id for state in read_packaged().states}
    bodies = {term.code for term in load_codebook().nonstate}

    feeds = load_feed_lists([path])

    assert [feed.url for feed in feeds if not feed.url.startswith("https://")] == []
    assert [feed.url for feed in feeds if feed.country not in countries | bodies] == []
    assert [feed.url for feed in feeds if feed.language not in LANGUAGES] == []
    assert not any(feed.allow_private for feed in feeds)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_entry_says_what_terms_to_expect_and_whether_it_was_seen(path: Path) -> None:
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["feed"]

    assert [entry["url"] for entry in entries if not entry.get("note")] == []
    assert [entry["url"] for entry in entries if not entry.get("checked")] == []


def test_an_outlet_of_the_packaged_list_is_at_home_where_that_says() -> None:
    outlets, bodies = load_outlets(), {term.code for term in load_codebook().nonstate}

    strays = [
        f"{feed.outlet}: {feed.country}, not {known.country}"
        for feed in load_feed_lists([FOLDER])
        if (known := outlets.named(feed.outlet)) and feed.country not in bodies | {known.country}
    ]

    assert strays == []


def test_the_readme_counts_right() -> None:
    feeds = load_feed_lists([FOLDER])
    words = (FOLDER / "README.md").read_text(encoding="utf-8")

    languages = Counter(feed.language for feed in feeds)
    bodies = {term.code for term in load_codebook().nonstate}
    n_countries = len({feed.country for feed in feeds} - bodies)
    assert f"{len(feeds)} feeds" in words
    assert f"{languages['en']} of them in English" in words
    assert f"in {n_countries}\ncountries" in words
