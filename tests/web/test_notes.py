"""Notes and pins: kept with name and day as rulings are, shown with the event, changing nothing."""

import json
from pathlib import Path
from shutil import copy

from starlette.testclient import TestClient

from detente.events.decisions import ruling_lines, rulings_from_lines
from detente.ledger import Ledger
from detente.record import compute_events
from detente.records import Event
from detente.web import Desk
from detente.web.tokens import Role
from detente.web.views.review import doubt_of
from web.conftest import client_of
from web.reading import seen_in
from web.signed_in import disputed, send
from web.written_desk import asking

NOTE = "compare with the talks of spring"


def mark(client: TestClient, event: Event, verdict: str, because: str = "") -> None:
    fields = {"verdict": verdict, "because": because}
    assert send(client, f"/event/{event.id}/rule", fields).status_code == 303


def test_a_note_and_a_pin_stand_on_the_event_and_on_the_page_of_its_sides(
    held: Desk, ada: TestClient
) -> None:
    event = disputed(held)
    everybody = client_of(held)
    assert NOTE not in everybody.get("/dyad/NRL/SDR").text

    mark(ada, event, "note", NOTE)
    mark(ada, event, "pin")

    for page in (f"/event/{event.id}", "/dyad/NRL/SDR"):
        words = seen_in(everybody.get(page, headers={"cache-control": "no-cache"}).text).text
        assert NOTE in words
        assert "inned" in words
        assert "Ada" in words
    marked = everybody.get("/dyad/NRL/SDR.json").json()["marked"]
    assert [(one["event"]["id"], len(one["marks"])) for one in marked] == [(event.id, 2)]


def test_they_change_no_event_and_rule_on_nothing(held: Desk, ada: TestClient) -> None:
    event = disputed(held)
    mark(ada, event, "note", NOTE)
    mark(ada, event, "pin")

    with held.open() as ledger:
        doubts = [doubt_of(ledger, claim) for claim in event.claim_ids]
        assert ledger.is_computed()
    assert disputed(held) == event
    assert [one.is_ruled for one in doubts if one] == [False, False]
    assert "Nobody has ruled on it." in ada.get(f"/event/{event.id}").text


def test_a_note_is_withdrawn_and_kept_in_the_record(held: Desk, ada: TestClient) -> None:
    event = disputed(held)
    mark(ada, event, "note", NOTE)
    with held.open() as ledger:
        (ruling,) = ledger.rulings()

    send(ada, f"/rulings/{ruling.id}/withdraw", {})

    assert NOTE not in client_of(held).get("/dyad/NRL/SDR").text
    with held.open() as ledger:
        assert [one.because for one in ledger.rulings(with_withdrawn=True)] == [NOTE]


def test_a_note_needs_words_and_a_token_to_review(held: Desk, ada: TestClient) -> None:
    event = disputed(held)
    empty = send(ada, f"/event/{event.id}/rule", {"verdict": "note", "because": " "})

    assert empty.status_code == 400
    assert 'name="verdict" value="note"' not in client_of(held).get(f"/event/{event.id}").text
    sent = {"on": event.id, "note": True, "because": NOTE}
    refused = asking(held, Role.READ).post("/api/v1/rulings", json=sent)
    assert refused.status_code == 403


def test_programs_write_and_list_notes(held: Desk) -> None:
    event = disputed(held)
    program = asking(held, Role.REVIEW)

    told = program.post("/api/v1/rulings", json={"on": event.id, "note": True, "because": NOTE})

    assert told.status_code == 201
    listed = program.get("/api/v1/rulings", params={"kind": "note"}).json()["items"]
    assert [(one["kind"], one["because"]) for one in listed] == [("note", NOTE)]


def test_they_are_exported_and_taken_in_with_rulings(
    held: Desk, ada: TestClient, ordinary: Path, tmp_path: Path
) -> None:
    event = disputed(held)
    mark(ada, event, "note", NOTE)
    with held.open() as ledger:
        lines = list(ruling_lines(ledger.rulings()))

    assert [json.loads(line)["kind"] for line in lines] == ["note"]
    other = Path(copy(ordinary, tmp_path / "other.duckdb"))
    with Ledger.open(other) as ledger:
        assert ledger.rule(rulings_from_lines(lines, "notes")) == 1
        compute_events(ledger)
        assert [one.because for one in ledger.rulings()] == [NOTE]
