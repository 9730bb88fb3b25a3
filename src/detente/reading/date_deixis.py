"""Rules for dates that count from the report's day: "last week", "two years ago", "Monday".

In:  a cursor.   Out: an expression.
Does not: read vague amounts ("recent weeks", "a few days ago"): a wrong day is worse than none.
"""

from detente.reading.date_calendar import read_name, read_part, read_year, read_yearly
from detente.reading.date_cursor import Cursor, attempt, read_number, read_ordinal
from detente.reading.date_expressions import (
    TODAY,
    DayOfMonth,
    InYear,
    Moved,
    Offset,
    Portion,
    Reference,
    Shift,
    Weekday,
    Weekend,
)
from detente.reading.date_spans import Range, Stretch, Within
from detente.reading.date_vantage import Expression, Pick
from detente.reading.date_words import DASHES, DAY_PARTS, PORTIONS, UNIT, UNITS, WEEKDAYS
from detente.reading.date_yearly import Beside, Yearly
from detente.records import Granularity

__all__ = ["DAY_NAMES", "DEIXIS", "PICKS", "Amount", "read_amount", "read_relative_unit"]

Amount = tuple[int, Granularity]

PICKS = {
    "last": Pick.LAST,
    "past": Pick.LAST,
    "this": Pick.THIS,
    "current": Pick.THIS,
    "next": Pick.NEXT,
    "coming": Pick.COMING,
    "upcoming": Pick.COMING,
}
_OFFSETS = {Pick.LAST: -1, Pick.THIS: 0, Pick.NEXT: 1, Pick.COMING: 1}
_YESTERDAY, _TOMORROW = Offset(Granularity.DAY, -1), Offset(Granularity.DAY, 1)
_DAYS: dict[str, Expression] = {
    "the day before yesterday": Offset(Granularity.DAY, -2),
    "the day after tomorrow": Offset(Granularity.DAY, 2),
    "last night": _YESTERDAY,
    "last evening": _YESTERDAY,
    "yesterday": _YESTERDAY,
    "today": TODAY,
    "tonight": TODAY,
    "tomorrow": _TOMORROW,
    "overnight": Range(_YESTERDAY, TODAY),
}
DAY_NAMES = frozenset(name for name in _DAYS if " " not in name)
_HOURS = {"hours": 24, "hour": 24, "minutes": 1440, "minute": 1440}
# What an amount is counted from, and which way: "two days ago", "two days later".
_STEPS: tuple[tuple[int, Expression, tuple[str, ...]], ...] = (
    (-1, TODAY, ("ago", "back")),
    (1, TODAY, ("from now", "from today", "hence")),
    (-1, Reference(or_anchor=True), ("earlier", "previously", "prior")),
    (1, Reference(), ("later", "afterward", "afterwards")),
    (-1, Reference(is_ahead=True), ("before",)),
    (1, Reference(is_ahead=True), ("after",)),
)
_STOPS = frozenset({"", ",", ".", ";"})
_PERIODS = ("quarter", "period")


def read_amount(cursor: Cursor) -> Amount | None:
    """Read a number of units: "three weeks", "a year and a half", "48 hours", "half a year"."""
    if cursor.take("half a year", "half a decade"):
        return (6 if cursor.peek(-1) == "year" else 60), Granularity.MONTH
    number = read_number(cursor)
    if number is None:
        return None
    half = cursor.take("and a half")
    cursor.take_any(DASHES)
    hours = cursor.look_up(_HOURS)
    if hours:
        return number // hours, Granularity.DAY
    unit = cursor.look_up(UNITS)
    if unit is None:
        return None
    half = cursor.take("and a half") or half
    count, granularity = number * unit[1], unit[0]
    if half and granularity is Granularity.YEAR:
        return 12 * count + 6, Granularity.MONTH
    return count, granularity


