"""Rows against one another: what one row alone cannot tell.

In:  tables, and those before them.   Out: nothing, or the first contradiction as an error.
Does not: repair anything.

Whole columns are compared at once, and a row is looked for only after something is wrong:
30,000 rows are checked at every start.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from detente.actors.tables import Tables
from detente.errors import BadConfig, UnknownCode

__all__ = ["NON_STATES", "check_tables"]

NON_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})  # PLOVER 2.0

# (rows, their column, the sorts whose ids it may hold)
_REFERENCES = (
    ("state_names", "actor", ("states", "organisations")),
    ("organisation_names", "actor", ("states", "organisations")),
    ("person_names", "person", ("persons",)),
    ("holders", "office", ("offices",)),
    ("holders", "person", ("persons",)),
    ("organisations", "parent", ("states", "organisations")),
    ("offices", "organisation", ("states", "organisations")),
    ("organisations", "country", ("states",)),
    ("persons", "country", ("states",)),
    ("offices", "country", ("states",)),
    ("places", "country", ("states",)),
    ("titles", "country", ("states",)),
    ("roles", "country", ("states",)),
)
_MAY_BE_EMPTY = frozenset(
    {("organisations", "parent"), ("offices", "organisation"), ("organisations", "country"),
     ("persons", "country"), ("titles", "country"),
     ("roles", "country")}
)  # fmt: skip
_DATED = ("states", "organisations", "state_names", "organisation_names", "holders")
# What may stand once only. Actors and persons share their ids.
_UNIQUE = (
    (("states", "organisations", "persons"), ("id",)),
    (("offices",), ("id",)),
    (("roles",), ("noun",)),
    (("state_names", "organisation_names"), ("actor", "name", "kind", "start")),
    (("discards",), ("kind", "name")),
    (("titles",), ("country", "phrase")),
    (("anaphors",), ("kind", "noun")),
)


def check_tables(tables: Tables, before: Sequence[Tables] = ()) -> None:
    """Check ``tables``, which may point to what stands in the tables ``before`` them.

    Raises:
        BadConfig: something is given twice, or a date is impossible.
        UnknownCode: a row points to a country, actor, person or office that is nowhere.
    """
    for sorts, columns in _UNIQUE:
        _check_once(tables, before, sorts, columns)
    for sort, column, targets in _REFERENCES:
        _check_reference(tables, before, (sort, column), targets)
    for sort in _DATED:
        _check_dates(tables, sort)


def _check_once(
    tables: Tables, before: Sequence[Tables], sorts: Sequence[str], columns: Sequence[str]
) -> None:
    everything = [*before, tables]
    keys = [key for each in everything for sort in sorts for key in _column(each, sort, *columns)]
    if len(set(keys)) == len(keys):
        return
    seen: dict[object, str] = {}
    for each in everything:
        for sort in sorts:
            for number, key in enumerate(_column(each, sort, *columns)):
                where = each.where(sort, number)
                if key in seen:
                    raise BadConfig(f"{where}: {key!r} is already at {seen[key]}; drop one")
                seen[key] = where


def _check_reference(
    tables: Tables, before: Sequence[Tables], column: tuple[str, str], targets: Sequence[str]
) -> None:
    allowed = {
        key for each in (*before, tables) for sort in targets for key in _column(each, sort, "id")
    }
    if column[1] == "country":
        allowed |= NON_STATES
    if column in _MAY_BE_EMPTY:
        allowed.add("")
    values = list(_column(tables, *column))
    if set(values) <= allowed:
        return
    number, value = next(pair for pair in enumerate(values) if pair[1] not in allowed)
    hint = ""
    if column[1] == "country":
        hint = f"; use a state's ISO alpha-3 code or one of {', '.join(sorted(NON_STATES))}"
    raise UnknownCode(f"{tables.where(column[0], number)}: unknown {column[1]} {value!r}{hint}")


def _check_dates(tables: Tables, sort: str) -> None:
    for number, (start, end) in enumerate(_column(tables, sort, "start", "end")):
        problem = _bad_dates(start, end)
        if problem:
            raise BadConfig(f"{tables.where(sort, number)}: {problem}")


def _column(tables: Tables, sort: str, *columns: str) -> Iterator[Any]:
    """Yield one column's values, or tuples of several columns'."""
    rows: Iterable[Any] = getattr(tables, sort)
    return map(attrgetter(*columns), rows)


@cache
def _bad_dates(start: str, end: str) -> str | None:
    for day in (start, end):
        if not _is_possible(day):
            return f"{day!r} is no date"
    if start and end and end < start and not start.startswith(end):
        return f"ends {end} before it starts {start}"
    return None


def _is_possible(day: str) -> bool:
    try:
        date.fromisoformat(day + "0001-01-01"[len(day) :])
    except ValueError:
        return False
    return True
