"""Phrases headed by a name, known or not -> actors.

In:  a phrase headed by a person's, a state's or an organisation's name.   Out: the actor of that
name as of the day; for a name that the gazetteer does not know an actor marked as guessed, with
country and sector from title, apposition or what the report said before.
Does not: look at names that only modify the head (roles.py does), or invent a country where the
words give none.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from detente.actors.gazetteer import PROMINENT
from detente.actors.guesses import CRIMINAL, at_large, captor, is_accused, seat_of_speech
from detente.actors.meanings import OWN_FIRST, is_current, may_be_called, most_similar, ranked
from detente.actors.roles import hit_actor, named_owners, owners, relayed_sector
from detente.actors.senses import UNDATED, Entry, EntryKind, Holding, NameKind, Sense
from detente.actors.titles import (
    RoleWords,
    find_role,
    has_honorific,
    holder_of,
    is_former,
    once,
    outdoes,
    person_on,
    title_before,
)
from detente.actors.view import Hit, Resolution, View
from detente.codebook import ARMED, BODIES, ORGANS
from detente.language.months import MONTHS
from detente.language.names import longer_name
from detente.language.tree import PLURAL, Phrase, prepositional
from detente.records import Actor, MentionKind, Token

# Bodies whose like other states have under the same name: "Norland's Labour Party".
_EVERYWHERE = frozenset(
    {"ministry", "party", "parliament", "court", "police", "armed forces", "organ", "command",
     "intelligence", "union", "mission"}
)  # fmt: skip
_LISTED = ARMED | {"OPP"}  # no title makes these something else
_SHARED = frozenset({NameKind.FULL, NameKind.TRANSLITERATION, NameKind.SHORT})
_PARTICLE = 2  # letters of "al"
_LAST = 9  # behind every rank of an office
_SURNAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC"})


def named_actor(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a phrase whose head belongs to a known name."""
    hit = view.hit_at(phrase.head)
    if hit is None:
        return None
    defined = _defined(view, hit)
    if defined is not None:
        return Resolution(
            actors=(defined,),
            kind=MentionKind.ENTITY,
            first=hit.first,
            last=hit.last,
            score=0.6,
            reason=f"{hit.name!r} as the report defines it",
        )
    title = title_before(view, phrase, hit.first)
    senses = [sense for sense in hit.senses if _fits(view, phrase, sense, (hit, title))]
    if not senses:
        return None
    chosen, *others = _ordered(view, phrase, senses, title)
    rivals = tuple(dict.fromkeys(other.actor for other in others if other.actor != chosen.actor))
    entry = view.gazetteer.entries[chosen.actor]
    is_person = entry.kind is EntryKind.PERSON
    if is_person:
        actor = _person(view, phrase, entry, (title, hit.first))
    else:
        actor = _body(view, phrase, entry, chosen)
    return Resolution(
        actors=(actor,),
        kind=MentionKind.NAME,
        first=hit.first,
        last=hit.last,
        score=_score(chosen, rivals),
        reason=_reason(view, chosen, rivals),
        rivals=rivals,
        is_person=is_person or _is_one_human(view, phrase, chosen),
        absorbed=((title.first, title.last),) if title else (),
    )


def _defined(view: View, hit: Hit) -> Actor | None:
    """Find whom the report itself calls by an abbreviation: "the Fair Trade Alliance (FTA)"."""
    told = view.memory.named(hit.name)
    is_other = told is not None and told.id not in {sense.actor for sense in hit.senses}
    return told if is_other and hit.name in view.memory.defined else None


