"""What every request passes before anything else, and what every answer carries.

In:  a request.   Out: the application's answer with headers that keep browsers safe, or a refusal.
Does not: know pages, or who asks (gate.py does). A host that is not the desk's own is refused, for
a page elsewhere could otherwise read the ledger through a name that it points at this machine (DNS
rebinding).
"""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.web.access import host_name
from detente.web.failures import refusal

__all__ = ["MOST_TARGET", "POLICY", "Guard"]

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


class Guard:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request, pass it on, and dress its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"
        dressed = _dressed(send, is_head=is_head)
        if refused := self._refused(scope):
            await refusal(*refused)(scope, receive, dressed)
            return
        passed = {**scope, "method": "GET"} if is_head else scope
        await self.app(passed, receive, dressed)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        host = Headers(scope=scope).get("host", "")
        if host_name(host) not in self.hosts:
            known = ", ".join(sorted(self.hosts))
            return 400, f"this desk does not answer as {host[:200]!r}, only as {known}; see --name"
        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > MOST_TARGET:
            return 414, f"the address is longer than {MOST_TARGET:,} bytes"
        return None


# Private functions


def _dressed(send: Send, *, is_head: bool) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("cache-control", "private, no-cache")
        elif is_head:
            message = {**message, "body": b""}
        await send(message)

    return dressed
