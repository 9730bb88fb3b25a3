"""The ledger: every claim kept, rows only added; one file, or shared by many.

In:  coded reports, problems, rulings, computed events.   Out: the same, for whoever asks.
Does not: code reports, merge claims, or count copies (record.py strings these together).
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

import msgspec

from detente.errors import VERSION, BadInput
from detente.ledger.address import LedgerName, default_path, id_list, ledger_name, packaged_sql
from detente.ledger.ask import TABLES, Answer, Filter, Value, ask, checked
from detente.ledger.columns import (
    Added,
    Row,
    claim_columns,
    decode,
    event_columns,
    insert,
    number_from,
    record_of,
    ruling_columns,
    write_batch,
)
from detente.ledger.formats.parquet_import import Whole, write_whole
from detente.ledger.lake import LakeConnection, one_state, undo
from detente.ledger.opening import clear_errors, open_connection
from detente.ledger.sampling import Questions, Sample, draw
from detente.records import (
    Actor,
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
    Shown,
    Statement,
    names_of,
    record_from,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = Path(":memory:")  # DuckDB's name for it
BULK_LOG = "1GB"  # of rows that fill no group: a group of 122,880 goes past the log


# --- What is computed: events and groups of copies, and which claims they take into account.
@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a recomputation changed. An event is its claims; other claims make another event.

    ``blocks`` name the countries whose events were computed anew, as ``CHN+USA``.
    """

    n_new: int
    n_gone: int
    n_changed: int
    n_same: int
    blocks: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What was computed anew: all events of some blocks of claims.

    ``blocks`` are their names, as they were and as they are. ``block_of`` gives each claim that
    is looked at anew its block, by claim; "" for a rejected one. ``copy_groups`` names the group
    of each report with copies, by report id, among ``n_texts`` reports.
    """

    events: Sequence[Event]
    blocks: Collection[str]
    block_of: Mapping[str, str]
    copy_groups: Mapping[str, str] = field(default_factory=dict)
    n_texts: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """What events take into account; equal states have equal events."""

    batch: int
    n_rulings: int
    n_texts: int
    version: str


Ruled = Mapping[str, Claim | None]  # by id: the claim as it was ruled, ``None`` if rejected


class Ledger(Shown):
    """An open ledger. Open late, close soon: of a file one process writes, and nobody reads then.

    ``with Ledger.open(path) as ledger: ...``. Every method that writes is one transaction: after
    it, the rows are on the disk; without it, nothing is.
    """

    def __init__(
        self, connection: "DuckDBPyConnection", path: LedgerName, least_score: float = 0.0
    ) -> None:
        self._connection = connection
        self.path = path
        self._least_score = least_score

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

    @classmethod
    def of_events(
        cls, events: Sequence[Event], coded: Iterable[Coded] = (), run: Run | None = None
    ) -> Self:
        """Make a ledger in memory that holds these events, gone when closed.

        ``coded`` with its ``run`` is their testimony; without it every act counts as sure.

        Raises:
            BadInput: testimony is given without its run.
        """
        testimony = tuple(coded)
        if testimony and run is None:
            raise BadInput(
                "coded reports need the run that coded them: of_events(events, coded, run)"
            )
        made = cls.open(MEMORY)
        if run:
            made.add(testimony, run)
        made.write_events(Computed(events=events, blocks=(), block_of={}))
        return made

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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
        among = "(SELECT unnest(string_split($ids, ',')))"
        sql = f"SELECT report_id FROM codings WHERE report_id IN {among}"  # noqa: S608  # ours
        values: dict[str, object] = {"ids": id_list(report_ids)}
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
        given = {reply.asked: reply for reply in replies}
        rows: list[Row] = list(map(asdict, given.values()))
        with self._transaction():
            return insert(self._connection, "replies", rows)

    def replies(self) -> Iterator[Reply]:
        """Yield all replies of models, in the order of their digests."""
        names = ", ".join(names_of(Reply))
        rows = self._rows(f"SELECT {names} FROM replies ORDER BY asked")  # noqa: S608  # ours
        return (record_from(Reply, row) for row in rows)

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
            for table in ("events", *_OF_EVENTS, "claim_blocks", "copy_groups", "computed"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608  # ours

    def is_computed(self) -> bool:
        """Whether events are those of all claims and rulings that are in the ledger now."""
        then, now = self._states()
        return then == now

    def is_outdated(self) -> bool:
        """Whether another version of detente has computed the events."""
        then, now = self._states()
        return then is not None and then.version != now.version

    def n_texts_compared(self) -> int:
        """Count the reports among which copies were looked for."""
        then, _ = self._states()
        return then.n_texts if then else 0

    def unmerged_claims(
        self, report_ids: Sequence[str], claim_ids: Sequence[str]
    ) -> Iterator[Claim]:
        """Yield the claims that no event takes into account yet, and those that are named."""
        values = {"reports": id_list(report_ids), "claims": id_list(claim_ids)}
        return self._claims("unmerged_claims", values)

    def blocks_before(self, claim_ids: Collection[str]) -> set[str]:
        """Find the blocks that these claims had, and those of claims that no longer count."""
        rows = self._rows(packaged_sql("blocks_before"), {"ids": id_list(claim_ids)})
        return {block for (block,) in rows}

    def claims_in(self, blocks: Collection[str], without: Collection[str]) -> Iterator[Claim]:
        """Yield the claims of some blocks, but for those that are named."""
        values = {"blocks": id_list(blocks), "without": id_list(without)}
        return self._claims("claims_in_blocks", values)

    def facts(self, of: Sequence[str] | None = None) -> dict[str, ReportFacts]:
        """What merging has to know of reports, by id, with the groups last written.

        ``of`` asks for some reports and the copies of these.
        """
        named = "" if of is None else packaged_sql("facts_of")
        rows = self._rows(
            "SELECT id, published, outlet, credited, copy_group FROM reports"  # noqa: S608  # ours
            f" LEFT JOIN copy_groups ON report_id = id {named} ORDER BY id",
            {} if of is None else {"ids": id_list(of)},
        )
        return {report_id: record_from(ReportFacts, told) for report_id, *told in rows}

    # Questions

    def events(self, **wanted: Unpack[Filter]) -> Answer[Event]:
        """Ask for events, by date."""
        return self._ask("events", wanted)

    def claims(self, **wanted: Unpack[Filter]) -> Answer[Claim]:
        """Ask for the claims of each report's latest coding, by date; ``run`` for another run's."""
        return self._ask("claims", wanted)

    def claims_as_ruled(self, ruled: Ruled, **wanted: Unpack[Filter]) -> Answer[Claim]:
        """Ask for claims as people ruled: without those that ``ruled`` has as ``None``."""
        return ask_as_ruled(self._connection, self.path, ruled, self._codes("claims", wanted))

    def rows_as_ruled(self, ruled: Ruled) -> "RuledRows":
        """Write SQL for the rows of the claims that count, as people ruled."""
        return rows_as_ruled(self._connection, ruled)

    def holds(self, table: str, **wanted: Unpack[Filter]) -> bool:
        """Whether a table has any row that fits; sides are asked for by their codes alone."""
        asked = Filter(**{**wanted, "limit": 1})
        return bool(ask(self._connection, self.path, table, asked).count())

    def ids_with_text(self) -> list[str]:
        """List the ids of the reports that have a text of their own, sorted."""
        rows = self._rows("SELECT id FROM reports WHERE NOT is_imported ORDER BY id")
        return [row[0] for row in rows]

    def reports_of(self, report_ids: Sequence[str]) -> list[Report]:
        """Read some reports, sorted by id."""
        return list(ask(self._connection, self.path, "reports", {"ids": list(report_ids)}))

    def statements(self, **wanted: Unpack[Filter]) -> Answer[Statement]:
        """Ask for the statements of each report's latest coding, by day of publication."""
        return self._ask("statements", wanted)

    def remarks(self, **wanted: Unpack[Filter]) -> Answer[Remark]:
        """Ask for remarks (limits, links, frames ...), by day of publication."""
        return self._ask("remarks", wanted)

    def reports(self, **wanted: Unpack[Filter]) -> Answer[Report]:
        """Ask for reports, by day of publication."""
        return self._ask("reports", wanted)

    def problems(self, **wanted: Unpack[Filter]) -> Answer[Problem]:
        """Ask for the problems that are still there, in the order in which they came."""
        return self._ask("problems", wanted)

    def runs(self, **wanted: Unpack[Filter]) -> Answer[Run]:
        """Ask for runs, in the order in which they were first used."""
        return self._ask("runs", wanted)

    def sample(
        self,
        n_claims: int = 100,
        n_reports: int = 50,
        *,
        seed: int = 1,
        ruled: Ruled | None = None,
        named: Sequence[Collection[str]] = (),
        **wanted: Unpack[Filter],
    ) -> Sample:
        """Draw claims, stratified by type, and reports to be read in full, for people to check.

        With ``named``, the names of each side, reports are drawn of which one a side stands in.
        ``ruled`` are claims as people ruled (``detente.record.ruled_claims``); without it claims
        are as they were read. The same ledger and seed give the same sample.

        Raises:
            BadInput: nothing fits.
        """
        ask = Questions(
            claims=lambda which: self.claims_as_ruled(ruled or {}, **which),
            reports=lambda which: self.reports(**which),
            named=named,
        )
        return draw(ask, wanted, n_claims, n_reports, seed)

    @contextmanager
    def query(self) -> "Iterator[DuckDBPyConnection]":
        """Lend a cursor for SQL over the tables of ``sql/*.sql``; writing is for this class."""
        with clear_errors(self.path):
            cursor = self._connection.cursor()
            if self._least_score:
                row = cursor.execute("SELECT current_database()").fetchone()
                name = str(row[0] if row else "").replace('"', '""')
                sql = packaged_sql("sure_events")
                cursor.execute(sql.format(catalog=name, least=float(self._least_score)))
            yield cursor

    def of_score(self, least: float) -> Self:
        """Give the same ledger, in which only what is so sure stands: claims, and their events.

        Raises:
            BadInput: ``least`` is no share from 0 to 1.
        """
        checked({"min_score": least})
        return type(self)(self._connection, self.path, least)

    def _ask(self, table: str, wanted: Filter) -> Answer[Any]:
        if self._least_score and table in {"claims", "events"}:
            wanted = {"min_score": self._least_score, **wanted}
        return ask(self._connection, self.path, table, self._codes(table, wanted))

    def _codes(self, table: str, wanted: Filter) -> Filter:  # noqa: ARG002  # its heir knows names
        """What is asked for, in codes; here as it was written."""
        return wanted

    def _claims(self, query: str, values: Mapping[str, object]) -> Iterator[Claim]:
        return (decode(Claim, record) for (record,) in self._rows(packaged_sql(query), values))

    def _states(self) -> tuple[State | None, State]:
        """Read what events take into account (``None``: nothing yet), and what there is."""
        with clear_errors(self.path):
            then = self._connection.execute("FROM computed").fetchone()
            now = self._connection.execute(packaged_sql("state_now"), [VERSION]).fetchone()
        return State(*then) if then else None, State(*now)  # type: ignore[misc]  # always one row

    def _rows(
        self, sql: str, values: Mapping[str, object] | None = None
    ) -> Iterator[tuple[Any, ...]]:
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
                undo(self._connection)
                raise


