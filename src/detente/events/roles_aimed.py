"""Speech -> at whom it aims beyond its own clause: "warned that *X* was ...".

In:  an act with its roles.   Out: the roles, completed.
Does not: touch an act whose other side its own clause tells.
"""

from collections.abc import Sequence

from detente.events.participants import Participants
from detente.events.sides import Roles, are_organs_of, countries_of, first_below, without
from detente.events.syntax import Clauses
from detente.records import Link

__all__ = ["PARTNER_PREPOSITIONS", "aimed_roles"]

TOLD_OF = frozenset({"ACCUSE", "REJECT"})
ABROAD = frozenset({"AGREE", "REJECT", "REQUEST", "THREATEN"})
PARTNER_PREPOSITIONS = frozenset({"to", "with", "from", "by", "between", "against", "alongside"})


def aimed_roles(
    type_: str, predicate: int, roles: Roles, clauses: Clauses, participants: Participants
) -> Roles:
    """Complete the roles by whom speech aims at beyond its own clause."""
    if not roles.agents:
        return roles
    found: tuple[Link, ...] = ()
    if type_ == "THREATEN" and _is_own_place(roles):
        found = _averters(predicate, clauses, participants, roles.agents)
    elif type_ in TOLD_OF and not roles.recipients:
        found = _spoken_of(predicate, clauses, participants, roles.agents)
    elif type_ == "CONCEDE" and not roles.recipients:
        found = _allowed(predicate, clauses, participants, roles.agents)
    if not found and type_ in ABROAD and _is_kept_at_home(roles):
        found = _foreigners_below(predicate, clauses, participants, roles.agents)
    return Roles(roles.agents, found) if found else roles


# Private functions


def _averters(
    predicate: int, clauses: Clauses, participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """Who can avert what is threatened: "threatened to strike unless *the government* paid"."""
    for index in sorted(clauses.sentence.subtrees[predicate]):
        if clauses.token(index).dep not in {"advcl", "ccomp", "conj"}:
            continue
        marks = clauses.below(index, "mark", "aux")
        if {clauses.token(i).text.lower() for i in marks} & {"if", "unless", "should", "until"}:
            found = without(participants.of_all(clauses.agents(index)), agents)
            if found:
                return found[:1]
    return ()


def _spoken_of(
    predicate: int, clauses: Clauses, participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """Whom a clause below is about: "warned that *X* was ...", "cancelled a trip to see *X*"."""
    for clause in clauses.below(predicate, "ccomp", "xcomp", "pcomp", "advcl"):
        is_aim = clauses.is_infinitive(clause)
        is_gerund = (
            clauses.token(clause).tag == "VBG" and clause == predicate + 2
        )  # "ruled out X-ing"
        if clauses.token(clause).dep == "advcl" and not is_aim and not is_gerund:
            continue
        told = without(participants.of_all(clauses.subjects(clause)), agents)
        found = told or first_below((clause,), participants, agents)
        if found:
            return found
    return ()


def _allowed(
    predicate: int, clauses: Clauses, participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """Who may do something: "let *convoys* pass", but not "let *me* say"."""
    subjects = [i for c in clauses.below(predicate, "ccomp") for i in clauses.subjects(c)]
    named = [i for i in subjects if clauses.token(i).pos != "PRON"]
    return without(participants.of_all(named), agents)


def _foreigners_below(
    predicate: int, clauses: Clauses, participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """The first party from abroad that what is said leads to: "refused to sell arms *to X*"."""
    own = countries_of(agents)
    said = clauses.below(predicate, "xcomp", "ccomp", "dobj", "prep", "acl", "pcomp")
    for index in said:
        for link in participants.within(index):
            known = [a for a in link.actors if a.country not in own and not a.is_guessed]
            if known and participants.preposition_of(link) in PARTNER_PREPOSITIONS:
                return (link,)
    return ()


def _is_kept_at_home(roles: Roles) -> bool:
    """Whether a state's organ only acts on its own: "threatened to send *its army* to X"."""
    return are_organs_of((*roles.agents, *roles.recipients), countries_of(roles.agents))


def _is_own_place(roles: Roles) -> bool:
    """Whether nobody known suffers the act but a place of the doer's own: "march on *Bukavu*"."""
    own = countries_of(roles.agents)
    suffering = [actor for link in roles.recipients for actor in link.actors]
    return all(actor.code in own or not actor.country for actor in suffering)
