"""Many dyads at once: who is close to whom, who moved most, how a third party moves with two.

In:  a ledger, a day.   Out: ``Network``: nodes with place and group, ties with their
stock; ``Mover`` records; triads, the closest tie first.
Does not: draw, draw lots (equal gains are decided by the order of the codes), or say who moves
whom; that two relations move together has many reasons.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from math import log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.errors import BadInput, needing
from detente.ledger import Ledger
from detente.records import alike, record_from
from detente.relations.choices import Period
from detente.relations.measures.moves import (
    DEFAULTS,
    SeriesOptions,
    asked,
    cells_of,
    coverage_of,
    period_after,
    period_of,
    together,
)
from detente.relations.measures.points import last_change, ranks, window_of
from detente.relations.measures.series import Series, known_code, known_dyad, series_of_dyads

if TYPE_CHECKING:
    import polars as pl

MOST_TIES = 150
LAYOUT_SEED = 4
MIDDLE_PULL = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """How two countries stand at a day; ``one`` < ``other``, ``stock`` is -10 .. 10."""

    one: str
    other: str
    stock: float
    n_events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A country in the network.

    ``x`` and ``y`` are places on paper without a unit. ``warmth`` is the mean stock of its ties,
    weighted by the log of their acts; ``betweenness`` the share of shortest ways between others
    that lead over it, 0 .. 1; ``group`` the number of its community, the biggest first.
    """

    code: str
    x: float
    y: float
    n_ties: int
    n_events: int
    warmth: float
    betweenness: float
    group: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Countries and how they stand on a day; nodes by code, ties by their sides."""

    as_of: date
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]


def network(
    ledger: Ledger,
    as_of: date,
    options: SeriesOptions = DEFAULTS,
    most: int = MOST_TIES,
    since: date | None = None,
) -> Network:
    """Make the network of the ``most`` dyads with most acts up to a day.

    With ``since`` only dyads with acts from that day on are in it, and only those are counted; the
    stock still rests on all acts before.
    """
    counts = busiest_dyads(ledger, (since, as_of), options, most)
    found = series_of_dyads(ledger, list(counts), replace(options, n_draws=0), (None, as_of))
    return _network(as_of, found, counts)


def busiest_dyads(
    ledger: Ledger,
    days: tuple[date | None, date],
    options: SeriesOptions = DEFAULTS,
    most: int = MOST_TIES,
) -> dict[tuple[str, str], int]:
    """Count acts that happened between two countries on some days; the ``most`` busiest dyads."""
    values: dict[str, object] = {
        "first": days[0] or date.min,
        "as_of": days[1],
        "most": most,
        "most_days": options.most_days,
        **together(),
    }
    return {(one, other): n for one, other, n in asked(ledger, "dyads", values)}


def _network(
    as_of: date, found: Iterable[Series], counts: Mapping[tuple[str, str], int]
) -> Network:
    ties = sorted(
        (
            Tie(
                one=one.side_a,
                other=one.side_b,
                stock=one.of()[-1].stock,
                n_events=counts[one.side_a, one.side_b],
            )
            for one in found
            if one.points
        ),
        key=lambda tie: (tie.one, tie.other),
    )
    return Network(as_of=as_of, nodes=tuple(_nodes(ties)), ties=tuple(ties))


def _nodes(ties: Sequence[Tie]) -> list[Node]:
    with needing("pictures", "a network"):
        import rustworkx as rx  # noqa: PLC0415  # only networks need it

    codes = sorted({code for tie in ties for code in (tie.one, tie.other)})
    index = {code: n for n, code in enumerate(codes)}
    graph = rx.PyGraph()
    graph.add_nodes_from(codes)
    graph.add_edges_from([(index[t.one], index[t.other], t) for t in ties])
    # a middle that is tied to all keeps countries that deal with no other in the picture
    middle = graph.add_node("")
    graph.add_edges_from([(middle, n, None) for n in range(len(codes))])
    places = rx.spring_layout(graph, weight_fn=_pull, num_iter=300, seed=LAYOUT_SEED)
    graph.remove_node(middle)
    between = rx.betweenness_centrality(graph)
    groups = groups_of(codes, {(t.one, t.other): t.stock * log(1 + t.n_events) for t in ties})
    return [
        _node(code, ties, places[n], float(between[n]), groups[code])
        for n, code in enumerate(codes)
    ]


def _pull(tie: Tie | None) -> float:
    """Warm ties pull together, cold ones hardly; the middle pulls a little."""
    if tie is None:
        return MIDDLE_PULL
    return 0.05 + log(1 + tie.n_events) * (tie.stock + 10) / 20


def _node(
    code: str, ties: Sequence[Tie], place: Sequence[float], betweenness: float, group: int
) -> Node:
    own = [tie for tie in ties if code in {tie.one, tie.other}]
    weights = [log(1 + tie.n_events) for tie in own]
    warmth = sum(tie.stock * weight for tie, weight in zip(own, weights, strict=True))
    return Node(
        code=code,
        x=round(float(place[0]), 4),
        y=round(float(place[1]), 4),
        n_ties=len(own),
        n_events=sum(tie.n_events for tie in own),
        warmth=round(warmth / sum(weights), 6),
        betweenness=round(betweenness, 6),
        group=group,
    )


# --- Warm and cold ties -> groups of countries that are warmer with each other than with the
# rest.
def groups_of(codes: Sequence[str], ties: Mapping[tuple[str, str], float]) -> dict[str, int]:
    """Group ``codes``, which are sorted; ``ties`` have weights above or below zero.

    Greedy agglomeration by modularity (Clauset, Newman and Moore 2004) in the form for signed
    ties of Gomez, Jensen and Arenas (2009): a cold tie within a group costs as much as a warm one
    earns. (rustworkx has no community detection.)
    """
    index = {code: n for n, code in enumerate(codes)}
    weights = np.zeros((len(codes), len(codes)))
    for (left, right), weight in ties.items():
        weights[index[left], index[right]] = weights[index[right], index[left]] = weight
    members = [[code] for code in codes]
    gains = _surplus(np.maximum(weights, 0)) - _surplus(np.maximum(-weights, 0))
    while len(members) > 1:
        np.fill_diagonal(gains, -np.inf)
        one, other = sorted(divmod(int(np.argmax(gains)), len(members)))
        if not gains[one, other] > 0:
            break
        gains[one] += gains[other]
        gains[:, one] += gains[:, other]
        gains = np.delete(np.delete(gains, other, 0), other, 1)
        members[one] += members.pop(other)
    ordered = sorted(members, key=lambda group: (-len(group), min(group)))
    return {code: n for n, group in enumerate(ordered, 1) for code in group}


def _surplus(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """What ties weigh beyond what chance would give countries of such ties."""
    strength, total = weights.sum(axis=0), weights.sum()
    return weights - np.outer(strength, strength) / total if total else weights


# --- A month -> the dyads whose relation moved most in it.
MOST_DYADS = 60  # with most acts in the month; a dyad with fewer hardly moves
LEAST_MOVING = 3  # acts in the month: one or two may be one sentence misread
LEAST_CHANGE = 0.05  # of the 20 steps from -10 to 10: less is not seen in the tenths shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A dyad (``one`` < ``other``) and its stock, -10 .. 10, at the end of two months.

    ``change_low`` and ``change_high`` bound the change as the options' interval says; zero is
    never between them. ``n_events`` counts acts that happened in the later month.
    """

    one: str
    other: str
    before: float
    now: float
    change: float
    change_low: float
    change_high: float
    n_events: int


