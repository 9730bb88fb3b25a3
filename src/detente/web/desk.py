"""What a request can reach: the ledger, the codebook, names, tokens, and a coder for texts.

In:  what was chosen at the start; a request.   Out: a ledger for one unit of work, names by code;
who asks, and what they may: the one place where roles are enforced; rows written.
Does not: answer, search, or hold the ledger while reports are coded. A way to write that nobody
thought of needs the highest role.
"""

import ipaddress
import logging
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from secrets import token_bytes
from threading import BoundedSemaphore, Condition, Lock, Thread
from typing import Annotated, Protocol, Self, TypeVar
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import Headers
from starlette.types import Scope

from detente.actors import Gazetteer, load_gazetteer
from detente.api import code_reports
from detente.codebook import Codebook, load_codebook
from detente.coder_process import CoderProcess
from detente.config import Config
from detente.errors import BadInput, LedgerBusy
from detente.events.decisions import together_with
from detente.events.rulings import check_ruling
from detente.ledger import Added, Ledger
from detente.ledger.address import Lake, LedgerName, beside
from detente.ledger.kept_open import open_held
from detente.pipeline import Journey
from detente.record import compute_events, unheeded_rulings
from detente.records import Claim, Coded, Problem, Report, Ruling, Run
from detente.relations.sides import countries_of
from detente.sources.copies import CopyIndex
from detente.sources.inputs import FetchesPages
from detente.web.counting import Metrics, Rates
from detente.web.failures import NotFound
from detente.web.figures import state_of
from detente.web.finder import Finder
from detente.web.kept import ALL, PATIENCE_S, Answers, Kept, Touches, subjects_of, told
from detente.web.naming import Names
from detente.web.queue import LONG_LETTERS, Queue
from detente.web.tokens import SUFFIX, Role, Session, Sessions, Tokens

__all__ = [
    "LOOPBACK",
    "Asker",
    "Desk",
    "DeskOf",
    "Held",
    "Keeper",
    "OpenedEachTime",
    "Refused",
    "Ruled",
    "Taken",
    "TokenNeeded",
    "asker_of",
    "check_access",
    "find_asker",
    "host_name",
    "role_for",
    "rule",
    "take_in",
    "withdraw",
]

logger = logging.getLogger(__name__)
MOST_CODING = 4  # texts that are coded or wait; a thread each, of 40 that all pages share
LIMIT_S = 30.0  # for one text; a long report of 20,000 characters takes some seconds
LONG_LIMIT_S = 180.0  # for one that is longer
STAND_BACK = 5  # of the coder, for those who read; more for long texts
MOST_FETCHING = 4  # links that are fetched at once, for up to 20 seconds each
WAIT_S = 15.0  # for a writer to finish a batch, before a page says that the ledger is busy
T = TypeVar("T")


class Keeper(Protocol):
    """Lends a ledger."""

    @property
    def may_write(self) -> bool:
        """Whether it lends the ledger to write."""

    @property
    def is_alone(self) -> bool:
        """Whether nobody else can write, so that the desk knows all that changes."""

    def check(self) -> None:
        """Look whether the ledger is still there and can take what is written.

        Raises:
            LedgerUnusable: it cannot; the message says why.
        """

    def copy(self, path: Path) -> None:
        """Write a copy of the ledger as it stands.

        Raises:
            BadInput: it is a shared ledger.
        """

    def reading(self) -> AbstractContextManager[Ledger]:
        """Lend the ledger to read, for one unit of work."""

    def write(self, work: Callable[[Ledger], T]) -> T:
        """Do some work that writes; others that write wait. Events follow."""

    def has_settled(self, wait_s: float) -> bool:
        """Wait for the events of all that is written; false if it takes longer."""

    def close(self) -> None:
        """Finish what is being written, and let the file go."""


LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