def _ordered(
    view: View, phrase: Phrase, senses: list[Sense], title: RoleWords | None
) -> list[Sense]:
    """Order meanings: whose the words say first, whoever bears the title, then by day.

    "Norland's King Holm" is no other state's. The report speaks for a meaning of an acronym or of
    a shared full name when it names that actor's country.
    """
    order = ranked(view.gazetteer, senses, view.day)
    owned = {owner.actor.country for owner in named_owners(view, phrase)} if senses[1:] else set()
    owned &= view.gazetteer.states

    hit = view.hit_at(phrase.head)
    longer = longer_name(view.sentence, hit.first, hit.last) if hit else None
    given = [token.text for token in longer.before] if longer else []
    are_surnames = all(sense.kind is NameKind.SURNAME for sense in senses)
    are_shared = all(sense.kind in _SHARED for sense in senses)
    are_several = are_shared and len({sense.actor for sense in senses}) > 1
    countries = {view.gazetteer.entries[sense.actor].country for sense in senses}

    def misfit(sense: Sense) -> tuple[int, ...]:  # the better, the smaller
        entry = view.gazetteer.entries[sense.actor]
        if not owned.isdisjoint(countries) and entry.country not in owned:
            return 3, 0
        told = view.memory.named(sense.name), view.memory.named(entry.name)
        if any(one is not None and one.id == entry.id for one in told):
            return -2, 0
        if view.gazetteer.is_own(sense) and sense == order[0]:
            return -1, 0
        unheard = 0 if entry.country in view.memory.countries else 1
        if title is None or entry.kind is not EntryKind.PERSON:
            is_unheard = unheard if are_several or sense.kind is NameKind.ACRONYM else 0
            is_past = are_several and not is_current(view.gazetteer, sense, view.day)
            return 0, is_past, is_unheard, *(_standing(view, sense, given) if are_surnames else ())
        held = view.gazetteer.holding(entry.id, view.day, title.row.noun)
        if held is not None:
            return 0, not _is_called(view, sense, given), *_era(view, held)
        return (1 if view.gazetteer.ever_held(entry.id, title.row.noun) else 2), 0

    return sorted(order, key=misfit)


def _standing(view: View, sense: Sense, given: Collection[str]) -> tuple[int, ...]:
    """Tell how high the bearer of a surname stands: his office that day, then all his offices."""
    held = view.gazetteer.holding(sense.actor, view.day)
    if held is None:
        return _LAST, 0
    offices = -len(view.gazetteer.by_person[sense.actor])
    return held.rank, not _is_called(view, sense, given), *_era(view, held), offices


def _is_called(view: View, sense: Sense, given: Collection[str]) -> bool:
    """Whether one of the given names that stand before a surname is its bearer's."""
    theirs = " ".join(view.gazetteer.full_names.get(sense.actor, ())).split()
    return not set(given).isdisjoint(theirs)


def _era(view: View, held: Holding) -> tuple[int, int]:
    """Order namesakes in a report without a day: in office in a year that it tells, then late."""
    if view.day != UNDATED:
        return 0, 0
    first, last = held.start[:4], held.end[:4] or UNDATED
    is_of_year = any(first <= year <= last for year in view.memory.years)
    return not is_of_year, -int(first or 0)


def _fits(view: View, phrase: Phrase, sense: Sense, name: tuple[Hit, RoleWords | None]) -> bool:
    match sense.kind:
        case NameKind.DISCARD:
            return False
        case NameKind.METONYM | NameKind.CAPITAL | NameKind.PLACE:
            return not is_whereabouts(view, phrase.head)
        case NameKind.SURNAME | NameKind.SHORT if _is_person(view, sense):
            return _is_surname_here(view, phrase, sense, name)
        case _:
            return True


