"""What a notebook shows: words of reports escaped, tables, a picture, else plain words."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import detente
from detente.ledger import Ledger
from detente.notebook import html_of
from detente.records import Claim, Coded
from detente.relations import Series, series_of_dyads

WORDS = "France <b>criticised</b> Germany on Tuesday & Italy praised Germany."


@pytest.fixture(scope="module")
def coded() -> Coded:
    """Two claims of one report."""
    return detente.code_text("France criticised Germany on Tuesday.", published="2024-02-02")


def test_a_claim_shows_who_did_what_and_marks_its_word(coded: Coded) -> None:
    html = html_of(coded.claims[0])

    assert html is not None
    assert "<td>France (FRA-GOV)</td>" in html
    assert "<mark>criticised</mark>" in html


def test_words_of_reports_cannot_become_html(coded: Coded) -> None:
    claim: Claim = coded.claims[0]
    words = "<script>alert(1)</script>"
    cited = replace(claim.citation, quote=words)

    html = html_of(replace(claim, citation=cited, predicate=replace(claim.predicate, quote="x")))

    assert html is not None
    assert "<script>" not in html


def test_what_a_notebook_shows_is_what_the_record_gives(coded: Coded) -> None:
    shown = coded.claims[0]._repr_html_()

    assert shown == html_of(coded.claims[0])
    assert html_of("anything else") is None


def test_a_ledger_and_its_answers_show_counts_and_rows(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(WORDS, encoding="utf-8")
    reading = detente.ReadOptions(published=date(2024, 2, 2))
    list(detente.add([str(tmp_path / "report.txt")], tmp_path / "l.duckdb", reading))

    with detente.Ledger.open(tmp_path / "l.duckdb", read_only=True) as ledger:
        whole, rows = html_of(ledger), html_of(ledger.reports())

    assert "<th>reports</th><td>1</td>" in str(whole)
    assert "report.txt</td>" in str(rows)


def test_a_series_without_points_or_pictures_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Ledger.of_events([]) as ledger:
        empty: Series
        [empty] = series_of_dyads(ledger, [("FRA", "DEU")])
    assert empty._repr_html_() is None

    monkeypatch.setitem(sys.modules, "altair", None)
    for name in [name for name in sys.modules if name.startswith("detente.relations.charts")]:
        monkeypatch.delitem(sys.modules, name)
    assert empty._repr_html_() is None
