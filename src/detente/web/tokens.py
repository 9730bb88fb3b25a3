"""Tokens and sessions: who may read from afar, rule, or write, and who has signed in.

In:  a file of lines beside the ledger; a request's cookies.   Out: a new token, once; whose a given
one is; a session, until it ends.
Does not: keep a token or a cookie's value, only their digests; forget a token: a line is only ever
added, one that revokes, too.
"""

import hmac
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock

import msgspec
from fastapi import Request

from detente.errors import BadConfig, BadInput
from detente.records import alike

SUFFIX = ".tokens"  # of the file beside a ledger
MARK = "detente_"  # by which a token is known where it should not be: in a log, in a repository
MOST_LETTERS = 60  # of a name
N_ID = 12  # hexadecimal digits of a token's id: the beginning of its digest
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Role(StrEnum):
    """What a token is for; each may what those before it may."""

    READ = "read"
    REVIEW = "review"
    WRITE = "write"

    def covers(self, other: "Role") -> bool:
        """Whether it may what ``other`` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Somebody's token, without the token. ``made_at`` is an aware instant."""

    id: str
    name: str
    role: Role
    made_at: datetime


class _Made(msgspec.Struct, forbid_unknown_fields=True, tag="made", tag_field="line"):
    name: str
    role: Role
    sha256: str
    made_at: datetime


class _Revoked(msgspec.Struct, forbid_unknown_fields=True, tag="revoked", tag_field="line"):
    sha256: str
    at: datetime


class Tokens:
    """The tokens of a file; read anew when it has changed. Safe to share among threads.

    A missing file holds none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._read_at: tuple[int, int, int] | None = None
        self._active: dict[str, Token] = {}

    def active(self) -> tuple[Token, ...]:
        """List the tokens that hold, in the order in which they were made.

        Raises:
            BadConfig: the file cannot be read, or others than its owner may write it.
        """
        return tuple(self._by_digest().values())

    def add(self, name: str, role: Role, at: datetime | None = None) -> str:
        """Make a token and keep its digest; nobody can show the token again.

        Raises:
            BadInput: there is no such name, or it has a token that holds.
        """
        name = name.strip()
        if not (0 < len(name) <= MOST_LETTERS and name.isprintable()):
            raise BadInput(f"{name!r} is not a name; give 1 to {MOST_LETTERS} letters that show")
        if any(one.name == name for one in self.active()):
            raise BadInput(f"{name!r} has a token; revoke it first, or take another name")
        token = MARK + token_urlsafe(32)
        made_at = at or datetime.now(UTC)
        self._append(_Made(name=name, role=role, sha256=_digest(token), made_at=made_at))
        return token

    def revoke(self, name: str) -> Token:
        """End the token of a name; a desk that is running knows at its next request.

        Raises:
            BadInput: nobody of that name has one.
        """
        for digest, token in self._by_digest().items():
            if token.name == name.strip():
                self._append(_Revoked(sha256=digest, at=datetime.now(UTC)))
                return token
        known = ", ".join(sorted(one.name for one in self.active())) or "nobody"
        raise BadInput(f"{name!r} has no token in {self.path}; who has: {known}")

    def check(self, given: str) -> Token | None:
        """Find whose token is given; every digest is compared, in constant time."""
        digest, found = _digest(given), None
        for known, token in self._by_digest().items():
            if hmac.compare_digest(known, digest):
                found = token
        return found

    def is_active(self, token_id: str) -> bool:
        """Whether the token of an id holds still."""
        return any(one.id == token_id for one in self.active())

    def _by_digest(self) -> dict[str, Token]:
        with self._lock:
            try:
                found = self.path.stat()
            except FileNotFoundError:
                self._read_at, self._active = None, {}
                return self._active
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
            if seen != self._read_at:
                if found.st_mode & _OTHERS_MAY_WRITE:
                    raise BadConfig(f"{self.path}: others may write it; run chmod 600 on it")
                self._active = dict(_tokens(self.path))
                self._read_at = seen
            return self._active

    def _append(self, line: "_Made | _Revoked") -> None:
        """Add a line, whole and on the disk, or fail; two who add at once both do."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with open(os.open(self.path, flags, 0o600), "ab", buffering=0) as file:  # noqa: PTH123
            file.write(msgspec.json.encode(line) + b"\n")
            os.fsync(file.fileno())


def _digest(token: str) -> str:
    """Digest a token. A fast digest will do: a token is 256 random bits, no word to be guessed."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _tokens(path: Path) -> Iterator[tuple[str, Token]]:
    """Read the tokens that hold, by digest."""
    found: dict[str, Token] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            told = msgspec.json.decode(line, type=_Made | _Revoked)
        except (msgspec.MsgspecError, UnicodeDecodeError) as err:
            raise BadConfig(f"{path}:{number}: {err}; see detente token --help") from err
        if isinstance(told, _Revoked):
            found.pop(told.sha256, None)
            continue
        found[told.sha256] = alike(Token, told, id=told.sha256[:N_ID])
    yield from found.items()


# --- Who has signed in: a token was shown once, and a cookie stands for it since.
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
