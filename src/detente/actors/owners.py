"""Whose role it is: "Chinese hackers", "China's hackers", "hackers from China".

In:  a phrase and the role noun in it.   Out: the actors that own the role.
Does not: guess an owner when none is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.actors.phrases import Phrase, prepositional
from detente.actors.senses import EntryKind, NameKind, Sense
from detente.actors.titles import RoleWords, find_role
from detente.actors.view import Hit, View
from detente.records import Actor

__all__ = ["Owner", "hit_actor", "named_owners", "owners", "possessor_tokens"]

_OF = frozenset({"of", "from", "in", "at", "for", "with", "inside", "within", "on", "by"})
_WHERE = frozenset({"in", "at", "inside", "within", "on"})
_ENVOY_OF = frozenset({"of", "from", "for"})
_RUN_BY = frozenset({"run", "lead", "head", "own", "control", "command", "found", "operate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An owner of a role, with the last token of the words that tell it.

    ``is_people``: a people inside a state ("Yoruba leaders"). ``is_runner``: told by "run by".
    ``is_place``: told by where they are ("troops in Norland").
    """

    actor: Actor
    last: int
    is_people: bool = False
    is_runner: bool = False
    is_place: bool = False


def owners(view: View, phrase: Phrase, role: RoleWords) -> list[Owner]:
    """List the owners of a role; of several ways to say it only the nearest counts.

    Words before the noun go before its possessor, and both before "of" and "in". An owner that
    was only guessed yields to one that is named.
    """
    found: list[Owner] = []
    for way in (_before, _possessors, _after, _runners, _shared):
        found.extend(way(view, phrase, role))
        if any(owner.actor.country for owner in found):
            break
    certain = [owner for owner in found if not owner.actor.is_guessed]
    return certain or found


def named_owners(view: View, phrase: Phrase) -> list[Owner]:
    """List who stands before a name as its owner: "Norland's", "the Norlandic"."""
    hit = view.hit_at(phrase.head)
    first = hit.first if hit is not None else phrase.head
    before = [
        owner
        for other in view.hits
        if phrase.first <= other.first and other.last < first and view.is_own(other)
        for owner in _from_hit(view, other)
    ]
    possessors = [
        Owner(actor=actor, last=first)
        for child in view.children(phrase.head, "poss")
        if (resolved := view.resolve(child))
        for actor in resolved.actors
    ]
    return possessors or before


def hit_actor(view: View, hit: Hit) -> Actor | None:
    """Say whom a name stands for as an owner: a place stands for its country."""
    sense = _owning_sense(view, hit)
    entry = view.gazetteer.entries.get(sense.actor) if sense else None
    if sense is None or entry is None:
        return None
    sector = entry.sector if entry.kind is EntryKind.ORGANISATION else None
    if sense.kind is NameKind.METONYM and sense.sector != "GOV":
        sector = sense.sector
    return Actor(country=entry.country, sector=sector, id=entry.id, name=entry.name)


def _owning_sense(view: View, hit: Hit) -> Sense | None:
    """Choose a meaning for an owner: no chance surname, unless the report named its bearer."""
    for sense in _peoples_first_heard(view, hit):
        if sense.kind is not NameKind.SURNAME:
            return sense
        known = view.memory.named(sense.name)
        is_name = view.tokens[hit.last].entity == "PERSON"
        if (known is not None and known.id == sense.actor) or (
            is_name and view.gazetteer.is_prominent(sense.actor, view.day)
        ):
            return sense
    return None


def _peoples_first_heard(view: View, hit: Hit) -> list[Sense]:
    """Put the state that the report names first, of those that share a people: "*Hutu* rebels"."""

    def unheard(sense: Sense) -> int:
        entry = view.gazetteer.entries.get(sense.actor)
        is_people = sense.kind is NameKind.PEOPLE and entry is not None
        return -view.memory.countries.get(str(entry.country), 0) if is_people and entry else 0

    is_shared = len(hit.senses) > 1 and hit.senses[0].kind is NameKind.PEOPLE
    return sorted(hit.senses, key=unheard) if is_shared else list(hit.senses)


