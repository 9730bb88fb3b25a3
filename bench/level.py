"""How well a stock finds a known level again: half-lives, and voices by the logarithm or not.

    python bench/level.py

Draws acts from a level that is known: one that moves in steps every 25 or 50 months, and one that
drifts. Reporting grows fiftyfold over 25 years, months are noisy and resemble the month before,
and one month in twenty has a storm of bad news. Prints a table of rank correlations with the
level, means over 12 histories, for docs/series.md. Nothing in it is real.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr  # type: ignore[import-untyped]  # it ships no types

from detente.relations.measures.moves import SeriesOptions
from detente.relations.measures.points import stock_of

Floats = NDArray[np.float64]
N_MONTHS = 300
N_HISTORIES = 12
HALF_LIVES = (60, 120, 180, 240, 365, 730)
WORTH = 1.5  # of an act
HISTORIES = (("steps of 25 months", 25, 0.25), ("steps of 50 months", 50, 0.35), ("drift", 0, 0.35))


def a_level(chance: np.random.Generator, step: int) -> Floats:
    """A level that moves in steps of so many months, or drifts where ``step`` is 0."""
    if step:
        return np.repeat(chance.uniform(-0.7, 0.7, N_MONTHS // step), step)
    walk = np.cumsum(chance.normal(0, 0.06, N_MONTHS))
    drifted: Floats = np.tanh(walk - walk.mean())
    return drifted


def acts_of(chance: np.random.Generator, level: Floats, noise: float) -> tuple[Floats, Floats]:
    """Draw the months' friendly and hostile acts."""
    months = np.arange(N_MONTHS)
    is_storm = chance.random(N_MONTHS) < 0.05  # noqa: PLR2004
    grown = 20 * np.exp(months / N_MONTHS * np.log(50) + chance.normal(0, 0.5, N_MONTHS))
    volume = (grown * (1 + 4 * is_storm)).astype(int)
    mood = np.zeros(N_MONTHS)
    for n in range(1, N_MONTHS):
        mood[n] = 0.4 * mood[n - 1] + chance.normal(0, noise)
    share = (1.2 + 0.5 * level + 0.6 * mood - 0.5 * is_storm) / 2
    friendly = chance.binomial(volume, np.clip(share, 0.02, 0.98)).astype(np.float64)
    return friendly, volume - friendly


def ranks(step: int, noise: float, half_life_days: float) -> tuple[float, float, float, float]:
    """Mean rank correlations: of the stock, the stock with linear voices, the mean, the sum."""
    found = []
    options = SeriesOptions(half_life_days=half_life_days)
    for seed in range(N_HISTORIES):
        chance = np.random.default_rng(seed)
        level = a_level(chance, step)
        friendly, hostile = acts_of(chance, level, noise)
        told = WORTH * (friendly + hostile) / options.voice_unit
        balance = (friendly - hostile) / np.maximum(friendly + hostile, 1)
        tried = (
            stock_of(balance, np.log1p(told), options),
            stock_of(balance, told, options),
            balance,
            friendly - hostile,
        )
        found.append([spearmanr(values, level).statistic for values in tried])
    one, two, three, four = np.mean(found, axis=0)
    return float(one), float(two), float(three), float(four)


def main() -> None:
    """Print the table."""
    print("| history | half-life | stock | linear | month's mean | month's sum |")
    print("|---|---|---|---|---|---|")
    for name, step, noise in HISTORIES:
        for half_life in HALF_LIVES:
            figures = " | ".join(f"{rank:.2f}" for rank in ranks(step, noise, half_life))
            print(f"| {name} | {half_life} days | {figures} |")


if __name__ == "__main__":
    main()
