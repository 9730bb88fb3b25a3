"""Places -> a map of where two sides dealt with each other.

In:  ``PlaceTally`` records.   Out: a Vega-Lite chart: land, and a circle a place.
Does not: draw borders, which would take sides. Land is Natural Earth's, by way of world-atlas.
"""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import altair as alt

from detente.errors import BadInput
from detente.relations.chart_axes import records
from detente.relations.chart_look import PLAIN, Look, href_of, leads
from detente.relations.chart_theme import Drawing, Palette
from detente.relations.places import PlaceTally
from detente.relations.wording import count_words

__all__ = ["map_chart", "places_chart", "spot_chart"]

WIDTH, HEIGHT = 780, 420
SMALL = 360  # width of a small map
N_NAMED = 12
APART_LAT, APART_LON = 6, 24  # degrees that a name takes


def map_chart(places: Sequence[PlaceTally], names: tuple[str, str], look: Look = PLAIN) -> Drawing:
    """Draw the places of acts between two sides; those with most acts are named.

    Raises:
        BadInput: no act has a place that is on the map.
    """
    between = f"between {names[0]} and {names[1]}"
    if not places:
        raise BadInput(f"no act {between} has a place that is on the map")
    return places_chart(places, f"Where {names[0]} and {names[1]} dealt with each other", look)


def places_chart(places: Sequence[PlaceTally], title: str, look: Look = PLAIN) -> Drawing:
    """Draw the places of acts under a title; there must be some."""
    layers = [*_ground(look.colours), *_circles(places, look)]
    chart: Drawing = alt.layer(*layers).project(type="equalEarth")
    return chart.properties(
        width=WIDTH,
        height=HEIGHT,
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


# Private functions


def _ground(colours: Palette) -> list[Drawing]:
    land = files("detente.relations").joinpath("data/land-110m.json").read_text(encoding="utf-8")
    topology = alt.InlineData(
        values=json.loads(land), format=alt.TopoDataFormat(type="topojson", feature="land")
    )
    return [
        alt.Chart(alt.graticule(step=[30, 30])).mark_geoshape(
            filled=False, stroke=colours.rule, strokeWidth=0.6
        ),
        alt.Chart(topology).mark_geoshape(fill=colours.shade, stroke=colours.rule, strokeWidth=0.6),
        alt.Chart(alt.sphere()).mark_geoshape(filled=False, stroke=colours.rule, strokeWidth=1),
    ]


def _steps(most: int) -> list[int]:
    """Some sizes for the legend."""
    return sorted({1, (most + 3) // 4, most})


def _named(places: Sequence[PlaceTally]) -> list[PlaceTally]:
    """Choose the places that are named: those with most acts, no two names over each other."""
    chosen: list[PlaceTally] = []
    for place in places:
        is_free = all(
            abs(place.lat - one.lat) > APART_LAT or abs(place.lon - one.lon) > APART_LON
            for one in chosen
        )
        if is_free and len(chosen) < N_NAMED:
            chosen.append(place)
    return chosen


def _circles(places: Sequence[PlaceTally], look: Look) -> list[Drawing]:
    colours = look.colours
    base = alt.Chart(records(_rows(places, look))).encode(longitude="lon:Q", latitude="lat:Q")
    circles = base.mark_circle(opacity=0.85, stroke=colours.ground, strokeWidth=1).encode(
        size=alt.Size(
            "acts:Q",
            title="acts",
            scale=alt.Scale(type="sqrt", domainMin=0, range=[0, 600]),
            legend=alt.Legend(
                orient="bottom",
                symbolFillColor=colours.level,
                values=_steps(places[0].n_events),
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
    style: dict[str, Any] = {"dy": -18, "fontSize": 11}
    halo = base.mark_text(**style, stroke=colours.ground, strokeWidth=3.5, strokeJoin="round")
    words = base.mark_text(**style, color=colours.ink)
    return [circles, halo.encode(text="label:N"), words.encode(text="label:N")]


def _rows(places: Sequence[PlaceTally], look: Look) -> list[dict[str, Any]]:
    named = _named(places)
    return [
        {
            "place": place.name,
            "lat": place.lat,
            "lon": place.lon,
            "acts": place.n_events,
            "cooperation": place.n_cooperative,
            "conflict": place.n_conflictual,
            "balance": (place.n_cooperative - place.n_conflictual) / place.n_events,
            "label": place.name if place in named else "",
            "words": f"{place.name}: {count_words(place.n_events, 'act')}",
            **leads(look.links.place(place.name) if look.links else None),
        }
        for place in places
    ]
