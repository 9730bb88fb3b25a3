"""A phrase that no list has -> what its parts mean together: "President Bush", "Chinese hackers".

In:  a few words and a day.   Out: meanings, those that hold on the day first.
Does not: parse a sentence (the linker does), or guess for words that are in no list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.actors.gazetteer import Gazetteer
from detente.actors.name_meaning import NameMeaning, code_of, office_meaning, sense_meaning
from detente.actors.owners import Owner
from detente.actors.roles import relayed_sector
from detente.actors.rows import RoleRow
from detente.actors.senses import PERSONAL_NAMES, Entry, EntryKind, NameKind, Sense, holds
from detente.actors.titles import RoleWords
from detente.records import Actor

__all__ = ["phrase_meanings"]

_POSSESSIVES = ("'s", "\u2019s", "'", "\u2019")
_OF = frozenset({"of", "from", "in", "for", "at"})
_PAIR = ("two countries", "two nations", "two sides", "two states", "both sides", "both countries")
_NEVER = 2
_FEW = 3  # namesakes that are shown without having borne the title
_THE = frozenset({"the", "a", "an"})
_PERSONAL = PERSONAL_NAMES | {NameKind.SHORT}


@dataclass(frozen=True, slots=True)
class _Owned:
    """An owner, the words that tell it, and what is left of the phrase."""

    entry: Entry
    sense: Sense
    rest: str


def phrase_meanings(gazetteer: Gazetteer, phrase: str, day: str) -> list[NameMeaning]:
    """Take a phrase apart and list its meanings, best first; empty if its parts are unknown."""
    ways = (_role_alone, _pair, _titled, _owned_role)
    for way in ways:
        found = list(way(gazetteer, phrase, day))
        if found:
            return sorted(found, key=lambda meaning: not meaning.is_current)
    return []


def _role_alone(gazetteer: Gazetteer, phrase: str, _day: str) -> Iterator[NameMeaning]:
    row = _role(gazetteer, phrase)
    if row is not None:
        why = f"role noun ({row.kind}); its country is that of its owner"
        yield _role_meaning(row, phrase, code_of(row.country, row.sector), why)


def _pair(gazetteer: Gazetteer, phrase: str, _day: str) -> Iterator[NameMeaning]:
    """Explain "two countries' militaries": whose they are, only a report can tell."""
    for words in _PAIR:
        rest = phrase.lower().removeprefix(words)
        if rest == phrase.lower():
            continue
        after = rest.lstrip("'\u2019").strip()
        row = _role(gazetteer, after) if after else None
        if not after:
            yield _nobody(words, "UNK", "the two states that the report named last")
        elif row is not None:
            yield _nobody(
                phrase, row.sector, f"{row.noun!r} of the two states that the report named last"
            )


def _titled(gazetteer: Gazetteer, phrase: str, day: str) -> Iterator[NameMeaning]:
    """Explain a title before a person's name; who never bore the title comes last."""
    words = phrase.split()
    for cut in range(1, len(words)):
        title, name = " ".join(words[:cut]), " ".join(words[cut:])
        owned = next(_owners_before(gazetteer, title, day), None)
        row = _role(gazetteer, owned.rest if owned else title)
        people = [sense for sense in gazetteer.senses(name) if _is_person(gazetteer, sense)]
        if row is None or not people:
            continue
        found = [_bearer(gazetteer, sense, row, day) for sense in people]
        country = owned.entry.country if owned else None
        own = [pair for pair in found if country in {None, pair[1].code.partition("-")[0]}]
        own.sort(key=lambda pair: pair[0])
        bearers = [meaning for rank, meaning in own if rank < _NEVER]
        yield from bearers or [meaning for _, meaning in own[:_FEW]]
        yield from (meaning for _, meaning in own[len(bearers) : len(bearers) + _FEW] if bearers)
        return


def _bearer(gazetteer: Gazetteer, sense: Sense, row: RoleRow, day: str) -> tuple[int, NameMeaning]:
    """Tell whether somebody bore a title on the day (0), ever (1) or never (2)."""
    plain = sense_meaning(gazetteer, sense, day)
    held = gazetteer.holding(sense.actor, day, row.noun)
    if held is not None:
        then = office_meaning(gazetteer, held, sense.name, day)
        return (0 if then.is_current else 1), _by_name(then, sense)
    ever = gazetteer.ever_held(sense.actor, row.noun)
    if ever is not None:
        return 1, _by_name(office_meaning(gazetteer, ever, sense.name, day), sense)
    return _NEVER, replace(plain, is_current=False, why=f"{plain.why}; never {row.noun}")


def _by_name(office: NameMeaning, sense: Sense) -> NameMeaning:
    kind = sense.kind.value
    return replace(office, kind=kind, why=f"{kind} of {office.why}")


