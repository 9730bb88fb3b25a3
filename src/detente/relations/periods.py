"""Days -> the periods of a series: days, weeks from Monday, months.

In:  days.   Out: the first day of their period, or all periods from one day to another.
Does not: know events.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

__all__ = ["MONTH_DAYS", "Period", "days_in", "period_after", "period_of", "periods_from"]

MONTH_DAYS = 365.25 / 12


class Period(StrEnum):
    """How long a period of a series is; the names are DuckDB's, too."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def period_of(day: date, period: Period) -> date:
    """Find the first day of the period in which ``day`` lies."""
    match period:
        case Period.DAY:
            return day
        case Period.WEEK:
            return day - timedelta(days=day.weekday())
        case Period.MONTH:
            return day.replace(day=1)


def period_after(start: date, period: Period) -> date:
    """Find the first day of the next period."""
    match period:
        case Period.DAY:
            return start + timedelta(days=1)
        case Period.WEEK:
            return start + timedelta(days=7)
        case Period.MONTH:
            return (start.replace(day=28) + timedelta(days=4)).replace(day=1)


def periods_from(first: date, last: date, period: Period) -> Iterator[date]:
    """Yield the first days of all periods from that of ``first`` to that of ``last``."""
    start = period_of(first, period)
    while start <= last:
        yield start
        start = period_after(start, period)


def days_in(period: Period) -> float:
    """How many days a period has; months in the mean, so that all count alike."""
    return {Period.DAY: 1.0, Period.WEEK: 7.0, Period.MONTH: MONTH_DAYS}[period]
