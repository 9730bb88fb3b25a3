"""What charts share: rows in a chart, the axis of time, the two colours.

In:  rows, points of a series, a palette.   Out: parts of Vega-Lite charts.
Does not: draw.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from detente.relations.chart_theme import Palette
from detente.relations.points import SeriesPoint

__all__ = ["day_after", "period_axis", "records", "sides_colour"]

DAY_IN_MS = 86_400_000
DAYS_APART, MONTHS_APART = 100, 1_100  # so many days are told by days, by months


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
