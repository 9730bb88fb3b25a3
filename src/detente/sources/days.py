"""A written date -> the day of publication. Only dates that can be read in one way.

In:  a value of a date column or of a page's metadata.   Out: a ``date``.
Does not: read relative dates, guess between day and month in ``02/03/2024``, or complete a date
without a day; the day is taken as written, without change of time zone.
"""

import re
from datetime import date, datetime

__all__ = ["day_from"]

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_TIME = r"(?:[T ,]+\d{1,2}[:.]\d{2}.*)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"  # codespell:ignore nd
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_SHAPES = tuple(
    re.compile(shape + _TIME, re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"{_WEEKDAY}{_DAY} {_MONTH},? (?P<year>\d{{4}})",
        rf"{_WEEKDAY}{_MONTH} {_DAY},? (?P<year>\d{{4}})",
    )
)


def day_from(value: object) -> date:
    """Read ``value`` as a day.

    Raises:
        ValueError: it is no date, or can be read in more than one way.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    words = " ".join(str(value).split())
    match = next(filter(None, (shape.fullmatch(words) for shape in _SHAPES)), None)
    if match is None:
        raise ValueError(f"{words!r} is no date that can be read in one way")
    try:
        return date(int(match["year"]), _month(match["month"]), int(match["day"]))
    except ValueError as err:
        raise ValueError(f"{words!r} is no date: {err}") from err


def _month(written: str) -> int:
    """Number of a month, given as digits, English name or its beginning.

    Raises:
        ValueError: no month is called so.
    """
    if written.isdecimal():
        return int(written)
    name = written.lower()
    for number, month in enumerate(_MONTHS, start=1):
        if month.startswith(name):
            return number
    raise ValueError(f"no month is called {written!r}")
