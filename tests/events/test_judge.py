"""What the claim model says of pairs and acts. It is a fake here that says what it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from detente.codebook import load_codebook
from detente.events.coder import RuleCoder
from detente.events.coding import Coding
from detente.events.judge import Judge
from detente.events.model import NO_EVENT, Candidate, Reading, Role, encode
from detente.reading.parse import SpacyParser
from detente.records import Report, Sentence, Span, Status
from events.phrasebook import links_of

TYPES = (*(event_type.name for event_type in load_codebook().types), NO_EVENT)


def reading(type_: str, share: float = 0.9, status: Status = Status.ACTUAL) -> Reading:
    rest = (1.0 - share) / (len(TYPES) - 1)
    return Reading(
        types={name: share if name == type_ else rest for name in TYPES},
        modes={"ASSAULT": {"": 0.1, "aerial": 0.9}},
        statuses={name: 0.97 if name is status else 0.01 for name in Status},
        historical=0.0,
        contexts={},
    )


@dataclass
class FakeModel:
    says: Reading
    digest: str = "fake"
    asked: list[Candidate] = field(default_factory=list)

    def read(self, candidates: Sequence[Candidate]) -> list[Reading]:
        self.asked.extend(candidates)
        return [self.says for _ in candidates]


def judging(says: Reading) -> Judge:
    judge = Judge()
    judge.__dict__["model"] = FakeModel(says)
    return judge


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def parsed(parser: SpacyParser, text: str) -> Sentence:
    return parser.parse(Report(key="test", text=text, published=date(2024, 2, 2)))[0]


def pair_coded(parser: SpacyParser, text: str, says: Reading) -> Coding:
    sentence = parsed(parser, text)
    actor, recipient = ([link] for link in links_of(sentence, text))
    by_rule = RuleCoder().code_pair(sentence, actor, recipient)
    return judging(says).code_pair(sentence, actor, recipient, by_rule)


def test_without_a_rule_the_model_says_what_given_sides_do(parser: SpacyParser) -> None:
    coding = pair_coded(parser, "Norland befuddled Sudria.", reading("ASSAULT"))
    assert (coding.type, coding.mode, coding.score) == ("ASSAULT", "aerial", 0.9)
    assert [link.mention.span for link in coding.agents] == [Span(0, 7)]
    assert [link.mention.span for link in coding.recipients] == [Span(18, 24)]


def test_a_pair_has_an_act_even_where_the_model_sees_none(parser: SpacyParser) -> None:
    says = replace(reading(NO_EVENT), types={"ACCUSE": 0.1, "SUPPORT": 0.05, NO_EVENT: 0.85})
    assert pair_coded(parser, "Norland befuddled Sudria.", says).type == "ACCUSE"


def test_model_is_shown_who_is_who_counted_from_the_sentence(parser: SpacyParser) -> None:
    text = "Vostia slept.  Norland strafed Sudria."
    sentences = parser.parse(Report(key="test", text=text))
    _, (actor, recipient) = (links_of(sentence, text) for sentence in sentences)
    fake = FakeModel(reading("ASSAULT"))
    judge = Judge()
    judge.__dict__["model"] = fake

    judge.code_pair(sentences[1], [actor], [recipient], None)

    (asked,) = fake.asked
    assert asked.text == "Norland strafed Sudria."
    assert [asked.text[s.start : s.end] for s in asked.actors] == ["Norland"]
    assert [asked.text[s.start : s.end] for s in asked.recipients] == ["Sudria"]
    assert asked.predicates == ()


def test_a_sure_model_overrules_a_rule_on_a_pair_and_says_so(parser: SpacyParser) -> None:
    coding = pair_coded(parser, "Norland praised Sudria.", reading("ACCUSE", 0.995))
    assert coding.type == "ACCUSE"
    assert "model ACCUSE 0.99 over SUPPORT" in coding.why


def test_a_rule_stands_against_a_wavering_model(parser: SpacyParser) -> None:
    assert pair_coded(parser, "Norland praised Sudria.", reading("ACCUSE", 0.2)).type == "SUPPORT"


def test_a_rule_s_status_stands_against_a_wavering_model(parser: SpacyParser) -> None:
    wavering = {**dict.fromkeys(Status, 0.1), Status.ACTUAL: 0.6, Status.HYPOTHETICAL: 0.2}
    says = replace(reading("ASSAULT"), statuses=wavering)
    coding = pair_coded(parser, "Norland may attack Sudria.", says)
    assert coding.status is Status.HYPOTHETICAL


def test_version_names_the_model() -> None:
    assert judging(reading("ACCUSE")).version == "model-fake"


# What the model reads


@pytest.fixture
def letters() -> Tokenizer:
    tokenizer = Tokenizer(models.WordLevel({"Norland": 1, "met": 2, "Sudria": 3, "?": 0}, "?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


def test_words_carry_the_roles_of_their_spans(letters: Tokenizer) -> None:
    candidate = Candidate(
        "Norland met Sudria today", (Span(0, 7),), (Span(12, 18),), (Span(8, 11),)
    )
    tokens = encode(candidate, letters)
    assert tokens.ids == (1, 2, 3, 0)
    assert tokens.roles == (Role.ACTOR, Role.PREDICATE, Role.RECIPIENT, Role.NONE)


def test_an_actor_within_a_recipient_stays_an_actor(letters: Tokenizer) -> None:
    candidate = Candidate("Norland met Sudria", (Span(0, 7),), (Span(0, 18),))
    assert encode(candidate, letters).roles == (Role.ACTOR, Role.RECIPIENT, Role.RECIPIENT)


def test_long_sentences_are_cut(letters: Tokenizer) -> None:
    tokens = encode(Candidate("met " * 500, (Span(0, 3),)), letters)
    assert len(tokens.ids) == len(tokens.roles) == 128
