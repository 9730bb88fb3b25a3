"""What every request passes before a page: the guard, then who asks, let in or not, and measured.

In:  a request.   Out: the same with its ``Asker`` and its whole body, or a refusal; answers with
headers that keep browsers safe.
Does not: know pages, decide who may what (desk.py does) or how often (counting.py). A host that is
not the desk's own is refused, for a page elsewhere could otherwise read the ledger through a name
that it points at this machine (DNS rebinding).
"""

import asyncio
import logging
import time
from collections.abc import Iterable
from contextlib import ExitStack
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.errors import BadConfig
from detente.web.access.askers import (
    READS,
    Asker,
    Refused,
    check_access,
    find_asker,
    host_name,
    role_for,
)
from detente.web.desk import Desk
from detente.web.failures import failed, refusal, shown
from detente.web.forms import key_of, may_be_kept, wants_fresh
from detente.web.tokens import Role

MOST_BODY = 1_000_000  # bytes of a form or of JSON: a long report is 50,000
MOST_REPORTS_BODY = 8_000_000  # bytes of a list of reports
BODY_S = 60.0  # for the whole of a request to come
# Pages that are made at once. They take turns at one interpreter: of 50 at once each would wait for
# 49 others at every question that it asks the ledger, and a page asks ten. Of 50 readers the 95th
# percentile is 4.3 s without turns, 2.3 s with six (bench/readers.py, two processors, 2026-11).
AT_ONCE = 4
DEAR_AT_ONCE = 2  # of those that rest on much: they wait for each other, and nobody waits for them
SIGN_IN = "/sign-in"
PERSONAL = "/"  # it tells what changed since somebody was here
logger = logging.getLogger(__name__)


class Gate:
    """Wraps the application of a desk."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app = app
        self.desk = desk
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._dear_turns = asyncio.Semaphore(DEAR_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it; measure its answer either way."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), [HTTPStatus.INTERNAL_SERVER_ERROR.value]

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
            await send(message)

        try:
            await self._let_in(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - begun
            self.desk.metrics.count_answer(scope, status[0], seconds)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refused(scope)
        if refused is None:
            is_of_reports = scope["path"] == "/api/v1/reports"
            body = await _body(receive, MOST_REPORTS_BODY if is_of_reports else MOST_BODY)
            if isinstance(body, bytes):
                await self._answer(scope, _replayed(body, receive), send)
                return
            self.desk.metrics.refused.labels("size").inc()
            refused = failed(Request(scope), *body)
        await refused(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a page be made in its turn, which is over when its answer begins.

        Who gives texts or rulings, is at the desk's own files, or asks for what is kept waits for
        no page.
        """
        path = scope["path"]
        if scope["method"] not in READS or path.startswith(_NO_TURN):
            await self.app(scope, receive, send)
            return
        if (kept := self._kept(scope)) is not None:
            await kept(scope, receive, send)
            return
        turns = self._dear_turns if path.startswith(_DEAR) else self._turns
        await turns.acquire()
        with ExitStack() as turn:
            turn.callback(turns.release)  # once, whoever closes it first

            async def begun(message: Message) -> None:
                turn.close()
                await send(message)

            await self.app(scope, receive, begun)

    def _kept(self, scope: Scope) -> Response | None:
        """Give the answer that is kept, if there is one for whoever asks."""
        request = Request(scope)
        if not may_be_kept(request) or scope["path"] == PERSONAL or not self.desk.notice():
            return None
        answers = self.desk.answers
        found = answers.known(key_of(request))
        if found is None:
            return None
        is_current = answers.is_current(found)
        if wants_fresh(request) and not is_current:
            return None
        return shown(request.headers, found, is_current=is_current)

    def _refused(self, scope: Scope) -> Response | None:
        """Find who asks, and whether it may; the asker is noted for the routes."""
        try:
            asker = find_asker(scope, self.desk)
        except Refused as err:
            peer = str(scope["client"][0]) if scope.get("client") else "unknown"
            return self._slow(scope, self.desk.rates.wait("attempts", peer)) or self._no(scope, err)
        except BadConfig as err:
            logger.error("tokens cannot be read error=%s", err)  # noqa: TRY400  # it says all
            detail = "the desk's file of tokens cannot be used; its log says why"
            return failed(Request(scope), HTTPStatus.INTERNAL_SERVER_ERROR, detail)
        scope["state"] = {**scope.get("state", {}), "asker": asker}
        if (slow := self._slow(scope, self._wait(scope, asker))) is not None:
            return slow
        try:
            check_access(scope, asker)
        except Refused as err:
            return self._no(scope, err)
        return None

    def _wait(self, scope: Scope, asker: Asker) -> int:
        """Count the request; seconds to wait where there were too many."""
        method, path = scope["method"], scope["path"]
        if method not in READS and path == SIGN_IN:
            return self.desk.rates.wait("attempts", asker.peer)
        if role_for(method, path) in {None, Role.READ}:
            return 0 if asker.is_local else self.desk.rates.wait("reads", asker.counted_as)
        return self.desk.rates.wait("writes", asker.counted_as)

    def _slow(self, scope: Scope, wait_s: int) -> Response | None:
        if not wait_s:
            return None
        self.desk.metrics.refused.labels("rate").inc()
        detail = f"too many requests; the next is answered in {wait_s} s"
        headers = {"retry-after": str(wait_s)}
        return failed(Request(scope), HTTPStatus.TOO_MANY_REQUESTS, detail, headers)

    def _no(self, scope: Scope, err: Refused) -> Response:
        self.desk.metrics.refused.labels("access").inc()
        if err.sign_in is not None:
            return RedirectResponse(err.sign_in, HTTPStatus.SEE_OTHER)
        headers = dict(err.headers or {})
        return failed(Request(scope), err.status_code, str(err.detail), headers)


