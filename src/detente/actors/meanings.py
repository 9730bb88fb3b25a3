"""What a name, or a phrase that no list has, means: in its place in a sentence, or asked for alone.

In:  a name or a few words, and a day.   Out: meanings, wrong ones struck out, the likeliest first,
each with dates and source; the code of a side; the holder whom another spelling means.
Does not: build actors (named.py does), parse a sentence, or guess: what a person calls a side is
refused where it is no state of the gazetteer, nor of one's own files, nor a body with a code.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from detente.actors.gazetteer import Gazetteer
from detente.actors.gazetteer_files import RoleRow
from detente.actors.roles import Owner, relayed_sector
from detente.actors.senses import (
    PERSONAL_NAMES,
    Entry,
    EntryKind,
    Holding,
    NameKind,
    Sense,
    day_key,
    holds,
)
from detente.actors.titles import RoleWords, holder_of, person_on
from detente.errors import UnknownCode
from detente.language.letters import unmarked
from detente.language.names import longer_name
from detente.records import Actor, Sentence, Token

_RANK = {
    NameKind.FULL: 0,
    NameKind.TRANSLITERATION: 0,
    NameKind.NAME: 1,
    NameKind.SHORT: 2,
    NameKind.ACRONYM: 2,
    NameKind.ADJECTIVE: 3,
    NameKind.DEMONYM: 4,
    NameKind.METONYM: 5,
    NameKind.CAPITAL: 5,
    NameKind.SURNAME: 6,
    NameKind.PEOPLE: 7,
    NameKind.PLACE: 8,
    NameKind.DISCARD: 9,
}
_NO_LETTER = re.compile(r"\W+")
OWN_FIRST = "; your own list goes before the packaged one"
_PARTICLES = frozenset({"da", "de", "del", "di", "do"})
TOWNS = frozenset({NameKind.CAPITAL, NameKind.PLACE})
_PEOPLES = frozenset({NameKind.ADJECTIVE, NameKind.DEMONYM})
_AGAINST_OR_FOR = ("anti", "pro", "ex", "non", "post", "trans", "pre")


def is_discarded(
    gazetteer: Gazetteer, sentence: Sentence, tokens: Sequence[Token], name: str
) -> bool:
    """Whether the words around a name say that it does not mean its actor.

    A single word inside a longer person's name ("Michael Jordan") never means a state or a firm.
    """
    first, last = tokens[0], tokens[-1]
    if first.index > 1 and sentence.tokens[first.index - 1].text == "-":
        return sentence.tokens[first.index - 2].text.lower() in _AGAINST_OR_FOR
    before = sentence.tokens[first.index - 1].text if first.index else ""
    after = sentence.tokens[last.index + 1].text if last.index + 1 < len(sentence.tokens) else ""
    return (
        first.text.lower().startswith(tuple(f"{word}-" for word in _AGAINST_OR_FOR))
        or before in gazetteer.discards.get((name, "after"), ())
        or after in gazetteer.discards.get((name, "before"), ())
        or _is_common_word(gazetteer, tokens, name)
        or _is_product(gazetteer, name, after)
        or _is_part_of_name(gazetteer, sentence, tokens, name)
    )


def _is_part_of_name(
    gazetteer: Gazetteer, sentence: Sentence, tokens: Sequence[Token], name: str
) -> bool:
    """Whether it is a word of another's name: "Mocímboa da Praia", "Leandra English"."""
    first, senses = tokens[0], gazetteer.senses(name)
    before = sentence.tokens[first.index - 1].text if first.index else ""
    if before in _PARTICLES and all(sense.kind in TOWNS for sense in senses):
        return True
    longer = longer_name(sentence, first.index, tokens[-1].index)
    if longer.label != "PERSON":
        return False
    if first.pos == "PROPN" and any(sense.kind in _PEOPLES for sense in senses):
        return longer.begins_before
    is_within = len(tokens) == 1 and (longer.begins_before or bool(longer.after))
    return is_within and any(
        sense.kind in {NameKind.NAME, NameKind.SHORT}
        and gazetteer.entry(sense.actor).kind is not EntryKind.PERSON
        for sense in senses
    )


def abbreviates(acronym: str, name: str) -> bool:
    """Whether capitals are the first letters of a name's words, or of its last: "PRC"."""
    words = [word for word in _NO_LETTER.split(name) if word]
    capitals = "".join(word[0] for word in words if word[0].isupper())
    initials = "".join(word[0] for word in words).upper()
    is_one = len(acronym) > 1 and acronym.isupper()
    return is_one and (capitals.endswith(acronym) or initials.endswith(acronym))


