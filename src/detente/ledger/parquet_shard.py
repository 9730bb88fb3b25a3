"""Coded reports -> the Parquet files of one shard of an archive, each text once.

In:  coded reports and problems, one by one.   Out: reports, claims, statements, remarks, problems:
a file each in the shard's folder; ``detente import parquet`` takes them.
Does not: hold more than some rows of a table, or let in a quote that is not at its span.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from detente.errors import BadReport, CitationMismatch, UnknownCode
from detente.ledger.batch import ROOM, check
from detente.ledger.columns import (
    problem_columns,
    record_of,
    remark_columns,
    report_columns,
    storable,
)
from detente.ledger.flat import (
    OF_CLAIMS,
    OF_STATEMENTS,
    ROW_GROUP,
    FlatRow,
    flat_row,
    schema_of,
)
from detente.ledger.parquet import RUNS
from detente.ledger.rows import claim_row, statement_row
from detente.records import Coded, Problem, Run

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.codebook import Codebook

__all__ = ["TABLES", "ShardWriter", "shard_schemas"]

TABLES = ("reports", "claims", "statements", "remarks", "problems")
MAX_CHARS = 4_000_000  # of texts and records of one table held in memory; part of the bytes
Cells = Mapping[str, object]
_Row = tuple[str, Cells, int]  # of which table, its cells, its weight in characters


class ShardWriter:
    """Writes one shard. ``with ShardWriter(...) as writer``: the files are whole at the end."""

    def __init__(self, folder: Path, run: Run, codebook: "Codebook") -> None:
        self._run_id = run.id
        self._codebook = codebook
        self.n_warnings = 0
        words = {RUNS: msgspec.json.encode([run]).decode()}
        self._tables = {
            name: _Table(folder / f"{name}.parquet", schema.with_metadata(words))
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

    # Private functions

    def _checked(self, coded: Coded) -> list[_Row]:
        """Make all rows of a report, or none but the problem for which it is refused."""
        key = coded.report.key
        try:
            check(coded)
            return list(self._rows(coded))
        except BadReport as err:
            problem = Problem(key=key, room=ROOM, kind=err.kind, detail=err.detail)
        except CitationMismatch as err:
            problem = Problem(key=key, room=ROOM, kind="citation-mismatch", detail=str(err))
        except UnknownCode as err:
            problem = Problem(key=key, room=ROOM, kind="unknown-code", detail=str(err))
        return [self._problem(problem, None)]

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
            flat = flat_row(claim_row(report, claim, self._codebook))
            yield self._flat("claims", flat, record_of(claim))
        for said in coded.statements:
            flat = flat_row(statement_row(report, said))
            yield self._flat("statements", flat, record_of(said))
        for remark in coded.remarks:
            yield "remarks", remark_columns(remark, self._run_id), len(remark.citation.quote)
        for problem in coded.problems:
            yield self._problem(problem, report.id)

    def _flat(self, table: str, flat: FlatRow, record: str) -> _Row:
        names = OF_CLAIMS if table == "claims" else OF_STATEMENTS
        cells: dict[str, object] = {name: getattr(flat, name) for name in names}
        own = {"report_key": storable(flat.report_key), "run_id": self._run_id, "record": record}
        return table, cells | own, len(record)

    def _problem(self, problem: Problem, report_id: str | None) -> _Row:
        cells = problem_columns(problem, self._run_id, 0, report_id)
        return "problems", cells, len(problem.detail)


class _Table:
    """One Parquet file in the making; its rows go out in groups that hang on the rows alone."""

    def __init__(self, path: Path, schema: "pa.Schema") -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and only this format needs it

        self.n_rows = 0
        self._schema = schema
        self._rows: list[Cells] = []
        self._n_chars = 0
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", version="2.6")

    def take(self, cells: Cells, n_chars: int) -> None:
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


def shard_schemas() -> "dict[str, pa.Schema]":
    """The columns of each table."""
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

    word, number, day, words = pa.string(), pa.int64(), pa.date32(), pa.list_(pa.string())
    flat = schema_of(FlatRow)
    of_rows = [("run_id", word), ("record", word)]
    shapes: dict[str, list[tuple[str, pa.DataType]]] = {
        "reports": [
            *((name, word) for name in ("id", "key", "outlet", "credited", "url")),
            ("published", day),
            *((name, word) for name in ("title", "text")),
            ("body_start", number),
            ("run_id", word),
            *((f"n_{name}", number) for name in ("claims", "statements", "remarks")),
        ],
        "claims": [*((name, flat.field(name).type) for name in OF_CLAIMS), *of_rows],
        "statements": [*((name, flat.field(name).type) for name in OF_STATEMENTS), *of_rows],
        "remarks": [
            *((name, word) for name in ("id", "run_id", "report_id")),
            ("sentence", number),
            *((name, word) for name in ("kind", "side")),
            *((name, words) for name in ("about", "issues")),
            *((name, number) for name in ("span_start", "span_end")),
            *((name, word) for name in ("quote", "record")),
        ],
        "problems": [
            *((name, word) for name in ("id", "run_id", "report_id", "key", "room", "kind")),
            ("detail", word),
            ("is_warning", pa.bool_()),
        ],
    }
    return {name: pa.schema(shapes[name]) for name in TABLES}