# --- What people and programs give a desk -> rows of its ledger.


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What was decided. ``lost`` are rulings that are not applied.

    ``n_new`` counts the rulings, or withdrawals, that are new. ``is_computed``: events are those
    of all rulings; false where computing them takes long.
    """

    rulings: tuple[Ruling, ...]
    n_new: int
    lost: tuple[Ruling, ...]
    is_computed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One report that was given.

    ``found`` is what is in it, or why it cannot be kept. ``is_new``: the ledger did not have it.
    ``updates`` are the ids of reports that had its address with another text.
    """

    found: Coded | Problem
    is_new: bool
    updates: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Desk:
    """One desk on one ledger. ``hosts`` are the names under which a browser may ask for it.

    ``may_write``: it takes reports and rulings, and holds the ledger from ``with desk:`` on; else
    it opens the ledger for each request, beside another process that writes. ``is_local``: it
    listens to its own machine only. ``secret`` signs forms; it lives as long as the process.
    """

    ledger: LedgerName
    may_write: bool = False
    is_local: bool = True
    hosts: frozenset[str] = LOOPBACK
    config: Config = field(default_factory=Config)
    wait_s: float = WAIT_S
    secret: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
    kept: Kept = field(default_factory=Kept, repr=False)
    finder: Finder = field(default_factory=Finder, repr=False)
    rates: Rates = field(default_factory=Rates, repr=False)
    metrics: Metrics = field(default_factory=Metrics, repr=False)
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC), repr=False)
    sessions: Sessions = field(default_factory=Sessions, repr=False)
    fetcher: FetchesPages | None = field(default=None, repr=False)  # else one for each link
    coder: Callable[[Report], Coded | Problem] | None = None
    given_journey: Journey | None = None
    fetching: BoundedSemaphore = field(
        default_factory=lambda: BoundedSemaphore(MOST_FETCHING), repr=False
    )
    patience_s: float = PATIENCE_S
    touches: Touches = field(default_factory=Touches, repr=False)
    _is_closed: bool = False
    _begun: dict[int, int] = field(default_factory=dict, repr=False)
    _seen: object = None
    _coding: Lock = field(default_factory=Lock, repr=False)
    _waiting: BoundedSemaphore = field(
        default_factory=lambda: BoundedSemaphore(MOST_CODING), repr=False
    )
    _coding_long: Lock = field(default_factory=Lock, repr=False)

    def __enter__(self) -> Self:
        """Take hold of the ledger, if it is to be written.

        Raises:
            LedgerBusy: another process holds it, still after ``wait_s`` seconds.
        """
        self._is_closed = False
        _ = self.keeper
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish what is being written, and let the ledger go."""
        self._is_closed = True
        self.answers.close()
        keeper = self.__dict__.pop("keeper", None)
        if keeper is not None:
            keeper.close()
        for name in ("queue", "coding_elsewhere", "coding_long"):
            opened = self.__dict__.pop(name, None)
            if opened is not None:
                opened.close()

    @cached_property
    def keeper(self) -> Keeper:
        """Who keeps the ledger.

        Raises:
            LedgerBusy: the desk is closed.
        """
        if self._is_closed:
            raise LedgerBusy("the desk is stopping; ask it again when it is back")
        if self.may_write:
            return Held(self.ledger, self.wait_s, self.touches, self.metrics.busy.inc)
        return OpenedEachTime(self.ledger, self.wait_s)

    @cached_property
    def tokens(self) -> Tokens:
        """Who may read from afar, rule, or write."""
        return Tokens(beside(self.ledger, SUFFIX))

    @contextmanager
    def open(self) -> Iterator[Ledger]:
        """Lend the ledger to read, for one unit of work: one state of it, whatever is written.

        Raises:
            LedgerBusy: the desk does not hold the ledger, and somebody has been writing for
                longer than ``wait_s``.
        """
        n = self.touches.n  # before the state that is lent begins: it holds all these writes
        with self.keeper.reading() as ledger:
            self._begun[id(ledger)] = n
            try:
                yield ledger
            finally:
                del self._begun[id(ledger)]

    # What is kept

    @cached_property
    def answers(self) -> Answers:
        """The last answers."""
        return Answers(self.touches, self.patience_s)

    def mark(self, ledger: Ledger, *subjects: str) -> Hashable:
        """Name the state of a lent ledger, as far as it is about some subjects; none: all of it.

        What is made of one mark holds as long as the mark is the same.
        """
        if not self.keeper.is_alone:
            return state_of(ledger)
        last, begun = self.touches.last(subjects or (ALL,)), self._begun[id(ledger)]
        return last if last <= begun else (begun, last)

    def notice(self) -> bool:
        """Look whether somebody else wrote; whether that can be known at all."""
        if self.keeper.is_alone:
            return True
        if isinstance(self.ledger, Lake):
            return False
        seen = tuple(map(_look_of, (self.ledger, self.ledger.with_name(f"{self.ledger.name}.wal"))))
        if seen != self._seen:
            self._seen = seen
            self.touches.touch_all()
        return True

    # Writing

    def must_write(self) -> None:
        """Refuse where the desk only reads.

        Raises:
            HTTPException: it does.
        """
        if not self.may_write:
            raise HTTPException(403, "this desk only reads; start it without --read-only to write")

    def take_in(self, given: Sequence[Report | Problem]) -> list[Taken]:
        """Code and keep what is new of some reports; see ``writing.take_in``."""
        return take_in(self, given)

    def rule(self, rulings: Sequence[Ruling]) -> Ruled:
        """Write rulings and compute the events that follow; see ``writing.rule``."""
        return rule(self, rulings)

    def withdraw(self, ruling_id: str, at: datetime | None = None) -> Ruled:
        """Withdraw a ruling and those of the same decision; see ``writing.withdraw``."""
        return withdraw(self, ruling_id, at or self.now())

    # What does not change

    def load(self) -> None:
        """Read the codebook and the names before the first request.

        Raises:
            BadConfig: one of a person's own files is wrong.
        """
        _ = self.codebook, self.gazetteer

    @cached_property
    def codebook(self) -> Codebook:
        """The codes and their words."""
        return load_codebook(self.config.issues)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Names of states."""
        return load_gazetteer(self.config.actors)

    @cached_property
    def coding_elsewhere(self) -> CoderProcess:
        """The process that codes texts; it begins with the first."""
        return CoderProcess(self.config, limit_s=LIMIT_S, niceness=STAND_BACK)

    @cached_property
    def coding_long(self) -> CoderProcess:
        """The process that codes long texts, so that others pass; it ends after each."""
        return CoderProcess(self.config, limit_s=LONG_LIMIT_S, niceness=2 * STAND_BACK)

    @cached_property
    def queue(self) -> Queue:
        """What takes long, for whoever looks for it later."""
        return Queue()

    @cached_property
    def run(self) -> Run:
        """The versions with which texts are coded."""
        if self.given_journey is not None:
            return self.given_journey.run
        with self._coding:
            return self.coding_elsewhere.run()

    def name_of(self, code: str | None) -> str:
        """Name a country or what stands for one; a code without a name is its own."""
        return self.names.side(code)

    @cached_property
    def names(self) -> Names:
        """Names of sides, organs and issues."""
        return Names(self.gazetteer, self.codebook)

    def session_of(self, request: Request) -> Session | None:
        """Find who is signed in, if the token behind it still holds."""
        found = self.sessions.session_of(request)
        return found if found and self.tokens.is_active(found.token_id) else None

    # Coding

    def code(self, report: Report) -> Coded | Problem:
        """Code one text.

        Raises:
            HTTPException: several others wait already; pages must not wait for them, too.
        """
        return self.code_all([report])[0]

    def code_all(self, reports: Sequence[Report]) -> list[Coded | Problem]:
        """Code some texts, one at a time: a parser is not shared among threads.

        Long ones have a process of their own, and so does a list with one of them.

        Raises:
            HTTPException: several others wait already; pages must not wait for them, too.
        """
        if not reports:
            return []
        if any(len(one.text) > LONG_LETTERS for one in reports):
            return self._coded_long(reports)
        if not self._waiting.acquire(blocking=False):
            raise HTTPException(503, "others are coding texts; try again", {"retry-after": "10"})
        try:
            with self.metrics.coding.track_inprogress():
                return [self._coded(report) for report in reports]
        finally:
            self._waiting.release()

    def _coded_long(self, reports: Sequence[Report]) -> list[Coded | Problem]:
        """Code a list with long texts, in memory that is given back after it."""
        if self.coder is not None or self.given_journey is not None:
            return [self._coded(report) for report in reports]
        with self._coding_long, self.metrics.coding.track_inprogress():
            try:
                return [self.coding_long.code(report) for report in reports]
            finally:
                self.coding_long.close()

    def _coded(self, report: Report) -> Coded | Problem:
        with self._coding:  # others come in between two reports of a long list
            if self.coder is not None:
                return self.coder(report)
            if self.given_journey is not None:
                return next(iter(code_reports([report], self.given_journey)))
            return self.coding_elsewhere.code(report)


