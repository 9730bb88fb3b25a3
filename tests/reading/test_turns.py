"""Labels of a transcript's turns, and topics: found, parsed apart, and never part of an act."""

import pytest

from detente.reading.parse import SpacyParser, find_labels
from detente.reading.speech.attribution import find_speech
from detente.reading.turns import topic_in
from detente.records import Report, Span

PARSER = SpacyParser()


def _labels(text: str, body_start: int = 0) -> list[str]:
    report = Report(key="t", text=text, body_start=body_start)
    return [text[span.start : span.end].strip() for span in sorted(find_labels(report))]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("QUESTION: Will it hold?\n\nMR. BERG: It will.", ["QUESTION:", "MR. BERG:"]),
        ("Q: Will it hold?\nA: It will.\nQ: Why?", ["Q:", "A:", "Q:"]),
        (
            "THE PRESIDENT: Thank you.\n\nQ    Will it hold?\n\nTHE PRESIDENT: It will.",
            ["THE PRESIDENT:", "Q", "THE PRESIDENT:"],
        ),
        (
            "**Anna Berg:** Will it hold?\n\n**Carl Lund** (via interpreter): It will.",
            ["**Anna Berg:**", "**Carl Lund** (via interpreter):"],
        ),
        (
            "**Premier Berg**\n\nThe truce will hold.\n\n**Moderator**\n\nThank you.",
            ["**Premier Berg**", "**Moderator**"],
        ),
        (
            "Anna Berg (Harbour Wire): Will it hold?\nCarl Lund: It will.",
            ["Anna Berg (Harbour Wire):", "Carl Lund:"],
        ),
    ],
)
def test_transcripts_of_many_houses_have_labels(text: str, labels: list[str]) -> None:
    assert _labels(text) == labels


@pytest.mark.parametrize(
    "text",
    [
        "Energy: Norland will buy gas.\nTrade: Sudria will buy jets.\nEnergy: It is gas.",
        "Berg: The truce will hold\n\nThe premier said so on Monday.",
        "Norland and Sudria\n\nThey met.\n\nThe Border\n\nIt is open.",
        "The premier said this: Norland will buy gas.\nHe said that: it will not.",
        "Q is a letter. A border is none.",
    ],
)
def test_other_texts_have_none(text: str) -> None:
    assert _labels(text) == []


def test_a_headline_is_no_label() -> None:
    text = "Berg: Will it hold?\n\nQ: Will it hold?\nA: It will."

    assert _labels(text, text.index("Q:")) == ["Q:", "A:"]


def test_a_label_is_a_sentence_of_its_own_that_tells_nothing() -> None:
    text = "QUESTION: Did Norland attack Sudria?\nMINISTER BERG: Norland attacked Sudria."

    sentences = PARSER.parse(Report(key="t", text=text))

    told = [(text[one.span.start : one.span.end], one.is_label, one.tells) for one in sentences]
    assert told == [
        ("QUESTION:", True, False),
        ("Did Norland attack Sudria?", False, False),
        ("MINISTER BERG:", True, False),
        ("Norland attacked Sudria.", False, True),
    ]


def test_a_name_in_brackets_is_not_the_speakers() -> None:
    text = "Anna Berg (Harbour Wire): Will it hold?\nCarl Lund: It will hold.\nThe end."
    report = Report(key="t", text=text)

    voices = [
        (text[one.speaker.start : one.speaker.end], text[one.content[0].start : one.content[0].end])
        for one in find_speech(report, PARSER.parse(report))
        if one.speaker
    ]

    assert voices == [("Anna Berg", "Will it hold?"), ("Carl Lund", "It will hold")]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("He Lifeng and Scott Bessent held talks in Geneva.", "held"),
        ("Vice Premier He Lifeng met the envoy on Friday.", "met"),
    ],
)
def test_a_name_that_is_a_word_is_a_name(text: str, verb: str) -> None:
    (sentence,) = PARSER.parse(Report(key="t", text=text))

    he = next(token for token in sentence.tokens if token.text == "He")
    assert he.pos == "PROPN"
    assert [token.text for token in sentence.tokens if token.dep == "ROOT"] == [verb]


@pytest.mark.parametrize("text", ["He Monday told reporters so.", "He left. Then He Came Back."])
def test_a_pronoun_stays_one(text: str) -> None:
    tokens = [token for one in PARSER.parse(Report(key="t", text=text)) for token in one.tokens]

    assert next(token for token in tokens if token.text == "He").pos == "PRON"


# --- Topics: "War in Norland: Rebels attack a port."
@pytest.mark.parametrize(
    "topic",
    [
        "War in Norland",
        "Second Sudrian War",
        "Norland uprising (2011\u2013present)",
        "2011 Norland Open",
        "Norland presidential election, 2004",
        "Siege of Veld, Second Sudrian War",
        "Norland\u2013Sudria relations",
        "Terrorism",
    ],
)
def test_what_goes_on_before_a_colon_is_a_topic(topic: str) -> None:
    text = f"{topic}: Rebels attack a police station in Veld."
    found = topic_in(text, Span(0, len(text)))
    assert found is not None
    assert text[found.start : found.end] == f"{topic}:"
    first, second = PARSER.parse(Report(key="t", text=text))
    assert first.is_topic
    assert not first.tells
    assert text[second.span.start :] == "Rebels attack a police station in Veld."
    assert not find_speech(Report(key="t", text=text), (first, second))


@pytest.mark.parametrize(
    "text",
    [
        "Premier Berg: We shall never surrender the island.",
        "Norland war minister: Sudria must leave the island.",
        "Norland ends war: Rebels leave the island at last.",
        "Leaders End War: Norland Signs Truce With Sudria",
        "Norland and Sudria near the end of the war: Report",
        "Three are killed in the war: two soldiers and a nurse.",
    ],
)
def test_who_speaks_and_what_is_done_is_no_topic(text: str) -> None:
    assert topic_in(text, Span(0, len(text))) is None
