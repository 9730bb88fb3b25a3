"""Harm announced on a condition -> a threat: "will pull its troops out unless a truce is kept".

In:  an act that a rule found, in its clauses.   Out: whether its doer threatens with it.
Does not: read threats that a verb names ("threatened to"); operators.py does.
"""

from detente.events.match import Match
from detente.events.operators import CONFLICT
from detente.events.participants import Participants
from detente.events.syntax import Clauses

__all__ = ["is_ultimatum"]

HARMS = CONFLICT - {"THREATEN"}
ANNOUNCING = frozenset({"will", "'ll", "’ll", "shall"})
AS_TOLD = ANNOUNCING | {"would"}  # "said that it would": what was said was "will"
CONDITIONS = frozenset({"if", "unless"})


def is_ultimatum(match: Match, clauses: Clauses, participants: Participants) -> bool:
    """Whether the doer announces harm that the other side can avert.

    In somebody's reported words it must be the speaker's own act: what another would do is a
    forecast.
    """
    index = match.predicate
    is_harm = match.pattern.type in HARMS or match.pattern.mode == "withdraw"
    if not is_harm or not _is_conditioned(index, clauses):
        return False
    auxiliaries = clauses.helpers(index)
    token = clauses.token(index)
    if token.dep != "ccomp":
        return bool(auxiliaries & ANNOUNCING)
    doers = _codes(match.agents, participants)
    tellers = _codes(clauses.subjects(token.head), participants)
    return bool(auxiliaries & AS_TOLD) and bool(doers & tellers)


def _is_conditioned(index: int, clauses: Clauses) -> bool:
    conditions = clauses.below(index, "advcl")
    marks = (mark for clause in conditions for mark in clauses.below(clause, "mark"))
    return any(clauses.token(mark).text.lower() in CONDITIONS for mark in marks)


def _codes(indices: tuple[int, ...], participants: Participants) -> set[str]:
    return {actor.code for link in participants.of_all(indices) for actor in link.actors}
