"""A month -> the dyads whose relation moved most in it.

In:  a ledger and a day of the month.   Out: ``Mover`` records, those that moved most first.
Does not: read the clock: the last month is that of the last act that happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.ledger import Ledger
from detente.relations.moves import sql
from detente.relations.network import busiest_dyads
from detente.relations.periods import Period, period_after, period_of
from detente.relations.points import SeriesPoint
from detente.relations.series import series_of_dyads
from detente.relations.series_options import SeriesOptions

__all__ = ["Mover", "last_month", "movers"]

DEFAULTS = SeriesOptions()
MOST_DYADS = 60  # with most acts in the month; a dyad with fewer hardly moves
LEAST_CHANGE = 0.05  # of the 20 steps from -10 to 10: less is not seen in the tenths shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A dyad (``one`` < ``other``) and its stock, -10 .. 10, at the end of two months.

    ``n_events`` counts acts that happened in the later month.
    """

    one: str
    other: str
    before: float
    now: float
    change: float
    n_events: int


def last_month(
    ledger: Ledger, as_of: date | None = None, options: SeriesOptions = DEFAULTS
) -> tuple[date, date] | None:
    """Find first and last day of the month of the last act up to ``as_of``, if there is any."""
    values = {"as_of": as_of or date.max, "most_days": options.most_days}
    with ledger.query() as cursor:
        row = cursor.execute(sql("last_act"), values).fetchone()
    if row is None or row[0] is None:
        return None
    first = period_of(row[0], Period.MONTH)
    return first, period_after(first, Period.MONTH) - timedelta(days=1)


def movers(
    ledger: Ledger, month: tuple[date, date], options: SeriesOptions = DEFAULTS
) -> list[Mover]:
    """List dyads with acts in ``month`` by how far their stock moved since the month before."""
    plain = replace(options, n_draws=0, period=Period.MONTH)
    counts = busiest_dyads(ledger, month, plain, MOST_DYADS)
    before = month[0] - timedelta(days=1)
    found = series_of_dyads(ledger, list(counts), plain, (before, month[1]))
    moved = [
        _mover((one.side_a, one.side_b), one.of(), month[0], counts[one.side_a, one.side_b])
        for one in found
    ]
    return sorted(
        (one for one in moved if abs(one.change) >= LEAST_CHANGE),
        key=lambda one: (-abs(one.change), one.one, one.other),
    )


# Private functions


def _mover(
    dyad: tuple[str, str], points: Sequence[SeriesPoint], month: date, n_events: int
) -> Mover:
    """Compare the month with the one before; a relation of which nothing was told stood at 0."""
    by_month = {point.start: point.stock for point in points}
    before = by_month.get(period_of(month - timedelta(days=1), Period.MONTH), 0.0)
    now = by_month.get(month, 0.0)
    return Mover(
        one=dyad[0],
        other=dyad[1],
        before=before,
        now=now,
        change=round(now - before, 6),
        n_events=n_events,
    )
