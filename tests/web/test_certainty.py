"""How sure the coder is stands beside what it tells, and narrows what is shown."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from builders import a_claim, a_coding, a_date, a_report, a_run
from detente.ledger import Ledger
from detente.record import compute_events
from detente.web import Desk
from detente.web.listing import certainty_of
from web.conftest import client_of
from web.reading import seen_in

SCORES = {"2024-01-05": (0.31, 0.82), "2024-02-05": (0.31,)}  # of the reports of a meeting


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two meetings: one told surely once, one told doubtfully alone."""
    found = tmp_path_factory.mktemp("certainty") / "certainty.duckdb"
    codings = []
    for day, scores in SCORES.items():
        for score in scores:
            report = a_report(
                f"Norland met Sudria on {day}, {score:.0%} say.", key=f"{day} {score}"
            )
            claim = a_claim(report, predicate="met", date=a_date(day), score=score)
            codings.append(a_coding(report, claims=(claim,), statements=()))
    with Ledger.open(found) as ledger:
        ledger.add(codings, a_run())
        compute_events(ledger)
    return found


@pytest.fixture(scope="module")
def asked(path: Path) -> TestClient:
    return client_of(Desk(ledger=path))


def test_an_event_is_as_certain_as_its_surest_claim(path: Path) -> None:
    with Ledger.open(path, read_only=True) as ledger:
        found = {one.date.earliest.isoformat(): one.id for one in ledger.events() if one.date}
        certainty = certainty_of(ledger, list(found.values()))

    assert {day: certainty[one] for day, one in found.items()} == {
        day: max(scores) for day, scores in SCORES.items()
    }


@pytest.mark.parametrize("page", ["/dyad/NRL/SDR", "/actor/NRL"])
def test_it_stands_beside_each_row_and_says_what_is_doubtful(asked: TestClient, page: str) -> None:
    words = seen_in(asked.get(page).text).text

    assert "0.82" in words
    assert "0.31, doubtful" in words


@pytest.mark.parametrize(("least", "n_claims", "n_events"), [("0.3", 3, 2), ("0.5", 1, 1)])
def test_it_narrows_lists_and_timelines(
    asked: TestClient, least: str, n_claims: int, n_events: int
) -> None:
    words = {"min_score": least}
    lists = [asked.get(f"/api/v1/{name}", params=words).json() for name in ("claims", "events")]
    timeline = asked.get("/dyad/NRL/SDR.json", params=words).json()["timeline"]

    assert [len(one["items"]) for one in lists] == [n_claims, n_events]
    assert len(timeline["events"]) == len(timeline["certainty"]) == n_events


@pytest.mark.parametrize("least", ["much", "1.5", "nan"])
def test_what_is_no_share_is_refused(asked: TestClient, least: str) -> None:
    for address in ("/api/v1/claims", "/dyad/NRL/SDR"):
        answer = asked.get(address, params={"min_score": least})
        assert answer.status_code == 400
        assert "not a degree of certainty" in answer.text
