"""Pictures by period: the calendar of contacts, acts by issue, what was covered.

In:  moves, ``Series``, counts of reports.   Out: Vega-Lite charts: a square a day or month, a panel
an issue, a row an outlet.
Does not: count, say which channel a contact belongs to, or show outlets without a row in the
counts.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import altair as alt

from detente.actors import load_gazetteer
from detente.codebook import load_codebook
from detente.errors import BadInput
from detente.records import Status
from detente.relations.charts.look import (
    COUNTED,
    PLAIN,
    Drawing,
    Look,
    bars_of,
    day_after,
    href_of,
    leads,
    period_axis,
    records,
)
from detente.relations.choices import Period
from detente.relations.measures.moves import TALK, Move, periods_from
from detente.relations.measures.points import SeriesPoint
from detente.relations.measures.series import Series
from detente.relations.naming import Names
from detente.relations.wording import MONTHS, count_words, day_words, shorten

MOST_YEARS_BY_DAY = 4
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_CELL = 13
MONTH_CELL = 46


def calendar_chart(moves: Sequence[Move], names: tuple[str, str], look: Look = PLAIN) -> Drawing:
    """Draw visits, meetings, calls and talks; those that are only planned have a hollow square.

    A plan that was fulfilled is shown by the contact that fulfilled it.

    Raises:
        BadInput: the two sides have no contact, done or planned.
    """
    contacts = [m for m in moves if m.type == TALK]
    done = Counter(m.day for m in contacts if m.status is Status.ACTUAL)
    planned = Counter(m.day for m in contacts if m.is_to_come)
    days = sorted({*done, *planned})
    if not days:
        raise BadInput(f"no contact of {names[0]} and {names[1]} in these days, done or planned")
    years = range(days[0].year, days[-1].year + 1)
    draw = _by_day if len(years) <= MOST_YEARS_BY_DAY else _by_month
    title = alt.TitleParams(
        f"{names[0]} and {names[1]}: calendar of contacts",
        subtitle=f"{sum(done.values()):,} visits, meetings, calls and talks;"
        f" hollow: {sum(planned.values()):,} more planned",
    )
    return draw(done, planned, years, look).properties(title=title)


def _by_day(done: Counter[date], planned: Counter[date], years: range, look: Look) -> Drawing:
    most = max(done.values(), default=1)
    panels = [_year(done, planned, year, look, most) for year in years]
    return alt.vconcat(*panels, spacing=12)


def _year(done: Counter[date], planned: Counter[date], year: int, look: Look, most: int) -> Drawing:
    first = date(year, 1, 1)
    shift = first.weekday()
    rows = [
        {
            "day": day.isoformat(),
            "week": ((day - first).days + shift) // 7,
            "weekday": WEEKDAYS[day.weekday()],
            "done": done[day] or None,
            "planned": planned[day] or None,
            **_link(look, day, day, done[day] + planned[day]),
        }
        for day in (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    ]
    weeks = [((date(year, month, 1) - first).days + shift) // 7 for month in range(1, 13)]
    y = alt.Y(
        "weekday:O",
        title=str(year),
        sort=list(WEEKDAYS),
        axis=alt.Axis(
            values=["Mon", "Wed", "Fri"],
            ticks=False,
            domain=False,
            titleFontWeight="bold",
            titleFontSize=13,
            titleColor=look.colours.ink,
        ),
    )
    return _squares(rows, _months(weeks), y, look, most).properties(
        width=alt.Step(DAY_CELL), height=alt.Step(DAY_CELL)
    )


def _months(weeks: Sequence[int]) -> alt.X:
    """The axis of weeks, with the name of each month over its first."""
    names = " : ".join(f"datum.value === {w} ? '{m}'" for w, m in zip(weeks, MONTHS, strict=True))
    return alt.X(
        "week:O",
        title=None,
        axis=alt.Axis(
            values=weeks,
            labelExpr=f"{names} : ''",
            ticks=False,
            domain=False,
            labelAngle=0,
            labelAlign="left",
            orient="top",
        ),
    )


def _by_month(done: Counter[date], planned: Counter[date], years: range, look: Look) -> Drawing:
    by_month: Counter[tuple[int, int]] = Counter()
    to_come: Counter[tuple[int, int]] = Counter()
    for found, counts in ((done, by_month), (planned, to_come)):
        for day, count in found.items():
            counts[day.year, day.month] += count
    rows = [
        {
            "month": MONTHS[month - 1],
            "year": str(year),
            "done": by_month[year, month] or None,
            "planned": to_come[year, month] or None,
            **_link(look, *_ends(year, month), by_month[year, month] + to_come[year, month]),
        }
        for year in years
        for month in range(1, 13)
    ]
    axis = alt.Axis(ticks=False, domain=False, labelAngle=0)
    x = alt.X("month:O", title=None, sort=list(MONTHS), axis=axis)
    y = alt.Y("year:O", title=None, axis=axis)
    most = max(by_month.values(), default=1)
    base = alt.Chart(records(rows))
    words = (
        base.transform_filter("isValid(datum.done)")
        .mark_text(fontSize=11)
        .encode(
            x=x,
            y=y,
            text="done:Q",
            color=alt.condition(
                f"datum.done > {most / 2}",
                alt.value(look.colours.ground),
                alt.value(look.colours.ink),
            ),
        )
    )
    layers = alt.layer(_squares(rows, x, y, look, most, MONTH_CELL // 3), words)
    return layers.properties(width=alt.Step(MONTH_CELL), height=alt.Step(24))


def _squares(  # noqa: PLR0913, PLR0917  # two axes and a look
    rows: list[dict[str, Any]], x: alt.X, y: alt.Y, look: Look, most: int, shift: int = 0
) -> Drawing:
    """A pale square for silence, a filled one for contacts done, a hollow one for planned."""
    colours = look.colours
    tips = [name for name in ("day:N", "month:N", "year:N") if name[:-2] in rows[0]]
    base = alt.Chart(records(rows)).encode(x=x, y=y, tooltip=[*tips, "done:Q", "planned:Q"])
    shape: dict[str, Any] = {"cornerRadius": 2, "stroke": colours.ground, "strokeWidth": 2}
    done = base.transform_filter("isValid(datum.done)").mark_rect(**shape)
    return alt.layer(
        base.mark_rect(**shape, color=colours.shade),
        done.encode(
            color=alt.Color(
                "done:Q",
                legend=None,
                scale=alt.Scale(type="sqrt", domain=[0, most], range=[colours.shade, colours.warm]),
            ),
            **href_of(look, "words"),
        ),
        base.transform_filter("isValid(datum.planned)")
        .mark_point(
            shape="square",
            size=60,
            filled=False,
            stroke=colours.cold,
            strokeWidth=1.5,
            opacity=1,
            xOffset=shift,
        )
        .encode(**href_of(look, "words")),
    )


def _link(look: Look, first: date, last: date, n_contacts: int) -> dict[str, str]:
    """Where a square leads, and what it is called; a silent one leads nowhere."""
    if not look.links or not n_contacts:
        return {}
    words = f"{count_words(n_contacts, 'contact')} from {day_words(first)}"
    return {"words": words, **leads(look.links.days(first, last))}


def _ends(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


# --- Reports by outlet and month -> a heat map of what was covered.
MONTH_CELL, NARROWEST, WIDEST = 22, 330, 780
LONGEST = 32  # letters of an outlet's name


class Covered(NamedTuple):
    """So many reports of an outlet in a month; ``month`` is its first day."""

    outlet: str
    month: date
    n_reports: int


def coverage_chart(cells: Sequence[Covered], look: Look = PLAIN) -> Drawing:
    """Draw how many reports each outlet has in each month; outlets in the order given.

    Raises:
        BadInput: there is no report with a day.
    """
    if not cells:
        raise BadInput("no report says when it was published")
    first, last = min(cell.month for cell in cells), max(cell.month for cell in cells)
    months = [f"{month:%Y-%m}" for month in periods_from(first, last, Period.MONTH)]
    x = alt.X(
        "month:O",
        title=None,
        scale=alt.Scale(domain=months),
        axis=alt.Axis(labelAngle=-45, labelOverlap=True, domain=False, ticks=False),
    )
    y = alt.Y(
        "outlet:N",
        title=None,
        sort=list(dict.fromkeys(shorten(cell.outlet, LONGEST) for cell in cells)),
        axis=alt.Axis(domain=False, ticks=False, labelLimit=240),
    )
    shape: dict[str, Any] = {"cornerRadius": 2, "stroke": look.colours.ground, "strokeWidth": 2}
    squares = alt.Chart(records(_coverage_rows(cells, look))).mark_rect(**shape)
    return squares.encode(
        x=x, y=y, color=_shade(cells, look), tooltip=["words:N"], **href_of(look, "words")
    ).properties(
        width=min(WIDEST, max(NARROWEST, MONTH_CELL * len(months))),
        height=alt.Step(MONTH_CELL),
        title=alt.TitleParams("Reports by outlet and month"),
    )


def _coverage_rows(cells: Sequence[Covered], look: Look) -> list[dict[str, Any]]:
    return [
        {
            "outlet": shorten(cell.outlet, LONGEST),
            "month": f"{cell.month:%Y-%m}",
            "reports": cell.n_reports,
            "words": f"{cell.outlet}, {cell.month:%Y-%m}: {count_words(cell.n_reports, 'report')}",
            **leads(look.links.outlet(cell.outlet) if look.links else None),
        }
        for cell in cells
    ]


def _shade(cells: Sequence[Covered], look: Look) -> alt.Color:
    most = max(cell.n_reports for cell in cells)
    steps = sorted({1, (most + 1) // 2, most})
    return alt.Color(
        "reports:Q",
        title="reports",
        scale=alt.Scale(type="sqrt", domainMin=0, range=[look.colours.shade, look.colours.warm]),
        legend=alt.Legend(orient="bottom", gradientLength=160, format="d", values=steps),
    )


# --- A series -> small multiples: what was done about each issue.
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
    shown = [found for one in points for name, found in one.by_issue.items() if name in chosen]
    ends = max(one.n_cooperative for one in shown), max(one.n_conflictual for one in shown)
    legend = alt.Legend(orient="bottom", symbolType="square")
    named = Names(load_gazetteer(), load_codebook())
    panels = [
        _panel(points, issue, look, ends, legend if n == 0 else None).properties(
            title=alt.TitleParams(
                f"{named.issue(issue)} ({counts[issue]:,})",
                fontSize=12,
                offset=4,
                color=colours.ink,
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
    ends: tuple[int, int],
    legend: alt.Legend | None,
) -> Drawing:
    """One issue: bars up for cooperation and down for conflict, on a scale that all share."""
    up, down = ends
    y = alt.Y(
        "n:Q",
        title=None,
        scale=alt.Scale(domain=[-down, up]),
        axis=alt.Axis(labelExpr=COUNTED, values=sorted({-down, 0, up})),
    )
    rows = _issue_rows(points, issue, look)
    panel: Drawing = bars_of(rows, period_axis(points, n_ticks=3), y, legend, look)
    return panel.properties(width=230, height=110)


def _issue_rows(points: Sequence[SeriesPoint], issue: str, look: Look) -> list[dict[str, Any]]:
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
