"""Rules and model, alone and together. The model here is a fake that says what it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from detente.codebook import load_codebook
from detente.events.coder import RuleCoder
from detente.events.coding import Coding
from detente.events.model import NO_EVENT, Candidate, Reading, Role, encode
from detente.events.model_coder import JointCoder, ModelCoder
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


def model_coder(says: Reading) -> ModelCoder:
    coder = ModelCoder()
    coder.__dict__["model"] = FakeModel(says)
    return coder


def joint_coder(says: Reading) -> JointCoder:
    coder = JointCoder()
    coder.model = model_coder(says)
    return coder


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def parsed(parser: SpacyParser, text: str) -> Sentence:
    return parser.parse(Report(key="test", text=text, published=date(2024, 2, 2)))[0]


def test_model_names_the_act_between_who_does_and_who_suffers(parser: SpacyParser) -> None:
    text = "Norland strafed Sudria."
    sentence = parsed(parser, text)
    coder = model_coder(reading("ASSAULT"))
    (coding,) = coder.code(sentence, links_of(sentence, text))
    assert (coding.type, coding.mode) == ("ASSAULT", "aerial")
    assert [link.mention.span for link in coding.agents] == [Span(0, 7)]
    assert [link.mention.span for link in coding.recipients] == [Span(16, 22)]


def test_model_is_shown_who_is_who_in_the_sentence_alone(parser: SpacyParser) -> None:
    sentences = parser.parse(Report(key="test", text="It rained.  Norland strafed Sudria."))
    fake = FakeModel(reading("ASSAULT"))
    coder = ModelCoder()
    coder.__dict__["model"] = fake
    coder.code(sentences[1], links_of(sentences[1], "It rained.  Norland strafed Sudria."))
    (asked,) = fake.asked
    assert asked.text == "Norland strafed Sudria."
    assert [asked.text[s.start : s.end] for s in asked.actors] == ["Norland"]
    assert [asked.text[s.start : s.end] for s in asked.predicates] == ["strafed"]


def test_model_alone_keeps_silent_where_it_is_not_sure(parser: SpacyParser) -> None:
    text = "Norland strafed Sudria."
    sentence = parsed(parser, text)
    assert model_coder(reading("ASSAULT", 0.5)).code(sentence, links_of(sentence, text)) == ()
    assert model_coder(reading(NO_EVENT)).code(sentence, links_of(sentence, text)) == ()


def test_a_sure_model_overrules_a_rule_and_says_so(parser: SpacyParser) -> None:
    text = "Norland praised Sudria."
    sentence = parsed(parser, text)
    links = links_of(sentence, text)
    assert RuleCoder().code(sentence, links)[0].type == "SUPPORT"
    (coding,) = joint_coder(reading("ACCUSE", 0.995)).code(sentence, links)
    assert coding.type == "ACCUSE"
    assert "over SUPPORT" in coding.why


def test_a_rule_stands_against_a_wavering_model(parser: SpacyParser) -> None:
    text = "Norland praised Sudria."
    sentence = parsed(parser, text)
    (coding,) = joint_coder(reading("ACCUSE", 0.2)).code(sentence, links_of(sentence, text))
    assert coding.type == "SUPPORT"


def test_a_model_that_reads_the_act_beside_overrules_nothing(parser: SpacyParser) -> None:
    text = "Norland accused Sudria of piracy and praised Vostia."
    sentence = parsed(parser, text)
    codings = joint_coder(reading("ACCUSE", 0.995)).code(sentence, links_of(sentence, text))
    assert [coding.type for coding in codings] == ["ACCUSE", "SUPPORT"]


def test_a_curfew_needs_no_other_side(parser: SpacyParser) -> None:
    text = "Norland will extend the curfew."
    sentence = parsed(parser, text)
    (coding,) = joint_coder(reading(NO_EVENT, 0.9)).code(sentence, links_of(sentence, text))
    assert (coding.type, coding.mode, coding.status) == ("COERCE", "curfew", Status.FUTURE)


def test_an_act_that_a_rule_found_stays_where_the_model_sees_none(parser: SpacyParser) -> None:
    text = "Norland praised Sudria."
    sentence = parsed(parser, text)
    (coding,) = joint_coder(reading(NO_EVENT, 0.9)).code(sentence, links_of(sentence, text))
    assert coding.type == "SUPPORT"


def test_what_a_cue_word_says_is_not_done_never_counts_as_done(parser: SpacyParser) -> None:
    text = "Norland may attack Sudria."
    sentence = parsed(parser, text)
    sure = reading("ASSAULT", 0.99)
    sure = replace(sure, statuses={name: float(name is Status.ACTUAL) for name in Status})
    (coding,) = joint_coder(sure).code(sentence, links_of(sentence, text))
    assert coding.status is Status.HYPOTHETICAL


def told_by_both(parser: SpacyParser, text: str, says: Reading) -> list[Coding]:
    sentence = parsed(parser, text)
    return list(joint_coder(says).code(sentence, links_of(sentence, text)))


def test_what_did_not_happen_is_dropped_where_the_model_sees_no_act(parser: SpacyParser) -> None:
    assert told_by_both(parser, "Norland praised Sudria.", reading(NO_EVENT))
    assert not told_by_both(parser, "Norland may praise Sudria.", reading(NO_EVENT))


def test_a_model_that_is_unsure_itself_overrules_no_rule(parser: SpacyParser) -> None:
    unsure = reading("SUPPORT", 0.0001)
    unsure = replace(unsure, types={**unsure.types, "ACCUSE": 0.4})
    (coding,) = told_by_both(parser, "Norland praised Sudria.", unsure)
    assert coding.type == "SUPPORT"


@pytest.mark.parametrize(
    ("text", "type_", "asks"),
    [
        ("Norland condemned the raid.", "ACCUSE", True),
        ("Norland and Vostia condemned the raid.", "ACCUSE", True),
        ("Norland met in secret.", "CONSULT", True),
        ("Norland and Vostia signed an agreement.", "SUPPORT", False),
        ("On Monday the United Nations condemned the raid.", "ACCUSE", False),
        ("Vostian protesters marched through the town.", "PROTEST", False),
    ],
)
def test_an_act_with_one_side_asks_for_another_or_needs_none(
    parser: SpacyParser,
    text: str,
    type_: str,
    asks: bool,  # noqa: FBT001  # a parametrized value
) -> None:
    (coding,) = told_by_both(parser, text, reading(type_, 0.99))
    assert coding.asks_another is asks


def test_version_names_rules_and_model() -> None:
    version = joint_coder(reading("ACCUSE")).version
    assert version == f"{RuleCoder().version}+model-fake"


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
