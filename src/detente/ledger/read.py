"""Questions to an open ledger -> answers: records one by one, or a table for data frames.

In:  a connection and a filter.   Out: ``Answer``, which runs its query each time it is asked.
Does not: write, or know what rows mean. Rows come in an order that does not depend on arrival.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from detente.errors import BadInput
from detente.ledger.address import LedgerName
from detente.ledger.columns import decode
from detente.ledger.filters import Filter, Value, conditions
from detente.ledger.opening import clear_errors
from detente.records import Claim, Event, Problem, Remark, Report, Run, Statement

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # it ships no types
    import polars as pl
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

__all__ = ["TABLES", "Answer", "Table", "ask", "run_id_of"]

T_co = TypeVar("T_co", covariant=True)
AT_ONCE = 2_000  # rows held as records at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[T_co]):
    """One thing that can be asked: its rows, their order, and how a row becomes a record.

    ``rows`` yields all rows of the current view, ``rows_of_run`` those of the run ``$run``.
    ``record`` are the columns that ``decode`` takes, ``known`` the values that ``rows`` name.
    """

    rows: str
    rows_of_run: str | None
    columns: str
    order: str
    record: str
    decode: Callable[..., T_co]
    known: Mapping[str, Value] = field(default_factory=dict)


class Answer(Generic[T_co]):
    """Rows that fit a filter. Iterate for records; ``arrow``, ``polars``, ``pandas`` for tables.

    The ledger must stay open while it is asked. Each use runs the query anew.
    """

    def __init__(
        self, connection: "DuckDBPyConnection", path: LedgerName, table: Table[T_co], query: "Query"
    ) -> None:
        self._connection = connection
        self._path = path
        self._table = table
        self._query = query

    def __iter__(self) -> Iterator[T_co]:
        """Yield records, in order."""
        cursor = self._run(self._table.record)
        while rows := cursor.fetchmany(AT_ONCE):
            for row in rows:
                yield self._table.decode(*row)

    def by_report(self) -> "Answer[T_co]":
        """Order claims or statements by their reports, and within by the text."""
        table = replace(self._table, order=_BY_REPORT)
        return Answer(self._connection, self._path, table, self._query)

    def arrow(self) -> "pa.Table":
        """All flat columns as an Arrow table."""
        return self._run(self._table.columns).to_arrow_table()

    def batches(self, columns: str, at_once: int) -> "Iterator[pa.RecordBatch]":
        """Yield some columns, written as SQL over ``t`` and its report ``r``, in batches."""
        yield from self._run(columns).to_arrow_reader(at_once)

    def polars(self) -> "pl.DataFrame":
        """All flat columns as a Polars data frame."""
        return self._run(self._table.columns).pl()

    def pandas(self) -> "pd.DataFrame":
        """All flat columns as a pandas data frame; lists become arrays."""
        return self._run(self._table.columns).df()

    def count(self) -> int:
        """Count the rows."""
        row = self._run("1", is_counted=True).fetchone()
        return int(row[0]) if row else 0

    def first(self) -> T_co | None:
        """The first record, ``None`` without any."""
        return next(iter(self), None)

    def _run(self, columns: str, *, is_counted: bool = False) -> "DuckDBPyConnection":
        sql = self._query.sql(columns, self._table.order)
        if is_counted:
            sql = f"SELECT count(*) FROM ({self._query.sql(columns, '')})"  # noqa: S608  # ours
        with clear_errors(self._path):
            return self._connection.cursor().execute(sql, self._query.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Where rows come from, which of them, and how many at most."""

    rows: str
    where: str
    values: dict[str, Value]
    limit: int | None

    def sql(self, columns: str, order: str) -> str:
        """Write the query for some columns."""
        by = f" ORDER BY {order}" if order else ""
        at_most = f" LIMIT {self.limit:d}" if self.limit is not None else ""
        return f"SELECT {columns} FROM {self.rows}{self.where}{by}{at_most}"  # noqa: S608  # ours


def ask(
    connection: "DuckDBPyConnection",
    path: LedgerName,
    name: str,
    wanted: Filter,
    table: Table[Any] | None = None,
) -> Answer[Any]:
    """Ask one of ``TABLES``, or ``table`` in its place.

    Raises:
        BadInput: the table has nothing that the filter asks for.
    """
    table = table or TABLES[name]
    words, values = conditions(name, wanted)
    values |= table.known
    rows, run = table.rows, wanted.get("run")
    if run is not None and table.rows_of_run is not None:
        rows, values["run"] = table.rows_of_run, run_id_of(connection, run)
    where = f" WHERE {' AND '.join(words)}" if words else ""
    query = Query(rows=rows, where=where, values=values, limit=wanted.get("limit"))
    return Answer(connection, path, table, query)


