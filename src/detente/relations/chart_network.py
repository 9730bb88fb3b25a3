"""A network -> its picture: countries as circles, ties blue where warm and orange where cold.

In:  ``Network``.   Out: a Vega-Lite chart.
Does not: compute places or groups (network.py does).
"""

from collections.abc import Collection, Mapping
from math import log
from typing import Any

import altair as alt

from detente.errors import BadInput
from detente.relations.chart_axes import records
from detente.relations.chart_look import PLAIN, Look, href_of, leads
from detente.relations.chart_theme import Drawing
from detente.relations.network import Network, Node
from detente.relations.wording import count_words, day_words

__all__ = ["network_chart"]

WIDTH, HEIGHT = 780, 560


def network_chart(
    found: Network,
    names: Mapping[str, str],
    marked: Collection[str] = (),
    look: Look = PLAIN,
) -> Drawing:
    """Draw a network; ``marked`` countries stand out. ``names`` are by code, where known.

    Raises:
        BadInput: no two countries have dealt with each other by then.
    """
    if not found.ties:
        raise BadInput(f"no two countries have dealt with each other by {found.as_of}")
    title = alt.TitleParams(
        f"Who stands how with whom on {day_words(found.as_of)}",
        subtitle=[
            "line: stock of the relation, blue warm, orange cold; its width: acts so far",
            "circle: acts of the country; its colour: who is warmer together than with the rest",
        ],
    )
    layers = [_ties(found, names, look), *_nodes(found, names, marked, look)]
    chart: Drawing = alt.layer(*layers)
    return chart.properties(title=title, width=WIDTH, height=HEIGHT).resolve_scale(
        color="independent", size="independent"
    )


# Private functions


def _ties(found: Network, names: Mapping[str, str], look: Look) -> Drawing:
    return (
        alt.Chart(records(_tie_rows(found, names, look)))
        .mark_rule(strokeCap="round", opacity=0.85)
        .encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(nice=False, padding=36)),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(nice=False, padding=30)),
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
            **_node_row(node, names, len(colours.groups)),
            "is_marked": node.code in marked,
            **leads(look.links.country(node.code) if look.links else None),
        }
        for node in found.nodes
    ]
    places: dict[str, Any] = {
        "x": alt.X("x:Q", axis=None, scale=alt.Scale(nice=False, padding=36)),
        "y": alt.Y("y:Q", axis=None, scale=alt.Scale(nice=False, padding=30)),
    }
    base = alt.Chart(records(rows)).encode(**places)
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


def _node_row(node: Node, names: Mapping[str, str], n_groups: int) -> dict[str, Any]:
    return {
        "x": node.x,
        "y": node.y,
        "code": node.code,
        "name": names.get(node.code, node.code),
        "acts": node.n_events,
        "warmth": node.warmth,
        "betweenness": node.betweenness,
        "group": min(node.group, n_groups),
    }
