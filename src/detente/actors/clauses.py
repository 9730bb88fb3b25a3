"""Where a mention stands in its clause: whose subject or object it is, and with whom joined.

In:  a token of a parsed sentence.   Out: its verb, its rank there, the head of its "X and Y".
Does not: know actors.
"""

from dataclasses import dataclass

from detente.records import Sentence

__all__ = ["LOOSE", "OBJECT", "SUBJECT", "Place", "place_of"]

SUBJECT, OBJECT, LOOSE = 0, 1, 2
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "dative"})
_TOWARD = frozenset({"with", "against", "between", "to", "at", "by"})
_VERBS = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Place:
    """``joined``: the first of a row "X and Y"; ``is_between``: the row after "between".

    ``rank``: SUBJECT, OBJECT (also after "with", "against", "to") or LOOSE.
    """

    verb: int
    rank: int
    joined: int
    is_main: bool
    is_between: bool = False


def place_of(sentence: Sentence, head: int) -> Place:
    """Find out where the phrase at ``head`` stands."""
    tokens = sentence.tokens
    joined = head
    while tokens[joined].dep == "conj" and tokens[tokens[joined].head].pos not in _VERBS:
        joined = tokens[joined].head
    token = tokens[joined]
    above = tokens[token.head]
    rank, word = LOOSE, above.text.lower() if token.dep == "pobj" else ""
    if token.dep in _SUBJECTS:
        rank = SUBJECT
    elif token.dep in _OBJECTS or (word in _TOWARD and tokens[above.head].pos in _VERBS):
        rank = OBJECT
    verb = _verb_above(sentence, joined)
    return Place(verb, rank, joined, tokens[verb].dep == "ROOT", word == "between")


def _verb_above(sentence: Sentence, index: int) -> int:
    tokens = sentence.tokens
    while tokens[index].pos not in _VERBS and tokens[index].head != index:
        index = tokens[index].head
    return index
