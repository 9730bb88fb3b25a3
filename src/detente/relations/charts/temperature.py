"""A series, its turns and its acts -> the picture of how warm a relation is; series -> of several.

In:  ``Series``, ``Turns``, moves.   Out: a Vega-Lite chart of three panels on one time axis, acts
as dots; or of one panel with a line for each of some series.
Does not: compute, or write files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor
from typing import Any

import altair as alt

from detente.records import Status
from detente.relations.charts.look import (
    COUNTED,
    PLAIN,
    Drawing,
    Look,
    Palette,
    bars_of,
    day_after,
    href_of,
    leads,
    period_axis,
    records,
    sides_colour,
)
from detente.relations.measures.moves import Move, period_of
from detente.relations.measures.points import SeriesPoint, worth_of
from detente.relations.measures.series import Series
from detente.relations.measures.turns import Turns, move_words
from detente.relations.wording import (
    STATUS_WORDS,
    act_words,
    count_words,
    day_words,
    shorten,
)

WIDTH = 780
WIDEST = 130  # letters of a subtitle
LABEL_WIDTH, LABEL_ROWS = 84, 3  # of a turn, in pixels; labels above one another
MOST_LARGE = 80  # points of a line that are large
NOT_DONE = {status: words for status, words in STATUS_WORDS.items() if status != Status.ACTUAL}


def temperature_chart(
    series: Series, turns: Turns, moves: Sequence[Move], names: tuple[str, str], look: Look = PLAIN
) -> Drawing:
    """Draw the stock with its interval, turns and weightiest acts; below, what was done and not."""
    colours, points = look.colours, series.of()
    panels: list[Drawing] = [
        _stock_panel(series, turns, moves, names, look),
        _flow_panel(points, look),
    ]
    if any(set(point.by_status) - {Status.ACTUAL.value} for point in points):
        panels.append(_not_done_panel(points, colours))
    chart: Drawing = alt.vconcat(*panels, spacing=10).resolve_scale(x="shared", color="independent")
    return chart.properties(
        title=alt.TitleParams(
            f"{names[0]} and {names[1]}: the temperature of the relation",
            subtitle=_subtitle(series, turns, moves, names),
        )
    )


# --- Some relations on one picture: the stock of each, with its interval.
@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One relation on a picture of several: its series, its sides' names, where its marks lead."""

    series: Series
    names: tuple[str, str]
    look: Look = PLAIN

    @property
    def name(self) -> str:
        """Both sides, as the legend has them."""
        return " – ".join(self.names)


def compared_chart(curves: Sequence[Curve]) -> Drawing:
    """Draw the stocks of some relations, at most three, each with points to draw."""
    points = [point for one in curves for point in one.series.of()]
    points.sort(key=lambda point: point.start)
    colour, dash = _told_apart(curves)
    rows = [{**row, "dyad": one.name} for one in curves for row in _stock_rows(one.series.of())]
    base = alt.Chart(records(rows)).encode(x=period_axis(points), color=colour)
    band = base.mark_area(interpolate="monotone", opacity=0.14)
    line = base.mark_line(interpolate="monotone", strokeWidth=2)
    chart: Drawing = alt.layer(
        band.encode(y=alt.Y("low:Q"), y2="high:Q"),
        _zero_line(curves[0].look.colours),
        line.encode(y=_stock_axis(_ends(points, room=0.0)), strokeDash=dash),
        *(_period_layer(one.series.of(), one.look, points) for one in curves if one.look.links),
    )
    doubts = (
        f"{one.name}: {words}" for one in curves for words in one.series.doubt(one.series.of()[-1])
    )
    title = alt.TitleParams(
        f"{' and '.join(one.name for one in curves)}: the temperature of each relation",
        subtitle=[_scale_words(curves[0].series, "shaded"), *doubts],
    )
    return chart.properties(width=WIDTH, height=320, title=title)


def _told_apart(curves: Sequence[Curve]) -> tuple[alt.Color, alt.StrokeDash]:
    """A colour and a dash for each, with one legend for both."""
    names, palette = [one.name for one in curves], curves[0].look.colours
    colours = [palette.warm, palette.cold, palette.groups[0]]
    dashes = [[1, 0], [7, 4], [2, 3]]
    told: dict[str, Any] = {
        "title": None,
        "legend": alt.Legend(
            orient="top",
            symbolType="stroke",
            symbolStrokeWidth=2.5,
            symbolSize=400,
            symbolOpacity=1,
            labelLimit=360,
        ),
    }
    return (
        alt.Color("dyad:N", scale=alt.Scale(domain=names, range=colours[: len(names)]), **told),
        alt.StrokeDash("dyad:N", scale=alt.Scale(domain=names, range=dashes[: len(names)]), **told),
    )


