"""The ledger's SQL -> what DuckLake understands: it has no keys, so writes look for twins.

In:  a statement as the ledger writes it.   Out: the statements that mean the same in DuckLake.
Does not: run them. Which columns are a table's key is read from the schema in ``sql/``.
"""

import re
from functools import cache

from detente.ledger.schema import migrations

__all__ = ["keys", "spoken"]

_FRESH = "lake_fresh"  # rows on their way into a table, in the order in which they came
_INSERT = re.compile(
    r"(?P<note>(?:\s*--[^\n]*\n)*)\s*INSERT\s+INTO\s+(?P<table>\w+)\s+BY\s+NAME\b(?P<rows>.*?)"
    r"\s*\bON\s+CONFLICT\s+DO\s+NOTHING\s*;?\s*",
    re.IGNORECASE | re.DOTALL,
)
_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\n\);", re.DOTALL)
_OF_COLUMN = re.compile(r"\bPRIMARY KEY(?! \()")
_PACKING = re.compile(r" USING COMPRESSION \w+")  # of columns; Parquet packs all
_OF_TABLE = re.compile(r",(?P<note>[^\n]*)\n\s*PRIMARY KEY \((?P<columns>[^)]*)\)")


def spoken(sql: str) -> list[str]:
    """Say a statement in DuckLake's SQL; only the first of several takes values.

    Rows for a table with a key are gathered, then the first of each key goes in that is not there:
    what ``ON CONFLICT DO NOTHING`` does, as long as nobody else writes meanwhile.
    """
    insert = _INSERT.fullmatch(sql)
    if insert is not None:
        return _insertion(insert["table"], insert["rows"])
    if "PRIMARY KEY" in sql:
        sql = _OF_TABLE.sub(r"\g<note>", sql)
        sql = _OF_COLUMN.sub("NOT NULL", sql)
    return [_PACKING.sub("", sql) if sql.lstrip().startswith(("--", "CREATE")) else sql]


@cache
def keys() -> dict[str, tuple[str, ...]]:
    """Read the key of each table that has one."""
    found = dict[str, tuple[str, ...]]()
    for step in migrations():
        for table, body in _TABLE.findall(step.sql):
            whole = _OF_TABLE.search(body)
            alone = re.search(r"(\w+) \w+ PRIMARY KEY", body)
            if whole is not None:
                found[table] = tuple(name.strip() for name in whole["columns"].split(","))
            elif alone is not None:
                found[table] = (alone[1],)
    return found


# Private functions


def _insertion(table: str, rows: str) -> list[str]:
    key = keys()[table]
    columns = ", ".join(key)
    twin = " AND ".join(f"{table}.{name} = {_FRESH}.{name}" for name in key)
    first = f"SELECT min(rowid) FROM {_FRESH} GROUP BY {columns}"  # noqa: S608  # ours
    new = f"rowid IN ({first}) AND NOT EXISTS (FROM {table} WHERE {twin})"
    return [
        f"CREATE OR REPLACE TEMP TABLE {_FRESH} AS {rows}",
        f"INSERT INTO {table} BY NAME FROM {_FRESH} WHERE {new}",
    ]
