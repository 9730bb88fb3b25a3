"""detente's own Parquet -> the ledger, many rows at once, as SQL over Arrow tables.

In:  stretches of files and archives.   Out: rows as they were, under the runs
that made them.
Does not: trust the file. A row whose id is not the digest of its record, whose quotes are not at
their spans or whose codes are not the codebook's becomes a problem.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from detente.codebook import OWN_MODE, load_codebook
from detente.errors import needing
from detente.ledger.address import packaged_sql
from detente.ledger.columns import Added, next_batch, no_twin, number_from, write_batch
from detente.ledger.formats.foreign import complaint
from detente.ledger.formats.parquet import runs_in, shard_schemas
from detente.records import (
    Citation,
    Cited,
    Claim,
    DateBasis,
    Granularity,
    Precision,
    Problem,
    Remark,
    RemarkKind,
    Run,
    SpeechKind,
    Statement,
    Status,
)

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_LEAVES = {int: "INTEGER", float: "DOUBLE", bool: "BOOLEAN", date: "DATE"}
_UNASKED = frozenset({"office", "is_guessed", "geonames_id", "named"})  # no query takes them out


def shape_of(kind: Any) -> object:
    """Tell DuckDB the shape of a record's JSON, as ``{"sentence": "INTEGER", ...}``."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return [shape_of(inner[0])]
    if origin in {Union, UnionType}:
        return shape_of(inner[0])
    if origin is Cited:
        return {"value": shape_of(inner[0]), "citation": shape_of(Citation)}
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return {
            one.name: shape_of(hints[one.name]) for one in fields(kind) if one.name not in _UNASKED
        }
    return _LEAVES.get(kind, "VARCHAR")


