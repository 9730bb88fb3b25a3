"""Where a name stands in the sentence: as one who acts, or as where it happens.

In:  a token.   Out: whether its grammar makes it a place.
Does not: know geography.
"""

from detente.actors.view import View

__all__ = ["is_whereabouts"]

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
    if word in _WHITHER:
        return view.tokens[preposition.head].lemma in _MOTION
    return word in _WHERE
