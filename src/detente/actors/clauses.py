"""Where a mention stands in its clause: whose subject or object it is, and with whom joined.

In:  a token of a parsed sentence.   Out: its verb, its rank there, the head of its "X and Y"; how
far a later word must reach for it.
Does not: know actors.
"""

from dataclasses import dataclass

from detente.records import Sentence

__all__ = ["LOOSE", "OBJECT", "SUBJECT", "Place", "distance", "main_subject", "place_of", "reach"]

SUBJECT, OBJECT, LOOSE = 0, 1, 2
_OPEN, _ASIDE, _HIDDEN = 0, 1, 2  # how a mention lies to a later word
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "dative"})
_TOWARD = frozenset({"with", "against", "between", "to", "at", "by"})
_VERBS = frozenset({"VERB", "AUX"})
_DEEP = 24  # verbs climbed; longer chains are lists and parser noise


@dataclass(frozen=True, slots=True)
class Place:
    """``joined``: the first of a row "X and Y"; ``is_between``: the row after "between".

    ``clause``: the first of the verbs that share its verb's subject ("*came* and saw").

    ``rank``: SUBJECT, OBJECT (also after "with", "against", "to") or LOOSE.
    """

    verb: int
    rank: int
    joined: int
    clause: int
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
    clause = verb
    while tokens[clause].dep == "conj" and not _has_subject(sentence, clause):
        clause = tokens[clause].head
    is_main = tokens[verb].dep == "ROOT"
    return Place(verb, rank, joined, clause, is_main, word == "between")


def reach(sentence: Sentence, index: int, place: Place) -> tuple[int, int]:
    """Tell how far the word at ``index`` reaches for a mention of its sentence; near is small.

    Subjects and objects of the clauses on the way up to the main one come first, the nearest
    clause before others; then what only stands there ("through *Norland*"); and whoever is hidden
    in another of their clauses ("said *Y did*, and he") comes last. Who is told to do it goes
    before who tells him ("X urged *Y* to free its hostages").
    """
    above = _clauses_above(sentence, index)
    for far, verbs in enumerate(above):
        if place.verb in verbs:
            if _is_told(sentence, index, place):
                return _OPEN, 2 * far - 1
            return (_ASIDE if place.rank == LOOSE else _OPEN), 2 * far
    inner = _clauses_above(sentence, place.verb)
    met = (i for i, verbs in enumerate(inner) for v in above if verbs & v)
    return _HIDDEN, 2 * next(met, len(inner))


def distance(sentence: Sentence, index: int, place: Place) -> tuple[bool, int]:
    """Tell how many clauses lie between a word and a phrase; farthest those in another branch."""
    lie, far = reach(sentence, index, place)
    return lie == _HIDDEN, far


def main_subject(sentence: Sentence) -> int | None:
    """Find the head of the main clause's subject."""
    root = next((token.index for token in sentence.tokens if token.dep == "ROOT"), None)
    if root is None:
        return None
    subjects = [i for i in sentence.children[root] if sentence.tokens[i].dep in _SUBJECTS]
    return subjects[0] if subjects else None


def _has_subject(sentence: Sentence, verb: int) -> bool:
    return any(sentence.tokens[i].dep in _SUBJECTS for i in sentence.children[verb])


def _is_told(sentence: Sentence, index: int, place: Place) -> bool:
    """Whether a mention is the object of a verb whose infinitive holds the word at ``index``."""
    tokens = sentence.tokens
    mention = tokens[place.joined]
    is_object = mention.dep in _OBJECTS
    is_called_on = mention.dep == "pobj" and tokens[mention.head].text.lower() in {"on", "upon"}
    if not (is_object or is_called_on):
        return False
    return any(
        tokens[verb].dep in ({"xcomp"} if is_object else {"xcomp", "advcl"})
        and index in sentence.subtrees[verb]
        and verb > mention.index
        for verb in sentence.children[place.verb]
        if any(tokens[child].tag == "TO" for child in sentence.children[verb])
    )


def _clauses_above(sentence: Sentence, index: int) -> list[set[int]]:
    """List the clauses from a word up to the main one, each by its verbs.

    Verbs that share a subject ("X *came*, *saw* and *left*") are one clause.
    """
    tokens = sentence.tokens
    verb = _verb_above(sentence, index)
    clauses = [{verb}]
    for _ in range(_DEEP):
        above = _verb_above(sentence, tokens[verb].head)
        if any(above in clause for clause in clauses):
            break
        if _has_subject(sentence, verb):
            clauses.extend({before} for before in _told_before(sentence, verb))
            clauses.append({above})
        else:
            clauses[-1].add(above)
        verb = above
    return clauses


def _told_before(sentence: Sentence, verb: int) -> list[int]:
    """List clauses that are told beside a clause by one verb: "*X did* and Y did, Z said"."""
    tokens = sentence.tokens
    if tokens[verb].dep != "ccomp":
        return []
    return [
        before
        for before in sentence.children[tokens[verb].head]
        if before < verb and tokens[before].dep == "ccomp"
        if any(tokens[child].dep == "cc" for child in sentence.children[before])
    ]


def _verb_above(sentence: Sentence, index: int) -> int:
    tokens = sentence.tokens
    while tokens[index].pos not in _VERBS and tokens[index].head != index:
        index = tokens[index].head
    return index