def last_month(ledger: Ledger, as_of: date | None = None) -> tuple[date, date] | None:
    """Find first and last day of the month of the last act up to ``as_of``, if there is any."""
    values = {"as_of": as_of or date.max, "most_days": DEFAULTS.most_days}
    [(day,)] = asked(ledger, "last_act", values)
    if day is None:
        return None
    first = period_of(day, Period.MONTH)
    return first, period_after(first, Period.MONTH) - timedelta(days=1)


def movers(ledger: Ledger, month: tuple[date, date]) -> list[Mover]:
    """List dyads by how far their stock moved in ``month``, since the end of the month before.

    Only those with ``LEAST_MOVING`` acts in the month, and whose interval leaves out zero.
    """
    monthly = replace(DEFAULTS, period=Period.MONTH)
    busiest = busiest_dyads(ledger, month, monthly, MOST_DYADS)
    counts = {dyad: n for dyad, n in busiest.items() if n >= LEAST_MOVING}
    cells = cells_of(ledger, list(counts), monthly)
    coverage = coverage_of(ledger, monthly)
    found = []
    for (one, other), n in counts.items():
        own = cells[one, other]
        starts = window_of(own, monthly, (None, month[1]))
        moved = last_change(own, starts, coverage, monthly) if starts else None
        if moved is not None and abs(moved.now - moved.before) >= LEAST_CHANGE:
            found.append(alike(Mover, moved, one=one, other=other, n_events=n))
    return sorted(
        (one for one in found if one.change_low > 0 or one.change_high < 0),
        key=lambda one: (-abs(one.change), one.one, one.other),
    )


# --- Third parties: how the relation of two sides moves with their relations to a third.
MOST_THIRDS = 10
LEAST_PERIODS = 12  # fewer changes tell nothing
N_SHIFTS = 999
ALL_DYADS = 1_000_000
DOUBTFUL = 0.1  # with a greater p-value two relations are not said to move together


