"""Moves -> the calendar of contacts: when two sides met, called, talked, or plan to.

In:  moves.   Out: a Vega-Lite chart: a square a day for a few years, a square a month for more.
Does not: say which channel a contact belongs to (channels.py does).
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from detente.errors import BadInput
from detente.records import Status
from detente.relations.chart_axes import records
from detente.relations.chart_look import PLAIN, Look, href_of, leads
from detente.relations.chart_theme import Drawing
from detente.relations.moves import TALK, Move
from detente.relations.wording import MONTHS, count_words, day_words

__all__ = ["calendar_chart"]

MOST_YEARS_BY_DAY = 4
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CELL = 13
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
        raise BadInput(f"no contact between {names[0]} and {names[1]}, done or planned")
    years = range(days[0].year, days[-1].year + 1)
    draw = _by_day if len(years) <= MOST_YEARS_BY_DAY else _by_month
    title = alt.TitleParams(
        f"{names[0]} and {names[1]}: calendar of contacts",
        subtitle=f"{sum(done.values()):,} visits, meetings, calls and talks;"
        f" hollow: {sum(planned.values()):,} more planned",
    )
    return draw(done, planned, years, look).properties(title=title)


# Private functions


def _by_day(done: Counter[date], planned: Counter[date], years: range, look: Look) -> Drawing:
    most = max(done.values(), default=1)
    panels = [_year(done, planned, year, look, most) for year in years]
    chart: Drawing = alt.vconcat(*panels, spacing=12)
    return chart


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
    chart: Drawing = alt.layer(
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
    return chart


def _link(look: Look, first: date, last: date, n_contacts: int) -> dict[str, str]:
    """Where a square leads, and what it is called; a silent one leads nowhere."""
    if not look.links or not n_contacts:
        return {}
    words = f"{count_words(n_contacts, 'contact')} from {day_words(first)}"
    return {"words": words, **leads(look.links.days(first, last))}


def _ends(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
