"""Coded reports -> detente's own Parquet: the flat columns, and all that makes the rows whole.

In:  coded reports and the runs behind them.   Out: one file that ``detente import parquet`` takes
back without a loss: each row has its record, its report's text and its run.
Does not: write reports in which nothing was found, or remarks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import msgspec

from detente.ledger.ask import Answer
from detente.ledger.columns import (
    REFUSALS,
    check,
    problem_columns,
    record_of,
    refusal,
    remark_columns,
    report_columns,
    storable,
)
from detente.ledger.contract import (
    COLUMNS,
    LISTS,
    OF_CLAIMS,
    OF_STATEMENTS,
    ROW_GROUP,
    WHOLE,
    Cell,
    flat_row,
    flat_rows,
    schema_of,
)
from detente.records import Claim, Coded, Problem, Report, Run, Statement

if TYPE_CHECKING:
    import pyarrow as pa

RUNS = "detente_runs"  # the key of the file's metadata under which its runs stand, as JSON


def write_parquet(coded: Iterable[Coded], stream: BinaryIO, run: Run | None = None) -> int:
    """Write claims and statements, whole if coded under one ``run``, else flat; count them."""
    if run is None:
        return _written(flat_rows(coded), stream, schema_of(COLUMNS).with_metadata({}))
    rows = (row for one in coded for row in _rows(one, run))
    return _written(rows, stream, schema_of(WHOLE).with_metadata(_runs_told([run])))


def _runs_told(runs: Sequence[Run]) -> dict[str, str]:
    return {RUNS: msgspec.json.encode(list(runs)).decode()}


def runs_in(metadata: Mapping[bytes, bytes] | None) -> list[Run]:
    """Read the runs that a file names.

    Raises:
        ValueError: it names none, or not as detente does.
    """
    return msgspec.json.decode((metadata or {}).get(RUNS.encode(), b""), type=list[Run])


def _rows(one: Coded, run: Run) -> Iterator[dict[str, Cell]]:
    report = one.report
    whole: dict[str, Cell] = {
        "report_title": report.title,
        "report_text": report.text,
        "report_body_start": report.body_start,
        "report_is_imported": False,
        "run_id": run.id,
    }
    for claim in one.claims:
        yield flat_row(report, claim) | whole | {"record": record_of(claim)}
    for said in one.statements:
        yield flat_row(report, said) | whole | {"record": record_of(said)}


# --- Claims and statements of a ledger -> detente's own Parquet, as SQL over whole tables.
_SHARED = {
    "report_id": "r.id", "report_key": "r.key", "outlet": "r.outlet", "credited": "r.credited",
    "url": "r.url", "published": "r.published", "report_title": "r.title",
    "report_text": "r.text", "report_body_start": "r.body_start",
    "report_is_imported": "r.is_imported",
}  # fmt: skip
_SPANS = (
    "list_transform(json_extract(t.record, '$.{side}s[*].citation.span'),"
    " lambda span: concat(span->>'start', ':', span->>'end'))"
)
_CLAIM = {
    **{name: f"t.{name}" for name in WHOLE},
    **_SHARED,
    "kind": "'claim'",
    "historical": "t.is_historical",
    "actor_spans": _SPANS.format(side="actor"),
    "recipient_spans": _SPANS.format(side="recipient"),
    "why": "nullif(t.why, '')",
    "quoted": "NULL",
    "speech_kind": "NULL",
    "about": "[]",
}
_STATEMENT = {
    **{name: "[]" if name in LISTS else "NULL" for name in WHOLE},
    **{name: f"t.{name}" for name in (*OF_STATEMENTS, "run_id", "record")},
    **_SHARED,
    "kind": "'statement'",
    "quoted": "t.is_quoted",
    "speech_kind": "t.kind",
}


def write_answers(
    answers: Iterable[tuple[str, Answer[Any]]], runs: Sequence[Run], stream: BinaryIO
) -> int:
    """Write answers, each with its kind (claim or statement); count the rows."""
    schema, count = schema_of(WHOLE).with_metadata(_runs_told(runs)), 0
    import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and only this format needs it

    with pq.ParquetWriter(stream, schema, compression="zstd", version="2.6") as writer:
        for kind, answer in answers:
            for batch in answer.by_report().batches(_columns(kind, schema), ROW_GROUP):
                writer.write_table(_table(batch, schema))
                count += batch.num_rows
    return count


def _columns(kind: str, schema: "pa.Schema") -> str:
    known = _CLAIM if kind == "claim" else _STATEMENT
    return ", ".join(f"{known[name]} AS {name}" for name in schema.names)


def _table(batch: "pa.RecordBatch", schema: "pa.Schema") -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

    return pa.Table.from_batches([batch]).cast(schema)


# --- Coded reports -> the Parquet files of one shard of an archive, each text once.
TABLES = {
    "reports": (
        *("id", "key", "outlet", "credited", "url", "published", "title", "text", "body_start"),
        *("run_id", "n_claims", "n_statements", "n_remarks"),
    ),
    "claims": (*OF_CLAIMS, "run_id", "record"),
    "statements": (*OF_STATEMENTS, "run_id", "record"),
    "remarks": (
        *("id", "run_id", "report_id", "sentence", "kind", "side", "about", "issues"),
        *("span_start", "span_end", "quote", "record"),
    ),
    "problems": ("id", "run_id", "report_id", "key", "room", "kind", "detail", "is_warning"),
}
MAX_CHARS = 4_000_000  # of texts and records of one table held in memory; part of the bytes
Cells = Mapping[str, object]
_Row = tuple[str, Cells, int]  # of which table, its cells, its weight in characters


class ShardWriter:
    """Writes one shard. ``with ShardWriter(...) as writer``: the files are whole at the end."""

    def __init__(self, folder: Path, run: Run) -> None:
        self._run_id = run.id
        self.n_warnings = 0
        self._tables = {
            name: _Table(folder / f"{name}.parquet", schema.with_metadata(_runs_told([run])))
            for name, schema in shard_schemas().items()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for table in self._tables.values():
            table.close(is_whole=kind is None)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each table has so far."""
        return {name: table.n_rows for name, table in self._tables.items()}

    def take(self, item: Coded | Problem) -> None:
        """Write a coded report or a problem; a report that may not be kept becomes one."""
        rows = [self._problem(item, None)] if isinstance(item, Problem) else self._checked(item)
        for table, cells, n_chars in rows:
            self._tables[table].take(cells, n_chars)
            self.n_warnings += cells.get("is_warning") is True

    def _checked(self, coded: Coded) -> list[_Row]:
        """Make all rows of a report, or none but the problem for which it is refused."""
        try:
            check(coded)
            return list(self._rows(coded))
        except REFUSALS as err:
            return [self._problem(refusal(coded.report, err), None)]

    def _rows(self, coded: Coded) -> Iterator[_Row]:
        report = coded.report
        counts = {
            "n_claims": len(coded.claims),
            "n_statements": len(coded.statements),
            "n_remarks": len(coded.remarks),
        }
        own = report_columns(report, is_imported=False)
        cells = {**own, "run_id": self._run_id, **counts}
        yield "reports", cells, len(report.text)
        for claim in coded.claims:
            yield self._flat("claims", report, claim)
        for said in coded.statements:
            yield self._flat("statements", report, said)
        for remark in coded.remarks:
            yield "remarks", remark_columns(remark, self._run_id), len(remark.citation.quote)
        for problem in coded.problems:
            yield self._problem(problem, report.id)

    def _flat(self, table: str, report: Report, found: Claim | Statement) -> _Row:
        record = record_of(found)
        own = {"report_key": storable(report.key), "run_id": self._run_id, "record": record}
        return table, flat_row(report, found) | own, len(record)

    def _problem(self, problem: Problem, report_id: str | None) -> _Row:
        cells = problem_columns(problem, self._run_id, 0, report_id)
        return "problems", cells, len(problem.detail)


