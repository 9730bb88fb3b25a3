"""How two sides stand: the brief, the picture, the timeline.

In:  two country codes, what is asked of the timeline.   Out: ``DyadPage``; the picture as SVG.
Does not: work anything out: relations/ does. Briefs and pictures are kept until the ledger changes.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from detente.ledger import Ledger
from detente.relations import Brief, Scope, brief_from_evidence, evidence_in
from detente.relations.chart_theme import Theme
from detente.relations.page import Page, page_of
from detente.relations.series import series
from detente.web.answers import answer
from detente.web.desk import Desk, DeskOf
from detente.web.failures import NotFound
from detente.web.figures import state_of
from detente.web.pages import add_page
from detente.web.timeline import Asked, AskedOf, Timeline, day_of, timeline_of

__all__ = ["DyadPage", "brief_in", "router"]

FEWEST_PERIODS = 2  # with acts, for a picture to say anything
router = APIRouter()
Day = Annotated[str, Query(max_length=10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadPage:
    """Two sides. ``laid_out`` is the brief in words; ``report_ids`` are its reports, by number."""

    one: str
    other: str
    as_of: date | None
    brief: Brief
    timeline: Timeline
    has_picture: bool
    laid_out: Page = field(metadata={"twin": False})
    report_ids: tuple[str, ...] = ()


def dyad(desk: DeskOf, one: str, other: str, asked: AskedOf, as_of: Day = "") -> DyadPage:
    """Answer a dyad's page."""
    day = day_of(as_of) if as_of else None
    scope = scope_of(desk, one, other, day)
    with desk.open() as ledger:
        brief, report_ids = brief_in(desk, ledger, scope)
        return DyadPage(
            one=scope.side_a,
            other=scope.side_b,
            as_of=day,
            brief=brief,
            laid_out=page_of(brief),
            report_ids=report_ids,
            timeline=_timeline(ledger, scope, asked),
            has_picture=_has_picture(desk, ledger, scope),
        )


def scope_of(desk: Desk, one: str, other: str, as_of: date | None = None) -> Scope:
    """Name two sides; codes may be written small.

    Raises:
        BadInput: a code is none, or both are the same.
    """
    return Scope(
        side_a=one.upper(),
        side_b=other.upper(),
        as_of=as_of,
        name_a=desk.name_of(one.upper()),
        name_b=desk.name_of(other.upper()),
    )


def brief_in(desk: Desk, ledger: Ledger, scope: Scope) -> tuple[Brief, tuple[str, ...]]:
    """Make a brief, and list the ids of its reports by their numbers; both are kept."""

    def make() -> tuple[Brief, tuple[str, ...]]:
        evidence = evidence_in(ledger, scope)
        ids = tuple(one.report.id for one in evidence.cited)
        return brief_from_evidence(evidence, desk.codebook), ids

    return desk.kept.get(("brief", state_of(ledger), scope), make)


add_page(router, "/dyad/{one}/{other}", "dyad.html", dyad)


@router.get("/picture/{one}/{other}.svg", include_in_schema=False)
def picture(
    request: Request, desk: DeskOf, one: str, other: str, theme: Theme = Theme.LIGHT
) -> Response:
    """Draw how warm the relation is, as SVG.

    Raises:
        NotFound: there is too little to draw.
    """
    scope = scope_of(desk, one, other)
    with desk.open() as ledger:
        if not _has_picture(desk, ledger, scope):
            raise NotFound(f"too few dated acts between {scope.side_a} and {scope.side_b} to draw")
        key = ("picture", state_of(ledger), scope, theme)
        drawn = desk.kept.get(key, lambda: _draw(ledger, scope, theme))
    return answer(request, drawn, "image/svg+xml")


# Private functions


def _timeline(ledger: Ledger, scope: Scope, asked: Asked) -> Timeline:
    return timeline_of(ledger, asked, {"dyad": scope.sides})


def _has_picture(desk: Desk, ledger: Ledger, scope: Scope) -> bool:
    def make() -> bool:
        points = series(ledger, *scope.sides).of()
        return sum(bool(one.n_cooperative or one.n_conflictual) for one in points) >= FEWEST_PERIODS

    return desk.kept.get(("has-picture", state_of(ledger), scope.sides), make)


def _draw(ledger: Ledger, scope: Scope, theme: Theme) -> bytes:
    from detente.relations.chart_temperature import temperature_chart  # noqa: PLC0415  # heavy
    from detente.relations.charts import Medium, chart_bytes  # noqa: PLC0415  # heavy
    from detente.relations.moves import moves_of  # noqa: PLC0415  # with the charts
    from detente.relations.turns import turns  # noqa: PLC0415  # heavy

    names = (scope.name_a or scope.side_a, scope.name_b or scope.side_b)
    chart = temperature_chart(
        series(ledger, *scope.sides),
        turns(ledger, *scope.sides),
        moves_of(ledger, scope.sides),
        names,
        theme,
    )
    return chart_bytes(chart, Medium.SVG, theme)
