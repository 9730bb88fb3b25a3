"""Requests that never come to their end do not reach a page."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from detente.web import Desk
from detente.web import gate as gates
from detente.web.gate import Gate

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
        asked = [("GET", "/about")] * (gates.AT_ONCE + 2)
        asked += [("GET", "/health"), ("GET", "/static/desk.css"), ("POST", "/api/v1/code")]
        tasks = [asyncio.create_task(gate(scope_of(*one), receive, send)) for one in asked]
        await _go_on()
        assert begun.count("GET /about") == gates.AT_ONCE
        assert len(begun) == gates.AT_ONCE + 3
        goes_on.set()
        await _go_on()
        assert begun.count("GET /about") == gates.AT_ONCE + 2
        ended.set()
        await asyncio.gather(*tasks)

    asyncio.run(ask_all())


async def _go_on() -> None:
    """Let all others go on until each of them waits."""
    for _ in range(100):
        await asyncio.sleep(0)
