"""How two sides stand: the brief, the picture, the timeline.

In:  two country codes, what is asked of the timeline.   Out: ``DyadPage``.
Does not: work anything out: relations/ does. Briefs and pictures are kept until the ledger changes.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from markupsafe import Markup

from detente.ledger import Ledger
from detente.records import Status
from detente.relations import Brief, Scope, brief_from_evidence, evidence_in
from detente.relations.brief.page import Page, page_of
from detente.relations.charts.pictures import Picture
from detente.relations.known import known_side
from detente.relations.measures.points import SeriesPoint
from detente.web.desk import Desk, DeskOf
from detente.web.kept import block_of
from detente.web.listing import Table
from detente.web.pages import add_page
from detente.web.pictures import dyad_plate, kinds_in, series_in
from detente.web.plates import Shown, inline
from detente.web.views.timeline import TIMELINE, Asked, AskedOf, Timeline, day_of, timeline_of

__all__ = ["DyadPage", "brief_in", "router"]

SAID = {
    Picture.TEMPERATURE: (
        "How warm the relation is",
        (
            "Each act counts once, however many reports tell it, and fades with time. What is"
            " planned, possible or denied is not summed. A point leads to what happened in its"
            " month, a dot to its event."
        ),
    ),
    Picture.ISSUES: ("Issue by issue", "Acts done by month about each issue."),
    Picture.CALENDAR: ("Calendar of contacts", "Visits, meetings, calls and talks."),
    Picture.MAP: ("Where they dealt with each other", "Acts done, by place."),
}
SIZES = {Picture.ISSUES: (812, 540), Picture.CALENDAR: (812, 250), Picture.MAP: (812, 520)}
router = APIRouter()
Day = Annotated[str, Query(max_length=10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A month of two sides: what was done, what was not, and where the relation stood at its end.

    ``stock`` is -10 .. 10, its interval from ``stock_low`` to ``stock_high``.
    """

    start: date
    end: date
    n_cooperative: int
    n_conflictual: int
    n_not_done: int
    stock: float
    stock_low: float
    stock_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadPage:
    """Two sides. ``laid_out`` is the brief in words; ``report_ids`` are its reports, by number.

    ``months`` and ``pictures`` show all that is known by now: with ``as_of`` there are none.
    """

    one: str
    other: str
    as_of: date | None
    brief: Brief
    timeline: Timeline
    months: tuple[Stretch, ...]
    pictures: tuple[Shown, ...]
    laid_out: Page = field(metadata={"twin": False})
    report_ids: tuple[str, ...] = ()


def dyad(desk: DeskOf, one: str, other: str, asked: AskedOf, as_of: Day = "") -> DyadPage:
    """Answer a dyad's page.

    Raises:
        UnknownCode: neither the gazetteer nor the ledger has a side's code.
    """
    day = day_of(as_of) if as_of else None
    scope = scope_of(desk, one, other, day)
    with desk.open() as ledger:
        for side in scope.sides:
            known_side(ledger, side, lambda: desk.gazetteer)
        brief, report_ids = brief_in(desk, ledger, scope)
        return DyadPage(
            one=scope.side_a,
            other=scope.side_b,
            as_of=day,
            brief=brief,
            laid_out=page_of(brief),
            report_ids=report_ids,
            timeline=_timeline(ledger, scope, asked),
            months=() if day else _months(desk, ledger, scope.sides),
            pictures=() if day else _pictures(desk, ledger, scope.sides),
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

    return desk.kept.get(("brief", desk.mark(ledger, block_of(scope.sides)), scope), make)


MONTHS = Table(name="months", kind=Stretch, rows=lambda page: page.months)
add_page(
    router,
    "/dyad/{one}/{other}",
    "dyad.html",
    dyad,
    (TIMELINE, MONTHS),
    about=lambda page: [block_of((page.one, page.other))],
)


# Private functions


def _timeline(ledger: Ledger, scope: Scope, asked: Asked) -> Timeline:
    return timeline_of(ledger, asked, {"dyad": scope.sides})


def _months(desk: Desk, ledger: Ledger, sides: tuple[str, str]) -> tuple[Stretch, ...]:
    """List the months in which anything is told, newest first."""
    points = series_in(desk, ledger, sides).of()
    return tuple(_stretch(one) for one in reversed(points) if one.by_status)


def _stretch(point: SeriesPoint) -> Stretch:
    done = point.by_status.get(Status.ACTUAL.value, 0)
    return Stretch(
        start=point.start,
        end=point.end,
        n_cooperative=point.n_cooperative,
        n_conflictual=point.n_conflictual,
        n_not_done=sum(point.by_status.values()) - done,
        stock=round(point.stock, 2),
        stock_low=round(point.stock_low, 2),
        stock_high=round(point.stock_high, 2),
    )


def _pictures(desk: Desk, ledger: Ledger, sides: tuple[str, str]) -> tuple[Shown, ...]:
    """Show the temperature within the page; the others are fetched when they come in sight."""
    found = []
    for kind in kinds_in(desk, ledger, sides):
        title, words = SAID[kind]
        svg = partial(_drawn, desk, sides) if kind is Picture.TEMPERATURE else None
        address = f"/picture/{sides[0]}/{sides[1]}/{kind}"
        shown = Shown(name=kind, title=title, words=words, address=address, svg=svg)
        found.append(replace(shown, size=SIZES[kind]) if kind in SIZES else shown)
    return tuple(found)


def _drawn(desk: Desk, sides: tuple[str, str]) -> Markup:
    """Draw the temperature into the page, in a unit of work of its own."""
    kind = Picture.TEMPERATURE
    with desk.open() as ledger:
        return inline(desk, dyad_plate(desk, ledger, sides, kind), kind, SAID[kind][0])
