"""A cursor names a row: what comes meanwhile neither doubles nor hides one."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from builders import a_coding, a_report, a_run
from detente.codebook import load_codebook
from detente.errors import BadInput
from detente.ledger import Ledger, claim_row, statement_row
from detente.ledger.contract import COLUMNS, event_row, write_lines
from detente.records import Coded
from detente.relations import Scope, brief_from_evidence, brief_json, evidence_in
from detente.relations.explain import explanation_in
from detente.web.kept import Kept
from detente.web.listing import Wanted, page_of
from web.reading import seen_in
from web.shelf import HOSTILE

REPORTS = Wanted(table="reports")


def coding_of(number: int, text: str = "Norland met Sudria") -> Coded:
    day = date(2024, 1, 1) + timedelta(days=number)
    report = a_report(f"{text} {number}.", key=str(number), published=day)
    return a_coding(report, claims=())


def test_rows_that_come_meanwhile_shift_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        ledger.add([coding_of(number) for number in range(10)], a_run())
        before = {report.id for report in ledger.reports()}
        first = page_of(ledger, REPORTS, None, 4)
        ledger.add(
            [coding_of(number, "Later, Norland met Sudria") for number in (3, 9, 20)], a_run()
        )
        second = page_of(ledger, REPORTS, first.after, 200)

    seen = [*first.ids, *second.ids]
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_a_full_last_page_has_no_cursor(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        ledger.add([coding_of(number) for number in range(4)], a_run())

        assert page_of(ledger, REPORTS, None, 4).after is None
        assert page_of(ledger, REPORTS, None, 3).after is not None


@pytest.mark.parametrize("after", ["x", "é", "W10", "WyIyMDI0LTAxLTAxIl0", "bnVsbA", "===", "\x00"])
def test_what_is_no_cursor_is_refused(tmp_path: Path, after: str) -> None:
    with (
        Ledger.open(tmp_path / "l.duckdb") as ledger,
        pytest.raises(BadInput, match="is not a cursor"),
    ):
        page_of(ledger, REPORTS, after, 4)


def test_results_are_made_once_and_the_oldest_is_let_go() -> None:
    kept, made = Kept(most=2), list[str]()

    def ask(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key.upper())  # type: ignore[func-returns-value]

    assert [ask(key) for key in "abacab"] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


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
        write_lines(ledger.events().flat(), stream, "csv")
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


def as_json(value: object) -> object:
    return json.loads(msgspec.json.encode(value))


def test_an_events_twin_is_its_row_and_its_claims(desk: TestClient, ordinary: Path) -> None:
    book = load_codebook()
    with Ledger.open(ordinary, read_only=True) as ledger:
        for event in ledger.events(limit=5):
            claims = [*ledger.claims(ids=list(event.claim_ids))]
            behind = explanation_in(ledger, event, claims)
            twin = desk.get(f"/event/{event.id}.json").json()

            assert twin["event"] == as_json(event_row(event, book))
            assert [one["claim"] for one in twin["behind"]["testimonies"]] == [
                as_json(claim_row(one.report, one.claim, book))
                for one in behind.testimonies
                if one.report
            ]


def test_a_reports_twin_has_text_claims_and_statements(desk: TestClient, ordinary: Path) -> None:
    book = load_codebook()
    with Ledger.open(ordinary, read_only=True) as ledger:
        report = next(one for one in ledger.reports() if one.key == "meeting-7")
        claims = [as_json(claim_row(report, one, book)) for one in ledger.claims(report=report.id)]
        said = [as_json(statement_row(report, one)) for one in ledger.statements(report=report.id)]

    twin = desk.get(f"/report/{report.id}.json").json()

    assert (twin["text"], twin["claims"], twin["statements"]) == (report.text, claims, said)
    assert set(twin["events"]) == {claim["id"] for claim in twin["claims"]}


def test_a_dyads_twin_is_the_brief_and_the_timeline(desk: TestClient, ordinary: Path) -> None:
    scope = Scope(side_a="NRL", side_b="SDR", name_a="NRL", name_b="SDR")
    with Ledger.open(ordinary, read_only=True) as ledger:
        brief = brief_from_evidence(evidence_in(ledger, scope), load_codebook())

    twin = desk.get("/dyad/NRL/SDR.json?status=future").json()

    assert twin["brief"] == json.loads(brief_json(brief))
    assert [one["status"] for one in twin["timeline"]["events"]] == ["future"]


def test_the_first_pages_twin_counts_what_is_there(desk: TestClient, ordinary: Path) -> None:
    with Ledger.open(ordinary, read_only=True) as ledger:
        counted = [
            found.count()
            for found in (ledger.reports(), ledger.claims(), ledger.statements(), ledger.events())
        ]

    counts = desk.get("/index.json").json()["counts"]

    names = ("n_reports", "n_claims", "n_statements", "n_events")
    assert [counts[name] for name in names] == counted


def test_coverage_adds_up_to_the_dated_reports(desk: TestClient) -> None:
    twin = desk.get("/about.json").json()

    assert sum(one["n_reports"] for one in twin["coverage"]) == twin["counts"]["n_reports"] - 1
    assert sum(one["n_reports"] for one in twin["outlets"]) == twin["counts"]["n_reports"]
    assert sum(one["n_claims"] for one in twin["outlets"]) == twin["counts"]["n_claims"]


def test_a_page_of_a_timeline_goes_on_where_the_last_ended(desk: TestClient) -> None:
    seen, after = [], ""
    while after is not None:
        line = desk.get("/actor/NRL.json", params={"after": after}).json()["timeline"]
        seen += [one["id"] for one in line["events"]]
        after = line["after"]

    assert len(seen) == len(set(seen)) == desk.get("/index.json").json()["counts"]["n_events"]