def _is_surname_here(
    view: View, phrase: Phrase, sense: Sense, name: tuple[Hit, RoleWords | None]
) -> bool:
    """A surname alone needs a title, an earlier full name, or NER and an office held that day."""
    hit, title = name
    if _is_of_another(view, phrase, sense, name):
        return False
    known = view.memory.named(sense.name)
    if known is not None:
        return known.id == sense.actor
    if has_honorific(view, phrase, hit.first):
        return view.gazetteer.holding(sense.actor, view.day) is not None
    if title is not None:
        office = title.row.noun.removeprefix("ex-")
        return view.gazetteer.ever_held(sense.actor, office) is not None
    if view.tokens[hit.first].pos == "PRON":
        return False  # "He" may be anybody, though Mr. He was named
    before = view.tokens[hit.first - 1] if 0 < hit.first != phrase.first else None
    is_alone = before is None or before.pos not in {"PROPN", "DET"}
    is_name = view.tokens[hit.first].entity in _SURNAME_LABELS
    return is_alone and is_name and view.gazetteer.is_prominent(sense.actor, view.day)


def _is_of_another(
    view: View, phrase: Phrase, sense: Sense, name: tuple[Hit, RoleWords | None]
) -> bool:
    """Whether a surname ends the longer name of somebody or something else.

    "Yasuni National *Park*", "Tim Berners-*Lee*" (not "al-*Assad*"), "Minister *Luis* Holm" where
    Ada is meant.
    """
    hit, title = name
    if has_honorific(view, phrase, hit.first):
        return False
    if title is None and hit.first > phrase.first and view.tokens[hit.first - 1].text == "-":
        return len(view.tokens[hit.first - 2].text) > _PARTICLE
    longer = longer_name(view.sentence, hit.first, hit.last)
    before = [token for token in longer.before if phrase.first <= token.index]
    if longer.label != "PERSON":
        own = title.first if title is not None else hit.first
        return any(token.pos == "PROPN" for token in before if token.index < own)
    given = [token.text for token in before if _is_given(view, phrase, token)]
    return bool(given) and not may_be_called(view.gazetteer, sense.actor, given, hit.name)


def _is_given(view: View, phrase: Phrase, token: Token) -> bool:
    """Whether a word of a name is a given name: no title, no day ("on 11 April Holm said")."""
    if token.text in MONTHS or token.text.endswith("day"):
        return False
    is_name = token.pos == "PROPN" and token.text.istitle()
    return is_name and find_role(view, token.index, phrase.first) is None


def _is_person(view: View, sense: Sense) -> bool:
    is_actor = sense.kind is not NameKind.DISCARD  # "third parties" are nobody
    return is_actor and view.gazetteer.entries[sense.actor].kind is EntryKind.PERSON


def _body(view: View, phrase: Phrase, entry: Entry, sense: Sense) -> Actor:
    actor = Actor(country=entry.country, sector=entry.sector, id=entry.id, name=entry.name)
    match sense.kind:
        case NameKind.METONYM | NameKind.CAPITAL:
            return replace(actor, sector=sense.sector or "GOV", name=sense.name)
        case NameKind.PLACE:
            return Actor(country=entry.country, name=sense.name, is_guessed=True)
        case NameKind.PEOPLE:
            return Actor(country=entry.country, sector="CVL", name=sense.name, is_guessed=True)
        case NameKind.DEMONYM | NameKind.ADJECTIVE:
            return _people(view, phrase, actor)
    other = _other_owner(view, phrase, entry)
    if other is not None:
        return Actor(country=other, sector=entry.sector, name=sense.name)
    return actor


def _other_owner(view: View, phrase: Phrase, entry: Entry) -> str | None:
    """Find the state that has a body of the same name: "Norland's Supreme Court"."""
    if entry.form not in _EVERYWHERE:
        return None
    for owner in named_owners(view, phrase):
        state = view.gazetteer.entries.get(owner.actor.country or "")
        if state is not None and state.kind is EntryKind.STATE and state.id != entry.country:
            return state.id
    return None


