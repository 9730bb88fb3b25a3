"""Sentence with actors -> acts that may be told in it, for the claim model to judge.

In:  a parsed sentence and its links.   Out: proposals: a word, and who may take part.
Does not: say what an act is (model_coder.py), or know patterns (coder.py).
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.events.coder import NEEDS_RECIPIENT
from detente.events.model_input import Candidate
from detente.events.participants import Participants
from detente.events.syntax import Clauses
from detente.records import Link, Sentence, Span

__all__ = ["Proposal", "candidate_of", "has_sides", "is_within", "proposals", "with_receivers"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that may name an act (``None``: any), and who may take part in it."""

    predicate: int | None
    agents: tuple[Link, ...]
    recipients: tuple[Link, ...]


def proposals(sentence: Sentence, links: Sequence[Link]) -> Iterator[Proposal]:
    """Give each verb that somebody known governs or suffers, with those who take part."""
    clauses, participants = Clauses(sentence), Participants(sentence, links)
    if not participants.links or sentence.tokens[-1].text == "?":
        return
    for token in sentence.tokens:
        if not clauses.is_verb(token.index):
            continue
        agents = participants.of_all(clauses.agents(token.index))
        around = [
            *clauses.patients(token.index),
            *(i for _, i in clauses.prepositions(token.index)),
        ]
        acting = {link.mention.span for link in agents}
        recipients = tuple(
            link for link in participants.of_all(around) if link.mention.span not in acting
        )
        if agents or recipients:
            yield Proposal(token.index, agents, recipients)


def candidate_of(sentence: Sentence, proposal: Proposal) -> Candidate:
    """Put a proposal as the model reads it; spans count from the sentence's first character."""
    start = sentence.span.start
    return Candidate(
        _text(sentence),
        _spans(proposal.agents, start),
        _spans(proposal.recipients, start),
        _word(sentence, proposal.predicate, start),
    )


def with_receivers(proposal: Proposal, sentence: Sentence, links: Sequence[Link]) -> Proposal:
    """Look for the second side within the verb's objects: "gave scholarships to *Chileans*"."""
    if proposal.predicate is None or proposal.recipients or proposal.agents[1:]:
        return proposal
    participants, acting = Participants(sentence, links), set(proposal.agents)
    objects = Clauses(sentence).patients(proposal.predicate)
    inside = (link for index in objects for link in participants.within(index))
    return replace(proposal, recipients=tuple(link for link in inside if link not in acting)[:1])


def has_sides(proposal: Proposal, type_: str) -> bool:
    """Whether enough sides are named for an act of a type."""
    return type_ not in NEEDS_RECIPIENT or bool(proposal.recipients or proposal.agents[1:])


def is_within(index: int | None, sentence: Sentence, told: Container[int]) -> bool:
    """Whether a word is one of those told or depends on one; a second act beside it does not."""
    while index is not None and index not in told:
        token = sentence.tokens[index]
        if token.head == index or token.dep == "conj":
            return False
        index = token.head
    return index is not None


def _text(sentence: Sentence) -> str:
    """The sentence's words where they stand; whatever parts them is read as spaces."""
    text, end = "", sentence.span.start
    for token in sentence.tokens:
        text += " " * (token.span.start - end) + token.text
        end = token.span.end
    return text


def _spans(links: Sequence[Link], start: int) -> tuple[Span, ...]:
    spans = (link.mention.span for link in links)
    return tuple(Span(span.start - start, span.end - start) for span in spans)


def _word(sentence: Sentence, index: int | None, start: int) -> tuple[Span, ...]:
    if index is None:
        return ()
    span = sentence.tokens[index].span
    return (Span(span.start - start, span.end - start),)
