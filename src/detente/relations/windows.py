"""Two windows of time compared: what was done between two sides in each.

In:  moves and two windows.   Out: the tally of each, their difference, a p-value, plain words.
Does not: find the windows (turns.py does).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.relations.moves import Move
from detente.relations.points import worth_of
from detente.relations.series_options import SeriesOptions

__all__ = ["Comparison", "Window", "WindowTally", "compare_windows", "tally", "told_against"]

Window = tuple[date, date]
DEFAULTS = SeriesOptions()
N_SHUFFLES = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTally:
    """Acts that happened from ``first`` to ``last``.

    ``mean_intensity`` is ``None`` without any; ``balance`` is -1 (conflict only) .. 1, by worth,
    ``None`` where nothing weighs.
    """

    first: date
    last: date
    n_events: int
    n_cooperative: int
    n_conflictual: int
    mean_intensity: float | None
    balance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two windows and how they differ.

    ``change`` is the second's mean worth less the first's, ``None`` where one is silent;
    ``p_value`` how often shuffled acts differ as much.
    """

    before: WindowTally
    after: WindowTally
    change: float | None
    p_value: float | None

    @property
    def words(self) -> str:
        """The difference in plain words."""
        told = f"{told_against(self.after)}; before, {told_against(self.before)}"
        if self.change is None:
            return f"{told}; nothing to compare"
        way = "warmer" if self.change > 0 else "colder" if self.change < 0 else "unchanged"
        p_value = f"{self.p_value:.3f}".rstrip("0").rstrip(".")
        return f"{way}: {told} (p = {p_value})"


def tally(moves: Iterable[Move], window: Window, options: SeriesOptions = DEFAULTS) -> WindowTally:
    """Tally the acts that happened in a window, both days included."""
    first, last = window
    own = [move for move in moves if move.is_actual and first <= move.day <= last]
    worths = [_worth(move, options) for move in own]
    size = sum(map(abs, worths))
    return WindowTally(
        first=first,
        last=last,
        n_events=len(own),
        n_cooperative=sum(move.is_cooperative for move in own),
        n_conflictual=sum(move.is_conflictual for move in own),
        mean_intensity=sum(move.intensity for move in own) / len(own) if own else None,
        balance=round(sum(worths) / size, 6) if size else None,
    )


def compare_windows(
    moves: Sequence[Move],
    before: Window,
    after: Window,
    options: SeriesOptions = DEFAULTS,
) -> Comparison:
    """Compare two windows by the mean worth of an act.

    The p-value is that of a permutation test: acts are dealt anew to the two windows
    ``N_SHUFFLES`` times (Good 2005), two-sided, with the observed dealing counted in.
    """
    groups = [
        np.array(
            [
                _worth(move, options)
                for move in moves
                if move.is_actual and first <= move.day <= last
            ]
        )
        for first, last in (before, after)
    ]
    change, p_value = None, None
    if all(len(group) for group in groups):
        change = round(float(groups[1].mean() - groups[0].mean()), 6)
        p_value = _p_value(groups[0], groups[1], options.seed)
    return Comparison(
        before=tally(moves, before, options),
        after=tally(moves, after, options),
        change=change,
        p_value=p_value,
    )


def told_against(found: WindowTally) -> str:
    """``14 cooperative acts against 3``."""
    acts = "act" if found.n_cooperative == 1 else "acts"
    return f"{found.n_cooperative} cooperative {acts} against {found.n_conflictual}"


# Private functions


def _worth(move: Move, options: SeriesOptions) -> float:
    return worth_of(move.type, move.intensity, move.n_outlets, options)


def _p_value(one: np.ndarray, other: np.ndarray, seed: int) -> float:
    chance = np.random.default_rng(seed)
    pooled = np.concatenate([one, other])
    observed = abs(other.mean() - one.mean())
    as_much = 1
    for _ in range(N_SHUFFLES):
        dealt = chance.permutation(pooled)
        difference = abs(dealt[len(one) :].mean() - dealt[: len(one)].mean())
        as_much += difference >= observed - 1e-9
    return as_much / (N_SHUFFLES + 1)
