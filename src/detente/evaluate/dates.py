"""The dates suite: the days that a phrase means, seen from the day on which it was written.

In:  phrases with an anchor and a TIMEX3 value; a system.   Out: the share resolved to the very
interval, in all and by kind.
Does not: count phrases that are no DATE, or whose value is no calendar date; it says how many.
"""

import calendar
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from detente.errors import BadInput
from detente.evaluate.figures import DateScores, Figures, Miss, share
from detente.evaluate.gold import DateRow
from detente.evaluate.system import Progress, System, no_progress
from detente.records import EventDate


def score_dates(
    rows: Sequence[DateRow], system: System, progress: Progress = no_progress
) -> Figures:
    """Resolve each phrase that counts; both its first and its last day must be right.

    Raises:
        BadInput: a DATE row has a value that is no date, such as ``1998-02-30``.
    """
    values = [_value(row) for row in rows]
    right: Counter[str] = Counter()
    misses: list[Miss] = []
    for done, (row, value) in enumerate(zip(rows, values, strict=True), start=1):
        if value is not None:
            found = system.resolve_date(row.text, row.anchor)
            if found and (found.earliest, found.latest) == (value.first, value.last):
                right[value.kind] += 1
            else:
                misses.append(_miss(row, value, found))
        progress(done)
    counted = Counter(value.kind for value in values if value)
    return Figures(
        scores=DateScores(n=counted.total(), exact=share(right.total(), counted.total())),
        misses=tuple(misses),
        notes=_notes(rows, counted.total()),
        kinds=tuple((kind, right[kind], n) for kind, n in counted.most_common()),
    )


class CalendarValue(NamedTuple):
    """A calendar date: its kind (``day``, ``week`` ...), first and last day."""

    kind: str
    first: date
    last: date


def _value(row: DateRow) -> CalendarValue | None:
    if row.timex_type != "DATE":
        return None
    try:
        return calendar_value(row.value)
    except BadInput as err:
        raise BadInput(f"row {row.id!r}: {err}") from err


def _miss(row: DateRow, value: CalendarValue, found: EventDate | None) -> Miss:
    return Miss(
        id=row.id,
        text=row.text,
        expected=_days(value.first.isoformat(), value.last.isoformat()),
        got=_days(found.earliest.isoformat(), found.latest.isoformat()) if found else "nothing",
        why=f"{value.kind} {row.value}, written on {row.anchor}",
    )


def _days(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _notes(rows: Sequence[DateRow], n_counted: int) -> tuple[str, ...]:
    values = [row.value for row in rows if row.timex_type == "DATE"]
    apart = sum(map(is_told_apart, values))
    unknown = len(values) - n_counted - apart
    notes = (
        (len(rows) - len(values), "times, durations and sets"),
        (apart, "dates without a calendar value (PAST_REF, 1989-WXX ...)"),
        (unknown, "dates with a value of unknown form"),
    )
    return tuple(f"not counted, {what}: {n}" for n, what in notes if n)


# --- TIMEX3 values -> first and last day.
_APART = re.compile(r"(PAST|PRESENT|FUTURE)_REF|P.*|.*X.*|.*T.*")
# Meteorological seasons, northern; a winter begins in December of its year.
_SEASONS: Mapping[str, int] = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def calendar_value(value: str) -> CalendarValue | None:
    """Read a TIMEX3 value as an interval; ``None`` if it is no calendar date.

    Weeks are ISO weeks, ``WE`` is Saturday and Sunday. ``198`` is 1980-1989, ``19`` 1900-1999,
    by their digits, as TIMEX3 has them.

    Raises:
        BadInput: the value has the form of a date but is none, such as ``1998-02-30``.
    """
    for pattern, kind, read in _FORMS:
        match = re.fullmatch(pattern, value)
        if match:
            try:
                return CalendarValue(kind, *read(*match.groups()))
            except ValueError as err:
                raise BadInput(f"TIMEX3 value {value!r} is no date: {err}") from err
    return None


def is_told_apart(value: str) -> bool:
    """Whether the value is a reference, a duration, a clock time, or holds an ``X``."""
    return _APART.fullmatch(value) is not None


def _span(first: date, days: int = 1) -> tuple[date, date]:
    return first, first + timedelta(days=days - 1)


def _years(digits: str) -> tuple[date, date]:
    missing = 4 - len(digits)
    return date(int(digits + "0" * missing), 1, 1), date(int(digits + "9" * missing), 12, 31)


def _months(year: str, month: int, count: int = 1) -> tuple[date, date]:
    years, last = divmod(month + count - 2, 12)
    ends = date(int(year) + years, last + 1, 1)
    days = calendar.monthrange(ends.year, ends.month)[1]
    return date(int(year), month, 1), ends.replace(day=days)


def _of_week(*parts: str) -> date:
    return date.fromisocalendar(*map(int, parts))


_FORMS: tuple[tuple[str, str, Callable[..., tuple[date, date]]], ...] = (
    (r"(\d{4})-(\d\d)-(\d\d)", "day", lambda *parts: _span(date(*map(int, parts)))),
    (r"(\d{4})-(\d\d)", "month", lambda year, month: _months(year, int(month))),
    (r"(\d{4})", "year", _years),
    (r"(\d{3})", "decade", _years),
    (r"(\d{2})", "century", _years),
    (r"(\d{4})-W(\d\d)", "week", lambda year, week: _span(_of_week(year, week, "1"), 7)),
    (r"(\d{4})-W(\d\d)-WE", "weekend", lambda year, week: _span(_of_week(year, week, "6"), 2)),
    (r"(\d{4})-W(\d\d)-([1-7])", "day", lambda *parts: _span(_of_week(*parts))),
    (r"(\d{4})-Q([1-4])", "quarter", lambda year, number: _months(year, 3 * int(number) - 2, 3)),
    (r"(\d{4})-H([12])", "half", lambda year, number: _months(year, 6 * int(number) - 5, 6)),
    (r"(\d{4})-(SP|SU|FA|WI)", "season", lambda year, name: _months(year, _SEASONS[name], 3)),
)
