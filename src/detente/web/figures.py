"""SQL files -> records: counts and lists that no filter of the ledger gives.

In:  an open ledger, a query of ``sql/``, named values.   Out: one record a row.
Does not: build SQL: what a person types is only ever a value.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TypeVar

from detente.ledger import Ledger

T = TypeVar("T")


def figures(
    ledger: Ledger, name: str, kind: type[T], values: Mapping[str, object] | None = None
) -> tuple[T, ...]:
    """Run ``sql/NAME.sql``; its columns are the fields of ``kind``."""
    with ledger.query() as cursor:
        rows = cursor.execute(sql_of(name), dict(values or {})).fetchall()
        columns = [column[0] for column in cursor.description or ()]
    return tuple(kind(**dict(zip(columns, row, strict=True))) for row in rows)


def state_of(ledger: Ledger) -> tuple[object, ...]:
    """What all answers depend on: equal states of one file give equal answers."""
    with ledger.query() as cursor:
        return tuple(cursor.execute(sql_of("state")).fetchall())


@cache
def sql_of(name: str) -> str:
    """Read a query of ``sql/``."""
    return files("detente.web").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")
