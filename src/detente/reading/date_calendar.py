"""Rules for dates that stand in a calendar: days, months, quarters, seasons, years, centuries.

In:  a cursor.   Out: a part of a year, a year, or a whole date.
Does not: read words that count from the report's day (date_deixis.py does).
"""

from collections.abc import Mapping
from datetime import date

from detente.reading.date_cursor import (
    Cursor,
    attempt,
    longest,
    read_ordinal,
    read_year_number,
    remembered,
)
from detente.reading.date_expressions import Fixed, Offset, Reference, Shift
from detente.reading.date_holidays import read_holiday
from detente.reading.date_units import unit_around
from detente.reading.date_vantage import Expression
from detente.reading.date_words import ABBREVIATED, DASHES, DECADES, MONTHS, SEASONS, WEEKDAYS
from detente.reading.date_yearly import Month, MonthDay, NthOfYear, Part, Season, Yearly
from detente.records import EventDate, Granularity

__all__ = [
    "read_century",
    "read_decade",
    "read_name",
    "read_numeric",
    "read_part",
    "read_year",
    "read_year_date",
    "read_yearly",
]

_FISCAL = frozenset({"fiscal", "financial"})
_CENTURY_SPLIT = 30  # "the '30s" and later are the 1930s, "the '20s" the 2020s
_TWO_DIGIT_SPLIT = 69  # POSIX strptime: 69-99 are 1969-1999, 00-68 are 2000-2068
_QUARTERS, _HALVES = range(1, 5), range(1, 3)
_YEAR_OFFSETS = {"last": -1, "this": 0, "the": 0, "next": 1}


@remembered
def read_yearly(cursor: Cursor) -> Expression | None:
    """Read a part of a year, with its year before or behind it, or without one."""
    return longest(cursor, (_part_then_year, _year_then_part))


def read_part(cursor: Cursor) -> Part | None:
    """Read a month, a day of a month, a quarter, a half, a season or a holiday."""
    return longest(cursor, (_month_day, _day_month, _month, _quarter, _half, _season, read_holiday))


@remembered
def read_year(cursor: Cursor) -> Expression | None:
    """Read "1989", "'89", "fiscal 1990", "last year", "the same year"."""
    return longest(cursor, (read_year_date, _relative_year))


def read_year_date(cursor: Cursor) -> Expression | None:
    """Read a year by its number."""
    if cursor.take("the year", "year"):
        cursor.take("of")
        return _numbered_year(cursor)
    if cursor.take_any(_FISCAL):
        cursor.take("year")
        return _numbered_year(cursor)
    if cursor.take("fy"):
        return _two_digit_year(cursor) or _numbered_year(cursor)
    if cursor.take("'", "\u2018"):
        return _two_digit_year(cursor) if cursor.touches() else None
    return _numbered_year(cursor)


def read_decade(cursor: Cursor) -> Expression | None:
    """Read "the 1990s", "'80s", "the nineties", "the 1990's"."""
    cursor.take("the")
    cursor.take("'", "\u2018")
    start = _named_decade(cursor) or _numbered_decade(cursor)
    if start is None:
        return None
    if start < 100:  # noqa: PLR2004  # two digits
        start += 1900 if start >= _CENTURY_SPLIT else 2000
    return Fixed(unit_around(date(start, 1, 1), Granularity.DECADE))


def read_century(cursor: Cursor) -> Expression | None:
    """Read "the 20th century" (1900-1999, as ISO 8601 counts centuries)."""
    cursor.take("the")
    number = read_ordinal(cursor)
    if not number or not cursor.take("century"):
        return None
    return Fixed(unit_around(date(max((number - 1) * 100, 1), 1, 1), Granularity.CENTURY))


def read_numeric(cursor: Cursor) -> Expression | None:
    """Read "2024-02-02", "11/02/89" (month first unless it cannot be), "02.11.1989"."""
    numbers: list[str] = [cursor.peek()]
    cursor.at += 1
    sign = cursor.take_any(DASHES | {"/", "."})
    while sign and len(numbers) < 3 and cursor.touches() and cursor.peek().isdecimal():  # noqa: PLR2004
        numbers.append(cursor.peek())
        cursor.at += 1
        if len(numbers) < 3 and not cursor.take(sign):  # noqa: PLR2004
            return None
    if len(numbers) < 3 or not sign or not numbers[0].isdecimal():  # noqa: PLR2004
        return None
    return _numeric_date(numbers, sign)


def _part_then_year(cursor: Cursor) -> Expression | None:
    part = read_part(cursor)
    return None if part is None else Yearly(part, year=attempt(cursor, _year_behind))


def _year_then_part(cursor: Cursor) -> Expression | None:
    cursor.take("the")
    year = read_year(cursor)
    cursor.take("' s", "'")
    part = year and longest(cursor, (_quarter, _half, _season, _month, read_holiday))
    return Yearly(part, year=year) if part else None


def _year_behind(cursor: Cursor) -> Expression | None:
    if cursor.take(",", "of", "in"):
        cursor.take("fiscal", "the year")
        return read_year(cursor)
    return read_year(cursor)


def _relative_year(cursor: Cursor) -> Expression | None:
    if cursor.take("that year", "the same year", "of that year"):
        return Shift(Reference(), 0, Granularity.YEAR)
    count = cursor.look_up(_YEAR_OFFSETS)
    cursor.take_any(_FISCAL)
    return Offset(Granularity.YEAR, count) if count is not None and cursor.take("year") else None


def _numbered_year(cursor: Cursor) -> Expression | None:
    year = read_year_number(cursor)
    return Fixed(_year(year)) if year else None


