"""The tree of a parsed sentence, and its base noun phrases.

In:  a sentence.   Out: children and descendants of a token; phrases with their head, each token in
at most one phrase as its head.
Does not: know actors; relative clauses and "of ..." stay outside the base phrase.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from detente.records import Sentence, Span, Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
DASHES = frozenset({"—", "–", "―", "--", "-", ":"})
FIRST_PERSON = frozenset(
    {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"}
)
PLURAL = frozenset({"NNS", "NNPS"})
UNDERGOING = frozenset({"dobj", "nsubjpass"})  # who or what an act is done to
_JOINING = frozenset({"cc", "preconj", "mark"})


def children(sentence: Sentence, index: int, *deps: str) -> list[Token]:
    """List the dependents of ``index`` with one of the labels ``deps``, in order."""
    below = (sentence.tokens[other] for other in sentence.children[index])
    return [token for token in below if token.dep in deps]


def child(sentence: Sentence, index: int, *deps: str) -> Token | None:
    """Find the first dependent of ``index`` with one of the labels ``deps``."""
    return next(iter(children(sentence, index, *deps)), None)


def subtree(sentence: Sentence, token: Token | None) -> frozenset[int]:
    """Gather a token and all below it; nothing for no token."""
    return sentence.subtrees[token.index] if token else frozenset()


def first_of(sentence: Sentence, index: int) -> Token:
    """Find the first word of a token's subtree."""
    return sentence.tokens[min(sentence.subtrees[index])]


def has_finite(sentence: Sentence, indices: Iterable[int]) -> bool:
    """Whether a finite verb or a modal is among ``indices``."""
    return any(sentence.tokens[index].tag in FINITE for index in indices)


def has_to(sentence: Sentence, verb: int) -> bool:
    """Whether ``verb`` is an infinitive with "to"."""
    return any(token.tag == "TO" for token in children(sentence, verb, "aux"))


def noun_phrase(sentence: Sentence, head: int, apart_from: int) -> frozenset[int]:
    """Gather the unbroken phrase around ``head``, without the branch that holds ``apart_from``."""
    indices = set(sentence.subtrees[head])
    for below in sentence.children[head]:
        is_when = sentence.tokens[below].dep == "npadvmod" and below > head
        if is_when or apart_from in sentence.subtrees[below]:
            indices -= sentence.subtrees[below]
    first, last = head, head
    while first - 1 in indices and not _stands_before(sentence, first - 1, head):
        first -= 1
    while last + 1 in indices:
        last += 1
    while last > head and _ends_nothing(sentence.tokens[last]):
        last -= 1
    while first < head and sentence.tokens[first].pos == "PUNCT":
        first += 1
    return frozenset(range(first, last + 1))


def _ends_nothing(token: Token) -> bool:
    """Whether a word at a phrase's end is no part of it: a comma, "and", a possessive's "'s"."""
    return (
        token.pos == "CCONJ" or token.tag == "POS" or (token.pos == "PUNCT" and token.text != ")")
    )


def _stands_before(sentence: Sentence, index: int, head: int) -> bool:
    """Whether a word does not belong to the phrase after it: "and", a dateline's dash."""
    token = sentence.tokens[index]
    if token.text in DASHES:
        return token.span.end < sentence.tokens[index + 1].span.start
    return token.head == head and token.dep in _JOINING


# --- Parsed sentence -> its base noun phrases.
FINITE = frozenset({"MD", "VBD", "VBP", "VBZ"})
_LEFT = frozenset({"det", "predet", "amod", "compound", "nmod", "nummod", "quantmod", "poss"})
_OUTSIDE = frozenset({"even", "only", ",", '"', "\u201c"})
_BEFORE_NAMES = frozenset({"both", "either", "neither"})
_INNER = frozenset({"amod", "compound", "nmod", "nummod", "det", "quantmod", "predet", "npadvmod"})
_RELATIVE_OWNER = "WP$"  # "whose"
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_MISTAGGED = frozenset({"ADJ", "X", "NUM"})
ARGUMENT = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "dative", "attr", "appos", "conj", "poss", "ROOT"}
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A base noun phrase: tokens ``first`` to ``last``, both included, around its ``head``."""

    head: int
    first: int
    last: int

    def span(self, sentence: Sentence) -> Span:
        """Range of the phrase's words in the report."""
        tokens = sentence.tokens
        return Span(tokens[self.first].span.start, tokens[self.last].span.end)


def noun_phrases(sentence: Sentence) -> tuple[Phrase, ...]:
    """Find the base noun phrases, by their heads in sentence order. Possessors are phrases too."""
    return tuple(
        Phrase(token.index, _first(sentence, token.index), token.index)
        for token in sentence.tokens
        if _is_head(sentence, token)
    )


def first_of_row(sentence: Sentence, index: int) -> int:
    """Find the first of the row that a word stands in: China, of "China and *Japan*"."""
    while sentence.tokens[index].dep == "conj":
        index = sentence.tokens[index].head
    return index


def prepositional(sentence: Sentence, index: int) -> tuple[tuple[str, int], ...]:
    """List the prepositions that hang on a token, each with the head of its object."""
    tokens = sentence.tokens
    return tuple(
        (tokens[child].text.lower(), below)
        for child in sentence.children[index]
        if tokens[child].dep == "prep" and child > index
        for below in sentence.children[child]
        if tokens[below].dep == "pobj"
    )


def _is_head(sentence: Sentence, token: Token) -> bool:
    if is_inner(sentence, token):
        return False
    if token.pos in _NOMINAL or token.tag == _RELATIVE_OWNER:
        return True
    return token.pos in _MISTAGGED and token.dep in ARGUMENT


def is_inner(sentence: Sentence, token: Token) -> bool:
    """Whether the token only modifies a noun to its right."""
    if token.head > token.index:
        return token.dep in _INNER
    governor = sentence.tokens[token.head]
    return token.dep == "conj" and governor.index < token.index and _reaches_over(sentence, token)


def _reaches_over(sentence: Sentence, token: Token) -> bool:
    """Whether a conjunct's chain ends as a modifier of a noun that follows it."""
    index = token.index
    for _ in sentence.tokens:
        above = sentence.tokens[index]
        if above.dep != "conj":
            return above.dep in _INNER and above.head > token.index
        index = above.head
    return False


def _first(sentence: Sentence, head: int) -> int:
    first = head
    for child in reversed(sentence.children[head]):
        if child < head and sentence.tokens[child].dep in _LEFT:
            first = min(first, *sentence.subtrees[child])
    inside = sentence.subtrees[head]
    for token in sentence.tokens[first:head]:
        if token.tag in FINITE and token.index not in inside:
            first = token.index + 1  # a clause is no part of a phrase, whatever the parse
    while first < head and sentence.tokens[first].text.lower() in _outside(sentence, head):
        first += 1
    return first


def _outside(sentence: Sentence, head: int) -> frozenset[str]:
    """Words that stand before a phrase; "both" is part of "both sides", not of "both Xs and Ys"."""
    return _OUTSIDE | _BEFORE_NAMES if sentence.tokens[head].pos == "PROPN" else _OUTSIDE
