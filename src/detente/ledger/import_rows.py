"""Rows of other programs -> the ledger, many at once, as SQL over Arrow tables.

In:  an open transaction, a batch of ``Told``, the run.   Out: how many rows are new.
Does not: read files, or look codes up: the batch has them numbered. Ids and records are those that
the records themselves would make (tests/ledger/test_import_rows.py compares them).
"""

from typing import TYPE_CHECKING

from detente.ledger.batch import Added, next_batch, write_batch
from detente.ledger.packaged import packaged_sql
from detente.ledger.tables import number
from detente.ledger.told import Told
from detente.records import Run

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["UNKNOWN_SCORE", "run_sql", "write_told"]

UNKNOWN_SCORE = 0.5  # other programs do not tell how sure they are
_MACROS = (
    """CREATE OR REPLACE TEMP MACRO cite(report_id, text, start, length) AS concat(
        '{"report_id":"', report_id, '","span":{"start":', start, ',"end":', start + length,
        '},"quote":', to_json(substring(text, start + 1, length)), '}')""",
    """CREATE OR REPLACE TEMP MACRO cited(value, report_id, text, start, length) AS concat(
        '{"value":', value, ',"citation":', cite(report_id, text, start, length), '}')""",
    """CREATE OR REPLACE TEMP MACRO listed(one, value, second, other_value) AS CASE
        WHEN one IS NULL THEN []::VARCHAR[]
        WHEN second IS NULL THEN [value::VARCHAR]
        ELSE [value::VARCHAR, other_value::VARCHAR] END""",
)


def write_told(connection: "DuckDBPyConnection", told: Told, run: Run) -> Added:
    """Write a batch within a transaction; rows that are there already stay once."""
    batch = next_batch(connection)
    added = write_batch(connection, told.problems, run, is_imported=True)
    if not told.rows:
        return added
    values: dict[str, object] = {
        "outlet": told.outlet,
        "run": run.id,
        "batch": batch,
        "score": UNKNOWN_SCORE,
        "coder": run.coder,
        "scheme": told.scheme,
        "basis": told.basis.value,
    }
    tables = told.tables()
    for macro in _MACROS:
        connection.execute(macro)
    for name, table in tables.items():
        connection.register(name, table)
    try:
        run_sql(connection, "told_claims", values)
        run_sql(connection, "told_once", values)
        n_reports = run_sql(connection, "told_into_reports", values)
        run_sql(connection, "told_into_codings", values)
        n_claims = run_sql(connection, "told_into_claims", values)
        n_statements = run_sql(connection, "told_into_statements", values)
        connection.execute("DROP TABLE told_claims")
    finally:
        for name in tables:
            connection.unregister(name)
    return Added(
        n_reports=n_reports,
        n_claims=n_claims,
        n_statements=n_statements,
        n_problems=added.n_problems,
    )


def run_sql(connection: "DuckDBPyConnection", name: str, values: dict[str, object]) -> int:
    """Run a packaged SQL file with those of the values that it names; the rows it changed."""
    return number(connection, packaged_sql(name), values)
