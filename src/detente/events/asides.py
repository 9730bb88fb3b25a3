"""A sentence -> the clauses in which a report explains somebody in passing.

In:  a parsed sentence.   Out: ranges: ", who visited Veld last week", "the envoy who went there".
Does not: take what is yet to come, or what defines its noun ("the town that they hold"), for one.
"""

from collections.abc import Iterator

from detente.records import Sentence, Span, Token

__all__ = ["asides_in"]

_WHO = frozenset({"WP", "WDT", "WP$", "WRB"})
_NAMING = frozenset({"appos"})


def asides_in(sentence: Sentence) -> Iterator[Span]:
    """Yield the relative clauses behind a comma, or in an apposition, that tell what was."""
    for token in sentence.tokens:
        if token.dep == "relcl" and _tells_what_was(sentence, token):
            below = sorted(sentence.subtrees[token.index])
            first, last = sentence.tokens[below[0]], sentence.tokens[below[-1]]
            if _is_relative(sentence, first) and _is_apart(sentence, token, first):
                yield Span(first.span.start, last.span.end)


# Private functions


def _tells_what_was(sentence: Sentence, verb: Token) -> bool:
    """Whether a clause stands in the simple past: "will", "has" and "is" may be a speaker's."""
    helping = [sentence.tokens[i] for i in sentence.children[verb.index]]
    auxiliaries = [token for token in helping if token.dep in {"aux", "auxpass"}]
    finite = auxiliaries[0] if auxiliaries else verb
    return finite.tag == "VBD"


def _is_relative(sentence: Sentence, first: Token) -> bool:
    """Whether a clause begins with "who", "in which" or the like."""
    begun = sentence.tokens[first.index : first.index + 2]
    return any(token.tag in _WHO for token in begun)


def _is_apart(sentence: Sentence, verb: Token, first: Token) -> bool:
    """Whether the clause only adds: behind a comma, or to what a comma adds to a name."""
    is_behind_comma = first.index > 0 and sentence.tokens[first.index - 1].text == ","
    return is_behind_comma or sentence.tokens[verb.head].dep in _NAMING
