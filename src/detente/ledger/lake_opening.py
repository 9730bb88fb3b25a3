"""A ``Lake`` -> an open connection to a shared ledger at the newest schema.

In:  a shared ledger's name, whether only to read, how long to wait.   Out: ``LakeConnection``.
Does not: hold a turn when it is done, or keep readers out while it makes or changes the schema.
"""

from itertools import count
from pathlib import Path

from detente.errors import BadInput
from detente.ledger.address import DATA_VARIABLE, LEDGER_VARIABLE, Lake
from detente.ledger.lake import LEAST_WAIT_S, LakeConnection
from detente.ledger.lake_engine import engine_cursor
from detente.ledger.lake_errors import clear_lake_errors
from detente.ledger.lake_turns import FreeTurn, PostgresTurn, Turn, Work, asked_of, quoted
from detente.ledger.schema import is_current, migrate

__all__ = ["open_lake"]

# Rows of a batch of 50 reports go into PostgreSQL, not into files of a few kB, until they are
# gathered into Parquet (ledger/lake_tidy.py).
_INLINED = 1_000
_OPTIONS = {
    "data_inlining_row_limit": str(_INLINED),
    "parquet_compression": "zstd",
}
_numbers = count(1)  # of what a process attaches to its engine


def open_lake(
    lake: Lake, *, read_only: bool = False, wait_s: float = 0.0, work: Work = Work.TESTIMONY
) -> LakeConnection:
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
        return _to_write(lake, wait_s, work)


# Private functions


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
        return bool(self._ask("SELECT to_regclass('ducklake_metadata') IS NOT NULL"))

    def snapshot(self) -> str | None:
        """Number the last state of the lake, where others may add one."""
        if self.lake.connection_words is None:
            return None
        return str(self._ask("SELECT max(snapshot_id) FROM ducklake_snapshot"))

    def turn(self, work: Work) -> Turn:
        """Make what gives the right to write."""
        if self.lake.connection_words is None:
            return FreeTurn()
        return PostgresTurn(self.connection.cursor(), self.house, work, str(self.lake))

    def leave(self) -> None:
        """Detach all."""
        import duckdb  # noqa: PLC0415  # heavy, and only here

        for name in (self.alias, self.house):
            try:
                self.connection.execute(f"DETACH DATABASE IF EXISTS {name}")
            except duckdb.Error:  # a question is still being answered: it goes with the process
                continue
        self.connection.close()

    def _ask(self, sql: str) -> object:
        row = self.connection.execute(asked_of(self.house, sql)).fetchone()
        return row[0] if row else None


def _to_read(lake: Lake, wait_s: float) -> LakeConnection:
    """Open one state of a ledger.

    Raises:
        BadInput: there is none.
    """
    opened = _read_as_it_is(lake)
    try:
        if is_current(opened.cursor(), str(lake)):
            return opened
    except BaseException:
        opened.close()
        raise
    opened.close()
    _to_write(lake, wait_s, Work.TESTIMONY).close()
    return _read_as_it_is(lake)


def _read_as_it_is(lake: Lake) -> LakeConnection:
    attached = _Attached(lake)
    try:
        attached.attach_house()
        _refuse_missing(attached)
        state = attached.snapshot()
        attached.attach_lake("READ_ONLY", *([f"SNAPSHOT_VERSION {state}"] if state else []))
        return LakeConnection(
            connection=attached.connection,
            alias=attached.alias,
            turn_of=lambda _: FreeTurn(),
            on_close=attached.leave,
        )
    except BaseException:
        attached.leave()
        raise


def _refuse_missing(attached: _Attached) -> None:
    """Make sure that there is a ledger.

    Raises:
        BadInput: there is none.
    """
    if not attached.is_made():
        raise BadInput(
            f"there is no ledger at {attached.lake}; make one with detente add, or name yours with "
            f"--ledger or ${LEDGER_VARIABLE}"
        )


def _to_write(lake: Lake, wait_s: float, work: Work) -> LakeConnection:
    """Open a ledger that is made if missing."""
    attached = _Attached(lake)
    try:
        attached.attach_house()
        if attached.is_made():
            attached.attach_lake(*_data_of(lake))
        else:
            _make(attached, wait_s)
        opened = LakeConnection(
            connection=attached.connection,
            alias=attached.alias,
            turn_of=attached.turn,
            work=work,
            wait_s=max(wait_s, LEAST_WAIT_S),
            on_close=attached.leave,
        )
        if not is_current(opened.cursor(), str(lake)):
            with opened.in_turn():
                opened.make_turns()
                migrate(opened.as_duckdb(), str(lake))
    except BaseException:
        attached.leave()
        raise
    return opened


def _make(attached: _Attached, wait_s: float) -> None:
    """Make the catalog; of several who want to, one does.

    Raises:
        BadInput: nobody says where the data is to lie.
    """
    lake, turn = attached.lake, attached.turn(Work.TESTIMONY)
    turn.take(max(wait_s, LEAST_WAIT_S))
    try:
        if not attached.is_made() and lake.data is None:
            raise BadInput(
                f"{lake} is not there yet; say where its data is to lie: data_path=FOLDER in its "
                f"name, or ${DATA_VARIABLE}"
            )
        is_new = not attached.is_made()
        attached.attach_lake(*_data_of(lake))
        for name, value in _OPTIONS.items() if is_new else ():
            attached.connection.execute(f"CALL {attached.alias}.set_option('{name}', '{value}')")
    finally:
        turn.give_back()


def _data_of(lake: Lake) -> list[str]:
    return [f"DATA_PATH {quoted(lake.data)}"] if lake.data else []
