"""Who may do what: open to its own machine, to others with a token, to write by role."""

import logging
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.web import Desk, create_app
from detente.web.access.askers import role_for
from detente.web.counting import Rates
from detente.web.tokens import Role
from web.written_desk import MEETING, asking, token_of, written_desk

AFAR = "192.0.2.7"


def client_from(desk: Desk, peer: str, host: str = "localhost", **headers: str) -> TestClient:
    """Ask from somewhere, under some name of the desk."""
    return TestClient(
        create_app(desk),
        base_url=f"http://{host}",
        headers={"accept": "application/json", **headers},
        client=(peer, 50_000),
        follow_redirects=False,
    )


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
def desk(ordinary: Path, tmp_path: Path) -> Desk:
    """A desk that reads the ordinary ledger; its tokens lie elsewhere."""
    made = Desk(ledger=ordinary, hosts=frozenset({"localhost", "127.0.0.1", "desk.example"}))
    made.tokens.path = tmp_path / "tokens"
    return made


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1"])
def test_its_own_machine_may_read(desk: Desk, peer: str) -> None:
    assert client_from(desk, peer).get("/api/v1/events").status_code == 200


@pytest.mark.parametrize("peer", [AFAR, "10.0.0.1", "testclient", "", "::ffff:192.0.2.7"])
def test_others_need_a_token_to_read(desk: Desk, peer: str) -> None:
    found = client_from(desk, peer).get("/api/v1/events")

    assert found.status_code == 401
    assert found.headers["www-authenticate"].startswith("Bearer")
    assert "detente token add" in found.json()["detail"]


def test_a_proxy_on_its_own_machine_does_not_let_others_in(desk: Desk) -> None:
    assert client_from(desk, "127.0.0.1", "desk.example").get("/index.json").status_code == 401


def test_a_desk_for_all_networks_needs_a_token_of_its_own_machine_too(desk: Desk) -> None:
    desk.is_local = False

    assert client_from(desk, "127.0.0.1").get("/index.json").status_code == 401


@pytest.mark.parametrize("role", Role)
def test_a_token_lets_others_read(desk: Desk, role: Role) -> None:
    client = client_from(desk, AFAR, **bearer(token_of(desk, role)))

    assert client.get("/api/v1/events").status_code == 200
    assert client.get("/index.json").status_code == 200
    assert client.get("/metrics").status_code == 200


def test_a_browser_from_afar_is_sent_to_sign_in(desk: Desk) -> None:
    found = client_from(desk, AFAR).get(
        "/dyad/NRL/SDR?status=future", headers={"accept": "text/html"}
    )

    assert found.status_code == 303
    assert found.headers["location"] == "/sign-in?next=%2Fdyad%2FNRL%2FSDR%3Fstatus%3Dfuture"


@pytest.mark.parametrize("address", ["/health", "/static/desk.css", "/sign-in"])
def test_some_addresses_are_open_to_everybody(desk: Desk, address: str) -> None:
    assert client_from(desk, AFAR).get(address).status_code == 200


@pytest.mark.parametrize(
    "given", ["Bearer wrong", "Bearer ", "Basic YTpi", "Bearer detente_" + "x" * 43, "wrong"]
)
def test_a_wrong_token_is_refused_even_where_none_is_needed(desk: Desk, given: str) -> None:
    found = client_from(desk, "127.0.0.1", authorization=given).get("/api/v1/events")

    assert found.status_code == 401


def test_a_revoked_token_is_refused_at_once(desk: Desk) -> None:
    client = client_from(desk, AFAR, **bearer(token_of(desk, Role.READ)))
    before = client.get("/api/v1/events").status_code

    desk.tokens.revoke("ann the readr")

    assert (before, client.get("/api/v1/events").status_code) == (200, 401)


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        (None, "/api/v1/reports", 401),
        (None, "/api/v1/rulings", 401),
        (None, "/api/v1/rulings/abcd/withdraw", 401),
        (None, "/review", 401),
        (None, "/anything/else", 401),
        (Role.READ, "/api/v1/reports", 403),
        (Role.READ, "/api/v1/rulings", 403),
        (Role.REVIEW, "/api/v1/reports", 403),
        (Role.REVIEW, "/anything/else", 403),
        (Role.REVIEW, "/api/v1/rulings/abcd/withdraw", 404),
        (Role.WRITE, "/api/v1/rulings/abcd/withdraw", 404),
        (Role.WRITE, "/api/v1/reports", 422),
    ],
)
def test_a_write_needs_its_role(
    tmp_path: Path, role: Role | None, address: str, status: int
) -> None:
    with written_desk(tmp_path) as desk:
        found = asking(desk, role).post(address, json={})

    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"


