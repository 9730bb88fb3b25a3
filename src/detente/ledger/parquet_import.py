"""detente's own Parquet -> the ledger, many rows at once, as SQL over Arrow tables.

In:  stretches of files and archives (parquet_read.py).   Out: rows as they were, under the runs
that made them.
Does not: trust the file. A row whose id is not the digest of its record, whose quotes are not at
their spans or whose codes are not the codebook's becomes a problem.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from detente.codebook import OWN_MODE, load_codebook
from detente.ledger.batch import Added, next_batch, write_batch
from detente.ledger.packaged import packaged_sql
from detente.ledger.parquet_read import Whole
from detente.ledger.sheets import complaint
from detente.ledger.tables import no_twin, number
from detente.records import (
    DateBasis,
    Granularity,
    Precision,
    Problem,
    RemarkKind,
    Run,
    SpeechKind,
    Status,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["write_whole"]

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
_REMARK = {
    "report_id": "VARCHAR",
    "sentence": "INTEGER",
    "kind": "VARCHAR",
    "side": "VARCHAR",
    "about": ["VARCHAR"],
    "issues": ["VARCHAR"],
    "speaker": _SPEAKER,
    "citation": _CITATION,
    "cue": _CITATION,
    "parts": [_CITATION],
}
_SHAPES = {"whole_claims": _CLAIM, "whole_statements": _STATEMENT, "kept_remarks": _REMARK}
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


# Private functions


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
    new = number(connection, sql, {**values, "is_known": False})
    known = "SELECT count(*) FROM whole_codings WHERE is_known"
    if not number(connection, known):
        return new
    more = f"{sql} AND {no_twin(table, 'came')}"
    return new + number(connection, more, {**values, "is_known": True})


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
    """Write problems, and tell them with what was added."""
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
    return number(connection, _sql(name), values)


@cache
def _sql(name: str) -> str:
    """Read a packaged SQL file, with the queries on which it rests in their places.

    DuckDB wants the shape of a record in the words of the query.
    """
    text = packaged_sql(name)
    for query in _CHECKED:
        if f"{{{query}}}" in text:
            text = text.replace(f"{{{query}}}", f"(\n{_sql(query)})")
    return text.replace("{structure}", f"'{json.dumps(_SHAPES.get(name))}'")
