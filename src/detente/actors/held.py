"""Places told by who holds them: "the *Israeli-held* heights", "a *rebel-held* suburb".

In:  a phrase.   Out: the holder, who is there and is met there, whatever the map says.
Does not: read "-backed" and the like, which tell no place.
"""

from detente.actors.owners import hit_actor
from detente.actors.phrases import Phrase
from detente.actors.roles import held_role
from detente.actors.titles import find_role
from detente.actors.view import Resolution, View
from detente.records import Actor, MentionKind

__all__ = ["held_place"]

_HELD = frozenset({"held", "controlled", "occupied", "ruled"})
_GROUND = frozenset({
    "airport", "area", "border", "capital", "city", "district", "east", "enclave", "height",
    "north", "part", "peninsula", "port", "province", "region", "south", "strip", "suburb",
    "territory", "town", "village", "west", "zone",
})  # fmt: skip


def held_place(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a place to its holder."""
    head = view.tokens[phrase.head]
    if head.lemma.lower() not in _GROUND and head.entity not in {"GPE", "LOC"}:
        return None
    for index in range(phrase.first + 2, phrase.head):
        token = view.tokens[index]
        if token.text.lower() in _HELD and view.tokens[index - 1].text == "-":
            holder = _holder(view, phrase, index - 2)
            if holder is not None:
                return Resolution(
                    actors=(holder,),
                    kind=MentionKind.NAME,
                    first=phrase.first,
                    last=phrase.head,
                    score=0.7,
                    reason=f"{view.words(index - 2, index)!r} tells who holds it",
                )
    return None


def _holder(view: View, phrase: Phrase, index: int) -> Actor | None:
    hit = view.hit_at(index)
    if hit is not None:
        return hit_actor(view, hit)
    role = find_role(view, index, phrase.first)
    if role is None:
        return None
    return held_role(view, Phrase(index, role.first, role.last), role).actors[0]
