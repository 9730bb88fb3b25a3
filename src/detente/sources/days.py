"""A written date -> the day of publication. Only dates that can be read in one way.

In:  values as tables and pages have them; how a table writes its days.   Out: a ``date``.
Does not: guess between day and month in ``02/03/2024``, or a day that a date lacks.
"""

import re
from datetime import date, datetime
from enum import StrEnum

from detente.errors import BadInput
from detente.language.months import month_named


class DayOrder(StrEnum):
    """In which order digits tell day, month and year."""

    DAY_FIRST = "DMY"
    MONTH_FIRST = "MDY"
    YEAR_FIRST = "YMD"


class AmbiguousDay(ValueError):
    """Digits of which either may be the day."""


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
_YEAR_LAST = re.compile(
    r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})" + _TIME
)
_DIRECTIVES = re.compile(r"%-?[a-zA-Z]")
_LAST_MONTH = 12
_ORDERS = frozenset(DayOrder)


def day_from(value: object, how: str | None = None) -> date:
    """Read ``value`` as a day; ``how`` is a ``DayOrder``, or a format of ``strptime``.

    Raises:
        AmbiguousDay: it can be read in two ways.
        ValueError: it is no date.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    words = " ".join(str(value).split())
    if how is not None and how not in _ORDERS:
        return _formatted(words, how)
    if match := _YEAR_LAST.fullmatch(words):
        return _year_last(match, words, how)
    match = next(filter(None, (shape.fullmatch(words) for shape in _SHAPES)), None)
    if match is None:
        raise ValueError(f"{words!r} is no date that can be read in one way")
    try:
        return date(int(match["year"]), month_named(match["month"]), int(match["day"]))
    except ValueError as err:
        raise ValueError(f"{words!r} is no date: {err}") from err


def order_of(value: object) -> DayOrder | None:
    """Tell the order that digits can only have; ``None`` where they tell none."""
    match = _YEAR_LAST.fullmatch(" ".join(str(value).split()))
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    if first > _LAST_MONTH >= second:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if second > _LAST_MONTH >= first else None


def check_format(how: str) -> None:
    """Refuse a format that does not tell a whole day.

    Raises:
        BadInput: it is none.
    """
    told = {one[-1] for one in _DIRECTIVES.findall(how)}
    has_day = ("d" in told and told & set("mbB")) or "j" in told
    if how in _ORDERS or (has_day and told & set("yY")):
        return
    raise BadInput(
        f"date format {how!r} tells no whole day; write DMY, MDY, YMD, or as in %d.%m.%Y"
    )


class TableDays:
    """How the dates of one table are written, as far as its rows have shown.

    ``waits``: a row cannot be read yet, and rows that follow may show how.
    """

    def __init__(self, how: str | None = None) -> None:
        self.how = how
        self.n_dated = 0
        self.n_unread = 0
        self.example = ""
        self._is_open = False
        self._is_given_up = False

    @property
    def waits(self) -> bool:
        """Whether rows are to be held back."""
        is_unread = bool(self.n_unread) and not self.n_dated
        return not self._is_given_up and (is_unread or self._is_open)

    @property
    def tells_none(self) -> bool:
        """Whether there are dates, and none can be read."""
        return bool(self.n_unread) and not self.n_dated

    def see(self, value: object) -> None:
        """Take note of a date before it is read."""
        order = order_of(value) if self.how is None else None
        if order is not None:
            self.how, self._is_open = order, False
        try:
            day_from(value, self.how)
        except ValueError as err:
            self._is_open |= isinstance(err, AmbiguousDay)
            self.n_unread += 1
            self.example = self.example or str(value).strip()
        else:
            self.n_dated += 1

    def give_up(self) -> None:
        """Hold nothing back any more: no row that can be waited for tells."""
        self._is_given_up = True


def _formatted(words: str, how: str) -> date:
    """Read a day as a format of ``strptime`` has it."""
    try:
        return datetime.strptime(words, how).date()  # noqa: DTZ007  # a day has no zone
    except ValueError as err:
        raise ValueError(f"{words!r} is no date as {how!r} writes it") from err


def _year_last(match: "re.Match[str]", words: str, how: str | None) -> date:
    """Read digits with the year behind them.

    Raises:
        AmbiguousDay: either number may be the day.
        ValueError: they are no date, or not in the order that the table has.
    """
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    order = how or order_of(words) or (DayOrder.DAY_FIRST if first == second else None)
    if order is None and max(first, second) <= _LAST_MONTH:
        raise AmbiguousDay(f"{words!r} is no date that can be read in one way")
    day, month = (second, first) if order == DayOrder.MONTH_FIRST else (first, second)
    try:
        return date(year, month, day)
    except ValueError as err:
        raise ValueError(f"{words!r} is no date: {err}") from err
