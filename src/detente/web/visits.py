"""When somebody was here last, by a cookie; and the page of what changed since.

In:  a request, an open ledger.   Out: the mark since which changes are told, ``ChangesPage``.
Does not: know who it is, or keep anything: the browser does.

A visit lasts while its requests are no further than half an hour apart, so that loading the first
page twice does not hide what has changed.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.records import Event
from detente.web.changes import Changes, Mark, changes_since, mark_from, mark_now
from detente.web.desk import Desk, DeskOf
from detente.web.figures import state_of
from detente.web.pages import add_page
from detente.web.tables import Table
from detente.web.visitors import KEPT_S, Visitor, VisitorOf

__all__ = ["ChangesPage", "Since", "Visit", "VisitOf", "router"]

COOKIE = "detente-visit"
APART = timedelta(minutes=30)
N_LINES, MOST_LINES = 6, 200  # of each kind: on the first page, on the page of changes
router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What changed since the last visit, and the mark with which the page of changes tells it."""

    mark: Mark
    changes: Changes


@dataclass(frozen=True, slots=True)
class Visit:
    """What the cookie says: the mark of the visit before, and that of the last request."""

    visitor: Visitor
    before: Mark | None
    last: Mark | None

    def turn(self, desk: Desk, ledger: Ledger) -> Since | None:
        """Note this request; tell what changed since the visit before, if there was one."""
        now = mark_now(ledger, desk.now())
        before = self.before
        if self.last is not None and now.at - self.last.at > APART:
            before = self.last
        self.visitor.keep(COOKIE, f"{before or now}-{now}", max_age=KEPT_S)
        if before is None:
            return None
        return Since(mark=before, changes=_changes(desk, ledger, before, N_LINES))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """What changed since a mark."""

    mark: str
    changes: Changes


def visit_of(request: Request, visitor: VisitorOf) -> Visit:
    """Read the cookie; one that is not the desk's own says nothing."""
    before, _, last = request.cookies.get(COOKIE, "").partition("-")
    return Visit(visitor, mark_from(before), mark_from(last))


VisitOf = Annotated[Visit, Depends(visit_of)]


def changes(desk: DeskOf, since: Annotated[str, Query(max_length=30)] = "") -> ChangesPage:
    """Answer the page of changes.

    Raises:
        BadInput: ``since`` is no mark.
    """
    mark = mark_from(since)
    if mark is None:
        raise BadInput(f"{since!r} is no mark of a visit; take it from the first page")
    with desk.open() as ledger:
        return ChangesPage(mark=since, changes=_changes(desk, ledger, mark, MOST_LINES))


NEW = Table(name="new", kind=Event, rows=lambda page: page.changes.new)
add_page(router, "/changes", "changes.html", changes, [NEW])


# Private functions


def _changes(desk: Desk, ledger: Ledger, mark: Mark, most: int) -> Changes:
    key = ("changes", state_of(ledger), mark, most)
    return desk.kept.get(key, lambda: changes_since(ledger, mark, most))
