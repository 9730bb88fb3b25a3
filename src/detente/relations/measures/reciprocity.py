"""Who answers whom: does an act of one side bring an act of the other, and how soon?

In:  moves between two sides.   Out: pairs of act and answer, with count, lag and p-value.
Does not: prove that one act caused another; what comes soon after may have a common cause.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.ledger import Ledger
from detente.relations.measures.moves import Move, SeriesOptions, moves_of
from detente.relations.measures.series import known_dyad
from detente.relations.sides import Direction
from detente.relations.wording import act_words

if TYPE_CHECKING:
    import polars as pl

Days = NDArray[np.int64]
OTHER = {Direction.A_TO_B: Direction.B_TO_A, Direction.B_TO_A: Direction.A_TO_B}
KINDS = ("cooperation", "conflict")


WITHIN_DAYS = 30  # what comes later is no answer
MOST_SPREAD = 3  # days: acts whose day is known less exactly are left out
LEAST = 3  # pairs of acts seen less often are not tested


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One side's acts of a kind, answered by the other's acts of a kind.

    ``actor`` acts, the other side answers. ``act`` and ``answer`` are types, or ``cooperation``
    and ``conflict`` for all of them together. ``n_acts`` acts, of which ``n_answered`` had an
    answer within the days allowed; ``expected`` is how many had one by chance; ``lag_days`` the
    median wait for the first answer, ``None`` without any. ``p_value`` is one-sided; with many
    pairs tested some are small by chance, which ``q_value`` allows for (Benjamini and Hochberg).
    """

    actor: str
    act: str
    answer: str
    n_acts: int
    n_answered: int
    expected: float
    lag_days: float | None
    p_value: float
    q_value: float

    @property
    def words(self) -> str:
        """The finding in plain words."""
        lag = (
            f", after {self.lag_days:g} day{'' if self.lag_days == 1 else 's'}"
            if self.lag_days is not None
            else ""
        )
        return (
            f"{_words(self.act)} by {self.actor}: {self.n_answered} of {self.n_acts} answered by"
            f" {_words(self.answer)}{lag}; by chance {self.expected:.1f} (p = {self.p_value:.3f})"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reciprocity:
    """Who answers whom, the smallest p-value first."""

    side_a: str
    side_b: str
    answers: tuple[Answer, ...]

    def polars(self) -> "pl.DataFrame":
        """One row a pair of act and answer."""
        from detente.relations.measures.frames import frame_of  # noqa: PLC0415  # polars is heavy

        return frame_of(self.answers, Answer)


def reciprocity(ledger: Ledger, side_a: str, side_b: str) -> Reciprocity:
    """Find who answers whom in a ledger.

    The statistic is the number of acts that the other side answers within ``WITHIN_DAYS``, on a
    later day. The p-value compares it with all shifts of the answers round the calendar: each
    side's own rhythm stays, only what ties the two sides together goes (a circular-shift test).

    Raises:
        UnknownCode: no list and no event has a side; the message shows the nearest.
    """
    side_a, side_b = known_dyad(ledger, side_a, side_b)
    moves = moves_of(ledger, (side_a, side_b), SeriesOptions(most_days=MOST_SPREAD))
    days = _days_by_kind([move for move in moves if move.is_actual])
    pooled = sorted({int(day) for found in days.values() for day in found})
    if not pooled:
        return Reciprocity(side_a=side_a, side_b=side_b, answers=())
    span = (pooled[0], pooled[-1] - pooled[0] + 1)
    names = {Direction.A_TO_B: side_a, Direction.B_TO_A: side_b}
    answers = [
        _answer((names[direction], act, answer), (own, days[other, answer]), span)
        for (direction, act), own in sorted(days.items())
        for other, answer in sorted(days)
        if other is OTHER[direction] and (act in KINDS) == (answer in KINDS)
        if len(own) >= LEAST and len(days[other, answer]) >= LEAST
    ]
    answers = _with_q_values(answers)
    answers.sort(key=lambda one: (one.p_value, -one.n_answered, one.actor, one.act, one.answer))
    return Reciprocity(side_a=side_a, side_b=side_b, answers=tuple(answers))


def _words(kind: str) -> str:
    return kind if kind in KINDS else act_words(kind, None)


def _days_by_kind(moves: Sequence[Move]) -> Mapping[tuple[Direction, str], Days]:
    """Collect the days of one side's acts by type, and of all its cooperation and conflict."""
    found: dict[tuple[Direction, str], list[int]] = {}
    for move in moves:
        if move.direction not in OTHER:
            continue  # what both do together is nobody's answer
        kinds = [move.type]
        if move.intensity:
            kinds.append(KINDS[move.is_conflictual])
        for kind in kinds:
            found.setdefault((move.direction, kind), []).append(move.day.toordinal())
    return {key: np.array(sorted(days), dtype=np.int64) for key, days in found.items()}


def _answer(named: tuple[str, str, str], pair: tuple[Days, Days], span: tuple[int, int]) -> Answer:
    acts, answers = pair
    waits = _waits(acts, answers)
    answered = waits[waits <= WITHIN_DAYS]
    by_chance = _answered_when_shifted(acts, answers, span, WITHIN_DAYS)
    p_value = (1 + int((by_chance >= len(answered)).sum())) / (1 + len(by_chance))
    return Answer(
        actor=named[0],
        act=named[1],
        answer=named[2],
        n_acts=len(acts),
        n_answered=len(answered),
        expected=round(float(by_chance.mean()) if len(by_chance) else 0.0, 3),
        lag_days=float(np.median(answered)) if len(answered) else None,
        p_value=p_value,
        q_value=p_value,
    )


def _answered_when_shifted(
    acts: Days, answers: Days, span: tuple[int, int], within_days: int
) -> Days:
    """Count the acts that are answered, for each shift of the answers round the calendar.

    Shifts so small that a true answer is still one are left out, where there is room:
    (n_shifts,). All counts come from one cross-correlation, by the Fourier transform.
    """
    first, length = span
    told = np.bincount(acts - first, minlength=length)
    has_answer = np.bincount(answers - first, minlength=length) > 0
    ahead = np.cumsum(np.concatenate([[0], np.tile(has_answer, within_days // length + 2)]))
    days = np.arange(length)
    is_answered = ahead[days + 1 + within_days] > ahead[days + 1]
    transformed = np.fft.rfft(told) * np.conj(np.fft.rfft(is_answered.astype(np.float64)))
    counts: Days = np.rint(np.fft.irfft(transformed, length)).astype(np.int64)
    away = 2 * within_days
    return counts[away : length - away] if length > 3 * away else counts[1:]


def _waits(acts: Days, answers: Days) -> Days:
    """Days from each act to the first answer on a later day; very many where none comes."""
    after = np.searchsorted(answers, acts, side="right")
    padded = np.append(answers, date.max.toordinal() * 2)
    waits: Days = padded[after] - acts
    return waits


def _with_q_values(answers: Sequence[Answer]) -> list[Answer]:
    """Adjust p-values for the number of pairs (Benjamini and Hochberg 1995)."""
    p_values = np.sort([one.p_value for one in answers])
    scaled = p_values * len(p_values) / np.arange(1, len(p_values) + 1)
    adjusted = np.minimum.accumulate(scaled[::-1])[::-1]
    last = np.searchsorted(p_values, [one.p_value for one in answers], side="right") - 1
    return [
        replace(one, q_value=round(float(adjusted[n]), 6))
        for one, n in zip(answers, last, strict=True)
    ]
