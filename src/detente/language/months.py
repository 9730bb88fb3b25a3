"""The months' English names, as all rooms read and write them; days and months as people type them.

In:  words that are to be a day, a month or a year.   Out: their first and last day.
Does not: find dates in a text (reading/dates/), or guess between day and month in ``02/03/2024``.
"""

import re
from calendar import monthrange
from datetime import date

from detente.records import Granularity

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?",
        r"(?:(?P<day>\d{1,2}) )?(?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})",
        r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
    )
)
_UNITS = (Granularity.YEAR, Granularity.MONTH, Granularity.DAY)


def month_named(written: str) -> int:
    """Number a month by its name, which may be cut short, or by its digits.

    Raises:
        ValueError: there is no such month.
    """
    name = written.lower().rstrip(".")
    if name.isdecimal():
        return int(name)
    for number, month in enumerate(MONTHS, start=1):
        if month.lower().startswith(name):
            return number
    raise ValueError(f"no month is called {written!r}")


def stretch_of(written: str) -> tuple[date, date, Granularity]:
    """Read a day, a month or a year: ``2024-02-02``, ``2024-02``, ``February 2024``, ``2024``.

    Raises:
        ValueError: it is none.
    """
    words = " ".join(written.split())
    found = next(filter(None, (shape.fullmatch(words) for shape in _SHAPES)), None)
    if found is None:
        day = date.fromisoformat(words)  # its other forms
        return day, day, Granularity.DAY
    year = int(found["year"])
    given = [one for one in (found.groupdict().get("month"), found.groupdict().get("day")) if one]
    month = month_named(given[0]) if given else None
    first = date(year, month or 1, int(given[1]) if len(given) > 1 else 1)
    last_month = month or len(MONTHS)
    last = first if len(given) > 1 else date(year, last_month, monthrange(year, last_month)[1])
    return first, last, _UNITS[len(given)]
