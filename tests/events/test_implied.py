"""Whose offer, charge or attack an answer answers: recipients told in an earlier sentence."""

import pytest

from builders import a_report
from detente.codebook import load_codebook
from detente.errors import BadConfig
from detente.events.coder import RuleCoder
from detente.events.coding import Coding
from detente.events.roles.implied import load_pointers, read_pointers, with_implied_recipients
from detente.events.setting import Setting
from detente.reading.parse import SpacyParser
from detente.records import Place, PlaceMention, Precision, Span, Speech
from events.phrasebook import links_of

PARSER, CODER = SpacyParser(), RuleCoder()


def coded(text: str, speeches: tuple[Speech, ...] = ()) -> list[Coding]:
    report = a_report(text)
    sentences = PARSER.parse(report)
    links = [link for sentence in sentences for link in links_of(sentence, text)]
    setting = Setting(report=report, sentences=sentences, links=links, speeches=speeches)
    found = [coding for sentence in sentences for coding in CODER.code(sentence, links)]
    return with_implied_recipients(found, setting)


def answered(text: str, speeches: tuple[Speech, ...] = ()) -> set[str | None]:
    """The countries of the last act's recipients."""
    last = coded(text, speeches)[-1]
    return {actor.country for link in last.recipients for actor in link.actors}


@pytest.mark.parametrize(
    "text",
    [
        "Sudria accused Norland of spying. Norland rejected the accusation.",
        "Sudria threatened Norland with war. Norland condemned the threat.",
        "Sudria bombed Norland. Norland condemned the attack.",
        "Sudria expelled Norlandic diplomats. Norland criticised the move.",
        "Sudria proposed a truce to Norland. Norland accepted the offer.",
        "Sudria asked Norland for aid. It rained. Norland rejected the request.",
        "Sudria expelled a Norlandic diplomat. Norland called the move hypocritical.",
        "Sudria raided the embassy of Norland. Norland condemned the raid.",
    ],
)
def test_an_answer_goes_to_whoever_acted(text: str) -> None:
    assert answered(text) == {"SUD"}


@pytest.mark.parametrize(
    "act", ["Norland appealed to allies for arms.", "Norland asked for international help."]
)
def test_whoever_else_is_asked_the_other_state_is_not(act: str) -> None:
    assert "SUD" not in answered(TWO + act)


def test_an_attack_hits_the_state_where_it_takes_place() -> None:
    text = "Norland bombed targets in Veld."
    span = Span(text.index("Veld"), text.index("Veld") + 4)
    report = a_report(text)
    sentences = PARSER.parse(report)
    head = next(t.index for t in sentences[0].tokens if t.text == "Veld")
    place = Place(country="SUD", name="Veld", precision=Precision.CITY)
    places = [PlaceMention(span=span, sentence=0, head=head, place=place)]
    links = links_of(sentences[0], text)
    setting = Setting(report=report, sentences=sentences, links=links, places=places)

    (act,) = with_implied_recipients(CODER.code(sentences[0], links), setting)

    assert [actor.country for link in act.recipients for actor in link.actors] == ["SUD"]


TWO = "Norland met Sudria. Norland shares a river with Sudria. Norland and Sudria quarrelled. "


@pytest.mark.parametrize("act", ["Norland demanded an apology.", "Norland threatened to attack."])
def test_in_a_report_on_two_states_one_acts_on_the_other(act: str) -> None:
    assert answered(TWO + act) == {"SUD"}


@pytest.mark.parametrize(
    "text",
    [
        "Norland demanded an apology.",
        TWO + "Vostia met Norland. Vostia met Sudria. Vostia left. Norland demanded an apology.",
        TWO + "Norland condemned the storm.",
    ],
)
def test_nobody_is_acted_on_where_no_two_states_stand_out(text: str) -> None:
    assert "SUD" not in answered(text)


@pytest.mark.parametrize(
    "text",
    [
        "Norland condemned the attack.",
        "Sudria bombed Norland. Norland criticised the court.",
        "Sudria accused Norland of spying. Norland condemned the attack.",
        "Sudria bombed Norland. It rained. It snowed. It thundered. Norland condemned the attack.",
    ],
)
def test_where_nothing_fitting_was_told_nobody_is_answered(text: str) -> None:
    assert answered(text) == set()


def test_what_is_told_stays() -> None:
    text = "Sudria bombed Norland. Norland condemned Vostia over the attack."

    assert answered(text) == {"VOS"}


def test_a_claim_is_its_speakers() -> None:
    text = "Sudria said the fishermen had spied. Norland rejected the claim. Vostia is far."
    content = "the fishermen had spied"
    start = text.index(content)
    speech = Speech(
        sentence=0,
        content=(Span(start, start + len(content)),),
        cue=None,
        cue_lemma="say",
        speaker=Span(0, len("Sudria")),
        is_quoted=False,
    )

    assert answered(text, (speech,)) == {"SUD"}
    assert answered(text) == set()


def test_nouns_stand_once() -> None:
    twice = b'[[point]]\nnouns = "offer offer"\ntypes = "AGREE"\nis_speech = true\n'

    with pytest.raises(BadConfig, match="given twice"):
        read_pointers(twice)
    with pytest.raises(BadConfig, match="noun"):
        read_pointers(b"[[point]]\nnoun = 1\n")


def test_packaged_types_are_types() -> None:
    known = {event_type.name for event_type in load_codebook().types}

    assert all(pointer.types <= known for pointer in load_pointers().values())


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Sudria bombed Norland. Norland condemned the attack.", "recipient told before"),
        ("Sudria and Norland quarrel. Sudria threatened retaliation.", "recipient by the report's"),
    ],
)
def test_the_reason_says_how_a_recipient_was_found(text: str, how: str) -> None:
    assert how in coded(text)[-1].why
