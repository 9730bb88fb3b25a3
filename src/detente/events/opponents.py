"""Predicate -> against whom a force is moved, a crowd gathers or a curfew is set.

In:  a match and the sentence's participants.   Out: the likeliest other side in the phrase.
Does not: look outside the predicate's own clauses, where speakers and bystanders stand.
"""

from collections.abc import Sequence

from detente.events.match import Match
from detente.events.participants import Participants
from detente.events.sides import ORGANS, countries_of
from detente.records import Link, Token

__all__ = ["OPPOSED", "find_opponents", "is_beside", "is_told_against"]

OPPOSED = frozenset({"MOBILIZE", "PROTEST", "COERCE", "ASSAULT"})
FORCES = frozenset({None, "MIL", "COP", "UAF"})
AGAINST = frozenset({"against", "at", "on", "facing", "opposite", "with", "towards", "toward"})
ADDRESS = frozenset({  # "in *protest* at X", "as a *message* to X"
    "protest", "anger", "row", "fury", "dispute", "quarrel", "defiance", "rage", "displeasure",
    "message", "signal", "warning", "answer", "response", "reply", "retaliation", "reaction",
})  # fmt: skip
WHEREABOUTS = frozenset({"in", "through", "across", "around", "round", "near", "outside", "from"})
TELLING = frozenset({"say", "tell", "report", "add", "write", "announce", "confirm", "warn"})


def find_opponents(
    match: Match, participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """Find the first link below the predicate that can be the other side; empty if none can.

    Whom something is *against* goes first, then whom a purpose names ("to watch X"), then who
    else is named, then who acts in a clause beside it ("as X protested").
    """
    sentence = participants.sentence
    doing = {i for agent in match.agents for i in sentence.subtrees[agent]}
    is_protest = match.pattern.type == "PROTEST"
    found = [
        link
        for link in participants.within(match.predicate)
        if link.mention.head not in doing
        and not _is_own(link, agents, participants, is_protest=is_protest)
        and not _tells(link, participants)
        and not is_beside(link, match.predicate, participants)
    ]
    found = [link for link in found if not any(_is_part_of(link, other) for other in found)]
    ranked = sorted(found, key=lambda link: _rank(link, match.predicate, participants))
    return tuple(ranked[:1])


def is_told_against(link: Link, participants: Participants) -> bool:
    """Whether words say outright whom something is against: "against X", "in protest at X"."""
    tokens = participants.sentence.tokens
    preposition = participants.preposition_of(link)
    if preposition == "against":
        return True
    current = tokens[link.mention.head]
    while current.dep in {"conj", "poss", "compound", "pobj"}:
        current = tokens[current.head]
        if current.text.lower() == "against":
            return True
        if current.dep == "prep" and tokens[current.head].lemma in ADDRESS:
            return True
    return False


def is_beside(link: Link, predicate: int, participants: Participants) -> bool:
    """Whether a link stands in a clause that is only joined on: "..., and *X* met Y", "where X"."""
    tokens = participants.sentence.tokens
    current = tokens[link.mention.head]
    while current.index not in {predicate, current.head}:
        below = (tokens[i] for i in participants.sentence.children[current.index])
        has_subject = any(token.dep in {"nsubj", "nsubjpass"} for token in below)
        if current.dep in {"conj", "parataxis"} and has_subject:
            return True
        children = participants.sentence.children[current.index]
        if current.dep in {"relcl", "advcl"} and any(
            tokens[i].text.lower() == "where" for i in children
        ):
            return True
        current = tokens[current.head]
    return False


# Private functions


def _is_own(
    link: Link, agents: Sequence[Link], participants: Participants, *, is_protest: bool
) -> bool:
    """Whether a link is the doer, its organ, its country as a place, or a force of nobody's."""
    if any(actor.code == "UNK" for actor in link.actors):
        return True
    acting = {actor.id or actor.name for agent in agents for actor in agent.actors}
    if {actor.id or actor.name for actor in link.actors} <= acting:
        return True
    own = countries_of(agents)
    if is_protest:
        is_place = participants.preposition_of(link) in WHEREABOUTS
        is_nobody = all(a.country is None and a.sector == "CVL" for a in link.actors)  # "the town"
        at_home = all(a.country in own and a.sector is None for a in link.actors)
        return is_place and (at_home or is_nobody)
    if all(actor.country is None and actor.sector in FORCES for actor in link.actors):
        return True
    organs = ORGANS if any(a.sector in ORGANS for agent in agents for a in agent.actors) else {None}
    return all(actor.country in own and actor.sector in organs for actor in link.actors)


def _tells(link: Link, participants: Participants) -> bool:
    tokens = participants.sentence.tokens
    head = tokens[link.mention.head]
    return head.dep == "nsubj" and tokens[head.head].lemma in TELLING


def _is_part_of(link: Link, other: Link) -> bool:
    inner, outer = link.mention.span, other.mention.span
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end


def _rank(link: Link, predicate: int, participants: Participants) -> tuple[int, int]:
    tokens = participants.sentence.tokens
    head = tokens[link.mention.head]
    if is_told_against(link, participants):
        return -1, head.index
    if participants.preposition_of(link) in AGAINST:
        return 0, head.index
    clause = _clause_above(head, predicate, participants)
    if clause is None:
        return 2, head.index
    below = (tokens[i] for i in participants.sentence.children[clause.index])
    is_purpose = any(token.tag == "TO" for token in below)
    return (1 if is_purpose else 3), head.index


def _clause_above(token: Token, predicate: int, participants: Participants) -> Token | None:
    """The verb between a token and the predicate; ``None`` where there is none."""
    tokens = participants.sentence.tokens
    current = tokens[token.head]
    while current.index not in {predicate, current.head}:
        if current.pos in {"VERB", "AUX"}:
            return current
        current = tokens[current.head]
    return None
