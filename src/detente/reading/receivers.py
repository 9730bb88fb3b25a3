"""Who is given something, parsed as part of it -> one who receives: "promised *Kenya* 300 trucks".

In:  the tokens of a sentence.   Out: the same tokens; such a name hangs on the verb.
Does not: touch other names before nouns: the phrase of one thing has none before its number.
"""

from collections.abc import Sequence
from dataclasses import replace

from detente.records import Token

__all__ = ["with_receivers"]


def with_receivers(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Hang a name that stands before the number of a verb's object on the verb."""
    return tuple(
        replace(token, dep="dative", head=tokens[token.head].head)
        if _is_receiver(token, tokens)
        else token
        for token in tokens
    )


def _is_receiver(token: Token, tokens: Sequence[Token]) -> bool:
    given = tokens[token.head]
    is_name = token.pos == "PROPN" and token.entity in {"GPE", "MONEY"}  # "*Uganda 300 dollars*"
    is_before = token.dep in {"nmod", "compound"} and is_name
    counts = token.index + 1 < len(tokens) and tokens[token.index + 1].pos == "NUM"
    verb = tokens[given.head]
    between = tokens[verb.index + 1 : token.index]  # words of the name: "*South* Korea"
    is_next = verb.index < token.index and all(word.head == token.index for word in between)
    return is_before and counts and given.dep == "dobj" and is_next
