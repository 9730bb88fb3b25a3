"""Match -> who acts on whom. Turns syntactic positions into actors and recipients.

In:  a match or takeover and the sentence's participants.   Out: ``Roles``.
Does not: know types' needs; it names those who are there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.events.matching import Match
from detente.events.operators import Takeover
from detente.events.participants import Participants
from detente.events.syntax import Clauses
from detente.records import Link

__all__ = ["Roles", "roles_of_match", "roles_of_takeover"]


ORGANS = frozenset({None, "GOV", "MIL", "SPY", "COP"})
PARTNER_PREPOSITIONS = frozenset({"to", "with", "from", "by", "between", "against", "alongside"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Who acts and on whom. Mutual acts have all sides in ``agents``."""

    agents: tuple[Link, ...]
    recipients: tuple[Link, ...]


def roles_of_match(match: Match, participants: Participants) -> Roles:
    """Name the actors and recipients of a plain predicate."""
    agents = participants.of_all(match.agents)
    if match.pattern.is_mutual:
        return _mutual(match, agents, participants)
    recipients = _recipients(match, participants, agents)
    if match.pattern.swap:
        return Roles(_without(recipients, agents), agents)
    return Roles(agents, _without(recipients, agents))


def roles_of_takeover(takeover: Takeover, clauses: Clauses, participants: Participants) -> Roles:
    """Name the actors and recipients of an operator and the act it takes over."""
    index = takeover.predicate
    doers = clauses.agents(index) if clauses.is_verb(index) else _adjective_subjects(index, clauses)
    agents = participants.of_all(doers)
    control = takeover.operator.control
    recipients: tuple[Link, ...] = ()
    if control == "object":
        recipients = participants.of_all(_controlled(index, clauses))
    elif control == "none":
        recipients = participants.of_all(clauses.subjects(takeover.taken[0]))
    if not recipients and takeover.match:
        recipients = _of_act(takeover.match, participants, agents)
    if not _without(recipients, agents):
        recipients = _first_below(takeover.taken, participants, agents)
    if takeover.type == "AGREE" and not _without(recipients, agents):
        sides = [obj for prep, obj in clauses.prepositions(index) if prep == "with"]
        agents = _joined(agents, participants.of_all(sides))
    if takeover.type == "AGREE" and len(agents) > 1:
        recipients = _of_other_countries(recipients, agents)
    return Roles(agents, _without(recipients, agents))


# Private functions


def _of_other_countries(links: Iterable[Link], agents: Sequence[Link]) -> tuple[Link, ...]:
    """What sides agree about themselves ("talks between their militaries") has no recipient."""
    own = {actor.country for agent in agents for actor in agent.actors}
    return tuple(link for link in links if not {actor.country for actor in link.actors} <= own)


def _mutual(match: Match, agents: tuple[Link, ...], participants: Participants) -> Roles:
    patients = () if match.pattern.has_topic else match.patients
    sides = _joined(participants.of_all(patients), participants.of_all(match.sides))
    everyone = _joined(agents, sides)
    if len(everyone) == 1:
        everyone = _joined(everyone, _other_side(match, everyone[0], participants))
    return Roles(everyone, ())


def _other_side(match: Match, side: Link, participants: Participants) -> tuple[Link, ...]:
    """The first party of another country that a one-sided act's phrases lead to or come from.

    "talks on the flow of drugs *to the United States*", but not "talks on the unrest *in Iran*".
    """
    country = side.actors[0].country
    for index in (*match.patients, *match.others):
        for link in participants.within(index):
            is_other = link.actors[0].country not in {country, None}
            if is_other and participants.preposition_of(link) in PARTNER_PREPOSITIONS:
                return (link,)
    return ()


def _patient_parties(match: Match, participants: Participants) -> tuple[Link, ...]:
    """The object as a party, or, where it is a thing or a feeling, whose it is."""
    if match.pattern.object_is_party:
        return participants.of_all(match.patients)
    return tuple(link for patient in match.patients for link in participants.owner_of(patient))


def _is_own_organ(link: Link, agents: Sequence[Link]) -> bool:
    """Whether an object is the agent's own: "strengthened *its forces* in Lebanon"."""
    own = {actor.country for agent in agents for actor in agent.actors}
    return all(actor.country in own and actor.sector in ORGANS for actor in link.actors)


def _recipients(
    match: Match, participants: Participants, agents: Sequence[Link] = ()
) -> tuple[Link, ...]:
    asked = match.pattern.recipient
    if asked and match.pattern.object is not None:
        # the object is a thing ("gave aid to X"): the preposition holds the recipient
        found = _first(match.others, participants) or _patient_parties(match, participants)
    else:
        found = _patient_parties(match, participants) or _first(match.others, participants)
    if found and all(_is_own_organ(link, agents) for link in found):
        found = _without(_first(match.others, participants), agents) or found
    return found or _first_below((*match.patients, *match.others), participants, agents)


def _of_act(match: Match, participants: Participants, agents: Sequence[Link]) -> tuple[Link, ...]:
    if match.pattern.is_mutual:
        return _mutual(match, (), participants).agents
    return _recipients(match, participants, agents)


def _first(indices: Iterable[int], participants: Participants) -> tuple[Link, ...]:
    for index in indices:
        found = participants.joined(index)
        if found:
            return found
    return ()


def _first_below(
    indices: Iterable[int], participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    for index in indices:
        found = _without(participants.within(index), agents)
        if found:
            return found[:1]
    return ()


def _controlled(index: int, clauses: Clauses) -> tuple[int, ...]:
    patients = clauses.patients(index)
    if patients:
        return patients
    wanted = {"on", "upon", "to", "with"}
    return tuple(obj for prep, obj in clauses.prepositions(index) if prep in wanted)


def _adjective_subjects(index: int, clauses: Clauses) -> tuple[int, ...]:
    head = clauses.token(index).head
    return clauses.subjects(head) if head != index else ()


def _codes(links: Iterable[Link]) -> set[tuple[str, ...]]:
    return {tuple(actor.id or actor.name for actor in link.actors) for link in links}


def _without(links: Sequence[Link], agents: Sequence[Link]) -> tuple[Link, ...]:
    """Leave out who already acts: nobody is both sides of one act."""
    taken = _codes(agents)
    return tuple(link for link in links if not _codes([link]) & taken)


def _joined(first: Sequence[Link], second: Sequence[Link]) -> tuple[Link, ...]:
    return (*first, *_without(second, first))
