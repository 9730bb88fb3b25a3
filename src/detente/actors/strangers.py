"""Names that the gazetteer does not know -> guessed actors.

In:  a phrase headed by a person's or an organisation's name.   Out: an actor marked as guessed,
with country and sector from title, apposition or what the report said before.
Does not: invent a country where the words give none.
"""

import re
from dataclasses import replace

from detente.actors.guesses import captor, seat_of_speech
from detente.actors.owners import hit_actor, owners
from detente.actors.persons import FORMER, person_on
from detente.actors.phrases import Phrase
from detente.actors.roles import relayed_sector
from detente.actors.senses import NameKind
from detente.actors.spelling import most_similar
from detente.actors.titles import RoleWords, find_role, is_former, title_before
from detente.actors.view import Hit, Resolution, View
from detente.records import Actor, MentionKind

__all__ = ["described", "stranger"]

_LEADING = frozenset({"lead", "head", "run", "direct", "chair", "edit", "found", "manage"})
_WORKING = _LEADING | {"teach", "study", "work", "research", "lecture", "serve", "write",
                       "monitor", "follow", "specialize", "specialise"}  # fmt: skip
_SCHOLARLY = frozenset({"teach", "study", "research", "lecture"})
_AT = frozenset({"at", "for", "with"})
_NAMED = frozenset({"PERSON", "ORG", "NORP"})
_INITIAL = re.compile(r"\b[A-Z]\.\s?")
_LONGEST_TITLE = 4  # words before the last: "minister for foreign affairs"
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
        score=_score(view, actor, name),
        reason=_reason(actor, name, known),
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
    """Read where somebody works: "who studies borders *at the National University*"."""
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


def _score(view: View, actor: Actor, name: str) -> float:
    if actor.id is not None and actor.country is not None and actor.name != name:
        similar = most_similar(view.gazetteer, actor.country, name, view.day)
        if similar is not None:
            return similar.margin
    return 0.6 if actor.country else 0.2


def _reason(actor: Actor, name: str, known: Actor | None) -> str:
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
    if told is not None:
        return Actor(country=told.country, sector=told.sector, name=name, is_guessed=True)
    for hit in view.hits:
        if phrase.first <= hit.first and hit.last < phrase.head and view.is_own(hit):
            owner = hit_actor(view, hit)
            if owner is not None:
                return Actor(country=owner.country, sector=owner.sector, name=name, is_guessed=True)
    return Actor(country=None, name=name, is_guessed=True)


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
    sector = relayed_sector(title, owned)
    if is_former(view, phrase.first, title.last):
        sector = FORMER
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
    )
    return replace(actor, country=guess)
