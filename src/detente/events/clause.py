"""Predicate -> the clause that tells it, as a span of the report.

In:  a sentence's clauses, a predicate's token.   Out: the range from its first to its last word.
Does not: cut inside a word, or run into a neighbouring clause.
"""

from detente.events.syntax import Clauses
from detente.records import Span

__all__ = ["clause_span"]

APART = frozenset({"punct", "cc", "mark", "parataxis", "dep", "intj"})


def clause_span(clauses: Clauses, predicate: int) -> Span:
    """Range of the predicate with its own subject and arguments.

    Left out are joined verbs, the conjunction and the marker before the clause, clauses with a
    subject of their own beside it, and speech that merely stands around it; for a noun the range
    is its phrase.
    """
    indices = _own(clauses, predicate)
    tokens = clauses.sentence.tokens
    return Span(tokens[min(indices)].span.start, tokens[max(indices)].span.end)


def _own(clauses: Clauses, predicate: int) -> set[int]:
    indices = {predicate}
    for child in clauses.below(predicate):
        token = clauses.token(child)
        joined_verb = token.dep == "conj" and clauses.is_verb(child)
        fronted_speech = token.dep == "ccomp" and child < predicate
        other_story = token.dep == "advcl" and clauses.below(child, "nsubj", "nsubjpass")
        if token.dep in APART or joined_verb or fronted_speech or other_story:
            continue
        indices |= clauses.sentence.subtrees[child]
    return indices
