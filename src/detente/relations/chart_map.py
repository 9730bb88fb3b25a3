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
from detente.relations.chart_view import LABEL_DY, View, labels_of, view_of
from detente.relations.places import PlaceTally
from detente.relations.wording import count_words

__all__ = ["map_chart", "places_chart", "spot_chart"]

WIDTH, HEIGHT = 780, 420
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


def places_chart(places: Sequence[PlaceTally], title: str, look: Look = PLAIN) -> Drawing:
    """Draw the places of acts under a title, and the world around them; there must be some."""
    view = view_of(places, (WIDTH, HEIGHT))
    layers = [*_ground(look.colours), *_circles(places, view, look)]
    chart: Drawing = alt.layer(*layers).project(
        type="equalEarth",
        rotate=[-view.lon, 0, 0],
        scale=view.scale,
        translate=[*view.translate],
    )
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
    line: dict[str, Any] = {"stroke": colours.rule, "strokeWidth": 0.6, "clip": True}
    return [
        alt.Chart(alt.graticule(step=[30, 30])).mark_geoshape(**line, filled=False),
        alt.Chart(topology).mark_geoshape(**line, fill=colours.shade),
        alt.Chart(alt.sphere()).mark_geoshape(**{**line, "strokeWidth": 1}, filled=False),
    ]


def _steps(most: int) -> list[int]:
    """Some sizes for the legend."""
    return sorted({1, (most + 3) // 4, most})


def _circles(places: Sequence[PlaceTally], view: View, look: Look) -> list[Drawing]:
    colours = look.colours
    base = alt.Chart(records(_rows(places, view, look))).encode(longitude="lon:Q", latitude="lat:Q")
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
