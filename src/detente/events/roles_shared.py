"""Joined verbs -> the other side that they share: "expelled *Sudria's* envoy and froze trade".

In:  a verb's roles without another side, and the acts that govern it.   Out: roles, completed.
Does not: look beyond the verbs of one subject, or share between help and harm.
"""

from collections.abc import Mapping, Sequence

from detente.events.sides import Roles, countries_of, is_own_organ, without
from detente.events.syntax import Clauses
from detente.records import Link

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
    for other in _joined_with(index, clauses):
        its_type, its = told.get(other, ("", Roles((), ())))
        found = _others(type_, Roles(roles.agents, its.recipients))
        if found and any({type_, its_type} <= kind for kind in (HARM, HELP)):
            return Roles(roles.agents, found)
    return roles


# Private functions


def _is_open(type_: str, roles: Roles) -> bool:
    """Whether no other side is named.

    A sanction names none, either, with an organ of one's own ("its envoy") or one of no state.
    """
    countries = countries_of(roles.recipients)
    if countries <= {None}:
        return not countries or type_ == "SANCTION"
    return type_ == "SANCTION" and not _others(type_, roles)


def _others(type_: str, roles: Roles) -> tuple[Link, ...]:
    """The recipients that are neither a doer nor an organ of one."""
    found = without(roles.recipients, roles.agents)
    return tuple(link for link in found if not is_own_organ(link, roles.agents, type_))


def _joined_with(index: int, clauses: Clauses) -> Sequence[int]:
    """The verbs that tell what the same subject does: those before this one, then the others."""
    first = index
    while _goes_on(first, clauses):
        first = clauses.token(first).head
    waiting, found = [first], {first}
    while waiting:
        below = clauses.below(waiting.pop(), *JOINED, "advcl")
        fresh = [i for i in below if i not in found and _goes_on(i, clauses)]
        waiting.extend(fresh)
        found.update(fresh)
    return sorted(found - {index}, key=lambda i: (i > index, abs(i - index)))


def _goes_on(index: int, clauses: Clauses) -> bool:
    """Whether a verb takes over the subject above: "..., *accusing* X", "... and *froze* trade"."""
    token = clauses.token(index)
    is_joined = token.dep in JOINED or (token.dep == "advcl" and token.tag == "VBG")
    has_subject = bool(clauses.below(index, "nsubj", "nsubjpass"))
    is_below = token.head != index and clauses.is_verb(token.head)
    return is_joined and is_below and not has_subject and clauses.is_verb(index)
