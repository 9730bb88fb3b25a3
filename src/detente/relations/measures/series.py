"""Events between two sides -> how warm their relation is, period by period.

In:  a ledger, or moves from memory.   Out: ``Series``: counts, intensities, flow and stock of the
dyad and of each direction, silent periods included.
Does not: find turns (turns.py does), or sum what did not happen. docs/series.md argues the design.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.ledger import Ledger
from detente.relations.measures.moves import (
    Cells,
    Coverage,
    Move,
    SeriesOptions,
    cells_from_moves,
    cells_of,
    coverage_of,
    period_of,
)
from detente.relations.measures.points import SeriesPoint, points_of, window_of
from detente.relations.sides import Direction

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Series", "series", "series_from_moves", "series_of_dyads"]

DEFAULTS = SeriesOptions()
Dyad = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A dyad through time. ``points`` are sorted by direction, then period.

    ``direction`` of a point is ``both`` for all acts between the sides, or one side's acts on the
    other; an act of both together counts in each direction, and once in ``both``.
    """

    side_a: str
    side_b: str
    options: SeriesOptions
    points: tuple[SeriesPoint, ...]

    def of(self, direction: Direction = Direction.BOTH) -> tuple[SeriesPoint, ...]:
        """The points of one direction, by period."""
        return tuple(point for point in self.points if point.direction is direction)

    def polars(self) -> "pl.DataFrame":
        """One row a period and direction; counts by type, quad, status, issue as structs."""
        from detente.relations.measures.frames import frame_of_series  # noqa: PLC0415  # polars is heavy

        return frame_of_series(self.side_a, self.side_b, self.points)


def series(
    ledger: Ledger,
    side_a: str,
    side_b: str,
    options: SeriesOptions = DEFAULTS,
    days: tuple[date | None, date | None] = (None, None),
) -> Series:
    """Compute the series of two sides from a ledger's events; ``days`` bound what is shown.

    Acts before the first day still bear on the stock. Without days the series runs from the
    first act that happened to the last one told.
    """
    return series_of_dyads(ledger, [(side_a, side_b)], options, days)[0]


def series_of_dyads(
    ledger: Ledger,
    dyads: Sequence[Dyad],
    options: SeriesOptions = DEFAULTS,
    days: tuple[date | None, date | None] = (None, None),
) -> list[Series]:
    """Compute the series of some dyads in one go, in the order given."""
    found = cells_of(ledger, dyads, options)
    coverage = coverage_of(ledger, options)
    return [_series(found[dyad], coverage, options, days) for dyad in dyads]


def series_from_moves(
    moves: Iterable[Move],
    dyad: Dyad,
    options: SeriesOptions = DEFAULTS,
    coverage: Mapping[date, int] | None = None,
    days: tuple[date | None, date | None] = (None, None),
) -> Series:
    """Compute a series from moves in memory: pure, and the same as from a ledger.

    ``coverage`` counts what was reported at all, by first day of the period; without it there is
    no correction.
    """
    used = coverage or {}
    if options.coverage is Coverage.NONE:
        used = {}
    counted = {period_of(day, options.period): n for day, n in used.items()}
    return _series(cells_from_moves(moves, dyad, options), counted, options, days)


# Private functions


def _series(
    cells: Cells,
    coverage: Mapping[date, int],
    options: SeriesOptions,
    days: tuple[date | None, date | None],
) -> Series:
    since, until = days
    starts = window_of(cells, options, until)
    points = points_of(cells, starts, coverage, options)
    first = period_of(since, options.period) if since else date.min
    return Series(
        side_a=cells.dyad[0],
        side_b=cells.dyad[1],
        options=options,
        points=tuple(point for point in points if point.start >= first),
    )
