"""The search index: what is found by which words, and in what order."""

import gc
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_coding, a_report, a_run, a_statement
from detente.ledger import Ledger
from detente.ledger.search import SearchIndex, Sought, phrases_in

QUOTES = {
    "short": "the hotline was cut",
    "long": "the hotline between the two capitals of the region, long planned, was cut at last",
    "twice": "hotline after hotline",
    "jets": "Norland sold F-16 jets in 2024",
    "accents": "Señor Muñoz met Erdoğan in Côte d'Azur",
    "order": "the cut hotline",
}


CODINGS = {
    key: a_coding(report, statements=(a_statement(report, quote=quote),))
    for key, quote in QUOTES.items()
    for report in [a_report(f"{quote}.", key=key, title=key, published=date(2024, 1, 1))]
}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("quotes") / "quotes.duckdb"
    with Ledger.open(path) as opened:
        assert not opened.add(CODINGS.values(), a_run()).refused
        yield opened


@pytest.fixture(scope="module")
def index(ledger: Ledger) -> SearchIndex:
    return SearchIndex.of(ledger)


def found(index: SearchIndex, words: str) -> list[str]:
    """Keys of the reports whose quote is found, best first."""
    by_id = {coding.statements[0].id: key for key, coding in CODINGS.items()}
    return [by_id[hit.id] for hit in index.find(Sought(words=words, kind="statement"))]


def test_a_word_stands_for_more_the_more_often_and_in_the_shorter_quote(index: SearchIndex) -> None:
    ranked = found(index, "hotline")

    assert ranked[0] == "twice"
    assert ranked[-1] == "long"
    assert set(ranked) == {"twice", "order", "short", "long"}


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("hotlines cutting", {"short", "long", "order"}),
        ('"cut hotline"', {"order"}),
        ('"hotline was cut"', {"short"}),
        ("F-16", {"jets"}),
        ("f 16 JETS", {"jets"}),
        ("2024", {"jets"}),
        ("munoz erdogan", {"accents"}),
        ("MUÑOZ", {"accents"}),
        ("d'azur", {"accents"}),
        ("hotline Atlantis", set()),
        ("...", set()),
        ("", set()),
        ('""', set()),
        ('"', set()),
    ],
)
def test_words_find_their_forms_and_phrases_stand_as_written(
    index: SearchIndex, words: str, keys: set[str]
) -> None:
    assert set(found(index, words)) == keys


@given(words=st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_words_can_be_sought(index: SearchIndex, words: str) -> None:
    for all_words in (True, False):
        hits = index.find(Sought(words=words, rest=words, actors=("a",)), all_words=all_words)
        assert len({(hit.kind, hit.id) for hit in hits}) == len(hits)


def test_the_same_ledger_gives_the_same_order(ledger: Ledger, index: SearchIndex) -> None:
    again = SearchIndex.of(ledger)

    for words in ("hotline", "the", "in"):
        assert index.find(Sought(words=words)) == again.find(Sought(words=words))


def test_pages_tell_how_many_there_are(index: SearchIndex) -> None:
    pages = [
        index.find(Sought(words="hotline", kind="statement", skipped=skipped, n_rows=3))
        for skipped in (0, 3, 6)
    ]

    assert [len(page) for page in pages] == [3, 1, 0]
    assert {hit.n_of_kind for page in pages for hit in page} == {4}


def test_forms_of_what_is_sought_are_told_apart(index: SearchIndex) -> None:
    assert index.forms(["Cutting", "cut", "cutlery"], "CUTS") == {"Cutting", "cut"}


def test_an_index_in_a_file_takes_the_file_along_when_it_goes(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    index = SearchIndex.copied(ledger, in_memory=False).indexed()
    assert found(index, "jets") == ["jets"]
    assert list(tmp_path.glob("detente-search-*"))

    del index
    gc.collect()

    assert not list(tmp_path.glob("detente-search-*"))


def test_phrases_are_what_stands_in_double_quotes() -> None:
    assert phrases_in('"foreign minister" taiwan "red line"') == ["foreign minister", "red line"]
    assert phrases_in('taiwan "red') == []
