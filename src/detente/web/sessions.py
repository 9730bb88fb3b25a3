"""Who has signed in: a token was shown once, and a cookie stands for it since.

In:  a token that was checked; a request's cookies.   Out: a session, until it ends.
Does not: keep a cookie's value, only its digest; check the token again (access.py does), or outlast
the process.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from threading import Lock

from fastapi import Request
from starlette.responses import Response

from detente.web.tokens import Role, Token

__all__ = ["SESSION_COOKIE", "Session", "Sessions", "set_session"]

SESSION_COOKIE = "detente-session"
LASTS = timedelta(hours=12)  # a working day; then the token is shown again
MOST_SESSIONS = 1_000  # the oldest ends for a new one


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who has signed in with a token. ``ends_at`` is an aware instant."""

    name: str
    role: Role
    token_id: str
    ends_at: datetime


class Sessions:
    """All sessions of one process, in memory. Safe to share among threads."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._by_digest: dict[str, Session] = {}
        self._lock = Lock()

    def begin(self, token: Token) -> str:
        """Begin a session; what is given back belongs into its cookie, and is kept nowhere."""
        secret = token_urlsafe(32)
        session = Session(
            name=token.name, role=token.role, token_id=token.id, ends_at=self._now() + LASTS
        )
        with self._lock:
            self._forget_ended()
            while len(self._by_digest) >= MOST_SESSIONS:
                self._by_digest.pop(next(iter(self._by_digest)))
            self._by_digest[_digest(secret)] = session
        return secret

    def session_of(self, request: Request) -> Session | None:
        """Find the session that a request's cookie names, unless it has ended."""
        secret = request.cookies.get(SESSION_COOKIE)
        if not secret:
            return None
        with self._lock:
            found = self._by_digest.get(_digest(secret))
        return found if found and found.ends_at > self._now() else None

    def end(self, request: Request) -> None:
        """End the session that a request's cookie names."""
        secret = request.cookies.get(SESSION_COOKIE, "")
        with self._lock:
            self._by_digest.pop(_digest(secret), None)

    def _forget_ended(self) -> None:
        now = self._now()
        self._by_digest = {
            one: session for one, session in self._by_digest.items() if session.ends_at > now
        }


def set_session(response: Response, request: Request, secret: str) -> None:
    """Let a browser keep a session's cookie; scripts and other sites never see it."""
    response.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=int(LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


# Private functions


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
