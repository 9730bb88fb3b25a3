"""What comes round every year: months, days of a month, quarters, seasons, holidays.

In:  a year, or a vantage.   Out: the days in that year, or the occurrence that is meant.
Does not: invent a day that the year lacks (29 February, a feast outside its table): ``None``.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from detente.reading.date_units import season_in, unit_around
from detente.reading.date_vantage import Expression, Pick, Vantage, pick_occurrence
from detente.records import EventDate, Granularity

__all__ = [
    "Beside",
    "FeastDay",
    "Month",
    "MonthDay",
    "NthOfYear",
    "NthWeekday",
    "Part",
    "Season",
    "Yearly",
]

_YEARS_AROUND = range(-8, 9)  # 29 February can be eight years away (1896, 1904)
_WEEKDAY_YEARS = 3  # "Saturday, April 25" without a year is looked for so far from the report


class Part(Protocol):
    """Something that comes round at most once a year."""

    def in_year(self, year: int, *, southern: bool) -> EventDate | None:
        """Find its days in ``year``."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, 1..12."""

    month: int

    def in_year(self, year: int, *, southern: bool) -> EventDate | None:  # noqa: ARG002
        """Find the whole month."""
        return unit_around(date(year, self.month, 1), Granularity.MONTH)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month, with the weekday where it is told ("Saturday, April 25")."""

    month: int
    day: int
    weekday: int | None = None

    def in_year(self, year: int, *, southern: bool) -> EventDate | None:  # noqa: ARG002
        """Find the day; the weekday only helps to find the year (``Yearly``)."""
        if self.day > monthrange(year, self.month)[1]:
            return None
        return unit_around(date(year, self.month, self.day), Granularity.DAY)


@dataclass(frozen=True, slots=True)
class NthOfYear:
    """The n-th quarter or half of a year, from 1."""

    number: int
    unit: Granularity

    def in_year(self, year: int, *, southern: bool) -> EventDate | None:  # noqa: ARG002
        """Find the calendar quarter or half (fiscal years are taken as calendar years)."""
        months = 3 if self.unit is Granularity.QUARTER else 6
        return unit_around(date(year, months * (self.number - 1) + 1, 1), self.unit)


@dataclass(frozen=True, slots=True)
class Season:
    """A season: 0 spring, 1 summer, 2 autumn, 3 winter."""

    season: int

    def in_year(self, year: int, *, southern: bool) -> EventDate | None:
        """Find the season that begins in ``year``."""
        return season_in(year, self.season, southern=southern)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The n-th weekday of a month, from the end with -1 ("the last Monday in May")."""

    month: int
    weekday: int
    number: int

    def in_year(self, year: int, *, southern: bool) -> EventDate | None:  # noqa: ARG002
        """Find the day; every month has four of each weekday."""
        days = range(1, monthrange(year, self.month)[1] + 1)
        found = [day for day in days if date(year, self.month, day).weekday() == self.weekday]
        index = self.number - 1 if self.number > 0 else self.number
        return unit_around(date(year, self.month, found[index]), Granularity.DAY)


@dataclass(frozen=True, slots=True)
class FeastDay:
    """A feast whose days are tabled year by year, or days counted from it.

    ``first`` and ``last`` count days from the feast's first day; without them, all its days.
    """

    days: tuple[tuple[date, date], ...]
    first: int | None = None
    last: int | None = None

    def in_year(self, year: int, *, southern: bool) -> EventDate | None:  # noqa: ARG002
        """Find the days in the table."""
        for start, end in self.days:
            if start.year == year:
                return self._from(start, end)
        return None

    def _from(self, start: date, end: date) -> EventDate:
        if self.first is not None:
            last = self.first if self.last is None else self.last
            start, end = start + timedelta(days=self.first), start + timedelta(days=last)
        unit = Granularity.DAY if start == end else Granularity.INTERVAL
        return EventDate(earliest=start, latest=end, granularity=unit)


@dataclass(frozen=True, slots=True)
class Yearly:
    """A part of a year that is named, picked ("last June") or left to the tense."""

    part: Part
    year: Expression | None = None
    pick: Pick | None = None

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Find the part in the named year, or the occurrence that pick and tense allow."""
        if self.year is not None:
            year = self.year.resolve(vantage)
            return year and self.part.in_year(year.earliest.year, southern=vantage.southern)
        if vantage.anchor is None:
            return None
        return pick_occurrence(
            self._occurrences(vantage.anchor.year, vantage),
            vantage,
            self.pick,
            Granularity.YEAR,
        )

    def _occurrences(self, around: int, vantage: Vantage) -> list[EventDate]:
        years = range(max(around + _YEARS_AROUND.start, 1), min(around + _YEARS_AROUND.stop, 9999))
        found = [self.part.in_year(year, southern=vantage.southern) for year in years]
        dates = [when for when in found if when is not None]
        return self._on_weekday(dates, around) or dates

    def _on_weekday(self, dates: list[EventDate], around: int) -> list[EventDate]:
        weekday = self.part.weekday if isinstance(self.part, MonthDay) else None
        return [
            when
            for when in dates
            if when.earliest.weekday() == weekday
            and abs(when.earliest.year - around) <= _WEEKDAY_YEARS
        ]


@dataclass(frozen=True, slots=True)
class Beside:
    """What comes round every year, next to another date: "the previous September"."""

    part: Part
    is_before: bool

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Find the nearest one wholly before, or wholly after, the other date."""
        other = vantage.reference
        if other is None:
            return None
        step = -1 if self.is_before else 1
        years = (other.earliest.year + step * back for back in range(3))
        found = (self.part.in_year(year, southern=vantage.southern) for year in years)
        return next((one for one in found if one and self._is_beyond(one, other)), None)

    def _is_beyond(self, one: EventDate, other: EventDate) -> bool:
        return one.latest < other.earliest if self.is_before else one.earliest > other.latest
