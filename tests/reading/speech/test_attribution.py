"""Who says what: a phrase book, and what must hold for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_report
from detente.reading.parse import SpacyParser
from detente.reading.speech.attribution import find_speech
from detente.reading.speech.cues import is_uttered, kind_of
from detente.records import Report, Sentence, Speech, SpeechKind
from reading.speech_cases import SpeechCase, read_speech_cases

PARSER = SpacyParser()
PHRASE_BOOK = (
    "speech_indirect.txt",
    "speech_wishes.txt",
    "speech_quotes.txt",
    "speech_scare_quotes.txt",
    "speech_asides.txt",
    "speech_nouns.txt",
    "speech_chains.txt",
    "speech_turns.txt",
)


def read(text: str) -> tuple[Report, tuple[Sentence, ...], tuple[Speech, ...]]:
    report = a_report(text)
    sentences = PARSER.parse(report)
    return report, sentences, find_speech(report, sentences)


def written(report: Report, speech: Speech) -> str:
    text = report.text
    speaker = text[speech.speaker.start : speech.speaker.end] if speech.speaker else "-"
    retold = " (retold)" if speech.is_retelling else ""
    cue = text[speech.cue.start : speech.cue.end] if speech.cue else "-"
    content = " / ".join(text[span.start : span.end] for span in speech.content)
    return f"{speaker}{retold} | {cue} | {content}"


@pytest.mark.parametrize("case", list(read_speech_cases(*PHRASE_BOOK)), ids=str)
def test_text_holds_the_speech_of_the_phrase_book(case: SpeechCase) -> None:
    report, _, speeches = read(case.text)

    found = tuple(written(report, speech) for speech in speeches) or ("nothing",)
    assert sorted(found) == sorted(case.expected)


@pytest.mark.parametrize("case", list(read_speech_cases("speech_kinds.txt")), ids=str)
def test_speech_is_of_the_kind_in_the_phrase_book(case: SpeechCase) -> None:
    _, sentences, speeches = read(case.text)

    assert (kind_of(speeches[0], sentences),) == case.expected


MARKS = [
    '"',
    "“",
    "”",
    "‘",
    "’",
    "'",
    "''",
    "``",
    "«",
    "»",
    "—",
    ":",
    ",",
    ".",
    "?",
    "\n",
    "(",
    ")",
]
WORDS = ["he", "said", "the", "minister", "talks", "failed", "that", "adding", "told", "reporters"]
WORDS += ["according", "to", "Reuters", "called", "it", "a", "mistake", "as", "warned", "by", "’s"]


@st.composite
def ragged_texts(draw: st.DrawFn) -> str:
    """Words of attribution and quotation marks in any order, with or without blanks."""
    pieces = draw(st.lists(st.sampled_from([*MARKS, *WORDS]), min_size=1, max_size=40))
    blanks = draw(st.lists(st.sampled_from([" ", " ", ""]), min_size=40, max_size=40))
    return "".join(piece + blank for piece, blank in zip(pieces, blanks, strict=False))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ragged_texts())
def test_any_text_gives_spans_inside_it_and_content_apart_from_its_cue(text: str) -> None:
    report, sentences, speeches = read(text)

    for speech in speeches:
        spans = [*speech.content, *(one for one in (speech.cue, speech.speaker) if one)]
        assert all(report.cite(span).quote.strip() for span in spans)
        assert list(speech.content) == sorted(speech.content)
        assert not any(speech.cue and speech.cue.overlap(span) for span in speech.content)
        assert 0 <= speech.sentence < len(sentences)
        assert kind_of(speech, sentences) in SpeechKind


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ragged_texts())
def test_the_same_text_is_read_the_same_way_twice(text: str) -> None:
    assert read(text)[2] == read(text)[2]


def test_report_without_sentences_has_no_speech() -> None:
    assert find_speech(a_report(" "), ()) == ()


def test_speech_comes_in_the_order_of_the_text() -> None:
    text = "“Yes,” the envoy said.\nThe truce is over, the ministry said.\n“Perhaps,” Berg replied."

    _, _, speeches = read(text)

    starts = [speech.content[0].start for speech in speeches]
    assert starts == sorted(starts)
    assert len(speeches) == 3


def test_quoted_words_are_marked_and_reported_words_are_not() -> None:
    text = "“The line holds,” the general said. The envoy said that the truce was over."

    _, _, (quoted, reported) = read(text)

    assert quoted.is_quoted
    assert not reported.is_quoted


def test_sentence_is_where_the_content_begins() -> None:
    text = "The harbour was calm. “Nobody came. The ships left,” the master said."

    _, sentences, (speech,) = read(text)

    assert sentences[speech.sentence].span.overlap(speech.content[0])
    assert speech.sentence == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoy said the truce was over.", True),
        ("A poll showed that most voters oppose the pact.", True),
        ("The truce is over, according to the envoy.", True),
        ("The envoy believes that the truce is over.", False),
        ("Norland plans to reopen its embassy.", False),
        ("The union welcomed the ruling.", False),
    ],
)
def test_thought_and_taking_sides_is_told_from_utterance(text: str, *, expected: bool) -> None:
    _, _, (speech,) = read(text)

    assert is_uttered(speech) is expected
