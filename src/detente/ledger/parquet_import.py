"""detente's own Parquet -> the ledger, many rows at once, as SQL over Arrow tables.

In:  a file that ledger/parquet.py wrote.   Out: rows as they were, under the runs that made them.
Does not: trust the file. A row whose id is not the digest of its record, whose quotes are not at
their spans or whose codes are not the codebook's becomes a problem.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from detente.codebook import load_codebook
from detente.ledger.batch import Added, next_batch, write_batch
from detente.ledger.parquet import runs_in
from detente.ledger.sheets import complaint
from detente.records import DateBasis, Granularity, Precision, Problem, Run, SpeechKind, Status

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

__all__ = ["Whole", "read_parquet", "write_whole"]

AT_ONCE = 50_000  # rows to a transaction
_COLUMNS = (
    "kind", "id", "report_id", "report_key", "outlet", "credited", "url", "published",
    "report_title", "report_text", "report_body_start", "report_is_imported", "run_id", "record",
)  # fmt: skip
_SPAN = {"start": "INTEGER", "end": "INTEGER"}
_CITATION = {"report_id": "VARCHAR", "span": _SPAN, "quote": "VARCHAR"}
_ACTOR = {"country": "VARCHAR", "sector": "VARCHAR", "id": "VARCHAR", "name": "VARCHAR"}
_SPEAKER = {
    "value": {"code": "VARCHAR", "name": "VARCHAR", "actor": _ACTOR},
    "citation": _CITATION,
}
_CLAIM = {
    "report_id": "VARCHAR",
    "sentence": "INTEGER",
    "type": "VARCHAR",
    "mode": "VARCHAR",
    "contexts": ["VARCHAR"],
    "issues": ["VARCHAR"],
    "actors": [{"value": _ACTOR, "citation": _CITATION}],
    "recipients": [{"value": _ACTOR, "citation": _CITATION}],
    "status": "VARCHAR",
    "is_historical": "BOOLEAN",
    "date": {
        "value": {
            "earliest": "DATE",
            "latest": "DATE",
            "granularity": "VARCHAR",
            "basis": "VARCHAR",
        },
        "citation": _CITATION,
    },
    "place": {
        "value": {
            "country": "VARCHAR",
            "name": "VARCHAR",
            "lat": "DOUBLE",
            "lon": "DOUBLE",
            "precision": "VARCHAR",
        },
        "citation": _CITATION,
    },
    "speaker": _SPEAKER,
    "citation": _CITATION,
    "predicate": _CITATION,
    "score": "DOUBLE",
    "coder": "VARCHAR",
    "why": "VARCHAR",
    "echoes": [_CITATION],
}
_STATEMENT = {
    "report_id": "VARCHAR",
    "sentence": "INTEGER",
    "speaker": _SPEAKER,
    "is_quoted": "BOOLEAN",
    "kind": "VARCHAR",
    "issues": ["VARCHAR"],
    "about": ["VARCHAR"],
    "citation": _CITATION,
    "cue": _CITATION,
}
_MACROS = (
    """CREATE OR REPLACE TEMP MACRO code_of(country, sector) AS
    coalesce(nullif(concat_ws('-', country, sector), ''), 'UNK')""",
    """CREATE OR REPLACE TEMP MACRO misquotes(id, text, cited) AS
    cited.report_id IS DISTINCT FROM id OR cited.span.start < 0
    OR coalesce(cited.span."end" <= cited.span.start, true)
    OR substring(text, cited.span.start + 1, cited.span."end" - cited.span.start)
        IS DISTINCT FROM cited.quote""",
    """CREATE OR REPLACE TEMP MACRO report_is_wrong(
        id, outlet, url, published, text, is_imported
    ) AS CASE
        WHEN id IS DISTINCT FROM
            left(sha256(json_array('report', outlet, url, published::VARCHAR, text)::VARCHAR), 20)
            THEN 'its report''s id is not the digest of the report'
        WHEN text = '' AND NOT is_imported THEN 'its report has no text'
    END""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A stretch of a file: its rows, the runs that it names, and what is wrong with the file."""

    file: str
    table: "pa.Table | None" = None
    runs: tuple[Run, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def n_rows(self) -> int:
        """How many rows it has."""
        return int(self.table.num_rows) if self.table is not None else 0


def read_parquet(path: Path) -> Iterator[Whole]:
    """Yield a file in stretches; what cannot be read is told as a problem."""
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    first = 1
    try:
        with pq.ParquetFile(path) as file:
            missing = [name for name in _COLUMNS if name not in file.schema_arrow.names]
            if missing:
                detail = f"lacks {', '.join(missing)}; detente export parquet writes whole files"
                yield _unreadable(path, "missing-column", detail)
                return
            runs = tuple(runs_in(file.schema_arrow.metadata))
            for batch in file.iter_batches(AT_ONCE, columns=list(_COLUMNS)):
                numbers = pa.array(range(first, first + batch.num_rows), pa.int64())
                table = pa.Table.from_batches([batch]).append_column("row", numbers)
                first += batch.num_rows
                yield Whole(file=path.name, table=table, runs=runs)
    except FileNotFoundError:
        yield _unreadable(path, "missing-file", "there is no such file")
    except (OSError, pa.ArrowException) as err:
        detail = f"is no whole Parquet file, from row {first} on: {err}"
        yield _unreadable(path, "damaged", detail)
    except (ValueError, msgspec.DecodeError) as err:
        yield _unreadable(path, "missing-column", f"does not name its runs: {err}")


def write_whole(connection: "DuckDBPyConnection", whole: Whole, run: Run) -> Added:
    """Write a stretch within a transaction; rows that are there already stay once.

    Rows are of the runs that the file names; ``run``, that of the import, tells its problems.
    """
    batch = next_batch(connection)
    if whole.table is None:
        return _with_problems(connection, list(whole.problems), run, Added())
    connection.register("whole", whole.table)
    connection.register("known_acts", _known_acts())
    values: dict[str, object] = {
        "runs": [run.id for run in whole.runs],
        "batch": batch,
        "units": [str(one) for one in Granularity],
        "bases": [str(one) for one in DateBasis],
        "precisions": [str(one) for one in Precision],
        "speeches": [str(one) for one in SpeechKind],
    }
    try:
        for known in whole.runs:
            write_batch(connection, (), known, is_imported=True)
        added, problems = _write(connection, whole, values)
    finally:
        connection.unregister("whole")
        connection.unregister("known_acts")
    return _with_problems(connection, problems, run, added)


# Private functions


def _write(
    connection: "DuckDBPyConnection", whole: Whole, values: dict[str, object]
) -> tuple[Added, list[Problem]]:
    for macro in _MACROS:
        connection.execute(macro)
    _run(connection, "whole_claims", values)
    _run(connection, "whole_statements", values)
    n_reports = _run(connection, "whole_into_reports", values)
    _run(connection, "whole_into_codings", values)
    n_claims = _run(connection, "whole_into_claims", values)
    n_statements = _run(connection, "whole_into_statements", values)
    wrong = connection.execute(
        "SELECT row, wrong FROM whole_claims WHERE wrong IS NOT NULL UNION ALL"
        " SELECT row, wrong FROM whole_statements WHERE wrong IS NOT NULL ORDER BY row"
    ).fetchall()
    connection.execute("DROP TABLE whole_claims")
    connection.execute("DROP TABLE whole_statements")
    added = Added(n_reports=n_reports, n_claims=n_claims, n_statements=n_statements)
    return added, [
        complaint(f"{whole.file}:{row}", "broken-row", f"{whole.file}, row {row}: {reason}")
        for row, reason in wrong
    ]


def _with_problems(
    connection: "DuckDBPyConnection", problems: list[Problem], run: Run, added: Added
) -> Added:
    """Write problems, and tell them with what was added."""
    if not problems:
        return added
    told = write_batch(connection, problems, run, is_imported=True)
    return replace(added, n_problems=told.n_problems, refused=tuple(problems))


def _unreadable(path: Path, kind: str, detail: str) -> Whole:
    return Whole(file=path.name, problems=(complaint(path.name, kind, detail),))


@cache
def _known_acts() -> "pa.Table":
    """Every type, mode and status of the codebook, and what follows from them."""
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

    codebook = load_codebook()
    rows = [
        {
            "type": one.name,
            "mode": mode,
            "status": status.value,
            "plover_type": codebook.plover_type(one.name, status),
            "quad": int(one.quad),
            "intensity": codebook.intensity(one.name, mode),
        }
        for one in codebook.types
        for mode in (None, *(mode.name for mode in one.modes))
        for status in Status
    ]
    return pa.Table.from_pylist(rows)


def _run(connection: "DuckDBPyConnection", name: str, values: dict[str, object]) -> int:
    """Run a packaged SQL file with those of the values that it names; the rows it changed."""
    sql = _sql(name)
    named = {key: value for key, value in values.items() if f"${key}" in sql}
    row = connection.execute(sql, named).fetchone()
    return int(row[0]) if row else 0


@cache
def _sql(name: str) -> str:
    """Read a packaged SQL file; DuckDB wants the shape of a record in the words of the query."""
    structure = json.dumps(_CLAIM if "claims" in name else _STATEMENT)
    text = (files("detente.ledger") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    return text.replace("{structure}", f"'{structure}'")
