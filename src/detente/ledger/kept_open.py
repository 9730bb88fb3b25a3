"""A ledger that a desk keeps open for hours: a file that it holds, or a shared one.

In:  a ledger's name.   Out: ledgers, each for one unit of work. In a file many read side by side
and one writes at a time: a reader sees one state from its first question to its last.
Does not: let other processes into a file (``LedgerBusy`` names the holder to them), or keep anybody
out of a shared ledger. When its connection was lost, the next unit of work makes a new one.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from detente.errors import BadInput, LedgerUnusable
from detente.ledger.address import Lake, LedgerName
from detente.ledger.lake import LakeConnection, Work, open_lake
from detente.ledger.opening import clear_errors, open_connection
from detente.ledger.store import Ledger, OneState
from detente.ledger.view import viewed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AT_ONCE = 1_000_000  # bytes of a copy
LEAST_FREE = 20_000_000  # bytes on the disk; a batch of reports and its events take less
_GONE = (
    "is gone: somebody moved or deleted it. What is read comes from what this process still holds; "
    "stop it, put the file back, and start it anew"
)
_REPLACED = (
    "is another file now, and this process holds the old one; stop it and start it anew on the "
    "file that is to be served"
)


class HeldLedger:
    """A file that stays open. Safe to share among threads."""

    def __init__(self, connection: "DuckDBPyConnection", path: LedgerName) -> None:
        self.path = path
        self._identity = _identity_of(path)
        self._connection = connection
        # Whoever closes any handle on a file gives up its lock (POSIX), so this one stays open.
        self._file = None if isinstance(path, Lake) else path.open("rb", buffering=0)
        self._writing = Lock()
        self._computing = Lock()

    def check(self) -> None:
        """Look whether what is written would be on the disk. Of a shared ledger its servers see.

        Raises:
            LedgerUnusable: the file is gone or replaced, or its disk is full or read-only.
        """
        if isinstance(self.path, Lake):
            return
        if _identity_of(self.path) != self._identity:
            raise LedgerUnusable(f"{self.path} {_REPLACED if self.path.exists() else _GONE}")
        if not os.access(self.path.parent, os.W_OK):
            raise LedgerUnusable(f"{self.path} cannot be written: its folder is read-only")
        if shutil.disk_usage(self.path.parent).free < LEAST_FREE:
            raise LedgerUnusable(
                f"{self.path} cannot grow: its disk has less than {LEAST_FREE // 10**6} MB left; "
                "make room"
            )

    @contextmanager
    def reading(self) -> Iterator[Ledger]:
        """Lend one state of the ledger; nothing can be written to it."""
        with self._viewed("BEGIN TRANSACTION READ ONLY", "ROLLBACK") as ledger:
            yield ledger

    @contextmanager
    def writing(self, told_busy: Callable[[], None] | None = None) -> Iterator[Ledger]:
        """Lend the ledger to write; others who want to write wait, and ``told_busy`` is called.

        Each of its methods that writes is a transaction of its own.

        Raises:
            LedgerUnusable: what is written is not, or would not be, on the disk.
        """
        if not self._writing.acquire(blocking=False):
            if told_busy is not None:
                told_busy()
            self._writing.acquire()
        try:
            self.check()
            with self._cursor() as cursor:
                yield Ledger(cursor, self.path)
            self.check()
        finally:
            self._writing.release()

    @contextmanager
    def computing(self) -> Iterator[Ledger]:
        """Lend one state of the ledger to compute its events; others may add testimony meanwhile.

        What is computed is kept as a whole at the end, or not at all.
        """
        with self._computing, self._viewed("BEGIN", "COMMIT") as ledger:
            yield ledger

    def copy(self, path: Path) -> None:
        """Write a copy of the ledger as it stands, a file of its own; nobody writes meanwhile.

        Raises:
            BadInput: it is a shared ledger, which is no file.
        """
        if self._file is None or isinstance(self.path, Lake):
            raise BadInput("a shared ledger is no file; open it by its own name")
        log = self.path.with_name(f"{self.path.name}.wal")
        with self._writing, self._computing, path.open("wb") as there:
            self._file.seek(0)
            shutil.copyfileobj(self._file, there, AT_ONCE)
            if log.exists():
                shutil.copyfile(log, path.with_name(f"{path.name}.wal"))
        open_connection(path).close()  # what the log holds goes into the file

    def close(self) -> None:
        """Wait for the write that is under way, then close the file."""
        with self._writing, clear_errors(self.path):
            self._connection.close()
            if self._file is not None:
                self._file.close()

    @contextmanager
    def _viewed(self, begin: str, end: str) -> Iterator[Ledger]:
        with self._cursor() as cursor, clear_errors(self.path), viewed(cursor, begin, end) as view:
            yield OneState(view, self.path)

    @contextmanager
    def _cursor(self) -> "Iterator[DuckDBPyConnection]":
        """Lend a connection to the same file; a transaction that is open at its end is undone."""
        with clear_errors(self.path):
            cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()


def _identity_of(path: LedgerName) -> tuple[int, int] | None:
    """Tell a file from another at the same address."""
    if isinstance(path, Lake):
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


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
    return HeldLedger(open_connection(name, wait_s=wait_s), name)


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

    @contextmanager
    def _cursor(self) -> "Iterator[DuckDBPyConnection]":
        """Lend a connection; a transaction that is open at its end is undone."""
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
