"""A record -> another one whose fields bear the same names: a row of it, or what a row says.

In:  a kind of record, a value that has its fields.   Out: such a record, or its values.
Does not: convert a value; what is not alike is given.
"""

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def alike(kind: type[T], value: object, /, **own: object) -> T:
    """Make a record: what is not given bears the same name in ``value``."""
    return kind(**values_alike(kind, value, *own), **own)


def values_alike(kind: type, value: object, /, *without: str) -> dict[str, Any]:
    """Give the values that bear the names of a record's fields, but for some."""
    return {name: getattr(value, name) for name in _names(kind, *without)}


@cache
def _names(kind: type, *without: str) -> tuple[str, ...]:
    known = getattr(kind, "__struct_fields__", None) or [field.name for field in fields(kind)]
    return tuple(name for name in known if name not in without)
