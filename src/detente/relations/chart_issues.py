"""A series -> small multiples: what was done about each issue.

In:  ``Series``.   Out: a Vega-Lite chart, one panel an issue, the most frequent ones first.
Does not: compute, or write files.
"""

from collections import Counter
from collections.abc import Sequence

import altair as alt

from detente.errors import BadInput
from detente.relations.chart_axes import day_after, period_axis, records, sides_colour
from detente.relations.chart_look import PLAIN, Look, href_of, leads
from detente.relations.chart_theme import Drawing
from detente.relations.points import SeriesPoint
from detente.relations.series import Series
from detente.relations.wording import day_words

__all__ = ["issues_chart"]

N_ISSUES = 9
COLUMNS = 3


def issues_chart(series: Series, names: tuple[str, str], look: Look = PLAIN) -> Drawing:
    """Draw cooperation up and conflict down, by period, for the issues with most acts.

    Raises:
        BadInput: no act is about an issue.
    """
    colours, points = look.colours, series.of()
    counts: Counter[str] = Counter()
    for point in points:
        counts.update({issue: found.n_events for issue, found in point.by_issue.items()})
    if not counts:
        raise BadInput(f"no act between {names[0]} and {names[1]} is about a known issue")
    chosen = sorted(counts, key=lambda issue: (-counts[issue], issue))[:N_ISSUES]
    most = max(
        max(found.n_cooperative, found.n_conflictual)
        for point in points
        for issue, found in point.by_issue.items()
        if issue in chosen
    )
    legend = alt.Legend(orient="bottom", symbolType="square")
    panels = [
        _panel(points, issue, look, most, legend if n == 0 else None).properties(
            title=alt.TitleParams(
                f"{issue} ({counts[issue]:,})", fontSize=12, offset=4, color=colours.ink
            )
        )
        for n, issue in enumerate(chosen)
    ]
    chart: Drawing = alt.concat(*panels, columns=COLUMNS, spacing=18)
    return chart.properties(
        title=alt.TitleParams(
            f"{names[0]} and {names[1]}, issue by issue",
            subtitle="acts done by period; an act about two issues stands under both",
        )
    )


def _panel(
    points: Sequence[SeriesPoint],
    issue: str,
    look: Look,
    most: int,
    legend: alt.Legend | None,
) -> Drawing:
    """One issue: bars up for cooperation and down for conflict, on a scale that all share."""
    y = alt.Y(
        "n:Q",
        title=None,
        scale=alt.Scale(domain=[-most, most]),
        axis=alt.Axis(format="d", values=_ticks(most)),
    )
    bars = (
        alt.Chart(records(_rows(points, issue, look)))
        .mark_bar(minBandSize=1.5)
        .encode(
            x=period_axis(points, n_ticks=3),
            x2="end:T",
            y=y,
            y2=alt.Y2Datum(0),
            color=sides_colour(look.colours, legend),
            tooltip=["start:T", "kind:N", "n:Q"],
            **href_of(look, "words"),
        )
    )
    zero = alt.Chart(records([{"zero": 0}])).mark_rule(color=look.colours.faint).encode(y="zero:Q")
    panel: Drawing = alt.layer(bars, zero).properties(width=230, height=110)
    return panel


def _ticks(most: int) -> list[int]:
    """Zero, the most and its half on both sides: whole numbers, none of them twice."""
    return sorted({sign * n for n in (0, most // 2, most) for sign in (-1, 1)})


def _rows(points: Sequence[SeriesPoint], issue: str, look: Look) -> list[dict[str, object]]:
    return [
        {
            "start": point.start.isoformat(),
            "end": day_after(point).isoformat(),
            "kind": kind,
            "n": sign * count,
            "words": f"{issue}, {day_words(point.start)}: {count} of {kind}",
            **leads(look.links.issue(issue, point.start, point.end) if look.links else None),
        }
        for point in points
        if issue in point.by_issue
        for kind, sign, count in (
            ("cooperation", 1, point.by_issue[issue].n_cooperative),
            ("conflict", -1, point.by_issue[issue].n_conflictual),
        )
        if count
    ]
