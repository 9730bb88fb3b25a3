"""What date words mean: small expressions that resolve to days from a vantage.

In:  a ``Vantage``, or a year.   Out: an ``EventDate``, or ``None`` where the days cannot be told.
Does not: read words (grammar.py does), leave a side open (what runs on past the report's day ends
there), or invent a day that the year lacks (29 February, a feast outside its table).
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from detente.reading.dates.units import (
    Expression,
    Pick,
    Tense,
    Vantage,
    interval,
    part_of,
    pick_occurrence,
    season_in,
    step,
    unit_around,
    unit_from,
    weekend_around,
)
from detente.records import EventDate, Granularity

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


# --- Stretches of days: from one date to another, up to a date, since one, within so much time.
_COUNTED = (Offset, Shift)  # from the report's day, whatever stands at the other end
_FAR = timedelta(days=366)  # "after 2001" no longer dates an act of 2024


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many units up to the report (from it on for a positive count): "the past five years"."""

    count: int
    unit: Granularity

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Run from the anchor."""
        if vantage.anchor is None:
            return None
        return interval(vantage.anchor, step(vantage.anchor, self.unit, self.count))


@dataclass(frozen=True, slots=True)
class Within:
    """Time still to run: "in three days" (its end) or "within three days" (all of it).

    With a past verb the same words are a duration ("the town fell in three days"): ``None``.
    """

    count: int
    unit: Granularity
    is_end: bool = False

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Count from the anchor, if the tense looks ahead."""
        is_ahead = vantage.tense is Tense.FUTURE or (vantage.is_alone and vantage.tense is None)
        if not is_ahead:
            return None
        if self.is_end:
            return Shift(TODAY, self.count, self.unit).resolve(vantage)
        return Stretch(self.count, self.unit).resolve(vantage)


@dataclass(frozen=True, slots=True)
class RunUp:
    """So many units that end with other days: "the year ended March 31"."""

    inner: Expression
    count: int
    unit: Granularity

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Count back from the day after the inner days."""
        inner = self.inner.resolve(vantage)
        if inner is None:
            return None
        return interval(step(inner.latest + _ONE_DAY, self.unit, -self.count), inner.latest)


@dataclass(frozen=True, slots=True)
class Range:
    """From one date to another: "3 to 5 March", "between 1990 and 1995", "Monday to Friday"."""

    first: Expression
    last: Expression

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Resolve the end that is told in full, and the other one from there."""
        nowhere = replace(vantage, anchor=None)
        first = self.first.resolve(nowhere)
        if isinstance(self.last, DayOfMonth):
            first = first or self.first.resolve(vantage)
        if first is not None:
            onward = replace(vantage, anchor=first.latest, tense=Tense.FUTURE)
            last = self.last.resolve(nowhere) or _from(self.last, vantage, onward)
        else:
            last = self.last.resolve(vantage)
            first = last and self._first_before(last, vantage)
        if first is None or last is None or first.earliest > last.latest:
            return None
        return interval(first.earliest, last.latest)

    def _first_before(self, last: EventDate, vantage: Vantage) -> EventDate | None:
        back = replace(vantage, anchor=last.latest, tense=Tense.PAST)
        return _from(self.first, vantage, back)


