"""Rules for dates: those that stand in a calendar, count from the report's day, or have a name.

In:  a cursor; ``data/holidays.csv`` and ``data/feasts.csv``.   Out: an expression, or a whole date.
Does not: read vague amounts ("recent weeks", "a few days ago"): a wrong day is worse than none;
know a feast outside its table (1980-2040); such a year has no such day.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

from detente.codebook.entries import read_csv
from detente.codebook.model import StrictEntry
from detente.errors import BadConfig
from detente.reading.atlas import data_text
from detente.reading.dates.cursor import (
    Cursor,
    attempt,
    longest,
    read_number,
    read_ordinal,
    read_year_number,
    remembered,
)
from detente.reading.dates.expressions import (
    TODAY,
    Beside,
    DayOfMonth,
    FeastDay,
    Fixed,
    InYear,
    Month,
    MonthDay,
    Moved,
    NthOfYear,
    NthWeekday,
    Offset,
    Part,
    Portion,
    Range,
    Reference,
    Season,
    Shift,
    Stretch,
    Weekday,
    Weekend,
    Within,
    Yearly,
)
from detente.reading.dates.units import (
    ABBREVIATED,
    DASHES,
    DAY_PARTS,
    DECADES,
    MONTHS,
    PORTIONS,
    SEASONS,
    UNIT,
    UNITS,
    WEEKDAYS,
    Expression,
    Pick,
    unit_around,
    words_of,
)
from detente.records import EventDate, Granularity

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


# --- Rules for dates that count from the report's day: "last week", "two years ago", "Monday".
Amount = tuple[int, Granularity]
PICKS = {
    "last": Pick.LAST, "past": Pick.LAST, "this": Pick.THIS, "current": Pick.THIS,
    "next": Pick.NEXT, "coming": Pick.COMING, "upcoming": Pick.COMING,
}  # fmt: skip
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
    _named_day, _weekday, _week_then_weekday, read_relative_unit, _ago, _in_amount, _stretch,
    _week_before_last, _reference_unit, _year_ago_period, _period_a_year_ago, _period_of_year,
    _year_end, _day_of_month,
)  # fmt: skip


# --- Holidays and fixed days by name, from `data/holidays.csv` and `data/feasts.csv`.
Names = Mapping[str, tuple[tuple[tuple[str, ...], Part | Fixed], ...]]
Days = tuple[tuple[date, date], ...]


class _HolidayRow(StrictEntry, frozen=True, kw_only=True):
    """One line of ``holidays.csv``: names apart by ``;`` and the rule that gives the day."""

    names: str
    when: str
    source: str


class _FeastRow(StrictEntry, frozen=True, kw_only=True):
    """One line of ``feasts.csv``: first and last day of a feast in one year."""

    feast: str
    first: date
    last: date


def read_holiday(cursor: Cursor) -> Part | None:
    """Read the longest name here of a day that comes round every year."""
    cursor.take("the")
    found = _read_name(cursor)
    return None if isinstance(found, Fixed) else found


def read_fixed_day(cursor: Cursor) -> Fixed | None:
    """Read the longest name here of one day in history: "the September 11 attacks"."""
    cursor.take("the")
    found = _read_name(cursor)
    return found if isinstance(found, Fixed) else None


@cache
def load_holidays() -> Names:
    """Load the package's own holidays."""
    return holidays_from(data_text("holidays.csv"), data_text("feasts.csv"))


def holidays_from(holidays: str, feasts: str) -> Names:
    """Read the texts of both files: all names with their days by their first word, longest first.

    Raises:
        BadConfig: a row cannot be read; the message names it.
    """
    days: dict[str, list[tuple[date, date]]] = {}
    for _, feast in read_csv("feasts.csv", feasts, _FeastRow):
        days.setdefault(feast.feast, []).append((feast.first, feast.last))
    by_word: dict[str, list[tuple[tuple[str, ...], Part | Fixed]]] = {}
    for where, row in read_csv("holidays.csv", holidays, _HolidayRow):
        day = _day(row.when, {name: tuple(spans) for name, spans in days.items()})
        if day is None:
            raise BadConfig(
                f"holidays.csv, {where}: cannot read {row.when!r}; write a day as '12-25', "
                "'2001-09-11', 'monday 1 9' (first Monday of September) or 'feast easter -2'"
            )
        for name in row.names.split(";"):
            words = tuple(word.text for word in words_of(name))
            by_word.setdefault(words[0], []).append((words, day))
    return {
        word: tuple(sorted(entries, key=lambda entry: (-len(entry[0]), entry[0])))
        for word, entries in by_word.items()
    }


def _read_name(cursor: Cursor) -> Part | Fixed | None:
    for words, day in load_holidays().get(cursor.peek(), ()):
        if all(cursor.peek(ahead) == word for ahead, word in enumerate(words)):
            cursor.at += len(words)
            return day
    return None


def _day(rule: str, feasts: Mapping[str, Days]) -> Part | Fixed | None:
    match rule.replace("-", " - ").split() if rule[0].isdecimal() else rule.split():
        case [month, "-", day]:
            return MonthDay(int(month), int(day))
        case [year, "-", month, "-", day]:
            when = date(int(year), int(month), int(day))
            return Fixed(unit_around(when, Granularity.DAY))
        case [weekday, number, month] if weekday in WEEKDAYS:
            return NthWeekday(int(month), WEEKDAYS[weekday], int(number))
        case ["feast", feast, *offsets] if feast in feasts:
            return FeastDay(feasts[feast], *(int(offset) for offset in offsets))
    return None
