"""Moves -> the calendar of contacts: when two sides met, called, talked, or plan to.

In:  moves.   Out: a Vega-Lite chart: a square a day for a few years, a square a month for more.
Does not: say which channel a contact belongs to (channels.py does).
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from detente.errors import BadInput
from detente.records import Status
from detente.relations.chart_temperature import records
from detente.relations.chart_theme import THEMES, Drawing, Palette, Theme
from detente.relations.moves import TALK, Move
from detente.relations.wording import MONTHS

__all__ = ["calendar_chart"]

MOST_YEARS_BY_DAY = 4
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CELL = 13
MONTH_CELL = 46


def calendar_chart(
    moves: Sequence[Move], names: tuple[str, str], theme: Theme = Theme.LIGHT
) -> Drawing:
    """Draw visits, meetings, calls and talks; those that are only planned have a hollow square.

    Raises:
        BadInput: the two sides have no contact, done or planned.
    """
    colours = THEMES[theme]
    contacts = [m for m in moves if m.type == TALK]
    done = Counter(m.day for m in contacts if m.status is Status.ACTUAL)
    planned = Counter(m.day for m in contacts if m.status is Status.FUTURE)
    days = sorted({*done, *planned})
    if not days:
        raise BadInput(f"no contact between {names[0]} and {names[1]}, done or planned")
    years = range(days[0].year, days[-1].year + 1)
    draw = _by_day if len(years) <= MOST_YEARS_BY_DAY else _by_month
    title = alt.TitleParams(
        f"{names[0]} and {names[1]}: calendar of contacts",
        subtitle=f"{sum(done.values()):,} visits, meetings, calls and talks;"
        f" hollow: {sum(planned.values()):,} more planned",
    )
    return draw(done, planned, years, colours).properties(title=title)


# Private functions


def _by_day(done: Counter[date], planned: Counter[date], years: range, colours: Palette) -> Drawing:
    most = max(done.values(), default=1)
    panels = [_year(done, planned, year, colours, most) for year in years]
    chart: Drawing = alt.vconcat(*panels, spacing=12)
    return chart


def _year(
    done: Counter[date], planned: Counter[date], year: int, colours: Palette, most: int
) -> Drawing:
    first = date(year, 1, 1)
    shift = first.weekday()
    rows = [
        {
            "day": day.isoformat(),
            "week": ((day - first).days + shift) // 7,
            "weekday": WEEKDAYS[day.weekday()],
            "done": done[day] or None,
            "planned": planned[day] or None,
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
            titleColor=colours.ink,
        ),
    )
    return _squares(rows, _months(weeks), y, colours, most).properties(
        width=alt.Step(CELL), height=alt.Step(CELL)
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


def _by_month(
    done: Counter[date], planned: Counter[date], years: range, colours: Palette
) -> Drawing:
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
                f"datum.done > {most / 2}", alt.value(colours.ground), alt.value(colours.ink)
            ),
        )
    )
    layers = alt.layer(_squares(rows, x, y, colours, most, MONTH_CELL // 3), words)
    return layers.properties(width=alt.Step(MONTH_CELL), height=alt.Step(24))


def _squares(  # noqa: PLR0913, PLR0917  # two axes and a look
    rows: list[dict[str, Any]], x: alt.X, y: alt.Y, colours: Palette, most: int, shift: int = 0
) -> Drawing:
    """A pale square for silence, a filled one for contacts done, a hollow one for planned."""
    tips = [name for name in ("day:N", "month:N", "year:N") if name[:-2] in rows[0]]
    base = alt.Chart(records(rows)).encode(x=x, y=y, tooltip=[*tips, "done:Q", "planned:Q"])
    shape: dict[str, Any] = {"cornerRadius": 2, "stroke": colours.ground, "strokeWidth": 2}
    done = base.transform_filter("isValid(datum.done)").mark_rect(**shape)
    chart: Drawing = alt.layer(
        base.mark_rect(**shape, color=colours.shade),
        done.encode(
            color=alt.Color(
                "done:Q",
                legend=None,
                scale=alt.Scale(type="sqrt", domain=[0, most], range=[colours.shade, colours.warm]),
            )
        ),
        base.transform_filter("isValid(datum.planned)").mark_point(
            shape="square",
            size=60,
            filled=False,
            stroke=colours.cold,
            strokeWidth=1.5,
            opacity=1,
            xOffset=shift,
        ),
    )
    return chart
