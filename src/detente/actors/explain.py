"""A name -> what it means as of a day, and why.

In:  a name and a day.   Out: its meanings, the likeliest first, each with dates and source.
Does not: read a sentence: what a name means in its place, a link's ``reason`` and ``rivals`` tell.
"""

from dataclasses import dataclass
from datetime import date

from detente.actors.gazetteer import Gazetteer
from detente.actors.meanings import is_current, ranked
from detente.actors.persons import person_on
from detente.actors.senses import EntryKind, NameKind, Sense, day_key

__all__ = ["NameMeaning", "explain_name"]


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


def explain_name(gazetteer: Gazetteer, name: str, as_of: date | None = None) -> list[NameMeaning]:
    """List everything that ``name`` can mean, best first; empty if the gazetteer has no such name.

    A name in the wrong case ("white house") is tried as given, then in title and upper case. A
    role noun ("hackers") is a meaning, too. Without a day, what is open now holds.
    """
    day = day_key(as_of)
    for written in dict.fromkeys((name, name.title(), name.upper())):
        senses = ranked(gazetteer, gazetteer.senses(written), day)
        if senses:
            return [_meaning(gazetteer, sense, day) for sense in senses]
    return _role_meaning(gazetteer, name)


def _meaning(gazetteer: Gazetteer, sense: Sense, day: str) -> NameMeaning:
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
        return _person_meaning(gazetteer, sense, day)
    is_place = sense.kind in {NameKind.PLACE, NameKind.PEOPLE}
    sector = None if is_place else sense.sector or entry.sector
    return NameMeaning(
        name=sense.name,
        code=_code(entry.country, sector),
        id=entry.id,
        actor=entry.name,
        kind=sense.kind.value,
        office=None,
        is_current=is_current(gazetteer, sense, day),
        why=f"{sense.kind.value} of {entry.name}{_dates(sense.start, sense.end)}",
        source=sense.source,
    )


def _person_meaning(gazetteer: Gazetteer, sense: Sense, day: str) -> NameMeaning:
    entry = gazetteer.entries[sense.actor]
    holding = gazetteer.holding(entry.id, day)
    past = gazetteer.by_person.get(entry.id, ())
    actor = person_on(gazetteer, entry, day)
    if holding is not None:
        dates = _dates(holding.start, holding.end)
        why = f"{sense.kind.value} of {entry.name}, {holding.title} of {holding.country}{dates}"
    elif past:
        last = past[-1]
        why = f"{sense.kind.value} of {entry.name}, once {last.title}{_dates(last.start, last.end)}"
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


def _role_meaning(gazetteer: Gazetteer, name: str) -> list[NameMeaning]:
    row = gazetteer.roles.get(name.lower())
    if row is None:
        return []
    meaning = NameMeaning(
        name=row.noun,
        code=row.sector,
        id=None,
        actor=row.noun,
        kind="role",
        office=None,
        is_current=True,
        why=f"role noun ({row.kind}); its country is that of its owner",
        source=row.source,
    )
    return [meaning]


def _code(country: str | None, sector: str | None) -> str:
    return "-".join(part for part in (country, sector) if part) or "UNK"


def _dates(start: str, end: str) -> str:
    if not start and not end:
        return ""
    return f" ({start or 'open'} to {end or 'now'})"
