"""Takeover -> who acts on whom, where one verb takes over another act: "*urged* Y to leave".

In:  an operator with the act that it takes over, and the sentence's participants.   Out: ``Roles``.
Does not: find the act; it only names those who are there.
"""

from collections.abc import Iterable, Iterator, Sequence

from detente.events.matching import GETTING
from detente.events.operators import Takeover
from detente.events.roles.matched import beyond, sides_of_act
from detente.events.sides import (
    Participants,
    Roles,
    countries_of,
    first_below,
    is_of_own_state,
    joined,
    without,
    without_own_guess,
)
from detente.language.clauses import Clauses
from detente.records import Link

OWN_WORD = frozenset({"AGREE", "THREATEN"})  # a state threatens no organ of its own


def roles_of_takeover(takeover: Takeover, clauses: Clauses, participants: Participants) -> Roles:
    """Name the actors and recipients of an operator and the act it takes over."""
    index = takeover.predicate
    agents = participants.of_all(_doers(index, clauses))
    ways = _ways_to_other_side(takeover, clauses, participants, agents)
    if takeover.type in OWN_WORD:
        ways = (tuple(i for i in way if not is_of_own_state(i, agents)) for way in ways)
    recipients = next((found for way in ways if (found := without(way, agents))), ())
    if takeover.type == "AGREE" and not recipients:
        sides = [obj for prep, obj in clauses.prepositions(index) if prep == "with"]
        agents = joined(agents, participants.of_all(sides))
    if not recipients and clauses.is_verb(index):
        recipients = beyond((index, takeover.type), clauses, participants, agents)
    if takeover.type == "AGREE" and sum(len(link.actors) for link in agents) > 1:
        recipients = _of_other_countries(recipients, agents)
    recipients = without(recipients, agents)
    return Roles(without_own_guess(agents, recipients), recipients)


def _ways_to_other_side(
    takeover: Takeover, clauses: Clauses, participants: Participants, agents: Sequence[Link]
) -> Iterator[tuple[Link, ...]]:
    """Whom an operator and its act can be aimed at, likeliest first."""
    index, control = takeover.predicate, takeover.operator.control
    if control == "object" or (control == "subject" and clauses.is_verb(index)):
        yield participants.of_all(_addressed(takeover, clauses))
    if control != "subject" and takeover.type != "THREATEN":
        yield participants.of_all(clauses.subjects(takeover.taken[0]))
    if takeover.match:
        yield sides_of_act(takeover.match, participants, agents)
    yield first_below(takeover.taken, participants, agents)
    told = [obj for prep, obj in clauses.prepositions(index) if prep in {"to", "on", "against"}]
    yield participants.of_all(told)


def _of_other_countries(links: Iterable[Link], agents: Sequence[Link]) -> tuple[Link, ...]:
    """What sides agree about themselves ("talks between their militaries") has no recipient.

    Nor has what is only guessed to be somebody's: "agreed to exchange *prisoners*".
    """
    own = countries_of(agents) | {None}
    known = (link for link in links if not all(actor.is_guessed for actor in link.actors))
    return tuple(link for link in known if not countries_of([link]) <= own)


def _addressed(takeover: Takeover, clauses: Clauses) -> tuple[int, ...]:
    """To whom an operator speaks."""
    index = takeover.predicate
    is_told = takeover.operator.control == "object"
    return _controlled(index, clauses) if is_told else clauses.patients(index)


def _controlled(index: int, clauses: Clauses) -> tuple[int, ...]:
    patients = clauses.patients(index)
    if patients:
        return patients
    wanted = {"on", "upon", "to", "with"}
    if not clauses.is_verb(index):
        wanted.add("for")
    return tuple(obj for prep, obj in clauses.prepositions(index) if prep in wanted)


def _doers(index: int, clauses: Clauses) -> tuple[int, ...]:
    """Who does what an operator says: the subject, or a noun's owner or its verb's subject."""
    if clauses.is_verb(index):
        return clauses.agents(index)
    if clauses.token(index).pos != "NOUN":
        return _adjective_subjects(index, clauses)
    by = [obj for prep, obj in clauses.prepositions(index) if prep in {"by", "from"}]
    owners = by or clauses.below(index, "poss", "compound", "amod", "nmod")
    if owners:
        return tuple(owners)
    of = tuple(obj for prep, obj in clauses.prepositions(index) if prep == "of")
    governor = clauses.clause_of(index)
    is_done_to = clauses.token(governor).lemma in GETTING  # "faces *pressure* to resign"
    return of or (() if is_done_to or governor == index else clauses.agents(governor))


def _adjective_subjects(index: int, clauses: Clauses) -> tuple[int, ...]:
    own = clauses.below(index, "nsubj")
    if own and not clauses.token(own[0]).text.lower().endswith(("self", "selves")):
        return own  # a headline: "*X* ready to end war, PM says"
    head = clauses.token(index).head
    if own or (clauses.token(index).dep == "amod" and head < index):
        first = own[0] if own else head  # headlines: "Sudria *ready* to talk"
        return clauses.with_conjuncts(first)
    return clauses.subjects(head) if head != index else ()
