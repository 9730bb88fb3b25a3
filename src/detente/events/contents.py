"""An act -> the words below it that belong to it and are no acts of their own.

In:  a match or what an operator took over, and the sentence's clauses.   Out: token indices.
Does not: say what the act is, or who takes part.
"""

from typing import TYPE_CHECKING

from detente.events.match import Match
from detente.events.syntax import Clauses

if TYPE_CHECKING:
    from detente.events.matching import Matcher
    from detente.events.operators import Takeover

__all__ = ["contents_of", "keeps_unnamed", "reasons_of", "taken_in"]

NAMING = frozenset({"name", "identify", "quote", "cite"})
GIVES_REASONS = frozenset({"ACCUSE", "COERCE", "SANCTION", "SUPPORT", "THREATEN", "CONCEDE"})


def contents_of(match: Match, clauses: Clauses) -> tuple[int, ...]:
    """What it is done for: "gave permission *to cross*", "sent troops *to protect* X"."""
    purposes = [
        *(verb for patient in match.patients for verb in clauses.below(patient, "acl")),
        *clauses.below(match.predicate, "advcl"),
    ]
    return tuple(filter(clauses.is_infinitive, purposes))


def taken_in(takeover: "Takeover", clauses: Clauses, matcher: "Matcher") -> set[int]:
    """The words that tell no act of their own any more: verbs taken over, and their objects.

    Where no pattern knows what is agreed, asked or refused, so are meetings: "to resume *visits*".
    """
    if takeover.match is not None:
        objects = set(takeover.match.patients)
    else:
        below = {i for verb in takeover.taken for i in clauses.patients(verb)}
        matches = ((i, matcher.match(i)) for i in below)
        objects = {i for i, match in matches if match and match.pattern.type == "CONSULT"}
    return {*takeover.taken, *clauses.states_of(takeover.taken), *objects}


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
