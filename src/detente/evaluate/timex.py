"""TIMEX3 values -> first and last day.

In:  the ``value`` of a TIMEX3 date.   Out: its interval and its kind, ``None`` for what is no
calendar date: references (PAST_REF), durations (P3D), clock times, and anything with an ``X``.
Does not: know the day on which it was written, or guess at a form that it does not know.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from detente.errors import BadInput

__all__ = ["CalendarValue", "calendar_value", "is_told_apart"]


class CalendarValue(NamedTuple):
    """A calendar date: its kind (``day``, ``week`` ...), first and last day."""

    kind: str
    first: date
    last: date


_APART = re.compile(r"(PAST|PRESENT|FUTURE)_REF|P.*|.*X.*|.*T.*")
_QUARTER, _HALF, _SEASON = 3, 6, 3  # months
_DECEMBER = 12
# Meteorological seasons, northern; a winter begins in December of its year.
_SEASONS: Mapping[str, int] = MappingProxyType({"SP": 3, "SU": 6, "FA": 9, "WI": _DECEMBER})


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


def _day(year: str, month: str, day: str) -> tuple[date, date]:
    found = date(int(year), int(month), int(day))
    return found, found


def _month(year: str, month: str) -> tuple[date, date]:
    return _months(int(year), int(month), 1)


def _quarter(year: str, number: str) -> tuple[date, date]:
    return _months(int(year), (int(number) - 1) * _QUARTER + 1, _QUARTER)


def _half(year: str, number: str) -> tuple[date, date]:
    return _months(int(year), (int(number) - 1) * _HALF + 1, _HALF)


def _season(year: str, name: str) -> tuple[date, date]:
    return _months(int(year), _SEASONS[name], _SEASON)


def _week(year: str, week: str) -> tuple[date, date]:
    monday = date.fromisocalendar(int(year), int(week), 1)
    return monday, monday + timedelta(days=6)


def _weekday(year: str, week: str, number: str) -> tuple[date, date]:
    found = date.fromisocalendar(int(year), int(week), int(number))
    return found, found


def _weekend(year: str, week: str) -> tuple[date, date]:
    saturday = date.fromisocalendar(int(year), int(week), 6)
    return saturday, saturday + timedelta(days=1)


def _years(digits: str) -> tuple[date, date]:
    missing = 4 - len(digits)
    return date(int(digits + "0" * missing), 1, 1), date(int(digits + "9" * missing), 12, 31)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last = month + count - 1
    last_year, last_month = year + (last - 1) // _DECEMBER, (last - 1) % _DECEMBER + 1
    days = calendar.monthrange(last_year, last_month)[1]
    return date(year, month, 1), date(last_year, last_month, days)


_FORMS: tuple[tuple[str, str, Callable[..., tuple[date, date]]], ...] = (
    (r"(\d{4})-(\d\d)-(\d\d)", "day", _day),
    (r"(\d{4})-(\d\d)", "month", _month),
    (r"(\d{4})", "year", _years),
    (r"(\d{3})", "decade", _years),
    (r"(\d{2})", "century", _years),
    (r"(\d{4})-W(\d\d)", "week", _week),
    (r"(\d{4})-W(\d\d)-WE", "weekend", _weekend),
    (r"(\d{4})-W(\d\d)-([1-7])", "day", _weekday),
    (r"(\d{4})-Q([1-4])", "quarter", _quarter),
    (r"(\d{4})-H([12])", "half", _half),
    (r"(\d{4})-(SP|SU|FA|WI)", "season", _season),
)