def ranked(gazetteer: Gazetteer, senses: Iterable[Sense], day: str) -> tuple[Sense, ...]:
    """Order meanings: a user's own and those that hold on ``day`` first, then the most direct."""
    return tuple(
        sorted(
            senses,
            key=lambda sense: (
                not (gazetteer.is_own(sense) and _in_its_time(gazetteer, sense, day)),
                not is_current(gazetteer, sense, day),
                _RANK[sense.kind],
                sense.start == "",
            ),
        )
    )


def is_current(gazetteer: Gazetteer, sense: Sense, day: str) -> bool:
    """Whether a name, and whoever bears it, holds on ``day``; for persons, in an office."""
    entry = gazetteer.entries.get(sense.actor)
    if entry is not None and entry.kind is EntryKind.PERSON:
        is_in_office = gazetteer.holding(entry.id, day) is not None
        return is_in_office and holds(sense.start, sense.end, day)
    return _in_its_time(gazetteer, sense, day)


def _in_its_time(gazetteer: Gazetteer, sense: Sense, day: str) -> bool:
    """Whether a name, and a body that bears it, exists on ``day``."""
    if not holds(sense.start, sense.end, day):
        return False
    entry = gazetteer.entries.get(sense.actor)
    return (
        entry is None
        or entry.kind is not EntryKind.ORGANISATION
        or holds(entry.start, entry.end, day)
    )


def _is_common_word(gazetteer: Gazetteer, tokens: Sequence[Token], name: str) -> bool:
    """Whether a word is capital only because it starts the sentence: "Labour costs rose"."""
    token = tokens[0]
    if len(tokens) > 1 or token.index > 0 or token.text.isupper() or token.entity is not None:
        return False
    entries = [gazetteer.entries.get(sense.actor) for sense in gazetteer.senses(name)]
    is_body = all(entry and entry.kind is EntryKind.ORGANISATION for entry in entries)
    return is_body and token.pos != "PROPN"


def _is_product(gazetteer: Gazetteer, name: str, after: str) -> bool:
    """Whether a firm's name stands before a model: "a Boeing 777", "an Iran Air Airbus A300"."""
    is_model = any(char.isdigit() for char in after)
    return _is_firm(gazetteer, name) and (is_model or _is_firm(gazetteer, after))


def _is_firm(gazetteer: Gazetteer, name: str) -> bool:
    entries = [gazetteer.entries.get(sense.actor) for sense in gazetteer.senses(name)]
    return bool(entries) and all(entry is not None and entry.form == "firm" for entry in entries)


_ARTICLES = ("the ", "The ")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMeaning:
    """One meaning of a name. ``code`` is an actor code as of the day, ``UNK`` if none follows.

    ``is_current``: the name, its bearer or an office holds on the day. ``why`` says by what
    name and through which office, for a person. ``wikipedia``: title of the English article;
    ``wikidata``: the item, as Q30.
    """

    name: str
    code: str
    id: str | None = None
    actor: str
    kind: str
    office: str | None = None
    is_current: bool = True
    why: str
    source: str
    wikipedia: str | None = None
    wikidata: str | None = None


# --- A name -> what it means as of a day, and why.
def explain_name(gazetteer: Gazetteer, name: str, as_of: date | None = None) -> list[NameMeaning]:
    """List everything that ``name`` can mean, best first: the others are its rivals.

    A name in the wrong case ("white house") is tried as given, then in title and upper case. What
    no list has is taken apart: a title before a name ("President Bush"), an owner's office
    ("China's top diplomat"), an owner's people ("Chinese hackers"). Without a day, what is open
    now holds. Empty if nothing fits.
    """
    meanings = _meanings(gazetteer, name, day_key(as_of))
    titles, items = gazetteer.wikipedia, gazetteer.wikidata
    return [
        replace(one, wikipedia=titles.get(one.id), wikidata=items.get(one.id)) if one.id else one
        for one in meanings
    ]


def _meanings(gazetteer: Gazetteer, name: str, day: str) -> list[NameMeaning]:
    given = " ".join(name.split())
    words = _without_article(given)
    for written in dict.fromkeys((name, words, words.title(), words.upper())):
        senses = ranked(gazetteer, gazetteer.senses(written), day)
        if senses:
            first, *others = _told_once(sense_meaning(gazetteer, one, day) for one in senses)
            is_own = gazetteer.is_own(senses[0])
            if not is_own and all(sense.kind is NameKind.SURNAME for sense in senses):
                roles = list(_role_alone(gazetteer, words, day))
                return roles if roles and words != given else [*roles, first, *others]
            first = replace(first, why=first.why + OWN_FIRST) if is_own and others else first
            return [first, *others]
    return phrase_meanings(gazetteer, words, day)


