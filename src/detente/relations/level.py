"""How warm a relation is: flow and stock of a dyad, with intervals. Pure arithmetic on columns.

In:  worth and number of acts by period.   Out: flow, balance and stock by period.
Does not: know events, days or sides. docs/series.md derives and argues the formulas.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.relations.periods import MONTH_DAYS, days_in
from detente.relations.series_options import SeriesOptions

__all__ = [
    "TOP",
    "Acts",
    "Level",
    "Masses",
    "coverage_factors",
    "draw",
    "level",
    "level_of",
    "stock_of",
    "voice_of",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TOP = 10.0  # the stock lies between -TOP and TOP, as intensities do
MANY = 20  # acts of one sign in a period; the normal distribution is near enough from here on
DIGITS = 6  # results are rounded, so that they are the same bytes everywhere


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


@dataclass(frozen=True, slots=True)
class Masses:
    """Worth of cooperation and of conflict: (n_periods,) or (n_draws, n_periods), all >= 0."""

    cooperation: Floats
    conflict: Floats

    def __add__(self, other: "Masses") -> "Masses":
        return Masses(self.cooperation + other.cooperation, self.conflict + other.conflict)


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


def level(acts: Acts, factors: Floats, options: SeriesOptions) -> Level:
    """Compute flow and stock; ``factors`` are the corrections for coverage, (n_periods,)."""
    n_periods = len(factors)
    drawn = draw(acts, n_periods, np.random.default_rng(options.seed), options.n_draws)
    return level_of(acts.masses(n_periods), drawn, factors, options)


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
        stocks = stock_of(np.nan_to_num(_balance(drawn)), voices, options)
    tails = [50 * (1 - options.interval), 50 * (1 + options.interval)]
    flow_low, flow_high = np.percentile(flows, tails, axis=0)
    stock_low, stock_high = np.percentile(stocks, tails, axis=0)
    return Level(
        flow=_rounded(flow),
        flow_low=_rounded(flow_low),
        flow_high=_rounded(flow_high),
        balance=_rounded(balance),
        stock=_rounded(stock),
        stock_low=_rounded(stock_low),
        stock_high=_rounded(stock_high),
    )


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


def stock_of(balance: Floats, voice: Floats, options: SeriesOptions) -> Floats:
    """Let balances, weighted by voice, fade by the half-life: (..., n_periods), -10 .. 10.

    ``stock[t] = 10 * sum(fade**(t - s) * voice[s] * balance[s]) / (sum(fade**(t - s) * voice[s])
    + prior_voice)`` over all periods ``s <= t``.
    """
    fade = 0.5 ** (days_in(options.period) / options.half_life_days)
    stock = np.zeros_like(balance)
    weighted = np.zeros(balance.shape[:-1])
    weight = np.zeros(balance.shape[:-1])
    for t in range(balance.shape[-1]):
        weighted = fade * weighted + voice[..., t] * balance[..., t]
        weight = fade * weight + voice[..., t]
        stock[..., t] = TOP * weighted / (weight + options.prior_voice)
    return stock


def coverage_factors(coverage: Floats, prior: float) -> Floats:
    """By how much each period's acts are raised or lowered to usual coverage; 1 without any.

    ``usual * (1 + prior) / (coverage + usual * prior)``: the posterior mean of a rate under a
    gamma prior worth ``prior`` usual periods, so that a month nobody covered is not blown up.
    """
    told = coverage[coverage > 0]
    if not len(told):
        return np.ones_like(coverage)
    usual = float(told.mean())
    return usual * (1 + prior) / (coverage + usual * prior)


# Private functions


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