class OneState(Ledger):
    """A ledger all of whose questions and writes are one transaction, which another has begun."""

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with clear_errors(self.path):
            yield

    def close(self) -> None:
        """Leave it open: who lent it ends it."""


def _utc(at: datetime) -> datetime:
    """Write an aware instant as DuckDB's TIMESTAMP has it: UTC, without a zone."""
    return at.astimezone(UTC).replace(tzinfo=None)


def _ruling(record: str, withdrawn_at: datetime | None) -> Ruling:
    ruling = decode(Ruling, record)
    return (
        replace(ruling, withdrawn_at=withdrawn_at.replace(tzinfo=UTC)) if withdrawn_at else ruling
    )


# --- Claims as people ruled on them -> an answer in which they stand so, and are found so.
def ask_as_ruled(
    connection: "DuckDBPyConnection", path: LedgerName, ruled: Ruled, wanted: Filter
) -> Answer[Claim]:
    """Ask for claims as ruled: rejected ones are left out, changed ones fit by what was set."""
    if not ruled:
        return ask(connection, path, "claims", wanted)

    def decode_as_ruled(record: str) -> Claim:
        claim = decode(Claim, record)
        return ruled.get(claim.id) or claim

    of_run = "(FROM claims WHERE run_id = $run)"
    rows = rows_as_ruled(connection, ruled)
    table = replace(
        TABLES["claims"],
        rows=f"{rows.sql} {_WITH_REPORTS}",
        rows_of_run=f"{rows_as_ruled(connection, ruled, of_run).sql} {_WITH_REPORTS}",
        decode=decode_as_ruled,
        known=rows.values,
    )
    return ask(connection, path, "claims", wanted, table)


