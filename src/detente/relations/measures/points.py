"""How warm a relation is: the points of a series, with flow, stock and intervals.

In:  cells of a dyad, the periods, what was reported at all.   Out: ``SeriesPoint`` records: how
many acts of which type, class, status, issue, and the level; silent periods included.
Does not: ask a ledger. docs/series.md derives and argues the formulas.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.records import names_of, record_from
from detente.relations.measures.moves import (
    EPOCH,
    MONTH_DAYS,
    STATUSES,
    TALK,
    THREAT,
    Cells,
    Ints,
    IssueTally,
    Move,
    Reported,
    SeriesOptions,
    days_in,
    period_after,
    periods_from,
)
from detente.relations.sides import Direction

Floats = NDArray[np.float64]
QUADS = (1, 2, 3, 4)
Days = tuple[date | None, date | None]
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


def window_of(cells: Cells, options: SeriesOptions, days: Days = (None, None)) -> list[date]:
    """List the periods of a series: from the first act that happened to the last one.

    Plans, and what may come, never stretch it; where nothing happened, all that is told does.
    The last of ``days`` ends it, earlier or later; the first begins it earlier, never later: what
    was before bears on the stock. Without an act it runs between the two.
    """
    since, until = days
    told = cells.start[cells.is_actual] if cells.is_actual.any() else cells.start
    acts = [EPOCH + timedelta(days=int(n)) for n in (told.min(), told.max())] if len(told) else []
    firsts, last = [day for day in (since, *acts) if day], until or max(acts, default=None)
    return list(periods_from(min(firsts), last, options.period)) if firsts and last else []


def points_of(
    cells: Cells, starts: Sequence[date], coverage: Reported, options: SeriesOptions
) -> list[SeriesPoint]:
    """Make the points of all directions, sorted by direction, then period."""
    if not starts:
        return []
    factors = coverage.factors(starts, options.coverage_prior)
    periods = [
        _Period(
            start=start,
            end=period_after(start, options.period) - timedelta(days=1),
            coverage=coverage.by_period.get(start, 0) if coverage.by_period else None,
        )
        for start in starts
    ]
    return [
        point
        for direction, level in _levels(cells, starts, factors, options).items()
        for point in _points(cells, periods, direction, level)
    ]


class _Period(NamedTuple):
    start: date
    end: date
    coverage: int | None


def _points(
    cells: Cells, periods: Sequence[_Period], direction: Direction, level: "Level"
) -> Iterator[SeriesPoint]:
    """Count the acts of a direction, period by period, and put its level beside."""
    days = np.array([(period.start - EPOCH).days for period in periods], dtype=np.int64)
    own = cells.of(SIGNS[direction]) & (cells.start >= days[0]) & (cells.start <= days[-1])
    done = own & cells.is_actual
    table = _Table(cells, days)
    plus, minus = done & (cells.intensity > 0), done & (cells.intensity < 0)
    n_events, cooperative, conflictual = (table.sums(rows) for rows in (done, plus, minus))
    total = table.sums(done, cells.intensity * cells.count)
    types = table.by(done, cells.kind, cells.types)
    quads = table.by(done, cells.quad - QUADS[0], QUADS)
    statuses = table.by(own, cells.status, STATUSES)
    issues = _issues(cells, SIGNS[direction])
    for n, period in enumerate(periods):
        yield SeriesPoint(
            start=period.start,
            end=period.end,
            direction=direction,
            n_events=int(n_events[n]),
            n_cooperative=int(cooperative[n]),
            n_conflictual=int(conflictual[n]),
            by_type=types[n],
            by_quad=quads[n],
            by_status=dict(sorted(statuses[n].items())),
            by_issue=issues.get(period.start, {}),
            sum_intensity=float(total[n]),
            mean_intensity=float(total[n] / n_events[n]) if n_events[n] else None,
            coverage=period.coverage,
            balance=None if np.isnan(level.balance[n]) else float(level.balance[n]),
            **{name: float(getattr(level, name)[n]) for name in LEVELS},
        )


class _Table:
    """Adds up cells by period."""

    def __init__(self, cells: Cells, days: Ints) -> None:
        self._count = cells.count
        self._period = np.searchsorted(days, cells.start)
        self._n = len(days)

    def sums(self, rows: NDArray[np.bool_], values: Floats | None = None) -> Floats:
        """Add up values (by default, the numbers of acts) of some rows: (n_periods,)."""
        weights = self._count if values is None else values
        return np.bincount(self._period[rows], weights[rows], self._n).astype(np.float64)

    def by(
        self, rows: NDArray[np.bool_], column: Ints, names: Sequence[str | int]
    ) -> list[dict[Any, int]]:
        """Count acts by the names that a column's numbers stand for, a dict a period."""
        width = max(1, len(names))
        flat = self._period[rows] * width + column[rows]
        counts = np.bincount(flat, self._count[rows], self._n * width).astype(np.int64)
        return [
            {name: count for name, count in zip(names, row, strict=False) if count}
            for row in counts.reshape(self._n, width).tolist()
        ]


