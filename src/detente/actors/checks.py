"""Rows against one another: what one file cannot tell alone.

In:  tables, and the ids that are known already.   Out: nothing, or the first contradiction.
Does not: repair anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import msgspec

from detente.actors.rows import (
    HolderRow,
    NameRow,
    OfficeRow,
    OrganisationRow,
    PersonNameRow,
    PersonRow,
    PlaceRow,
    StateRow,
)
from detente.actors.tables import TABLES, Tables
from detente.errors import BadConfig, UnknownCode

__all__ = ["NON_STATES", "Known", "check_tables"]

NON_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})  # PLOVER 2.0


@dataclass(slots=True)
class Known:
    """Ids that rows may point to."""

    states: set[str]
    actors: set[str]
    persons: set[str]
    offices: set[str]

    @classmethod
    def of(cls, several: Iterable[Tables]) -> "Known":
        """Collect the ids of several tables."""
        known = cls(set(), set(), set(), set())
        for tables in several:
            known.states.update(row.id for row in tables.states)
            known.actors.update(row.id for row in tables.organisations)
            known.persons.update(row.id for row in tables.persons)
            known.offices.update(row.id for row in tables.offices)
        known.actors |= known.states
        return known


def check_tables(tables: Tables, before: Iterable[Tables] = ()) -> None:
    """Check ``tables``, which may point to what stands in the tables ``before`` them.

    Raises:
        BadConfig: an id is given twice, or a date is impossible.
        UnknownCode: a row points to a country, actor, person or office that is nowhere.
    """
    earlier = tuple(before)
    _check_twice(tables, earlier)
    known = Known.of((*earlier, tables))
    for sort in TABLES:
        for number, row in enumerate(getattr(tables, sort)):
            problem = _bad_reference(row, known)
            if problem:
                raise UnknownCode(f"{tables.where(sort, number)}: {problem}")
            problem = _bad_dates(row)
            if problem:
                raise BadConfig(f"{tables.where(sort, number)}: {problem}")


def _check_twice(tables: Tables, earlier: Iterable[Tables]) -> None:
    seen: dict[tuple[str, ...], str] = {
        key: other.where(sort, number)
        for other in earlier
        for sort, number, key in _keys(other)
    }
    for sort, number, key in _keys(tables):
        where = tables.where(sort, number)
        if key in seen:
            raise BadConfig(f"{where}: {' '.join(key)!r} is already at {seen[key]}")
        seen[key] = where


def _keys(tables: Tables) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Yield what must be unique: ids of actors and persons together, offices, nouns, names."""
    for sort in ("states", "organisations", "persons"):
        for number, row in enumerate(getattr(tables, sort)):
            yield sort, number, ("id", row.id)
    for number, office in enumerate(tables.offices):
        yield "offices", number, ("office", office.id)
    for number, role in enumerate(tables.roles):
        yield "roles", number, ("noun", role.noun)
    for sort in ("state_names", "organisation_names"):
        for number, name in enumerate(getattr(tables, sort)):
            yield sort, number, ("name", name.actor, name.name, name.kind, name.start)
    for number, discard in enumerate(tables.discards):
        yield "discards", number, ("discard", discard.kind, discard.name)


def _bad_reference(row: msgspec.Struct, known: Known) -> str | None:
    match row:
        case NameRow(actor=actor) if actor not in known.actors:
            return f"unknown actor {actor!r}"
        case OrganisationRow(parent=parent) if parent and parent not in known.actors:
            return f"unknown parent {parent!r}"
        case PersonNameRow(person=person) if person not in known.persons:
            return f"unknown person {person!r}"
        case HolderRow(office=office) if office not in known.offices:
            return f"unknown office {office!r}"
        case HolderRow(person=person) if person not in known.persons:
            return f"unknown person {person!r}"
        case OfficeRow(organisation=body) if body and body not in known.actors:
            return f"unknown organisation {body!r}"
        case OfficeRow() | OrganisationRow() | PersonRow() | PlaceRow():
            return _bad_country(row.country, known)
    return None


def _bad_country(country: str, known: Known) -> str | None:
    if not country or country in NON_STATES or country in known.states:
        return None
    codes = ", ".join(sorted(NON_STATES))
    return f"unknown country {country!r}; use a state's ISO alpha-3 code or one of {codes}"


def _bad_dates(row: msgspec.Struct) -> str | None:
    if not isinstance(row, StateRow | OrganisationRow | NameRow | HolderRow):
        return None
    for day in (row.start, row.end):
        if not _is_possible(day):
            return f"{day!r} is no date"
    if row.start and row.end and row.end < row.start and not row.start.startswith(row.end):
        return f"ends {row.end} before it starts {row.start}"
    return None


@lru_cache(maxsize=None)
def _is_possible(day: str) -> bool:
    try:
        date.fromisoformat(day + "0001-01-01"[len(day) :])
    except ValueError:
        return False
    return True