_SHAPES = {"whole_claims": Claim, "whole_statements": Statement, "kept_remarks": Remark}
_CHECKED = ("whole_claims", "whole_statements")  # queries: each row with what is wrong in it
_FILE_STEPS = ("whole_texts", "whole_reports", "whole_strays", "whole_rows", "whole_codings")
_SHARD_STEPS = (
    "shard_texts", "whole_reports", "shard_strays", "shard_rows", "shard_codings", "kept_remarks",
)  # fmt: skip
_VIEWS = ("whole_rows", "whole_texts")
_TABLES = (
    "kept_claims", "kept_statements", "kept_remarks", "whole_codings", "whole_wrong",
    "whole_strays", "whole_reports",
)  # fmt: skip
_NOTHING_WRONG = "CREATE OR REPLACE TEMP TABLE whole_wrong (row BIGINT, wrong VARCHAR)"
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
    """A stretch of a file, or some shards of an archive, and the runs that made its rows.

    ``rows`` are claims and statements, numbered by their column ``row``; those of a file have
    their reports' columns, too. Of shards ``reports``, ``remarks`` and ``told``, which are
    problems, come apart. ``places`` names the file in which the rows from a number on stand.
    ``problems`` are those of reading.
    """

    places: tuple[tuple[int, str], ...]
    rows: "pa.Table | None" = None
    reports: "pa.Table | None" = None
    remarks: "pa.Table | None" = None
    told: "pa.Table | None" = None
    runs: tuple[Run, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def n_rows(self) -> int:
        """How many claims and statements it has."""
        return int(self.rows.num_rows) if self.rows is not None else 0

    def place(self, row: int) -> str:
        """Say where a row stands: its file and its number there, from 1."""
        first, name = [place for place in self.places if place[0] <= row][-1]
        return f"{name}, row {row - first + 1}"


def write_whole(connection: "DuckDBPyConnection", whole: Whole, run: Run) -> Added:
    """Write a stretch within a transaction; rows that are there already stay once.

    Rows are of the runs that the file names; ``run``, that of the import, tells its problems.
    """
    if whole.rows is None:
        return _with_problems(connection, list(whole.problems), run, Added())
    values = _values(whole, next_batch(connection))
    with _registered(connection, whole):
        for known in whole.runs:
            write_batch(connection, (), known, is_imported=True)
        added, problems = _write(connection, whole, values)
    return _with_problems(connection, problems, run, added)


def _values(whole: Whole, batch: int) -> dict[str, object]:
    """What the SQL files ask for by name."""
    return {
        "runs": [run.id for run in whole.runs],
        "batch": batch,
        "units": [str(one) for one in Granularity],
        "bases": [str(one) for one in DateBasis],
        "precisions": [str(one) for one in Precision],
        "speeches": [str(one) for one in SpeechKind],
        "remarks": [str(one) for one in RemarkKind],
    }


@contextmanager
def _registered(connection: "DuckDBPyConnection", whole: Whole) -> Iterator[None]:
    """Let SQL see the stretch's tables while the block runs."""
    tables = {
        "whole": whole.rows,
        "given_reports": whole.reports,
        "given_remarks": whole.remarks,
        "given_problems": whole.told,
    }
    given = {name: table for name, table in tables.items() if table is not None}
    for name, table in given.items():
        connection.register(name, table)
    try:
        yield
    finally:
        for name in given:
            connection.unregister(name)


def _write(
    connection: "DuckDBPyConnection", whole: Whole, values: dict[str, object]
) -> tuple[Added, list[Problem]]:
    for sql in (*_MACROS, _act_macro(), _NOTHING_WRONG):
        connection.execute(sql)
    is_shard = whole.reports is not None
    for name in _SHARD_STEPS if is_shard else _FILE_STEPS:
        _run(connection, name, values)
    is_mixed = bool(_run(connection, "whole_mixed", {}))
    write_rows = _write_mixed if is_mixed else _write_fresh
    n_claims, n_statements = write_rows(connection, whole, values)
    _run(connection, "whole_old_reports", values)  # no join is left where all threads may write
    n_reports = _run(connection, "whole_into_reports", values)
    n_problems = 0
    if is_shard:
        _insert(connection, "remarks", values)
        n_problems = _run(connection, "shard_into_problems", values)
    _run(connection, "whole_into_codings", values)
    problems = list(_wrong(connection, whole, ("whole_wrong", "kept_remarks")[: 1 + is_shard]))
    _drop(connection)
    added = Added(
        n_reports=n_reports, n_claims=n_claims, n_statements=n_statements, n_problems=n_problems
    )
    return added, problems


def _write_fresh(
    connection: "DuckDBPyConnection", whole: Whole, values: dict[str, object]
) -> tuple[int, int]:
    """Write rows of reports that the ledger does not have, straight from their records.

    Nothing but the right rows is kept on the way; where there are wrong ones, they are looked for
    once more, to tell why. Counts the new claims and statements.
    """
    with _each_record_once(connection):
        n_claims = _run(connection, "whole_into_claims", values)
        n_statements = _run(connection, "whole_into_statements", values)
        if n_claims + n_statements < whole.n_rows:
            _note_wrong(connection, "whole_wrong", whole, values)
    return n_claims, n_statements


@contextmanager
def _each_record_once(connection: "DuckDBPyConnection") -> Iterator[None]:
    """Keep DuckDB from taking records apart more often than once, and from gathering them.

    It would ask below that query what is wrong, once for each column on which the answer hangs;
    and it takes an Arrow table for a small one, for which it would rather look than in texts.
    """
    connection.execute("SET disabled_optimizers = 'filter_pushdown,build_side_probe_side'")
    try:
        yield
    finally:
        connection.execute("RESET disabled_optimizers")


def _write_mixed(
    connection: "DuckDBPyConnection", whole: Whole, values: dict[str, object]
) -> tuple[int, int]:
    """Write rows of which some are in the ledger, come twice or are wrong; count the new ones."""
    if whole.reports is None:
        _run(connection, "kept_rows", values)
    for name in ("kept_claims", "kept_statements"):
        _run(connection, name, values)
    _note_wrong(connection, "kept_wrong", whole, values)
    n_claims = _insert(connection, "claims", values)
    return n_claims, _insert(connection, "statements", values)


def _note_wrong(
    connection: "DuckDBPyConnection", name: str, whole: Whole, values: dict[str, object]
) -> None:
    """Note which rows are refused; a report of a file comes in if one of its rows does."""
    _run(connection, name, values)
    if whole.reports is None:
        _run(connection, "whole_codings", values)


def _insert(connection: "DuckDBPyConnection", table: str, values: Mapping[str, object]) -> int:
    """Insert the rows of codings that are new, and then what is new of the others."""
    sql = _sql("kept_into").format(table=table)
    new = number_from(connection, sql, {**values, "is_known": False})
    known = "SELECT count(*) FROM whole_codings WHERE is_known"
    if not number_from(connection, known):
        return new
    more = f"{sql} AND {no_twin(table, 'came')}"
    return new + number_from(connection, more, {**values, "is_known": True})


def _wrong(
    connection: "DuckDBPyConnection", whole: Whole, tables: Sequence[str]
) -> Iterator[Problem]:
    """Tell which rows were refused, and why."""
    for table in tables:
        sql = f"SELECT row, wrong FROM {table} WHERE wrong IS NOT NULL ORDER BY row"  # noqa: S608  # ours
        for row, reason in connection.execute(sql).fetchall():
            place = f"remark {row}" if table == "kept_remarks" else whole.place(row)
            key = place.replace(", row ", ":")
            yield complaint(key, "broken-row", f"{place}: {reason}")


def _drop(connection: "DuckDBPyConnection") -> None:
    """Give back the memory of what was looked at."""
    for view in _VIEWS:
        connection.execute(f"DROP VIEW {view}")
    for table in _TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _with_problems(
    connection: "DuckDBPyConnection", problems: list[Problem], run: Run, added: Added
) -> Added:
    if not problems:
        return added
    told = write_batch(connection, problems, run, is_imported=True)
    n_problems = added.n_problems + told.n_problems
    return replace(added, n_problems=n_problems, refused=tuple(problems))


@cache
def _act_macro() -> str:
    """Say in SQL what follows from a type, mode and status of the codebook; NULL for any other.

    A lookup, not a join: behind a join DuckDB writes with one thread. A user's own mode is worth
    what its type is.
    """
    codebook = load_codebook()
    acts = {
        f"{one.name} {mode} {status.value}": (
            f"{{'plover_type': '{codebook.plover_type(one.name, status)}', 'quad': {one.quad:d}, "
            f"'intensity': {codebook.intensity(one.name, mode or None)}::DOUBLE}}"
        )
        for one in codebook.types
        for mode in ("", *(mode.name for mode in one.modes))
        for status in Status
    }
    return f"""CREATE OR REPLACE TEMP MACRO act_of(type, mode, status) AS
    MAP({list(acts)}, [{", ".join(acts.values())}])[concat_ws(' ', type,
        CASE WHEN regexp_full_match(mode, '{OWN_MODE}') THEN '' ELSE coalesce(mode, '') END,
        status)]"""


def _run(connection: "DuckDBPyConnection", name: str, values: Mapping[str, object]) -> int:
    """Run a packaged SQL file with those of the values that it names; the rows it changed."""
    return number_from(connection, _sql(name), values)


@cache
def _sql(name: str) -> str:
    """Read a packaged SQL file, with the queries on which it rests in their places.

    DuckDB wants the shape of a record in the words of the query.
    """
    text = packaged_sql(name)
    for query in _CHECKED:
        if f"{{{query}}}" in text:
            text = text.replace(f"{{{query}}}", f"(\n{_sql(query)})")
    if name in _SHAPES:
        text = text.replace("{structure}", f"'{json.dumps(shape_of(_SHAPES[name]))}'")
    return text


# --- detente's own Parquet, a file or an archive's folder -> stretches for the ledger.
AT_ONCE = 245_760  # rows to a transaction: DuckDB writes groups of 122,880 without a detour
MAX_BYTES = 512 * 2**20  # of rows to a transaction, where texts are long
SLICE = 20_480  # rows to an Arrow batch, of which six make a group, no fewer and no more
MANIFEST, DONE, SHARDS = "manifest.json", "done.json", "shards"  # of an archive's folder
ROWS = ("kind", "id", "report_id", "run_id", "record")  # that claims and statements have alike
_COLUMNS = (
    *ROWS, "report_key", "outlet", "credited", "url", "published", "report_title", "report_text",
    "report_body_start", "report_is_imported",
)  # fmt: skip


def is_archive(path: Path) -> bool:
    """Whether a folder is what ``detente archive`` makes."""
    return (path / MANIFEST).is_file()


def read_parquet(path: Path) -> Iterator[Whole]:
    """Yield a file in stretches; what cannot be read is told as a problem."""
    with needing("parquet", "Parquet"):
        import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it
        import pyarrow.parquet as pq  # noqa: PLC0415

    n_read = 0
    places = ((1, path.name),)
    try:
        with pq.ParquetFile(path) as file:
            missing = [name for name in _COLUMNS if name not in file.schema_arrow.names]
            if missing:
                detail = f"lacks {', '.join(missing)}; detente export parquet writes whole files"
                yield _unreadable(path.name, "missing-column", detail)
                return
            runs = tuple(runs_in(file.schema_arrow.metadata))
            for table in _gathered(file.iter_batches(SLICE, columns=list(_COLUMNS))):
                rows = _numbered(table, n_read + 1)
                n_read += rows.num_rows
                yield Whole(places=places, rows=rows, runs=runs)
    except FileNotFoundError:
        yield _unreadable(path.name, "missing-file", "there is no such file")
    except (OSError, pa.ArrowException) as err:
        detail = f"is no whole Parquet file, from row {n_read + 1} on: {err}"
        yield _unreadable(path.name, "damaged", detail)
    except (ValueError, msgspec.DecodeError) as err:
        yield _unreadable(path.name, "missing-column", f"does not name its runs: {err}")


def read_archive(path: Path) -> Iterator[Whole]:
    """Yield some shards of an archive at a time; what cannot be read is told as a problem."""
    if not (path / DONE).is_file():
        detail = f"{path} is not done yet; what is there is taken; call detente archive again"
        told = complaint(path.name, "unfinished", detail, is_warning=True)
        yield Whole(places=(), problems=(told,))
    shards = _Shards()
    for folder in sorted(path.glob(f"{SHARDS}/*/")):
        problem = shards.take(folder)
        if problem is not None:
            yield Whole(places=(), problems=(problem,))
        if shards.is_full:
            yield shards.together()
            shards = _Shards()
    if shards.places:
        yield shards.together()


@dataclass(slots=True)
class _Shards:
    """Shards that come in together."""

    tables: dict[str, "list[pa.Table]"] = field(default_factory=dict)
    places: list[tuple[int, str]] = field(default_factory=list)
    runs: dict[str, Run] = field(default_factory=dict)
    n_rows: int = 0
    n_bytes: int = 0

    @property
    def is_full(self) -> bool:
        """Whether they are enough for a transaction."""
        return self.n_rows >= AT_ONCE or self.n_bytes >= MAX_BYTES

    def take(self, folder: Path) -> Problem | None:
        """Read a shard whole, or say why not."""
        import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it
        import pyarrow.parquet as pq  # noqa: PLC0415

        name = f"{SHARDS}/{folder.name}"
        try:
            read = {
                table: _read(folder / f"{table}.parquet", schema)
                for table, schema in shard_schemas().items()
            }
            runs = runs_in(pq.read_schema(folder / "reports.parquet").metadata)
        except (OSError, KeyError, pa.ArrowException) as err:
            return complaint(name, "damaged", f"{name} is no whole shard: {err}")
        except (ValueError, msgspec.DecodeError) as err:
            return complaint(name, "missing-column", f"{name} does not name its runs: {err}")
        self.runs |= {run.id: run for run in runs}
        for table in ("claims", "statements"):
            rows = read.pop(table).select(list(ROWS))
            self.places.append((self.n_rows + 1, f"{name}/{table}.parquet"))
            self.tables.setdefault("rows", []).append(rows)
            self.n_rows += rows.num_rows
            self.n_bytes += rows.nbytes
        for table, rows in read.items():
            self.tables.setdefault(table, []).append(rows)
            self.n_bytes += rows.nbytes
        return None

    def together(self) -> Whole:
        """Give all shards as one stretch."""
        import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

        tables = {
            name: _numbered(_sliced(pa.concat_tables(parts)), 1)
            for name, parts in self.tables.items()
        }
        return Whole(
            places=tuple(self.places),
            rows=tables["rows"],
            reports=tables["reports"],
            remarks=tables["remarks"],
            told=tables["problems"],
            runs=tuple(self.runs.values()),
        )


def _gathered(batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.Table]":
    """Put batches together until they are enough for a transaction."""
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

    some: list[pa.RecordBatch] = []
    for batch in batches:
        some.append(batch)
        is_full = sum(one.num_rows for one in some) >= AT_ONCE
        if is_full or sum(one.nbytes for one in some) >= MAX_BYTES:
            yield pa.Table.from_batches(some)
            some = []
    if some:
        yield pa.Table.from_batches(some)


def _read(path: Path, schema: "pa.Schema") -> "pa.Table":
    """Read a table of a shard; one that has not its columns is refused by a ``KeyError``."""
    import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and only this format needs it

    with pq.ParquetFile(path) as file:
        return file.read().select(schema.names).cast(schema)


def _sliced(table: "pa.Table") -> "pa.Table":
    """Cut a table into batches, each of which one thread takes."""
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

    batches = table.combine_chunks().to_batches(max_chunksize=SLICE)
    return pa.Table.from_batches(batches, schema=table.schema)


def _numbered(table: "pa.Table", first: int) -> "pa.Table":
    """Number rows, batch by batch: a column of another cut would cut the table anew."""
    import numpy as np  # noqa: PLC0415  # heavy, and only this format needs it
    import pyarrow as pa  # noqa: PLC0415

    sizes = [batch.num_rows for batch in table.to_batches()]
    starts = [first + sum(sizes[:at]) for at in range(len(sizes))]
    numbers = [
        pa.array(np.arange(start, start + size, dtype=np.int64))
        for start, size in zip(starts, sizes, strict=True)
    ]
    return table.append_column("row", pa.chunked_array(numbers, pa.int64()))


def _unreadable(name: str, kind: str, detail: str) -> Whole:
    return Whole(places=(), problems=(complaint(name, kind, detail),))
