"""A shared ledger's name -> a connection that the ledger uses as it uses a file's; and tidying it.

In:  a ``Lake``.   Out: ``LakeConnection``: the same SQL, with DuckLake's words put in its place.
Does not: let two write at once. A transaction takes its turn first, and counts it in the ledger
itself: two that ran side by side all the same, for a lock was lost, cannot both be kept.
"""

import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

from detente.errors import (
    BadInput,
    DetenteError,
    LedgerBusy,
    LedgerUnusable,
    LedgerVersion,
    MissingExtra,
)
from detente.ledger.address import (
    DATA_VARIABLE,
    OFFLINE,
    Lake,
    hushed,
    is_current,
    migrate,
    refuse_missing,
)
from detente.ledger.view import viewed

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

LEAST_WAIT_S = 10.0  # a turn is over in a second; who does not want to wait waits so long


class Work(IntEnum):
    """What is written in turns. Who adds testimony does not wait for who computes events."""

    TESTIMONY = 1
    EVENTS = 2


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


class Turn:
    """The right to write, for one transaction. Of a catalog in a file one process has it always."""

    def take(self, wait_s: float) -> None:
        """Wait for it.

        Raises:
            LedgerBusy: another has it, still after ``wait_s`` seconds.
        """

    def check(self) -> None:
        """Make sure that it was not lost.

        Raises:
            LedgerUnusable: it was.
        """

    def give_back(self) -> None:
        """Let others write. What was lost already is no error."""


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
        return self.connection.execute(spoken(sql), values)

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
        undo(self.connection)
        self.turn.give_back()
        self.on_close()

    def _begin(self) -> "DuckDBPyConnection":
        if not self._holds_on:
            self.turn.take(self.wait_s)
        try:
            self.connection.execute("BEGIN")
            # The lake's state of this transaction is the one after the turn was taken.
            return self.connection.execute(f"UPDATE {_TURNS[self.work]} SET turn = turn + 1")  # noqa: S608  # ours
        except BaseException:
            undo(self.connection)
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

    def _give_back(self) -> None:
        if not self._holds_on:
            self.turn.give_back()


def undo(connection: "DuckDBPyConnection | LakeConnection") -> None:
    """Undo; where nothing is open, a COMMIT has failed or the connection is lost, nothing is."""
    import duckdb  # noqa: PLC0415  # heavy, and only here

    with suppress(duckdb.Error):
        connection.execute("ROLLBACK")


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


@contextmanager
def one_state(lake: LakeConnection) -> "Iterator[DuckDBPyConnection]":
    """Take the turn to compute, and lend one state; keep what is written there, or nothing."""
    connection = lake.lent(Work.EVENTS)
    try:
        with viewed(connection.as_duckdb()) as view:
            yield view
    finally:
        connection.close()  # undoes what is not kept


# --- The installed packages -> a DuckDB in memory that knows DuckLake and PostgreSQL.
_EXTENSIONS = ("postgres_scanner", "ducklake")  # in the order in which they are loaded
_lock = Lock()


def engine_cursor() -> "DuckDBPyConnection":
    """Give a connection of its own to this process's engine.

    Raises:
        MissingExtra: an extension is not installed, or is another DuckDB's.
    """
    with _lock:
        return _engine(os.getpid()).cursor()


def extension_file(name: str, duckdb_version: str) -> Path:
    """Find an extension in its package.

    Raises:
        MissingExtra: it is not installed, or is another DuckDB's.
    """
    package = f"duckdb-extension-{name.replace('_', '-')}"
    install = f"{sys.executable} -m pip install {package}=={duckdb_version}"
    found = find_spec(package.replace("-", "_"))
    if found is None or not found.submodule_search_locations:
        raise MissingExtra(f"a shared ledger needs {package}, which is not installed: {install}")
    folder = Path(found.submodule_search_locations[0]) / "extensions"
    file = folder / f"v{duckdb_version}" / f"{name}.duckdb_extension"
    if not file.is_file():
        try:
            has = version(package)
        except PackageNotFoundError:
            has = "?"
        raise MissingExtra(
            f"{package} {has} does not fit DuckDB {duckdb_version}; install the one that does: "
            f"{install}"
        )
    return file


