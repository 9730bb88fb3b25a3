"""A known person -> the actor he is on a day.

In:  a gazetteer entry and a day.   Out: an actor with the office held, or what he is without.
Does not: look at the words of a report.
"""

from detente.actors.gazetteer import Gazetteer
from detente.actors.senses import Entry, Holding
from detente.records import Actor

__all__ = ["FORMER", "in_office", "person_on"]

FORMER = "ELI"  # PLOVER's sector for those who once held office


def in_office(entry: Entry, holding: Holding) -> Actor:
    """Describe a person by an office."""
    return Actor(
        country=holding.country,
        sector=holding.sector,
        id=entry.id,
        name=entry.name,
        office=holding.title,
    )


def person_on(gazetteer: Gazetteer, entry: Entry, day: str) -> Actor:
    """Describe a person on ``day``: in office, once in office, or by the listed sector.

    Whoever has served a state that is gone is of the state that he served last.
    """
    holding = gazetteer.holding(entry.id, day)
    if holding is not None:
        return in_office(entry, holding)
    held = gazetteer.by_person.get(entry.id, ())
    is_former = any(past.end and past.end < day for past in held)
    return Actor(
        country=_state_of(gazetteer, entry, day),
        sector=FORMER if is_former else entry.sector,
        id=entry.id,
        name=entry.name,
    )


# Private functions


def _state_of(gazetteer: Gazetteer, entry: Entry, day: str) -> str | None:
    """Tell whose a person is; of a state that is gone he is no longer, but of the last served."""
    held = sorted(gazetteer.by_person.get(entry.id, ()), key=lambda holding: holding.start)
    served = [holding.country for holding in held if holding.start <= day] or [
        holding.country for holding in held
    ]
    state = gazetteer.entries.get(entry.country or "")
    is_gone = state is not None and bool(state.end) and state.end < day
    if entry.country and not (is_gone and served):
        return entry.country
    return served[-1] if served else None