def _scale_words(series: Series, band: str) -> str:
    half_life, interval = series.options.half_life_days, series.options.interval
    fading = f"-10 hostile .. 10 friendly; each act fades, by half in {half_life:.0f} days"
    return f"{fading}; {band}: {interval:.0%} interval"


def _subtitle(
    series: Series, turns: Turns, moves: Sequence[Move], names: tuple[str, str]
) -> list[str]:
    told = [_scale_words(series, "grey"), *series.doubt(series.of()[-1])]
    by_id = {move.event_id: move for move in moves}
    latest = (
        f"{one.kind} since {one.start:%Y-%m}: "
        + "; ".join(move_words(by_id[act], names) for act in one.event_ids)
        for one in turns.turns[-2:]
    )
    return [*told, *(shorten(words, WIDEST) for words in latest)]


def _stock_panel(
    series: Series, turns: Turns, moves: Sequence[Move], names: tuple[str, str], look: Look
) -> Drawing:
    colours, points = look.colours, series.of()
    base = alt.Chart(records(_stock_rows(points))).encode(x=period_axis(points))
    step: Any = "monotone"
    layers = [
        base.mark_area(interpolate=step, color=colours.warm, opacity=0.16).encode(
            y=alt.Y("warm:Q", stack=None)
        ),
        base.mark_area(interpolate=step, color=colours.cold, opacity=0.20).encode(
            y=alt.Y("cold:Q", stack=None)
        ),
        base.mark_area(interpolate=step, color=colours.level, opacity=0.35).encode(
            y=alt.Y("low:Q"), y2="high:Q"
        ),
        _zero_line(colours),
        base.mark_line(interpolate=step, color=colours.ink, strokeWidth=2).encode(
            y=_stock_axis(_ends(points))
        ),
        *_turn_layers(turns, points, colours),
        *([_period_layer(points, look, points)] if look.links else []),
        act_layer(series, moves, names, look),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=260)


def _zero_line(colours: Palette) -> Drawing:
    zero = alt.Chart(records([{"zero": 0}]))
    return zero.mark_rule(color=colours.faint, opacity=0.6).encode(y="zero:Q")


def _stock_axis(ends: tuple[int, int]) -> alt.Y:
    return alt.Y(
        "stock:Q",
        title="stock",
        scale=alt.Scale(domain=list(ends), nice=False),
        axis=alt.Axis(tickCount=5, tickMinStep=1),
    )


def _ends(points: Sequence[SeriesPoint], room: float = 0.2) -> tuple[int, int]:
    """Whole numbers between which all intervals lie, and zero; with room above for the turns."""
    low = min(0.0, *(point.stock_low for point in points), *(point.stock for point in points))
    high = max(0.0, *(point.stock_high for point in points), *(point.stock for point in points))
    return floor(low), ceil(high + room * (high - low)) or 1


def _stock_rows(points: Sequence[SeriesPoint]) -> list[dict[str, Any]]:
    """Where the stock stands at the end of each period, and at the start of the first."""
    ends = [(points[0].start, points[0]), *((day_after(point), point) for point in points)]
    return [
        {
            "start": day.isoformat(),  # a stock holds what happened until the end
            "stock": point.stock,
            "low": point.stock_low,
            "high": point.stock_high,
            "warm": max(point.stock, 0.0),
            "cold": min(point.stock, 0.0),
        }
        for day, point in ends
    ]


def _turn_layers(turns: Turns, points: Sequence[SeriesPoint], colours: Palette) -> list[Drawing]:
    bottom, top = _ends(points)
    rows = [
        {
            "start": turn.start.isoformat(),
            "label": f"{turn.kind} {turn.start:%Y-%m}" if row < LABEL_ROWS else "",
            "words": turn.words,
            "kind": turn.kind,
            "y": top - (top - bottom) * (0.03 + 0.07 * row),
        }
        for turn, row in zip(turns.turns, _label_rows(turns, points), strict=True)
    ]
    if not rows:
        return []
    base = alt.Chart(records(rows)).encode(x=period_axis(points), tooltip=["words:N"])
    colour = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(domain=["thaw", "chill"], range=[colours.warm, colours.cold]),
    )
    style: dict[str, Any] = {"align": "left", "dx": 5, "fontSize": 11, "fontWeight": "bold"}
    halo = base.mark_text(**style, stroke=colours.ground, strokeWidth=3.5, strokeJoin="round")
    return [
        base.mark_rule(strokeDash=[5, 4], strokeWidth=1.3).encode(color=colour),
        halo.encode(y="y:Q", text="label:N"),
        base.mark_text(**style).encode(y="y:Q", text="label:N", color=colour),
    ]


