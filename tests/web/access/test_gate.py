"""Requests that never come to their end do not reach a page."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from detente.web import Desk
from detente.web.access import gate as gates
from detente.web.access.gate import MOST_BODY, MOST_TARGET, POLICY, Gate, Guard
from detente.web.tokens import Role
from web.conftest import client_of
from web.written_desk import asking, written_desk

PART: Message = {"type": "http.request", "body": b'{"text": ', "more_body": True}
GONE: Message = {"type": "http.disconnect"}


async def _no_app(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise AssertionError  # nothing may come here


def status_of(messages: list[Message], *, never_ends: bool = False) -> int:
    """Send the parts of a request from the desk's own machine; give the answer's status."""
    sent: list[Message] = []
    waiting = list(messages)

    async def receive() -> Message:
        if not waiting and never_ends:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)  # ASGI wants a coroutine

    scope = scope_of("POST", "/api/v1/code")
    asyncio.run(Gate(_no_app, Desk(ledger=Path("unused")))(scope, receive, send))
    return int(sent[0]["status"])


def scope_of(method: str, path: str) -> dict[str, Any]:
    """A request from the desk's own machine."""
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"accept", b"application/json")],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
        "root_path": "",
    }


def test_a_request_that_breaks_off_is_refused() -> None:
    assert status_of([PART, GONE]) == 400


def test_a_request_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "BODY_S", 0.05)

    assert status_of([PART], never_ends=True) == 408


def test_a_large_request_is_refused_before_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "MOST_BODY", 10)

    assert status_of([PART, PART], never_ends=True) == 413


def test_pages_are_made_a_few_at_a_time_and_who_gives_something_waits_for_none() -> None:
    begun: list[str] = []

    async def ask_all() -> None:
        goes_on, ended = asyncio.Event(), asyncio.Event()

        async def app(scope: Scope, _receive: Receive, send: Send) -> None:
            begun.append(f"{scope['method']} {scope['path']}")
            await goes_on.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await ended.wait()  # whoever takes in the answer slowly keeps nobody waiting

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(_message: Message) -> None:
            """Take in the answer."""

        gate = Gate(app, Desk(ledger=Path("unused")))
        asked = [("GET", "/about")] * (gates.DEAR_AT_ONCE + 2)  # what rests on much
        asked += [("GET", "/event/3f9c")] * (gates.AT_ONCE + 2)
        asked += [("GET", "/health"), ("GET", "/static/desk.css"), ("POST", "/api/v1/code")]
        tasks = [asyncio.create_task(gate(scope_of(*one), receive, send)) for one in asked]
        await _go_on()
        assert begun.count("GET /about") == gates.DEAR_AT_ONCE
        assert begun.count("GET /event/3f9c") == gates.AT_ONCE
        assert len(begun) == gates.DEAR_AT_ONCE + gates.AT_ONCE + 3
        goes_on.set()
        await _go_on()
        assert begun.count("GET /about") == gates.DEAR_AT_ONCE + 2
        ended.set()
        await asyncio.gather(*tasks)

    asyncio.run(ask_all())


async def _go_on() -> None:
    """Let all others go on until each of them waits."""
    for _ in range(100):
        await asyncio.sleep(0)


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


def test_who_is_not_answered_when_the_server_stops_is_told_so() -> None:
    sent = list[Message]()

    async def endless(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await asyncio.Event().wait()

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    async def stopped() -> None:
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b""}
        asked = {**scope, "headers": [(b"host", b"localhost")]}
        task = asyncio.create_task(Guard(endless, {"localhost"})(asked, receive, send))
        await asyncio.sleep(0)
        task.cancel()
        await task

    asyncio.run(stopped())

    assert sent[0]["status"] == 503
    assert b"the desk is stopping" in sent[1]["body"]
