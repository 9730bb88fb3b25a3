"""Small questions to a parsed sentence: dependents, phrases, finite verbs.

In:  a sentence and token indices.   Out: tokens or sets of token indices.
Does not: know what the words mean.
"""

from collections.abc import Iterable

from detente.records import Sentence, Token

__all__ = [
    "FINITE",
    "NOMINAL",
    "child",
    "children",
    "first_of",
    "has_finite",
    "has_to",
    "noun_phrase",
    "subtree",
]

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
DASHES = frozenset({"—", "–", "―", "--", "-", ":"})
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