def _issues(cells: Cells, directions: Sequence[int]) -> dict[date, dict[str, IssueTally]]:
    made: dict[date, dict[str, IssueTally]] = defaultdict(dict)
    for cell in sorted(cells.issues, key=lambda one: one.issue):
        if cell.direction in directions:
            known = made[cell.start]
            before = known.get(cell.issue)
            known[cell.issue] = before + cell.tally if before else cell.tally
    return made


def worth_of(move: Move, options: SeriesOptions) -> float:
    """What one act is worth in flow and stock; docs/series.md tells why."""
    told = 1 + options.outlet_weight * float(np.log(move.n_outlets))
    likely = float(move.score**options.score_power)
    size = float(abs(move.intensity) ** options.intensity_power) if move.intensity else 0.0
    return float(np.sign(move.intensity)) * _weight_of(move.type, options) * told * likely * size


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Flow, balance and stock, each (n_periods,) and rounded.

    ``flow`` is the worth of a period's acts at usual coverage. ``balance`` is -1 (conflict only)
    .. 1, NaN in a silent period. ``stock`` is -10 .. 10. The bounds are equal to the values where
    no draws were made.
    """

    flow: Floats
    flow_low: Floats
    flow_high: Floats
    balance: Floats
    stock: Floats
    stock_low: Floats
    stock_high: Floats


LEVELS = names_of(Level, "balance")


def ranks(values: Floats) -> Floats:
    """Rank values from 1; equal ones share the mean of theirs, as Spearman's correlation has it."""
    _, which, n_equal = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((n_equal.cumsum() - (n_equal - 1) / 2)[which], dtype=np.float64)


def _levels(
    cells: Cells, starts: Sequence[date], factors: Floats, options: SeriesOptions
) -> dict[Direction, Level]:
    """Compute flow and stock of all directions; acts of each sign are drawn once for all."""
    chance = np.random.default_rng(options.seed)
    parts = {}
    for sign in (-1, 0, 1):
        acts = _acts(cells, starts, (sign,), options)
        drawn = draw(acts, len(starts), chance, options.n_draws)
        parts[sign] = (acts.masses(len(starts)), drawn)
    levels = {}
    for direction, signs in SIGNS.items():
        masses = reduce(add, [parts[sign][0] for sign in signs])
        draws = [parts[sign][1] for sign in signs]
        drawn = reduce(add, [one for one in draws if one is not None]) if options.n_draws else None
        levels[direction] = level_of(masses, drawn, factors, options)
    return levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The stock of both directions at the end of the last two periods, and how far it moved.

    ``change_low`` and ``change_high`` bound ``change`` as the options' interval says: prior and
    acts are drawn once for both.
    """

    before: float
    now: float
    change: float
    change_low: float
    change_high: float


def last_change(
    cells: Cells, starts: Sequence[date], coverage: Reported, options: SeriesOptions
) -> Change:
    """Compare the last period with the one before; a relation of which nothing was told is at 0."""
    factors = coverage.factors(starts, options.coverage_prior)
    acts = _acts(cells, starts, SIGNS[Direction.BOTH], options)
    drawn = draw(acts, len(starts), np.random.default_rng(options.seed), options.n_draws)
    (before, now), moved = (
        _last_two(masses, factors, options, prior)
        for masses, prior in ((acts.masses(len(starts)), 0.0), (drawn, priors_of(options)))
        if masses is not None
    )
    change = _rounded(now) - _rounded(before)
    figures = (before, now, change, *_bounds(moved[1] - moved[0], options))
    return record_from(Change, (float(_rounded(one)) for one in figures))


def _last_two(
    masses: "Masses", factors: Floats, options: SeriesOptions, prior: Floats | float
) -> tuple[Floats, Floats]:
    """The stock of the last two periods, each (...)."""
    voice = voice_of(masses, factors, options)
    stock = stock_of(np.nan_to_num(_balance(masses)), voice, options, prior)
    before = stock[..., -2] if len(factors) > 1 else np.asarray(TOP * prior)
    return before, stock[..., -1]


# --- How warm a relation is: flow and stock of a dyad, with intervals. Pure arithmetic on
# columns.
@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Acts that happened, in columns of equal length.

    ``period``: index of the period, from 0. ``worth``: what one act is worth, below zero for
    conflict. ``count``: how many acts alike.
    """

    period: Ints
    worth: Floats
    count: Ints

    def masses(self, n_periods: int) -> "Masses":
        """Add up worth by period, cooperation and conflict apart; both are >= 0."""
        total = self.worth * self.count
        plus, minus = (
            np.bincount(self.period, np.maximum(part, 0), n_periods).astype(np.float64)
            for part in (total, -total)
        )
        return Masses(plus, minus)


