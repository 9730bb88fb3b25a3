"""All dyads at a day -> a network: who is close to whom, who is central, who belongs together.

In:  a ledger, or events.   Out: ``Network``: nodes with place and group, ties with their stock.
Does not: draw (chart_network.py does).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from math import log

from detente.codebook import Codebook
from detente.ledger import Ledger
from detente.records import Event, Status
from detente.relations.groups import groups_of
from detente.relations.moves import day_of, direction_between, moves_from_events, sql, together
from detente.relations.series import Series, series_from_moves, series_of_dyads
from detente.relations.series_options import Coverage, SeriesOptions

__all__ = ["Network", "Node", "Tie", "busiest_dyads", "network", "network_from_events"]

DEFAULTS = SeriesOptions()
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
    found = series_of_dyads(ledger, list(counts), _plain(options), (None, as_of))
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
    with ledger.query() as cursor:
        rows = cursor.execute(sql("dyads"), values).fetchall()
    return {(one, other): n for one, other, n in rows}


def network_from_events(
    events: Sequence[Event],
    as_of: date,
    codebook: Codebook,
    options: SeriesOptions = DEFAULTS,
    most: int = MOST_TIES,
) -> Network:
    """Make the network from events in memory, without correction for coverage."""
    counts = Counter(dyad for event in events for dyad in _dyads(event, as_of, options))
    chosen = sorted(counts, key=lambda dyad: (-counts[dyad], dyad))[:most]
    plain = replace(_plain(options), coverage=Coverage.NONE)
    found = [
        series_from_moves(
            moves_from_events(events, dyad, codebook, options), dyad, plain, days=(None, as_of)
        )
        for dyad in chosen
    ]
    return _network(as_of, found, counts)


# Private functions


def _plain(options: SeriesOptions) -> SeriesOptions:
    return replace(options, n_draws=0)


def _dyads(event: Event, as_of: date, options: SeriesOptions) -> Iterable[tuple[str, str]]:
    day = day_of(event, options.most_days)
    if event.status is not Status.ACTUAL or day is None or day > as_of:
        return ()
    countries = {actor.country for actor in (*event.actors, *event.recipients) if actor.country}
    pairs = combinations(sorted(countries), 2)
    return [pair for pair in pairs if direction_between(event, pair) is not None]


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
