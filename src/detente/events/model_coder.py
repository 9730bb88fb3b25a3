"""Sentence with actors -> what happens in it: the claim model, alone or beside the rules.

In:  a parsed sentence and its links.   Out: ``Coding``s, one an act.
Does not: run the encoder itself (model.py), or match patterns (coder.py).

The one place where rules and model are joined. The rules find acts and who takes part, the model
judges what they are: the shares of the model are multiplied by the trust in the rule's type
(a product of experts, Hinton 2002), and the greatest product wins. The model has no say on whether
there is an act: it has learned "no event" from bystanders and from acts turned round, and holds it
for likely too where a rule rightly names one side only.

Types of a user's own come first: where one is likely enough, it stands over what a rule says, and
it is looked for at verbs too of which no rule knows anything.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from detente.codebook import is_own, load_codebook
from detente.events.coder import NEEDS_RECIPIENT, RuleCoder
from detente.events.coding import Coding
from detente.events.model import DECIMALS, NO_EVENT, Candidate, ClaimModel, Reading, load_model
from detente.events.own import NO_OWN, OwnHeads, OwnReader
from detente.events.roles.implied import SentenceCoder
from detente.events.sides import Participants, countries_of
from detente.language.clauses import Clauses
from detente.records import Link, Sentence, Span, Status

__all__ = [
    "JointCoder",
    "ModelCoder",
    "Proposal",
    "acts_of",
    "candidate_of",
    "has_sides",
    "is_within",
    "joint_shares",
    "proposals",
    "with_receivers",
]

Label = TypeVar("Label", bound=str)
LEAST = 1e-4  # a share is never nought


class Trust(NamedTuple):
    """By what the model's shares of a rule's type and status are multiplied.

    A type of which the model itself is less sure than ``overrules_from`` overrules none.
    """

    type: float
    status: float
    overrules_from: float = 0.0


# Held-back sentences of the corpus ask for 4 to 15 (python -m training.balance). They flatter the
# model, which has learned their style, so where a rule knows the very word it is trusted more.
GIVEN_SIDES = Trust(type=6.0, status=6.0)
FOUND_ACT = Trust(type=100.0, status=300.0, overrules_from=0.5)
DENIED_ALONE = FOUND_ACT._replace(overrules_from=0.9)  # "denied *the ramming*" tells it little
EVENT_FROM = 0.85  # the model's share from which its own act counts
# A rule's act is passed over where it tells one side only and the model does not believe it, or
# where the model finds little of its type in it and who takes part is a guess. What is done to
# somebody is seldom an act without that somebody: on whole reports 15 % of the acts with one side
# were right, none of them of these types, and 75 % of the others.
AIMED = frozenset({"ACCUSE", "AID", "ASSAULT", "COERCE", "SANCTION", "SUPPORT"})
FORCES = frozenset({None, "GOV", "MIL"})
AT_HOME = frozenset({"curfew", "martial-law"})  # these a government imposes on its own people
ALONE_FROM = 0.3  # the share of the likeliest type, for an act with a doer only
HALF_FROM = 0.5  # the same for an act of these types, and for one without a doer, and the share
# of "no event" from which it stands against an act that is denied or only possible
ALONE = frozenset({"PROTEST", "MOBILIZE", "COERCE", "CONCEDE", "RETREAT"})
BODIES = frozenset({"IGO", "EUR", "UNO"})  # their members meet and agree among themselves
NOBODIES = frozenset({None, "GOV"})  # "officials", "mediators" of no state: of five, one was right
LITTLE = 0.01  # the share of the rule's type, for an act with a guessed side


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that may name an act (``None``: any), and who may take part in it."""

    predicate: int | None
    agents: tuple[Link, ...]
    recipients: tuple[Link, ...]


class ModelCoder(SentenceCoder):
    """The claim model alone: every verb with actors around it is a candidate."""

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

    def code(self, sentence: Sentence, links: Sequence[Link]) -> tuple[Coding, ...]:
        """Find the acts of one sentence, in text order."""
        codings = (self.judge(sentence, proposal) for proposal in proposals(sentence, links))
        return tuple(
            coding
            for coding in codings
            if coding and (coding.score >= EVENT_FROM or is_own(coding.mode))
        )

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
        return coding if has_sides(proposal, coding.type) else None

    def read(self, sentence: Sentence, proposal: Proposal) -> Reading:
        """Ask the model; spans are counted from the sentence's first character."""
        return self.model.read([candidate_of(sentence, proposal)])[0]


