"""About the data: what each run changed, and problems by kind."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from builders import a_claim, a_coding, a_problem, a_report, a_run
from detente.ledger import Ledger
from detente.record import compute_events
from detente.web import Desk
from web.conftest import client_of


@pytest.fixture
def twice_coded(tmp_path: Path) -> TestClient:
    """Two reports coded by two coders; the second finds one act otherwise, and one more."""
    met, raid = a_report("Norland met Sudria."), a_report("Norland raided Sudria.", key="raid")
    old = [
        a_coding(met, claims=(a_claim(met, type="CONSULT", predicate="met"),)),
        a_coding(raid, claims=()),
    ]
    new = [
        a_coding(met, claims=(a_claim(met, type="AGREE", predicate="met"),)),
        a_coding(raid, claims=(a_claim(raid, type="ASSAULT", predicate="raided"),)),
    ]
    path = tmp_path / "twice.duckdb"
    with Ledger.open(path) as ledger:
        ledger.add(old, a_run(coder="old"))
        ledger.add(new, a_run(coder="new"))
        ledger.add([a_problem(key="a"), a_problem(key="b")], a_run(coder="new"))
        compute_events(ledger)
    return client_of(Desk(ledger=path))


def test_a_run_is_told_apart_from_the_one_before(twice_coded: TestClient) -> None:
    (step,) = twice_coded.get("/about.json").json()["steps"]

    assert step == {
        "run": 2,
        "before": 1,
        "versions": ["coder"],
        "n_both": 2,
        "n_alike": 0,
        "n_changed": 1,
        "n_only_before": 0,
        "n_only_now": 1,
    }


def test_the_page_says_how_to_see_the_claims(twice_coded: TestClient) -> None:
    assert "detente runs diff 1 2" in twice_coded.get("/about").text


def test_problems_are_counted_by_kind(twice_coded: TestClient) -> None:
    (kind,) = twice_coded.get("/about.json").json()["problem_kinds"]

    assert (kind["kind"], kind["n_problems"]) == ("empty", 2)


def test_with_one_run_nothing_is_compared(desk: TestClient) -> None:
    assert desk.get("/about.json").json()["steps"] == []
    assert "What each run changed" not in desk.get("/about").text
