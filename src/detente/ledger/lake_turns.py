"""Turns at a shared ledger: of those who want to write, one does.

In:  how PostgreSQL is reached.   Out: a lock that PostgreSQL holds, and frees when its holder dies.
Does not: keep a writer out whose lock was lost: the counter in the ledger does (ledger/lake.py).
"""

import random
import time
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from detente.errors import LedgerBusy, LedgerUnusable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["FreeTurn", "PostgresTurn", "Turn", "Work", "asked_of", "quoted"]

_LOCKS = 0x646574  # "det": the first of the two numbers by which PostgreSQL knows our locks
_PAUSE_S = 0.02  # between two tries, at least; at most some ten times as long


class Work(IntEnum):
    """What is written in turns. Who adds testimony does not wait for who computes events."""

    TESTIMONY = 1
    EVENTS = 2


class Turn(Protocol):
    """The right to write, for one transaction."""

    def take(self, wait_s: float) -> None:
        """Wait for it.

        Raises:
            LedgerBusy: another has it, still after ``wait_s`` seconds.
        """
        ...

    def check(self) -> None:
        """Make sure that it was not lost.

        Raises:
            LedgerUnusable: it was.
        """
        ...

    def give_back(self) -> None:
        """Let others write. What was lost already is no error."""
        ...


def asked_of(house: str, sql: str) -> str:
    """Write a question that PostgreSQL itself answers, attached under the name ``house``."""
    return f"FROM postgres_query('{house}', {quoted(sql)})"


def quoted(words: str) -> str:
    """Write words as SQL has them."""
    return f"""'{words.replace("'", "''")}'"""


class FreeTurn:
    """The turn at a ledger whose catalog is a file: one process has it, and nobody else."""

    def take(self, wait_s: float) -> None:
        """Take it at once."""

    def check(self) -> None:
        """It is not lost."""

    def give_back(self) -> None:
        """Nobody waits for it."""


class PostgresTurn:
    """An advisory lock of PostgreSQL, held by a connection of its own as long as a transaction.

    ``connection`` has attached the database under the name ``house``.
    """

    def __init__(
        self, connection: "DuckDBPyConnection", house: str, work: Work, shown: str
    ) -> None:
        self._connection = connection
        self._house = house
        self._work = work
        self._shown = shown

    def take(self, wait_s: float) -> None:
        """Wait for it.

        Raises:
            LedgerBusy: another has it, still after ``wait_s`` seconds.
        """
        last, pause_s = time.monotonic() + wait_s, _PAUSE_S
        while not self._try():
            if time.monotonic() >= last:
                raise LedgerBusy(
                    f"{self._shown} is written by another, {self._holder()}; wait until it is done "
                    "(--wait SECONDS), and run it again"
                )
            time.sleep(pause_s * random.uniform(0.5, 1.5))  # noqa: S311  # who waits, not secrets
            pause_s = min(pause_s * 1.5, _PAUSE_S * 10)

    def check(self) -> None:
        """Make sure that it was not lost.

        Raises:
            LedgerUnusable: it was: the connection to PostgreSQL was cut.
        """
        import duckdb  # noqa: PLC0415  # heavy, and only here

        try:
            self._ask("SELECT 1")
        except duckdb.Error:  # its words may hold how PostgreSQL is reached
            raise LedgerUnusable(
                f"{self._shown}: the connection to PostgreSQL was cut while writing; nothing of "
                "this batch is kept: run it again"
            ) from None

    def give_back(self) -> None:
        """Let others write. What was lost already is no error."""
        import duckdb  # noqa: PLC0415  # heavy, and only here

        try:
            self._connection.execute("ROLLBACK")
        except duckdb.Error:
            return

    # Private functions

    def _try(self) -> bool:
        """Take the lock if it is free: it is held as long as the transaction."""
        self._connection.execute("BEGIN")
        taken = self._ask(f"SELECT pg_try_advisory_xact_lock({_LOCKS}, {self._work})")
        if not taken:
            self.give_back()
        return bool(taken)

    def _ask(self, sql: str) -> object:
        row = self._connection.execute(asked_of(self._house, sql)).fetchone()
        return row[0] if row else None

    def _holder(self) -> str:
        """Say who has the lock, as far as PostgreSQL tells."""
        told = self._ask(
            "SELECT concat('PostgreSQL''s process ', pid, coalesce(' of ' || usename, ''),"  # noqa: S608  # ours
            " coalesce(' from ' || host(client_addr), '')) FROM pg_locks JOIN pg_stat_activity"
            " USING (pid) WHERE locktype = 'advisory' AND granted"
            f" AND classid = {_LOCKS} AND objid = {int(self._work)} LIMIT 1"
        )
        return str(told) if told else "who is done just now"