class _Table:
    """One Parquet file in the making; its rows go out in groups that hang on the rows alone."""

    def __init__(self, where: Path | BinaryIO, schema: "pa.Schema") -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and only this format needs it

        self.n_rows = 0
        self._schema = schema
        self._rows: list[Cells] = []
        self._n_chars = 0
        self._writer = pq.ParquetWriter(where, schema, compression="zstd", version="2.6")

    def take(self, cells: Cells, n_chars: int = 0) -> None:
        """Take in a row that weighs so many characters."""
        self._rows.append(cells)
        self._n_chars += n_chars
        self.n_rows += 1
        if len(self._rows) >= ROW_GROUP or self._n_chars >= MAX_CHARS:
            self._flush()

    def close(self, *, is_whole: bool) -> None:
        """Write what is left, unless the work was broken off."""
        if is_whole and self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

        arrays = [
            pa.array([row[field.name] for row in self._rows], field.type) for field in self._schema
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows, self._n_chars = [], 0


def _written(rows: Iterable[Cells], stream: BinaryIO, schema: "pa.Schema") -> int:
    """Write rows as one file; count them."""
    table, is_whole = _Table(stream, schema), False
    try:
        for row in rows:
            table.take(row)
        is_whole = True
    finally:
        table.close(is_whole=is_whole)
    return table.n_rows


def shard_schemas() -> "dict[str, pa.Schema]":
    """The columns of each table."""
    return {name: schema_of(columns) for name, columns in TABLES.items()}
