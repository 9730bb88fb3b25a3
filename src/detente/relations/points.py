"""Cells -> the points of a series: what each period holds, silent ones included.

In:  cells of a dyad, the periods, what was reported at all.   Out: ``SeriesPoint`` records.
Does not: ask a ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from detente.relations.cells import EPOCH, Cells
from detente.relations.counts import IssueTally, counts_of
from detente.relations.level import Acts, Level, coverage_factors, draw, level_of
from detente.relations.moves import TALK, THREAT
from detente.relations.periods import period_after, periods_from
from detente.relations.series_options import SeriesOptions
from detente.relations.sides import Direction

__all__ = ["IssueTally", "SeriesPoint", "points_of", "window_of", "worth_of"]

Floats = NDArray[np.float64]
AHEAD = timedelta(days=366)  # plans further off than this after the last act do not stretch it
SIGNS = {Direction.BOTH: (-1, 0, 1), Direction.A_TO_B: (0, 1), Direction.B_TO_A: (-1, 0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoint:
    """A period of a dyad, in one direction.

    Of acts that happened: ``n_events``, ``n_cooperative`` and ``n_conflictual``, ``by_type``,
    ``by_quad``, ``by_issue``, ``sum_intensity`` and ``mean_intensity`` (``None`` in silence).
    ``by_status`` counts all acts; planned, possible and denied ones are in no other number.
    ``coverage`` is what was reported at all, ``None`` where nobody counted. ``flow`` is the worth
    of the period's acts at usual coverage, ``balance`` -1 .. 1 (``None`` in silence), ``stock``
    -10 .. 10; ``_low`` and ``_high`` bound them as the options' interval says.
    """

    start: date
    end: date
    direction: Direction
    n_events: int
    n_cooperative: int
    n_conflictual: int
    by_type: Mapping[str, int]
    by_quad: Mapping[int, int]
    by_status: Mapping[str, int]
    by_issue: Mapping[str, IssueTally]
    sum_intensity: float
    mean_intensity: float | None
    coverage: int | None
    balance: float | None
    flow: float
    flow_low: float
    flow_high: float
    stock: float
    stock_low: float
    stock_high: float


def window_of(cells: Cells, options: SeriesOptions, until: date | None = None) -> list[date]:
    """List the periods of a series: from the first act that happened to the last one told.

    Where none happened, from the first one told. ``until`` ends it on another day, earlier or
    later.
    """
    if not len(cells.start):
        return []
    actual = cells.start[cells.is_actual] if cells.is_actual.any() else cells.start
    first, last_actual, last_told = (
        EPOCH + timedelta(days=int(n)) for n in (actual.min(), actual.max(), cells.start.max())
    )
    last = min(last_told, last_actual + AHEAD) if until is None else until
    return list(periods_from(first, last, options.period))


def points_of(
    cells: Cells, starts: Sequence[date], coverage: Mapping[date, int], options: SeriesOptions
) -> list[SeriesPoint]:
    """Make the points of all directions, sorted by direction, then period."""
    if not starts:
        return []
    told = [coverage.get(start, 0) for start in starts]
    factors = coverage_factors(np.array(told, dtype=np.float64), options.coverage_prior)
    levels = _levels(cells, starts, factors, options)
    ends = [period_after(start, options.period) - timedelta(days=1) for start in starts]
    points = []
    for direction, signs in SIGNS.items():
        counts, own = counts_of(cells, starts, signs), levels[direction]
        points += [
            SeriesPoint(
                start=start,
                end=ends[n],
                direction=direction,
                coverage=told[n] if coverage else None,
                balance=None if np.isnan(own.balance[n]) else float(own.balance[n]),
                flow=float(own.flow[n]),
                flow_low=float(own.flow_low[n]),
                flow_high=float(own.flow_high[n]),
                stock=float(own.stock[n]),
                stock_low=float(own.stock_low[n]),
                stock_high=float(own.stock_high[n]),
                **counts[n],
            )
            for n, start in enumerate(starts)
        ]
    return points


def worth_of(cell_type: str, intensity: float, n_outlets: int, options: SeriesOptions) -> float:
    """What one act is worth in flow and stock; docs/series.md tells why."""
    weight = _weight_of(cell_type, options)
    told = 1 + options.outlet_weight * float(np.log(max(1, n_outlets)))
    size = abs(intensity) ** options.intensity_power if intensity else 0.0
    return float(np.sign(intensity)) * weight * told * size


# Private functions


def _levels(
    cells: Cells, starts: Sequence[date], factors: Floats, options: SeriesOptions
) -> dict[Direction, Level]:
    """Compute flow and stock of all directions; acts of each sign are drawn once for all."""
    chance = np.random.default_rng(options.seed)
    parts = {}
    for sign in (-1, 0, 1):
        acts = _acts(cells, starts, sign, options)
        drawn = draw(acts, len(starts), chance, options.n_draws)
        parts[sign] = (acts.masses(len(starts)), drawn)
    levels = {}
    for direction, signs in SIGNS.items():
        masses = reduce(add, [parts[sign][0] for sign in signs])
        draws = [parts[sign][1] for sign in signs]
        drawn = reduce(add, [one for one in draws if one is not None]) if options.n_draws else None
        levels[direction] = level_of(masses, drawn, factors, options)
    return levels


def _acts(cells: Cells, starts: Sequence[date], sign: int, options: SeriesOptions) -> Acts:
    """Put acts that happened in one direction into columns."""
    days = np.array([(start - EPOCH).days for start in starts], dtype=np.int64)
    chosen = cells.is_actual & (cells.direction == sign) & (cells.intensity != 0)
    chosen &= cells.start <= days[-1]
    weights = np.array([_weight_of(name, options) for name in cells.types])
    kind, intensity = cells.kind[chosen], cells.intensity[chosen]
    told = 1 + options.outlet_weight * np.log(cells.n_outlets[chosen])
    size = np.abs(intensity) ** options.intensity_power
    return Acts(
        period=np.searchsorted(days, cells.start[chosen]),
        worth=np.sign(intensity) * (weights[kind] if len(kind) else 1.0) * told * size,
        count=cells.count[chosen],
    )


def _weight_of(kind: str, options: SeriesOptions) -> float:
    return {TALK: options.talk_weight, THREAT: options.threat_weight}.get(kind, 1.0)
