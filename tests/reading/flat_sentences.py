"""Sentences without a parser: every word hangs on the first, by a link that says nothing.

In:  words.   Out: one sentence, the words a blank apart.
Does not: look like English; good for properties that hold of any words.
"""

from collections.abc import Sequence

from detente.records import Sentence, Span, Token


def a_flat_sentence(words: Sequence[str]) -> Sentence:
    """Build a sentence of ``words``."""
    tokens: list[Token] = []
    start = 0
    for index, word in enumerate(words):
        span = Span(start, start + len(word))
        dep = "dep" if index else "ROOT"
        tokens.append(
            Token(
                index=index,
                span=span,
                text=word,
                lemma=word.lower(),
                pos="X",
                tag="XX",
                dep=dep,
                head=0,
            )
        )
        start = span.end + 1
    whole = Span(0, tokens[-1].span.end)
    return Sentence(index=0, paragraph=0, span=whole, tokens=tuple(tokens))