def read_relative_unit(cursor: Cursor) -> Expression | None:
    """Read "this month", "last week", "the past year", "the latest quarter", "the year"."""
    has_article = cursor.take("the")
    if has_article and cursor.take("latest", "most recent"):
        return _last_period(cursor)
    if cursor.take("this past", "this last"):
        return _picked(cursor, Pick.LAST, is_stretch=True)
    if cursor.take("this coming"):
        return _picked(cursor, Pick.COMING, is_stretch=True)
    text = cursor.peek()
    if text == "next" and cursor.peek(1) == "day":
        return None  # it follows another day; "the next two days" are ahead
    pick = cursor.look_up(PICKS)
    if pick is None:
        return _bare_unit(cursor) if has_article else None
    is_stretch = text in {"past", "coming"} or (has_article and pick is not Pick.THIS)
    return _picked(cursor, pick, is_stretch=is_stretch)


def _picked(cursor: Cursor, pick: Pick, *, is_stretch: bool) -> Expression | None:
    cursor.take("fiscal", "financial", "calendar", "full", "whole")
    if cursor.take("weekend"):
        return Weekend(pick)
    weekday = cursor.look_up(WEEKDAYS)
    if weekday is not None:
        return Weekday(weekday, pick)
    part = attempt(cursor, read_part)
    if part is not None:
        return Yearly(part, pick=pick)
    unit = cursor.look_up(UNIT)
    return unit and _unit(unit[0], _OFFSETS[pick] * unit[1], is_stretch=is_stretch)


def _unit(unit: Granularity, count: int, *, is_stretch: bool) -> Expression:
    if is_stretch and count and unit not in {Granularity.QUARTER, Granularity.CENTURY}:
        return Stretch(count, unit)
    return Offset(unit, count)


def _last_period(cursor: Cursor) -> Expression | None:
    cursor.take("fiscal", "financial", "reporting")
    if cursor.take("year"):
        return Offset(Granularity.YEAR, -1)
    return Offset(Granularity.QUARTER, -1) if cursor.take(*_PERIODS) else None


def _bare_unit(cursor: Cursor) -> Expression | None:
    cursor.take("fiscal", "financial", "calendar", "full", "whole")
    if cursor.take(*_PERIODS):
        return Offset(Granularity.QUARTER, -1)
    if cursor.take("weekend"):
        return Weekend()
    unit = cursor.look_up(UNIT)
    return unit and Offset(unit[0], 0)


def _named_day(cursor: Cursor) -> Expression | None:
    for phrase, day in _DAYS.items():
        if cursor.take(phrase):
            cursor.take_any(DAY_PARTS)
            return day
    if cursor.take("this", "later this", "earlier this") and cursor.take_any(DAY_PARTS):
        return TODAY
    return None


def _weekday(cursor: Cursor) -> Expression | None:
    weekday = read_name(cursor, WEEKDAYS)
    if weekday is None:
        return None
    return Weekday(weekday, week=attempt(cursor, _week_behind))


def _week_behind(cursor: Cursor) -> Expression | None:
    cursor.take("of", "in")
    week = read_relative_unit(cursor)
    is_week = isinstance(week, Offset) and week.unit is Granularity.WEEK
    return week if is_week else None


def _week_then_weekday(cursor: Cursor) -> Expression | None:
    week = _week_behind(cursor)
    weekday = cursor.look_up(WEEKDAYS) if week and cursor.take("' s") else None
    return None if weekday is None else Weekday(weekday, week=week)


def _day_of_month(cursor: Cursor) -> Expression | None:
    if not cursor.take("the") or not cursor.peek()[:1].isdecimal():
        return None
    day = read_ordinal(cursor)
    return DayOfMonth(day) if day and 1 <= day <= 31 else None  # noqa: PLR2004


def _ago(cursor: Cursor) -> Expression | None:
    amount = read_amount(cursor)
    if amount is None:
        return None
    cursor.take("or so", "' s")
    cursor.take_any(DASHES)
    count, unit = amount
    for sign, base, phrases in _STEPS:
        if cursor.take(*phrases):
            return Shift(base, sign * count, unit)
    return None


def _in_amount(cursor: Cursor) -> Expression | None:
    is_within = cursor.take("within")
    if not is_within and not cursor.take("in"):
        return None
    amount = read_amount(cursor)
    if amount is None or not amount[0]:
        return None
    cursor.take("' time", "' s time", "from now")
    return Within(*amount) if is_within else Within(*amount, is_end=True)


