"""Rulings on the page of an event: made by a form, shown with who and why, and withdrawn."""

import pytest
from starlette.testclient import TestClient

from detente.records import Event
from detente.web import Desk
from web.conftest import client_of
from web.reading import seen_in
from web.signed_in import disputed, send


def of_claim(held: Desk, claim: str) -> Event | None:
    with held.open() as ledger:
        return ledger.events(claim=claim).first()


def rule(client: TestClient, address: str, **fields: str) -> str:
    given = {name.replace("_", "-"): value for name, value in fields.items()}
    answered = send(client, f"{address}/rule", {"because": "read it twice", **given})
    assert answered.status_code == 303, answered.text
    return str(answered.headers["location"])


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        ({"verdict": "type", "type": "ACCUSE"}, "type", "ACCUSE"),
        ({"verdict": "type", "type": "COERCE/seize"}, "mode", "seize"),
        ({"verdict": "status", "status": "hypothetical"}, "status", "hypothetical"),
    ],
)
def test_a_ruling_on_an_event_holds_for_all_its_claims(
    held: Desk, ada: TestClient, fields: dict[str, str], field: str, value: str
) -> None:
    event = disputed(held)

    rule(ada, f"/event/{event.id}", **fields)

    changed = [of_claim(held, claim) for claim in event.claim_ids]
    assert [getattr(one, field) for one in changed] == [value] * len(event.claim_ids)


def test_a_date_can_be_ruled(held: Desk, ada: TestClient) -> None:
    event = disputed(held)

    rule(ada, f"/event/{event.id}", verdict="date", date="2024-03")

    changed = of_claim(held, event.claim_ids[0])
    assert changed is not None
    assert changed.date is not None
    assert (changed.date.earliest.isoformat(), changed.date.latest.isoformat()) == (
        "2024-03-01",
        "2024-03-31",
    )


def test_a_ruled_day_is_said_to_be_ruled(held: Desk, ada: TestClient) -> None:
    event = disputed(held)
    before = seen_in(ada.get(f"/event/{event.id}").text).text

    there = rule(ada, f"/event/{event.id}", verdict="date", date="2024-03")

    after = seen_in(ada.get(there).text).text
    assert "as the words tell" in before
    assert "(as Ada ruled)" in after
    assert "as the words tell" not in after


def test_a_rejected_claim_is_not_counted_on_the_first_page(held: Desk, ada: TestClient) -> None:
    before = ada.get("/index.json").json()["counts"]["n_claims"]

    rule(ada, f"/claim/{disputed(held).claim_ids[0]}", verdict="reject")

    assert ada.get("/index.json").json()["counts"]["n_claims"] == before - 1


def test_parties_place_and_mode_can_be_ruled(held: Desk, ada: TestClient) -> None:
    claim = disputed(held).claim_ids[0]

    rule(ada, f"/claim/{claim}", verdict="actors", actors="ISL-GOV NRL-GOV")
    rule(ada, f"/claim/{claim}", verdict="recipients", recipients="")
    rule(ada, f"/claim/{claim}", verdict="place", place="Reykjavik, ISL")
    rule(ada, f"/claim/{claim}", verdict="mode")

    changed = of_claim(held, claim)
    assert changed is not None
    assert sorted(one.code for one in changed.actors) == ["ISL-GOV", "NRL-GOV"]
    assert (changed.recipients, changed.mode) == ((), None)
    assert changed.place is not None
    assert changed.place.name == "Reykjavik"


def test_a_ruling_leads_to_what_the_event_is_now(held: Desk, ada: TestClient) -> None:
    event = disputed(held)

    there = rule(ada, f"/event/{event.id}", verdict="status", status="future")

    page = seen_in(ada.get(there).text).text
    assert "status: planned: read it twice" in page
    assert "Ada" in page


def test_a_ruling_on_one_claim_leaves_the_others(held: Desk, ada: TestClient) -> None:
    event = disputed(held)
    one, other = event.claim_ids

    rule(ada, f"/claim/{one}", verdict="reject")

    assert of_claim(held, one) is None
    assert of_claim(held, other) is not None


def test_two_events_become_one_by_the_address_of_the_other(held: Desk, ada: TestClient) -> None:
    event = disputed(held)
    with held.open() as ledger:
        other = next(iter(ledger.events(type="CONSULT", limit=1)))

    address = f"http://localhost/event/{other.id}?x=1#claims"
    rule(ada, f"/event/{event.id}", verdict="same-as", same_as=address)

    merged = of_claim(held, event.claim_ids[0])
    assert merged is not None
    assert set(other.claim_ids) < set(merged.claim_ids)


def test_a_ruling_is_withdrawn_with_all_of_its_decision(held: Desk, ada: TestClient) -> None:
    event = disputed(held)
    there = rule(ada, f"/event/{event.id}", verdict="status", status="future")
    page = seen_in(ada.get(there).text)
    withdraw = next(
        one["action"] for one in page.named("form") if one["action"].endswith("/withdraw")
    )

    send(ada, withdraw, {"next": there})

    assert disputed(held).id == event.id
    with held.open() as ledger:
        made = ledger.rulings(with_withdrawn=True)
    assert [one.is_active for one in made] == [False] * len(event.claim_ids)


def test_a_withdrawn_ruling_is_still_shown(held: Desk, ada: TestClient) -> None:
    event = disputed(held)
    rule(ada, f"/event/{event.id}", verdict="accept")
    with held.open() as ledger:
        ruling = ledger.rulings()[0].id

    send(ada, f"/rulings/{ruling}/withdraw", {})

    page = seen_in(ada.get(f"/event/{event.id}").text).text
    assert "read it twice" in page
    assert "withdrawn" in page


def test_every_claim_and_the_event_have_a_form_of_their_own(held: Desk, ada: TestClient) -> None:
    event = disputed(held)

    actions = {one["action"] for one in seen_in(ada.get(f"/event/{event.id}").text).named("form")}

    assert f"/event/{event.id}/rule" in actions
    assert {f"/claim/{claim}/rule" for claim in event.claim_ids} <= actions


def test_who_has_not_signed_in_is_told_how_to_and_rules_on_nothing(held: Desk) -> None:
    client, event = client_of(held), disputed(held)
    page = seen_in(client.get(f"/event/{event.id}").text)

    fields = {"verdict": "reject", "because": "x"}
    answered = send(client, f"/event/{event.id}/rule", fields, page="/sign-in")

    assert f"/sign-in?next=/event/{event.id}" in page.links()
    assert answered.status_code == 401
    assert disputed(held).id == event.id


def test_a_ruling_needs_its_reason(held: Desk, ada: TestClient) -> None:
    event = disputed(held)
    fields = {"verdict": "date", "date": "2024", "because": " "}

    answered = send(ada, f"/event/{event.id}/rule", fields)

    assert answered.status_code == 400
    assert "say why" in seen_in(answered.text).text


def test_a_ruling_on_nothing_is_told_so(ada: TestClient) -> None:
    fields = {"verdict": "reject", "because": "x"}

    assert send(ada, "/event/00000000/rule", fields).status_code in {400, 404}
    assert send(ada, "/rulings/00000000/withdraw", {}).status_code == 404


def test_a_desk_that_only_reads_says_how_to_rule(desk: TestClient) -> None:
    (event,) = desk.get("/api/v1/events?standing=disputed").json()["items"]

    page = seen_in(desk.get(f"/event/{event['id']}").text)

    assert "detente rule" in page.text
    assert not [one for one in page.named("form") if one.get("method") == "post"]