def _told_once(meanings: Iterable[NameMeaning]) -> list[NameMeaning]:
    """Leave out meanings that differ in the spelling of the name alone."""
    told: dict[NameMeaning, NameMeaning] = {}
    for one in meanings:
        told.setdefault(replace(one, name=""), one)
    return list(told.values())


def _without_article(name: str) -> str:
    for article in _ARTICLES:
        name = name.removeprefix(article)
    return name


# --- A phrase that no list has -> what its parts mean together: "President Bush", "Chinese
# hackers".
_POSSESSIVES = ("'s", "\u2019s", "'", "\u2019")
_OF = frozenset({"of", "from", "in", "for", "at"})
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
    ways = (_role_alone, _titled, _owned_role)
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


def _titled(gazetteer: Gazetteer, phrase: str, day: str) -> Iterator[NameMeaning]:
    """Explain a title before a person's name; who never bore the title comes last."""
    words = phrase.split()
    for cut in range(1, len(words)):
        title, name = " ".join(words[:cut]), " ".join(words[cut:])
        owned = next(_owners_before(gazetteer, title, day), None)
        row = _role(gazetteer, owned.rest if owned else title)
        people = [sense for sense in gazetteer.senses(name) if _is_persons_sense(gazetteer, sense)]
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
            yield _nobody(phrase, "group", why, "this project")
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
        name=phrase, code=code, actor=row.noun, kind="role", why=why, source=row.source
    )


def _nobody(name: str, kind: str, why: str, source: str) -> NameMeaning:
    return NameMeaning(name=name, code="UNK", actor="nobody", kind=kind, why=why, source=source)


def _is_persons_sense(gazetteer: Gazetteer, sense: Sense) -> bool:
    entry = gazetteer.entries.get(sense.actor)
    return entry is not None and entry.kind is EntryKind.PERSON and sense.kind in _PERSONAL


# --- One meaning of a name, put in words: whom it names, by which name or office, from when to
# when.
_EXAMPLES = 4  # words that are shown of those that rule a name out


def sense_meaning(gazetteer: Gazetteer, sense: Sense, day: str) -> NameMeaning:
    """Tell what a listed name means in one of its senses."""
    entry = gazetteer.entries.get(sense.actor)
    if entry is None:
        why = "a phrase that names no actor"
        return _nobody(sense.name, sense.kind.value, why, sense.source)
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
        is_current=is_current(gazetteer, sense, day),
        why=f"{sense.kind.value} of {entry.name}{time_of(sense.start, sense.end)}"
        + _exceptions(gazetteer, sense.name),
        source=sense.source,
    )


def office_meaning(gazetteer: Gazetteer, holding: Holding, name: str, day: str) -> NameMeaning:
    """Tell who held an office; his code and office are those of ``day`` if it held then."""
    entry = gazetteer.entries[holding.person]
    holds_then = holds(holding.start, holding.end, day)
    actor = holder_of(gazetteer, holding) if holds_then else person_on(gazetteer, entry, day)
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


# --- What a person calls a side -> its country code and name.
NON_STATE_SIDES = {
    "EUR": "European Union",
    "IGO": "international organisations",
    "IMG": "international militant groups",
    "ISM": "international Islamist militants",
    "MNC": "multinational companies",
    "NGO": "non-governmental organisations",
    "UNO": "United Nations",
}  # PLOVER 2.0
_ALIKE = 0.6  # share of equal letters from which a name is offered instead
_OFFERED = 3


def resolve_side(written: str, gazetteer: "Gazetteer") -> tuple[str, str | None]:
    """Find the code of a side, and its name where the gazetteer has one.

    Raises:
        UnknownCode: it is neither a code nor the name of a state or of a body with a code; the
            message offers the nearest, or the code under which a body's acts are told.
    """
    code = written.strip().upper()
    if code in gazetteer.states:
        return code, gazetteer.entry(code).name
    if code in NON_STATE_SIDES:
        return code, NON_STATE_SIDES[code]
    for meaning in explain_name(gazetteer, written):
        if meaning.id is not None and meaning.id in gazetteer.states:
            return meaning.id, meaning.actor
        if NON_STATE_SIDES.get(meaning.code) == meaning.actor:
            return meaning.code, meaning.actor
    raise UnknownCode(_refusal(written, gazetteer))


