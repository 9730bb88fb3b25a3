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
# An embassy in a capital, and a guest who arrives there, are there for its government.
_HOSTED = {
    "in": frozenset({"embassy", "consulate", "ambassador", "mission", "arrive", "land", "due"}),
    "at": frozenset(
        {
            "aim",
            "anger",
            "criticism",
            "direct",
            "fire",
            "fume",
            "hit",
            "jeer",
            "lash",
            "launch",
            "out",
            "point",
            "scoff",
            "swipe",
        }
    ),
    "to": frozenset({"fly", "ambassador", "envoy", "embassy", "travel"}),
    "from": frozenset({"ambassador", "envoy", "embassy"}),
    "for": frozenset({"leave", "depart", "head"}),
}
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
