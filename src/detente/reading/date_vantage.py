"""From where a date is seen: the report's day, the verb's tense, the hemisphere.

In:  a vantage and the occurrences of what comes round every week or year.   Out: the one meant.
Does not: parse words. Without an anchor nothing that comes round can be told apart: ``None``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from detente.reading.date_units import unit_around
from detente.records import EventDate, Granularity

__all__ = ["Expression", "Pick", "Tense", "Vantage", "days_of", "pick_occurrence"]

# Named without tense, a month, day or season is the one ahead if it begins within so many days:
# swept 0-240 on TimeBank's phrases, flat best from 60 to 150. A weekday, quarter or half never is
# (quarters are mostly reported on), and the day of a month ("the 15th") only within a third of it.
_NEAR_AHEAD = {
    Granularity.YEAR: timedelta(days=105),
    Granularity.MONTH: timedelta(days=10),
    Granularity.WEEK: timedelta(0),
}
_REPORTED_ON = frozenset({Granularity.QUARTER, Granularity.HALF})


class Tense(StrEnum):
    """Tense of the verb that governs a date."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


class Pick(StrEnum):
    """Which occurrence the words ask for: "last June", "this June", "the coming June"."""

    LAST = "last"
    THIS = "this"
    COMING = "coming"
    NEXT = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vantage:
    """Where the reader stands.

    ``anchor`` is the day of the report; ``reference`` the date told before in the same sentence
    ("two days later" counts from it) and ``following`` the one that the phrase leads to ("two days
    after the summit on 3 March"). ``is_alone``: the phrase comes without its sentence.
    """

    anchor: date | None
    tense: Tense | None = None
    southern: bool = False
    reference: EventDate | None = None
    following: EventDate | None = None
    is_alone: bool = False


class Expression(Protocol):
    """Parsed words of a date."""

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Find the days meant from ``vantage``; ``None`` where they cannot be told."""


def days_of(expression: Expression, vantage: Vantage) -> EventDate | None:
    """Resolve ``expression``; days beyond the calendar of years 1..9999 are ``None``."""
    try:
        return expression.resolve(vantage)
    except (OverflowError, ValueError):
        return None


def pick_occurrence(
    occurrences: Iterable[EventDate],
    vantage: Vantage,
    pick: Pick | None,
    cycle: Granularity,
) -> EventDate | None:
    """Take the occurrence that ``pick`` asks for, or else the one that the tense suggests.

    ``occurrences`` are in order and do not overlap; one comes round in each ``cycle``.
    """
    if vantage.anchor is None:
        return None
    dates = list(occurrences)
    if pick is Pick.THIS:
        return _this(dates, vantage.anchor, vantage.tense, cycle)
    if pick is not None:
        return _asked_for(dates, vantage.anchor, pick)
    past = _last(when for when in dates if when.earliest <= vantage.anchor)
    future = _first(when for when in dates if when.latest >= vantage.anchor)
    if vantage.tense is Tense.PAST or future is None:
        return past
    if vantage.tense is Tense.FUTURE or past is None:
        return future
    near = timedelta(0) if future.granularity in _REPORTED_ON else _NEAR_AHEAD[cycle]
    return future if future.earliest - vantage.anchor <= near else past


def _this(
    dates: list[EventDate], anchor: date, tense: Tense | None, cycle: Granularity
) -> EventDate | None:
    here = unit_around(anchor, cycle)
    going_on = (when for when in dates if when.earliest <= anchor <= when.latest)
    same_cycle = (when for when in dates if here.earliest <= when.earliest <= here.latest)
    found = _first(going_on) or _first(same_cycle)
    if found and tense is Tense.FUTURE and found.latest < anchor:
        return _asked_for(dates, anchor, Pick.NEXT)
    if found and tense is Tense.PAST and found.earliest > anchor:
        return _asked_for(dates, anchor, Pick.LAST)
    return found


def _asked_for(dates: list[EventDate], anchor: date, pick: Pick) -> EventDate | None:
    if pick is Pick.LAST:
        return _last(when for when in dates if when.latest < anchor)
    if pick is Pick.COMING:
        return _first(when for when in dates if when.latest >= anchor)
    return _first(when for when in dates if when.earliest > anchor)


def _first(dates: Iterable[EventDate]) -> EventDate | None:
    return next(iter(dates), None)


def _last(dates: Iterable[EventDate]) -> EventDate | None:
    return next(reversed(list(dates)), None)
