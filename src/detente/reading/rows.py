"""Names in a row that a parse takes apart -> one row: "*Chile*, Colombia and Mexico refused".

In:  the tokens of a sentence.   Out: the same tokens; the names of a row are joined.
Does not: touch rows of common nouns, or a row that is parsed as one.
"""

from collections.abc import Sequence
from dataclasses import replace

from detente.records import Token

__all__ = ["with_whole_rows"]

_ADRIFT = frozenset({"npadvmod", "parataxis", "advmod", "dep"})
_NAMES = frozenset({"GPE", "NORP", "ORG", "PERSON", "LOC"})


def with_whole_rows(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Join the first name of a row with its second, and a second that is taken for another name."""
    mended = list(tokens)
    for token in tokens:
        if not _begins_rest(token, tokens):
            continue
        first = tokens[token.head]
        if token.dep == "appos" and _is_name(first):
            mended[token.index] = replace(token, dep="conj")
        elif token.dep == "nsubj":
            adrift = _adrift_before(token, tokens)
            if adrift is not None:
                mended[adrift.index] = replace(adrift, dep="nsubj", head=token.head)
                mended[token.index] = replace(token, dep="conj", head=adrift.index)
    return tuple(mended)


# Private functions


def _begins_rest(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether "X and Y" or "X, Y and Z" begins at a token: names that "and" joins in the end."""
    has_and, last = False, token
    for other in tokens[token.index + 1 :]:
        if other.head == last.index and other.dep == "conj":
            last = other
        has_and = has_and or (
            other.dep == "cc" and other.text.lower() == "and" and other.head == last.index
        )
        if not _is_name(last):
            return False
    return has_and and last is not token and _is_name(token)


def _adrift_before(token: Token, tokens: Sequence[Token]) -> Token | None:
    """The name right before "X and Y", parted by a comma, that hangs on the verb as a mere word."""
    first = min(other.index for other in tokens if _is_within(other, token, tokens))
    if first < 2 or tokens[first - 1].text != ",":  # noqa: PLR2004  # a name and a comma
        return None
    before = tokens[first - 2]
    is_adrift = before.dep in _ADRIFT and before.head == token.head
    return before if is_adrift and _is_name(before) else None


def _is_within(other: Token, token: Token, tokens: Sequence[Token]) -> bool:
    """Whether a word stands in the phrase of a token, itself included."""
    for _ in tokens:
        if other.index == token.index:
            return True
        if other.head == other.index:
            return False
        other = tokens[other.head]
    return False


def _is_name(token: Token) -> bool:
    return token.pos == "PROPN" and token.entity in _NAMES
