"""Words -> date expressions: how dates are put together from smaller ones.

In:  words.   Out: an expression and where it ends, or ``None``.
Does not: know a report's day; rules.py and rules.py read the smallest dates.
"""

from datetime import date

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
    Bound,
    BoundKind,
    DayOfMonth,
    Fixed,
    Nth,
    Portion,
    Range,
    RunUp,
    Shift,
    Yearly,
)
from detente.reading.dates.rules import (
    DEIXIS,
    read_amount,
    read_century,
    read_day_number,
    read_decade,
    read_fixed_day,
    read_numeric,
    read_year,
    read_yearly,
)
from detente.reading.dates.units import (
    DASHES,
    DAY_PARTS,
    PORTIONS,
    UNITS,
    WEEKDAYS,
    Expression,
    unit_around,
)
from detente.records import Granularity

_BOUNDS: tuple[tuple[BoundKind, tuple[str, ...]], ...] = (
    (BoundKind.SINCE, ("ever since", "since")),
    (BoundKind.BY, ("by", "until", "till", "no later than", "up to", "up until", "through")),
    (BoundKind.BEFORE, ("before", "prior to", "ahead of")),
    (BoundKind.AFTER, ("after", "following")),
    (BoundKind.EARLIER, ("earlier on", "earlier in", "earlier", "so far")),
    (BoundKind.LATER, ("later on", "later in", "later", "the rest of", "the remainder of")),
)
_TO = ("to", "until", "till", "through", "up to")
_HALVES = {"first": 0, "second": 1, "last": 1, "latter": 1, "other": 1}
_LAST = frozenset({"last", "final", "closing"})
_FIRST = frozenset({"opening"})
_ZONES = frozenset({"gmt", "utc", "est", "edt", "cet", "cest", "bst", "pst", "pdt", "msk", "et"})
_ENDED = ("ended", "ending", "to", "through")
_AROUND = frozenset({BoundKind.BEFORE, BoundKind.AFTER})  # "before dawn on Monday" is Monday
_NOONS = frozenset({"noon", "midnight", "midday"})
_RANGE_DASHES = DASHES - {"\u2014"}  # an em dash parts clauses
_TWO_DIGITS = 2
_NOUNS = frozenset({"start", "beginning", "outset", "end", "close", "middle"})  # of what?
_ATOMS = (
    read_yearly, read_fixed_day, read_numeric, read_year, read_decade, read_century, *DEIXIS,
)  # fmt: skip


def read_phrase(cursor: Cursor) -> Expression | None:
    """Read the longest date phrase at the cursor, which moves past it."""
    return longest(cursor, (_range, _year_range, _bounded, read_date))


@remembered
def read_date(cursor: Cursor) -> Expression | None:
    """Read one date without bounds, with the hours that may go with it."""
    return longest(
        cursor, (_atom, _overnight, _day_part_of, _portion, _half_of, _nth, _week_of, _shifted)
    )


@remembered
def _atom(cursor: Cursor) -> Expression | None:
    return longest(cursor, (_untimed, _timed))


def _timed(cursor: Cursor) -> Expression | None:
    return _untimed(cursor) if _clock(cursor) else None


def _untimed(cursor: Cursor) -> Expression | None:
    found = longest(cursor, _ATOMS)
    if found is not None:
        _trailing_hours(cursor)
    return found


def _trailing_hours(cursor: Cursor) -> None:
    cursor.take_any(DAY_PARTS)
    attempt(cursor, _at_clock)
    cursor.take("or later", "or earlier", "and beyond", "onward", "onwards", "or so")


def _clock(cursor: Cursor) -> bool | None:
    """Read "5 p.m. EST", "10:30", "noon", and what leads on from it to the day."""
    if not (_hours(cursor) or cursor.take("noon", "midnight", "midday")):
        return None
    cursor.take(",", "on")
    return True


def _at_clock(cursor: Cursor) -> bool | None:
    return True if cursor.take("at", ",") and _hours(cursor) else None


def _hours(cursor: Cursor) -> bool:
    text = cursor.peek()
    digits = text.rstrip("apmh")
    if not digits.isdecimal():
        return False
    cursor.at += 1
    minutes = cursor.take(":", ".") and cursor.peek().isdecimal()
    cursor.at += bool(minutes)
    half = digits != text or cursor.take("a . m .", "p . m .", "a . m", "p . m", "am", "pm")
    zone = cursor.take_any(_ZONES)
    return bool(minutes or half or zone)


def _overnight(cursor: Cursor) -> Expression | None:
    """Read "overnight on Thursday", which is no night but that one."""
    if not cursor.take("overnight"):
        return None
    cursor.take("on", "to")
    return _atom(cursor)


def _day_part_of(cursor: Cursor) -> Expression | None:
    """Read "the morning of Nov. 2", "early on Monday", "late Tuesday night"."""
    cursor.take("the")
    cursor.take("early", "late", "mid")
    cursor.take_any(DASHES)
    if not cursor.take_any(DAY_PARTS) or not cursor.take("of", "on", "hours of"):
        return None
    return _atom(cursor)


