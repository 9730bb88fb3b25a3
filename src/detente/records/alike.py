"""A record -> another one whose fields bear the same names: a row of it, or what a row says.

In:  a kind of record, a value or a row that has its fields.   Out: such a record, its values.
Does not: convert a value; what is not alike is given.
"""

from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def alike(kind: type[T], value: object, /, **own: object) -> T:
    """Make a record: what is not given bears the same name in ``value``."""
    return kind(**values_alike(kind, value, *own), **own)


def record_from(kind: type[T], row: Iterable[object]) -> T:
    """Make a record of a row whose columns are the record's fields, in order."""
    return kind(**dict(zip(names_of(kind), row, strict=True)))


def values_alike(kind: type, value: object, /, *without: str) -> dict[str, Any]:
    """Give the values that bear the names of a record's fields, but for some."""
    return {name: getattr(value, name) for name in names_of(kind, *without)}


def names_of(kind: type, *without: str) -> tuple[str, ...]:
    """Name a record's fields, in order, but for some."""
    return _names(kind, *without)


@cache
def _names(kind: type, *without: str) -> tuple[str, ...]:
    known = getattr(kind, "__struct_fields__", None) or [field.name for field in fields(kind)]
    return tuple(name for name in known if name not in without)
