"""Flow and stock: bounds, fading, what volume may do, and whether a known level comes back."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import spearmanr  # it ships no types

from detente.errors import BadConfig
from detente.relations.choices import Period
from detente.relations.measures.moves import MONTH_DAYS, SeriesOptions
from detente.relations.measures.points import (
    Acts,
    Level,
    draw,
    level_of,
    stock_of,
)

PLAIN = SeriesOptions(n_draws=0)
Floats = NDArray[np.float64]


def acts(*found: tuple[int, float, int]) -> Acts:
    """Acts by period, worth and count."""
    period, worth, count = zip(*found, strict=True) if found else ((), (), ())
    return Acts(
        period=np.array(period, dtype=np.int64),
        worth=np.array(worth, dtype=np.float64),
        count=np.array(count, dtype=np.int64),
    )


def level(found: Acts, factors: Floats, options: SeriesOptions) -> Level:
    """Flow and stock of acts at some corrections for coverage, (n_periods,)."""
    chance = np.random.default_rng(options.seed)
    drawn = draw(found, len(factors), chance, options.n_draws)
    return level_of(found.masses(len(factors)), drawn, factors, options)


some_acts = st.lists(
    st.tuples(
        st.integers(0, 11),
        st.floats(-9.9, 9.9).filter(bool),
        st.integers(1, 5_000),
    ),
    min_size=1,
    max_size=30,
)


@given(some_acts, st.floats(1, 5_000), st.sampled_from(Period))
def test_the_stock_stays_between_its_ends_whatever_happens(
    found: list[tuple[int, float, int]], half_life_days: float, period: Period
) -> None:
    options = SeriesOptions(n_draws=20, half_life_days=half_life_days, period=period)
    made = level(acts(*found), np.ones(12), options)
    for values in (made.stock, made.stock_low, made.stock_high):
        assert np.all(np.abs(values) <= 10)
    assert np.all(made.stock_low <= made.stock_high)


@given(some_acts)
def test_turning_all_acts_into_their_contrary_turns_the_stock_round(
    found: list[tuple[int, float, int]],
) -> None:
    contrary = [(period, -worth, count) for period, worth, count in found]
    one, other = (level(acts(*each), np.ones(12), PLAIN) for each in (found, contrary))
    assert np.allclose(one.stock, -other.stock)
    assert np.allclose(one.flow, -other.flow)


@given(some_acts, st.integers(0, 11))
def test_one_more_friendly_act_never_makes_the_stock_colder_when_all_are_alike(
    found: list[tuple[int, float, int]], when: int
) -> None:
    cold = [(period, -1.0, count) for period, _, count in found]
    before = level(acts(*cold), np.ones(12), PLAIN).stock
    after = level(acts(*cold, (when, 1.0, 1)), np.ones(12), PLAIN).stock
    assert after[when] > before[when] - 1e-6


def test_what_an_act_gives_to_the_stock_is_halved_by_a_half_life() -> None:
    """With much prior voice the stock is as good as linear, and the half-life shows as it is."""
    options = SeriesOptions(n_draws=0, half_life_days=6 * MONTH_DAYS, prior_voice=1e4)
    voice = np.zeros(13)
    voice[0] = 1.0
    stock = stock_of(np.ones(13), voice, options)
    assert stock[6] == pytest.approx(stock[0] / 2, rel=1e-3)
    assert stock[12] == pytest.approx(stock[0] / 4, rel=1e-3)


def test_silence_leads_the_stock_back_to_zero() -> None:
    options = SeriesOptions(n_draws=0, half_life_days=6 * MONTH_DAYS)
    stock = level(acts((0, -5.0, 4)), np.ones(240), options).stock
    assert stock[0] < -3
    assert np.all(np.diff(stock) >= 0)
    assert abs(stock[-1]) < 0.01


def test_the_formula_by_hand() -> None:
    """Two months: 4 friendly points, then 6 hostile ones."""
    options = SeriesOptions(n_draws=0, half_life_days=MONTH_DAYS, voice_unit=2.0, prior_voice=1.0)
    made = level(acts((0, 2.0, 2), (1, -3.0, 2)), np.ones(2), options)
    first, second = np.log(1 + 4 / 2), np.log(1 + 6 / 2)
    expected = [
        10 * first / (first + 1),
        10 * (0.5 * first - second) / (0.5 * first + second + 1),
    ]
    assert made.stock == pytest.approx(expected, abs=1e-6)
    assert made.flow.tolist() == [4, -6]
    assert made.balance.tolist() == [1, -1]


def test_days_and_months_of_the_same_acts_end_at_about_the_same_stock() -> None:
    monthly = level(acts(*[(n, 1.0, 30) for n in range(24)]), np.ones(24), PLAIN)
    options = SeriesOptions(n_draws=0, period=Period.DAY)
    daily = level(acts(*[(n, 1.0, 1) for n in range(730)]), np.ones(730), options)
    assert daily.stock[-1] == pytest.approx(monthly.stock[-1], abs=0.1)


def test_one_act_leaves_the_interval_about_as_wide_as_before_any() -> None:
    """Three friendly acts are no proof of friendship, however alike they are."""
    few, many = (level(acts((0, 2.0, n)), np.ones(1), SeriesOptions()) for n in (3, 300))
    assert few.stock_low[0] < 0 < few.stock[0] < few.stock_high[0]
    assert many.stock_low[0] > 0


def test_intervals_are_the_same_at_each_run_and_narrower_with_more_acts() -> None:
    few, many = (
        level(acts((0, 2.0, n), (0, -2.0, n)), np.ones(1), SeriesOptions()) for n in (3, 300)
    )
    again = level(acts((0, 2.0, 3), (0, -2.0, 3)), np.ones(1), SeriesOptions())
    assert few.stock_low.tolist() == again.stock_low.tolist()
    assert few.stock_low[0] < 0 < few.stock_high[0]
    width = {"few": few, "many": many}
    widths = {name: float(one.stock_high[0] - one.stock_low[0]) for name, one in width.items()}
    assert widths["many"] < widths["few"] / 2


def test_a_known_level_comes_back_though_reporting_explodes() -> None:
    """Twenty years in which reporting grows fiftyfold, with storms of news about single months.

    The level that the acts are drawn from moves in steps, as experts' levels do. The stock must
    follow it better than the month's mean does, and that better than the month's sum.
    """
    chance = np.random.default_rng(11)
    truth = np.repeat([0.3, 0.5, -0.1, 0.4, 0.6, 0.1, -0.3, -0.6], 30)
    months = np.arange(240)
    volume = 4 * np.exp(months / 240 * np.log(50)) * np.exp(chance.normal(0, 0.7, 240))
    share = np.clip((1 + truth) / 2 + chance.normal(0, 0.2, 240), 0.02, 0.98)
    friendly = chance.binomial(np.maximum(volume.astype(int), 1), share)
    hostile = np.maximum(volume.astype(int), 1) - friendly
    found = [
        (int(n), worth, int(counts[n]))
        for n in months
        for worth, counts in ((1.5, friendly), (-1.5, hostile))
    ]
    stock = level(acts(*found), np.ones(240), PLAIN).stock
    mean = (friendly - hostile) / (friendly + hostile)
    by_hand = {"stock": stock, "mean": mean, "sum": friendly - hostile}
    rank = {name: float(spearmanr(values, truth).statistic) for name, values in by_hand.items()}
    assert rank["stock"] > rank["mean"] + 0.05
    assert rank["mean"] > rank["sum"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"half_life_days": 0},
        {"half_life_days": "365"},
        {"talk_weight": -1},
        {"outlet_weight": math.nan},
        {"voice_unit": math.inf},
        {"interval": 1.0},
        {"n_draws": -1},
        {"n_draws": 2.5},
        {"n_draws": "20"},
    ],
)
def test_options_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadConfig, match=next(iter(wrong))):
        SeriesOptions(**wrong)  # type: ignore[arg-type]  # wrong on purpose
