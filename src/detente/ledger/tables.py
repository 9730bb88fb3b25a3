"""Rows -> a table of the ledger, many at once; rows that are there already are left out.

In:  an open transaction and rows as mappings.   Out: the number of rows that are new.
Does not: begin or end transactions. The only file that turns Python values into Arrow.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from detente.ledger.columns import Row

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

__all__ = ["arrow_of", "insert", "insert_coded", "no_twin", "number"]

_WITH_KEYS = frozenset({"codings", "replies", "rulings", "runs", "withdrawals"})
_ALIKE = {  # in what rows of one table are the same, where no key of its own says so
    "reports": ("id",),
    "claims": ("id", "run_id"),
    "statements": ("id", "run_id"),
    "remarks": ("id", "run_id"),
}
AT_ONCE = 5_000  # rows to an Arrow batch: they stay in the processor's cache
_ROWS = "fresh_rows"  # under which rows are seen by SQL while they are written


def insert(
    connection: "DuckDBPyConnection", table: str, rows: Sequence[Row], where: str = ""
) -> int:
    """Insert rows whose key is not there yet; ``where`` may leave out more. Counts the new ones."""
    if not rows:
        return 0
    unless_there = "ON CONFLICT DO NOTHING" if table in _WITH_KEYS else ""
    sql = f"INSERT INTO {table} BY NAME FROM {_ROWS} {where} {unless_there}"
    connection.register(_ROWS, arrow_of(connection, table, rows))
    try:
        return number(connection, sql)
    finally:
        connection.unregister(_ROWS)


def insert_coded(
    connection: "DuckDBPyConnection", table: str, rows: Sequence[Row], *, may_be_there: bool = True
) -> int:
    """Insert rows that come with a coding, no two of one id; counts the new ones.

    Their table has no key: whether a row is there is asked only where it may be.
    """
    return insert(connection, table, rows, f"WHERE {no_twin(table, _ROWS)}" if may_be_there else "")


def no_twin(table: str, rows: str) -> str:
    """Say in SQL that a table without a key has no row like this one."""
    alike = " AND ".join(f"there.{name} = {rows}.{name}" for name in _ALIKE[table])
    return f"NOT EXISTS (FROM {table} AS there WHERE {alike})"


def number(
    connection: "DuckDBPyConnection",
    sql: str,
    values: Sequence[object] | Mapping[str, object] = (),
) -> int:
    """Run SQL that gives one number, such as how many rows it changed.

    Of values by name it gets those that it names.
    """
    if isinstance(values, Mapping):
        values = {name: value for name, value in values.items() if f"${name}" in sql}
    row = connection.execute(sql, values).fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def arrow_of(connection: "DuckDBPyConnection", table: str, rows: Sequence[Row]) -> "pa.Table":
    """Make an Arrow table of rows, its types those of a table of the ledger."""
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only here

    types = connection.execute(f"FROM {table} LIMIT 0").to_arrow_table().schema
    schema = pa.schema([types.field(name) for name in rows[0]])
    return pa.Table.from_batches(
        [_batch_of(rows[first : first + AT_ONCE], schema) for first in range(0, len(rows), AT_ONCE)]
    )


def _batch_of(rows: Sequence[Row], schema: "pa.Schema") -> "pa.RecordBatch":
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only here

    columns = [[row[field.name] for row in rows] for field in schema]
    arrays = [pa.array(one, field.type) for one, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