class JointCoder(SentenceCoder):
    """Rules and model together."""

    def __init__(self, own: OwnHeads = NO_OWN) -> None:
        self.rules = RuleCoder()
        self.model = ModelCoder(own)

    @property
    def version(self) -> str:
        """Both versions."""
        return f"{self.rules.version}+{self.model.version}"

    def code(self, sentence: Sentence, links: Sequence[Link]) -> tuple[Coding, ...]:
        """Judge what the rules find; look elsewhere for a user's own types. In text order."""
        told = self.rules.code(sentence, links)
        judged = (self._judged(sentence, one, _types_beside(one, told)) for one in told)
        found = tuple(coding for coding in judged if coding)
        if not self.model.own.heads:
            return found
        own = self.own_acts(sentence, links, {coding.predicate for coding in found})
        return tuple(sorted((*found, *own), key=lambda coding: coding.predicate))

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

    def own_acts(
        self, sentence: Sentence, links: Sequence[Link], told: Container[int]
    ) -> Iterator[Coding]:
        """Find own types at verbs that are neither told nor part of an act that is."""
        for bare in proposals(sentence, links):
            if not bare.agents or is_within(bare.predicate, sentence, told):
                continue
            proposal = with_receivers(bare, sentence, links)
            reading = self.model.read(sentence, proposal)
            if reading.own and has_sides(proposal, reading.own.type):
                yield _coding(sentence, proposal, reading)

    def _judged(self, sentence: Sentence, coding: Coding, beside: Container[str]) -> Coding | None:
        """Join, or pass over what is too doubtful.

        What a cue word says is not done never counts as done, however sure the model. Where the
        model finds the type of an act ``beside`` this one, it has read that act.
        """
        proposal = Proposal(coding.predicate, coding.agents, coding.recipients)
        reading = self.model.read(sentence, proposal)
        if _is_doubtful(coding, reading):
            return None
        is_alone = not coding.recipients and not coding.agents[1:]
        is_denied_alone = is_alone and coding.status is Status.NEGATED
        joined = _joined(coding, reading, DENIED_ALONE if is_denied_alone else FOUND_ACT, beside)
        joined = replace(joined, asks_another=_asks_another(joined))
        return replace(joined, status=coding.status) if joined.status is Status.ACTUAL else joined


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


def _is_doubtful(coding: Coding, reading: Reading) -> bool:
    """Whether a rule's act rests on too little for the model to believe it."""
    if reading.own:
        return False
    sides = [actor for link in (*coding.agents, *coding.recipients) for actor in link.actors]
    is_unreal = coding.status in {Status.HYPOTHETICAL, Status.NEGATED}
    if is_unreal and reading.types[NO_EVENT] >= HALF_FROM:
        return True
    believed = max(share for label, share in reading.types.items() if label != NO_EVENT)
    if coding.agents and coding.mode in AT_HOME:
        return False
    is_half = not coding.agents or (len(sides) == 1 and coding.type in AIMED)
    if believed < (HALF_FROM if is_half else ALONE_FROM if len(sides) == 1 else 0):
        return True
    doers = [actor for link in coding.agents for actor in link.actors]
    if doers and all(not actor.country and actor.sector in NOBODIES for actor in doers):
        return True
    is_guess = any(actor.is_guessed for actor in sides) and not _strikes_abroad(coding)
    return is_guess and (len(sides) == 1 or reading.types[coding.type] < LITTLE)


def _strikes_abroad(coding: Coding) -> bool:
    """Whether a state known by name strikes where its victims are guessed to be another's."""
    doers = [actor for link in coding.agents for actor in link.actors]
    struck = countries_of(coding.recipients)
    is_state = all(a.country and not a.is_guessed and a.sector in FORCES for a in doers)
    own = countries_of(coding.agents)
    return coding.type == "ASSAULT" and is_state and bool(struck) and not struck & (own | {None})


def _asks_another(coding: Coding) -> bool:
    """Whether only those are told who do what is done to, with or before another."""
    is_alone = coding.type in ALONE and coding.mode != "release"
    if is_alone or is_own(coding.mode):
        return False
    doers = [actor for link in coding.agents for actor in link.actors]
    kind = load_codebook().type(coding.type)
    if len({doer.code for doer in doers}) > 1 and kind.is_between_doers(is_alone=True):
        return False
    return any(doer.country not in BODIES for doer in doers)


def _types_beside(coding: Coding, told: Iterable[Coding]) -> frozenset[str]:
    """The types of the other acts of a sentence."""
    return frozenset(other.type for other in told if other is not coding)


def _joined(coding: Coding, reading: Reading, trust: Trust, beside: Container[str] = ()) -> Coding:
    """A rule's coding after the model has been heard; its score is the joint share of its type."""
    own, sides = reading.own, Proposal(coding.predicate, coding.agents, coding.recipients)
    types = joint_shares(acts_of(reading), coding.type, trust.type)
    statuses = joint_shares(reading.statuses, coding.status, trust.status)
    type_ = _likeliest(types)
    type_ = type_ if reading.types[type_] >= trust.overrules_from else coding.type
    type_ = coding.type if type_ in beside else type_
    mode = coding.mode if type_ == coding.type else reading.best_mode(type_)
    said, score = f"; model {type_} {reading.types[type_]:.2f}", types[type_]
    if own and has_sides(sides, own.type):
        type_, mode, score = own.type, own.mode, own.share
        said = f"; {own.mode} {own.share:.2f}"
    return replace(
        coding,
        type=type_,
        mode=mode,
        status=_likeliest(statuses),
        score=round(score, DECIMALS),
        why=coding.why + said + (f" over {coding.type}" if type_ != coding.type else ""),
        contexts=reading.contexts,
    )


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


# --- Sentence with actors -> acts that may be told in it, for the claim model to judge.


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
