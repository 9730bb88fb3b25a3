"""A ledger that a desk keeps open for hours: a file that it holds, or a shared one.

In:  a ledger's name.   Out: ledgers, each for one unit of work.
Does not: keep anybody out of a shared ledger. When its connection was lost, the next unit of work
makes a new one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from detente.errors import LedgerUnusable
from detente.ledger.address import Lake, LedgerName
from detente.ledger.held import HeldLedger
from detente.ledger.lake import LakeConnection
from detente.ledger.lake_opening import open_lake
from detente.ledger.lake_turns import Work
from detente.ledger.opening import clear_errors
from detente.ledger.store import Ledger

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["HeldLake", "open_held"]


def open_held(name: LedgerName, *, wait_s: float = 0.0) -> HeldLedger:
    """Open a ledger to read and write, bring it up to date, and keep it open.

    Raises:
        BadInput: it is another program's.
        LedgerBusy: another process holds the file, still after ``wait_s`` seconds.
        LedgerUnusable: it is damaged, or cannot be reached.
        LedgerVersion: a newer detente has written it.
    """
    if isinstance(name, Lake):
        return HeldLake(name, wait_s)
    return HeldLedger.open(name, wait_s=wait_s)


class HeldLake(HeldLedger):
    """A shared ledger to which a connection stays open. Safe to share among threads."""

    def __init__(self, lake: Lake, wait_s: float) -> None:
        self._lake = lake
        self._wait_s = wait_s
        self._opening = Lock()
        self._opened = open_lake(lake, wait_s=wait_s)
        self._is_lost = False
        super().__init__(self._opened.as_duckdb(), lake)

    @contextmanager
    def computing(self) -> Iterator[Ledger]:
        """Lend one state of the ledger to compute its events; others may add testimony meanwhile.

        What is computed is kept as a whole at the end, or not at all.
        """
        with self._cursor() as connection, Ledger(connection, self.path).computing() as ledger:
            yield ledger

    def close(self) -> None:
        """Leave the ledger; what is being written meanwhile is undone."""
        with self._opening, clear_errors(self.path):
            self._opened.close()

    # Private functions

    @contextmanager
    def _cursor(self) -> "Iterator[DuckDBPyConnection]":
        """Lend a connection; a transaction that is open at its end is undone.

        Raises:
            LedgerUnusable: it was lost; the next one is new.
        """
        with clear_errors(self.path):
            connection = self._reached().lent(Work.TESTIMONY)
        try:
            yield connection.as_duckdb()
        except LedgerUnusable:
            self._is_lost = True
            raise
        finally:
            connection.close()

    def _reached(self) -> LakeConnection:
        """Give the connection, a new one where the last was lost."""
        with self._opening:
            if self._is_lost:
                fresh = open_lake(self._lake, wait_s=self._wait_s)
                self._opened.close()
                self._opened, self._is_lost = fresh, False
            return self._opened