def _look_of(path: Path) -> tuple[int, int, int] | None:
    """What of a file changes when somebody writes to it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def desk_of(request: Request) -> Desk:
    """Find the desk of a request."""
    desk: Desk = request.app.state.desk
    return desk


# --- Who keeps a desk's ledger: this process, or whoever writes to it meanwhile.

MOST_TEXTS = 50_000  # whose words are kept to find copies of the next: some 10 kB each
STOP_S = 10.0  # how long a computation may go on at the end; what it does not finish is done anew


class Held:
    """Holds the file; a thread computes events after writes, several writes at once.

    ``told_busy`` is called when a write has to wait for another one.
    """

    may_write = True

    def __init__(
        self,
        path: LedgerName,
        wait_s: float,
        touches: Touches,
        told_busy: Callable[[], None] = lambda: None,
    ) -> None:
        self._held = open_held(path, wait_s=wait_s)
        self.is_alone = not isinstance(path, Lake)
        self._touches = touches
        self._told_busy = told_busy
        self._changed = Condition()
        self._n_written = 1  # as if something had come: events may be out of date at the start
        self._n_tried = self._n_settled = 0
        self._is_closing = False
        self._copies = CopyIndex()
        self._settler = Thread(target=self._settle, name="detente-events", daemon=True)
        self._settler.start()

    def check(self) -> None:
        """Look whether the ledger is still there and can take what is written.

        Raises:
            LedgerUnusable: it cannot; the message says why.
        """
        self._held.check()

    def copy(self, path: Path) -> None:
        """Write a copy of the ledger as it stands.

        Raises:
            BadInput: it is a shared ledger.
        """
        self._held.copy(path)

    def reading(self) -> AbstractContextManager[Ledger]:
        """Lend one state of the ledger, beside whatever is written."""
        return self._held.reading()

    def write(self, work: Callable[[Ledger], T]) -> T:
        """Do some work that writes, after those who came before."""
        with self._held.writing(self._told_busy) as ledger:
            done = work(ledger)
        with self._changed:
            self._n_written += 1
            self._changed.notify_all()
        return done

    def has_settled(self, wait_s: float) -> bool:
        """Wait for the events of all that is written by now; false if it takes longer, or fails."""
        with self._changed:
            wanted = self._n_written
            self._changed.wait_for(lambda: self._n_tried >= wanted, wait_s)
            return self._n_settled >= wanted

    def close(self) -> None:
        """Finish the write that is under way, and the events if they take no longer than that."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._settler.join(STOP_S)
        self._held.close()

    # Private functions

    def _settle(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closing or self._n_tried < self._n_written)
                if self._is_closing:
                    return
                wanted = self._n_written
            is_done = self._compute()
            with self._changed:
                self._n_tried = wanted
                self._n_settled = wanted if is_done else self._n_settled
                self._changed.notify_all()

    def _compute(self) -> bool:
        """Compute events; false where it fails: it is tried again after the next write.

        Of the texts only the new ones are read, for all others are known from the last time.
        """
        if len(self._copies) > MOST_TEXTS:
            self._copies = CopyIndex()
        try:
            with self._held.computing() as ledger:
                changes = compute_events(ledger, copies=self._copies)
        except Exception:  # the desk goes on: its pages say that events are out of date
            if not self._is_closing:
                logger.exception("events could not be computed")
            return False
        blocks = changes.blocks if changes else ()
        self._touches.touch(set[str]().union(*(subjects_of(one.split("+")) for one in blocks)))
        return True


