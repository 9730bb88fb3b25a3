"""Many cursors in one transaction: what they read is of one state.

In:  a DuckDB connection in a transaction.   Out: the part of its interface that the ledger uses.
Does not: undo the transaction. A connection has one result at a time: what is not yet
fetched of the last one is fetched before the next question.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, cast
from weakref import ReferenceType, ref

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

Values = Sequence[object] | Mapping[str, object]
TABLES = frozenset({"df", "fetchnumpy", "pl", "to_arrow_table"})  # ways to take a result whole


class View:
    """Stands for a connection; ``cursor`` gives a result of its own in the same transaction."""

    def __init__(self, connection: "DuckDBPyConnection") -> None:
        self._connection = connection
        self._last: ReferenceType[_Result] | None = None

    def cursor(self) -> "_Result":
        """Make room for another result."""
        return _Result(self)

    def execute(self, sql: str, values: Values = ()) -> "_Result":
        """Ask; the result stands for itself, however many are asked after it."""
        return _Result(self).execute(sql, values)

    def keep_what_is_read(self) -> None:
        """Fetch the rest of the last result, so that it outlasts the next question."""
        last = self._last() if self._last is not None else None
        self._last = None
        if last is not None:
            last.keep()

    def ask(self, asker: "_Result", sql: str, values: Values) -> "DuckDBPyConnection":
        """Run SQL for ``asker``."""
        self.keep_what_is_read()
        answer = self._connection.execute(sql, values)
        self._last = ref(asker)
        return answer


@contextmanager
def viewed(
    connection: "DuckDBPyConnection", begin: str = "BEGIN", end: str = "COMMIT"
) -> "Iterator[DuckDBPyConnection]":
    """Lend one state, a transaction from ``begin`` to ``end``; whoever fails in it has to undo."""
    connection.execute(begin)
    view = View(connection)
    yield cast("DuckDBPyConnection", view)
    view.keep_what_is_read()
    connection.execute(end)


class _Result:
    """What a question gave: on the connection still, or kept here since another one was asked."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._live: DuckDBPyConnection | None = None
        self._kept: Iterator[tuple[Any, ...]] = iter(())
        self.description: list[Any] | None = None

    def cursor(self) -> "_Result":
        """Make room for another result, as a cursor of DuckDB does."""
        return self._view.cursor()

    def execute(self, sql: str, values: Values = ()) -> "_Result":
        """Ask anew."""
        self._kept = iter(())
        self._live = self._view.ask(self, sql, values)
        self.description = self._live.description
        return self

    def keep(self) -> None:
        """Fetch what is left, for the connection is needed."""
        if self._live is not None:
            self._kept, self._live = iter(self._live.fetchall()), None

    def fetchone(self) -> tuple[Any, ...] | None:
        """Take one row."""
        return next(self._kept, None) if self._live is None else self._live.fetchone()

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        """Take some rows."""
        return list(islice(self._kept, size)) if self._live is None else self._live.fetchmany(size)

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Take all that is left."""
        return list(self._kept) if self._live is None else self._live.fetchall()

    def to_arrow_reader(self, at_once: int) -> "pa.RecordBatchReader":
        """Take all as Arrow batches; they are read at once, for the connection is shared."""
        return self._fresh().to_arrow_table().to_reader(at_once)

    def __getattr__(self, name: str) -> Any:
        """Take all as a table; nothing else of the connection, for others read on it."""
        if name not in TABLES:
            raise AttributeError(f"a result has no {name!r}")
        return getattr(self._fresh(), name)

    def _fresh(self) -> "DuckDBPyConnection":
        """Give the connection while the result is on it: tables come before the next question."""
        if self._live is None:
            msg = "a table is taken right after its question"
            raise RuntimeError(msg)
        return self._live
