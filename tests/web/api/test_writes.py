"""Decisions that programs send: in the token's name, on every claim of an event, never deleted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.web import Desk
from detente.web.access.gate import MOST_REPORTS_BODY
from detente.web.api.schema import MOST_REPORTS
from detente.web.tokens import Role
from web.written_desk import MEETING, TALKS, asking, written_desk

WHY = "the visit is only planned"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with written_desk(tmp_path) as opened:
        assert opened.keeper.has_settled(60)
        yield opened


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return asking(desk, Role.REVIEW)


def events(client: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/events").json()["items"]
    return found


def rule(client: TestClient, **given: Any) -> Any:
    return client.post("/api/v1/rulings", json={"because": WHY, **given})


def test_a_decision_changes_the_event_at_once(client: TestClient) -> None:
    newest = events(client)[0]

    found = rule(client, on=newest["id"], set={"status": "future"})

    told = found.json()
    assert (found.status_code, told["n_new"], told["computed"], told["lost"]) == (201, 1, True, [])
    assert [event["status"] for event in events(client)] == ["future", "actual"]
    assert told["events"] == [newest["id"]]


def test_it_is_in_the_tokens_name(client: TestClient) -> None:
    rule(client, on=events(client)[0]["id"], reject=True)

    (ruling,) = client.get("/api/v1/rulings").json()["items"]
    assert (ruling["by"], ruling["because"], ruling["kind"]) == ("ann the reviewr", WHY, "reject")
    assert rule(client, on=ruling["target"], reject=True, by="ben").status_code == 422


def test_the_same_decision_twice_is_one(client: TestClient) -> None:
    on = events(client)[0]["claims"][0]
    first = rule(client, on=on, set={"status": "future"})
    again = rule(client, on=on, set={"status": "future"})

    assert (again.status_code, again.json()["n_new"]) == (200, 0)
    assert again.json()["rulings"] == first.json()["rulings"]


def test_a_decision_that_another_overruled_can_be_made_again(client: TestClient) -> None:
    on = events(client)[0]["claims"][0]
    made = [rule(client, on=on, set={"status": word}).status_code for word in ("future", "negated")]

    again = rule(client, on=on, set={"status": "future"})

    assert (*made, again.status_code) == (201, 201, 201)
    assert events(client)[0]["status"] == "future"


def test_a_withdrawn_decision_stays_in_the_record(client: TestClient) -> None:
    first = rule(client, on=events(client)[0]["id"], reject=True).json()["rulings"][0]
    n_without = len(events(client))

    found = client.post(f"/api/v1/rulings/{first['id']}/withdraw")
    again = client.post(f"/api/v1/rulings/{first['id']}/withdraw")

    kept = client.get(f"/api/v1/rulings/{first['id']}").json()
    assert (n_without, len(events(client))) == (1, 2)
    assert (found.json()["n_new"], again.json()["n_new"]) == (1, 0)
    assert {**kept, "withdrawn_at": None} == first
    assert kept["withdrawn_at"] == again.json()["rulings"][0]["withdrawn_at"] is not None


def test_two_events_can_be_one(client: TestClient) -> None:
    one, other = events(client)

    found = rule(client, on=one["id"], same_as=other["id"])

    (event,) = events(client)
    assert found.json()["events"] == [event["id"]]
    assert event["claims"] == sorted([*one["claims"], *other["claims"]])


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"on": "0000dead", "reject": True}, 404),
        ({"on": "0000dead", "because": " ", "reject": True}, 422),
        ({"on": "ab", "reject": True}, 422),
        ({"on": "$event"}, 422),
        ({"on": "$event", "reject": True, "accept": True}, 422),
        ({"on": "$event", "because": " ", "reject": True}, 422),
        ({"on": "$event", "set": {"colour": "red"}}, 422),
        ({"on": "$event", "set": {"status": "done"}}, 422),
        ({"on": "$event", "set": {"type": "NONE"}}, 422),
        ({"on": "$event", "set": {}}, 422),
        ({"on": "$event", "same_as": "0000dead"}, 422),
        ({"on": "$claim", "same_as": "$claim"}, 422),
        ({"on": "$event", "rejected": True}, 422),
    ],
)
def test_a_decision_that_cannot_be_applied_is_refused(
    client: TestClient, desk: Desk, given: dict[str, Any], status: int
) -> None:
    event = events(client)[0]
    words = {"$event": event["id"], "$claim": event["claims"][0]}
    sent = {
        name: words.get(value, value) if isinstance(value, str) else value
        for name, value in given.items()
    }

    found = rule(client, **sent)

    assert (found.status_code, found.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    with desk.open() as ledger:
        assert ledger.rulings(with_withdrawn=True) == []


def test_an_unknown_ruling_is_not_found(client: TestClient) -> None:
    assert client.post("/api/v1/rulings/none/withdraw").status_code == 404
    assert client.get("/api/v1/rulings/none").status_code == 404


def test_rulings_are_listed_newest_first_page_by_page(client: TestClient) -> None:
    claims = [event["claims"][0] for event in events(client)]
    for word in ("future", "negated", "hypothetical"):
        for claim in claims:
            assert rule(client, on=claim, set={"status": word}).status_code == 201
    whole = client.get("/api/v1/rulings").json()["items"]

    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = client.get("/api/v1/rulings", params={"after": after, "limit": 4}).json()
        seen += [one["id"] for one in page["items"]]
        after = page["after"]

    assert seen == [one["id"] for one in whole]
    assert [one["made_at"] for one in whole] == sorted(
        (one["made_at"] for one in whole), reverse=True
    )
    assert len(seen) == 6


def test_rulings_can_be_filtered(client: TestClient) -> None:
    one, other = (event["claims"][0] for event in events(client))
    rule(client, on=one, reject=True)
    ended = rule(client, on=other, accept=True).json()["rulings"][0]["id"]
    client.post(f"/api/v1/rulings/{ended}/withdraw")

    def found(**wanted: str) -> list[str]:
        items = client.get("/api/v1/rulings", params=wanted).json()["items"]
        return [item["target"] for item in items]

    assert found(claim=one) == found(active="true") == found(kind="reject") == [one]
    assert found(active="false") == found(kind="accept") == [other]
    assert found(by="nobody") == []
    assert client.get("/api/v1/rulings?after=none").status_code == 400


def test_rulings_are_counted(client: TestClient) -> None:
    made = rule(client, on=events(client)[0]["id"], reject=True).json()["rulings"][0]["id"]
    client.post(f"/api/v1/rulings/{made}/withdraw")

    told = client.get("/metrics").text.splitlines()

    assert 'detente_rulings_total{deed="made"} 1.0' in told
    assert 'detente_rulings_total{deed="withdrawn"} 1.0' in told


REPORT = {
    "text": MEETING,
    "title": "A meeting",
    "outlet": "Harbour Wire",
    "url": "https://example.org/1",
    "published": "2024-02-02",
    "key": "first",
}


def send(desk: Desk, *bodies: Any) -> list[Any]:
    """Send bodies to one desk, with a token to write."""
    client = asking(desk, Role.WRITE)
    return [client.post("/api/v1/reports", json=body) for body in bodies]


def counts(desk: Desk) -> tuple[int, int, int]:
    """Reports, claims and problems of the ledger."""
    with desk.open() as ledger:
        return ledger.reports().count(), ledger.claims().count(), ledger.problems().count()


def test_a_report_is_kept_and_answered_with_its_claims(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        (found,) = send(desk, REPORT)
        report = asking(desk).get(found.headers["location"]).json()

    (item,) = found.json()["items"]
    (claim,) = item["claims"]
    assert (found.status_code, found.json()["n_new"], item["new"]) == (201, 1, True)
    assert report["text"][slice(*claim["span"])] == claim["quote"]
    headed = {**REPORT, "text": f"{REPORT['title']}\n\n{REPORT['text']}"}
    assert {name: report[name] for name in REPORT} == headed
    assert len(item["statements"]) == 1


def test_twice_is_once(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        first, again = send(desk, REPORT, REPORT)
        kept = counts(desk)

    (one,), (other,) = first.json()["items"], again.json()["items"]
    assert (first.status_code, again.status_code) == (201, 200)
    assert kept == (3, 3, 0)
    assert other == {**one, "new": False}


def test_another_key_makes_no_other_report(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        first, again = send(desk, REPORT, {**REPORT, "key": "second"})

    assert again.json()["n_new"] == 0
    assert again.json()["items"][0]["report"] == first.json()["items"][0]["report"]


def test_events_follow(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        (found,) = send(desk, REPORT)
        assert desk.keeper.has_settled(60)
        claim = found.json()["items"][0]["claims"][0]["id"]
        events = asking(desk).get("/api/v1/events").json()["items"]

    assert any(claim in event["claims"] for event in events)


def test_a_report_without_a_day_says_so(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        (found,) = send(desk, {"text": MEETING})

    (problem,) = found.json()["items"][0]["problems"]
    assert (problem["kind"], problem["is_warning"]) == ("no-date", True)


def test_an_update_names_what_it_updates(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        first, second = send(desk, REPORT, {**REPORT, "text": f"{MEETING} It went well."})

    earlier = first.json()["items"][0]["report"]["id"]
    assert second.json()["items"][0]["updates"] == [earlier]
    assert second.json()["n_new"] == 1


def test_a_copy_counts_as_one_testimony(tmp_path: Path) -> None:
    long = " ".join(f"Norland met Sudria about matter {number} at noon." for number in range(30))
    with written_desk(tmp_path) as desk:
        send(
            desk, *({"text": long, "outlet": outlet, "published": "2024-02-02"} for outlet in "AB")
        )
        assert desk.keeper.has_settled(60)
        with desk.open() as ledger:
            events = [one for one in ledger.events() if len(one.claim_ids) == 2]

    assert [one.standing.n_outlets for one in events] == [1]


def test_of_a_list_the_bad_one_does_not_stop_the_others(tmp_path: Path) -> None:
    bodies = [REPORT, {"text": " \n"}, {"text": f"POISON {MEETING}"}, {"text": TALKS}]
    with written_desk(tmp_path) as desk:
        (found,) = send(desk, bodies)
        kept = counts(desk)

    items = found.json()["items"]
    assert [one["new"] for one in items] == [True, False, False, True]
    assert [one["report"] is None for one in items] == [False, True, True, False]
    assert [one["problems"][-1]["kind"] for one in items[1:3]] == ["empty", "poison"]
    assert kept[:2] == (4, 4)
    assert kept[2] >= 2


def test_a_list_that_names_a_report_twice_keeps_it_once(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        (found,) = send(desk, [REPORT, REPORT])

    assert [one["new"] for one in found.json()["items"]] == [True, False]


@pytest.mark.parametrize("text", ["", " \n", "POISON", "a\0b", "Norland met " * 40_000])
def test_one_report_that_cannot_be_kept_is_refused_with_the_reason(
    tmp_path: Path, text: str
) -> None:
    with written_desk(tmp_path) as desk:
        (found,) = send(desk, {"text": text, "published": "2024-02-02"})
        kept = counts(desk)

    assert found.status_code == 422
    assert "cannot be kept" in found.json()["detail"]
    assert kept == (2, 2, 1)


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "text",
        {"text": 1},
        {"text": "x", "txet": "y"},
        {"text": "x", "published": "soon"},
        {"text": "x", "key": ""},
        {"text": "x", "title": "t" * 2001},
        [{"text": "x"}] * (MOST_REPORTS + 1),
        [{"text": "x"}, {"title": "no text"}],
    ],
)
def test_json_that_is_no_report_is_refused_whole(tmp_path: Path, body: Any) -> None:
    with written_desk(tmp_path) as desk:
        (found,) = send(desk, body)
        kept = counts(desk)

    assert (found.status_code, found.headers["content-type"]) == (422, "application/problem+json")
    assert kept == (2, 2, 0)


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        client = asking(desk, Role.WRITE)
        plain = client.post("/api/v1/reports", content=b"x", headers={"content-type": "text/plain"})
        large = client.post("/api/v1/reports", content=b" " * (MOST_REPORTS_BODY + 1))

    assert (plain.status_code, large.status_code) == (415, 413)
    assert {one.headers["content-type"] for one in (plain, large)} == {"application/problem+json"}


def test_what_came_in_is_counted(tmp_path: Path) -> None:
    with written_desk(tmp_path) as desk:
        send(desk, REPORT, REPORT, {"text": TALKS})
        told = asking(desk).get("/metrics").text

    for line in (
        "detente_reports_added_total 2.0",
        "detente_claims_added_total 2.0",
        "detente_statements_added_total 1.0",
        "detente_problems_added_total 1.0",
        'detente_requests_total{method="POST",route="/api/v1/reports",status="201"} 2.0',
        'detente_requests_total{method="POST",route="/api/v1/reports",status="200"} 1.0',
        "detente_coding 0.0",
    ):
        assert line in told.splitlines()
