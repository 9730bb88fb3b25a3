"""A shared ledger -> one state of it, in which events are computed and kept as a whole.

In:  an open lake.   Out: a connection in a transaction of its own, kept when the work is done.
Does not: keep those out who add testimony meanwhile: the next computation takes it into account.
"""

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from detente.ledger.lake.connection import LakeConnection, Work
from detente.ledger.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

__all__ = ["one_state"]


@contextmanager
def one_state(lake: LakeConnection) -> "Iterator[DuckDBPyConnection]":
    """Take the turn to compute, and lend one state; keep what is written there, or nothing."""
    connection = lake.lent(Work.EVENTS)
    try:
        connection.execute("BEGIN")
        view = View(connection.as_duckdb())
        yield cast("DuckDBPyConnection", view)
        view.keep_what_is_read()
        connection.execute("COMMIT")
    finally:
        connection.close()  # undoes what is not kept
