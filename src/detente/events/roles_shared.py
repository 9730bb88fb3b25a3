"""Joined verbs -> the other side that they share: "expelled *Sudria's* envoy and froze trade".

In:  a verb's roles without another side, and the acts that govern it.   Out: roles, completed.
Does not: look beyond the verbs of one subject, or share between help and harm.
"""

from collections.abc import Mapping, Sequence

from detente.events.sides import Roles, is_own_organ, without
from detente.events.syntax import Clauses

__all__ = ["shared_roles"]

JOINED = frozenset({"conj", "dep"})
HARM = frozenset({"ACCUSE", "COERCE", "REJECT", "REQUEST", "SANCTION", "THREATEN"})
HELP = frozenset({"AGREE", "AID", "CONCEDE", "COOPERATE", "REQUEST", "SUPPORT"})
AIMED = (HARM | HELP) - {"COERCE", "CONCEDE"}

_Told = Mapping[int, tuple[str, Roles]]


def shared_roles(index: int, type_: str, roles: Roles, told: _Told, clauses: Clauses) -> Roles:
    """Take the other side of a verb that this one is joined to, where it has none itself.

    ``told`` has the types and roles of the acts found so far, by predicate.
    """
    if type_ not in AIMED or not clauses.is_verb(index) or not roles.agents:
        return roles
    if not _is_open(type_, roles):
        return roles
    for other in (*_above(index, clauses), *_beside(index, clauses)):
        its_type, its = told.get(other, ("", Roles((), ())))
        found = without(its.recipients, roles.agents)
        if found and any({type_, its_type} <= kind for kind in (HARM, HELP)):
            return Roles(roles.agents, found)
    return roles


# Private functions


def _is_open(type_: str, roles: Roles) -> bool:
    """Whether no other side is named: none, an organ of one's own ("its envoy"), or nobody's."""
    countries = {actor.country for link in roles.recipients for actor in link.actors}
    if countries <= {None}:
        return not countries or type_ == "SANCTION"
    return type_ == "SANCTION" and all(
        is_own_organ(link, roles.agents, type_) for link in roles.recipients
    )


def _above(index: int, clauses: Clauses) -> Sequence[int]:
    """The verbs that a verb without a subject of its own goes on from, nearest first."""
    found: list[int] = []
    while _goes_on(index, clauses):
        index = clauses.token(index).head
        if index in found:
            break
        found.append(index)
    return found


def _beside(index: int, clauses: Clauses) -> Sequence[int]:
    """What the same subject is told to do meanwhile: "*accusing* Sudria of X, it froze trade"."""
    return [i for i in clauses.below(index, "advcl") if _goes_on(i, clauses)]


def _goes_on(index: int, clauses: Clauses) -> bool:
    token = clauses.token(index)
    is_joined = token.dep in JOINED or (token.dep == "advcl" and token.tag == "VBG")
    has_subject = bool(clauses.below(index, "nsubj", "nsubjpass"))
    return is_joined and not has_subject and clauses.is_verb(token.head)
