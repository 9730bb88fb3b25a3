"""Match -> who acts, also where only the rest of the sentence tells it.

In:  a match and the sentence's participants.   Out: links; none where nobody can be told.
Does not: look for the other side (roles.py does).
"""

from detente.events.match import Match
from detente.events.participants import Participants
from detente.events.sides import FORCES
from detente.events.status_governed import denying
from detente.events.syntax import Clauses
from detente.records import Link

__all__ = ["agents_of_match"]

CUSTODY = frozenset(
    {"arrest", "detain", "jail", "imprison", "sentence", "convict", "indict", "try", "deport",
     "execute", "expel", "free", "release", "pardon"}
)  # fmt: skip
MEASURES = frozenset({"AID", "COERCE", "CONCEDE", "MOBILIZE", "RETREAT", "SANCTION"})
OFFICIALS = frozenset({"GOV", "MIL", "COP"})
WILL = frozenset({"will", "would", "'ll", "’ll"})


def agents_of_match(match: Match, clauses: Clauses, participants: Participants) -> tuple[Link, ...]:
    """Who does it, if only by what the rest of the sentence tells."""
    agents = participants.of_all(match.agents) or _forces(match, participants)
    agents = agents or _custodian(match, participants) or _teller(match, clauses, participants)
    agents = agents or _denier(match, clauses, participants)
    if not any(actor.country for link in agents for actor in link.actors):
        agents = _announcer(match, clauses, participants) or agents
    return agents


# Private functions


def _custodian(match: Match, participants: Participants) -> tuple[Link, ...]:
    """Who holds people where only the state is told in which they are held: "jailed in *Sudria*".

    Only for what a state's organs alone do, and told by a passive.
    """
    tokens = participants.sentence.tokens
    if match.pattern.type not in {"COERCE", "RETREAT"} or not match.patients:
        return ()
    is_passive = tokens[match.predicate].tag == "VBN" and match.pattern.kind == "verb"
    if not is_passive or tokens[match.predicate].lemma not in CUSTODY:
        return ()
    for link in participants.within(match.predicate):
        head = tokens[link.mention.head]
        preposition = tokens[head.head]
        is_where = head.dep == "pobj" and preposition.text.lower() == "in"
        if is_where and preposition.head == match.predicate:
            return (link,) if all(a.country and not a.sector for a in link.actors) else ()
    return ()


def _teller(match: Match, clauses: Clauses, participants: Participants) -> tuple[Link, ...]:
    """Who goes on after what he told in the passive: "*X* said raids were repelled and accused Y".

    A thing that something was done to does not act.
    """
    verb = clauses.token(match.predicate)
    told = clauses.token(verb.head)
    is_active = match.pattern.kind == "verb" and verb.tag == "VBD" and verb.dep == "conj"
    is_told_passive = told.dep == "ccomp" and bool(clauses.below(told.index, "nsubjpass"))
    if not is_active or not is_told_passive or clauses.below(verb.index, "nsubj", "auxpass"):
        return ()
    return participants.of_all(clauses.subjects(told.head))


def _denier(match: Match, clauses: Clauses, participants: Participants) -> tuple[Link, ...]:
    """Who denies a deed that nobody else is told to have done: "*X* denied an attack on Y"."""
    verb = denying(clauses, match.predicate) if match.pattern.kind == "noun" else None
    return () if verb is None else participants.of_all(clauses.agents(verb))


def _announcer(match: Match, clauses: Clauses, participants: Participants) -> tuple[Link, ...]:
    """Whose officials tell of a measure in the passive: "flights *would be halted*, X said".

    Of arrests a state's forces tell as their own. A measure that is said to bear on their own
    state may be somebody else's.
    """
    verb = clauses.token(match.predicate)
    if verb.dep != "ccomp" or not clauses.is_passive(verb.index):
        return ()
    speakers = participants.of_all(clauses.subjects(verb.head))
    speaking = [actor for link in speakers for actor in link.actors]
    own = {actor.country for actor in speaking}
    if match.pattern.mode in {"arrest", "seize"} and all(a.sector in FORCES for a in speaking):
        return speakers
    modals = clauses.helpers(verb.index)
    is_ahead = match.pattern.type in MEASURES and bool(modals & WILL)
    named = [actor for link in participants.within(verb.index) for actor in link.actors]
    states = {actor.country for actor in named if not actor.is_guessed} - {None}
    is_official = all(actor.sector in OFFICIALS for actor in speaking)
    is_others = bool(states) if match.pattern.type == "CONCEDE" else bool(states & own)
    return speakers if is_ahead and is_official and not is_others else ()


def _forces(match: Match, participants: Participants) -> tuple[Link, ...]:
    """Who moves where only the forces are told: "*Norland's troops* were withdrawn"."""
    pattern = match.pattern
    if pattern.type != "MOBILIZE" and pattern.mode != "withdraw":
        return ()
    found = participants.of_all(match.patients)
    return tuple(link for link in found if any(a.sector in FORCES for a in link.actors))
