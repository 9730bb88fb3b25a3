"""The JSON twin of a page is the record."""

import json
from pathlib import Path

import msgspec
from starlette.testclient import TestClient

from detente.codebook import load_codebook
from detente.ledger import Ledger, claim_row, statement_row
from detente.ledger.event_rows import event_row
from detente.relations import Scope, brief_from_evidence, brief_json, evidence_in
from detente.relations.unfolding import explanation_in


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
