"""Each list has the filters that it names; what nobody knows is told with the nearest."""

import pytest
from starlette.testclient import TestClient

LISTS = ("claims", "events", "reports", "statements")
VALUES = {"dyad": "NRL,SDR", "since": "2024-01-01", "until": "2024-12-31", "status": "actual"}
VALUES |= {"actor": "NRL", "recipient": "SDR", "speaker": "SDR", "issue": "fishing", "limit": "5"}
VALUES |= {"type": "CONSULT", "mode": "visit", "standing": "reported", "min_score": "0.5"}


@pytest.mark.parametrize("name", LISTS)
def test_each_filter_that_is_described_is_taken(desk: TestClient, name: str) -> None:
    described = desk.get("/api/v1/openapi.json").json()["paths"][f"/api/v1/{name}"]["get"]
    asked = {one["name"]: VALUES.get(one["name"], "Norland") for one in described["parameters"]}
    del asked["after"]
    if name == "statements":
        asked["type"] = "position"

    statuses = {
        word: desk.get(f"/api/v1/{name}", params={word: value}).status_code
        for word, value in asked.items()
    }

    assert set(statuses.values()) == {200}, statuses


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"type": "sancton"}, "nearest: SANCTION"),
        ({"issue": "fishng"}, "nearest"),
        ({"dyad": "NRL,XXX"}, "XXX"),
        ({"place": "x", "nonsense": "y"}, "is not a filter of events"),
    ],
)
def test_what_nobody_knows_is_refused_with_the_nearest(
    desk: TestClient, asked: dict[str, str], told: str
) -> None:
    answer = desk.get("/api/v1/events", params=asked)

    assert answer.status_code == 400
    assert told in answer.text


def test_the_brief_of_a_side_that_nobody_knows_is_not_found(desk: TestClient) -> None:
    assert desk.get("/api/v1/relations/NRL/XXX").status_code == 404
    assert desk.get("/api/v1/relations/NRL/SDR?since=2024-02-01").json()["scope"]["since"]