def run_id_of(connection: "DuckDBPyConnection", given: str) -> str:
    """Find a run by its number, its id or how the id begins.

    Raises:
        BadInput: none is so named, or several are.
    """
    runs = connection.cursor().execute("SELECT number, id FROM runs ORDER BY number").fetchall()
    exact = [run_id for number, run_id in runs if given in {str(number), run_id}]
    found = exact or [run_id for _, run_id in runs if run_id.startswith(given)]
    if len(found) == 1:
        return str(found[0])
    known = ", ".join(f"{number} ({run_id})" for number, run_id in runs) or "none"
    raise BadInput(f"{given!r} names {len(found) or 'no'} run; the runs are: {known}")


# Private functions


def _report(*row: Any) -> Report:
    key, text, title, outlet, credited, url, published, body_start = row
    return Report(
        key=key,
        text=text,
        title=title,
        outlet=outlet,
        credited=credited,
        url=url,
        published=published,
        body_start=body_start,
    )


def _run(*row: Any) -> Run:
    version, codebook, gazetteer, parser, coder = row
    return Run(version=version, codebook=codebook, gazetteer=gazetteer, parser=parser, coder=coder)


def _problem(*row: Any) -> Problem:
    key, room, kind, detail, is_warning = row
    return Problem(key=key, room=room, kind=kind, detail=detail, is_warning=is_warning)


_OF_REPORT = "r.key AS report_key, r.outlet, r.credited, r.url, r.published, r.is_imported"
_BY_REPORT = "r.published NULLS LAST, r.key, r.id, t.sentence, t.id, t.run_id"
_FROM_RUN = "(FROM {table} WHERE run_id = $run) AS t JOIN reports AS r ON r.id = t.report_id"

TABLES: dict[str, Table[Any]] = {
    "events": Table(
        rows="events AS t",
        rows_of_run=None,
        columns="t.* EXCLUDE (record)",
        order="t.date_start NULLS LAST, t.date_end, t.id",
        record="t.record",
        decode=lambda record: decode(Event, record),
    ),
    "claims": Table(
        rows="current_claims AS t JOIN reports AS r ON r.id = t.report_id",
        rows_of_run=_FROM_RUN.format(table="claims"),
        columns=f"t.* EXCLUDE (record), {_OF_REPORT}",
        order="t.date_start NULLS LAST, t.report_id, t.sentence, t.id, t.run_id",
        record="t.record",
        decode=lambda record: decode(Claim, record),
    ),
    "statements": Table(
        rows="current_statements AS t JOIN reports AS r ON r.id = t.report_id",
        rows_of_run=_FROM_RUN.format(table="statements"),
        columns=f"t.* EXCLUDE (record), {_OF_REPORT}",
        order=_BY_REPORT,
        record="t.record",
        decode=lambda record: decode(Statement, record),
    ),
    "remarks": Table(
        rows="current_remarks AS t JOIN reports AS r ON r.id = t.report_id",
        rows_of_run=_FROM_RUN.format(table="remarks"),
        columns=f"t.* EXCLUDE (record), {_OF_REPORT}",
        order=_BY_REPORT,
        record="t.record",
        decode=lambda record: decode(Remark, record),
    ),
    "reports": Table(
        rows="reports AS t",
        rows_of_run=(
            "(FROM reports WHERE id IN (SELECT report_id FROM codings WHERE run_id = $run)) AS t"
        ),
        columns="t.* EXCLUDE (text, body_start), length(t.text) AS n_characters",
        order="t.published NULLS LAST, t.key, t.id",
        record="key, text, title, outlet, credited, url, published, body_start",
        decode=_report,
    ),
    "problems": Table(
        rows="current_problems AS t",
        rows_of_run="(FROM problems WHERE run_id = $run) AS t",
        columns="t.*",
        order="t.batch, t.key, t.id",
        record="t.key, t.room, t.kind, t.detail, t.is_warning",
        decode=_problem,
    ),
    "runs": Table(
        rows="runs AS t",
        rows_of_run=None,
        columns=(
            "t.*, (SELECT count(*) FROM codings WHERE codings.run_id = t.id) AS n_reports,"
            " (SELECT count(*) FROM claims WHERE claims.run_id = t.id) AS n_claims,"
            " (SELECT sum(tokens_in + tokens_out)::BIGINT FROM replies"
            " WHERE contains(t.coder, replies.settings)) AS n_tokens"
        ),
        order="t.number",
        record="t.version, t.codebook, t.gazetteer, t.parser, t.coder",
        decode=_run,
    ),
}