def _stretch(cursor: Cursor) -> Expression | None:
    cursor.take("the")
    cursor.take("this")
    sign = -1 if cursor.take("past", "last") else 1
    if sign > 0 and not cursor.take("next", "coming"):
        return None
    amount = read_amount(cursor)
    return Stretch(sign * max(amount[0], 1), amount[1]) if amount else None


def _week_before_last(cursor: Cursor) -> Expression | None:
    cursor.take("the")
    unit = cursor.look_up(UNIT)
    if unit is None:
        return None
    if cursor.take("before last"):
        return Offset(unit[0], -2)
    return Offset(unit[0], 2) if cursor.take("after next") else None


def _reference_unit(cursor: Cursor) -> Expression | None:
    cursor.take("the")
    counts = {"same": 0, "that": 0, "following": 1, "next": 1, "previous": -1, "preceding": -1}
    count = cursor.look_up(counts)
    weekday = cursor.look_up(WEEKDAYS) if count else None
    if weekday is not None and count:
        return Weekday(weekday, week=Shift(Reference(), count, Granularity.WEEK))
    part = attempt(cursor, read_part) if count else None
    if part is not None and count:
        return Beside(part, is_before=count < 0)
    is_part = bool(count) and cursor.take_any(DAY_PARTS) is not None  # "the next morning"
    unit = (Granularity.DAY, 1) if is_part else cursor.look_up(UNIT)
    if unit is None:
        return None
    if count is None:
        back = cursor.take("before")
        if not back and not cursor.take("after"):
            return None
        is_ahead = cursor.peek() not in _STOPS  # "the day before, ..." looks back
        return Shift(Reference(is_ahead=is_ahead), -unit[1] if back else unit[1], unit[0])
    return Shift(Reference(), count * unit[1], unit[0])


def _year_ago_period(cursor: Cursor) -> Expression | None:
    """Read "the year-ago quarter", "year-earlier", "the comparable year-ago third quarter"."""
    cursor.take("the")
    cursor.take("comparable", "corresponding", "same")
    if not cursor.take("year"):
        return None
    cursor.take_any(DASHES)
    if not cursor.take("ago", "earlier"):
        return None
    base = attempt(cursor, read_yearly)
    if base is not None:
        return Moved(base, -1, Granularity.YEAR)
    if cursor.take(*_PERIODS):
        return Moved(Offset(Granularity.QUARTER, -1), -1, Granularity.YEAR)
    return Shift(TODAY, -1, Granularity.YEAR)


def _period_a_year_ago(cursor: Cursor) -> Expression | None:
    """Read "the quarter a year ago", "the corresponding period last year"."""
    cursor.take("the")
    cursor.take("comparable", "corresponding", "same")
    base = attempt(cursor, read_yearly)
    if base is None and cursor.take(*_PERIODS):
        base = Offset(Granularity.QUARTER, -1)
    back = ("a year ago", "a year earlier", "last year", "of last year", "the previous year")
    return Moved(base, -1, Granularity.YEAR) if base and cursor.take(*back) else None


def _period_of_year(cursor: Cursor) -> Expression | None:
    """Read "the 1988 quarter", "last year's quarter": the last full quarter, in that year."""
    cursor.take("the")
    year = read_year(cursor)
    cursor.take("' s")
    if year is None or not cursor.take(*_PERIODS):
        return None
    return InYear(Offset(Granularity.QUARTER, -1), year)


def _year_end(cursor: Cursor) -> Expression | None:
    cursor.take("the")
    unit = cursor.look_up(UNIT)
    cursor.take("' s")
    cursor.take_any(DASHES)
    if unit is None or not cursor.take("end"):
        return None
    return Portion(Offset(unit[0], 0), *PORTIONS["end"])


DEIXIS = (
    _named_day,
    _weekday,
    _week_then_weekday,
    read_relative_unit,
    _ago,
    _in_amount,
    _stretch,
    _week_before_last,
    _reference_unit,
    _year_ago_period,
    _period_a_year_ago,
    _period_of_year,
    _year_end,
    _day_of_month,
)
