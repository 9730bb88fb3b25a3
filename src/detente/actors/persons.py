"""A known person -> the actor he is on a day.

In:  a gazetteer entry and a day.   Out: an actor with the office held, or what he is without.
Does not: look at the words of a report.
"""

from detente.actors.gazetteer import Gazetteer
from detente.actors.senses import Entry, Holding
from detente.records import Actor

__all__ = ["FORMER", "in_office", "person_on"]

FORMER = "ELI"  # PLOVER's sector for those who once held office
_GONE = frozenset({"CSK", "DDR", "SCG", "SUN", "YMD", "YUG"})


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
    last = max((one for one in held if one.start <= day), key=_start, default=None)
    is_gone = last is not None and entry.country in _GONE
    country = last.country if last is not None and is_gone else entry.country
    return Actor(
        country=country or (held[-1].country if held else None),
        sector=FORMER if is_former else entry.sector,
        id=entry.id,
        name=entry.name,
    )


def _start(holding: Holding) -> str:
    return holding.start