@dataclass(frozen=True, slots=True, kw_only=True)
class Triad:
    """The relation of ``one`` and ``other`` beside that of ``one`` and ``third``.

    ``correlation`` is Spearman's, of the changes of the two stocks from period to period,
    ``n_periods`` of them; ``p_value`` is two-sided. ``is_balanced``: the three relations' signs
    multiply to plus, in Heider's sense (a friend's friend, an enemy's enemy); ``None`` where one
    of them stands at zero.
    """

    one: str
    other: str
    third: str
    correlation: float
    n_periods: int
    p_value: float
    is_balanced: bool | None

    @property
    def words(self) -> str:
        """The finding in plain words."""
        own, beside = f"{self.one}-{self.other}", f"{self.one}-{self.third}"
        way = "warms" if self.correlation > 0 else "cools"
        told = f"as {own} warms, {beside} {way}"
        if self.p_value > DOUBTFUL:
            told = f"{beside} moves apart from {own}"
        return (
            f"{told}: rank correlation of changes {self.correlation:+.2f} over"
            f" {self.n_periods} periods (p = {self.p_value:.3f})"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Triads:
    """The triads of a dyad, the smallest p-value first."""

    side_a: str
    side_b: str
    triads: tuple[Triad, ...]

    def polars(self) -> "pl.DataFrame":
        """One row a triad."""
        from detente.relations.measures.frames import frame_of  # noqa: PLC0415  # polars is heavy

        return frame_of(self.triads, Triad)


def triads(
    ledger: Ledger,
    side_a: str,
    side_b: str,
    thirds: Sequence[str] | None = None,
    options: SeriesOptions = DEFAULTS,
) -> Triads:
    """Find the triads of two sides in a ledger; by default with those both deal with most.

    Raises:
        BadInput: one of the two is among the ``thirds``, or they are one word.
        UnknownCode: no list and no event has a side; the message shows the nearest.
    """
    side_a, side_b = known_dyad(ledger, side_a, side_b)
    if isinstance(thirds, str):
        raise BadInput(f"thirds are several sides, as ['CHN', 'USA'], not {thirds!r}")
    named = [known_code(ledger, third) for third in thirds or ()]
    if not {side_a, side_b}.isdisjoint(named):
        raise BadInput(f"{side_a} and {side_b} are the two sides; name thirds beside them")
    chosen = _thirds(ledger, (side_a, side_b), options) if thirds is None else named
    others = [(side, third) for third in chosen for side in (side_a, side_b)]
    plain = replace(options, n_draws=0)
    own, *rest = series_of_dyads(ledger, [(side_a, side_b), *others], plain)
    return triads_from_series(own, rest)


def triads_from_series(own: Series, others: Sequence[Series]) -> Triads:
    """Find the triads of a dyad among the series of its sides with third parties.

    The p-value shifts one of the two series of changes round by a random number of periods, so
    that the slowness of either counts for nothing (a circular-shift test).
    """
    side_a, side_b = own.side_a, own.side_b
    by_sides = {frozenset((one.side_a, one.side_b)): one for one in others}
    thirds = sorted(set(chain.from_iterable(by_sides)) - {side_a, side_b})
    found = []
    for third in thirds:
        pair = [by_sides.get(frozenset((side, third))) for side in (side_a, side_b)]
        signs = [_sign(own), *(_sign(one) for one in pair if one is not None)]
        is_balanced = bool(np.prod(signs) > 0) if len(signs) == 3 and all(signs) else None  # noqa: PLR2004
        for one, other, beside in zip((side_a, side_b), (side_b, side_a), pair, strict=True):
            moved = _together(own, beside) if beside is not None else None
            if moved is not None:
                found.append(record_from(Triad, (one, other, third, *moved, is_balanced)))
    found.sort(key=lambda triad: (triad.p_value, -abs(triad.correlation), triad.third, triad.one))
    return Triads(side_a=side_a, side_b=side_b, triads=tuple(found))


def _thirds(ledger: Ledger, dyad: tuple[str, str], options: SeriesOptions) -> list[str]:
    """Find the countries with which both deal, those that both know best first."""
    found = busiest_dyads(ledger, (None, date.max), options, ALL_DYADS)
    counts = {frozenset(pair): n for pair, n in found.items()}
    codes = {code for pair in counts for code in pair} - set(dyad)
    least = {code: min(counts.get(frozenset((side, code)), 0) for side in dyad) for code in codes}
    common = sorted((code for code in codes if least[code]), key=lambda code: (-least[code], code))
    return common[:MOST_THIRDS]


def _together(own: Series, beside: Series) -> tuple[float, int, float] | None:
    """Correlation, number and p-value of the changes of two series where they overlap.

    ``None`` where that is too short, or nothing moves.
    """
    stocks = {point.start: point.stock for point in own.of()}
    pairs = [(stocks[p.start], p.stock) for p in beside.of() if p.start in stocks]
    if len(pairs) <= LEAST_PERIODS:
        return None
    changes = np.diff(np.array(pairs), axis=0)
    one, other = (_standard(ranks(column)) for column in changes.T)
    if one is None or other is None:
        return None
    observed = float(one @ other)
    chance = np.random.default_rng(own.options.seed)
    shifts = chance.integers(1, len(one), N_SHIFTS)
    as_strong = sum(abs(float(one @ np.roll(other, n))) >= abs(observed) - 1e-9 for n in shifts)
    return round(observed, 6), len(one), (as_strong + 1) / (N_SHIFTS + 1)


def _standard(ranks: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Centre and scale, so that the product of two is their correlation."""
    centred = ranks - ranks.mean()
    norm = float(np.linalg.norm(centred))
    return centred / norm if norm else None


def _sign(series: Series) -> int:
    points = series.of()
    return int(np.sign(points[-1].stock)) if points else 0
