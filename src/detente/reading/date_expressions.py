"""What date words mean: small expressions that resolve to days from a vantage.

In:  a ``Vantage``.   Out: an ``EventDate``, or ``None`` where the days cannot be told.
Does not: read words (date_grammar.py does), or know what comes round yearly (date_yearly.py).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from detente.reading.date_units import (
    interval,
    part_of,
    step,
    unit_around,
    unit_from,
    weekend_around,
)
from detente.reading.date_vantage import Expression, Pick, Vantage, pick_occurrence
from detente.records import EventDate, Granularity

__all__ = [
    "TODAY",
    "DayOfMonth",
    "Fixed",
    "InYear",
    "Moved",
    "Nth",
    "Offset",
    "Portion",
    "Reference",
    "Shift",
    "Weekday",
    "Weekend",
]

_COARSE = {Granularity.DECADE: Granularity.YEAR, Granularity.CENTURY: Granularity.DECADE}
_ONE_DAY = timedelta(days=1)
_NEIGHBOURS = range(-2, 3)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that are the same from everywhere: "1989", "2 November 1989"."""

    date: EventDate

    def resolve(self, vantage: Vantage) -> EventDate | None:  # noqa: ARG002  # the protocol's
        """Return the days themselves."""
        return self.date


@dataclass(frozen=True, slots=True)
class Offset:
    """A whole unit, counted from the report's: "this month", "last week", "tomorrow"."""

    unit: Granularity
    count: int

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Count whole units from the anchor's."""
        if vantage.anchor is None:
            return None
        return unit_from(vantage.anchor, self.unit, self.count)


TODAY = Offset(Granularity.DAY, 0)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week: "Monday", "next Monday", "Monday of last week"."""

    weekday: int
    pick: Pick | None = None
    week: Expression | None = None

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Take the day of the named week, or the nearest that pick and tense allow."""
        if self.week is not None:
            week = self.week.resolve(vantage)
            return week and _day(_weekday_from(week.earliest, self.weekday))
        if vantage.anchor is None:
            return None
        day = _weekday_from(vantage.anchor, self.weekday)
        days = [_day(day + timedelta(weeks=weeks)) for weeks in _NEIGHBOURS]
        return pick_occurrence(days, vantage, self.pick, Granularity.WEEK)


@dataclass(frozen=True, slots=True)
class Weekend:
    """A Saturday and Sunday; "the weekend" is the last one unless the tense is future."""

    pick: Pick | None = None

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Take the weekend that pick and tense allow; the next one is next week's."""
        if vantage.anchor is None:
            return None
        if self.pick is Pick.NEXT:
            return weekend_around(vantage.anchor, 1)
        weekends = [weekend_around(vantage.anchor, weeks) for weeks in _NEIGHBOURS]
        return pick_occurrence(weekends, vantage, self.pick, Granularity.WEEK)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day whose month goes without saying: "the 15th", the 3 of "from 3 to 5 March"."""

    day: int

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Take the nearest month that has the day and that the tense allows."""
        if vantage.anchor is None:
            return None
        months = [unit_from(vantage.anchor, Granularity.MONTH, count) for count in _NEIGHBOURS]
        days = [
            _day(month.earliest.replace(day=self.day))
            for month in months
            if self.day <= month.latest.day
        ]
        return pick_occurrence(days, vantage, None, Granularity.MONTH)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another date of the sentence, told before ("later") or after ("two days after the ...").

    A lone "three years earlier" counts from the report's day where ``or_anchor`` allows it.
    """

    or_anchor: bool = False
    is_ahead: bool = False

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Return the other date."""
        if self.is_ahead:
            return vantage.following
        if vantage.reference is None and self.or_anchor and vantage.is_alone:
            return TODAY.resolve(vantage)
        return vantage.reference


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units from other days: "two years ago", "two days after Christmas"."""

    base: Expression
    count: int
    unit: Granularity

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Step from the near end of the base and take the whole unit there.

        "A decade ago" names a year and "a century ago" a decade: round numbers are vague, but
        not as vague as their unit. What was told to be some time in December was a day later some
        time from 2 December to 1 January.
        """
        base = self.base.resolve(vantage)
        if base is None:
            return None
        is_told = isinstance(self.base, Reference) and not self.base.is_ahead
        if is_told and step(base.earliest, self.unit, 1) <= base.latest:
            earliest, latest = (
                step(end, self.unit, self.count) for end in (base.earliest, base.latest)
            )
            return interval(earliest, latest)
        start = base.latest if self.count > 0 else base.earliest
        return unit_around(step(start, self.unit, self.count), _COARSE.get(self.unit, self.unit))


@dataclass(frozen=True, slots=True)
class Moved:
    """The same stretch so many units away: "the third quarter a year ago"."""

    base: Expression
    count: int
    unit: Granularity

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Move both ends; the end of a month stays the end of a month."""
        base = self.base.resolve(vantage)
        if base is None:
            return None
        earliest = step(base.earliest, self.unit, self.count)
        latest = step(base.latest + _ONE_DAY, self.unit, self.count) - _ONE_DAY
        return interval(earliest, latest, base.granularity)


@dataclass(frozen=True, slots=True)
class InYear:
    """The same stretch in a named year: the last full quarter, in "the 1988 quarter"."""

    base: Expression
    year: Expression

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Move the base into the year."""
        base, year = self.base.resolve(vantage), self.year.resolve(vantage)
        if base is None or year is None:
            return None
        years = year.earliest.year - base.earliest.year
        return Moved(Fixed(base), years, Granularity.YEAR).resolve(vantage)


@dataclass(frozen=True, slots=True)
class Portion:
    """A share of other days, one of ``parts``: "early 2025", "the end of March"."""

    inner: Expression
    part: int
    parts: int

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Cut the inner days into equal parts."""
        whole = self.inner.resolve(vantage)
        return whole and part_of(whole, self.part, self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nth:
    """Units counted within other days: "the first three months of 2024", "the last week of May".

    ``index`` counts from 0, or from the end with -1. Weeks count from the first day, not Monday.
    """

    inner: Expression
    index: int
    unit: Granularity
    count: int = 1
    weekday: int | None = None

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Count; ``None`` where the inner days have not so many."""
        whole = self.inner.resolve(vantage)
        if whole is None:
            return None
        found = self._weekday(whole) if self.weekday is not None else self._units(whole)
        fits = found and whole.earliest <= found.earliest and found.latest <= whole.latest
        return found if fits else None

    def _units(self, whole: EventDate) -> EventDate:
        if self.index < 0:
            end = whole.latest + _ONE_DAY
            start = step(end, self.unit, -self.count)
        else:
            start = step(whole.earliest, self.unit, self.index * self.count)
            end = step(start, self.unit, self.count)
        granularity = self.unit if self.count == 1 else Granularity.INTERVAL
        return interval(start, end - _ONE_DAY, granularity)

    def _weekday(self, whole: EventDate) -> EventDate | None:
        if self.weekday is None:
            return None
        if self.index < 0:
            return _day(_weekday_from(whole.latest - timedelta(days=6), self.weekday))
        first = _weekday_from(whole.earliest, self.weekday)
        return _day(first + timedelta(weeks=self.index))


def _day(day: date) -> EventDate:
    return unit_around(day, Granularity.DAY)


def _weekday_from(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)
