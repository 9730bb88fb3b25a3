"""SQL files -> records: counts and lists that no filter of the ledger gives.

In:  an open ledger, a query of ``sql/``, named values.   Out: one record a row.
Does not: build SQL: what a person types is only ever a value.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from detente.ledger import Ledger
from detente.ledger.address import packaged_sql

T = TypeVar("T")


def figures(
    ledger: Ledger, name: str, kind: Callable[..., T], values: Mapping[str, object] | None = None
) -> tuple[T, ...]:
    """Run ``sql/NAME.sql``; ``kind`` takes its columns by name."""
    return records(ledger, packaged_sql(name, "web"), kind, values or {})


def records(
    ledger: Ledger, sql: str, kind: Callable[..., T], values: Mapping[str, object]
) -> tuple[T, ...]:
    """Run SQL of our own; ``kind`` takes its columns by name."""
    with ledger.query() as cursor:
        rows = cursor.execute(sql, dict(values)).fetchall()
        columns = [column[0] for column in cursor.description or ()]
    return tuple(kind(**dict(zip(columns, row, strict=True))) for row in rows)


def select(
    ledger: Ledger, sql: str, values: Sequence[object] | Mapping[str, object] = ()
) -> list[tuple[Any, ...]]:
    """Run SQL of our own; its rows as they come."""
    with ledger.query() as cursor:
        return cursor.execute(sql, values).fetchall()


def rows_of(ledger: Ledger, name: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """Run ``sql/NAME.sql``; its rows as they come."""
    return select(ledger, packaged_sql(name, "web"), values)


def state_of(ledger: Ledger) -> tuple[object, ...]:
    """What all answers depend on: equal states of one file give equal answers."""
    return tuple(rows_of(ledger, "state", {}))