@dataclass(frozen=True, slots=True)
class RuledRows:
    """SQL for the rows of claims as people ruled, to stand for a table, and the values it names."""

    sql: str
    values: Mapping[str, Value]


def rows_as_ruled(
    connection: "DuckDBPyConnection", ruled: Ruled, claims: str = "current_claims"
) -> RuledRows:
    """Write the rows of ``claims`` as ruled: without rejected ones, others as they were set.

    ``record`` stays what was read: it gives the claim its id.
    """
    if not ruled:
        return RuledRows(claims, {})
    changed = [{**claim_columns(one, ""), "id": of} for of, one in ruled.items() if one is not None]
    shape = msgspec.json.encode([_shape(connection)]).decode()
    values: dict[str, Value] = {
        "ruled_ids": list(ruled),
        "ruled_rows": msgspec.json.encode(changed).decode(),
    }
    return RuledRows(_ROWS.format(claims=claims, shape=shape), values)


def n_rejected(ledger: "Ledger", wanted: Filter, ruled: Ruled) -> int:
    """Count the claims that fit as they were read, and are rejected."""
    rejected = [claim_id for claim_id, claim in ruled.items() if claim is None]
    return ledger.claims(**among(wanted, rejected)).count()


def among(wanted: Filter, ids: Iterable[str]) -> Filter:
    """Ask for those of some claims that fit, however many are asked for at most."""
    narrower = Filter(**wanted)
    narrower.pop("limit", None)
    among = wanted.get("ids")
    narrower["ids"] = [one for one in ids if among is None or one in among]
    return narrower


