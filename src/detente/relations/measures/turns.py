"""A relation through time -> its turns, each with the acts behind it; and two windows compared.

In:  moves between two sides.   Out: turns, by day: thaw or chill, since when, on what evidence; the
tally of each window, their difference, a p-value, plain words.
Does not: explain why; the acts of the first months after a turn stand beside it, no more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from detente.ledger import Ledger
from detente.relations.measures.moves import (
    Move,
    SeriesOptions,
    check_positive,
    moves_of,
    period_after,
    period_of,
)
from detente.relations.measures.points import worth_of

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Comparison",
    "Turn",
    "TurnOptions",
    "Turns",
    "Window",
    "WindowTally",
    "compare_windows",
    "tally",
    "told_against",
    "turns",
    "turns_from_moves",
]

DEFAULTS = SeriesOptions()
SCALE = 10.0  # balances are searched on the scale of the stock
MAD_TO_DEVIATION = 1.4826  # of a normal distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOptions:
    """How turns are found.

    ``penalty``: a turn must lower the squared error by ``penalty * variance * ln(n periods)``; 3
    after Zhang and Siegmund (2007), 2 would be plain BIC (Yao 1988), more finds fewer turns.
    ``min_periods``: told periods between two turns, at least. ``least_noise``: the deviation of
    balances (-10 .. 10) is taken to be no smaller, so that a quiet record has no tiny turns.
    ``evidence_periods``: how long after a turn its evidence is looked for; ``n_evidence``: how
    many acts at most.
    """

    penalty: float = 3.0
    min_periods: int = 3
    least_noise: float = 0.5
    evidence_periods: int = 6
    n_evidence: int = 5

    def __post_init__(self) -> None:
        for name in ("penalty", "min_periods", "least_noise", "evidence_periods", "n_evidence"):
            check_positive(name, getattr(self, name))


TURN_DEFAULTS = TurnOptions()


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
class Turn:
    """The relation is another one from ``start`` on.

    ``change`` is the new mean balance less the old one, on the scale of the stock. ``before`` and
    ``after`` reach to the neighbouring turns. ``event_ids`` are the weightiest acts in the
    direction of the change, by day.
    """

    start: date
    change: float
    before: WindowTally
    after: WindowTally
    event_ids: tuple[str, ...]

    @property
    def kind(self) -> str:
        """``thaw`` or ``chill``."""
        return "thaw" if self.change > 0 else "chill"

    @property
    def words(self) -> str:
        """``thaw since 2023-11: 14 cooperative acts against 3 (before, since 2022-08: ...)``."""
        return (
            f"{self.kind} since {self.start:%Y-%m}: {told_against(self.after)} "
            f"(before, since {self.before.first:%Y-%m}: {told_against(self.before)})"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """The turns of a dyad, by day."""

    side_a: str
    side_b: str
    turns: tuple[Turn, ...]

    def polars(self) -> "pl.DataFrame":
        """One row a turn."""
        from detente.relations.measures.frames import frame_of  # noqa: PLC0415  # polars is heavy

        return frame_of(self.turns, Turn)


def turns(
    ledger: Ledger,
    side_a: str,
    side_b: str,
    options: SeriesOptions = DEFAULTS,
    how: TurnOptions = TURN_DEFAULTS,
) -> Turns:
    """Find the turns of a relation in a ledger."""
    dyad = (side_a, side_b)
    return turns_from_moves(moves_of(ledger, dyad, options), dyad, options, how)


def turns_from_moves(
    moves: Sequence[Move],
    dyad: tuple[str, str],
    options: SeriesOptions = DEFAULTS,
    how: TurnOptions = TURN_DEFAULTS,
) -> Turns:
    """Find the turns of a relation among moves in memory.

    Change points in the mean of the told periods' balance by PELT (Killick, Fearnhead and Eckley
    2012; a linear kernel is squared error, and fast). The variance is that of neighbouring
    periods (median absolute difference), so that the turns themselves do not hide in it. Balances
    of periods with few acts are drawn to the overall one. Silent periods say nothing.
    """
    actual = sorted((m for m in moves if m.is_actual), key=lambda move: (move.day, move.event_id))
    starts, balances = _balances(actual, options)
    breaks = _breaks(balances, how)
    edges = [0, *breaks, len(starts)]
    found = [
        _turn(actual, (starts, balances), edges[n : n + 3], options, how)
        for n in range(len(breaks))
    ]
    return Turns(side_a=dyad[0], side_b=dyad[1], turns=tuple(found))


# Private functions


def _balances(moves: Sequence[Move], options: SeriesOptions) -> tuple[list[date], np.ndarray]:
    """Find the told periods and their balances, -10 .. 10, drawn to the overall balance."""
    worths: dict[date, list[float]] = {}
    for move in moves:
        worth = worth_of(move.type, move.intensity, move.n_outlets, options)
        if worth:
            worths.setdefault(period_of(move.day, options.period), []).append(worth)
    starts = sorted(worths)
    net = np.array([sum(worths[start]) for start in starts])
    size = np.array([sum(map(abs, worths[start])) for start in starts])
    if not starts:
        return [], net
    prior = options.voice_unit / 2
    return starts, SCALE * (net + prior * net.sum() / size.sum()) / (size + prior)


def _breaks(balances: np.ndarray, how: TurnOptions) -> list[int]:
    """Find the indices at which another mean begins."""
    n = len(balances)
    if n < 2 * how.min_periods:
        return []
    steps = np.abs(np.diff(balances))
    deviation = MAD_TO_DEVIATION * float(np.median(steps)) / np.sqrt(2)
    deviation = max(deviation, how.least_noise)
    import ruptures  # type: ignore[import-untyped]  # noqa: PLC0415  # no types; heavy

    search = ruptures.KernelCPD(kernel="linear", min_size=how.min_periods).fit(balances)
    found = search.predict(pen=how.penalty * deviation**2 * np.log(n))
    return [int(index) for index in found[:-1]]


def _turn(
    moves: Sequence[Move],
    told: tuple[list[date], np.ndarray],
    edges: Sequence[int],
    options: SeriesOptions,
    how: TurnOptions,
) -> Turn:
    starts, balances = told
    first, turn, end = edges
    change = float(balances[turn:end].mean() - balances[first:turn].mean())
    last = period_after(starts[end - 1], options.period) - timedelta(days=1)
    day_before = starts[turn] - timedelta(days=1)
    until = starts[turn]
    for _ in range(how.evidence_periods):
        until = period_after(until, options.period)
    window = [m for m in moves if starts[turn] <= m.day <= last and m.day < until]
    return Turn(
        start=starts[turn],
        change=round(change, 6),
        before=tally(moves, (starts[first], day_before), options),
        after=tally(moves, (starts[turn], last), options),
        event_ids=_evidence(window, change, options, how.n_evidence),
    )


def _evidence(
    moves: Sequence[Move], change: float, options: SeriesOptions, most: int
) -> tuple[str, ...]:
    """The weightiest acts in the direction of a change, by day."""
    weighed = [(worth_of(m.type, m.intensity, m.n_outlets, options), m) for m in moves]
    fitting = [(worth, move) for worth, move in weighed if worth * change > 0]
    fitting.sort(key=lambda one: (-abs(one[0]), one[1].day, one[1].event_id))
    chosen = sorted((move for _, move in fitting[:most]), key=lambda m: (m.day, m.event_id))
    return tuple(move.event_id for move in chosen)


# --- Two windows of time compared: what was done between two sides in each.

Window = tuple[date, date]
N_SHUFFLES = 999


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
