"""Start: who moved most, by which words. About the data: what each run changed, problems."""

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from builders import a_claim, a_coding, a_date, a_problem, a_report, a_run
from detente.ledger import Ledger
from detente.record import compute_events
from detente.records import Coded
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


def test_what_moved_most_has_its_interval_and_the_words_of_its_weightiest_act(
    tmp_path: Path,
) -> None:
    path = tmp_path / "moved.duckdb"
    with Ledger.open(path) as ledger:
        ledger.add([_raid(day) for day in range(1, 25)], a_run())
        compute_events(ledger)
    desk = client_of(Desk(ledger=path))

    month = desk.get("/index.json").json()["month"]
    page = desk.get("/").text

    (mover,) = month["movers"]
    assert mover["change_high"] < 0
    assert month["quotes"]["NRL+SDR"]["quote"].startswith("Norland raided Sudria, day")
    assert f"{mover['change_low']:+.2f} to {mover['change_high']:+.2f}" in page
    assert "Norland raided Sudria, day" in page


def _raid(day: int) -> Coded:
    report = a_report(
        f"Norland raided Sudria, day {day}.", key=f"raid {day}", published=date(2024, 3, day)
    )
    claim = a_claim(
        report,
        type="ASSAULT",
        actors=("NRL-MIL",),
        recipients=("SDR",),
        predicate="raided",
        date=a_date(f"2024-03-{day:02}"),
        score=0.9,
    )
    return a_coding(report, claims=(claim,))


def test_every_outlet_has_its_page_however_many_there_are(tmp_path: Path) -> None:
    path = tmp_path / "many.duckdb"
    codings = [
        a_coding(a_report("Norland met Sudria.", key=name, outlet=name), claims=())
        for name in (f"Outlet {number}" for number in range(250))
    ]
    with Ledger.open(path) as ledger:
        ledger.add(codings, a_run())
        compute_events(ledger)
    client = client_of(Desk(ledger=path))

    assert client.get("/outlet/Outlet 249").status_code == 200
    assert client.get("/about.outlets.csv").text.count("\n") == 251
