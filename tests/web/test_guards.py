"""Hosts, sizes and headers: what every request passes and every answer carries."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.web import Desk
from detente.web.gate import MOST_BODY
from detente.web.guards import MOST_TARGET, POLICY
from detente.web.tokens import Role
from web.conftest import client_of
from web.written_desk import asking, written_desk

ADDRESSES = ("/", "/index.json", "/static/desk.css", "/nowhere", "/api/v1/events", "/code")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_policy(desk: TestClient, address: str) -> None:
    headers = desk.get(address).headers

    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_the_policy_lets_only_scripts_of_its_own_files_run() -> None:
    policy = dict(one.strip().split(" ", 1) for one in POLICY.split(";"))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in POLICY


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "10.0.0.1:80", ""])
def test_a_foreign_host_is_refused(desk: TestClient, host: str) -> None:
    found = desk.get("/", headers={"host": host})

    assert found.status_code == 400
    assert found.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8451", "127.0.0.1:1", "[::1]:8451"])
def test_loopback_is_answered_at_any_port(desk: TestClient, host: str) -> None:
    assert desk.get("/", headers={"host": host}).status_code == 200


def test_a_name_that_was_given_is_answered(ordinary: Path) -> None:
    desk = client_of(Desk(ledger=ordinary, hosts=frozenset({"desk.example"})))

    assert desk.get("/about", headers={"host": "desk.example"}).status_code == 200
    assert desk.get("/about").status_code == 400


def test_a_large_body_is_refused(desk: TestClient) -> None:
    found = desk.post("/api/v1/code", content=b"x" * (MOST_BODY + 1))

    assert (found.status_code, found.json()["title"]) == (413, "Content Too Large")


def test_a_long_address_is_refused(desk: TestClient) -> None:
    assert desk.get("/search?q=" + "x" * MOST_TARGET).status_code == 414


def test_head_has_the_headers_and_no_body(desk: TestClient) -> None:
    whole, head = desk.get("/about"), desk.head("/about")

    assert head.content == b""
    assert head.headers["etag"] == whole.headers["etag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written_without_a_token(desk: TestClient, method: str) -> None:
    for address in ("/", "/event/abcd", "/api/v1/events", "/api/v1/reports/abcd"):
        assert desk.request(method, address).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_can_only_be_read_says_so(tmp_path: Path, method: str) -> None:
    with written_desk(tmp_path) as desk:
        client = asking(desk, Role.WRITE)
        for address in ("/", "/event/abcd", "/api/v1/events", "/api/v1/reports/abcd"):
            found = client.request(method, address)
            assert (found.status_code, found.headers["allow"]) == (405, "GET")


def test_an_error_of_the_desks_own_is_named_not_described(ordinary: Path) -> None:
    desk = Desk(ledger=ordinary)
    desk.__dict__["codebook"] = None
    client = client_of(desk)
    client_without_raise = TestClient(
        client.app,
        base_url="http://localhost",
        raise_server_exceptions=False,
        client=("127.0.0.1", 50_000),
    )

    found = client_without_raise.get("/api/v1/events")

    assert found.status_code == 500
    assert "AttributeError" in found.json()["detail"]
    assert "NoneType" not in found.text
    assert found.headers["content-security-policy"] == POLICY