def namesakes(written: str, code: str, gazetteer: "Gazetteer") -> list[str]:
    """Name the other states that bear the words in their name: North Korea, of "Korea"."""
    names = {other: gazetteer.entry(other).name for other in sorted(gazetteer.states)}
    words = written.strip().lower()
    if code not in names or words in {code.lower(), names[code].lower()}:
        return []
    bears = re.compile(rf"\b{re.escape(words)}\b")
    return [
        f"{other} ({name})"
        for other, name in names.items()
        if other != code and bears.search(name.lower())
    ]


def _refusal(written: str, gazetteer: "Gazetteer") -> str:
    near = _holder(written, gazetteer) or _nearest(written, gazetteer)
    offer = f"did you mean {', '.join(dict.fromkeys(near))}? " if near else ""
    return (
        f"no state is known as {written!r}; {offer}write three letters as CHN, USA or EUR, or a"
        " name; --actors FILE adds states of your own"
    )


def _holder(written: str, gazetteer: "Gazetteer") -> list[str]:
    """The code that stands for a body or person, and for others: ``IGO`` for NATO."""
    for meaning in explain_name(gazetteer, written):
        code = meaning.code.partition("-")[0]
        if code in NON_STATE_SIDES:
            return [f"{code} ({NON_STATE_SIDES[code]}, {meaning.actor} among them)"]
        if code in gazetteer.states:
            return [f"{code} ({gazetteer.entry(code).name}, {meaning.actor} among its actors)"]
    return []


def _nearest(written: str, gazetteer: "Gazetteer") -> list[str]:
    known = {code: gazetteer.entry(code).name for code in sorted(gazetteer.states)}
    known |= NON_STATE_SIDES
    codes = {name.lower(): code for code, name in known.items()}
    names = get_close_matches(written.lower(), codes, n=_OFFERED, cutoff=_ALIKE)
    near = [codes[name] for name in names]
    near += get_close_matches(written.upper(), sorted(known), n=_OFFERED, cutoff=_ALIKE)
    return [f"{code} ({known[code]})" for code in near[:_OFFERED]]


# --- A name in another spelling -> the office holder who is meant.
SIMILAR = 80.0  # "Sergej Lavrow" to "Sergey Lavrov" is 85
_NO_PARTICLE = 3  # letters: "al", "el"
_LIKE_WORD = 70.0  # of words of a name: "Lavrow" to "Lavrov" is 83
_LIKE = 60.0  # of given names: "Oleksandr" to "Aleksander" is 74
_SURE_MARGIN = 30.0  # a lead over the rival from which the score is full


@dataclass(frozen=True, slots=True)
class Similar:
    """A person with a similar name. ``margin`` is 0..1: the lead over the next holder."""

    person: str
    margin: float


def most_similar(gazetteer: Gazetteer, country: str, name: str, day: str) -> Similar | None:
    """Find the holder of an office in ``country`` on ``day`` whose name is closest."""
    if " " not in name:
        return None
    from rapidfuzz import fuzz  # noqa: PLC0415  # rarely needed

    wanted = _plain(name)
    found = [
        (max(fuzz.token_sort_ratio(wanted, known) for known in alike), person)
        for person, names in gazetteer.holders_in(country, day)
        if (alike := [known for known in map(_plain, names) if _are_alike(wanted, known)])
    ]
    if not found:
        return None
    found.sort(key=lambda pair: (-pair[0], pair[1]))
    best, person = found[0]
    rival = found[1][0] if len(found) > 1 else 0.0
    if best < SIMILAR or best == rival:
        return None
    return Similar(person, round(min(1.0, (best - rival) / _SURE_MARGIN), 3))


def _are_alike(one: str, other: str) -> bool:
    """Whether each word of the shorter name is like one of the other: not "Grill", "Gillard"."""
    from rapidfuzz import fuzz  # noqa: PLC0415  # rarely needed

    words = ([word for word in name.split() if len(word) >= _NO_PARTICLE] for name in (one, other))
    few, many = sorted(words, key=len)
    return all(any(fuzz.ratio(word, like) >= _LIKE_WORD for like in many) for word in few)


def may_be_called(gazetteer: Gazetteer, person: str, given: Iterable[str], surname: str) -> bool:
    """Whether one of some given names may be a person's, in any spelling: "Sergej" for Sergey."""
    from rapidfuzz import fuzz  # noqa: PLC0415  # rarely needed

    known = {part for name in gazetteer.full_names[person] for part in _plain(name).split()}
    known -= set(_plain(surname).split())
    return any(
        one[0] == part[0] or fuzz.ratio(one, part) >= _LIKE
        for one in map(_plain, given)
        for part in known
    )


def _plain(name: str) -> str:
    return unmarked(name).lower().replace("-", " ")