def _owned_role(gazetteer: Gazetteer, phrase: str, day: str) -> Iterator[NameMeaning]:
    """Explain an owner's office, by its holders, or an owner's people."""
    for owned in (*_owners_before(gazetteer, phrase, day), *_owners_after(gazetteer, phrase, day)):
        if owned.rest.lower() in gazetteer.things:
            why = f"{owned.rest!r} is a thing: {owned.sense.name!r} only tells its kind"
            yield _nobody(phrase, "UNK", why)
            return
        holders = list(_holders(gazetteer, owned, phrase, day))
        yield from holders
        row = _role(gazetteer, owned.rest)
        if row is not None and not any(meaning.is_current for meaning in holders):
            yield _people(owned, row, phrase)


def _holders(gazetteer: Gazetteer, owned: _Owned, phrase: str, day: str) -> Iterator[NameMeaning]:
    """List who held the office that the words mean: on the day, right before and right after."""
    country = owned.entry.country or ""
    held = gazetteer.holder(country, owned.rest.lower(), day)
    if held is None or owned.entry.kind is not EntryKind.STATE:
        return
    yield office_meaning(gazetteer, held, phrase, day)
    line = [one for one in gazetteer.holdings if one.office == held.office]
    place = line.index(held)
    for rival in (*line[max(0, place - 1) : place], *line[place + 1 : place + 2]):
        if rival.person != held.person and not holds(rival.start, rival.end, day):
            yield office_meaning(gazetteer, rival, phrase, day)


def _people(owned: _Owned, row: RoleRow, phrase: str) -> NameMeaning:
    """Join a role noun to its owner, as the linker does."""
    entry = owned.entry
    sector = entry.sector if entry.kind is EntryKind.ORGANISATION else owned.sense.sector
    if owned.sense.kind in {NameKind.CAPITAL, NameKind.METONYM} and sector == "GOV":
        sector = None
    actor = Actor(country=entry.country, sector=sector, id=entry.id, name=entry.name)
    joined = relayed_sector(RoleWords(row, 0, 0), [Owner(actor=actor, last=0)])
    told = f"{owned.sense.name!r} is {owned.sense.kind.value} of {entry.name}"
    why = f"{row.noun!r} is a role noun ({row.sector}); {told}"
    return _role_meaning(row, phrase, code_of(entry.country, joined), why)


def _owners_before(gazetteer: Gazetteer, phrase: str, day: str) -> Iterator[_Owned]:
    """Find the longest name that a phrase starts with, in each of its senses."""
    words = phrase.split()
    for cut in range(len(words) - 1, 0, -1):
        found = list(_owners(gazetteer, " ".join(words[:cut]), " ".join(words[cut:]), day))
        if found:
            yield from found
            return


def _owners_after(gazetteer: Gazetteer, phrase: str, day: str) -> Iterator[_Owned]:
    """Find the name after "of", "from", "in", in each of its senses."""
    words = phrase.split()
    for index, word in enumerate(words[1:-1], start=1):
        if word in _OF:
            name = [other for other in words[index + 1 :] if other not in _THE]
            yield from _owners(gazetteer, " ".join(name), " ".join(words[:index]), day)


def _owners(gazetteer: Gazetteer, name: str, rest: str, day: str) -> Iterator[_Owned]:
    for ending in _POSSESSIVES:
        name = name.removesuffix(ending)
    seen: set[str] = set()
    for written in dict.fromkeys((name, name.title())):
        for sense in gazetteer.senses(written):
            entry = gazetteer.entries.get(sense.actor)
            is_body = entry is not None and entry.kind is not EntryKind.PERSON
            if entry is not None and is_body and entry.id not in seen:
                seen.add(entry.id)
                if holds(entry.start, entry.end, day) and holds(sense.start, sense.end, day):
                    yield _Owned(entry, sense, rest)


def _role(gazetteer: Gazetteer, words: str) -> RoleRow | None:
    """Look up a role noun; "Foreign Minister" in small letters, plurals in the singular."""
    low = words.lower()
    singulars = (
        low,
        low.removesuffix("s"),
        f"{low.removesuffix('ies')}y",
        low.replace("men", "man"),
    )
    return next((row for word in singulars if (row := gazetteer.roles.get(word))), None)


def _role_meaning(row: RoleRow, phrase: str, code: str, why: str) -> NameMeaning:
    return NameMeaning(
        name=phrase,
        code=code,
        id=None,
        actor=row.noun,
        kind="role",
        office=None,
        is_current=True,
        why=why,
        source=row.source,
    )


def _nobody(phrase: str, code: str, why: str) -> NameMeaning:
    return NameMeaning(
        name=phrase,
        code=code,
        id=None,
        actor="nobody" if code == "UNK" else phrase,
        kind="group",
        office=None,
        is_current=True,
        why=why,
        source="this project",
    )


def _is_person(gazetteer: Gazetteer, sense: Sense) -> bool:
    entry = gazetteer.entries.get(sense.actor)
    return entry is not None and entry.kind is EntryKind.PERSON and sense.kind in _PERSONAL