class BoundKind(StrEnum):
    """How an act lies to the days that bound it."""

    SINCE = "since"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"
    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Bound:
    """Days that bound an act on one side: "since Tuesday", "by Friday", "later this year"."""

    kind: BoundKind
    inner: Expression

    def resolve(self, vantage: Vantage) -> EventDate | None:
        """Close the open side with the report's day, where it lies on that side."""
        if self.kind is BoundKind.SINCE:
            vantage = replace(vantage, tense=Tense.PAST)
        inner = self.inner.resolve(vantage)
        return inner and self._bounded(inner, vantage.anchor)

    def _bounded(self, inner: EventDate, anchor: date | None) -> EventDate | None:
        is_past = anchor is not None and inner.latest < anchor
        is_future = anchor is not None and inner.earliest > anchor
        if self.kind in (BoundKind.EARLIER, BoundKind.LATER):
            is_around = anchor is not None and not is_past and not is_future
            return self._side(inner, anchor) if is_around and anchor else inner
        if self.kind is BoundKind.SINCE:
            return interval(inner.earliest, anchor) if anchor and not is_future else None
        if self.kind is BoundKind.AFTER:
            return _near(inner.latest + _ONE_DAY, anchor) if is_past else None
        if self.kind is BoundKind.BEFORE:
            return _near(inner.earliest - _ONE_DAY, anchor) if is_future else None
        return interval(anchor, inner.latest) if anchor and not is_past else inner

    def _side(self, inner: EventDate, anchor: date) -> EventDate:
        if self.kind is BoundKind.EARLIER:
            return interval(inner.earliest, anchor, inner.granularity)
        return interval(anchor, inner.latest, inner.granularity)


def _from(end: Expression, vantage: Vantage, other_end: Vantage) -> EventDate | None:
    """Resolve an end of a range: "last year" from the report, "March" from the other end."""
    return end.resolve(vantage if isinstance(end, _COUNTED) else other_end)


def _near(day: date, anchor: date | None) -> EventDate | None:
    if anchor is None or abs(anchor - day) > _FAR:
        return None
    return interval(day, anchor)


# --- What comes round every year: months, days of a month, quarters, seasons, holidays.
_YEARS_AROUND = range(-8, 9)  # 29 February can be eight years away (1896, 1904)
_WEEKDAY_YEARS = 3  # "Saturday, April 25" without a year is looked for so far from the report


class Part(Protocol):
    """Something that comes round at most once a year."""

    def in_year(self, year: int) -> EventDate | None:
        """Find its days in ``year``."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, 1..12."""

    month: int

    def in_year(self, year: int) -> EventDate | None:
        """Find the whole month."""
        return unit_around(date(year, self.month, 1), Granularity.MONTH)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month, with the weekday where it is told ("Saturday, April 25")."""

    month: int
    day: int
    weekday: int | None = None

    def in_year(self, year: int) -> EventDate | None:
        """Find the day; the weekday only helps to find the year (``Yearly``)."""
        if self.day > monthrange(year, self.month)[1]:
            return None
        return unit_around(date(year, self.month, self.day), Granularity.DAY)


@dataclass(frozen=True, slots=True)
class NthOfYear:
    """The n-th quarter or half of a year, from 1."""

    number: int
    unit: Granularity

    def in_year(self, year: int) -> EventDate | None:
        """Find the calendar quarter or half (fiscal years are taken as calendar years)."""
        months = 3 if self.unit is Granularity.QUARTER else 6
        return unit_around(date(year, months * (self.number - 1) + 1, 1), self.unit)


@dataclass(frozen=True, slots=True)
class Season:
    """A season: 0 spring, 1 summer, 2 autumn, 3 winter."""

    season: int

    def in_year(self, year: int) -> EventDate | None:
        """Find the season that begins in ``year``."""
        return season_in(year, self.season)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The n-th weekday of a month, from the end with -1 ("the last Monday in May")."""

    month: int
    weekday: int
    number: int

    def in_year(self, year: int) -> EventDate | None:
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

    def in_year(self, year: int) -> EventDate | None:
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
            return year and self.part.in_year(year.earliest.year)
        if vantage.anchor is None:
            return None
        return pick_occurrence(
            self._occurrences(vantage.anchor.year), vantage, self.pick, Granularity.YEAR
        )

    def _occurrences(self, around: int) -> list[EventDate]:
        years = range(max(around + _YEARS_AROUND.start, 1), min(around + _YEARS_AROUND.stop, 9999))
        found = [self.part.in_year(year) for year in years]
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
        found = (self.part.in_year(year) for year in years)
        return next((one for one in found if one and self._is_beyond(one, other)), None)

    def _is_beyond(self, one: EventDate, other: EventDate) -> bool:
        return one.latest < other.earliest if self.is_before else one.earliest > other.latest
