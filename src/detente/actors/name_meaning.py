"""One meaning of a name, put in words: whom it names, by which name or office, from when to when.

In:  a sense, a person or an office, and a day.   Out: a ``NameMeaning``.
Does not: find the senses (explain.py), or take phrases apart (explain_phrase.py).
"""

from dataclasses import dataclass

from detente.actors.gazetteer import Gazetteer
from detente.actors.meanings import is_current
from detente.actors.persons import in_office, person_on
from detente.actors.senses import Entry, EntryKind, Holding, NameKind, Sense, holds

__all__ = ["NameMeaning", "code_of", "office_meaning", "sense_meaning", "time_of"]

_EXAMPLES = 4  # words that are shown of those that rule a name out


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMeaning:
    """One meaning of a name. ``code`` is an actor code as of the day, ``UNK`` if none follows.

    ``is_current``: the name, its bearer or an office holds on the day. ``why`` says by what
    name and through which office, for a person.
    """

    name: str
    code: str
    id: str | None
    actor: str
    kind: str
    office: str | None
    is_current: bool
    why: str
    source: str


def sense_meaning(gazetteer: Gazetteer, sense: Sense, day: str) -> NameMeaning:
    """Tell what a listed name means in one of its senses."""
    entry = gazetteer.entries.get(sense.actor)
    if entry is None:
        return NameMeaning(
            name=sense.name,
            code="UNK",
            id=None,
            actor="nobody",
            kind=sense.kind.value,
            office=None,
            is_current=True,
            why="a phrase that names no actor",
            source=sense.source,
        )
    if entry.kind is EntryKind.PERSON:
        return _person_meaning(gazetteer, sense, entry, day)
    is_place = sense.kind in {NameKind.PLACE, NameKind.PEOPLE}
    sector = None if is_place else sense.sector or entry.sector
    return NameMeaning(
        name=sense.name,
        code=code_of(entry.country, sector),
        id=entry.id,
        actor=entry.name,
        kind=sense.kind.value,
        office=None,
        is_current=is_current(gazetteer, sense, day),
        why=f"{sense.kind.value} of {entry.name}{time_of(sense.start, sense.end)}"
        + _exceptions(gazetteer, sense.name),
        source=sense.source,
    )


def office_meaning(gazetteer: Gazetteer, holding: Holding, name: str, day: str) -> NameMeaning:
    """Tell who held an office; his code and office are those of ``day`` if it held then."""
    entry = gazetteer.entries[holding.person]
    holds_then = holds(holding.start, holding.end, day)
    actor = in_office(entry, holding) if holds_then else person_on(gazetteer, entry, day)
    dates = time_of(holding.start, holding.end)
    return NameMeaning(
        name=name,
        code=actor.code,
        id=entry.id,
        actor=entry.name,
        kind="office",
        office=actor.office,
        is_current=holds_then,
        why=f"{entry.name}, {holding.title} of {holding.country}{dates}",
        source=holding.source,
    )


def code_of(country: str | None, sector: str | None) -> str:
    """Join a country and a sector to an actor code."""
    return "-".join(part for part in (country, sector) if part) or "UNK"


def time_of(start: str, end: str) -> str:
    """Write a stretch of time behind a name; nothing if both ends are open."""
    if not start and not end:
        return ""
    return f" ({start or 'open'} to {end or 'now'})"


def _exceptions(gazetteer: Gazetteer, name: str) -> str:
    """Tell in which longer names a name means nobody: "Georgia" in "Georgia Bulldogs"."""
    told = []
    for kind, longer in (("before", "{name} {word}"), ("after", "{word} {name}")):
        words = sorted(gazetteer.discards.get((name, kind), ()))
        told += [repr(longer.format(name=name, word=word)) for word in words[:_EXAMPLES]]
    return f"; not meant in {', '.join(told)} and the like" if told else ""


def _person_meaning(gazetteer: Gazetteer, sense: Sense, entry: Entry, day: str) -> NameMeaning:
    holding = gazetteer.holding(entry.id, day)
    others = gazetteer.by_person.get(entry.id, ())
    past = [one for one in others if one.start <= day]
    actor = person_on(gazetteer, entry, day)
    if holding is not None:
        dates = time_of(holding.start, holding.end)
        why = f"{sense.kind.value} of {entry.name}, {holding.title} of {holding.country}{dates}"
    elif others:
        word, near = ("once", past[-1]) if past else ("later", others[0])
        dates = time_of(near.start, near.end)
        why = f"{sense.kind.value} of {entry.name}, {word} {near.title}{dates}"
    else:
        why = f"{sense.kind.value} of {entry.name}"
    return NameMeaning(
        name=sense.name,
        code=actor.code,
        id=entry.id,
        actor=entry.name,
        kind=sense.kind.value,
        office=actor.office,
        is_current=holding is not None,
        why=why,
        source=holding.source if holding else sense.source,
    )