@cache  # loading takes a second; a forked child makes its own
def _engine(_process: int) -> "DuckDBPyConnection":
    import duckdb  # noqa: PLC0415  # heavy, and only here

    files = [extension_file(name, duckdb.__version__) for name in _EXTENSIONS]
    engine = duckdb.connect(
        ":memory:",
        config={
            **OFFLINE,
            "temp_directory": str(Path(tempfile.gettempdir()) / f"detente-{_process}.tmp"),
        },
    )
    for file in files:
        engine.execute(f"LOAD '{str(file).replace(chr(39), chr(39) * 2)}'")
    return engine


# --- What DuckDB says about a shared ledger -> what a person can do.
_CONFLICT = ("conflict", "could not serialize", "duplicate key value")
_OF_POSTGRES = "Failed to prepare query"  # how DuckDB says that PostgreSQL did not answer
_GONE = "cannot be reached: see that PostgreSQL runs and lets you in"
_CUT = (
    "was lost while it was asked: see that PostgreSQL runs, and run it again; what is kept already "
    "is not written twice"
)
_ADVICE = {
    "does not match existing data path": (
        f"has its data in another folder than you name; leave data_path and ${DATA_VARIABLE} out"
    ),
    "DATA_PATH": (
        f"is not there yet; say where its data is to lie: data_path=FOLDER or ${DATA_VARIABLE}"
    ),
    "password authentication failed": "does not let you in: the name or the password is wrong",
    "no password supplied": (
        "asks for a password; put it into ~/.pgpass, or name the file in $PGPASSFILE"
    ),
    "permission denied": "does not let you do this: ask its keeper for the right",
    "Permission denied": "has data in a folder that you have no right to",
    "No space left": "cannot grow: the disk of its data is full; make room and run it again",
    "No such file": "lacks a file of its data; is its folder there, under the name it was made?",
    "Unable to connect": _GONE,
    "could not connect": _GONE,
    "server closed the connection": _CUT,
    "terminating connection": _CUT,
    "no connection to the server": _CUT,
    "SSL connection has been closed": _CUT,
    "Connection refused": _GONE,
    "the database system is": _GONE,
}


@contextmanager
def clear_lake_errors(lake: Lake) -> Iterator[None]:
    """Turn what DuckDB raises about a shared ledger into errors for people.

    Raises:
        BadInput: it is not there yet, and its name does not say where its data is to lie.
        LedgerBusy: another changed the same rows.
        LedgerUnusable: PostgreSQL or the folder of the data cannot be reached or used.
        LedgerVersion: a newer DuckLake has made it.
        Error: the question is wrong in itself, not the ledger: what DuckDB says of it.
    """
    import duckdb  # noqa: PLC0415  # heavy, and only here

    try:
        yield
    except duckdb.Error as err:
        told = str(err)
        wrong = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)
        if isinstance(err, (*wrong, duckdb.DataError)) and _OF_POSTGRES not in told:
            raise
        clear = _clear(lake, told)
    else:
        return
    raise clear from None


def _clear(lake: Lake, told: str) -> DetenteError:
    words = hushed(_first_lines(told))
    if any(one in told.lower() for one in _CONFLICT):
        return LedgerBusy(
            f"{lake} was changed at the same time; nothing of this was kept: run it again ({words})"
        )
    if "DuckLake catalog version" in told or "DuckLake version" in told:
        return LedgerVersion(
            f"{lake} was made by another DuckLake; pip install -U detente ({words})"
        )
    for sign, advice in _ADVICE.items():
        if sign in told:
            kind = BadInput if sign == "DATA_PATH" else LedgerUnusable
            return kind(f"{lake} {advice} ({words})")
    return LedgerUnusable(f"{lake} cannot be used: {words}")


