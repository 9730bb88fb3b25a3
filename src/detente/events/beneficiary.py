"""Act -> for whom it is done, where only its reason or its purpose says it.

In:  a match without a recipient ("resigned *after crowds ...*", "sent troops *to guard X*").
Out: the party that it gives way to or helps.
Does not: look outside the act's own phrases, nor at those who merely report or watch.
"""

from collections.abc import Iterator, Sequence

from detente.events.match import Match
from detente.events.participants import Participants
from detente.records import Link

__all__ = ["BENEFITING", "beneficiary"]

BENEFITING = frozenset({"CONCEDE", "RETREAT", "AID", "CONSULT"})
YIELDING = frozenset({"CONCEDE", "RETREAT"})
REASONS = frozenset(
    {"after", "following", "amid", "under", "over", "against", "because", "when", "once", "as"}
    | {"since", "until", "if", "unless"}
)
CLAUSES = frozenset({"relcl", "acl"})
OBSERVERS = frozenset({"JRN"})


def beneficiary(
    match: Match, participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """Find the first party in the reasons or the purpose of an act that is none of its doers.

    Who gives way: what the thing given up is described by comes first ("posts *that the rebels
    claimed*"), then what the act follows or bows to ("*under pressure from the army*").
    """
    own = {actor.code for link in agents for actor in link.actors}
    find = _reasons if match.pattern.type in YIELDING else _purposes
    for index in find(match, participants):
        for link in participants.within(index):
            codes = {actor.code for actor in link.actors}
            watches = all(actor.sector in OBSERVERS for actor in link.actors)
            if not codes & own and not watches:
                return (link,)
    return ()


def _reasons(match: Match, participants: Participants) -> Iterator[int]:
    sentence = participants.sentence
    for patient in match.patients:
        yield from (i for i in sentence.children[patient] if sentence.tokens[i].dep in CLAUSES)
    for child in sentence.children[match.predicate]:
        token = sentence.tokens[child]
        marks = {sentence.tokens[i].text.lower() for i in sentence.children[child]}
        if token.dep == "prep" and token.text.lower() in REASONS:
            yield child
        elif token.dep in {"advmod", "acomp"}:
            yield from (i for i in sentence.children[child] if sentence.tokens[i].dep == "prep")
        elif token.dep == "advcl" and (marks & REASONS or token.tag in {"VBG", "VBN"}):
            yield child


def _purposes(match: Match, participants: Participants) -> Iterator[int]:
    sentence = participants.sentence
    for phrase in (match.predicate, *match.patients):
        for child in sentence.children[phrase]:
            if any(sentence.tokens[i].tag == "TO" for i in sentence.children[child]):
                yield child
