"""What the claim model says: what given sides do, and which acts are of a user's own types.

In:  sentences, sides, what rules make of them; heads of own types.   Out: ``Coding``s.
Does not: run the encoder itself (model.py), or tell acts but those of a user's own types.

Where rules have typed a pair too, the shares of the model are multiplied by the trust in the rule
(a product of experts, Hinton 2002), and the greatest product wins. Own types come first: where one
is likely enough, it stands over what a rule says, and it is looked for at verbs too of which no
rule knows anything.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from detente.events.coder import NEEDS_RECIPIENT
from detente.events.coding import Coding
from detente.events.contexts import LEAST
from detente.events.model import DECIMALS, NO_EVENT, Candidate, ClaimModel, Reading, load_model
from detente.events.own import NO_OWN, OwnHeads, OwnReader
from detente.events.sides import Participants
from detente.language.clauses import Clauses
from detente.records import Link, Sentence, Span

Label = TypeVar("Label", bound=str)
# Held-back sentences of the corpus ask for 4 to 15 (python -m training.balance).
TRUST = 6.0  # by what the model's shares of a rule's type and status are multiplied


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that may name an act (``None``: any), and who may take part in it."""

    predicate: int | None
    agents: tuple[Link, ...]
    recipients: tuple[Link, ...]


class Judge:
    """The claim model, asked about acts that others propose, with a user's own types."""

    def __init__(self, own: OwnHeads = NO_OWN) -> None:
        self.own = own

    @cached_property
    def model(self) -> ClaimModel | OwnReader:
        """The model that the package carries, loaded when first asked, with a user's own types.

        Raises:
            BadConfig: the own types were fitted for another model.
        """
        return OwnReader(load_model(), self.own) if self.own.heads else load_model()

    @property
    def version(self) -> str:
        """``model-`` and the digest of the graph."""
        return f"model-{self.model.digest}"

    def code_pair(
        self,
        sentence: Sentence,
        actor: Sequence[Link],
        recipient: Sequence[Link],
        by_rule: Coding | None,
    ) -> Coding:
        """Say what ``actor`` does to ``recipient``, where rules read ``by_rule``."""
        sides = Proposal(None, tuple(actor), tuple(recipient))
        reading = self._read(sentence, sides)
        return _joined(by_rule, reading) if by_rule else _coding(sentence, sides, reading)

    def own_acts(
        self, sentence: Sentence, links: Sequence[Link], told: Sequence[Coding]
    ) -> list[Coding]:
        """Find acts of own types: those ``told`` by rules, and at verbs that are no part of one."""
        if not self.own.heads:
            return []
        found = [coding for one in told if (coding := self._own_by_rule(sentence, one))]
        words = {one.predicate for one in told}
        return [*found, *self._own_elsewhere(sentence, links, words)]

    def _own_by_rule(self, sentence: Sentence, coding: Coding) -> Coding | None:
        sides = Proposal(coding.predicate, coding.agents, coding.recipients)
        return _as_own(coding, self._read(sentence, sides))

    def _own_elsewhere(
        self, sentence: Sentence, links: Sequence[Link], told: Container[int]
    ) -> Iterator[Coding]:
        for proposal in _proposals(sentence, links):
            if _is_within(proposal.predicate, sentence, told):
                continue
            reading = self._read(sentence, proposal)
            if reading.own and _has_sides(proposal, reading.own.type):
                yield _coding(sentence, proposal, reading)

    def _read(self, sentence: Sentence, proposal: Proposal) -> Reading:
        return self.model.read([_candidate_of(sentence, proposal)])[0]


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


def _joined(coding: Coding, reading: Reading) -> Coding:
    """A rule's coding after the model has been heard; its score is the joint share of its type."""
    types = joint_shares(acts_of(reading), coding.type, TRUST)
    status = _likeliest(joint_shares(reading.statuses, coding.status, TRUST))
    by_rule = replace(coding, status=status, contexts=reading.contexts)
    if own := _as_own(by_rule, reading):
        return own
    type_ = _likeliest(types)
    mode = coding.mode if type_ == coding.type else reading.best_mode(type_)
    said = f"model {type_} {reading.types[type_]:.2f}"
    return _retyped(by_rule, type_, mode, types[type_], said)