def _portion(cursor: Cursor) -> Expression | None:
    """Read "early 2025", "mid-April", "the end of the month", "the latter part of May"."""
    cursor.take("the")
    cursor.take("very")
    name = "late" if cursor.take("latter", "last part") else cursor.take_any(PORTIONS)
    if name is None:
        return None
    has_link = cursor.take("part of", "part", "of")
    if not has_link and name in _NOUNS:
        return None
    cursor.take_any(DASHES)
    cursor.take("in", "on")
    inner = _atom(cursor)
    return inner and Portion(inner, *PORTIONS[name])


def _half_of(cursor: Cursor) -> Expression | None:
    cursor.take("the")
    half = cursor.look_up(_HALVES)
    if half is None or not cursor.take("half of"):
        return None
    inner = _atom(cursor)
    return inner and Portion(inner, half, 2)


def _nth(cursor: Cursor) -> Expression | None:
    """Read "the first three months of 2024", "the last week of May", "first Monday in June"."""
    cursor.take("the")
    if cursor.take_any(_LAST):
        index = -1
    else:
        number = 1 if cursor.take_any(_FIRST) else read_ordinal(cursor)
        if number is None:
            return None
        index = number - 1
    count = attempt(cursor, read_number) or 1
    weekday = cursor.look_up(WEEKDAYS)
    unit = (Granularity.DAY, 1) if weekday is not None else cursor.look_up(UNITS)
    if unit is None or not cursor.take("of", "in"):
        return None
    inner = _atom(cursor)
    if inner is None:
        return None
    return Nth(inner=inner, index=index, unit=unit[0], count=count * unit[1], weekday=weekday)


def _week_of(cursor: Cursor) -> Expression | None:
    """Read "the week of Nov. 2", "the year ended March 31", "the six months to June"."""
    cursor.take("the")
    count = attempt(cursor, read_number) or 1
    unit = cursor.look_up(UNITS)
    if unit is None:
        return None
    if cursor.take("of", "beginning", "starting"):
        inner = _atom(cursor)
        return inner and Shift(inner, 0, unit[0])
    if not cursor.take(*_ENDED):
        return None
    cursor.take("on")
    inner = _atom(cursor)
    return inner and RunUp(inner, count * unit[1], unit[0])


def _shifted(cursor: Cursor) -> Expression | None:
    """Read "two days after Christmas", "the day before the 3 March vote" (up to the date)."""
    cursor.take("the")
    amount = attempt(cursor, read_amount)
    if amount is None:
        unit = cursor.look_up(UNITS)
        amount = unit and (unit[1], unit[0])
    if amount is None:
        return None
    back = cursor.take("before", "prior to", "ahead of")
    if not back and not cursor.take("after", "following", "from"):
        return None
    base = _atom(cursor)
    return base and Shift(base, -amount[0] if back else amount[0], amount[1])


def _bounded(cursor: Cursor) -> Expression | None:
    for kind, phrases in _BOUNDS:
        if cursor.take(*phrases):
            cursor.take("on", "in")
            is_hour = kind in _AROUND and (cursor.peek() in DAY_PARTS or cursor.peek() in _NOONS)
            inner = read_date(cursor)
            return inner if is_hour else inner and Bound(kind, inner)
    return None


def _range(cursor: Cursor) -> Expression | None:
    is_between = cursor.take("between")
    is_from = not is_between and cursor.take("from", "the period", "period")
    first = longest(cursor, (read_date, _day_number, _now))
    if first is None:
        return None
    join = _join(cursor, is_pair=is_between or is_from)
    if is_between and join == "and":
        join = "to"
    last = longest(cursor, (read_date, _day_number)) if join else None
    if last is None or not _may_join(first, last, join):
        return None
    return Range(first, last)


def _join(cursor: Cursor, *, is_pair: bool) -> str:
    """Move past what joins the ends of a range; the word, ``-`` touching, ``--`` apart."""
    touches = cursor.touches()
    if cursor.take_any(_RANGE_DASHES):
        return "-" if touches or is_pair else "--"
    if cursor.take(*_TO):
        return "to"
    return "and" if cursor.take("and") else ""


def _may_join(first: Expression, last: Expression, join: str) -> bool:
    days = [isinstance(end, DayOfMonth) for end in (first, last)]
    if any(days) and not any(isinstance(end, Yearly) for end in (first, last)):
        return False
    if join == "and":
        return any(days) and not all(days)
    if join == "--":
        return all(isinstance(end, DayOfMonth | Yearly) for end in (first, last))
    return not all(days)


def _year_range(cursor: Cursor) -> Expression | None:
    """Read "1990-95"; "2024-02" is no range, as the second year would be the earlier one."""
    first = read_year_number(cursor)
    touches = cursor.touches()
    digits = cursor.peek(1)
    if not first or not touches or not cursor.take_any(_RANGE_DASHES):
        return None
    if len(digits) != _TWO_DIGITS or not digits.isdecimal() or int(digits) <= first % 100:
        return None
    cursor.at += 1
    ends = (first, first // 100 * 100 + int(digits))
    years = (unit_around(date(year, 1, 1), Granularity.YEAR) for year in ends)
    return Range(*(Fixed(year) for year in years))


def _now(cursor: Cursor) -> Expression | None:
    """Read the "now" of "between now and May"; by itself it is too vague for a date."""
    return TODAY if cursor.take("now") else None


def _day_number(cursor: Cursor) -> Expression | None:
    cursor.take("the")
    day = read_day_number(cursor) if cursor.peek()[:1].isdecimal() else None
    return DayOfMonth(day) if day else None
