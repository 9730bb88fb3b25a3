"""An event: its claims with their words, who stands behind it, links, rivals, rulings.

In:  an event's id, or how it begins.   Out: ``EventPage``; a claim's address leads to its event.
Does not: work anything out: relations/ does.
"""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from detente.ledger import Ledger
from detente.records import Event
from detente.relations.explanation import Explanation
from detente.relations.unfolding import explanation_in
from detente.web.desk import DeskOf
from detente.web.named import named
from detente.web.pages import add_page
from detente.web.shown import Shown
from detente.web.tables import Table
from detente.web.told import ToldBy

__all__ = ["EventPage", "event_named", "router"]

SMALL = (392, 212)  # of the map, in pixels
router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """An event and all that is behind it; ``dyads`` are the pairs of countries it is between."""

    event: Event
    behind: Explanation
    dyads: tuple[tuple[str, str], ...]

    def told(self) -> list[ToldBy]:
        """The claims with their reports, for the table."""
        return [ToldBy(one.claim, one.report) for one in self.behind.testimonies if one.report]

    def map(self) -> Shown | None:
        """Where it was, if that is on the map."""
        place = self.event.place
        if place is None or place.lat is None or place.lon is None:
            return None
        words = f"{place.name}, at {place.lat:.1f}, {place.lon:.1f}."
        address = f"/picture/event/{self.event.id}/map"
        return Shown(name="map", title="Where it was", words=words, address=address, size=SMALL)


def event(desk: DeskOf, event_id: str) -> EventPage:
    """Answer an event's page."""
    with desk.open() as ledger:
        found = event_named(ledger, event_id)
        claims = [*ledger.claims(ids=list(found.claim_ids))]
        return EventPage(
            event=found,
            behind=explanation_in(ledger, found, claims),
            dyads=_dyads(ledger, found),
        )


def event_named(ledger: Ledger, event_id: str) -> Event:
    """Find an event by its id or how that begins.

    Raises:
        NotFound: there is none, or several begin so.
    """
    hint = (
        "; an event gets another id when claims join it or leave it: look for it from its sides "
        "or its words"
    )
    return named(lambda begin: ledger.events(id=begin), event_id, "event", hint)


CLAIMS = Table(name="claims", kind=ToldBy, rows=lambda page: page.told())
add_page(router, "/event/{event_id}", "event.html", event, (CLAIMS,))


@router.get("/claim/{claim_id}", include_in_schema=False)
def claim(desk: DeskOf, claim_id: str) -> RedirectResponse:
    """Lead from a claim to its event, or to its review where it is in none: it was rejected.

    How the claim's id begins will do.

    Raises:
        NotFound: there is no such claim, or several begin so.
    """
    with desk.open() as ledger:
        found = named(lambda begin: ledger.claims(id=begin), claim_id, "claim")
        holder = ledger.events(claim=found.id).first()
    page = f"/event/{holder.id}#claim-{found.id}" if holder else f"/review?claim={found.id}"
    return RedirectResponse(page, status_code=303)


# Private functions


def _dyads(ledger: Ledger, found: Event) -> tuple[tuple[str, str], ...]:
    with ledger.query() as cursor:
        sql = "SELECT one, other FROM event_dyads WHERE event_id = $id ORDER BY one, other"
        return tuple(cursor.execute(sql, {"id": found.id}).fetchall())
