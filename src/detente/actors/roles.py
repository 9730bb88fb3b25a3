"""Role nouns with their owners -> actors: "Chinese hackers", "officials in Beijing".

In:  a phrase.   Out: actors with the noun's sector and the owner's country.
Does not: know persons' names, except as owners and titles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.actors.phrases import Phrase, prepositional
from detente.actors.rows import RoleRow
from detente.actors.senses import EntryKind, NameKind
from detente.actors.view import Hit, Resolution, View
from detente.records import Actor, MentionKind

__all__ = ["RoleWords", "find_role", "former_title", "owners", "role_actor", "title_before"]

_LONGEST = 4  # words to either side of the head; "special envoy for the Middle East" is an owner
_OF = frozenset({"of", "from", "in", "at", "for", "with", "inside", "within", "on", "by"})
_ENVOY_OF = frozenset({"of", "from", "for"})
_FORMER = frozenset(
    {"former", "ex", "ousted", "deposed", "exiled", "late", "onetime", "toppled", "then", "fugitive"}
)
# An armed group's own kind wins over the noun: "Taliban forces" are no state's army.
_OWN_KIND = frozenset({"REB", "UAF", "PRM", "CRM", "OPP", "PTY"})


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role noun found at tokens ``first`` to ``last``."""

    row: RoleRow
    first: int
    last: int


