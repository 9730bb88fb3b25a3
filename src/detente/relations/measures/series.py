"""Events between two sides -> how warm their relation is, period by period.

In:  a ledger.   Out: ``Series``: counts, intensities, flow and stock of the
dyad and of each direction, silent periods included.
Does not: find turns (turns.py does), or sum what did not happen. docs/series.md argues the design.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.actors import load_gazetteer
from detente.errors import BadInput, needing
from detente.ledger import Ledger
from detente.ledger.ask import check_days
from detente.records import Shown, day_of
from detente.relations.known import known_side
from detente.relations.measures.moves import (
    DEFAULTS,
    Cells,
    Dyad,
    Reported,
    SeriesOptions,
    cells_of,
    coverage_of,
    period_of,
)
from detente.relations.measures.points import Days, SeriesPoint, points_of, window_of
from detente.relations.sides import Direction
from detente.relations.wording import too_few_words

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

# Of ten acts, half of them friendly, the balance has a deviation of a third: the stock may lie
# anywhere in a third of the scale, and with fewer says little but its prior.
LEAST_ACTS = 10
YEAR_DAYS = 365.25
MEMORY = 2  # half-lives: what is older bears less than a fourth


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Shown):
    """A dyad through time. ``points`` are sorted by direction, then period.

    ``direction`` of a point is ``both`` for all acts between the sides, or one side's acts on the
    other; an act of both together counts in each direction, and once in ``both``. ``earlier`` are
    points before the days shown.
    """

    side_a: str
    side_b: str
    options: SeriesOptions
    points: tuple[SeriesPoint, ...]
    earlier: tuple[SeriesPoint, ...] = ()

    def of(self, direction: Direction = Direction.BOTH) -> tuple[SeriesPoint, ...]:
        """The points of one direction, by period."""
        return tuple(point for point in self.points if point.direction is direction)

    def n_remembered(self, point: SeriesPoint) -> int:
        """Acts that happened in the two half-lives up to the end of a point's period."""
        since = point.end - timedelta(days=MEMORY * self.options.half_life_days)
        own = (one for one in (*self.earlier, *self.points) if one.direction is point.direction)
        return sum(one.n_events for one in own if since < one.end <= point.end)

    @property
    def is_silent(self) -> bool:
        """Whether not an act between the two is told, done or not, by the last day shown."""
        return not any(one.by_status for one in (*self.earlier, *self.points))

    def is_told(self, point: SeriesPoint) -> bool:
        """Whether there are acts enough to say how warm the relation is: ``LEAST_ACTS``."""
        return self.n_remembered(point) >= LEAST_ACTS

    def doubt(self, point: SeriesPoint) -> list[str]:
        """Say it where there are too few."""
        years = MEMORY * self.options.half_life_days / YEAR_DAYS
        return [] if self.is_told(point) else [too_few_words(self.n_remembered(point), years)]

    def polars(self) -> "pl.DataFrame":
        """One row a period and direction; counts by type, quad, status, issue as structs."""
        from detente.relations.measures.frames import frame_of_series  # noqa: PLC0415  # polars is heavy

        return frame_of_series(self.side_a, self.side_b, self.points)

    def pandas(self) -> "pd.DataFrame":
        """The same as a pandas data frame; structs become dictionaries.

        Raises:
            MissingExtra: pandas is not installed.
        """
        with needing("pandas", "a pandas data frame"):
            return self.polars().to_pandas()


def series(
    ledger: Ledger,
    side_a: str,
    side_b: str,
    options: SeriesOptions = DEFAULTS,
    days: Days = (None, None),
) -> Series:
    """Compute the series of two sides, codes or names, from a ledger's events.

    ``days`` bound what is shown: two of them give the same periods for any two sides, silent ones
    included. Acts before the first day still bear on the stock. Without days the series runs from
    the first act that happened to the last one; without an act, too, it has no point.

    Raises:
        UnknownCode: no list and no event has a side; the message shows the nearest.
        BadInput: both sides are the same, or a day is none.
    """
    dyad = known_dyad(ledger, side_a, side_b)
    if dyad[0] == dyad[1]:
        raise BadInput(f"a series needs two sides; {dyad[0]} was given twice")
    return series_of_dyads(ledger, [dyad], options, days)[0]


def known_dyad(ledger: Ledger, one: str, other: str) -> Dyad:
    """Turn two sides, codes or names, into codes.

    Raises:
        UnknownCode: no list and no event has a side; the message shows the nearest.
    """
    return known_code(ledger, one), known_code(ledger, other)


def known_code(ledger: Ledger, side: str) -> str:
    """Turn one side, a code or a name, into a code.

    Raises:
        UnknownCode: no list and no event has it; the message shows the nearest.
    """
    with ledger.query() as cursor:
        told = "SELECT 1 FROM event_dyads WHERE one = $side OR other = $side LIMIT 1"
        if cursor.execute(told, {"side": side}).fetchone():
            return side
    return known_side(ledger, side, load_gazetteer)


def series_of_dyads(
    ledger: Ledger,
    dyads: Sequence[Dyad],
    options: SeriesOptions = DEFAULTS,
    days: Days = (None, None),
) -> list[Series]:
    """Compute the series of some dyads, by code, in one go, in the order given.

    Codes are taken as they are: of one that nobody knows the series is silent (``known_dyad``).
    """
    days = day_of(days[0]), day_of(days[1])
    check_days(*days)
    found = cells_of(ledger, dyads, options)
    coverage = coverage_of(ledger, options)
    return [_series(found[dyad], coverage, options, days) for dyad in dyads]


def _series(
    cells: Cells,
    coverage: Reported,
    options: SeriesOptions,
    days: Days,
) -> Series:
    points = points_of(cells, window_of(cells, options, days), coverage, options)
    first = period_of(days[0], options.period) if days[0] else date.min
    return Series(
        side_a=cells.dyad[0],
        side_b=cells.dyad[1],
        options=options,
        points=tuple(point for point in points if point.start >= first),
        earlier=tuple(point for point in points if point.start < first),
    )
