"""Checked rows -> what the gazetteer knows: actors, times in office, meanings of names.

In:  tables.   Out: dictionaries to look things up in.
Does not: check anything (rows.py and checks.py did).
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from detente.actors.names import spellings
from detente.actors.senses import Entry, EntryKind, Holding, NameKind, Sense
from detente.actors.tables import Tables

__all__ = ["entries_of", "holdings_of", "senses_of"]

_KINDS = {kind.value: kind for kind in NameKind}
_RANKS = {"leader": 0, "minister": 1, "senior": 2, "military": 2, "party": 3, "legislature": 3}
_LOWEST = 4


def entries_of(tables: Tables) -> dict[str, Entry]:
    """Collect states, organisations and persons by id."""
    entries: dict[str, Entry] = {}
    for state in tables.states:
        entries[state.id] = Entry(
            id=state.id,
            kind=EntryKind.STATE,
            name=state.name,
            country=state.id,
            sector=None,
            start=state.start,
            end=state.end,
            source=state.source,
        )
    for organisation in tables.organisations:
        entries[organisation.id] = Entry(
            id=organisation.id,
            kind=EntryKind.ORGANISATION,
            name=organisation.name,
            country=organisation.country or None,
            sector=organisation.sector or None,
            parent=organisation.parent or None,
            form=organisation.kind,
            start=organisation.start,
            end=organisation.end,
            source=organisation.source,
        )
    for person in tables.persons:
        entries[person.id] = Entry(
            id=person.id,
            kind=EntryKind.PERSON,
            name=person.name,
            country=person.country or None,
            sector=person.sector or None,
            source=person.source,
        )
    return entries


def holdings_of(tables: Tables) -> tuple[Holding, ...]:
    """Join holders with their offices, in order of their beginning."""
    offices = {office.id: office for office in tables.offices}
    held = [
        Holding(
            office=row.office,
            title=offices[row.office].title,
            country=offices[row.office].country,
            sector=offices[row.office].sector,
            person=row.person,
            start=row.start,
            end=row.end,
            source=row.source,
            rank=_RANKS.get(offices[row.office].level, _LOWEST),
        )
        for row in tables.holders
    ]
    return tuple(sorted(held, key=lambda holding: holding.start))


def senses_of(tables: Tables) -> dict[str, list[Sense]]:
    """List the meanings of every name, under each of its spellings."""
    senses: dict[str, list[Sense]] = defaultdict(list)
    for sense in chain(_body_senses(tables), _person_senses(tables), _other_senses(tables)):
        name = sense.name
        if name.isascii() and "'" not in name:
            senses[name].append(sense)
        else:
            for spelling in spellings(name):
                senses[spelling].append(sense)
    return dict(senses)


def _body_senses(tables: Tables) -> Iterator[Sense]:
    for row in chain(tables.state_names, tables.organisation_names):
        yield Sense(
            name=row.name,
            actor=row.actor,
            kind=_KINDS[row.kind],
            start=row.start,
            end=row.end,
            sector=row.sector or None,
            source=row.source,
        )
    for body in tables.organisations:
        yield Sense(name=body.name, actor=body.id, kind=NameKind.NAME, source=body.source)


def _person_senses(tables: Tables) -> Iterator[Sense]:
    for person in tables.persons:
        yield Sense(name=person.name, actor=person.id, kind=NameKind.FULL, source=person.source)
    for name in tables.person_names:
        yield Sense(name=name.name, actor=name.person, kind=_KINDS[name.kind], source=name.source)


def _other_senses(tables: Tables) -> Iterator[Sense]:
    for place in tables.places:
        kind = NameKind.PEOPLE if place.kind == "people" else NameKind.PLACE
        yield Sense(name=place.name, actor=place.country, kind=kind, source=place.source)
    for discard in tables.discards:
        if discard.kind == "phrase":
            yield Sense(name=discard.name, actor="", kind=NameKind.DISCARD, source=discard.source)
