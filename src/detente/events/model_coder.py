"""Sentence with actors -> what happens in it: the claim model, alone or beside the rules.

In:  a parsed sentence and its links.   Out: ``Coding``s, one an act.
Does not: run the encoder itself (model.py), or match patterns (coder.py).

The one place where rules and model are joined. The rules find acts and who takes part, the model
judges what they are: the shares of the model are multiplied by the trust in the rule's type
(a product of experts, Hinton 2002), and the greatest product wins. The model has no say on whether
there is an act: it has learned "no event" from bystanders and from acts turned round, and holds it
for likely too where a rule rightly names one side only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from detente.events.coder import NEEDS_RECIPIENT, Coding, RuleCoder
from detente.events.model import DECIMALS, NO_EVENT, ClaimModel, Reading, load_model
from detente.events.model_input import Candidate
from detente.events.participants import Participants
from detente.events.syntax import Clauses
from detente.records import Link, Sentence, Span, Status

__all__ = ["JointCoder", "ModelCoder", "acts_of", "joint_shares"]

Label = TypeVar("Label", bound=str)

LEAST = 1e-4  # a share is never nought


class Trust(NamedTuple):
    """By what the model's shares of a rule's type and status are multiplied."""

    type: float
    status: float


# Held-back sentences of the corpus ask for 4 to 15 (python -m training.balance). They flatter the
# model, which has learned their style, so where a rule knows the very word it is trusted more.
GIVEN_SIDES = Trust(type=6.0, status=6.0)
FOUND_ACT = Trust(type=100.0, status=300.0)
EVENT_FROM = 0.85  # the model's share from which its own act counts


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that may name an act (``None``: any), and who may take part in it."""

    predicate: int | None
    agents: tuple[Link, ...]
    recipients: tuple[Link, ...]


class ModelCoder:
    """The claim model alone: every verb with actors around it is a candidate."""

    @cached_property
    def model(self) -> ClaimModel:
        """The model that the package carries, loaded when first asked."""
        return load_model()

    @property
    def version(self) -> str:
        """``model-`` and the digest of the graph."""
        return f"model-{self.model.digest}"

    def code(self, sentence: Sentence, links: Sequence[Link]) -> tuple[Coding, ...]:
        """Find the acts of one sentence, in text order."""
        codings = (self.judge(sentence, proposal) for proposal in proposals(sentence, links))
        return tuple(coding for coding in codings if coding and coding.score >= EVENT_FROM)

    def code_pair(
        self, sentence: Sentence, actor: Sequence[Link], recipient: Sequence[Link]
    ) -> Coding | None:
        """Say what ``actor`` does to ``recipient``; an act is taken as given."""
        sides = Proposal(None, tuple(actor), tuple(recipient))
        return _coding(sentence, sides, self.read(sentence, sides))

    def read_status(self, sentence: Sentence, predicate: int) -> Status:
        """Take the likeliest status of the word, whoever does it."""
        return _likeliest(self.read(sentence, Proposal(predicate, (), ())).statuses)

    def judge(self, sentence: Sentence, proposal: Proposal) -> Coding | None:
        """Say what a proposed act is; ``None`` where the model sees none."""
        reading = self.read(sentence, proposal)
        coding = _coding(sentence, proposal, reading)
        if reading.types[NO_EVENT] >= reading.types[coding.type]:
            return None
        is_one_sided = not proposal.recipients and not proposal.agents[1:]
        return None if coding.type in NEEDS_RECIPIENT and is_one_sided else coding

    def read(self, sentence: Sentence, proposal: Proposal) -> Reading:
        """Ask the model; spans are counted from the sentence's first character."""
        start = sentence.span.start
        return self.model.read(
            [
                Candidate(
                    _text(sentence),
                    _spans(proposal.agents, start),
                    _spans(proposal.recipients, start),
                    _word(sentence, proposal.predicate, start),
                )
            ]
        )[0]


class JointCoder:
    """Rules and model together."""

    def __init__(self) -> None:
        self.rules = RuleCoder()
        self.model = ModelCoder()

    @property
    def version(self) -> str:
        """Both versions."""
        return f"{self.rules.version}+{self.model.version}"

    def code(self, sentence: Sentence, links: Sequence[Link]) -> tuple[Coding, ...]:
        """Judge what the rules find, in their order."""
        return tuple(self._judged(sentence, coding) for coding in self.rules.code(sentence, links))

    def code_pair(
        self, sentence: Sentence, actor: Sequence[Link], recipient: Sequence[Link]
    ) -> Coding | None:
        """Say what ``actor`` does to ``recipient``; an act is taken as given."""
        sides = Proposal(None, tuple(actor), tuple(recipient))
        reading = self.model.read(sentence, sides)
        by_rule = self.rules.code_pair(sentence, actor, recipient)
        if by_rule is None:
            return _coding(sentence, sides, reading)
        return _joined(by_rule, reading, GIVEN_SIDES)

    def read_status(self, sentence: Sentence, predicate: int) -> Status:
        """Read it by syntax and cue words: the model has learned the status of acts only."""
        return self.rules.read_status(sentence, predicate)

    def _judged(self, sentence: Sentence, coding: Coding) -> Coding:
        proposal = Proposal(coding.predicate, coding.agents, coding.recipients)
        return _joined(coding, self.model.read(sentence, proposal), FOUND_ACT)


def acts_of(reading: Reading) -> dict[str, float]:
    """The shares of the types of acts, given that there is an act."""
    return {name: share for name, share in reading.types.items() if name != NO_EVENT}


def joint_shares(
    shares: Mapping[Label, float], rule: str | None, trust: float
) -> dict[Label, float]:
    """The model's shares, that of the rule's label multiplied by ``trust``; they add up to 1."""
    weights = {
        label: max(LEAST, share) * (trust if label == rule else 1.0)
        for label, share in shares.items()
    }
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}


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


def _joined(coding: Coding, reading: Reading, trust: Trust) -> Coding:
    """A rule's coding after the model has been heard; its score is the joint share of its type."""
    types = joint_shares(acts_of(reading), coding.type, trust.type)
    statuses = joint_shares(reading.statuses, coding.status, trust.status)
    type_ = _likeliest(types)
    mode = coding.mode if type_ == coding.type else reading.best_mode(type_)
    said = f"; model {type_} {reading.types[type_]:.2f}"
    return replace(
        coding,
        type=type_,
        mode=mode,
        status=_likeliest(statuses),
        score=round(types[type_], DECIMALS),
        why=coding.why + said + (f" over {coding.type}" if type_ != coding.type else ""),
        contexts=reading.contexts,
    )


def _likeliest(shares: Mapping[Label, float]) -> Label:
    """The label with the greatest share; the codebook's order decides a tie."""
    return max(shares, key=lambda label: shares[label])


def _coding(sentence: Sentence, proposal: Proposal, reading: Reading) -> Coding:
    type_ = _likeliest(acts_of(reading))
    share = reading.types[type_]
    predicate = proposal.predicate
    if predicate is None:
        predicate = next(token.index for token in sentence.tokens if token.head == token.index)
    return Coding(
        sentence=sentence.index,
        predicate=predicate,
        type=type_,
        mode=reading.best_mode(type_),
        status=_likeliest(reading.statuses),
        agents=proposal.agents,
        recipients=proposal.recipients,
        score=share,
        why=f"model {type_} {share:.2f}",
        contexts=reading.contexts,
    )


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