def _first_lines(told: str) -> str:
    """Shorten: DuckDB repeats the question, which says nothing to a person."""
    return " ".join(told.split("\nLINE ", maxsplit=1)[0].split())[:400] or "no reason given"


# --- A `Lake` -> an open connection to a shared ledger at the newest schema.
# Rows of a batch of 50 reports go into PostgreSQL, not into files of a few kB, until they are
# gathered into Parquet (`tidy_lake`).
_INLINED = 1_000
_OPTIONS = {"data_inlining_row_limit": str(_INLINED), "parquet_compression": "zstd"}
_numbers = count(1)  # of what a process attaches to its engine


def open_lake(lake: Lake, *, read_only: bool = False, wait_s: float = 0.0) -> LakeConnection:
    """Open a shared ledger; one that is to be written is made if missing, and brought up to date.

    One that is to be read stays as it is at this moment, whatever others write.

    Raises:
        BadInput: there is no such ledger to read, or it is to be made and lacks a folder.
        LedgerBusy: another is making it, still after ``wait_s`` seconds.
        LedgerUnusable: PostgreSQL or the data cannot be reached.
        LedgerVersion: a newer detente has written it.
        MissingExtra: an extension of DuckDB is not installed.
    """
    with clear_lake_errors(lake):
        if read_only:
            return _to_read(lake, wait_s)
        return _to_write(lake, wait_s)


