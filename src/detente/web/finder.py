"""The index of the desk's search: made when first needed, and made anew when the ledger changed.

In:  a desk, its ledger.   Out: the index to ask, and why it may not know the newest.
Does not: search. A large index, and one that took long the last time, is made beside the requests,
which meanwhile ask the old one, or look for words just so.
"""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Protocol

from detente.errors import DetenteError, LedgerUnusable
from detente.ledger import Ledger
from detente.ledger.search import SearchIndex
from detente.record import ruled_claims
from detente.web.figures import select, state_of
from detente.web.kept import Touches

QUICK_S = 0.3  # an index that took no longer is made anew while the request waits
PACE = 8  # else one is made so many times its own cost after the last: an eighth of one core
logger = logging.getLogger(__name__)
AT_ONCE = 4_000_000  # letters whose index is made while the request waits: a second, in memory


class Lends(Protocol):
    """A desk, as far as it lends its ledger."""

    def open(self) -> AbstractContextManager[Ledger]:
        """Lend the ledger to read, for one unit of work."""

    touches: Touches


@dataclass(frozen=True, slots=True)
class Ready:
    """What there is to ask. ``note`` is for the page: why it is not the index of all rows."""

    index: SearchIndex | None
    note: str | None = None


def _n_letters(ledger: Ledger) -> int:
    ((n_letters,),) = select(
        ledger,
        "SELECT (SELECT coalesce(sum(length(quote)), 0) FROM claims)"
        " + (SELECT coalesce(sum(length(quote)), 0) FROM statements)"
        " + (SELECT coalesce(sum(length(text)), 0) FROM reports WHERE NOT is_imported)",
    )
    return int(n_letters)


def _told(err: LedgerUnusable) -> str:
    logger.warning("there is no search index; error=%s", err)
    return f"{str(err)[0].upper()}{str(err)[1:]}."


def _index_of(ledger: Ledger) -> SearchIndex:
    return SearchIndex.of(ledger, ruled_claims(ledger))


@dataclass(kw_only=True)
class Finder:
    """Keeps the index of one ledger.

    ``at_once``: up to so many letters a request waits for the index. ``make`` makes it.
    """

    at_once: int = AT_ONCE
    make: Callable[[Ledger], SearchIndex] = _index_of
    _index: SearchIndex | None = None
    _state: object = None
    _failed: str | None = None
    _making: Lock = field(default_factory=Lock)
    _thread: Thread | None = None
    _cost_s: float = 0.0
    _made_s: float = 0.0

    def ready(self, desk: Lends, ledger: Ledger) -> Ready:
        """Give the index to ask, making it where it is small enough to wait for."""
        state = state_of(ledger)
        if self._failed is not None:
            return Ready(None, self._failed)
        if self._state == state:
            return Ready(self._index)
        is_quick = self._index is None or self._cost_s <= QUICK_S
        if is_quick and _n_letters(ledger) <= self.at_once:
            with self._making:
                if self._state != state:
                    self._make(ledger, state)
            return Ready(self._index, self._failed)
        if self._index is None or time.monotonic() - self._made_s > PACE * self._cost_s:
            self._start(desk)
        if self._index is not None:
            return Ready(
                self._index,
                "The search index is being rebuilt; the newest reports are not in it yet.",
            )
        return Ready(None, "The search index is being built.")

    def wait(self) -> None:
        """Wait until the index that is being made is there."""
        if self._thread is not None:
            self._thread.join()

    def _start(self, desk: Lends) -> None:
        """Make the index in a thread of its own, unless one is at it."""
        if not self._making.acquire(blocking=False):
            return
        self._thread = Thread(
            target=self._make_beside, args=(desk,), name="search-index", daemon=True
        )
        self._thread.start()

    def _make_beside(self, desk: Lends) -> None:
        """Copy what is sought out of the ledger, let it go, and index the copy."""
        begun = time.monotonic()
        try:
            with desk.open() as ledger:
                state = state_of(ledger)
                copied = SearchIndex.copied(ledger, ruled_claims(ledger), in_memory=False)
            self._index, self._state = copied.indexed(), state
            self._note_cost(begun)
        except LedgerUnusable as err:
            self._failed = _told(err)
        except DetenteError as err:  # the ledger is busy: the next search tries again
            logger.warning("the search index could not be made; error=%s", err)
        finally:
            self._making.release()
            desk.touches.touch(())  # answers that had to do without it are out of date

    def _make(self, ledger: Ledger, state: object) -> None:
        begun = time.monotonic()
        try:
            self._index, self._state = self.make(ledger), state
            self._note_cost(begun)
        except LedgerUnusable as err:
            self._failed = _told(err)

    def _note_cost(self, begun: float) -> None:
        self._made_s = time.monotonic()
        self._cost_s = self._made_s - begun
