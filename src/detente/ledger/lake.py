"""A shared ledger's name -> a connection that the ledger uses as it uses a file's.

In:  a ``Lake``.   Out: ``LakeConnection``: the same SQL, with DuckLake's words put in its place.
Does not: let two write at once. A transaction takes its turn first, and counts it in the ledger
itself: two that ran side by side all the same, for a lock was lost, cannot both be kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from detente.ledger.lake_sql import spoken
from detente.ledger.lake_turns import Turn, Work

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

__all__ = ["LEAST_WAIT_S", "LakeConnection"]

LEAST_WAIT_S = 10.0  # a turn is over in a second; who does not want to wait waits so long
_TURNS = {Work.TESTIMONY: "turns.testimony", Work.EVENTS: "turns.events"}
_LOOK = f"FROM {_TURNS[Work.TESTIMONY]}"
_MAKE_TURNS = (
    "CREATE SCHEMA IF NOT EXISTS turns",
    *(f"CREATE TABLE IF NOT EXISTS {table} (turn BIGINT NOT NULL)" for table in _TURNS.values()),
    *(
        f"INSERT INTO {table} SELECT 0 WHERE NOT EXISTS (FROM {table})"  # ours
        for table in _TURNS.values()
    ),
)
Values = Sequence[object] | Mapping[str, object]


@dataclass(slots=True, kw_only=True, eq=False)
class LakeConnection:
    """Stands for a DuckDB connection on whose engine a lake is attached under ``alias``.

    ``BEGIN`` takes the turn, ``COMMIT`` and ``ROLLBACK`` give it back. Whoever holds it
    (``in_turn``) may begin and end several transactions meanwhile.
    """

    connection: "DuckDBPyConnection"
    alias: str
    turn_of: Callable[[Work], Turn]
    work: Work = Work.TESTIMONY
    wait_s: float = LEAST_WAIT_S
    on_close: Callable[[], None]
    turn: Turn = field(init=False)
    _holds_on: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.turn = self.turn_of(self.work)
        self.connection.execute(f"USE {self.alias}")

    def cursor(self) -> "DuckDBPyConnection":
        """Give a connection of its own to ask questions."""
        cursor = self.connection.cursor()
        cursor.execute(f"USE {self.alias}")
        return cast("DuckDBPyConnection", _Cursor(self, cursor))

    def execute(self, sql: str, values: Values = ()) -> "DuckDBPyConnection":
        """Run SQL of the ledger."""
        match sql:
            case "BEGIN":
                return self._begin()
            case "COMMIT":
                return self._commit()
            case "ROLLBACK":
                return self._roll_back()
            case "BEGIN TRANSACTION READ ONLY":
                self.connection.execute(sql)
                return self.connection.execute(_LOOK)  # the first look fixes the state
        first, *others = spoken(sql)
        self.connection.execute(first, values)
        for other in others:
            self.connection.execute(other)
        return self.connection

    def register(self, name: str, rows: "pa.Table") -> None:
        """Let SQL see a table under a name."""
        self.connection.register(name, rows)

    def unregister(self, name: str) -> None:
        """Take the name back."""
        self.connection.unregister(name)

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Hold the turn over several transactions."""
        self.turn.take(self.wait_s)
        self._holds_on = True
        try:
            yield
        finally:
            self._holds_on = False
            self.turn.give_back()

    def make_turns(self) -> None:
        """Make the counters of turns, where they are missing. The turn must be held."""
        self.connection.execute("BEGIN")
        for sql in _MAKE_TURNS:
            self.connection.execute(sql)
        self.connection.execute("COMMIT")

    def as_duckdb(self) -> "DuckDBPyConnection":
        """Be what it stands for, to who asks for no more than it can."""
        return cast("DuckDBPyConnection", self)

    def lent(self, work: Work) -> "LakeConnection":
        """Make another connection to the same lake, with a turn of its own."""
        connection = self.connection.cursor()
        return replace(self, connection=connection, work=work, on_close=connection.close)

    def close(self) -> None:
        """Leave the lake; what is not kept is undone."""
        self._undo()
        self.turn.give_back()
        self.connection.execute("USE memory")
        self.on_close()

    # Private functions

    def _begin(self) -> "DuckDBPyConnection":
        if not self._holds_on:
            self.turn.take(self.wait_s)
        try:
            self.connection.execute("BEGIN")
            # The lake's state of this transaction is the one after the turn was taken.
            return self.connection.execute(f"UPDATE {_TURNS[self.work]} SET turn = turn + 1")  # noqa: S608  # ours
        except BaseException:
            self._undo()
            self._give_back()
            raise

    def _commit(self) -> "DuckDBPyConnection":
        self.turn.check()
        done = self.connection.execute("COMMIT")
        self._give_back()
        return done

    def _roll_back(self) -> "DuckDBPyConnection":
        try:
            return self.connection.execute("ROLLBACK")
        finally:
            self._give_back()

    def _undo(self) -> None:
        import duckdb  # noqa: PLC0415  # heavy, and only here

        with suppress(duckdb.Error):  # nothing is open, or the connection is lost
            self.connection.execute("ROLLBACK")

    def _give_back(self) -> None:
        if not self._holds_on:
            self.turn.give_back()


class _Cursor:
    """A DuckDB connection whose own cursors look into the same lake, too."""

    def __init__(self, lake: LakeConnection, cursor: "DuckDBPyConnection") -> None:
        self._lake = lake
        self._cursor = cursor

    def __getattr__(self, name: str) -> object:
        return getattr(self._cursor, name)

    def cursor(self) -> "DuckDBPyConnection":
        """Give another."""
        return self._lake.cursor()
