"""Role nouns with their owners -> actors: "Chinese hackers", "officials in Beijing".

In:  a phrase.   Out: actors with the noun's sector and the owner's country.
Does not: know persons' names, except as owners and titles.
"""

from collections.abc import Sequence
from dataclasses import replace

from detente.actors.guesses import guessed_actors, senders
from detente.actors.owners import Owner, owners
from detente.actors.persons import FORMER
from detente.actors.phrases import Phrase
from detente.actors.senses import NameKind
from detente.actors.titles import RoleWords, find_role, is_former
from detente.actors.view import Resolution, View
from detente.records import Actor, MentionKind

__all__ = ["held_role", "relayed_sector", "role_actor"]

# An armed group's or a party's own kind wins over the noun: "Taliban forces" are no state's army.
_OWN_KIND = frozenset({"REB", "UAF", "PRM", "CRM", "OPP", "PTY"})

_ALL = frozenset({"all", "both", "any", "each", "warring", "rival", "concerned"})


def role_actor(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a phrase headed by a role noun."""
    role = find_role(view, phrase.head, phrase.first)
    if role is None or _is_adverbial(view, phrase, role) or _is_discarded(view, phrase.head):
        return None
    owned = owners(view, phrase, role)
    named = _apposed(view, phrase) if role.row.is_personal else None
    actors = _actors(view, phrase, role, owned)
    if named is not None:
        actors = (_who(actors[0], named.actors[0]),)
    return Resolution(
        actors=actors,
        kind=MentionKind.ROLE,
        first=phrase.first,
        last=max([role.last, *(owner.last for owner in owned), *([named.last] if named else [])]),
        score=0.4 if all(actor.is_guessed for actor in actors) else 0.8,
        reason=f"role noun {role.row.noun!r} ({role.row.sector})",
        absorbed=((role.first, role.last), *(((named.first, named.last),) if named else ())),
        is_person=named is not None,
    )


def held_role(view: View, phrase: Phrase, role: RoleWords) -> Resolution:
    """Resolve a role noun that only stands before a thing: "an *army* base"."""
    actors = _actors(view, phrase, role, owners(view, phrase, role))
    return Resolution(
        actors=actors,
        kind=MentionKind.ROLE,
        first=role.first,
        last=role.last,
        score=0.4 if all(actor.is_guessed for actor in actors) else 0.6,
        reason=f"role noun {role.row.noun!r} ({role.row.sector}) before a thing",
    )


def _is_discarded(view: View, head: int) -> bool:
    """Whether the noun is part of a phrase that names no actor: "a white paper"."""
    hit = view.hit_at(head)
    is_none = hit is not None and any(sense.kind is NameKind.DISCARD for sense in hit.senses)
    return is_none and hit is not None and hit.name.islower()


def _are_sides(view: View, phrase: Phrase, role: RoleWords) -> bool:
    """Whether parties are the sides of a matter, no political ones: "called on *all parties*"."""
    before = {token.text.lower() for token in view.tokens[phrase.first : role.first]}
    return role.row.noun == "party" and bool(before & _ALL)


def _is_adverbial(view: View, phrase: Phrase, role: RoleWords) -> bool:
    """Whether a bare noun only tells a state: "in office", "in prison", "to hospital"."""
    token = view.tokens[phrase.head]
    is_bare = phrase.first == phrase.head == role.last and token.tag == "NN"
    return is_bare and token.dep == "pobj" and role.row.kind in {"organ", "relay"}


def relayed_sector(role: RoleWords, owned: Sequence[Owner]) -> str:
    """Choose between the noun's own sector and that of the body it belongs to."""
    if any(owner.is_people for owner in owned) and role.row.noun in {"leader", "elder", "chief"}:
        return "ELI"
    sectors = [owner.actor.sector for owner in owned if owner.actor.sector]
    if any(owner.is_runner and owner.actor.sector for owner in owned):
        return sectors[0]
    if sectors and (role.row.kind == "relay" or sectors[0] in _OWN_KIND):
        return sectors[0]
    return role.row.sector


def _apposed(view: View, phrase: Phrase) -> Resolution | None:
    """Find the person named right after the role: "China's leader, Xi Jinping"."""
    for child in view.children(phrase.head, "appos"):
        resolved = view.resolve(child)
        if resolved is not None and resolved.is_person and len(resolved.actors) == 1:
            return resolved
    return None


def _who(role: Actor, person: Actor) -> Actor:
    """Join what a role tells of somebody with what is known of the person of that name."""
    if person.id is not None and person.office is not None:
        return person
    return replace(
        person,
        country=role.country if person.is_guessed else person.country or role.country,
        sector=role.sector,
    )


def _actors(
    view: View, phrase: Phrase, role: RoleWords, owned: Sequence[Owner]
) -> tuple[Actor, ...]:
    sector = relayed_sector(role, owned)
    if role.row.is_personal and is_former(view, phrase.first, role.first):
        sector = FORMER
    name = _name(view, phrase, role)
    countries = dict.fromkeys(owner.actor.country for owner in owned if owner.actor.country)
    if role.row.sector == "MIL" and owned and all(owner.is_place for owner in owned):
        countries = dict.fromkeys(senders(view, role)) or countries  # "sent troops in Norland"
    if not countries and _are_sides(view, phrase, role):
        return (Actor(country=None, name=name, is_guessed=True),)
    if not countries:
        actor = Actor(country=None, sector=sector, name=name, is_guessed=True)
        is_told = any(owner.actor.is_guessed and owner.actor.name[:1].isupper() for owner in owned)
        return (actor,) if is_told else guessed_actors(view, role, actor)
    guessed = all(owner.actor.is_guessed for owner in owned)
    in_state = not any(owner.actor.sector not in {None, "GOV"} for owner in owned)
    may_be_known = in_state and sector != FORMER
    return tuple(
        (_in_office(view, role, country) if may_be_known else None)
        or Actor(country=country, sector=sector, name=name, is_guessed=guessed)
        for country in countries
    )


def _in_office(view: View, role: RoleWords, country: str) -> Actor | None:
    """Say who it was that day, for one person in a known office."""
    if not role.row.is_personal or view.tokens[role.last].tag in {"NNS", "NNPS"}:
        return None
    holding = view.gazetteer.holder(country, role.row.noun, view.day)
    if holding is None:
        return None
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