class OpenedEachTime:
    """Opens the ledger to read for each unit of work, so that another process may write."""

    may_write = False
    is_alone = False

    def __init__(self, path: LedgerName, wait_s: float) -> None:
        self.path = path
        self._wait_s = wait_s

    def check(self) -> None:
        """Do nothing: each request opens the ledger anew, and fails if it cannot."""

    def copy(self, path: Path) -> None:
        """Refuse: others may open the ledger themselves.

        Raises:
            BadInput: always.
        """
        raise BadInput(f"{self.path} is not held by this desk; open it, do not copy it to {path}")

    @contextmanager
    def reading(self) -> Iterator[Ledger]:
        """Open the ledger.

        Raises:
            LedgerBusy: somebody has been writing for longer than the time to wait.
        """
        with Ledger.open(self.path, read_only=True, wait_s=self._wait_s) as ledger:
            yield ledger

    def write(self, work: Callable[[Ledger], T]) -> T:
        """Refuse.

        Raises:
            PermissionError: always.
        """
        raise PermissionError(f"{self.path} is opened to read, not for {work!r}")

    def has_settled(self, wait_s: float) -> bool:
        """Say at once what is so: whoever writes computes the events, too."""
        _ = wait_s
        with self.reading() as ledger:
            return ledger.is_computed()

    def close(self) -> None:
        """Do nothing: nothing is open."""