def _people(view: View, phrase: Phrase, state: Actor) -> Actor:
    """Tell people from the state: "two Israelis" from "the Israelis", descent from citizenship."""
    before = view.tokens[phrase.first : phrase.head]
    if any(token.text.lower() == "ethnic" for token in before):
        country = view.place_country(phrase.head) or view.memory.main_country()
        name = view.words(phrase.head - 1, phrase.head)
        return Actor(country=country, sector="CVL", name=name, is_guessed=True)
    is_plural = view.tokens[phrase.head].text.endswith(("s", "men"))
    is_counted = bool(view.children(phrase.head, "nummod"))
    is_bare = not before or before[0].text.lower() != "the" or len(before) > 1
    if is_counted or (is_plural and is_bare) or _is_somebody(view, phrase):
        shared = None if is_plural else _noun_shared(view, phrase.head)
        return replace(state, sector=shared.row.sector if shared else "CVL")
    return state


def _noun_shared(view: View, head: int) -> RoleWords | None:
    """Find the noun that a people shares with the next: "two Kenyan and four Thai *soldiers*"."""
    roles = (find_role(view, one, head + 1) for one in view.children(head, "conj"))
    return next((role for role in roles if role is not None), None)


def _is_one_human(view: View, phrase: Phrase, sense: Sense) -> bool:
    is_of_state = sense.kind in {NameKind.DEMONYM, NameKind.ADJECTIVE, NameKind.PEOPLE}
    is_many = view.tokens[phrase.head].tag in PLURAL
    return is_of_state and not is_many and _is_somebody(view, phrase)


def _is_somebody(view: View, phrase: Phrase) -> bool:
    """Whether it is one person: "a Russian", "an elderly Pole"."""
    return view.tokens[phrase.first].text.lower() in {"a", "an", "one", "another", "every"}


def _person(view: View, phrase: Phrase, entry: Entry, name: tuple[RoleWords | None, int]) -> Actor:
    """Say what a person is: by the words beside the name, by what was said before, by the lists.

    An office held on the day of a report goes before words that tell another: "General Holm" is
    the president. Without a day, "Senator Holm" is no minister, though he is one in the lists.
    """
    title, first = name
    noun = title.row.noun if title else None
    former = is_former(view, phrase.first, first - 1) if first > phrase.first else False
    namesake = None if former else _namesake(view, phrase, entry, title)
    if namesake is not None:
        return namesake
    held = view.gazetteer.holding(entry.id, view.day, noun) if noun else None
    holding = held or view.gazetteer.holding(entry.id, view.day)
    if former and not _is_of_another_office(view, title, held, holding):
        sector = relayed_sector(title, owners(view, phrase, title)) if title else None
        return replace(person_on(view.gazetteer, entry, view.day), sector=once(sector), office=None)
    if held is not None:
        return holder_of(view.gazetteer, held)
    told = _told(view, phrase, entry, title)
    if told is not None and (holding is None or outdoes(view, told, holding)):
        return told
    said = view.memory.named(entry.name)
    if said is not None and said.id == entry.id:
        return said
    return person_on(view.gazetteer, entry, view.day)


def _is_of_another_office(
    view: View, title: RoleWords | None, held: Holding | None, holding: Holding | None
) -> bool:
    """Whether "former" is said of an earlier post of who holds office: "former general X"."""
    return view.day != UNDATED and title is not None and held is None and holding is not None


def _told(view: View, phrase: Phrase, entry: Entry, title: RoleWords | None) -> Actor | None:
    """Read off the words beside a name what no list says: "Senator X", "opposition leaders X and".

    Whose somebody is, they tell only of bodies without a state: "EU Commissioner X".
    """
    if title is not None:
        told = _titled_as(view, phrase, entry, title)
    else:
        told = described(view, phrase.head) or _heading(view, phrase) or _in_row(view, phrase)
    if told is None or told.sector is None:
        return None
    person = person_on(view.gazetteer, entry, view.day)
    own = told.country if told.country not in view.gazetteer.states else None
    return replace(person, sector=told.sector, country=own or person.country, office=None)


