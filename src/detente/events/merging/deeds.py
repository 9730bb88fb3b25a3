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
from detente.records import DateBasis, Event, LinkKind

__all__ = ["Deed", "deed_from"]


@dataclass(slots=True)
class Deed:
    """An event and what counts of it for links. Days are ordinals; ``told`` the first telling.

    ``doers`` are the countries of those who act. ``is_dated``: a claim tells the day.
    ``says``: what its claims' own words say of its bearing on another. ``words`` are those words.
    """

    event: Event
    act: Act
    doers: frozenset[str]
    sides: Sides
    first: int
    last: int
    told: int
    is_dated: bool
    says: frozenset[LinkKind]
    words: tuple[str, ...]


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
    words = tuple(sorted({one.claim.citation.quote for one in members}))
    return Deed(
        event=event,
        act=act,
        doers=countries_of(actors),
        sides=sides_of(actors, recipients, act),
        first=first,
        last=last,
        told=min(told) if told else first,
        is_dated=is_dated,
        says=frozenset(
            kind for kind, cues in knowledge.says.items() if any(map(cues.search, words))
        ),
        words=words,
    )
