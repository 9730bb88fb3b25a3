"""Reports on their way into the ledger: how far they are, what was found; the demo's, on demand.

In:  an errand's id; the form of the first-run page.   Out: ``QueuedPage``, a page that looks again
by itself until all is done.
Does not: code, or keep errands (holding/queue.py does). The demo's reports are for a ledger with
no other: they were written to try the desk with, and are no news.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse

from detente.ledger.contract import TakenAnswer, TakenRow
from detente.records import Report
from detente.sources import ReadOptions, read_reports
from detente.sources.inputs import DEMO, packaged
from detente.web.api.writes import answer_of, taken_row
from detente.web.desk import DeskOf
from detente.web.failures import NotFound
from detente.web.forms import FieldsOf
from detente.web.holding.queue import Errand
from detente.web.holding.writing import take_in
from detente.web.listing import reports_by_id
from detente.web.pages import add_page
from detente.web.views.start import counts_of

MOST_DYADS = 3
SETTLED_S = 60.0  # how long the demo's page waits for the events that follow
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedPage:
    """Reports that were sent. ``reports`` are those that were kept, ``n_claims`` by their ids.

    ``dyads`` are those told of most in them.
    """

    errand: Errand
    reports: tuple[Report, ...]
    n_claims: dict[str, int]
    dyads: tuple[tuple[str, str], ...]


def queued(desk: DeskOf, errand_id: str) -> QueuedPage:
    """Answer how far some reports are.

    Raises:
        NotFound: there are none by this id, or the desk was started anew since.
    """
    errand = desk.queue.get(errand_id)
    if errand is None:
        raise NotFound("nothing waits here; what was added is among the reports on the start page")
    shown = replace(errand)  # as it is now: it goes on beside
    rows = shown.answer.items if shown.answer else ()
    n_claims = {one.report.id: len(one.claims) for one in rows if one.report}
    with desk.open() as ledger:
        return QueuedPage(
            errand=shown,
            reports=reports_by_id(ledger, list(n_claims)),
            n_claims=n_claims,
            dyads=_dyads(rows),
        )


add_page(router, "/queue/{errand_id}", "queued.html", queued)


@router.post("/demo")
def add_demo(desk: DeskOf, _fields: FieldsOf) -> RedirectResponse:
    """Add the reports that ``detente demo`` reads, and lead to where they can be looked for.

    Raises:
        HTTPException: the desk only reads, has reports already, or too much waits.
    """
    desk.must_write()
    desk.keeper.check()
    with desk.open() as ledger:
        if counts_of(desk, ledger).n_reports:
            raise HTTPException(409, "the demo is for an empty ledger; this one holds reports")
    given = list(read_reports([str(packaged(DEMO))], ReadOptions()))

    def work() -> TakenAnswer:
        taken = take_in(desk, given)
        desk.keeper.has_settled(SETTLED_S)
        return answer_of(taken_row(desk, [one]) for one in taken)

    errand = desk.queue.begin(len(given), work)
    return RedirectResponse(f"/queue/{errand.id}", status_code=303)


def _dyads(rows: Sequence[TakenRow]) -> tuple[tuple[str, str], ...]:
    told = Counter[tuple[str, str]]()
    for claim in (claim for row in rows for claim in row.claims):
        sides = {one.country for one in (*claim.actors, *claim.recipients) if one.country}
        told.update(combinations(sorted(sides), 2))
    return tuple(sorted(told, key=lambda dyad: (-told[dyad], dyad))[:MOST_DYADS])