def _titled_as(view: View, phrase: Phrase, entry: Entry, title: RoleWords) -> Actor | None:
    """Read a title that the lists don't give its bearer; "leader" alone tells nothing new."""
    if view.gazetteer.ever_held(entry.id, title.row.noun) or entry.sector in _LISTED:
        return None
    owned = owners(view, phrase, title)
    is_loose = title.row.kind in {"relay", "envoy"}
    if is_loose and not any(owner.actor.sector or owner.actor.country in BODIES for owner in owned):
        return None
    countries = [owner.actor.country for owner in owned if owner.actor.country]
    country = next(iter(countries), title.row.country or None)
    return Actor(country=country, sector=relayed_sector(title, owned), name=entry.name)


def _heading(view: View, phrase: Phrase) -> Actor | None:
    """Find the body of "the head of *the agency*, X"."""
    token = view.tokens[phrase.head]
    if token.dep != "appos" or view.tokens[token.head].lemma != "head":
        return None
    for word, below in prepositional(view.sentence, token.head):
        resolved = view.resolve(below) if word == "of" else None
        if resolved is not None:
            return resolved.actors[0]
    return None


def _is_of_person(view: View, index: int) -> bool:
    """Whether a token is in somebody's name, of the recogniser or of the lists."""
    hit = view.hit_at(index)
    is_listed = hit is not None and bool(hit.senses) and _is_person(view, hit.senses[0])
    return is_listed or view.tokens[index].entity == "PERSON"


def _in_row(view: View, phrase: Phrase) -> Actor | None:
    """Find the role of which the name is one bearer: "opposition leaders X and *Y*"."""
    index = phrase.first - 1
    while index > 0 and (_is_of_person(view, index) or view.tokens[index].text in {"and", ","}):
        index -= 1
    if index < 0 or view.tokens[index].tag != "NNS" or not _is_of_person(view, index + 1):
        return None
    resolved = view.resolve(index)
    return resolved.actors[0] if resolved and resolved.kind is MentionKind.ROLE else None


def _namesake(view: View, phrase: Phrase, entry: Entry, title: RoleWords | None) -> Actor | None:
    """Find who only shares the name of somebody in office: "Acme's chief executive X".

    A leader or minister may be a tycoon as well, but has no other post, and does not till a field.
    """
    known = view.memory.named(entry.name)
    is_namesake = known is not None and known.id is None and known.sector in _TRADES
    if is_namesake and known is not None and known.name == entry.name:
        return known
    held = view.gazetteer.holding(entry.id, view.day)
    if (held.sector if held else entry.sector) not in ORGANS:
        return None
    is_leading = held is not None and held.rank <= PROMINENT
    told = described(view, phrase.head) if title is None else None
    sector = title.row.sector if title else told.sector if told else None
    if is_leading and (sector == "BUS" if title else not _has_post(view, phrase.head)):
        return None
    if sector not in _TRADES:
        return None
    country = told.country if told else None
    return Actor(country=country, sector=sector, name=entry.name, is_guessed=True)


def _has_post(view: View, head: int) -> bool:
    """Whether words tell at what body somebody works: "X of Acme", "X, chief executive of Acme"."""
    return any(
        word in {"at", "of"} and view.tokens[below].pos == "PROPN"
        for child in (head, *view.children(head, "appos"))
        for word, below in prepositional(view.sentence, child)
    )


def _score(sense: Sense, rivals: tuple[str, ...]) -> float:
    certain = {
        NameKind.SURNAME: 0.75,
        NameKind.METONYM: 0.75,
        NameKind.CAPITAL: 0.75,
        NameKind.PLACE: 0.4,
    }
    return round(certain.get(sense.kind, 0.95) / (1 + 0.1 * len(rivals)), 3)


def _reason(view: View, sense: Sense, rivals: tuple[str, ...]) -> str:
    dates = f" ({sense.start or '...'} to {sense.end or '...'})" if sense.start or sense.end else ""
    preferred = OWN_FIRST if rivals and view.gazetteer.is_own(sense) else ""
    return f"{sense.kind.value} {sense.name!r}{dates} as of {view.day}{preferred}"


