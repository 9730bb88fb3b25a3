"""Rows of other programs in words."""

from pathlib import Path

from builders import a_claim, a_report
from detente.relations.imported import claim_words, title_of
from ledger.foreign_rows import gdelt_v2, icews_header, icews_row, imported


def test_an_icews_row_tells_the_act_in_words(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    with imported(path, "ICEWS", icews_header() + icews_row()) as outcome:
        claim, report = outcome.ledger.claims().first(), outcome.ledger.reports().first()
    assert claim is not None
    assert report is not None

    assert claim_words(claim, report).startswith("ICEWS event ")
    assert claim_words(claim, report).endswith(f", {claim.predicate.quote}")


def test_a_gdelt_row_tells_the_act_by_its_code(tmp_path: Path) -> None:
    with imported(tmp_path / "events.csv", "GDELT", gdelt_v2()) as outcome:
        claim, report = outcome.ledger.claims().first(), outcome.ledger.reports().first()
    assert claim is not None
    assert report is not None

    assert claim_words(claim, report) == "GDELT event 901: NRL-GOV -> SDR, code 042"
    assert title_of(report) == "GDELT event 901"


def test_a_report_with_words_keeps_them() -> None:
    report = a_report(title=None)
    claim = a_claim(report)

    assert claim_words(claim, report) == claim.citation.quote
    assert title_of(report) is None
