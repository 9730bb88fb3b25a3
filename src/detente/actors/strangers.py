"""Names that the gazetteer does not know -> guessed actors.

In:  a phrase headed by a person's or an organisation's name.   Out: an actor marked as guessed,
with country and sector from title, apposition or what the report said before.
Does not: invent a country where the words give none.
"""

from detente.actors.phrases import Phrase
from detente.actors.roles import RoleWords, find_role, former_title, owners
from detente.actors.senses import NameKind
from detente.actors.view import Hit, Resolution, View
from detente.records import Actor, MentionKind

__all__ = ["stranger"]

_NAMED = frozenset({"PERSON", "ORG", "NORP", "GPE", "FAC"})


def stranger(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a proper name that is in no list."""
    token = view.tokens[phrase.head]
    hit = view.hit_at(phrase.head)
    if token.pos != "PROPN" or (hit is not None and not _is_place(hit)):
        return None
    first = _name_start(view, phrase)
    name = view.words(first, phrase.head)
    known = view.memory.person(name) or view.memory.person(token.text)
    title = find_role(view, first - 1, phrase.first) if first > phrase.first else None
    actor = known or _introduced(view, phrase, name, title)
    if actor is None and token.entity in {"PERSON", "ORG"}:
        actor = Actor(country=None, name=name, is_guessed=True)
    if actor is None:
        return None
    return Resolution(
        actors=(actor,),
        kind=MentionKind.ENTITY,
        first=phrase.first,
        last=phrase.head,
        score=0.6 if actor.country else 0.2,
        reason="named before" if known else f"unlisted name {name!r}",
    )


def _is_place(hit: Hit) -> bool:
    return bool(hit.senses) and all(sense.kind is NameKind.PLACE for sense in hit.senses)


def _name_start(view: View, phrase: Phrase) -> int:
    """Find where the name begins: after titles and adjectives, among the proper nouns."""
    first = phrase.head
    while first > phrase.first:
        token = view.tokens[first - 1]
        if token.pos != "PROPN" and token.text != "-":
            break
        if find_role(view, first - 1, phrase.first) or view.hit_at(first - 1):
            break
        first -= 1
    return first


def _introduced(
    view: View, phrase: Phrase, name: str, title: RoleWords | None
) -> Actor | None:
    """Read country and sector off the title before or the apposition after a name."""
    if title is not None:
        flat = [actor for actors, _ in owners(view, phrase, title) for actor in actors]
        countries = [actor.country for actor in flat if actor.country]
        sectors = [actor.sector for actor in flat if actor.sector]
        relayed = sectors[0] if sectors and title.row.kind == "relay" else None
        sector = "ELI" if former_title(view, phrase, title.last + 1) else title.row.sector
        return Actor(
            country=countries[0] if countries else view.memory.country_for(title.row),
            sector=relayed or sector,
            name=name,
            is_guessed=True,
        )
    for child in view.children(phrase.head, "appos"):
        resolved = view.resolve(child)
        if resolved is not None:
            described = resolved.actors[0]
            return Actor(
                country=described.country, sector=described.sector, name=name, is_guessed=True
            )
    return None
