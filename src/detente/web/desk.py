"""What a request can reach: the ledger, the codebook, names, tokens, and a coder for texts.

In:  what was chosen at the start.   Out: a ledger for one unit of work, names by code.
Does not: know whether the ledger stays open between requests (keeper.py does).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from secrets import token_bytes
from threading import BoundedSemaphore, Lock
from typing import Annotated, Any, Self, TypeVar

from fastapi import Depends, HTTPException, Request

from detente.actors import Gazetteer, load_gazetteer
from detente.actors.side_names import NON_STATE_SIDES
from detente.api import code_reports
from detente.codebook import Codebook, load_codebook
from detente.coder_process import CoderProcess
from detente.config import Config
from detente.errors import LedgerBusy
from detente.ledger import Ledger
from detente.ledger.address import LedgerName, beside
from detente.pipeline import Journey
from detente.records import Coded, Problem, Report, Ruling, Run
from detente.sources.inputs import FetchesPages
from detente.web import writing
from detente.web.access import LOOPBACK
from detente.web.finding import Finder
from detente.web.keeper import Held, Keeper, OpenedEachTime
from detente.web.metrics import Metrics
from detente.web.rates import Rates
from detente.web.sessions import Session, Sessions
from detente.web.tokens import SUFFIX, Tokens

__all__ = ["LOOPBACK", "Desk", "DeskOf", "Kept"]

MOST_CODING = 4  # texts that are coded or wait; a thread each, of 40 that all pages share
MOST_FETCHING = 4  # links that are fetched at once, for up to 20 seconds each
MOST_KEPT = 256  # briefs and pictures in memory; each some 100 kB
WAIT_S = 15.0  # for a writer to finish a batch, before a page says that the ledger is busy
T = TypeVar("T")


class Kept:
    """The last results of heavy work, by what they depend on; safe to share among threads.

    What several ask for at once is made once; the others wait for it.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give the result for ``key``, making it where it is not kept."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                known: T = self._found[key]
                return known
            others = self._making.get(key)
            own = self._making.setdefault(key, Future())
        if others is not None:
            shared: T = others.result()
            return shared
        try:
            made = make()
        except BaseException as err:
            own.set_exception(err)
            raise
        else:
            self._keep(key, made)
            own.set_result(made)
            return made
        finally:
            with self._lock:
                del self._making[key]

    def _keep(self, key: Hashable, made: object) -> None:
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)


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
    _is_closed: bool = False
    _coding: Lock = field(default_factory=Lock, repr=False)
    _waiting: BoundedSemaphore = field(
        default_factory=lambda: BoundedSemaphore(MOST_CODING), repr=False
    )

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
        keeper = self.__dict__.pop("keeper", None)
        if keeper is not None:
            keeper.close()
        elsewhere = self.__dict__.pop("coding_elsewhere", None)
        if elsewhere is not None:
            elsewhere.close()

    @cached_property
    def keeper(self) -> Keeper:
        """Who keeps the ledger.

        Raises:
            LedgerBusy: the desk is closed.
        """
        if self._is_closed:
            raise LedgerBusy("the desk is stopping; ask it again when it is back")
        if self.may_write:
            return Held(self.ledger, self.wait_s, self.metrics.busy.inc)
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
        with self.keeper.reading() as ledger:
            yield ledger

    # Writing

    def must_write(self) -> None:
        """Refuse where the desk only reads.

        Raises:
            HTTPException: it does.
        """
        if not self.may_write:
            raise HTTPException(403, "this desk only reads; start it without --read-only to write")

    def take_in(self, given: Sequence[Report | Problem]) -> list[writing.Taken]:
        """Code and keep what is new of some reports; see ``writing.take_in``."""
        return writing.take_in(self, given)

    def rule(self, rulings: Sequence[Ruling]) -> writing.Ruled:
        """Write rulings and compute the events that follow; see ``writing.rule``."""
        return writing.rule(self, rulings)

    def withdraw(self, ruling_id: str, at: datetime | None = None) -> writing.Ruled:
        """Withdraw a ruling and those of the same decision; see ``writing.withdraw``."""
        return writing.withdraw(self, ruling_id, at or self.now())

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
        return CoderProcess(self.config)

    @cached_property
    def run(self) -> Run:
        """The versions with which texts are coded."""
        if self.given_journey is not None:
            return self.given_journey.run
        with self._coding:
            return self.coding_elsewhere.run()

    def name_of(self, code: str | None) -> str:
        """Name a country or what stands for one; a code without a name is its own."""
        if code is None:
            return "unknown"
        if code in self.gazetteer.states:
            return self.gazetteer.entry(code).name
        return NON_STATE_SIDES.get(code, code)

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

        Raises:
            HTTPException: several others wait already; pages must not wait for them, too.
        """
        if not reports:
            return []
        if not self._waiting.acquire(blocking=False):
            raise HTTPException(503, "others are coding texts; try again", {"retry-after": "10"})
        try:
            with self.metrics.coding.track_inprogress():
                return [self._coded(report) for report in reports]
        finally:
            self._waiting.release()

    def _coded(self, report: Report) -> Coded | Problem:
        with self._coding:  # others come in between two reports of a long list
            if self.coder is not None:
                return self.coder(report)
            if self.given_journey is not None:
                return next(iter(code_reports([report], self.given_journey)))
            return self.coding_elsewhere.code(report)


def desk_of(request: Request) -> Desk:
    """Find the desk of a request."""
    desk: Desk = request.app.state.desk
    return desk


DeskOf = Annotated[Desk, Depends(desk_of)]
