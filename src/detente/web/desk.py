"""What a request can reach: the ledger, the codebook, names, and a coder for pasted texts.

In:  what was chosen at the start.   Out: an open ledger for one unit of work, names by code.
Does not: keep the ledger open between requests, so that others may write to it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from secrets import token_bytes
from threading import BoundedSemaphore, Lock
from typing import Annotated, Any, TypeVar

from fastapi import Depends, HTTPException, Request

from detente.actors import Gazetteer, load_gazetteer
from detente.actors.side_names import NON_STATE_SIDES
from detente.api import code_reports
from detente.codebook import Codebook, load_codebook
from detente.config import Config
from detente.ledger import Ledger
from detente.pipeline import Journey
from detente.records import Coded, Problem, Report

__all__ = ["LOOPBACK", "Desk", "DeskOf", "Kept"]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
MOST_CODING = 4  # texts that are coded or wait; a thread each, of 40 that all pages share
MOST_KEPT = 64  # briefs and pictures in memory; each some 100 kB
WAIT_S = 15.0  # for a writer to finish a batch, before a page says that the ledger is busy
T = TypeVar("T")


class Kept:
    """The last results of heavy work, by what they depend on; safe to share among threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give the result for ``key``, making it where it is not kept."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                known: T = self._found[key]
                return known
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made


@dataclass(kw_only=True)
class Desk:
    """One desk on one ledger. ``hosts`` are the names under which a browser may ask for it.

    ``secret`` signs the tokens of forms; it lives as long as the process.
    """

    ledger: Path
    hosts: frozenset[str] = LOOPBACK
    config: Config = field(default_factory=Config)
    wait_s: float = WAIT_S
    secret: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
    kept: Kept = field(default_factory=Kept, repr=False)
    coder: Callable[[Report], Coded | Problem] | None = None
    _coding: Lock = field(default_factory=Lock, repr=False)
    _waiting: BoundedSemaphore = field(
        default_factory=lambda: BoundedSemaphore(MOST_CODING), repr=False
    )

    @contextmanager
    def open(self) -> Iterator[Ledger]:
        """Open the ledger to read, for one unit of work.

        Raises:
            LedgerBusy: somebody has been writing for longer than ``wait_s``.
        """
        with Ledger.open(self.ledger, read_only=True, wait_s=self.wait_s) as ledger:
            yield ledger

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
    def journey(self) -> Journey:
        """What codes a pasted text; loaded when the first is pasted."""
        return Journey.from_config(self.config)

    def name_of(self, code: str | None) -> str:
        """Name a country or what stands for one; a code without a name is its own."""
        if code is None:
            return "unknown"
        if code in self.gazetteer.states:
            return self.gazetteer.entry(code).name
        return NON_STATE_SIDES.get(code, code)

    def code(self, report: Report) -> Coded | Problem:
        """Code a pasted text, one at a time: a parser is not shared among threads.

        Raises:
            HTTPException: several others wait already; pages must not wait for them, too.
        """
        if not self._waiting.acquire(blocking=False):
            raise HTTPException(503, "others are coding texts; try again", {"retry-after": "10"})
        try:
            with self._coding:
                if self.coder is not None:
                    return self.coder(report)
                return next(iter(code_reports([report], self.journey)))
        finally:
            self._waiting.release()


def desk_of(request: Request) -> Desk:
    """Find the desk of a request."""
    desk: Desk = request.app.state.desk
    return desk


DeskOf = Annotated[Desk, Depends(desk_of)]