_NO_TURN = ("/static/", "/health", "/metrics")
_DEAR = (
    "/dyad/", "/picture/", "/compare", "/about", "/search", "/changes", "/index.",
    "/api/v1/relations/",
)  # fmt: skip


async def _body(receive: Receive, most: int) -> bytes | tuple[int, str]:
    """Read the whole body; status and reason where it is too large or too slow."""
    parts, total, has_more = list[bytes](), 0, True
    try:
        async with asyncio.timeout(BODY_S):
            while has_more:
                message = await receive()
                if message["type"] != "http.request":
                    return 400, "the request broke off"
                parts.append(message.get("body", b""))
                total += len(parts[-1])
                if total > most:
                    return 413, f"the request is larger than {most:,} bytes; send less at once"
                has_more = message.get("more_body", False)
    except TimeoutError:
        return 408, f"the request was not complete within {BODY_S:.0f} s"
    return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed


# --- What every request passes before anything else, and what every answer carries.
MOST_TARGET = 4_000  # bytes of path and query
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
STOPPING = "the desk is stopping; ask it again when it is back"


class Guard:
    """Wraps the application; what it has not answered when the server stops is told so."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request, pass it on, and dress its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_head, has_begun = scope["method"] == "HEAD", False

        async def noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        dressed = _dressed(noted, is_head=is_head)
        if refused := self._refused(scope):
            await refusal(*refused)(scope, receive, dressed)
            return
        passed = {**scope, "method": "GET"} if is_head else scope
        try:
            await self.app(passed, receive, dressed)
        except asyncio.CancelledError:  # the server stops, and has waited long enough
            if has_begun:
                raise
            answered = failed(Request(scope), HTTPStatus.SERVICE_UNAVAILABLE, STOPPING)
            await answered(scope, receive, dressed)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        host = Headers(scope=scope).get("host", "")
        if host_name(host) not in self.hosts:
            known = ", ".join(sorted(self.hosts))
            return 400, f"this desk does not answer as {host[:200]!r}, only as {known}; see --name"
        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > MOST_TARGET:
            return 414, f"the address is longer than {MOST_TARGET:,} bytes"
        return None


def _dressed(send: Send, *, is_head: bool) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "private, no-cache")
        elif is_head:
            message = {**message, "body": b""}
        await send(message)

    return dressed