class _Attached:
    """What one opening attaches to the engine, to be left at the end."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.connection = engine_cursor()
        self._number = next(_numbers)
        self.alias = f"lake_{self._number}"
        self.house = f"house_{self._number}"

    def attach_house(self) -> None:
        """Attach PostgreSQL itself, where the catalog is there."""
        if self.lake.connection_words is not None:
            words = quoted(self.lake.connection_words)
            self.connection.execute(f"ATTACH {words} AS {self.house} (TYPE postgres, READ_ONLY)")

    def attach_lake(self, *options: str) -> None:
        """Attach the lake."""
        told = f" ({', '.join(options)})" if options else ""
        words = quoted(f"ducklake:{self.lake.catalog}")
        self.connection.execute(f"ATTACH {words} AS {self.alias}{told}")

    def is_made(self) -> bool:
        """Whether there is a catalog."""
        if self.lake.connection_words is None:
            return Path(self.lake.catalog).exists()
        sql = "SELECT to_regclass('ducklake_metadata') IS NOT NULL"
        return bool(_answer(self.connection, self.house, sql))

    def snapshot(self) -> str | None:
        """Number the last state of the lake, where others may add one."""
        if self.lake.connection_words is None:
            return None
        sql = "SELECT max(snapshot_id) FROM ducklake_snapshot"
        return str(_answer(self.connection, self.house, sql))

    def turn(self, work: Work) -> Turn:
        """Make what gives the right to write."""
        if self.lake.connection_words is None:
            return Turn()
        return PostgresTurn(self.connection.cursor(), self.house, work, str(self.lake))

    def opened(
        self, turn_of: Callable[[Work], Turn], wait_s: float = LEAST_WAIT_S
    ) -> LakeConnection:
        """Give the connection, which leaves all when it is closed."""
        return LakeConnection(
            connection=self.connection,
            alias=self.alias,
            turn_of=turn_of,
            wait_s=wait_s,
            on_close=self.leave,
        )

    def leave(self) -> None:
        """Detach all."""
        import duckdb  # noqa: PLC0415  # heavy, and only here

        detach = (f"DETACH DATABASE IF EXISTS {name}" for name in (self.alias, self.house))
        for sql in ("USE memory", *detach):
            with suppress(duckdb.Error):  # a question is still answered: it goes with the process
                self.connection.execute(sql)
        self.connection.close()


@contextmanager
def _attached(lake: Lake) -> Iterator[_Attached]:
    """Attach what PostgreSQL has; all is left where the block fails."""
    attached = _Attached(lake)
    try:
        attached.attach_house()
        yield attached
    except BaseException:
        attached.leave()
        raise


def _to_read(lake: Lake, wait_s: float) -> LakeConnection:
    with _attached(lake) as attached:
        opened = _read_as_it_is(attached)
        if is_current(opened.cursor(), str(lake)):
            return opened
    opened.close()
    _to_write(lake, wait_s).close()
    with _attached(lake) as attached:
        return _read_as_it_is(attached)


def _read_as_it_is(attached: _Attached) -> LakeConnection:
    if not attached.is_made():
        refuse_missing(attached.lake)
    state = attached.snapshot()
    attached.attach_lake("READ_ONLY", *([f"SNAPSHOT_VERSION {state}"] if state else []))
    return attached.opened(lambda _: Turn())


def _to_write(lake: Lake, wait_s: float) -> LakeConnection:
    with _attached(lake) as attached:
        if attached.is_made():
            attached.attach_lake(*_data_of(lake))
        else:
            _make(attached, wait_s)
        opened = attached.opened(attached.turn, max(wait_s, LEAST_WAIT_S))
        if not is_current(opened.cursor(), str(lake)):
            with opened.in_turn():
                opened.make_turns()
                migrate(opened.as_duckdb(), str(lake))
    return opened


def _make(attached: _Attached, wait_s: float) -> None:
    """Make the catalog; of several who want to, one does."""
    lake, turn = attached.lake, attached.turn(Work.TESTIMONY)
    turn.take(max(wait_s, LEAST_WAIT_S))
    try:
        is_new = not attached.is_made()
        if is_new and lake.data is None:
            raise BadInput(
                f"{lake} is not there yet; say where its data is to lie: data_path=FOLDER in its "
                f"name, or ${DATA_VARIABLE}"
            )
        attached.attach_lake(*_data_of(lake))
        for name, value in _OPTIONS.items() if is_new else ():
            attached.connection.execute(f"CALL {attached.alias}.set_option('{name}', '{value}')")
    finally:
        turn.give_back()


def _data_of(lake: Lake) -> list[str]:
    return [f"DATA_PATH {quoted(lake.data)}"] if lake.data else []


# --- The ledger's SQL -> what DuckLake understands: its tables have no keys and are packed alike.
_OF_COLUMN = re.compile(r"\bPRIMARY KEY(?! \()")
_PACKING = re.compile(r" USING COMPRESSION \w+")  # of columns; Parquet packs all
_OF_TABLE = re.compile(r",(?P<note>[^\n]*)\n\s*PRIMARY KEY \([^)]*\)")


def spoken(sql: str) -> str:
    """Say a statement in DuckLake's SQL."""
    if "PRIMARY KEY" in sql:
        sql = _OF_TABLE.sub(r"\g<note>", sql)
        sql = _OF_COLUMN.sub("NOT NULL", sql)
    return _PACKING.sub("", sql) if sql.lstrip().startswith(("--", "CREATE")) else sql


# --- Turns at a shared ledger: of those who want to write, one does.
_LOCKS = 0x646574  # "det": the first of the two numbers by which PostgreSQL knows our locks
_PAUSE_S = 0.02  # between two tries, at least; at most some ten times as long


def _answer(connection: "DuckDBPyConnection", house: str, sql: str) -> object:
    """Ask PostgreSQL itself, attached under the name ``house``, for one value."""
    row = connection.execute(f"FROM postgres_query('{house}', {quoted(sql)})").fetchone()
    return row[0] if row else None


def quoted(words: str) -> str:
    """Write words as SQL has them."""
    return f"""'{words.replace("'", "''")}'"""


