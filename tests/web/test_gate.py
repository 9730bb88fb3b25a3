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

    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/code",
        "raw_path": b"/api/v1/code",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"accept", b"application/json")],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
        "root_path": "",
    }
    asyncio.run(Gate(_no_app, Desk(ledger=Path("unused")))(scope, receive, send))
    return int(sent[0]["status"])


def test_a_request_that_breaks_off_is_refused() -> None:
    assert status_of([PART, GONE]) == 400


def test_a_request_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "BODY_S", 0.05)

    assert status_of([PART], never_ends=True) == 408


def test_a_large_request_is_refused_before_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "MOST_BODY", 10)

    assert status_of([PART, PART], never_ends=True) == 413