DeskOf = Annotated[Desk, Depends(desk_of)]


# --- Who asks, and what they may: the one place where roles are enforced.

READS = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = ("/static/", "/sign-in", "/sign-out", "/health")  # to everybody, whatever the method
# what is sent, but writes less than reports: by how the path begins, the first that fits
NEEDS = (
    ("/api/v1/code", Role.READ),
    ("/code/keep", Role.WRITE),
    ("/code", Role.READ),
    ("/mcp", Role.READ),
    ("/api/v1/rulings", Role.REVIEW),
    ("/review", Role.REVIEW),
    ("/rulings", Role.REVIEW),
    ("/event/", Role.REVIEW),
    ("/claim/", Role.REVIEW),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks. ``role`` is ``None`` for somebody from afar who has shown no token.

    ``is_local``: on the desk's own machine, which listens to nobody else.
    """

    peer: str
    name: str | None = None
    role: Role | None = None
    token_id: str | None = None
    is_local: bool = False
    is_session: bool = False

    @property
    def counted_as(self) -> str:
        """By what requests are counted."""
        return f"token {self.token_id}" if self.token_id else f"peer {self.peer}"


class Refused(HTTPException):
    """The asker may not do this. ``sign_in`` is where a browser may go instead."""

    sign_in: str | None = None


class TokenNeeded(Refused):
    """Without a token that holds, it does not go on."""

    def __init__(self, detail: str, sign_in: str | None = None) -> None:
        headers = {"www-authenticate": 'Bearer realm="detente"'}
        super().__init__(HTTPStatus.UNAUTHORIZED, detail, headers)
        self.sign_in = sign_in


def find_asker(scope: Scope, desk: "Desk") -> Asker:
    """Find out who asks: by a bearer token, else a session, else where it comes from.

    Raises:
        TokenNeeded: the token is none that holds.
    """
    headers = Headers(scope=scope)
    client = scope.get("client")
    peer = str(client[0]) if client else "unknown"
    given = headers.get("authorization")
    if given is not None:
        return _with_token(desk, given, peer)
    if (session := desk.session_of(Request(scope))) is not None:
        return Asker(
            peer=peer,
            name=session.name,
            role=session.role,
            token_id=session.token_id,
            is_session=True,
        )
    is_local = desk.is_local and _is_loopback(peer) and _asks_loopback(headers)
    return Asker(peer=peer, role=Role.READ if is_local else None, is_local=is_local)


def check_access(scope: Scope, asker: Asker) -> None:
    """Refuse what the asker may not do.

    Raises:
        Refused: the token's role does not reach.
        TokenNeeded: there is none.
    """
    needed = role_for(scope["method"], scope["path"])
    if needed is None:
        return
    is_api_write = needed is not Role.READ and scope["path"].startswith("/api/")
    if is_api_write and asker.is_session:
        raise TokenNeeded("the API is written to with a token, not with a page's session")
    if asker.role is None or (not asker.token_id and needed is not Role.READ):
        raise TokenNeeded(_missing(needed), sign_in=_sign_in(scope))
    if not asker.role.covers(needed):
        raise Refused(
            HTTPStatus.FORBIDDEN,
            f"the token of {asker.name} is to {asker.role}; this needs one to {needed}: "
            f"detente token add NAME --role {needed}",
        )


def role_for(method: str, path: str) -> Role | None:
    """Name the role that a request needs; ``None`` for what is open to everybody."""
    if any(path == one.rstrip("/") or path.startswith(one) for one in OPEN):
        return None
    if method in READS:
        return Role.READ
    return next((role for begin, role in NEEDS if path.startswith(begin)), Role.WRITE)


def asker_of(request: Request) -> Asker:
    """Tell a route who asks."""
    asker: Asker = request.state.asker
    return asker


def host_name(host: str) -> str:
    """Take the port off: ``[::1]:8000`` is ``[::1]``."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()


# Private functions


def _with_token(desk: "Desk", given: str, peer: str) -> Asker:
    """Find whose token is shown.

    Raises:
        TokenNeeded: it is none that holds.
    """
    kind, _, secret = given.partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise TokenNeeded("send a token as Authorization: Bearer TOKEN")
    token = desk.tokens.check(secret.strip())
    if token is None:
        raise TokenNeeded("this token is unknown here, or revoked; ask for one: detente token add")
    return Asker(peer=peer, name=token.name, role=token.role, token_id=token.id)


def _missing(needed: Role) -> str:
    return (
        f"this needs a token to {needed}, sent as Authorization: Bearer TOKEN; whoever runs the "
        f"desk makes one with detente token add NAME --role {needed}"
    )


def _sign_in(scope: Scope) -> str | None:
    """Where a browser goes to show its token; ``None`` for what is no page that can be loaded."""
    accepted = Headers(scope=scope).get("accept", "")
    if scope["method"] not in READS or "text/html" not in accepted:
        return None
    query = scope["query_string"].decode("latin-1")
    return f"/sign-in?next={quote(scope['path'] + ('?' + query if query else ''), safe='')}"


def _asks_loopback(headers: Headers) -> bool:
    """Whether it asks for the desk by a name of this machine: a proxy passes other names on."""
    return host_name(headers.get("host", "")) in LOOPBACK


def _is_loopback(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer.partition("%")[0]).is_loopback
    except ValueError:
        return False


RULED_S = 10.0  # how long whoever rules waits for the events that follow


def take_in(desk: "Desk", given: Sequence[Report | Problem]) -> list[Taken]:
    """Code the reports that the ledger does not know, and keep them; twice is once.

    One that cannot be coded, or whose quotes are not in its text, is kept as a problem. The
    answer has one entry for each that was given, in order.

    Raises:
        HTTPException: the desk only reads, or too many others are coding.
    """
    desk.must_write()
    reports = {one.id: one for one in given if isinstance(one, Report)}
    with desk.open() as ledger:
        known = ledger.known(reports)
    fresh = [one for one in reports.values() if one.id not in known]
    coded = dict(zip([one.id for one in fresh], desk.code_all(fresh), strict=True))
    problems = [one for one in given if isinstance(one, Problem)]
    new = _keep(desk, coded, problems) if coded or problems else {}
    with desk.open() as ledger:
        return [_taken(ledger, one, new) for one in given]


def rule(desk: "Desk", rulings: Sequence[Ruling]) -> Ruled:
    """Write rulings, withdrawn ones among them, and wait for the events that follow.

    Raises:
        BadInput: one cannot be applied; none is written.
        HTTPException: the desk only reads.
    """
    desk.must_write()
    for ruling in rulings:
        check_ruling(ruling)
    (n_made, n_withdrawn, lost), touched = desk.keeper.write(
        lambda ledger: (_rule(ledger, rulings), _about(ledger, rulings))
    )
    desk.touches.touch(touched)
    desk.metrics.count_rulings(n_made, n_withdrawn)
    return Ruled(
        rulings=tuple(rulings),
        n_new=n_made + n_withdrawn,
        lost=lost,
        is_computed=desk.keeper.has_settled(RULED_S),
    )


def withdraw(desk: "Desk", ruling_id: str, at: datetime) -> Ruled:
    """Withdraw a ruling and those of the same decision, from ``at`` on; twice is once.

    Raises:
        NotFound: nobody made such a ruling.
        HTTPException: the desk only reads.
    """
    desk.must_write()
    with desk.open() as ledger:
        rulings = ledger.rulings(with_withdrawn=True)
    named = next((one for one in rulings if one.id == ruling_id), None)
    if named is None:
        raise NotFound(f"no ruling has the id {ruling_id[:40]!r}")
    together = together_with(named, rulings)
    return rule(desk, [replace(one, withdrawn_at=one.withdrawn_at or at) for one in together])


# Private functions


def _keep(
    desk: "Desk", coded: Mapping[str, Coded | Problem], problems: Sequence[Problem]
) -> dict[str, Coded | Problem]:
    """Write what nobody else has written since; give what is new, by report."""
    run = desk.run  # asked for before the ledger is held

    def write(ledger: Ledger) -> tuple[Added, dict[str, Coded | Problem]]:
        known = ledger.known(coded)
        fresh = {one: found for one, found in coded.items() if one not in known}
        added = ledger.add([*fresh.values(), *problems], run)
        refused = {one.key: one for one in added.refused}
        kept = ledger.known(fresh)
        return added, {
            one: found if one in kept else refused.get(_key(found), found)
            for one, found in fresh.items()
        }

    added, new = desk.keeper.write(write)
    touched = told(coded.values())
    if touched is None:
        desk.touches.touch_all()
    else:
        desk.touches.touch(touched)
    desk.metrics.count_added(added)
    return new


def _key(found: Coded | Problem) -> str:
    return found.report.key if isinstance(found, Coded) else found.key


def _taken(ledger: Ledger, given: Report | Problem, new: dict[str, Coded | Problem]) -> Taken:
    """Say what became of one; what is new is so once, however often it was given."""
    if isinstance(given, Problem):
        return Taken(found=given, is_new=False)
    found = new.pop(given.id, None)
    if isinstance(found, Problem):
        return Taken(found=found, is_new=False)
    if found is not None:
        return Taken(found=found, is_new=True, updates=_earlier(ledger, given))
    stored = next(iter(ledger.reports_of([given.id])), None)
    if stored is None:  # given twice, and refused the first time
        detail = "it was given before in the same list, and could not be kept"
        problem = Problem(key=given.key, room="web", kind="twice", detail=detail)
        return Taken(found=problem, is_new=False)
    coded = Coded(
        report=stored,
        claims=tuple(sorted(ledger.claims(report=stored.id), key=_place)),
        statements=tuple(ledger.statements(report=stored.id)),
    )
    return Taken(found=coded, is_new=False, updates=_earlier(ledger, stored))


def _place(claim: Claim) -> tuple[int, int, str]:
    return (claim.predicate.span.start, claim.predicate.span.end, claim.id)


def _earlier(ledger: Ledger, report: Report) -> tuple[str, ...]:
    """Find the reports at the same address with another text."""
    if report.url is None:
        return ()
    sql = "SELECT id FROM reports WHERE url = $url AND id <> $id ORDER BY published, id"
    with ledger.query() as cursor:
        rows = cursor.execute(sql, {"url": report.url, "id": report.id}).fetchall()
    return tuple(row[0] for row in rows)


def _about(ledger: Ledger, rulings: Sequence[Ruling]) -> set[str]:
    """List what rulings touch: the countries and reports of the claims that they are on."""
    ids = {one.target for one in rulings} | {one.other for one in rulings if one.other}
    touched = set[str]()
    for claim in ledger.claims(ids=sorted(ids)):
        touched |= subjects_of(countries_of((*claim.actors, *claim.recipients)))
        touched.add(f"report:{claim.report_id}")
    return touched


def _rule(ledger: Ledger, rulings: Sequence[Ruling]) -> tuple[int, int, tuple[Ruling, ...]]:
    """Write rulings; count those made and those withdrawn now, and list those not applied."""
    before = {one.id: one for one in ledger.rulings(with_withdrawn=True)}
    n_made = ledger.rule(rulings)
    was_active = [one for one in rulings if one.id not in before or before[one.id].is_active]
    n_withdrawn = sum(not one.is_active for one in was_active)
    given = {one.id for one in rulings}
    lost = (one.ruling for one in unheeded_rulings(ledger) if one.ruling.id in given)
    return n_made, n_withdrawn, tuple(lost)