def _acts(
    cells: Cells, starts: Sequence[date], signs: Sequence[int], options: SeriesOptions
) -> Acts:
    """Put acts that happened in some directions into columns."""
    days = np.array([(start - EPOCH).days for start in starts], dtype=np.int64)
    chosen = cells.is_actual & cells.of(signs) & (cells.intensity != 0)
    chosen &= cells.start <= days[-1]
    weights = np.array([_weight_of(name, options) for name in cells.types])
    kind, intensity = cells.kind[chosen], cells.intensity[chosen]
    told = 1 + options.outlet_weight * np.log(cells.n_outlets[chosen])
    size = np.abs(intensity) ** options.intensity_power * cells.score[chosen] ** options.score_power
    return Acts(
        period=np.searchsorted(days, cells.start[chosen]),
        worth=np.sign(intensity) * (weights[kind] if len(kind) else 1.0) * told * size,
        count=cells.count[chosen],
    )


def _weight_of(kind: str, options: SeriesOptions) -> float:
    return {TALK: options.talk_weight, THREAT: options.threat_weight}.get(kind, 1.0)


TOP = 10.0  # the stock lies between -TOP and TOP, as intensities do
MANY = 20  # acts of one sign in a period; the normal distribution is near enough from here on
DIGITS = 6  # results are rounded, so that they are the same bytes everywhere


@dataclass(frozen=True, slots=True)
class Masses:
    """Worth of cooperation and of conflict: (n_periods,) or (n_draws, n_periods), all >= 0."""

    cooperation: Floats
    conflict: Floats

    def __add__(self, other: "Masses") -> "Masses":
        return Masses(self.cooperation + other.cooperation, self.conflict + other.conflict)


def level_of(
    masses: Masses, drawn: Masses | None, factors: Floats, options: SeriesOptions
) -> Level:
    """Compute flow and stock of masses; intervals are percentiles over ``drawn`` ones."""
    flow, balance = _flow(masses, factors), _balance(masses)
    stock = stock_of(np.nan_to_num(balance), voice_of(masses, factors, options), options)
    flows, stocks = flow[None, :], stock[None, :]
    if drawn is not None:
        flows = _flow(drawn, factors)
        voices = voice_of(drawn, factors, options)
        stocks = stock_of(np.nan_to_num(_balance(drawn)), voices, options, priors_of(options))
    figures = (flow, *_bounds(flows, options), balance, stock, *_bounds(stocks, options))
    return record_from(Level, map(_rounded, figures))


def _bounds(drawn: Floats, options: SeriesOptions) -> Floats:
    """Lower and upper bound over draws, the first axis: (2, ...)."""
    return np.percentile(drawn, [50 * (1 - options.interval), 50 * (1 + options.interval)], axis=0)


