"""Imported rows are shown in words; no page shows the row as it is kept."""

import pytest
from starlette.testclient import TestClient

from detente.record import compute_events
from detente.web import Desk
from ledger.foreign_rows import gdelt_v2, imported
from web.conftest import client_of

WORDS = "GDELT event 901: NRL-GOV -&gt; SDR, code 042"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path = tmp_path_factory.mktemp("rows") / "events.csv"
    with imported(path, "GDELT", gdelt_v2()) as outcome:
        compute_events(outcome.ledger)
        report, event = outcome.ledger.reports().first(), outcome.ledger.events().first()
    assert report is not None
    assert event is not None
    made = client_of(Desk(ledger=path.with_suffix(".duckdb")))
    made.headers["x-report"], made.headers["x-event"] = report.id, event.id
    return made


def test_the_start_page_calls_a_row_by_its_program_and_number(desk: TestClient) -> None:
    page = desk.get("/").text

    assert ">GDELT event 901</a>" in page
    assert "\t" not in page


def test_the_page_of_two_sides_quotes_a_row_in_words(desk: TestClient) -> None:
    page = desk.get("/dyad/NRL/SDR").text

    assert WORDS in page
    assert "\t" not in page


def test_a_search_quotes_a_row_in_words(desk: TestClient) -> None:
    assert WORDS in desk.get("/search?q=SUDRIA").text


def test_the_pages_of_event_and_report_set_the_cells_apart(desk: TestClient) -> None:
    report, event = desk.headers["x-report"], desk.headers["x-event"]
    pages = desk.get(f"/report/{report}").text, desk.get(f"/event/{event}").text

    assert "<h1>GDELT event 901</h1>" in pages[0]
    for page in pages:
        assert "\t" not in page
        assert ">ANN NOR</" in page


def test_what_is_kept_is_the_row_itself(desk: TestClient) -> None:
    text = desk.get(f"/api/v1/reports/{desk.headers['x-report']}").json()["text"]

    assert text == gdelt_v2().rstrip("\n")
