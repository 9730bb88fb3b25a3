"""Claims of one deed -> the event, and what its links go by.

In:  the traits of an event's claims.   Out: a ``Deed``.
Does not: look at other events; links.py does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.events.merging.fields import event_from
from detente.events.merging.knowledge import MergeKnowledge
from detente.events.merging.parties import countries_of, party_of
from detente.events.merging.traits import Act, Sides, Traits, act_of, sides_of
from detente.records import Claim, DateBasis, Event

__all__ = ["Deed", "deed_from"]


@dataclass(slots=True)
class Deed:
    """An event and what counts of it for links. Days are ordinals; ``told`` the first telling.

    ``doers`` are the countries of those who act. ``is_dated``: a claim tells the day.
    ``answers``: a claim's own words say it answers another.
    """

    event: Event
    act: Act
    doers: frozenset[str]
    sides: Sides
    first: int
    last: int
    told: int
    is_dated: bool
    answers: bool


def deed_from(members: Sequence[Traits], knowledge: MergeKnowledge) -> Deed:
    """Compute an event; at least one claim."""
    event = event_from(members)
    actors = tuple(party_of(one) for one in event.actors)
    recipients = tuple(party_of(one) for one in event.recipients)
    act = act_of((event.type, event.mode), actors, recipients, knowledge)
    exact = min(members, key=lambda one: (one.length, one.claim.id))
    first, last = exact.first, exact.last
    is_dated = event.date is not None and event.date.basis is not DateBasis.PUBLICATION
    if event.date is not None and is_dated:
        first, last = event.date.earliest.toordinal(), event.date.latest.toordinal()
    told = [one.told for one in members if one.told is not None]
    return Deed(
        event=event,
        act=act,
        doers=countries_of(actors),
        sides=sides_of(actors, recipients, act),
        first=first,
        last=last,
        told=min(told) if told else first,
        is_dated=is_dated,
        answers=any(_says_it_answers(one.claim, knowledge.cues) for one in members),
    )


def _says_it_answers(claim: Claim, cues: Sequence[str]) -> bool:
    words = claim.citation.quote.casefold()
    return any(cue in words for cue in cues)
