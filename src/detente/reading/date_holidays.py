"""Holidays and fixed days by name, from ``data/holidays.csv`` and ``data/feasts.csv``.

In:  a cursor.   Out: a part of a year, or the one day that a name such as "9/11" stands for.
Does not: know a feast outside its table (1980-2040); such a year has no such day.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

import msgspec

from detente.errors import BadConfig
from detente.reading.data_rows import data_text, read_rows
from detente.reading.date_cursor import Cursor
from detente.reading.date_expressions import Fixed
from detente.reading.date_units import unit_around
from detente.reading.date_words import WEEKDAYS, words_of
from detente.reading.date_yearly import FeastDay, MonthDay, NthWeekday, Part
from detente.records import Granularity

__all__ = ["Names", "holidays_from", "load_holidays", "read_fixed_day", "read_holiday"]

Names = Mapping[str, tuple[tuple[tuple[str, ...], Part | Fixed], ...]]
Days = tuple[tuple[date, date], ...]


class _HolidayRow(msgspec.Struct, forbid_unknown_fields=True):
    """One line of ``holidays.csv``: names apart by ``;`` and the rule that gives the day."""

    names: str
    when: str
    source: str


class _FeastRow(msgspec.Struct, forbid_unknown_fields=True):
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
    """Read all names by their first word, longest first.

    Args:
        holidays: the text of ``holidays.csv``.
        feasts: the text of ``feasts.csv``.

    Returns:
        For each first word, the names that begin with it and their days.

    Raises:
        BadConfig: a row cannot be read; the message names it.
    """
    days: dict[str, list[tuple[date, date]]] = {}
    for _, feast in read_rows("feasts.csv", feasts, _FeastRow):
        days.setdefault(feast.feast, []).append((feast.first, feast.last))
    by_word: dict[str, list[tuple[tuple[str, ...], Part | Fixed]]] = {}
    for line, row in read_rows("holidays.csv", holidays, _HolidayRow):
        day = _day(row.when, {name: tuple(spans) for name, spans in days.items()})
        if day is None:
            raise BadConfig(
                f"holidays.csv line {line}: cannot read {row.when!r}; write a day as '12-25', "
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
