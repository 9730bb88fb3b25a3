"""What two runs tell apart."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builders import TEXT, a_claim, a_coding, a_date, a_report, a_run
from detente.errors import BadInput
from detente.ledger import Ledger
from detente.ledger.regroup import compare_runs
from detente.records import Claim, Status

REPORT = a_report()
MET = a_claim(REPORT, predicate="met", date=a_date())
SAID = a_claim(REPORT, predicate="said")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.duckdb") as opened:
        yield opened


def _coded(ledger: Ledger, version: str, *claims: Claim) -> None:
    ledger.add([a_coding(REPORT, claims=claims)], a_run(version=version))


def _differences(ledger: Ledger) -> list[tuple[str, list[str], str]]:
    rows = list(compare_runs(ledger, "1", "2").rows.dicts())
    return [(row["difference"], row["changed"], row["predicate"]) for row in rows]


def test_runs_that_agree_have_no_difference(ledger: Ledger) -> None:
    _coded(ledger, "1", MET, SAID)
    _coded(ledger, "2", replace(MET, coder="another", score=0.25), SAID)

    found = compare_runs(ledger, "1", "2")

    assert (found.n_both, found.n_same, list(found.rows.rows)) == (1, 2, [])


def test_claim_of_one_run_alone_is_told(ledger: Ledger) -> None:
    _coded(ledger, "1", MET)
    _coded(ledger, "2", SAID)

    assert _differences(ledger) == [("only in A", [], "met"), ("only in B", [], "said")]


def test_another_type_or_status_of_the_same_predicate_is_a_change(ledger: Ledger) -> None:
    _coded(ledger, "1", MET, SAID)
    _coded(ledger, "2", replace(MET, type="AGREE", status=Status.FUTURE), SAID)

    assert _differences(ledger) == [("changed", ["type", "status"], "met")]


def test_details_that_no_id_tells_apart_are_a_change(ledger: Ledger) -> None:
    _coded(ledger, "1", MET)
    _coded(ledger, "2", replace(MET, date=None, issues=("fishing",)))

    assert _differences(ledger) == [("changed", ["date", "issues"], "met")]


def test_of_several_claims_on_one_predicate_the_equal_ones_are_paired(ledger: Ledger) -> None:
    sanction, accuse = (replace(MET, type=name) for name in ("SANCTION", "ACCUSE"))
    _coded(ledger, "1", MET, sanction)
    _coded(ledger, "2", accuse, MET)

    rows = list(compare_runs(ledger, "1", "2").rows.dicts())

    assert [(row["type_a"], row["type_b"]) for row in rows] == [("SANCTION", "ACCUSE")]


def test_reports_that_one_run_has_not_coded_are_counted_not_told(ledger: Ledger) -> None:
    other = a_report(TEXT + " Other.")
    _coded(ledger, "1", MET)
    ledger.add([a_coding(other)], a_run(version="1"))
    _coded(ledger, "2", MET)

    found = compare_runs(ledger, "1", "2")

    assert (found.n_both, found.n_only_a, found.n_only_b) == (1, 1, 0)
    assert list(found.rows.rows) == []


def test_run_is_named_by_number_or_by_how_its_id_begins(ledger: Ledger) -> None:
    _coded(ledger, "1", MET)
    _coded(ledger, "2", MET)

    found = compare_runs(ledger, a_run(version="1").id[:12], "2")

    assert (found.run_a, found.run_b) == (a_run(version="1").id, a_run(version="2").id)
    with pytest.raises(BadInput, match="'3' names no run; the runs are: 1"):
        compare_runs(ledger, "1", "3")