def _two_digit_year(cursor: Cursor) -> Expression | None:
    text = cursor.peek()
    if not (text.isdecimal() and len(text) == 2):  # noqa: PLR2004
        return None
    cursor.at += 1
    return Fixed(_year(_full_year(text)))


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004
        return year
    return year + (1900 if year >= _TWO_DIGIT_SPLIT else 2000)


def _year(year: int) -> EventDate:
    return unit_around(date(year, 1, 1), Granularity.YEAR)


def _named_decade(cursor: Cursor) -> int | None:
    if cursor.take("nineteen"):
        cursor.take_any(DASHES)
        tens = cursor.look_up(DECADES)
        return tens and 1900 + 10 * tens
    tens = cursor.look_up(DECADES)
    return tens and 10 * tens


def _numbered_decade(cursor: Cursor) -> int | None:
    text = cursor.peek()
    digits = text.removesuffix("s")
    if not digits.isdecimal() or len(digits) not in {2, 4} or digits[-1] != "0":
        return None
    cursor.at += 1
    if digits == text and not cursor.take("' s"):
        return None
    return int(digits)


def _numeric_date(numbers: list[str], sign: str) -> Expression | None:
    first, second, third = (int(number) for number in numbers)
    if len(numbers[0]) == 4:  # noqa: PLR2004  # a year of four digits
        year, month, day = first, second, third
    elif len(numbers[2]) in {2, 4}:
        year = _full_year(numbers[2])
        day_first = sign == "." or first > 12  # noqa: PLR2004
        day, month = (first, second) if day_first else (second, first)
    else:
        return None
    try:
        return Fixed(unit_around(date(year, month, day), Granularity.DAY))
    except ValueError:
        return None


def _month_day(cursor: Cursor) -> Part | None:
    weekday = attempt(cursor, read_weekday_name)
    month = read_month(cursor)
    cursor.take("the")
    day = month and read_day_number(cursor)
    if not month or not day:
        return None
    if weekday is None:
        weekday = attempt(cursor, _weekday_behind)
    return MonthDay(month, day, weekday)


def _day_month(cursor: Cursor) -> Part | None:
    weekday = attempt(cursor, read_weekday_name)
    cursor.take("the")
    day = read_day_number(cursor)
    cursor.take("of")
    cursor.take_any(DASHES)
    month = day and read_month(cursor)
    return MonthDay(month, day, weekday) if month and day else None


def read_weekday_name(cursor: Cursor) -> int | None:
    """Read a weekday and the comma or full stop behind it."""
    weekday = read_name(cursor, WEEKDAYS)
    if weekday is not None:
        cursor.take(",", "the", "on")
    return weekday


def read_month(cursor: Cursor) -> int | None:
    """Read a month's name."""
    return read_name(cursor, MONTHS)


def read_name(cursor: Cursor, names: Mapping[str, int]) -> int | None:
    """Read one of ``names`` and the full stop of its abbreviation."""
    is_short = cursor.peek() in ABBREVIATED
    number = cursor.look_up(names)
    if number is not None and is_short and cursor.touches():
        cursor.take(".")
    return number


def read_day_number(cursor: Cursor) -> int | None:
    """Read the number of a day in its month: "3", "3rd", "third"; not the 15 of "15,000"."""
    text = cursor.peek()
    if text.isdecimal() and len(text) <= 2:  # noqa: PLR2004
        cursor.at += 1
        day: int | None = int(text)
    else:
        day = read_ordinal(cursor)
    if not day or not 1 <= day <= 31 or _number_goes_on(cursor):  # noqa: PLR2004
        return None
    return day


def _number_goes_on(cursor: Cursor) -> bool:
    if cursor.peek() in {"%", ":"}:
        return True
    is_sign = cursor.peek() in {",", "."} and cursor.touches()
    behind = cursor.words[cursor.at + 1] if cursor.at + 1 < len(cursor.words) else None
    touches = behind is not None and behind.start == cursor.words[cursor.at].end
    return is_sign and touches and cursor.peek(1).isdecimal()


def _weekday_behind(cursor: Cursor) -> int | None:
    return cursor.look_up(WEEKDAYS) if cursor.take(",") else None


def _month(cursor: Cursor) -> Part | None:
    cursor.take("the month of")
    month = read_month(cursor)
    return Month(month) if month else None


def _quarter(cursor: Cursor) -> Part | None:
    if cursor.take("q"):
        text = cursor.peek()
        cursor.at += 1
        number = int(text) if text.isdecimal() and len(text) == 1 else None
    elif cursor.peek() in {"1q", "2q", "3q", "4q"}:
        number = int(cursor.peek()[0])
        cursor.at += 1
    else:
        number = _ordinal_of(cursor, "quarter")
    is_quarter = number is not None and number in _QUARTERS
    return NthOfYear(number, Granularity.QUARTER) if number and is_quarter else None


def _half(cursor: Cursor) -> Part | None:
    if cursor.take("h"):
        text = cursor.peek()
        cursor.at += 1
        number = int(text) if text.isdecimal() and len(text) == 1 else None
    elif cursor.take("last half", "latter half"):
        number = 2
    else:
        number = _ordinal_of(cursor, "half")
    is_half = number is not None and number in _HALVES
    return NthOfYear(number, Granularity.HALF) if number and is_half else None


def _ordinal_of(cursor: Cursor, unit: str) -> int | None:
    cursor.take("the")
    if cursor.take_any(_FISCAL):
        cursor.take_any(DASHES)
    number = read_ordinal(cursor)
    cursor.take_any(DASHES)
    cursor.take_any(_FISCAL)
    return number if number and cursor.take(unit) else None


def _season(cursor: Cursor) -> Part | None:
    cursor.take("the")
    season = cursor.look_up(SEASONS)
    return None if season is None else Season(season)
