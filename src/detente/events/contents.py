"""An act -> the words below it that belong to it and are no acts of their own.

In:  a match and the sentence's clauses.   Out: token indices.
Does not: say what the act is, or who takes part.
"""

from detente.events.match import Match
from detente.events.syntax import Clauses

__all__ = ["contents_of", "keeps_unnamed", "reasons_of"]

NAMING = frozenset({"name", "identify", "quote", "cite"})
GIVES_REASONS = frozenset({"ACCUSE", "COERCE", "SANCTION", "SUPPORT", "THREATEN", "CONCEDE"})


def contents_of(match: Match, clauses: Clauses) -> tuple[int, ...]:
    """What it is done for: "gave permission *to cross*", "sent troops *to protect* X"."""
    purposes = [
        *(verb for patient in match.patients for verb in clauses.below(patient, "acl")),
        *clauses.below(match.predicate, "advcl"),
    ]
    return tuple(
        verb
        for verb in purposes
        if any(clauses.token(i).tag == "TO" for i in clauses.below(verb, "aux"))
    )


def reasons_of(match: Match, clauses: Clauses) -> tuple[int, ...]:
    """Acts told as the reason of this one: "jailed X for *helping* Y"."""
    if match.pattern.type not in GIVES_REASONS:
        return ()
    preps = (i for i in clauses.below(match.predicate, "prep"))
    reasons = (i for i in preps if clauses.token(i).text.lower() in {"for", "over"})
    return tuple(i for prep in reasons for i in sorted(clauses.sentence.subtrees[prep]))


def keeps_unnamed(verb: int, clauses: Clauses) -> bool:
    """Whether somebody only wants no name in the paper: "asked not *to be identified*"."""
    token = clauses.token(verb)
    is_passive = bool(clauses.below(verb, "auxpass")) and bool(clauses.below(verb, "neg"))
    is_silent = any(clauses.token(i).lemma == "anonymous" for i in clauses.below(verb, "acomp"))
    return is_silent or (is_passive and token.lemma in NAMING)
