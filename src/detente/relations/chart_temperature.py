"""A series, its turns and its acts -> the picture of how warm a relation is.

In:  ``Series``, ``Turns``, moves.   Out: a Vega-Lite chart of three panels on one time axis.
Does not: compute, or write files (charts.py does).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from detente.records import Status
from detente.relations.chart_theme import THEMES, Drawing, Palette, Theme
from detente.relations.moves import Move
from detente.relations.periods import period_of
from detente.relations.points import SeriesPoint, worth_of
from detente.relations.series import Series
from detente.relations.sides import Direction
from detente.relations.turns import Turns
from detente.relations.wording import STATUS_WORDS, act_words, day_words

__all__ = ["day_after", "period_axis", "records", "sides_colour", "temperature_chart"]

WIDTH = 780
DAY_IN_MS = 86_400_000
N_HEAVY = 6  # acts of each kind that stand as dots on the line
DAYS_APART, MONTHS_APART = 100, 1_100  # so many days are told by days, by months
NOT_DONE = {status: words for status, words in STATUS_WORDS.items() if status != Status.ACTUAL}


def temperature_chart(
    series: Series,
    turns: Turns,
    moves: Sequence[Move],
    names: tuple[str, str],
    theme: Theme = Theme.LIGHT,
) -> Drawing:
    """Draw the stock with its interval, turns and weightiest acts; below, what was done and not."""
    colours, points = THEMES[theme], series.of()
    panels: list[Drawing] = [
        _stock_panel(series, turns, moves, names, colours),
        _flow_panel(points, colours),
    ]
    if any(set(point.by_status) - {Status.ACTUAL.value} for point in points):
        panels.append(_not_done_panel(points, colours))
    chart: Drawing = alt.vconcat(*panels, spacing=10).resolve_scale(x="shared", color="independent")
    return chart.properties(
        title=alt.TitleParams(
            f"{names[0]} and {names[1]}: the temperature of the relation",
            subtitle=_subtitle(series, turns),
        )
    )


def records(rows: list[dict[str, Any]]) -> alt.InlineData:
    """Put rows into a chart; days are written as ISO text."""
    return alt.InlineData(values=rows)


def period_axis(
    points: Sequence[SeriesPoint], *, has_labels: bool = True, n_ticks: int | None = None
) -> alt.X:
    """The time axis of a series; days are days, in no time zone."""
    first, last = points[0].start, day_after(points[-1])
    n_days = (last - first).days
    form = "%-d %b %Y" if n_days < DAYS_APART else "%b %Y" if n_days < MONTHS_APART else "%Y"
    return alt.X(
        "start:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[first.isoformat(), last.isoformat()]),
        axis=alt.Axis(
            grid=False,
            format=form,
            labels=has_labels,
            ticks=has_labels,
            labelFlush=False,
            tickMinStep=DAY_IN_MS,
            labelOverlap=True,
            labelSeparation=14,
            tickCount=n_ticks or alt.Undefined,
        ),
    )


def day_after(point: SeriesPoint) -> date:
    """The day after a period, with whose beginning the period ends."""
    return point.end + timedelta(days=1)


def sides_colour(colours: Palette, legend: alt.Legend | None) -> alt.Color:
    """Blue for cooperation, orange for conflict."""
    return alt.Color(
        "kind:N",
        title=None,
        legend=legend,
        scale=alt.Scale(domain=["cooperation", "conflict"], range=[colours.warm, colours.cold]),
    )


# Private functions


def _subtitle(series: Series, turns: Turns) -> list[str]:
    half_life = f"{series.options.half_life_days:.0f}"
    scale = f"-10 hostile .. 10 friendly; each act fades, by half in {half_life} days"
    band = f"; grey: {series.options.interval:.0%} interval"
    return [scale + band, *(turn.words for turn in turns.turns[-2:])]


def _stock_panel(
    series: Series,
    turns: Turns,
    moves: Sequence[Move],
    names: tuple[str, str],
    colours: Palette,
) -> Drawing:
    points = series.of()
    base = alt.Chart(records(_stock_rows(points))).encode(x=period_axis(points))
    y = alt.Y(
        "stock:Q",
        title="stock",
        scale=alt.Scale(domain=[-10, 10]),
        axis=alt.Axis(values=[-10, -5, 0, 5, 10]),
    )
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
        alt.Chart(records([{"zero": 0}]))
        .mark_rule(color=colours.faint, opacity=0.6)
        .encode(y="zero:Q"),
        base.mark_line(interpolate=step, color=colours.ink, strokeWidth=2).encode(y=y),
        *_turn_layers(turns, points, colours),
        _act_layer(series, moves, names, colours),
    ]
    chart: Drawing = alt.layer(*layers).properties(width=WIDTH, height=260)
    return chart


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
    rows = [
        {
            "start": turn.start.isoformat(),
            "label": f"{turn.kind} {turn.start:%Y-%m}",
            "words": turn.words,
            "kind": turn.kind,
            "y": 9.4 - 1.6 * (n % 2),
        }
        for n, turn in enumerate(turns.turns)
    ]
    if not rows:
        return []
    base = alt.Chart(records(rows)).encode(x=period_axis(points), tooltip=["words:N"])
    colour = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(domain=["thaw", "chill"], range=[colours.warm, colours.cold]),
    )
    return [
        base.mark_rule(strokeDash=[5, 4], strokeWidth=1.3).encode(color=colour),
        base.mark_text(align="left", dx=5, fontSize=11, fontWeight="bold").encode(
            y="y:Q", text="label:N", color=colour
        ),
    ]


def _act_layer(
    series: Series, moves: Sequence[Move], names: tuple[str, str], colours: Palette
) -> Drawing:
    """The weightiest acts, as dots on the line; their words come when pointed at."""
    options = series.options
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
        )
    )


def _flow_panel(points: Sequence[SeriesPoint], colours: Palette) -> Drawing:
    rows = [
        {
            "start": point.start.isoformat(),
            "end": day_after(point).isoformat(),
            "n": sign * count,
            "kind": kind,
        }
        for point in points
        for kind, sign, count in (
            ("cooperation", 1, point.n_cooperative),
            ("conflict", -1, point.n_conflictual),
        )
        if count
    ]
    bars = (
        alt.Chart(records(rows))
        .mark_bar(minBandSize=1.5)
        .encode(
            x=period_axis(points, has_labels=False),
            x2="end:T",
            y=alt.Y(
                "n:Q", title="acts done", axis=alt.Axis(format="d", tickCount=4, tickMinStep=1)
            ),
            y2=alt.Y2Datum(0),
            color=sides_colour(colours, alt.Legend(orient="top", symbolType="square", offset=2)),
            tooltip=["start:T", "kind:N", "n:Q"],
        )
    )
    zero = alt.Chart(records([{"zero": 0}])).mark_rule(color=colours.faint).encode(y="zero:Q")
    chart: Drawing = alt.layer(bars, zero).properties(width=WIDTH, height=110)
    return chart


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
            y=alt.Y("status:N", title="not summed", sort=list(NOT_DONE.values())),
            size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=[16, 180])),
            tooltip=["start:T", "status:N", "n:Q"],
        )
        .properties(width=WIDTH, height=70)
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


def _who(move: Move, names: tuple[str, str]) -> str:
    match move.direction:
        case Direction.A_TO_B:
            return f"{names[0]} to {names[1]}"
        case Direction.B_TO_A:
            return f"{names[1]} to {names[0]}"
        case Direction.BOTH:
            return f"{names[0]} and {names[1]}"
