"""Acts -> dots on the line of a relation's temperature.

In:  a series and its acts.   Out: a layer of the chart.
Does not: draw the line (chart_temperature.py does).
"""

from collections.abc import Sequence
from datetime import date

import altair as alt

from detente.relations.chart_axes import period_axis, records, sides_colour
from detente.relations.chart_look import Look, href_of, leads
from detente.relations.chart_theme import Drawing
from detente.relations.moves import Move
from detente.relations.periods import period_of
from detente.relations.points import worth_of
from detente.relations.series import Series
from detente.relations.sides import Direction
from detente.relations.wording import act_words, day_words

__all__ = ["act_layer"]

N_HEAVY = 6  # acts of each kind that stand as dots on the line


def act_layer(series: Series, moves: Sequence[Move], names: tuple[str, str], look: Look) -> Drawing:
    """The weightiest acts, as dots on the line; their words come when pointed at."""
    options, colours = series.options, look.colours
    points = {point.start: point for point in series.of()}
    weighed = sorted(
        (m for m in moves if m.is_actual and period_of(m.day, options.period) in points),
        key=lambda m: (
            -abs(worth_of(m.type, m.intensity, m.n_outlets, options)),
            m.day,
            m.event_id,
        ),
    )
    rows = [
        {
            "start": f"{move.day.isoformat()}T12:00:00Z",
            "stock": _stock_on(move.day, series),
            "kind": "cooperation" if move.is_cooperative else "conflict",
            "act": f"{day_words(move.day)}: {act_words(move.type, move.mode)}, {_who(move, names)}",
            "event": move.event_id,
            **leads(look.links.event(move.event_id) if look.links else None),
        }
        for kind in (1, -1)
        for move in [move for move in weighed if move.intensity * kind > 0][:N_HEAVY]
    ]
    return (
        alt.Chart(records(rows))
        .mark_point(filled=True, size=55, opacity=1, stroke=colours.ground, strokeWidth=1)
        .encode(
            x=period_axis(series.of()),
            y="stock:Q",
            tooltip=["act:N", "event:N"],
            color=sides_colour(colours, None),
            **href_of(look, "act"),
        )
    )


# Private functions


def _stock_on(day: date, series: Series) -> float:
    """Where the line is on a day: between the end of the period before and of its own."""
    points = series.of()
    n = next(n for n, point in enumerate(points) if point.start <= day <= point.end)
    if n == 0:
        return points[0].stock
    before, own = points[n - 1], points[n]
    share = ((day - own.start).days + 0.5) / ((own.end - own.start).days + 1)  # at noon
    return before.stock + share * (own.stock - before.stock)


def _who(move: Move, names: tuple[str, str]) -> str:
    match move.direction:
        case Direction.A_TO_B:
            return f"{names[0]} to {names[1]}"
        case Direction.B_TO_A:
            return f"{names[1]} to {names[0]}"
        case Direction.BOTH:
            return f"{names[0]} and {names[1]}"