_ROWS = (
    "(SELECT * FROM {claims} AS read WHERE id NOT IN (SELECT unnest($ruled_ids::VARCHAR[]))"
    " UNION ALL BY NAME"
    " SELECT ruled.*, read.run_id, read.record FROM {claims} AS read JOIN (SELECT unnest("
    "from_json($ruled_rows::JSON, '{shape}'), max_depth := 2)) AS ruled USING (id))"
)
_WITH_REPORTS = "AS t JOIN reports AS r ON r.id = t.report_id"


def _shape(connection: "DuckDBPyConnection") -> dict[str, object]:
    """Say what type each column of a claim has, as DuckDB's ``from_json`` wants to know it."""
    rows = connection.cursor().execute("SELECT column_name, column_type FROM (DESCRIBE claims)")
    return {
        name: [kind.removesuffix("[]")] if kind.endswith("[]") else kind
        for name, kind in rows.fetchall()
        if name not in {"run_id", "record"}
    }


def write_computed(connection: "DuckDBPyConnection", found: Computed) -> Changes:
    """Write what was computed anew within a transaction; only what differs is written."""
    before: dict[str, str] = dict(
        connection.execute(
            packaged_sql("events_of_blocks"), {"blocks": id_list(found.blocks)}
        ).fetchall()
    )
    other = [event for event in found.events if before.get(event.id) != _md5(event)]
    fresh = {event.id for event in found.events}
    changed = [event.id for event in other if event.id in before]
    gone = [event_id for event_id in before if event_id not in fresh]
    _delete(connection, [*changed, *gone])
    _insert(connection, other)
    _write_blocks(connection, found.block_of)
    _write_groups(connection, found.copy_groups)
    connection.execute("DELETE FROM computed")
    connection.execute(f"INSERT INTO computed {packaged_sql('state_now')}", [VERSION])
    connection.execute("UPDATE computed SET n_texts = ?", [found.n_texts])
    return Changes(
        n_new=len(other) - len(changed),
        n_gone=len(gone),
        n_changed=len(changed),
        n_same=len(fresh) - len(other),
        blocks=frozenset(found.blocks),
    )


