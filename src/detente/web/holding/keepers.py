"""Who keeps a desk's ledger: this process, or whoever writes to it meanwhile.

In:  a ledger's name.   Out: a ledger for one unit of work, to read or to write; events follow.
Does not: know requests, or code texts.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Thread
from typing import TypeVar

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.ledger.address import Lake, LedgerName
from detente.ledger.kept_open import open_held
from detente.record import compute_events
from detente.sources.copies import CopyIndexElsewhere
from detente.web.kept import Touches, subjects_of

logger = logging.getLogger(__name__)
T = TypeVar("T")
COPIES_S = 600.0  # without a write until the process that finds copies ends: 10 kB for each report
STAND_BACK = 10  # of that process, for those who read
STOP_S = 10.0  # how long a computation may go on at the end; what it does not finish is done anew


class Held:
    """Holds the file; a thread computes events after writes, several writes at once.

    ``check``, ``copy`` and ``reading`` are those of the file (``ledger/kept_open.py``).
    ``told_busy`` is called when a write has to wait for another one. ``is_alone``: nobody else can
    write, so that the desk knows all that changes.
    """

    def __init__(
        self,
        path: LedgerName,
        wait_s: float,
        touches: Touches,
        told_busy: Callable[[], None] = lambda: None,
    ) -> None:
        held = self._held = open_held(path, wait_s=wait_s)
        self.check, self.copy, self.reading = held.check, held.copy, held.reading
        self.is_alone = not isinstance(path, Lake)
        self._touches = touches
        self._told_busy = told_busy
        self._changed = Condition()
        self._n_written = 1  # as if something had come: events may be out of date at the start
        self._n_tried = self._n_settled = 0
        self._is_closing = False
        self._copies = CopyIndexElsewhere(STAND_BACK)
        self._settler = Thread(target=self._settle, name="detente-events", daemon=True)
        self._settler.start()

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
        self._copies.close()
        self._held.close()

    def _settle(self) -> None:
        while True:
            with self._changed:
                while not self._changed.wait_for(
                    lambda: self._is_closing or self._n_tried < self._n_written, COPIES_S
                ):
                    self._copies.close()
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


Keeper = Held | OpenedEachTime