# --- Where a name stands in the sentence: as one who acts, or as where it happens.
_WHERE = frozenset(
    {"in", "at", "near", "outside", "around", "through", "via", "into", "inside", "throughout",
     "across", "off", "over", "within"}
)  # fmt: skip
_WHITHER = frozenset({"to", "from", "for", "toward", "towards"})
# After these a capital is only a place. Not after "visit to": the host is an actor, too.
_MOTION = frozenset(
    {"arrive", "come", "depart", "flight", "flee", "fly", "head", "leave", "march", "move",
     "sail", "walk", "drive", "retreat", "withdraw", "deploy", "ambassador", "envoy", "embassy"}
)  # fmt: skip
# An embassy in a capital, and a guest who arrives there, are there for its government.
_HOSTED = {
    "in": frozenset({"embassy", "consulate", "ambassador", "mission", "arrive", "land", "due"}),
    "at": frozenset(
        {"aim", "anger", "criticism", "direct", "fire", "fume", "hit", "jeer", "lash", "launch",
         "out", "point", "scoff", "swipe"}
    ),
    "to": frozenset({"fly", "ambassador", "envoy", "embassy", "travel"}),
    "from": frozenset({"ambassador", "envoy", "embassy"}),
    "for": frozenset({"leave", "depart", "head"}),
}  # fmt: skip
_PLACE_VERBS = frozenset({"leave", "reach", "enter", "flee"})


def is_whereabouts(view: View, index: int) -> bool:
    """Whether a city's name only says where: "in Beijing", "flew to Beijing", a dateline."""
    while view.tokens[index].dep in {"conj", "appos"}:
        index = view.tokens[index].head
    token = view.tokens[index]
    if token.dep == "dobj":
        return view.tokens[token.head].lemma in _PLACE_VERBS
    if token.dep != "pobj":
        return token.dep == "npadvmod"
    preposition = view.tokens[token.head]
    word = preposition.text.lower()
    if view.tokens[preposition.head].lemma in _HOSTED.get(word, ()):
        return False
    if word in _WHITHER:
        return view.tokens[preposition.head].lemma in _MOTION
    return word in _WHERE


# --- Names that the gazetteer does not know -> guessed actors.
_LEADING = frozenset({"lead", "head", "run", "direct", "chair", "edit", "found", "manage"})
_WORKING = _LEADING | {"teach", "study", "work", "research", "lecture", "serve", "write",
                       "monitor", "follow", "specialize", "specialise"}  # fmt: skip
_SCHOLARLY = frozenset({"teach", "study", "research", "lecture"})
_AT = frozenset({"at", "for", "with"})
_NAMED = frozenset({"PERSON", "ORG", "NORP"})
_INITIAL = re.compile(r"\b[A-Z]\.\s?")
_LONGEST_TITLE = 4  # words before the last: "minister for foreign affairs"
_TRADES = frozenset({"AGR", "BUS", "EDU", "JRN", "LAB", "MED"})
_ONLY_HINTS = frozenset({NameKind.PLACE, NameKind.SURNAME, NameKind.SHORT, NameKind.PEOPLE})


