"""Reports by outlet and month: the rows, and their picture.

In:  an open ledger.   Out: ``CoverageCell`` records; the picture as SVG, PNG, JSON or CSV.
Does not: say why a month is empty: nobody wrote, or nobody added what was written.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.relations.chart_look import Look
from detente.relations.chart_theme import Drawing
from detente.web.desk import DeskOf
from detente.web.failures import NotFound
from detente.web.figures import figures, state_of
from detente.web.picture_links import DeskLinks
from detente.web.plates import Plate, WishOf, plate_answer
from detente.web.shown import Shown

__all__ = ["COVERAGE", "MOST_MONTHS", "CoverageCell", "router"]

MOST_MONTHS = 24
MOST_DRAWN = 30  # outlets in the picture; the table has all
NO_OUTLET = "no named outlet"
COVERAGE = Shown(
    name="coverage",
    title="Reports by outlet and month",
    words=f"The {MOST_DRAWN} outlets with most reports, in the last {MOST_MONTHS} months with any.",
    address="/picture/about/coverage",
    size=(840, 420),
)
router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """Reports of an outlet in a month."""

    outlet: str | None
    month: date
    n_reports: int


@router.get(  # how it is wanted takes the form
    "/picture/about/coverage.{form}",  # noqa: FAST003
    include_in_schema=False,
)
def coverage_picture(request: Request, desk: DeskOf, wish: WishOf) -> Response:
    """Draw how many reports each outlet has in each month.

    Raises:
        NotFound: no report has a day.
    """
    with desk.open() as ledger:
        cells = figures(ledger, "coverage", CoverageCell)
        if not cells:
            raise NotFound("no report says when it was published")
        plate = Plate(
            state=state_of(ledger),
            key="coverage",
            name="coverage",
            kind=CoverageCell,
            draw=lambda look: _draw(cells, look),
            rows=lambda: cells,
            links=DeskLinks(""),
        )
        return plate_answer(request, desk, plate, wish)


# Private functions


def _draw(cells: Sequence[CoverageCell], look: Look) -> Drawing:
    """Draw the outlets with most reports, in the last months."""
    from detente.relations.chart_coverage import (  # noqa: PLC0415  # altair is heavy
        Covered,
        coverage_chart,
    )

    counts = Counter[str]()
    for one in cells:
        counts[one.outlet or NO_OUTLET] += one.n_reports
    months = sorted({one.month for one in cells})[-MOST_MONTHS:]
    by_name = sorted(counts, key=lambda name: (-counts[name], name))[:MOST_DRAWN]
    shown = [
        Covered(one.outlet or NO_OUTLET, one.month, one.n_reports)
        for name in by_name
        for one in cells
        if (one.outlet or NO_OUTLET) == name and one.month in months
    ]
    return coverage_chart(shown, look)