def role_actor(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a phrase headed by a role noun."""
    role = find_role(view, phrase.head, phrase.first)
    if role is None:
        return None
    owned = owners(view, phrase, role)
    actors = _actors(view, phrase, role, owned)
    guessed = all(actor.is_guessed for actor in actors)
    return Resolution(
        actors=actors,
        kind=MentionKind.ROLE,
        first=phrase.first,
        last=max([role.last, *(last for _, last in owned)]),
        score=0.4 if guessed else 0.8,
        reason=f"role noun {role.row.noun!r} ({role.row.sector})",
    )


def find_role(view: View, head: int, first: int = 0) -> RoleWords | None:
    """Find the longest role noun that contains the token ``head`` and starts at ``first`` or on."""
    token = view.tokens[head]
    if token.pos not in {"NOUN", "PROPN", "ADJ"}:
        return None
    for start in range(max(first, head - _LONGEST), head + 1):
        for stop in (*_right_ends(view, head), head):
            noun = _known_noun(view, start, head, stop)
            if noun is not None:
                return RoleWords(view.gazetteer.roles[noun], start, stop)
    return None


def owners(view: View, phrase: Phrase, role: RoleWords) -> list[tuple[Sequence[Actor], int]]:
    """List whose role it is: actors with the last token of their words; the nearest kind only.

    Words before the noun go before its possessor, and both before "of" and "in".
    """
    before = list(_owners_before(view, phrase, role))
    if before:
        return before
    possessors = [
        (resolved.actors, phrase.head)
        for child in view.children(phrase.head, "poss")
        if (resolved := view.resolve(child))
    ]
    return possessors or list(_owners_after(view, role))


def title_before(view: View, phrase: Phrase, first: int) -> str | None:
    """Find the title right before the name that starts at ``first``; lower case."""
    if first <= phrase.first:
        return None
    if view.tokens[first - 1].text in {"Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Dr.", "Gen."}:
        return view.tokens[first - 1].text.lower()
    role = find_role(view, first - 1, phrase.first)
    return role.row.noun if role else None


def former_title(view: View, phrase: Phrase, first: int) -> bool:
    """Whether the title before a name says that its time is over ("ousted President X")."""
    return any(token.text.lower() in _FORMER for token in view.tokens[phrase.first : first])


def _right_ends(view: View, head: int) -> Iterator[int]:
    if view.tokens[head + 1 : head + 2] and view.tokens[head + 1].text in {"of", "for", "on"}:
        yield from range(min(head + _LONGEST, len(view.tokens) - 1), head + 1, -1)


def _known_noun(view: View, start: int, head: int, stop: int) -> str | None:
    words = view.words(start, stop).lower()
    if words in view.gazetteer.roles:
        return words
    if stop == head:
        before = f"{view.words(start, head - 1).lower()} " if start < head else ""
        if before + view.tokens[head].lemma in view.gazetteer.roles:
            return before + view.tokens[head].lemma
    return None


def _owners_before(
    view: View, phrase: Phrase, role: RoleWords
) -> Iterator[tuple[Sequence[Actor], int]]:
    """Owners among the words of the phrase that stand before the role noun, possessors apart."""
    possessive = {
        index
        for child in view.children(phrase.head, "poss")
        for index in view.sentence.subtrees[child]
    }
    index = phrase.first
    while index < role.first:
        hit = view.hit_at(index)
        if index in possessive:
            index += 1
        elif hit is not None:
            actor = _owner(view, hit)
            if actor is not None:
                yield (actor,), hit.last
            index = hit.last + 1
        else:
            owner = _title_owner(view, phrase, index, role)
            if owner is not None:
                yield owner, index
            index += 1


def _title_owner(
    view: View, phrase: Phrase, index: int, role: RoleWords
) -> Sequence[Actor] | None:
    """Another role noun before this one: "police spokesman", "Foreign Ministry spokesman"."""
    if index + 1 != role.first or role.row.kind != "relay":
        return None
    inner = find_role(view, index, phrase.first)
    if inner is None:
        return None
    return (Actor(country=None, sector=inner.row.sector, name=view.words(inner.first, inner.last)),)


def _owner(view: View, hit: Hit) -> Actor | None:
    sense = hit.senses[0] if hit.senses else None
    if sense is None or sense.kind is NameKind.DISCARD:
        return None
    entry = view.gazetteer.entries.get(sense.actor)
    if entry is None:
        return None
    sector = entry.sector if entry.kind is EntryKind.ORGANISATION else None
    return Actor(country=entry.country, sector=sector, id=entry.id, name=entry.name)


def _owners_after(view: View, role: RoleWords) -> Iterator[tuple[Sequence[Actor], int]]:
    allowed = _ENVOY_OF if role.row.kind == "envoy" else _OF
    for index in range(role.first, role.last + 1):
        for word, below in prepositional(view.sentence, index):
            if word not in allowed or below <= role.last:
                continue
            yield from _below(view, below)


def _below(view: View, index: int) -> Iterator[tuple[Sequence[Actor], int]]:
    resolved = view.resolve(index)
    hit = view.hit_at(index)
    if resolved is not None:
        yield resolved.actors, resolved.last
    elif hit is not None:
        actor = _owner(view, hit)
        if actor is not None:
            yield (actor,), hit.last
    else:
        yield from _modifiers(view, index)
    for conjunct in view.children(index, "conj"):
        yield from _below(view, conjunct)


def _modifiers(view: View, index: int) -> Iterator[tuple[Sequence[Actor], int]]:
    """Known names inside a phrase that itself names nobody: "villages near the Chadian border"."""
    phrase = view.phrases.get(index)
    if phrase is None:
        return
    for hit in view.hits:
        if phrase.first <= hit.first and hit.last <= phrase.last:
            actor = _owner(view, hit)
            if actor is not None:
                yield (actor,), phrase.last
                return
    for _, below in prepositional(view.sentence, index):
        yield from _below(view, below)


def _actors(
    view: View,
    phrase: Phrase,
    role: RoleWords,
    owned: Sequence[tuple[Sequence[Actor], int]],
) -> tuple[Actor, ...]:
    flat = [actor for actors, _ in owned for actor in actors]
    countries = list(dict.fromkeys(actor.country for actor in flat if actor.country))
    sector = _sector(role, flat)
    name = _name(view, phrase, role)
    if not countries:
        guess = view.memory.country_for(role.row)
        return (Actor(country=guess, sector=sector, name=name, is_guessed=True),)
    return tuple(
        _in_office(view, role, country, Actor(country=country, sector=sector, name=name))
        for country in countries
    )


def _sector(role: RoleWords, owned: Sequence[Actor]) -> str:
    sectors = [actor.sector for actor in owned if actor.sector]
    if sectors and (role.row.kind == "relay" or sectors[0] in _OWN_KIND):
        return sectors[0]
    return role.row.sector


def _in_office(view: View, role: RoleWords, country: str, actor: Actor) -> Actor:
    """Say who it was that day, for one person in a known office."""
    if role.row.kind not in {"person", "relay", "envoy"}:
        return actor
    if view.tokens[role.last].tag in {"NNS", "NNPS"}:
        return actor
    holding = view.gazetteer.holder(country, role.row.noun, view.day)
    if holding is None:
        return actor
    return Actor(
        country=country,
        sector=holding.sector,
        id=holding.person,
        name=view.gazetteer.entries[holding.person].name,
        office=holding.title,
    )


def _name(view: View, phrase: Phrase, role: RoleWords) -> str:
    first = phrase.first
    if view.tokens[first].dep in {"det", "predet"} and first < phrase.head:
        first += 1
    return view.words(first, max(phrase.head, role.last))
