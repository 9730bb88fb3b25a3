"""What a request can reach: the ledger, the codebook, names, tokens, and a coder for texts.

In:  what was chosen at the start; a request.   Out: a ledger for one unit of work, names by code;
coded texts.
Does not: answer, search, write (holding/writing.py does), or say who may (access/askers.py does).
"""

import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from secrets import token_bytes
from threading import BoundedSemaphore, Lock
from typing import Annotated, Self, TypeVar

from fastapi import Depends, HTTPException, Request

from detente.actors import Gazetteer, load_gazetteer
from detente.codebook import Codebook, load_codebook
from detente.coder_process import CoderProcess
from detente.config import Config
from detente.errors import LedgerBusy
from detente.ledger import Ledger
from detente.ledger.address import Lake, LedgerName, beside
from detente.records import Coded, Problem, Report, Run
from detente.relations.charts.look import start_engine
from detente.relations.naming import Names
from detente.sources.inputs import FetchesPages
from detente.web.counting import Metrics, Rates
from detente.web.figures import state_of
from detente.web.finder import Finder
from detente.web.holding.keepers import Held, Keeper, OpenedEachTime
from detente.web.holding.queue import LONG_LETTERS, Queue
from detente.web.kept import ALL, PATIENCE_S, Answers, Kept, Touches
from detente.web.render import compile_all
from detente.web.tokens import SUFFIX, Session, Sessions, Tokens

logger = logging.getLogger(__name__)
MOST_CODING = 4  # texts that are coded or wait; a thread each, of 40 that all pages share
LIMIT_S = 30.0  # for one text; a long report of 20,000 characters takes some seconds
LONG_LIMIT_S = 180.0  # for one that is longer
PATIENCE = 20  # times the limit, by the clock: it stands back, and others may need the processor
STAND_BACK = 5  # of the coder, for those who read; more for long texts
MOST_FETCHING = 4  # links that are fetched at once, for up to 20 seconds each
WAIT_S = 15.0  # for a writer to finish a batch, before a page says that the ledger is busy
T = TypeVar("T")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


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
    _waiting_long: BoundedSemaphore = field(
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
        self._must_be_open()
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

    def _must_be_open(self) -> None:
        """Begin nothing that nobody would end."""
        if self._is_closed:
            raise LedgerBusy("the desk is stopping; ask it again when it is back")

    # Writing

    def must_write(self) -> None:
        """Refuse where the desk only reads.

        Raises:
            HTTPException: it does.
        """
        if not self.may_write:
            raise HTTPException(403, "this desk only reads; start it without --read-only to write")

    # What does not change

    def load(self) -> None:
        """Read the codebook and the names before the first request.

        Raises:
            BadConfig: one of a person's own files is wrong.
        """
        _ = self.codebook, self.gazetteer

    def get_ready(self) -> None:
        """Begin beside with what the first page would have to wait for: templates, and drawing."""
        self.answers.beside(compile_all)
        self.answers.beside(start_engine)
        self.answers.beside(lambda: load_gazetteer().matcher)  # a brief asks whom a sentence names

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
        """The process that codes texts; it begins with the first.

        Raises:
            LedgerBusy: the desk is closed.
        """
        self._must_be_open()
        return self._coder(LIMIT_S, STAND_BACK)

    @cached_property
    def coding_long(self) -> CoderProcess:
        """The process that codes long texts, so that others pass; it ends after each.

        Raises:
            LedgerBusy: the desk is closed.
        """
        self._must_be_open()
        return self._coder(LONG_LIMIT_S, 2 * STAND_BACK)

    def _coder(self, limit_s: float, niceness: int) -> CoderProcess:
        wait_s = PATIENCE * limit_s
        return CoderProcess(self.config, limit_s=limit_s, wait_s=wait_s, niceness=niceness)

    @cached_property
    def queue(self) -> Queue:
        """What takes long, for whoever looks for it later."""
        return Queue()

    @cached_property
    def run(self) -> Run:
        """The versions with which texts are coded."""
        with self._coding:
            return self.coding_elsewhere.run()

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
        is_long = any(len(one.text) > LONG_LETTERS for one in reports)
        waiting = self._waiting_long if is_long else self._waiting
        if not waiting.acquire(blocking=False):
            raise HTTPException(503, "others are coding texts; try again", {"retry-after": "10"})
        try:
            with self.metrics.coding.track_inprogress():
                if is_long:
                    return self._coded_long(reports)
                return [self._coded(report) for report in reports]
        finally:
            waiting.release()

    def _coded_long(self, reports: Sequence[Report]) -> list[Coded | Problem]:
        """Code a list with long texts, in memory that is given back after it."""
        if self.coder is not None:
            return [self._coded(report) for report in reports]
        with self._coding_long:
            try:
                return [self.coding_long.code(report) for report in reports]
            finally:
                self.coding_long.close()

    def _coded(self, report: Report) -> Coded | Problem:
        with self._coding:  # others come in between two reports of a long list
            if self.coder is not None:
                return self.coder(report)
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


DeskOf = Annotated[Desk, Depends(desk_of)]