_OF_EVENTS = ("event_claims", "event_links", "event_dyads")


def _md5(event: Event) -> str:
    return hashlib.md5(record_of(event).encode(), usedforsecurity=False).hexdigest()


def _delete(connection: "DuckDBPyConnection", ids: Sequence[str]) -> None:
    if not ids:
        return
    number_from(connection, "DELETE FROM events WHERE id IN (SELECT unnest(?::VARCHAR[]))", [ids])
    for table in _OF_EVENTS:
        sql = f"DELETE FROM {table} WHERE event_id IN (SELECT unnest(?::VARCHAR[]))"  # noqa: S608  # ours
        number_from(connection, sql, [ids])


def _insert(connection: "DuckDBPyConnection", events: Sequence[Event]) -> None:
    """Insert events, those of the same parties side by side: a dyad's history is read together."""
    ordered = sorted(events, key=_place_on_disk)
    insert(connection, "events", list(map(event_columns, ordered)))
    rows: dict[str, list[Row]] = {table: [] for table in _OF_EVENTS}
    for event in events:
        own = {"event_id": event.id}
        rows["event_claims"] += [{**own, "claim_id": claim} for claim in event.claim_ids]
        rows["event_links"] += [
            {**own, "kind": link.kind.value, "other_id": link.event_id} for link in event.links
        ]
        rows["event_dyads"] += [{"one": one, "other": other, **own} for one, other in _dyads(event)]
    for table in _OF_EVENTS:
        insert(connection, table, rows[table])


def _place_on_disk(event: Event) -> tuple[list[str], date, str]:
    parties = _countries((*event.actors, *event.recipients))
    return (parties, event.date.earliest if event.date else date.max, event.id)


def _dyads(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the pairs of countries that deal with each other, each once, sorted within."""
    actors, recipients = _countries(event.actors), _countries(event.recipients)
    pairs = (*combinations(actors, 2), *product(actors, recipients))
    between = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    yield from sorted(between)


def _countries(actors: Iterable[Actor]) -> list[str]:
    return sorted({actor.country for actor in actors if actor.country})


def _write_blocks(connection: "DuckDBPyConnection", block_of: Mapping[str, str]) -> None:
    """Put the claims that were looked at into their blocks; forget those that no longer count."""
    connection.execute(
        "DELETE FROM claim_blocks AS b"
        " WHERE claim_id IN (SELECT unnest(string_split($ids, ','))) OR NOT EXISTS"
        " (FROM current_claims AS c WHERE c.id = claim_id AND c.run_id = b.run_id)",
        {"ids": id_list(block_of)},
    )
    connection.execute(
        "INSERT INTO claim_blocks SELECT id, run_id, block FROM current_claims JOIN ("
        " SELECT unnest(string_split($ids, ',')) AS id,"
        " unnest(string_split($blocks, ',')) AS block) USING (id)",
        {"ids": id_list(block_of), "blocks": id_list(block_of.values())},
    )


def _write_groups(connection: "DuckDBPyConnection", copy_groups: Mapping[str, str]) -> None:
    connection.execute("DELETE FROM copy_groups")
    rows: list[Row] = [
        {"report_id": report_id, "copy_group": group}
        for report_id, group in sorted(copy_groups.items())
    ]
    insert(connection, "copy_groups", rows)