def test_a_way_to_write_that_nobody_thought_of_needs_the_highest_role() -> None:
    assert role_for("POST", "/new") is Role.WRITE
    assert role_for("DELETE", "/api/v1/events") is Role.WRITE
    assert role_for("PATCH", "/") is Role.WRITE


def test_a_desk_that_only_reads_takes_nothing(desk: Desk) -> None:
    client = client_from(desk, "127.0.0.1", **bearer(token_of(desk, Role.WRITE)))

    found = client.post("/api/v1/reports", json={"text": MEETING})

    assert found.status_code == 403
    assert "only reads" in found.json()["detail"]


def test_a_broken_file_of_tokens_lets_nobody_in_by_token(desk: Desk) -> None:
    token = token_of(desk, Role.READ)
    desk.tokens.path.write_text("broken\n")

    found = client_from(desk, AFAR, **bearer(token)).get("/api/v1/events")

    assert (found.status_code, found.json()["status"]) == (500, 500)
    assert str(desk.tokens.path) not in found.text


def test_a_token_is_in_no_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    good, gone = token_of(desk, Role.READ), desk.tokens.add("gone", Role.WRITE)
    desk.tokens.revoke("gone")

    answers = [
        client_from(desk, AFAR, **bearer(token)).request(method, address)
        for token in (good, gone)
        for method, address in (("GET", "/api/v1/events"), ("POST", "/api/v1/reports"))
    ]

    told = caplog.text + "".join(one.text for one in answers)
    for token in (good, gone):
        assert token not in told
        assert token.removeprefix("detente_") not in told


def limited(desk: Desk, **allowed: str) -> Desk:
    """Limit a desk."""
    desk.rates = Rates(**allowed)
    return desk


def statuses(client: TestClient, times: int, address: str = "/api/v1/events") -> list[int]:
    return [client.get(address).status_code for _ in range(times)]


def test_who_asks_too_often_waits(desk: Desk) -> None:
    client = client_from(limited(desk, reads="2/hour"), AFAR, **bearer(token_of(desk, Role.READ)))
    before = statuses(client, 2)

    found = client.get("/api/v1/events")

    assert before == [200, 200]
    assert found.status_code == found.json()["status"] == 429
    assert 0 < int(found.headers["retry-after"]) <= 3600


def test_each_token_has_its_own_count(desk: Desk) -> None:
    limited(desk, reads="1/hour")
    one, other = (
        client_from(desk, AFAR, **bearer(desk.tokens.add(name, Role.READ))) for name in "ab"
    )

    assert (statuses(one, 2), statuses(other, 2)) == ([200, 429], [200, 429])


def test_its_own_machine_is_not_counted(desk: Desk) -> None:
    client = client_from(limited(desk, reads="1/hour"), "127.0.0.1")

    assert statuses(client, 3) == [200, 200, 200]


def test_who_tries_tokens_waits(desk: Desk) -> None:
    client = client_from(limited(desk, attempts="2/hour"), AFAR, authorization="Bearer wrong")

    assert statuses(client, 4) == [401, 401, 429, 429]


def test_writes_are_counted_apart(tmp_path: Path) -> None:
    with written_desk(tmp_path, rates=Rates(writes="1/hour")) as desk:
        client = asking(desk, Role.WRITE)
        found = [client.post("/api/v1/reports", json={"text": MEETING}) for _ in range(2)]
        read: Any = client.get("/api/v1/events")

    assert [one.status_code for one in found] == [201, 429]
    assert read.status_code == 200
