"""The ledger: every claim kept, rows only added; one file, or shared by many.

In:  coded reports, problems, rulings, computed events.   Out: the same, for whoever asks.
Does not: code reports, merge claims, or count copies (record.py strings these together).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from detente.ledger.address import LedgerName, default_path, ledger_name
from detente.ledger.as_ruled import Ruled, ask_as_ruled
from detente.ledger.batch import Added, write_batch
from detente.ledger.columns import Row, decode, ruling_columns
from detente.ledger.computed import (
    IN_BLOCKS,
    UNMERGED,
    Changes,
    Computed,
    blocks_before,
    forget_computed,
    state,
    write_computed,
)
from detente.ledger.filters import Filter
from detente.ledger.import_rows import write_told
from detente.ledger.lake import LakeConnection
from detente.ledger.lake_state import one_state
from detente.ledger.opening import clear_errors, open_connection
from detente.ledger.parquet_import import write_whole
from detente.ledger.parquet_read import Whole
from detente.ledger.read import Answer, ask
from detente.ledger.tables import insert
from detente.ledger.told import Told
from detente.records import (
    Claim,
    Coded,
    Event,
    Problem,
    Remark,
    Reply,
    Report,
    ReportFacts,
    Ruling,
    Run,
    Statement,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Ledger", "OneState"]

BULK_LOG = "1GB"  # of rows that fill no group: a group of 122,880 goes past the log


class Ledger:
    """An open ledger. Open late, close soon: of a file one process writes, and nobody reads then.

    ``with Ledger.open(path) as ledger: ...``. Every method that writes is one transaction: after
    it, the rows are on the disk; without it, nothing is.
    """

    def __init__(self, connection: "DuckDBPyConnection", path: LedgerName) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(
        cls, path: LedgerName | str | None = None, *, read_only: bool = False, wait_s: float = 0.0
    ) -> Self:
        """Open a ledger; one that is to be written is made if missing, and brought up to date.

        Without a path it is ``$DETENTE_LEDGER``, else ``./detente.duckdb``. Several processes may
        open it with ``read_only`` at once; a shared one (``ducklake:...``) is written meanwhile,
        too, and shows its readers what was there when they opened it.

        Raises:
            BadInput: there is no such ledger to read, or the file is another program's.
            LedgerBusy: another process holds the file, still after ``wait_s`` seconds.
            LedgerUnusable: the file is damaged, or cannot be opened.
            LedgerVersion: a newer detente has written it.
            MissingExtra: it is shared, and an extension of DuckDB is not installed.
        """
        where = ledger_name(path) if path is not None else default_path()
        return cls(open_connection(where, read_only=read_only, wait_s=wait_s), where)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, so that others may open it."""
        with clear_errors(self.path):
            self._connection.close()

    # Writing testimony

    def add(
        self, items: Iterable[Coded | Problem], run: Run, *, is_imported: bool = False
    ) -> Added:
        """Write coded reports and problems in one transaction; what is there already stays once.

        A report whose citations are not in its text is not written; a problem takes its place.
        ``is_imported`` marks rows of other programs, whose report may have no text.

        Raises:
            LedgerBusy: the same rows were changed at the same time.
            LedgerUnusable: the file cannot grow; nothing was written.
        """
        with self._transaction():
            return write_batch(self._connection, items, run, is_imported=is_imported)

    def add_told(self, told: Told, run: Run) -> Added:
        """Write a batch of another program's rows in one transaction; twice is once."""
        with self._transaction():
            return write_told(self._connection, told, run)

    def add_whole(self, whole: Whole, run: Run) -> Added:
        """Write a stretch of detente's own Parquet in one transaction; twice is once."""
        with self._transaction():
            return write_whole(self._connection, whole, run)

    @contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Write what many transactions bring into its place at the end, not after each.

        What is committed is on the disk in the file's log at once, which is brought into its place
        whenever it has grown to ``BULK_LOG``, and by whoever opens the file next.
        """
        if isinstance(self._connection, LakeConnection):  # whose rows are files of their own
            yield
            return
        self._connection.execute(f"SET checkpoint_threshold = '{BULK_LOG}'")
        try:
            yield
        finally:
            with clear_errors(self.path):
                self._connection.execute("RESET checkpoint_threshold")

    def known(self, report_ids: Iterable[str], run: Run | None = None) -> frozenset[str]:
        """Which of these reports are coded: under ``run``, or without one under any."""
        sql = "SELECT report_id FROM codings WHERE report_id IN (SELECT unnest($ids::VARCHAR[]))"
        values: dict[str, object] = {"ids": list(report_ids)}
        if run is not None:
            sql, values["run"] = f"{sql} AND run_id = $run", run.id
        return frozenset(row[0] for row in self._rows(sql, values))

    # Rulings

    def rule(self, rulings: Iterable[Ruling]) -> int:
        """Write people's rulings, those withdrawn with the instant; count the new ones."""
        given = {ruling.id: ruling for ruling in rulings}
        withdrawn: list[Row] = [
            {"ruling_id": ruling.id, "withdrawn_at": _utc(ruling.withdrawn_at)}
            for ruling in given.values()
            if ruling.withdrawn_at
        ]
        with self._transaction():
            insert(self._connection, "withdrawals", withdrawn)
            return insert(self._connection, "rulings", list(map(ruling_columns, given.values())))

    def withdraw(self, ruling_id: str, at: datetime) -> bool:
        """Withdraw a ruling from the aware instant ``at`` on; false if it was withdrawn before."""
        row: Row = {"ruling_id": ruling_id, "withdrawn_at": _utc(at)}
        with self._transaction():
            return insert(self._connection, "withdrawals", [row]) == 1

    def rulings(self, *, with_withdrawn: bool = False) -> list[Ruling]:
        """List rulings in the order they were made; the withdrawn ones only on demand."""
        rows = self._rows(
            "SELECT record, withdrawn_at FROM rulings LEFT JOIN withdrawals ON ruling_id = id"
            " ORDER BY made_at, id"
        )
        return [
            _ruling(record, withdrawn_at)
            for record, withdrawn_at in rows
            if with_withdrawn or withdrawn_at is None
        ]

    # Replies of models

    def keep_replies(self, replies: Iterable[Reply]) -> int:
        """Write what models answered; what is there stays. Counts the new ones."""
        rows: list[Row] = [asdict(reply) for reply in replies]
        with self._transaction():
            return insert(self._connection, "replies", rows)

    def replies(self) -> Iterator[Reply]:
        """Yield all replies of models, in the order of their digests."""
        names = [field.name for field in fields(Reply)]
        rows = self._rows(f"SELECT {', '.join(names)} FROM replies ORDER BY asked")  # noqa: S608  # ours
        return (Reply(**dict(zip(names, row, strict=True))) for row in rows)

    # What is computed

    @contextmanager
    def computing(self) -> "Iterator[Ledger]":
        """Lend one state of the ledger to compute events from; what is computed is kept whole.

        Of a file this is the ledger itself, for nobody writes beside it.
        """
        if not isinstance(self._connection, LakeConnection):
            yield self
            return
        with clear_errors(self.path), one_state(self._connection) as state_now:
            yield OneState(state_now, self.path)

    def write_events(self, found: Computed) -> Changes:
        """Put the events of some blocks of claims in the place of those that were."""
        with self._transaction():
            return write_computed(self._connection, found)

    def forget_events(self) -> None:
        """Remove all that is computed; the next computation is from scratch."""
        with self._transaction():
            forget_computed(self._connection)

    def is_computed(self) -> bool:
        """Whether events are those of all claims and rulings that are in the ledger now."""
        with clear_errors(self.path):
            then, now = state(self._connection)
        return then == now

    def is_outdated(self) -> bool:
        """Whether another version of detente has computed the events."""
        with clear_errors(self.path):
            then, now = state(self._connection)
        return then is not None and then.version != now.version

    def n_texts_compared(self) -> int:
        """Count the reports among which copies were looked for."""
        with clear_errors(self.path):
            then, _ = state(self._connection)
        return then.n_texts if then else 0

    def unmerged_claims(
        self, report_ids: Sequence[str], claim_ids: Sequence[str]
    ) -> Iterator[Claim]:
        """Yield the claims that no event takes into account yet, and those that are named."""
        rows = self._rows(UNMERGED, {"reports": list(report_ids), "claims": list(claim_ids)})
        return (decode(Claim, record) for (record,) in rows)

    def blocks_before(self, claim_ids: Collection[str]) -> set[str]:
        """Find the blocks that these claims had, and those of claims that no longer count."""
        with clear_errors(self.path):
            return blocks_before(self._connection, claim_ids)

    def claims_in(self, blocks: Collection[str], without: Collection[str]) -> Iterator[Claim]:
        """Yield the claims of some blocks, but for those that are named."""
        rows = self._rows(IN_BLOCKS, {"blocks": list(blocks), "without": list(without)})
        return (decode(Claim, record) for (record,) in rows)

    def facts(self) -> dict[str, ReportFacts]:
        """What merging has to know of the coded reports, by id, with the groups last written."""
        rows = self._rows(
            "SELECT id, published, outlet, credited, copy_group FROM reports"
            " LEFT JOIN copy_groups ON report_id = id ORDER BY id"
        )
        return {
            report_id: ReportFacts(
                published=published, outlet=outlet, credited=credited, copy_group=group
            )
            for report_id, published, outlet, credited, group in rows
        }

    # Questions

    def events(self, **wanted: Unpack[Filter]) -> Answer[Event]:
        """Ask for events, by date."""
        return ask(self._connection, self.path, "events", wanted)

    def claims(self, **wanted: Unpack[Filter]) -> Answer[Claim]:
        """Ask for the claims of each report's latest coding, by date; ``run`` for another run's."""
        return ask(self._connection, self.path, "claims", wanted)

    def claims_as_ruled(self, ruled: Ruled, **wanted: Unpack[Filter]) -> Answer[Claim]:
        """Ask for claims as people ruled: without those that ``ruled`` has as ``None``."""
        return ask_as_ruled(self._connection, self.path, ruled, wanted)

    def ids_with_text(self) -> list[str]:
        """List the ids of the reports that have a text of their own, sorted."""
        rows = self._rows("SELECT id FROM reports WHERE NOT is_imported ORDER BY id")
        return [row[0] for row in rows]

    def reports_of(self, report_ids: Sequence[str]) -> list[Report]:
        """Read some reports, sorted by id."""
        return list(ask(self._connection, self.path, "reports", {"ids": list(report_ids)}))

    def statements(self, **wanted: Unpack[Filter]) -> Answer[Statement]:
        """Ask for the statements of each report's latest coding, by day of publication."""
        return ask(self._connection, self.path, "statements", wanted)

    def remarks(self, **wanted: Unpack[Filter]) -> Answer[Remark]:
        """Ask for remarks (limits, links, frames ...), by day of publication."""
        return ask(self._connection, self.path, "remarks", wanted)

    def reports(self, **wanted: Unpack[Filter]) -> Answer[Report]:
        """Ask for reports, by day of publication."""
        return ask(self._connection, self.path, "reports", wanted)

    def problems(self, **wanted: Unpack[Filter]) -> Answer[Problem]:
        """Ask for the problems that are still there, in the order in which they came."""
        return ask(self._connection, self.path, "problems", wanted)

    def runs(self, **wanted: Unpack[Filter]) -> Answer[Run]:
        """Ask for runs, in the order in which they were first used."""
        return ask(self._connection, self.path, "runs", wanted)

    @contextmanager
    def query(self) -> "Iterator[DuckDBPyConnection]":
        """Lend a cursor for SQL over the tables of ``sql/*.sql``; writing is for this class."""
        with clear_errors(self.path):
            yield self._connection.cursor()

    # Private functions

    def _rows(self, sql: str, values: dict[str, object] | None = None) -> Iterator[tuple[Any, ...]]:
        with clear_errors(self.path):
            cursor = self._connection.cursor().execute(sql, values or {})
            while rows := cursor.fetchmany(10_000):
                yield from rows

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Keep all that the block writes, or nothing."""
        with clear_errors(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                _roll_back(self._connection)
                raise


class OneState(Ledger):
    """A ledger all of whose questions and writes are one transaction, which another has begun."""

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with clear_errors(self.path):
            yield

    def close(self) -> None:
        """Leave it open: who lent it ends it."""


def _roll_back(connection: "DuckDBPyConnection") -> None:
    """Undo; a failed COMMIT, or a connection that is lost, has nothing to undo."""
    import duckdb  # noqa: PLC0415  # heavy, and only here

    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        return


def _utc(at: datetime) -> datetime:
    """Write an aware instant as DuckDB's TIMESTAMP has it: UTC, without a zone."""
    return at.astimezone(UTC).replace(tzinfo=None)


def _ruling(record: str, withdrawn_at: datetime | None) -> Ruling:
    ruling = decode(Ruling, record)
    return (
        replace(ruling, withdrawn_at=withdrawn_at.replace(tzinfo=UTC)) if withdrawn_at else ruling
    )
