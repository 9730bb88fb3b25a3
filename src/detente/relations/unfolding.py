"""A ledger and an event -> all that is behind it.

In:  an open ledger, an event and its claims.   Out: an ``Explanation``.
Does not: look ids up, or render.
"""

from collections.abc import Sequence

from detente.ledger import Filter, Ledger
from detente.records import Claim, Event
from detente.relations.explanation import (
    MOST_RIVALS,
    Explanation,
    Surroundings,
    explain_event,
    nearest,
    window_of,
)

__all__ = ["explanation_in"]

NEAR_EVENTS = 200  # of one kind, parties and fortnight; the nearest of them are shown


def explanation_in(ledger: Ledger, event: Event | None, claims: Sequence[Claim]) -> Explanation:
    """Ask a ledger for all that is behind an event, or behind claims that are in none."""
    around = _surroundings(ledger, event) if event else Surroundings()
    near = (around.claims or {}).values()
    report_ids = sorted({one.report_id for one in (*claims, *near)})
    reports = {report.id: report for report in ledger.reports_of(report_ids)}
    return explain_event(event, claims, reports, around, ledger.rulings(with_withdrawn=True))


# Private functions


def _surroundings(ledger: Ledger, event: Event) -> Surroundings:
    linked = [*ledger.events(ids=[link.event_id for link in event.links])] if event.links else []
    near = nearest(event, ledger.events(**_like(event)))[:MOST_RIVALS]
    claim_ids = [claim_id for other in near for claim_id in other.claim_ids]
    return Surroundings(
        linked=[*linked, *ledger.events(linked_to=event.id)],
        near=near,
        claims={claim.id: claim for claim in ledger.claims(ids=claim_ids)},
    )


def _like(event: Event) -> Filter:
    """Ask for events of the same kind and parties, at about the same time."""
    wanted: Filter = {"type": event.type, "limit": NEAR_EVENTS}
    countries = sorted({one.country for one in (*event.actors, *event.recipients) if one.country})
    if len(countries) > 1:
        wanted["dyad"] = (countries[0], countries[1])
    elif event.actors:
        wanted["actor"] = countries[0] if countries else event.actors[0].code
    elif event.recipients:
        wanted["recipient"] = countries[0] if countries else event.recipients[0].code
    if window := window_of(event):
        wanted["since"], wanted["until"] = window
    return wanted
