"""A predicate with its meaning and sides, before anybody asks whether it is a claim.

In:  what matching.py and operators.py found.   Out: the record that coder.py weighs.
Does not: hold a status; all positions are token indices.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.events.sides import Roles
from detente.events.syntax import Clauses

__all__ = ["Act", "told_once", "without_failures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A predicate with its meaning and roles, before anybody asks whether it is a claim."""

    predicate: int
    type: str
    mode: str | None
    roles: Roles
    n_conditions: int
    is_noun: bool
    is_never_alone: bool
    needs_recipient: bool
    why: str
    is_threat: bool = False


def told_once(acts: Sequence[Act], clauses: Clauses) -> list[Act]:
    """Leave out an act that a word below it tells, too, and nearer to what happens.

    "*talks* with X are due to resume", "talks were *scheduled* to begin": the last verb tells.
    """
    return [act for act in acts if not any(_tells_it(other, act, clauses) for other in acts)]


def without_failures(acts: Sequence[Act], clauses: Clauses) -> list[Act]:
    """Leave out a failing where what did not come about is told: "*failed* to reach a deal"."""
    told = {clauses.token(act.predicate).head for act in acts}
    return [
        act
        for act in acts
        if clauses.token(act.predicate).lemma != "fail" or act.predicate not in told
    ]


# Private functions


def _tells_it(other: Act, act: Act, clauses: Clauses) -> bool:
    if other is act or other.type != act.type or _sides(other) != _sides(act):
        return False
    verb = clauses.token(other.predicate)
    if act.is_noun:
        return act.predicate in clauses.subjects(other.predicate)
    return verb.dep == "xcomp" and verb.head == act.predicate


def _sides(act: Act) -> set[tuple[int, int]]:
    """Where those who take part are named."""
    links = (*act.roles.agents, *act.roles.recipients)
    return {(link.mention.span.start, link.mention.span.end) for link in links}