class PostgresTurn(Turn):
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
        """Try until it is free.

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
        undo(self._connection)

    def _try(self) -> bool:
        """Take the lock if it is free: it is held as long as the transaction."""
        self._connection.execute("BEGIN")
        taken = self._ask(f"SELECT pg_try_advisory_xact_lock({_LOCKS}, {self._work})")
        if not taken:
            self.give_back()
        return bool(taken)

    def _ask(self, sql: str) -> object:
        return _answer(self._connection, self._house, sql)

    def _holder(self) -> str:
        """Say who has the lock, as far as PostgreSQL tells."""
        told = self._ask(
            "SELECT concat('PostgreSQL''s process ', pid, coalesce(' of ' || usename, ''),"  # noqa: S608  # ours
            " coalesce(' from ' || host(client_addr), '')) FROM pg_locks JOIN pg_stat_activity"
            " USING (pid) WHERE locktype = 'advisory' AND granted"
            f" AND classid = {_LOCKS} AND objid = {int(self._work)} LIMIT 1"
        )
        return str(told) if told else "who is done just now"


# --- A ledger of many small files -> one of few, without the states nobody looks at any more. No
# row changes; others read meanwhile, and who writes waits.
KEPT_H = 24.0  # whoever opened the ledger earlier to read is done by now
# In this order: what is in PostgreSQL into files; small files into large ones; files full of rows
# that are gone anew; states that nobody sees; files of no state; files of writers that were killed.
_GATHER = (
    "CALL ducklake_flush_inlined_data('{lake}')",
    "CALL ducklake_merge_adjacent_files('{lake}')",
    "CALL ducklake_rewrite_data_files('{lake}')",
)
_FORGET = (
    "CALL ducklake_expire_snapshots('{lake}', older_than => {until})",
    "CALL ducklake_cleanup_old_files('{lake}', older_than => {until})",
    "CALL ducklake_delete_orphaned_files('{lake}', older_than => {until})",
)
_FILES = (
    "SELECT coalesce(sum(file_count), 0)::BIGINT, coalesce(sum(file_size_bytes), 0)::BIGINT"
    " FROM ducklake_table_info('{lake}')"
)
_STATES = "SELECT count(*) FROM ducklake_snapshots('{lake}')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """How many files of data and states there were, and are. ``n_bytes`` is all data now."""

    n_files_before: int
    n_files: int
    n_bytes: int
    n_states_before: int
    n_states: int


def tidy_lake(lake: Lake, *, kept_h: float = KEPT_H, wait_s: float = 0.0) -> Tidied:
    """Gather small files, and forget states older than ``kept_h`` hours.

    Killed at any point it has done a part, and the next one does the rest.

    Raises:
        BadInput: there is no such ledger.
        LedgerBusy: others write, still after ``wait_s`` seconds.
        LedgerUnusable: PostgreSQL or the data cannot be reached.
    """
    opened = open_lake(lake, wait_s=wait_s)
    try:
        with clear_lake_errors(lake), ExitStack() as turns:
            computing = opened.lent(Work.EVENTS)
            turns.callback(computing.close)
            for one in (opened, computing):
                turns.enter_context(one.in_turn())
            return _tidy(opened, f"now() - to_seconds({kept_h * 3600:f})")
    finally:
        opened.close()


def _tidy(opened: LakeConnection, until: str) -> Tidied:
    connection, name = opened.connection, opened.alias
    n_files_before, _ = _counted(connection, _FILES, name)
    (n_states_before,) = _counted(connection, _STATES, name)
    for sql in (*_GATHER, *_FORGET):
        connection.execute(sql.format(lake=name, until=until)).fetchall()
    n_files, n_bytes = _counted(connection, _FILES, name)
    (n_states,) = _counted(connection, _STATES, name)
    return Tidied(
        n_files_before=n_files_before,
        n_files=n_files,
        n_bytes=n_bytes,
        n_states_before=n_states_before,
        n_states=n_states,
    )


def _counted(connection: "DuckDBPyConnection", sql: str, name: str) -> tuple[int, ...]:
    row: tuple[int, ...] = connection.execute(sql.format(lake=name)).fetchone() or ()
    return row
