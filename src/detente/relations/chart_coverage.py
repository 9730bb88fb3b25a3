"""Reports by outlet and month -> a heat map of what was covered.

In:  counts.   Out: a Vega-Lite chart, a row an outlet and a column a month.
Does not: count; or show outlets without a row in the counts.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import altair as alt

from detente.errors import BadInput
from detente.relations.chart_axes import records
from detente.relations.chart_look import PLAIN, Look, href_of, leads
from detente.relations.chart_theme import Drawing
from detente.relations.wording import count_words, shorten

__all__ = ["Covered", "coverage_chart"]

CELL, NARROWEST, WIDEST = 22, 330, 780
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
    months = _every_month(sorted({cell.month for cell in cells}))
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
    squares = alt.Chart(records(_rows(cells, look))).mark_rect(**shape)
    chart: Drawing = squares.encode(
        x=x, y=y, color=_shade(cells, look), tooltip=["words:N"], **href_of(look, "words")
    ).properties(
        width=min(WIDEST, max(NARROWEST, CELL * len(months))),
        height=alt.Step(CELL),
        title=alt.TitleParams("Reports by outlet and month"),
    )
    return chart


# Private functions


def _rows(cells: Sequence[Covered], look: Look) -> list[dict[str, Any]]:
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


def _every_month(months: Sequence[date]) -> list[str]:
    """Name all months from the first to the last, silent ones included."""
    first, last = months[0], months[-1]
    n_months = (last.year - first.year) * 12 + last.month - first.month + 1
    starts = (divmod(first.month - 1 + n, 12) for n in range(n_months))
    return [f"{first.year + years:04}-{month + 1:02}" for years, month in starts]