def priors_of(options: SeriesOptions) -> Floats:
    """Draw where a relation stands of which nothing is told: (n_draws,), -1 .. 1."""
    chance = np.random.default_rng([options.seed, 1])
    drawn = chance.normal(0.0, options.prior_spread, options.n_draws)
    priors: Floats = np.clip(drawn, -1.0, 1.0)
    return priors


def draw(acts: Acts, n_periods: int, chance: np.random.Generator, n_draws: int) -> Masses | None:
    """Draw masses anew, (n_draws, n_periods); ``None`` without draws.

    A Poisson bootstrap: in each draw every act counts Poisson(1) times, so n acts alike count
    Poisson(n) times (Hanley and MacGibbon 2006). Where a period has ``MANY`` acts of one sign or
    more, their sum is drawn from the normal distribution of its mean and variance.
    """
    if not n_draws:
        return None
    sides = [_draw_side(acts, sign, n_periods, chance, n_draws) for sign in (1, -1)]
    return Masses(*sides)


def voice_of(masses: Masses, factors: Floats, options: SeriesOptions) -> Floats:
    """How loudly a period speaks: the log of what was told, at usual coverage; 0 in silence.

    Per month, and for shorter periods in proportion, so that days add up to about a month.
    """
    share = days_in(options.period) / MONTH_DAYS
    told = (masses.cooperation + masses.conflict) * factors
    return share * np.log1p(told / (share * options.voice_unit))


def stock_of(
    balance: Floats, voice: Floats, options: SeriesOptions, prior: Floats | float = 0.0
) -> Floats:
    """Let balances, weighted by voice, fade by the half-life: (..., n_periods), -10 .. 10.

    ``stock[t] = 10 * (sum(fade**(t - s) * voice[s] * balance[s]) + prior_voice * prior) /
    (sum(fade**(t - s) * voice[s]) + prior_voice)`` over all periods ``s <= t``; ``prior`` is
    -1 .. 1, a number or (...).
    """
    fade = 0.5 ** (days_in(options.period) / options.half_life_days)
    stock = np.zeros_like(balance)
    weighted = np.zeros(balance.shape[:-1])
    weight = np.zeros(balance.shape[:-1])
    held = options.prior_voice * prior
    for t in range(balance.shape[-1]):
        weighted = fade * weighted + voice[..., t] * balance[..., t]
        weight = fade * weight + voice[..., t]
        stock[..., t] = TOP * (weighted + held) / (weight + options.prior_voice)
    return stock


def _flow(masses: Masses, factors: Floats) -> Floats:
    return (masses.cooperation - masses.conflict) * factors


def _balance(masses: Masses) -> Floats:
    total = masses.cooperation + masses.conflict
    balance = np.full_like(total, np.nan)
    np.divide(masses.cooperation - masses.conflict, total, out=balance, where=total > 0)
    return balance


def _draw_side(  # a column, a sign and how to draw
    acts: Acts, sign: int, n_periods: int, chance: np.random.Generator, n_draws: int
) -> Floats:
    """Draw the masses of cooperation (1) or conflict (-1): (n_draws, n_periods)."""
    own = acts.worth * sign > 0
    period, worth, count = acts.period[own], np.abs(acts.worth[own]), acts.count[own]
    totals = np.bincount(period, count, n_periods)
    many = totals >= MANY
    mean = np.bincount(period, worth * count, n_periods)[many]
    spread = np.sqrt(np.bincount(period, worth**2 * count, n_periods)[many])
    drawn = np.zeros((n_draws, n_periods))
    drawn[:, many] = np.maximum(chance.normal(mean, spread, (n_draws, len(mean))), 0)
    few = ~many[period]
    period, worth = period[few], worth[few]
    counts = chance.poisson(count[few], size=(n_draws, len(period)))
    for n, each in enumerate(counts):
        drawn[n] += np.bincount(period, worth * each, n_periods)
    return drawn


def _rounded(values: Floats) -> Floats:
    return np.round(values, DIGITS) + 0.0  # -0.0 becomes 0.0
