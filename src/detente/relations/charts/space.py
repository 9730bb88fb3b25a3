"""Pictures in space: a map of where two sides dealt with each other, a network of countries.

In:  ``PlaceTally`` records, a ``Network``.   Out: Vega-Lite charts: land and a circle a place; ties
blue where warm and orange where cold.
Does not: compute places or groups, or draw borders, which would take sides.

Land is Natural Earth's, by way of world-atlas. The map is Equal Earth (Savric, Patterson and Jenny
2018), as in Vega.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from math import asin, cos, log, pi, radians, sin, sqrt
from typing import Any

import altair as alt

from detente.codebook import load_codebook
from detente.errors import BadInput
from detente.relations.charts.look import PLAIN, Drawing, Look, Palette, href_of, leads, records
from detente.relations.measures.network import Network, Tie
from detente.relations.measures.places import PlaceTally
from detente.relations.wording import count_words, day_words

MAP_WIDTH, MAP_HEIGHT = 780, 420
SMALL = 360  # width of a small map
N_NAMED = 12


def map_chart(places: Sequence[PlaceTally], names: tuple[str, str], look: Look = PLAIN) -> Drawing:
    """Draw the places of acts between two sides; those with most acts are named.

    Raises:
        BadInput: no act has a place that is on the map.
    """
    between = f"between {names[0]} and {names[1]}"
    if not places:
        raise BadInput(f"no act {between} has a place that is on the map")
    return places_chart(places, f"Where {names[0]} and {names[1]} dealt with each other", look)


def places_chart(
    places: Sequence[PlaceTally],
    title: str,
    look: Look = PLAIN,
    size: tuple[int, int] = (MAP_WIDTH, MAP_HEIGHT),
) -> Drawing:
    """Draw the places of acts under a title, and the world around them; there must be some."""
    view = view_of(places, size)
    layers = [*_ground(look.colours), *_circles(places, view, look)]
    chart: Drawing = alt.layer(*layers).project(
        type="equalEarth", rotate=[-view.lon, 0, 0], scale=view.scale, translate=[*view.translate]
    )
    return chart.properties(
        width=size[0],
        height=size[1],
        title=alt.TitleParams(
            title,
            subtitle=[
                "circle: acts done at the place; blue: mostly cooperation, orange: mostly conflict"
            ],
        ),
    )


def spot_chart(name: str, lat: float, lon: float, look: Look = PLAIN) -> Drawing:
    """Draw one place on a small map of the world; ``lat`` and ``lon`` in degrees."""
    colours = look.colours
    base = alt.Chart(records([{"place": name, "lat": lat, "lon": lon}])).encode(
        longitude="lon:Q", latitude="lat:Q", tooltip=["place:N"]
    )
    spot = base.mark_circle(size=90, opacity=1, color=colours.cold, stroke=colours.ground)
    ring = base.mark_point(size=320, filled=False, color=colours.cold, strokeWidth=1.5)
    chart: Drawing = alt.layer(*_ground(colours), ring, spot).project(type="equalEarth")
    return chart.properties(width=SMALL, height=SMALL // 2)


def _ground(colours: Palette) -> list[Drawing]:
    land = files("detente.relations").joinpath("data/land-110m.json").read_text(encoding="utf-8")
    topology = alt.InlineData(
        values=json.loads(land), format=alt.TopoDataFormat(type="topojson", feature="land")
    )
    line: dict[str, Any] = {"stroke": colours.rule, "strokeWidth": 0.6, "clip": True}
    return [
        alt.Chart(alt.graticule(step=[30, 30])).mark_geoshape(**line, filled=False),
        alt.Chart(topology).mark_geoshape(**line, fill=colours.shade),
        alt.Chart(alt.sphere()).mark_geoshape(**{**line, "strokeWidth": 1}, filled=False),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A part of the world: the meridian in its middle, and pixels an Equal Earth unit."""

    lon: float
    scale: float
    translate: tuple[float, float]

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a place is on the map, in pixels from its upper left."""
        x, y = _projected(lat, _turned(lon, self.lon))
        return self.translate[0] + self.scale * x, self.translate[1] - self.scale * y


def _circles(places: Sequence[PlaceTally], view: View, look: Look) -> list[Drawing]:
    colours, most = look.colours, places[0].n_events
    base = alt.Chart(records(_rows(places, view, look))).encode(longitude="lon:Q", latitude="lat:Q")
    circles = base.mark_circle(opacity=0.85, stroke=colours.ground, strokeWidth=1).encode(
        size=alt.Size(
            "acts:Q",
            title="acts",
            scale=alt.Scale(type="sqrt", domainMin=0, range=[0, 600]),
            legend=alt.Legend(
                orient="bottom",
                symbolFillColor=colours.level,
                values=sorted({1, (most + 3) // 4, most}),
                format="d",
            ),
        ),
        color=alt.Color(
            "balance:Q",
            legend=None,
            scale=alt.Scale(domain=[-1, 0, 1], range=colours.diverging, interpolate="rgb"),
        ),
        tooltip=["place:N", "acts:Q", "cooperation:Q", "conflict:Q"],
        **href_of(look, "words"),
    )
    names: list[Drawing] = []
    for field, dy in (("above", -LABEL_DY), ("below", LABEL_DY)):
        style: dict[str, Any] = {"dy": dy, "fontSize": 11}
        halo = base.mark_text(**style, stroke=colours.ground, strokeWidth=3.5, strokeJoin="round")
        words = base.mark_text(**style, color=colours.ink)
        names += [halo.encode(text=f"{field}:N"), words.encode(text=f"{field}:N")]
    return [circles, *names]


def _rows(places: Sequence[PlaceTally], view: View, look: Look) -> list[dict[str, Any]]:
    named = labels_of(places, view, N_NAMED)
    return [
        {
            "place": place.name,
            "lat": place.lat,
            "lon": place.lon,
            "acts": place.n_events,
            "cooperation": place.n_cooperative,
            "conflict": place.n_conflictual,
            "balance": (place.n_cooperative - place.n_conflictual) / place.n_events,
            "above": place.name if named.get(index) == -1 else "",
            "below": place.name if named.get(index) == 1 else "",
            "words": f"{place.name}: {count_words(place.n_events, 'act')}",
            **leads(look.links.place(place.name) if look.links else None),
        }
        for index, place in enumerate(places)
    ]


# --- A network -> its picture: countries as circles, ties blue where warm and orange where cold.
NETWORK_WIDTH, NETWORK_HEIGHT = 780, 560
MOST_NODES, MOST_DRAWN = 30, 90  # more countries, or ties, cannot be told apart
_X = alt.X("x:Q", axis=None, scale=alt.Scale(nice=False, padding=36))
_Y = alt.Y("y:Q", axis=None, scale=alt.Scale(nice=False, padding=30))
OF_MANY = frozenset({"IGO", "IMG", "ISM", "MNC", "NGO"})


def network_chart(
    found: Network, names: Mapping[str, str], marked: Collection[str] = (), look: Look = PLAIN
) -> Drawing:
    """Draw a network; ``marked`` countries stand out. ``names`` are by code, where known.

    Bodies that are no states bear the codebook's names.

    Raises:
        BadInput: no two countries have dealt with each other by then.
    """
    if not found.ties:
        raise BadInput(f"no two countries have dealt with each other by {found.as_of}")
    names = {term.code: term.name for term in load_codebook().nonstate} | dict(names)
    whole, found = found, _thinned(found, marked)
    title = alt.TitleParams(
        f"Who stands how with whom on {day_words(found.as_of)}",
        subtitle=[
            "line: stock of the relation, blue warm, orange cold; its width: acts so far",
            "circle: acts of the country; its colour: who is warmer together than with the rest",
            *_left_out(whole, found),
        ],
    )
    layers = [_ties(found, names, look), *_nodes(found, names, marked, look)]
    chart: Drawing = alt.layer(*layers)
    return chart.properties(title=title, width=NETWORK_WIDTH, height=NETWORK_HEIGHT).resolve_scale(
        color="independent", size="independent"
    )


def _thinned(found: Network, marked: Collection[str]) -> Network:
    """Keep the ties with most acts among ``MOST_NODES`` countries, those of marked ones first.

    Codes that stand for many bodies are the first to go: nobody stands warm or cold with them all.
    """
    if len(found.nodes) <= MOST_NODES:
        return found
    ordered = sorted(
        found.ties,
        key=lambda tie: (
            -len({tie.one, tie.other} & set(marked)),
            -tie.n_events,
            tie.one,
            tie.other,
        ),
    )
    kept: set[str] = set()
    ties: list[Tie] = []
    for tie in ordered:
        if {tie.one, tie.other} & (OF_MANY - {*marked}):
            continue
        if len(ties) < MOST_DRAWN and len(kept | {tie.one, tie.other}) <= MOST_NODES:
            kept |= {tie.one, tie.other}
            ties.append(tie)
    return replace(
        found,
        nodes=tuple(node for node in found.nodes if node.code in kept),
        ties=tuple(sorted(ties, key=lambda tie: (tie.one, tie.other))),
    )


def _left_out(whole: Network, drawn: Network) -> list[str]:
    """Say what a thinned picture leaves out."""
    n_nodes, n_ties = len(whole.nodes) - len(drawn.nodes), len(whole.ties) - len(drawn.ties)
    if not n_ties:
        return []
    counts = (count_words(n, noun) for n, noun in ((n_nodes, "country"), (n_ties, "tie")) if n)
    return [f"the strongest ties are drawn; left out: {' and '.join(counts)}"]


def _ties(found: Network, names: Mapping[str, str], look: Look) -> Drawing:
    return (
        alt.Chart(records(_tie_rows(found, names, look)))
        .mark_rule(strokeCap="round", opacity=0.85)
        .encode(
            x=_X,
            y=_Y,
            x2="x2:Q",
            y2="y2:Q",
            strokeWidth=alt.StrokeWidth(
                "width:Q", legend=None, scale=alt.Scale(domainMin=0, range=[0.5, 7])
            ),
            color=alt.Color(
                "stock:Q",
                title="stock",
                scale=alt.Scale(
                    domain=[-10, 0, 10], range=look.colours.diverging, interpolate="rgb"
                ),
                legend=alt.Legend(gradientLength=120, orient="right", values=[-10, -5, 0, 5, 10]),
            ),
            tooltip=["tie:N", "stock:Q", "acts:Q"],
            **href_of(look, "words"),
        )
    )


def _tie_rows(found: Network, names: Mapping[str, str], look: Look) -> list[dict[str, Any]]:
    at = {node.code: node for node in found.nodes}
    return [
        {
            "x": at[tie.one].x,
            "y": at[tie.one].y,
            "x2": at[tie.other].x,
            "y2": at[tie.other].y,
            "tie": f"{tie.one} - {tie.other}",
            "stock": tie.stock,
            "acts": tie.n_events,
            "width": log(1 + tie.n_events),
            "words": f"{names.get(tie.one, tie.one)} and {names.get(tie.other, tie.other)}: "
            f"stock {tie.stock:+.1f}, {count_words(tie.n_events, 'act')}",
            **leads(look.links.dyad(tie.one, tie.other) if look.links else None),
        }
        for tie in sorted(found.ties, key=lambda tie: tie.n_events)
    ]


def _nodes(
    found: Network, names: Mapping[str, str], marked: Collection[str], look: Look
) -> list[Drawing]:
    colours = look.colours
    rows = [
        {
            "x": node.x,
            "y": node.y,
            "code": node.code,
            "name": names.get(node.code, node.code),
            "acts": node.n_events,
            "warmth": node.warmth,
            "betweenness": node.betweenness,
            "group": min(node.group, len(colours.groups)),
            "is_marked": node.code in marked,
            **leads(look.links.country(node.code) if look.links else None),
        }
        for node in found.nodes
    ]
    base = alt.Chart(records(rows)).encode(x=_X, y=_Y)
    is_marked = "datum.is_marked"
    circles = base.mark_circle(opacity=1).encode(
        size=alt.Size("acts:Q", legend=None, scale=alt.Scale(type="sqrt", range=[60, 900])),
        color=alt.Color(
            "group:O",
            legend=None,
            scale=alt.Scale(
                domain=list(range(1, len(colours.groups) + 1)), range=list(colours.groups)
            ),
        ),
        stroke=alt.condition(is_marked, alt.value(colours.ink), alt.value(colours.ground)),
        strokeWidth=alt.condition(is_marked, alt.value(2.5), alt.value(1.5)),
        tooltip=["name:N", "acts:Q", "warmth:Q", "betweenness:Q"],
        **href_of(look, "name"),
    )
    halo = base.mark_text(
        dy=-23, fontSize=11, stroke=colours.ground, strokeWidth=4, strokeJoin="round"
    ).encode(text="name:N")
    words = base.mark_text(dy=-23, fontSize=11, color=colours.ink).encode(text="name:N")
    return [circles, halo, words]


# --- Places -> the part of the world that a map shows, and which names have room on it.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
WORLD_LON = 360.0
LEAST_LAT, LEAST_LON = 24.0, 44.0  # the coarse land is not made for less
MARGIN = 0.25  # of the places' spread, on each side
LABEL_DY, LABEL_HEIGHT, LETTER = 18, 14, 6.4  # pixels, of text of 11 pixels
RADIUS = 14  # of the largest circle
Box = tuple[float, float, float, float]


def view_of(places: Sequence[PlaceTally], size: tuple[int, int]) -> View:
    """Fit a map of some width and height to places, with a margin; there must be some."""
    lon, lon_spread = _middle([place.lon for place in places])
    south, north = min(one.lat for one in places), max(one.lat for one in places)
    half_lon = min(max(LEAST_LON, lon_spread * (1 + 2 * MARGIN)), WORLD_LON) / 2
    half_lat = max(LEAST_LAT, (north - south) * (1 + 2 * MARGIN)) / 2
    middle = (south + north) / 2
    bottom, top = max(-90.0, middle - half_lat), min(90.0, middle + half_lat)
    widest = min(abs(bottom), abs(top)) if bottom * top > 0 else 0.0  # parallel of most length
    right = _projected(widest, half_lon)[0]
    low, high = _projected(bottom, 0)[1], _projected(top, 0)[1]
    width, height = size
    scale = min(width / (2 * right), height / (high - low))
    translate = (width / 2, height / 2 + scale * (low + high) / 2)
    return View(lon=lon, scale=scale, translate=translate)


def labels_of(places: Sequence[PlaceTally], view: View, most: int) -> dict[int, int]:
    """Choose which places are named, by their index, and whether above (-1) or below (+1).

    The first come first; no name lies over a circle or another name.
    """
    centres = [view.at(place.lat, place.lon) for place in places]
    taken = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in centres]
    chosen: dict[int, int] = {}
    for index, (place, (x, y)) in enumerate(zip(places, centres, strict=True)):
        others = taken[:index] + taken[index + 1 :]
        for side, box in _boxes(place.name, x, y):
            if len(chosen) < most and not any(_overlap(box, other) for other in others):
                chosen[index] = side
                taken.append(box)
                break
    return chosen


def _boxes(name: str, x: float, y: float) -> Iterator[tuple[int, Box]]:
    half = len(name) * LETTER / 2
    for side in (-1, 1):
        middle = y + side * LABEL_DY
        yield side, (x - half, middle - LABEL_HEIGHT / 2, x + half, middle + LABEL_HEIGHT / 2)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _middle(lons: Sequence[float]) -> tuple[float, float]:
    """The middle and the length of the shortest arc that holds all meridians."""
    ordered = sorted(lons)
    gaps = [
        (after - before, before, after)
        for before, after in zip(ordered, [*ordered[1:], ordered[0] + WORLD_LON], strict=True)
    ]
    gap, _, first = max(gaps)
    spread = WORLD_LON - gap
    return _turned(first + spread / 2, 0.0), spread


def _turned(lon: float, middle: float) -> float:
    return (lon - middle + WORLD_LON / 2) % WORLD_LON - WORLD_LON / 2


def _projected(lat: float, lon: float) -> tuple[float, float]:
    """Equal Earth, for a sphere of radius 1."""
    angle = asin(sqrt(3) / 2 * sin(radians(lat)))
    square = angle * angle
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = lon * pi / 180 * cos(angle) / (sqrt(3) / 2 * slope)
    return x, angle * (A1 + A2 * square + sixth * (A3 + A4 * square))
