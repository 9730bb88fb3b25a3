"""A relation through time -> its turns, each with the acts behind it; and two windows compared.

In:  moves between two sides.   Out: turns, by day: thaw or chill, since when, on what evidence; the
tally of each window, their difference, a p-value, plain words.
Does not: explain why; the acts of the first months after a turn stand beside it, no more. A storm
that merely blows over is no thaw: a turn needs acts in its own direction.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.errors import BadConfig
from detente.ledger import Ledger
from detente.records import EventDate, Granularity
from detente.relations.measures.moves import (
    DEFAULTS,
    Move,
    SeriesOptions,
    check_positive,
    month_number,
    month_start,
    moves_of,
)
from detente.relations.measures.points import worth_of
from detente.relations.measures.series import known_dyad
from detente.relations.wording import act_words, date_words

if TYPE_CHECKING:
    import polars as pl

SCALE = 10.0  # changes of balances are told on the scale of the stock


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOptions:
    """How turns are found.

    ``penalty``: what must be gained in log likelihood is ``penalty * ln(n months)``; more finds
    fewer turns. ``least_share``: in more than this share of draws a turn must stand.
    ``longest_months``: how long a turn's own acts may be gathered.
    ``past_months``: how far back the pace before a turn is taken from, at most to the turn before
    in the same direction; ``first_months``: how much of a past there must be. ``least_acts``: days
    with acts in the direction of the turn. ``apart_months``: how far two turns in the same
    direction are apart, at least. ``n_evidence``: how many acts are named at most.
    """

    penalty: float = 0.6
    least_share: float = 0.55
    longest_months: int = 12
    past_months: int = 36
    first_months: int = 12
    least_acts: int = 3
    apart_months: int = 3
    n_evidence: int = 5

    def __post_init__(self) -> None:
        for one in fields(self):
            check_positive(one.name, getattr(self, one.name))
        if self.least_share >= 1:
            raise BadConfig(f"least_share must be below 1, not {self.least_share}")


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
    """The relation is another one from ``start`` on, the first day of a month.

    ``change`` is the balance of the months after less that of the months before, on the scale of
    the stock. ``after`` spans the months in which the turn's acts were gathered, ``before`` those
    that they are held against. ``share``: in how many of the draws it stands.
    ``event_ids`` are the weightiest acts of ``after`` in the direction of the turn, by day,
    ``acts`` the same in words.
    """

    start: date
    change: float
    before: WindowTally
    after: WindowTally
    kind: str
    share: float
    event_ids: tuple[str, ...]
    acts: tuple[str, ...]

    @property
    def words(self) -> str:
        """``thaw since 2023-11: 14 cooperative acts against 3 until 2024-02 (...): 2 Nov ...``."""
        return (
            f"{self.kind} since {self.start:%Y-%m}: {told_against(self.after)}"
            f" until {self.after.last:%Y-%m} (before, since {self.before.first:%Y-%m}:"
            f" {told_against(self.before)}){': ' if self.acts else ''}{'; '.join(self.acts)}"
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
    """Find the turns of a relation in a ledger.

    Raises:
        UnknownCode: no list and no event has a side; the message shows the nearest.
    """
    dyad = known_dyad(ledger, side_a, side_b)
    return turns_from_moves(moves_of(ledger, dyad, options), dyad, options, how)


def turns_from_moves(
    moves: Sequence[Move],
    dyad: tuple[str, str],
    options: SeriesOptions = DEFAULTS,
    how: TurnOptions = TURN_DEFAULTS,
) -> Turns:
    """Find the turns of a relation among moves in memory.

    A scan statistic (Kulldorff 1997) over all stretches of months: how much likelier the worth
    told in it is at its own pace than at the pace of the past, as compound Poisson processes, for
    cooperation and conflict apart. A stretch is a turn where the one gains, and the other does not
    gain as much. The best stretch is taken first, then the next that is far enough from it.

    This is done ``N_DRAWS`` times, each act counting as often as a Poisson variable of mean 1 says;
    what stands in enough of the draws is a turn (stability selection, Meinshausen and Buhlmann
    2010): no single act makes one.

    Talks count as their mode says: past and stretch are told by the same papers.
    """
    options = replace(options, talk_weight=1.0)
    actual = sorted((m for m in moves if m.is_actual), key=lambda move: (move.day, move.event_id))
    if not actual:
        return Turns(side_a=dyad[0], side_b=dyad[1], turns=())
    counts = np.random.default_rng(options.seed).poisson(1.0, (N_DRAWS, len(actual)))
    stable = _stable(_paces(actual, options, counts), how)
    turns = tuple(_turn(actual, one, dyad, options, how) for one in stable)
    return Turns(side_a=dyad[0], side_b=dyad[1], turns=turns)


N_DRAWS = 100
QUICKER = 1.25  # than at the turn before in its direction; else it is the same turn
PRIOR_ACTS = 1.0  # more than the past tells: a pace of zero would make any act a turn
SAME = 1  # month between the starts of one turn in two draws, at most

Months = NDArray[np.int64]
Sums = NDArray[np.float64]
Counts = NDArray[np.int64]  # by draw and act


class _Pace:
    """How much was done of one sign, month by month from the first act, in sums.

    ``told``: worth by month, in acts of the usual size, ``unit`` (the mean weighted by worth, so
    that a sum of such acts varies as a Poisson variable does). ``days`` with acts, by month.
    """

    def __init__(self, told: Sums, days: Months, unit: float) -> None:
        self.days, self.unit = days, unit
        self._sums: Sums = np.concatenate([[0.0], np.cumsum(told)])
        self._day_sums: Months = np.concatenate([[0], np.cumsum(days)])

    def within(self, start: Months, end: Months) -> Sums:
        """Acts of the usual size from one month to before another."""
        told: Sums = self._sums[end] - self._sums[start]
        return told

    def days_within(self, start: Months, end: Months) -> Months:
        """Days with acts."""
        days: Months = self._day_sums[end] - self._day_sums[start]
        return days

    def expected(self, start: Months, end: Months, past: Months) -> Sums:
        """So many acts at the pace of the months from ``past`` to ``start``."""
        return (end - start) * (self.within(past, start) + PRIOR_ACTS) / (start - past)

    def quickens(self, since: int, start: int, end: int) -> bool:
        """Whether more is told a month in a stretch than from ``since`` to its start."""
        before = self.within(*_stretch(since, start)) / (start - since)
        return bool(self.within(*_stretch(start, end)) > QUICKER * before * (end - start))


Paces = Mapping[int, _Pace]  # by sign


def _stretch(start: int, end: int) -> tuple[Months, Months]:
    return np.array(start), np.array(end)


def _paces(moves: Sequence[Move], options: SeriesOptions, counts: Counts) -> list[Paces]:
    """Tell the paces of acts, by day, in each draw: an act of one counts as often as it says.

    Acts of one day are one affair, told in parts: the weightiest counts, the others with the
    logarithm of their number.
    """
    first = month_number(moves[0].day)
    n = month_number(moves[-1].day) - first + 1
    worths = np.array([worth_of(move, options) for move in moves])
    by_sign = {}
    for sign in (1, -1):
        own = np.flatnonzero(sign * worths > 0)
        days = [moves[int(index)].day for index in own]
        begins = [at for at, day in enumerate(days) if not at or day != days[at - 1]]
        months = [month_number(days[at]) - first for at in begins]
        told = np.zeros((len(counts), len(begins)))
        if begins:
            drawn = counts[:, own]
            often = np.add.reduceat(drawn, begins, axis=1)
            most = np.maximum.reduceat(np.where(drawn > 0, abs(worths[own]), 0.0), begins, axis=1)
            told = most * (1 + np.log(np.maximum(often, 1)))
        sums = told.sum(axis=1)
        units = np.where(sums > 0, (told**2).sum(axis=1) / np.where(sums > 0, sums, 1), 1.0)
        by_month, n_days = np.zeros((n, len(counts))), np.zeros((n, len(counts)), dtype=np.int64)
        np.add.at(by_month, months, (told / units[:, None]).T)
        np.add.at(n_days, months, (told > 0).T)
        by_sign[sign] = [_Pace(*each) for each in zip(by_month.T, n_days.T, units, strict=True)]
    return [{1: one, -1: other} for one, other in zip(by_sign[1], by_sign[-1], strict=True)]


Surge = tuple[int, int, int, float]  # months from the first act to start and end; sign; gain


def _surges(paces: Paces, how: TurnOptions) -> list[Surge]:
    """Find, for each month and sign, the stretch from it on that gains most, if any does enough."""
    found = []
    least = _least(paces, how)
    for sign in (1, -1):
        starts = np.flatnonzero(paces[sign].days[how.first_months :]) + how.first_months
        if len(starts):
            gains, ends = _best(paces, sign, starts, how)
            found += [
                (int(start), int(end), sign, float(gain))
                for start, end, gain in zip(starts, ends, gains, strict=True)
                if gain >= least
            ]
    return found


def _best(paces: Paces, sign: int, starts: Months, how: TurnOptions) -> tuple[Sums, Months]:
    """Tell what the stretch from each month on gains that gains most, and its end."""
    n = len(paces[sign].days)
    ends = np.minimum(starts[:, None] + np.arange(1, how.longest_months + 1), n)
    gains = _gain(paces, sign, starts[:, None], ends, how)
    best = gains.argmax(axis=1)
    at = np.arange(len(starts))
    return gains[at, best], ends[at, best]


def _least(paces: Paces, how: TurnOptions) -> float:
    return how.penalty * float(np.log(max(len(paces[1].days), 2)))


def _gain(paces: Paces, sign: int, start: Months, end: Months, how: TurnOptions) -> Sums:
    """What stretches gain in log likelihood over the pace of the past; 0: it is no turn."""
    own, other = paces[sign], paces[-sign]
    past = np.maximum(start - how.past_months, 0)
    told, against = own.within(start, end), other.within(start, end)
    usual, usual_against = (one.expected(start, end, past) for one in (own, other))
    net = own.unit * (told - usual) - other.unit * (against - usual_against)
    is_enough = (own.days_within(start, end) >= how.least_acts) & (told > usual) & (net > 0)
    gain = _likelier(told, usual)
    less = np.where(against < usual_against, _likelier(against, usual_against), 0.0)
    return np.where(is_enough & (gain >= _least(paces, how) / 2), gain + less, 0.0)


def _likelier(told: Sums, usual: Sums) -> Sums:
    """The log likelihood of Poisson counts at their own pace less that at the usual one."""
    ratio = np.where(told > 0, told / usual, 1.0)
    likelier: Sums = told * np.log(ratio) - (told - usual)
    return likelier


def _apart(paces: Paces, how: TurnOptions) -> list[Surge]:
    """Keep the best, and each next far enough from all kept; contrary ones may be nearer.

    One that follows another in the same direction must be quicker from its first months on; what a
    kept one tells, is no part of one before it.
    """
    least = _least(paces, how)
    kept: list[Surge] = []
    for one in sorted(_surges(paces, how), key=lambda each: (-each[3], each[0], each[2])):
        start, whole, sign, gain = one
        same = [k for k, _, own, _ in kept if own == sign]
        since = max((k for k in same if 0 < start - k < how.past_months), default=None)
        end = min((whole, *(k for k in same if k > start)))
        if (
            _is_apart((start, sign), [(k, own) for k, _, own, _ in kept], how)
            and (end == whole or _gain(paces, sign, *_stretch(start, end), how) >= least)
            and (
                since is None
                or paces[sign].quickens(since, start, min(end, start + how.apart_months))
            )
        ):
            kept.append((start, end, sign, gain))
    return kept


Start = tuple[int, int]  # month from the first act, sign


def _is_apart(one: Start, kept: Iterable[Start], how: TurnOptions) -> bool:
    nearest = {1: how.apart_months, -1: how.apart_months - 1}
    return all(abs(one[0] - start) >= nearest[one[1] * sign] for start, sign in kept)


def _stable(draws: Sequence[Paces], how: TurnOptions) -> list[Surge]:
    """The turns that stand in enough of the draws, with their share of them for a gain.

    Each is dated to the month in which most draws have it, and ends where most let it end, or
    where the next begins.
    """
    found = [{(start, sign): end for start, end, sign, _ in _apart(one, how)} for one in draws]
    votes = Counter(start for some in found for start in some)
    shares = {
        one: sum(any(_is_same(one, other) for other in some) for some in found) / len(found)
        for one in votes
    }
    kept: dict[Start, float] = {}
    for one in sorted(votes, key=lambda each: (-shares[each], -votes[each], each)):
        if shares[one] > how.least_share and _is_apart(one, kept, how):
            kept[one] = shares[one]
    dated = []
    for one, share in kept.items():
        same = [other for other in votes if _is_same(one, other)]
        start, sign = max(same, key=lambda other: (votes[other], other == one))
        ends = Counter(some[start, sign] for some in found if (start, sign) in some)
        end = max(ends, key=lambda each: (ends[each], -each))
        dated.append((start, end, sign, share))
    starts = [start for start, *_ in dated]
    return sorted(
        (start, min((end, *(later for later in starts if later > start))), sign, share)
        for start, end, sign, share in dated
    )


def _is_same(one: Start, other: Start) -> bool:
    return one[1] == other[1] and abs(one[0] - other[0]) <= SAME


def _turn(
    moves: Sequence[Move],
    surge: Surge,
    dyad: tuple[str, str],
    options: SeriesOptions,
    how: TurnOptions,
) -> Turn:
    first = month_number(moves[0].day)
    start, end, sign = first + surge[0], first + surge[1], surge[2]
    past = max(start - how.past_months, first)
    before = tally(moves, (month_start(past), month_start(start) - timedelta(days=1)), options)
    after = tally(moves, (month_start(start), month_start(end) - timedelta(days=1)), options)
    acts = _evidence(moves, after, sign, options, how.n_evidence)
    return Turn(
        start=month_start(start),
        change=round(SCALE * ((after.balance or 0.0) - (before.balance or 0.0)), 6),
        before=before,
        after=after,
        kind="thaw" if sign > 0 else "chill",
        share=surge[3],
        event_ids=tuple(move.event_id for move in acts),
        acts=tuple(move_words(move, dyad) for move in acts),
    )


def _evidence(
    moves: Sequence[Move], after: WindowTally, sign: int, options: SeriesOptions, most: int
) -> list[Move]:
    """The weightiest acts in the direction of a turn that explain something, by day."""
    own = [m for m in moves if after.first <= m.day <= after.last and m.explains]
    weighed = [(sign * worth_of(m, options), m) for m in own]
    fitting = [(worth, move) for worth, move in weighed if worth > 0]
    fitting.sort(key=lambda one: (-one[0], one[1].day, one[1].event_id))
    return sorted((move for _, move in fitting[:most]), key=lambda m: (m.day, m.event_id))


def move_words(move: Move, sides: tuple[str, str]) -> str:
    """``2 Feb 2024: sanctions, CHN to USA``, ``sides`` being as they are to be called."""
    return f"{_days(move)}: {act_words(move.type, move.mode)}, {move.who(*sides)}"


def _days(move: Move) -> str:
    """The day, or the days or the month as it was told."""
    first, last = move.earliest or move.day, move.latest or move.day
    is_month = first.day == 1 and (last + timedelta(days=1)) == month_start(month_number(first) + 1)
    unit = Granularity.MONTH if is_month else Granularity.INTERVAL
    return date_words(EventDate(earliest=first, latest=last, granularity=unit))


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
    own = _done_in(moves, window)
    worths = [worth_of(move, options) for move in own]
    size = sum(map(abs, worths))
    return WindowTally(
        first=window[0],
        last=window[1],
        n_events=len(own),
        n_cooperative=sum(move.is_cooperative for move in own),
        n_conflictual=sum(move.is_conflictual for move in own),
        mean_intensity=sum(move.intensity for move in own) / len(own) if own else None,
        balance=round(sum(worths) / size, 6) if size else None,
    )


def compare_windows(
    moves: Sequence[Move], before: Window, after: Window, options: SeriesOptions = DEFAULTS
) -> Comparison:
    """Compare two windows by the mean worth of an act.

    The p-value is that of a permutation test: acts are dealt anew to the two windows
    ``N_SHUFFLES`` times (Good 2005), two-sided, with the observed dealing counted in.
    """
    groups = [
        np.array([worth_of(move, options) for move in _done_in(moves, window)])
        for window in (before, after)
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


def _done_in(moves: Iterable[Move], window: Window) -> list[Move]:
    return [move for move in moves if move.is_actual and window[0] <= move.day <= window[1]]


def told_against(found: WindowTally) -> str:
    """``14 cooperative acts against 3``."""
    acts = "act" if found.n_cooperative == 1 else "acts"
    return f"{found.n_cooperative} cooperative {acts} against {found.n_conflictual}"


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
