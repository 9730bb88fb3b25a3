"""Each table of a page can be saved: the rows of its JSON twin, flat."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.ledger import Ledger
from detente.ledger.event_rows import write_table
from detente.ledger.flat import COLUMNS
from web.reading import seen_in
from web.shelf import HOSTILE

# page, table, and where its rows stand in the twin
TABLES = (
    ("/index", "dyads", ("dyads",)),
    ("/index", "movers", ("month", "movers")),
    ("/index", "planned", ("planned",)),
    ("/index", "reports", ("reports",)),
    ("/dyad/NRL/SDR", "timeline", ("timeline", "events")),
    ("/dyad/NRL/SDR", "months", ("months",)),
    ("/actor/NRL", "partners", ("partners",)),
    ("/actor/NRL", "months", ("months",)),
    ("/actor/NRL", "timeline", ("timeline", "events")),
    ("/issue/fishing", "dyads", ("dyads",)),
    ("/issue/fishing", "statements", ("statements",)),
    ("/outlet/Harbour Wire", "reports", ("reports",)),
    ("/outlet/Vostia/Daily 50%25", "months", ("months",)),
    ("/about", "outlets", ("outlets",)),
    ("/about", "coverage", ("coverage",)),
    ("/about", "issues", ("issues",)),
    ("/about", "kinds", ("problem_kinds",)),
    ("/about", "problems", ("problems",)),
    ("/about", "runs", ("runs",)),
    ("/about", "steps", ("steps",)),
)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(("page", "table", "place"), TABLES)
def test_a_table_has_the_rows_of_the_twin(
    desk: TestClient, page: str, table: str, place: tuple[str, ...]
) -> None:
    twin = desk.get(f"{page}.json").json()
    for name in place:
        twin = twin[name]

    answered = desk.get(f"{page}.{table}.csv")

    rows = rows_of(answered.text)
    assert answered.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answered.text.splitlines()[0]
    assert len(rows) == len(twin)
    for row, told in zip(rows, twin, strict=True):
        for name in {"id", "code", "month", "outlet", "n_events", "n_reports"} & {*row} & {*told}:
            assert row[name] == str("" if told[name] is None else told[name])


def test_claims_and_statements_have_the_columns_of_the_command_line(
    desk: TestClient, ordinary: Path
) -> None:
    with Ledger.open(ordinary, read_only=True) as ledger:
        report = next(one for one in ledger.reports() if one.key == "meeting-7")
    texts = [desk.get(f"/report/{report.id}.{kind}.csv").text for kind in ("claims", "statements")]

    assert {text.splitlines()[0] for text in texts} == {",".join(COLUMNS)}
    assert [row["kind"] for text in texts for row in rows_of(text)] == ["claim", "statement"]
    assert {row["report_key"] for text in texts for row in rows_of(text)} == {"meeting-7"}


def links_to_csv(desk: TestClient, page: str) -> Iterator[str]:
    for link in seen_in(desk.get(page).text).links():
        if ".csv" in link:
            yield link


@pytest.mark.parametrize(
    "page", ["/", "/dyad/NRL/SDR?status=future", "/actor/NRL", "/issue/fishing", "/about"]
)
def test_every_link_to_a_table_leads_to_one(desk: TestClient, page: str) -> None:
    links = list(links_to_csv(desk, page))

    assert links
    assert {desk.get(link).status_code for link in links} == {200}


def test_the_whole_timeline_is_saved_with_its_filter(desk: TestClient, ordinary: Path) -> None:
    (link,) = [
        one for one in links_to_csv(desk, "/actor/NRL?since=2024-02-01") if "timeline" in one
    ]

    saved = {row["id"] for row in rows_of(desk.get(link).text)}

    with Ledger.open(ordinary, read_only=True) as ledger:
        late = {event.id for event in ledger.events(since=date(2024, 2, 1))}
        named = {event.id for event in ledger.events(dyad=("NRL", "SDR"))}
    assert "limit=5000" in link
    assert late & named <= saved <= late


def test_events_have_the_columns_of_the_command_line(desk: TestClient, ordinary: Path) -> None:
    with Ledger.open(ordinary, read_only=True) as ledger:
        stream = io.BytesIO()
        write_table(ledger.events().arrow(), stream, "csv")
    by_id = {row["id"]: row for row in rows_of(stream.getvalue().decode())}

    saved = rows_of(desk.get("/dyad/NRL/SDR.timeline.csv").text)

    assert saved
    assert all(row == by_id[row["id"]] for row in saved)


def test_an_empty_table_has_its_header(desk: TestClient) -> None:
    text = desk.get("/dyad/NRL/SDR.timeline.csv?since=2040-01-01").text

    assert text.startswith("id,type,plover_type,")
    assert rows_of(text) == []


def test_what_a_spreadsheet_would_run_is_words(hostile_desk: TestClient) -> None:
    rows = rows_of(hostile_desk.get("/about.outlets.csv").text)
    sought = rows_of(hostile_desk.get("/search.claims.csv?q=Norland").text)

    assert set(HOSTILE) <= {row["outlet"] for row in rows}
    assert not [
        cell for row in (*rows, *sought) for cell in row.values() if cell[:1] in set("=+-@")
    ]


@pytest.mark.parametrize("limit", ["0", "5001", "all"])
def test_more_rows_than_a_file_has_are_refused(desk: TestClient, limit: str) -> None:
    assert desk.get(f"/actor/NRL.timeline.csv?limit={limit}").status_code == 422
