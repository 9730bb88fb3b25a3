"""Calendar units: the week, month or decade around a day, and steps between them.

In:  days and units.   Out: ``EventDate`` intervals and shifted days.
Does not: know words, tenses or reports. A day outside years 1..9999 raises ``OverflowError``
or ``ValueError``, as the standard library does.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from detente.records import EventDate, Granularity

__all__ = [
    "MONTHS_IN",
    "end_of_month",
    "interval",
    "part_of",
    "season_in",
    "step",
    "unit_around",
    "unit_from",
    "weekend_around",
]

MONTHS_IN: Mapping[Granularity, int] = MappingProxyType(
    {
        Granularity.MONTH: 1,
        Granularity.QUARTER: 3,
        Granularity.SEASON: 3,
        Granularity.HALF: 6,
        Granularity.YEAR: 12,
        Granularity.DECADE: 120,
        Granularity.CENTURY: 1200,
    }
)
_DAYS_IN: Mapping[Granularity, int] = MappingProxyType({Granularity.DAY: 1, Granularity.WEEK: 7})
_SATURDAY = 5


def interval(
    earliest: date, latest: date, granularity: Granularity = Granularity.INTERVAL
) -> EventDate:
    """Build a date from its first and last day, whichever way round they are given."""
    first, last = sorted((earliest, latest))
    return EventDate(earliest=first, latest=last, granularity=granularity)


def end_of_month(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def step(day: date, unit: Granularity, count: int) -> date:
    """Move ``day`` by ``count`` units; 31 March less a month is the last of February."""
    if unit in _DAYS_IN:
        return day + timedelta(days=_DAYS_IN[unit] * count)
    years, month = divmod(day.year * 12 + day.month - 1 + MONTHS_IN[unit] * count, 12)
    last = end_of_month(years, month + 1)
    return last.replace(day=min(day.day, last.day))


def unit_around(day: date, unit: Granularity) -> EventDate:
    """Find the whole unit that holds ``day``: ISO weeks from Monday, ISO decades from year 0.

    Seasons are the meteorological ones, three whole months each, winter from December.
    """
    first, last = _BOUNDS[unit](day)
    return EventDate(earliest=first, latest=last, granularity=unit)


def unit_from(day: date, unit: Granularity, count: int) -> EventDate:
    """Find the whole unit that lies ``count`` units from the one around ``day``."""
    return unit_around(step(day, unit, count), unit)


def weekend_around(day: date, weeks: int = 0) -> EventDate:
    """Saturday and Sunday of the week around ``day``, or of another ``weeks`` from it."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    saturday = monday + timedelta(days=_SATURDAY)
    return interval(saturday, saturday + timedelta(days=1))


def season_in(year: int, season: int, *, southern: bool) -> EventDate:
    """Find a season of ``year``: 0 spring, 1 summer, 2 autumn, 3 winter.

    A season that runs over New Year belongs to the year in which it begins.
    """
    month = 3 * (season + 1)
    if southern:
        month = (month + 6 - 1) % 12 + 1
    return unit_around(date(year, month, 1), Granularity.SEASON)


def part_of(whole: EventDate, part: int, parts: int) -> EventDate:
    """Cut ``whole`` into equal parts and take one, counted from 0; a day stays whole.

    Cuts fall on months where the whole is made of enough of them, else on days.
    """
    months = _whole_months(whole)
    if months >= parts and months % parts == 0:
        size = months // parts
        first = step(whole.earliest, Granularity.MONTH, part * size)
        last = step(first, Granularity.MONTH, size) - timedelta(days=1)
    else:
        days = (whole.latest - whole.earliest).days + 1
        if days < parts:
            return whole
        first = whole.earliest + timedelta(days=days * part // parts)
        last = whole.earliest + timedelta(days=days * (part + 1) // parts - 1)
    return EventDate(earliest=first, latest=last, granularity=whole.granularity)


def _whole_months(whole: EventDate) -> int:
    starts, ends = whole.earliest.day == 1, (whole.latest + timedelta(days=1)).day == 1
    if not (starts and ends):
        return 0
    years = whole.latest.year - whole.earliest.year
    return years * 12 + whole.latest.month - whole.earliest.month + 1


def _months_around(first_month: date, months: int) -> tuple[date, date]:
    last = step(first_month, Granularity.MONTH, months - 1)
    return first_month, end_of_month(last.year, last.month)


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _month(day: date) -> tuple[date, date]:
    return _months_around(day.replace(day=1), 1)


def _quarter(day: date) -> tuple[date, date]:
    return _months_around(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3)


def _season(day: date) -> tuple[date, date]:
    start = step(day.replace(day=1), Granularity.MONTH, -(day.month % 3))
    return _months_around(start, 3)


def _half(day: date) -> tuple[date, date]:
    return _months_around(date(day.year, (day.month - 1) // 6 * 6 + 1, 1), 6)


def _years(size: int) -> Callable[[date], tuple[date, date]]:
    def around(day: date) -> tuple[date, date]:
        first = max(day.year // size * size, 1)
        return date(first, 1, 1), date(day.year // size * size + size - 1, 12, 31)

    return around


_BOUNDS: Mapping[Granularity, Callable[[date], tuple[date, date]]] = MappingProxyType(
    {
        Granularity.DAY: lambda day: (day, day),
        Granularity.WEEK: _week,
        Granularity.MONTH: _month,
        Granularity.QUARTER: _quarter,
        Granularity.SEASON: _season,
        Granularity.HALF: _half,
        Granularity.YEAR: _years(1),
        Granularity.DECADE: _years(10),
        Granularity.CENTURY: _years(100),
    }
)