def _shared(view: View, phrase: Phrase, role: RoleWords) -> Iterator[Owner]:
    """Owners told before the first of a row: "Chinese ships and aircraft"."""
    index = phrase.head
    if phrase.first < role.first:
        return
    while view.tokens[index].dep == "conj":
        index = view.tokens[index].head
    above = view.phrases.get(index)
    if index == phrase.head or above is None or view.tokens[index].pos != "NOUN":
        return
    possessive = possessor_tokens(view, above)
    for hit in view.hits:
        is_before = above.first <= hit.first and hit.last < index
        if is_before and not possessive.intersection(range(hit.first, hit.last + 1)):
            yield from _from_hit(view, hit) if view.is_own(hit) else ()
    yield from _possessors(view, above, role)


def _before(view: View, phrase: Phrase, role: RoleWords) -> Iterator[Owner]:
    """Owners named before the noun, possessors apart; "police" in "police spokesman" is one."""
    possessive = possessor_tokens(view, phrase)
    index = phrase.first
    while index < role.first:
        hit = view.hit_at(index)
        if index not in possessive and hit is not None and view.is_own(hit):
            yield from _from_hit(view, hit)
        elif index not in possessive and index + 1 == role.first and role.row.kind == "relay":
            inner = find_role(view, index, phrase.first)
            if inner is not None:
                words = view.words(inner.first, inner.last).lower()  # a sort of body, no name
                body = Actor(country=None, sector=inner.row.sector, name=words)
                yield Owner(actor=body, last=index)
        index = hit.last + 1 if hit is not None else index + 1


def possessor_tokens(view: View, phrase: Phrase) -> frozenset[int]:
    """Tokens of the phrase that belong to its possessor ("China's" in "China's army")."""
    children = view.children(phrase.head, "poss")
    return frozenset(index for child in children for index in view.sentence.subtrees[child])


def _possessors(view: View, phrase: Phrase, role: RoleWords) -> Iterator[Owner]:
    for child in view.children(phrase.head, "poss"):
        resolved = view.resolve(child)
        if resolved is not None:
            for actor in resolved.actors:
                yield Owner(actor=actor, last=role.last)


def _after(view: View, _phrase: Phrase, role: RoleWords) -> Iterator[Owner]:
    allowed = _ENVOY_OF if role.row.kind == "envoy" else _OF
    for index in range(role.first, role.last + 1):
        for word, below in prepositional(view.sentence, index):
            if word in allowed and below > role.last:
                for owner in _below(view, below):
                    yield replace(owner, is_place=word in _WHERE)


def _runners(view: View, phrase: Phrase, _role: RoleWords) -> Iterator[Owner]:
    """Owners told by a participle: "an institute run by China's Ministry"."""
    for verb in view.children(phrase.head, "acl"):
        if view.tokens[verb].lemma in _RUN_BY:
            for agent in view.children(verb, "agent", "prep"):
                for below in view.children(agent, "pobj"):
                    for owner in _below(view, below):
                        yield replace(owner, last=phrase.head, is_runner=True)


def _below(view: View, index: int) -> Iterator[Owner]:
    resolved = view.resolve(index)
    hit = view.hit_at(index)
    if resolved is not None and (resolved.countries or hit is None):
        is_place = hit is not None and bool(hit.senses) and hit.senses[0].kind is NameKind.PLACE
        for actor in resolved.actors:
            # a city's prosecutors are surely of its country, though the city is not the country
            told = replace(actor, is_guessed=False) if is_place and actor.country else actor
            yield Owner(actor=told, last=resolved.last)
    elif hit is not None:
        yield from _from_hit(view, hit)
    else:
        yield from _inside(view, index)
    for conjunct in view.children(index, "conj"):
        yield from _below(view, conjunct)


def _from_hit(view: View, hit: Hit) -> Iterator[Owner]:
    actor = hit_actor(view, hit)
    if actor is not None:
        is_people = hit.senses[0].kind is NameKind.PEOPLE
        yield Owner(actor=actor, last=hit.last, is_people=is_people)


def _inside(view: View, index: int) -> Iterator[Owner]:
    """Names inside a phrase that itself names nobody: "rebels in the Sudanese desert"."""
    phrase = view.phrases.get(index)
    if phrase is None:
        return
    for hit in view.hits:
        if phrase.first <= hit.first and hit.last <= phrase.last:
            actor = hit_actor(view, hit)
            if actor is not None:
                yield Owner(actor=actor, last=phrase.last)
                return
    for _, below in prepositional(view.sentence, index):
        yield from _below(view, below)
