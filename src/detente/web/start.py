"""The first page: how much there is, who dealt with whom lately, what is to come.

In:  an open ledger.   Out: ``StartPage``.
Does not: read the clock: "lately" is seen from the last report's day.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse

from detente.actors.side_names import resolve_side
from detente.ledger import Ledger
from detente.records import Event, Report
from detente.relations.movers import Mover
from detente.web.desk import DeskOf
from detente.web.figures import figures
from detente.web.month import MonthLately, month_in
from detente.web.pages import add_page
from detente.web.paging import Wanted, page_of
from detente.web.tables import Table
from detente.web.told import events_by_id, reports_by_id
from detente.web.visits import Since, VisitOf

__all__ = ["Counts", "DyadLately", "StartPage", "counts_of", "router"]

N_PLANNED, N_REPORTS = 10, 10
router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much is in the ledger; days are of publication."""

    n_reports: int
    n_outlets: int
    n_claims: int
    n_statements: int
    n_events: int
    n_problems: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadLately:
    """Two countries: events done in the 90 days before ``as_of``, and all events of any status."""

    one: str
    other: str
    n_lately: int
    n_events: int
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """``as_of`` is the day of the last report. ``is_computed``: events are up to date.

    ``since`` tells what changed since the reader's last visit; ``None`` on the first.
    """

    as_of: date | None
    is_computed: bool
    counts: Counts
    dyads: tuple[DyadLately, ...]
    month: MonthLately | None
    planned: tuple[Event, ...]
    reports: tuple[Report, ...]
    since: Since | None = field(default=None, metadata={"twin": False})


def start(desk: DeskOf, visit: VisitOf) -> StartPage:
    """Answer the first page."""
    with desk.open() as ledger:
        counts = counts_of(ledger)
        as_of = counts.last
        latest = page_of(ledger, Wanted(table="reports"), None, N_REPORTS)
        return StartPage(
            as_of=as_of,
            is_computed=ledger.is_computed(),
            counts=counts,
            dyads=figures(
                ledger, "dyads_lately", DyadLately, {"as_of": as_of.isoformat() if as_of else None}
            ),
            month=month_in(desk, ledger, as_of),
            planned=tuple(_planned(ledger, as_of)),
            reports=reports_by_id(ledger, latest.ids),
            since=visit.turn(desk, ledger),
        )


def counts_of(ledger: Ledger) -> Counts:
    """Count what is in the ledger."""
    return figures(ledger, "counts", Counts)[0]


TABLES = (
    Table(name="dyads", kind=DyadLately, rows=lambda page: page.dyads),
    Table(name="movers", kind=Mover, rows=lambda page: page.month.movers if page.month else ()),
    Table(name="planned", kind=Event, rows=lambda page: page.planned),
    Table(name="reports", kind=Report, rows=lambda page: page.reports),
)
add_page(router, "/", "start.html", start, TABLES)


@router.get("/dyad", include_in_schema=False)
def to_dyad(
    desk: DeskOf,
    one: Annotated[str, Query(max_length=100)] = "",
    other: Annotated[str, Query(max_length=100)] = "",
) -> RedirectResponse:
    """Lead from two names, as a person writes them, to the dyad's page; without, to the form."""
    if not (one.strip() and other.strip()):
        return RedirectResponse("/", status_code=303)
    codes = [resolve_side(written, desk.gazetteer)[0] for written in (one, other)]
    return RedirectResponse(f"/dyad/{codes[0]}/{codes[1]}", status_code=303)


# Private functions


@dataclass(frozen=True, slots=True)
class _Planned:
    id: str


def _planned(ledger: Ledger, as_of: date | None) -> list[Event]:
    if as_of is None:
        return []
    values = {"as_of": as_of.isoformat(), "most": N_PLANNED}
    found = figures(ledger, "planned_next", _Planned, values)
    return [*events_by_id(ledger, [one.id for one in found])]
