"""What names can mean: known actors, their names with dates, offices held.

In:  nothing.   Out: the gazetteer's own records and the rule for partial dates.
Does not: read files or text.

They are structs, not dataclasses: 30,000 of them are made at every start.
"""

from datetime import date
from enum import StrEnum

import msgspec

__all__ = [
    "PERSONAL_NAMES",
    "UNDATED",
    "Entry",
    "EntryKind",
    "Holding",
    "NameKind",
    "Sense",
    "day_key",
    "holds",
]

UNDATED = "9999-12-31"  # the day of a report without a date: what is still open then holds


class EntryKind(StrEnum):
    """What sort of actor an entry is."""

    STATE = "state"
    ORGANISATION = "organisation"
    PERSON = "person"


class NameKind(StrEnum):
    """How a name stands for its bearer."""

    NAME = "name"
    SHORT = "short"
    ACRONYM = "acronym"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    METONYM = "metonym"
    FULL = "full"
    SURNAME = "surname"
    TRANSLITERATION = "transliteration"
    PLACE = "place"
    PEOPLE = "people"
    DISCARD = "discard"


PERSONAL_NAMES = frozenset({NameKind.FULL, NameKind.SURNAME, NameKind.TRANSLITERATION})


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An actor the gazetteer knows. ``sector`` is ``None`` for states.

    ``form`` is the sort of an organisation: "ministry", "firm".
    """

    id: str
    kind: EntryKind
    name: str
    country: str | None
    sector: str | None
    parent: str | None = None
    form: str = ""
    start: str = ""
    end: str = ""
    source: str


class Sense(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One meaning of a name. ``actor`` is an entry's id; for places, the country's."""

    name: str
    actor: str
    kind: NameKind
    start: str = ""
    end: str = ""
    sector: str | None = None
    source: str


class Holding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody's time in an office. ``rank`` 0 is a leader, higher numbers stand lower."""

    office: str
    title: str
    country: str
    sector: str
    person: str
    start: str
    end: str
    source: str
    rank: int


def day_key(day: date | None) -> str:
    """Write a day so that it can be compared with partial dates."""
    return day.isoformat() if day else UNDATED


def holds(start: str, end: str, day: str) -> bool:
    """Whether ``day`` lies between two partial dates; empty ones are open.

    A partial date stands for all its days: ``2023-10`` starts on the 1st and ends on the 31st.
    """
    return start <= day and (not end or day <= end or day.startswith(end))