def _as_own(coding: Coding, reading: Reading) -> Coding | None:
    """A rule's act as one of an own type, if it is likely one and has the sides for it."""
    own = reading.own
    if own is None or not _has_sides(coding, own.type):
        return None
    coding = replace(coding, contexts=reading.contexts)
    return _retyped(coding, own.type, own.mode, own.share, f"{own.mode} {own.share:.2f}")


def _retyped(coding: Coding, type_: str, mode: str | None, share: float, said: str) -> Coding:
    over = f" over {coding.type}" if type_ != coding.type else ""
    why = f"{coding.why}; {said}{over}"
    return replace(coding, type=type_, mode=mode, score=round(share, DECIMALS), why=why)


def _likeliest(shares: Mapping[Label, float]) -> Label:
    """The label with the greatest share; the codebook's order decides a tie."""
    return max(shares, key=lambda label: shares[label])


def _coding(sentence: Sentence, proposal: Proposal, reading: Reading) -> Coding:
    type_ = _likeliest(acts_of(reading))
    mode, share, said = reading.best_mode(type_), reading.types[type_], f"model {type_}"
    if reading.own:
        type_, mode, share = reading.own.type, reading.own.mode, reading.own.share
        said = mode
    predicate = proposal.predicate
    if predicate is None:
        predicate = next(token.index for token in sentence.tokens if token.head == token.index)
    return Coding(
        sentence=sentence.index,
        predicate=predicate,
        type=type_,
        mode=mode,
        status=_likeliest(reading.statuses),
        agents=proposal.agents,
        recipients=proposal.recipients,
        score=share,
        why=f"{said} {share:.2f}",
        contexts=reading.contexts,
    )


def _proposals(sentence: Sentence, links: Sequence[Link]) -> Iterator[Proposal]:
    """Give each verb that somebody known governs, with those who take part."""
    clauses, participants = Clauses(sentence), Participants(sentence, links)
    if not participants.links or not sentence.tells:
        return
    for token in sentence.tokens:
        if not clauses.is_verb(token.index):
            continue
        agents = participants.of_all(clauses.agents(token.index))
        if not agents:
            continue
        objects = clauses.patients(token.index)
        around = [*objects, *(i for _, i in clauses.prepositions(token.index))]
        acting = {link.mention.span for link in agents}
        recipients = tuple(
            link for link in participants.of_all(around) if link.mention.span not in acting
        )
        if not recipients and not agents[1:]:  # "gave scholarships to *Chileans*"
            inside = (link for index in objects for link in participants.within(index))
            recipients = tuple(link for link in inside if link not in agents)[:1]
        yield Proposal(token.index, agents, recipients)


def _has_sides(act: Proposal | Coding, type_: str) -> bool:
    """Whether enough sides are named for an act of a type."""
    return type_ not in NEEDS_RECIPIENT or bool(act.recipients or act.agents[1:])


def _is_within(index: int | None, sentence: Sentence, told: Container[int]) -> bool:
    """Whether a word is one of those told or depends on one; a second act beside it does not."""
    while index is not None and index not in told:
        token = sentence.tokens[index]
        if token.head == index or token.dep == "conj":
            return False
        index = token.head
    return index is not None


def _candidate_of(sentence: Sentence, proposal: Proposal) -> Candidate:
    """Put a proposal as the model reads it; spans count from the sentence's first character."""
    start = sentence.span.start
    word = () if proposal.predicate is None else (sentence.tokens[proposal.predicate].span,)
    sides = (
        [link.mention.span for link in links] for links in (proposal.agents, proposal.recipients)
    )
    shifted = (
        tuple(Span(span.start - start, span.end - start) for span in spans)
        for spans in (*sides, word)
    )
    return Candidate(_text(sentence), *shifted)


def _text(sentence: Sentence) -> str:
    """The sentence's words where they stand; whatever parts them is read as spaces."""
    text, end = "", sentence.span.start
    for token in sentence.tokens:
        text += " " * (token.span.start - end) + token.text
        end = token.span.end
    return text