def stranger(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a proper name that is in no list."""
    token = view.tokens[phrase.head]
    if token.pos != "PROPN" or not _is_free(view.hit_at(phrase.head)) or _is_dateline(view, phrase):
        return None
    if _is_in_title(view, phrase):
        return None
    first = _name_start(view, phrase)
    name = view.words(first, phrase.head)
    title = title_before(view, phrase, first)
    known = view.memory.named(name) or view.memory.named(token.text)
    if known is None and title is None and token.entity not in _NAMED:
        return None
    actor = known or _listed(view, phrase, name, title)
    is_person = token.entity == "PERSON" or title is not None
    return Resolution(
        actors=(actor,),
        kind=MentionKind.ENTITY,
        first=phrase.first,
        last=phrase.head,
        score=_score_of_stranger(view, actor, name),
        reason=_reason_of_stranger(actor, name, known),
        is_person=is_person,
        absorbed=((title.first, title.last),) if title else (),
    )


def described(view: View, head: int) -> Actor | None:
    """Read what follows a name: "Wu Xinbo, the dean of ...", "X, who teaches at ..."."""
    for index in (head, *view.children(head, "appos")):
        employer = _employer(view, index)
        if employer is not None:
            return employer
    for child in view.children(head, "appos"):
        phrase = view.phrases.get(child)
        if phrase is not None and find_role(view, child, phrase.first) is not None:
            resolved = view.resolve(child)
            if resolved is not None and resolved.actors[0].sector is not None:
                return resolved.actors[0]
    return None


def _employer(view: View, head: int) -> Actor | None:
    """Read where somebody works: "X *of Acme Corp*", "who studies borders *at the University*"."""
    for word, below in prepositional(view.sentence, head):
        resolved = view.resolve(below) if word in {"at", "of"} else None
        if resolved is not None and resolved.actors[0].sector in _TRADES:
            return resolved.actors[0]
    for verb in view.children(head, "relcl"):
        lemma = view.tokens[verb].lemma
        if lemma in _WORKING:
            preps = (i for i in view.children(verb, "prep") if view.tokens[i].text in _AT)
            bodies = [body for prep in preps for body in view.children(prep, "pobj")]
            bodies += view.children(verb, "dobj") if lemma in _LEADING else ()
            for body in bodies:
                resolved = view.resolve(body)
                if resolved is not None and resolved.actors[0].sector is not None:
                    return resolved.actors[0]
        if lemma in _SCHOLARLY:
            return Actor(country=None, sector="EDU", name=view.tokens[head].text, is_guessed=True)
    return None


def _listed(view: View, phrase: Phrase, name: str, title: RoleWords | None) -> Actor:
    """Look for another spelling among the office holders of the country that the words tell."""
    actor = _introduced(view, phrase, name, title)
    known = _without_initials(view, name)
    if known is not None:
        return known
    if actor.country is None or title is None:
        return actor
    similar = most_similar(view.gazetteer, actor.country, name, view.day)
    if similar is None:
        return actor
    return person_on(view.gazetteer, view.gazetteer.entries[similar.person], view.day)


def _without_initials(view: View, name: str) -> Actor | None:
    """Look up "Ada H. Holm" as "Ada Holm"."""
    short = _INITIAL.sub("", name)
    people = [sense for sense in view.gazetteer.senses(short) if sense.kind is NameKind.FULL]
    if short == name or len(people) != 1:
        return None
    return person_on(view.gazetteer, view.gazetteer.entries[people[0].actor], view.day)


def _score_of_stranger(view: View, actor: Actor, name: str) -> float:
    if actor.id is not None and actor.country is not None and actor.name != name:
        similar = most_similar(view.gazetteer, actor.country, name, view.day)
        if similar is not None:
            return similar.margin
    return 0.6 if actor.country else 0.2


def _reason_of_stranger(actor: Actor, name: str, known: Actor | None) -> str:
    if known is not None:
        return f"{name!r} named before"
    return f"{name!r} is close to {actor.name!r}" if actor.id else f"unlisted name {name!r}"


def _is_dateline(view: View, phrase: Phrase) -> bool:
    """Whether a report starts its first words with a place: "CAIRO (AP) -"."""
    token = view.tokens[phrase.head]
    following = view.tokens[token.index + 1 : token.index + 2]
    return (
        phrase.first == 0
        and token.text.isupper()
        and bool(following)
        and following[0].text in {"(", ",", "-", "--", "\u2013", "\u2014", "_"}
    )


def _is_in_title(view: View, phrase: Phrase) -> bool:
    """Whether the head only ends a title: "State" in "Secretary of State X"."""
    starts = range(max(0, phrase.head - _LONGEST_TITLE), phrase.first)
    roles = (find_role(view, index, index) for index in starts)
    return any(role is not None and role.last >= phrase.head for role in roles)


def _is_free(hit: Hit | None) -> bool:
    """Whether no known name, or only a hint such as a city or a surname, covers the head."""
    if hit is None:
        return True
    return bool(hit.senses) and all(sense.kind in _ONLY_HINTS for sense in hit.senses)


def _name_start(view: View, phrase: Phrase) -> int:
    """Find where the name begins: with its entity, or else after titles and adjectives."""
    first = phrase.head
    while first > phrase.first:
        token, after = view.tokens[first - 1], view.tokens[first]
        if after.entity == "PERSON" and after.entity_start:
            break
        if token.pos != "PROPN" and token.text != "-":
            break
        if token.entity != after.entity and find_role(view, first - 1, phrase.first):
            break
        if not _is_free(view.hit_at(first - 1)):
            break
        first -= 1
    role = find_role(view, first, first)
    if role is not None and role.last == first < phrase.head and role.row.kind == "person":
        first += 1  # the tagger takes "Imam X" for a name
    return first


def _introduced(view: View, phrase: Phrase, name: str, title: RoleWords | None) -> Actor:
    """Read country and sector off the title before, the apposition after, or a modifier."""
    if title is not None:
        return _titled(view, phrase, name, title)
    told = described(view, phrase.head) or _apposed_to(view, phrase.head)
    told = told or _owner_before(view, phrase)
    if told is not None:
        return Actor(country=told.country, sector=told.sector, name=name, is_guessed=True)
    if view.tokens[phrase.head].entity != "PERSON":
        return Actor(country=None, name=name, is_guessed=True)
    country = captor(view, phrase.head) or view.place_country(phrase.head) or at_large(view)
    sector = CRIMINAL if is_accused(view, phrase.head) else "CVL"
    return Actor(country=country, sector=sector, name=name, is_guessed=True)


def _owner_before(view: View, phrase: Phrase) -> Actor | None:
    """Read a name that modifies another: "the *French* singer X"."""
    hits = view.hits_in(phrase.first, phrase.head - 1)
    own = (one for one in hits if view.tokens[one.last].entity != "PERSON" and view.is_own(one))
    return next(filter(None, (hit_actor(view, one) for one in own)), None)


def _apposed_to(view: View, head: int) -> Actor | None:
    """Read the role that the name stands after: "his counterpart, X"."""
    token = view.tokens[head]
    if token.dep != "appos":
        return None
    resolved = view.resolve(token.head)
    return resolved.actors[0] if resolved and resolved.kind is MentionKind.ROLE else None


def _titled(view: View, phrase: Phrase, name: str, title: RoleWords) -> Actor:
    owned = owners(view, phrase, title)
    countries = [owner.actor.country for owner in owned if owner.actor.country]
    countries += _states_after(view, phrase.head)
    sector = relayed_sector(title, owned)
    if is_former(view, phrase.first, title.last):
        sector = once(sector)
    actor = Actor(country=None, sector=sector, name=name, is_guessed=True)
    if countries:
        return replace(actor, country=countries[0])
    is_spokesman = title.row.noun.endswith(("spokesman", "spokeswoman", "spokesperson"))
    acting = view.memory.acting_state(view.sentence.index) if sector == "GOV" else None
    guess = (
        (seat_of_speech(view, title) if is_spokesman else None)
        or acting
        or captor(view, phrase.head)
        or view.memory.country_for(title.row)
        or view.place_country(phrase.head)
        or (view.memory.topic if sector in ORGANS else None)
    )
    return replace(actor, country=guess)


def _states_after(view: View, head: int) -> list[str]:
    """Read whose a titled name is from what follows it: "Prime Minister X *of Norland*"."""
    told = [
        view.resolve(below) for word, below in prepositional(view.sentence, head) if word == "of"
    ]
    return [one.countries[0] for one in told if one is not None and len(one.countries) == 1]