def _label_rows(turns: Turns, points: Sequence[SeriesPoint]) -> list[int]:
    """The row of each label, the first that is free where it begins; crowded ones get none."""
    width = LABEL_WIDTH / WIDTH * (points[-1].end - points[0].start).days
    ends = [date.min] * LABEL_ROWS
    rows = []
    for turn in turns.turns:
        row = next((n for n, end in enumerate(ends) if end <= turn.start), LABEL_ROWS)
        if row < LABEL_ROWS:
            ends[row] = turn.start + timedelta(days=width)
        rows.append(row)
    return rows


def _period_layer(
    points: Sequence[SeriesPoint], look: Look, shown: Sequence[SeriesPoint]
) -> Drawing:
    """A point for each period told, at its end, that leads to what happened in it.

    ``shown`` are all points of the panel.
    """
    rows = [
        {
            "start": day_after(point).isoformat(),
            "stock": point.stock,
            "words": _period_words(point),
            **leads(_to_period(point, look)),
        }
        for point in points
        if point.by_status
    ]
    style: dict[str, Any] = {"size": 30 if len(rows) <= MOST_LARGE else 10, "opacity": 1}
    return (
        alt.Chart(records(rows))
        .mark_point(
            filled=True,
            color=look.colours.ground,
            stroke=look.colours.ink,
            strokeWidth=1.2,
            **style,
        )
        .encode(x=period_axis(shown), y="stock:Q", tooltip=["words:N"], **href_of(look, "words"))
    )


def _period_words(point: SeriesPoint) -> str:
    done = f"{count_words(point.n_events, 'act')} done"
    return f"{day_words(point.start)} to {day_words(point.end)}: {done}; stock {point.stock:+.1f}"


def _to_period(point: SeriesPoint, look: Look) -> str | None:
    return look.links.days(point.start, point.end) if look.links else None


def _flow_panel(points: Sequence[SeriesPoint], look: Look) -> Drawing:
    rows = [
        {
            "start": point.start.isoformat(),
            "end": day_after(point).isoformat(),
            "n": sign * count,
            "kind": kind,
            "words": f"{abs(count)} of {kind} from {day_words(point.start)}",
            **leads(_to_period(point, look)),
        }
        for point in points
        for kind, sign, count in (
            ("cooperation", 1, point.n_cooperative),
            ("conflict", -1, point.n_conflictual),
        )
        if count
    ]
    axis = alt.Axis(labelExpr=COUNTED, tickCount=4, tickMinStep=1)
    legend = alt.Legend(orient="top", symbolType="square", offset=2)
    x = period_axis(points, has_labels=False)
    chart: Drawing = bars_of(rows, x, alt.Y("n:Q", title="acts done", axis=axis), legend, look)
    return chart.properties(width=WIDTH, height=110)


def _not_done_panel(points: Sequence[SeriesPoint], colours: Palette) -> Drawing:
    rows = [
        {"start": point.start.isoformat(), "status": words, "n": point.by_status[status.value]}
        for point in points
        for status, words in NOT_DONE.items()
        if point.by_status.get(status.value)
    ]
    return (
        alt.Chart(records(rows))
        .mark_point(filled=False, color=colours.ink, strokeWidth=1.2)
        .encode(
            x=period_axis(points, has_labels=False),
            y=alt.Y(
                "status:N",
                title="not summed",
                sort=list(NOT_DONE.values()),
                axis=alt.Axis(titlePadding=12),
            ),
            size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=[16, 180])),
            tooltip=["start:T", "status:N", "n:Q"],
        )
        .properties(width=WIDTH, height=70)
    )


# --- Acts -> dots on the line of a relation's temperature.
N_HEAVY = 6  # acts of each kind that stand as dots on the line


def act_layer(series: Series, moves: Sequence[Move], names: tuple[str, str], look: Look) -> Drawing:
    """The weightiest acts, as dots on the line; their words come when pointed at."""
    options, colours = series.options, look.colours
    points = {point.start: point for point in series.of()}
    weighed = sorted(
        (m for m in moves if m.is_actual and period_of(m.day, options.period) in points),
        key=lambda m: (-abs(worth_of(m, options)), m.day, m.event_id),
    )
    rows = [
        {
            "start": f"{move.day.isoformat()}T12:00:00Z",
            "stock": _stock_on(move.day, series),
            "kind": "cooperation" if move.is_cooperative else "conflict",
            "act": f"{day_words(move.day)}: {act_words(move.type, move.mode)}, {move.who(*names)}",
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


def _stock_on(day: date, series: Series) -> float:
    """Where the line is on a day: between the end of the period before and of its own."""
    points = series.of()
    n = next(n for n, point in enumerate(points) if point.start <= day <= point.end)
    if n == 0:
        return points[0].stock
    before, own = points[n - 1], points[n]
    share = ((day - own.start).days + 0.5) / ((own.end - own.start).days + 1)  # at noon
    return before.stock + share * (own.stock - before.stock)
