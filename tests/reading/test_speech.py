"""Who says what: a phrase book, and what must hold for any text."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_report
from detente.reading.parse import SpacyParser
from detente.reading.speech import find_speech, is_uttered, kind_of
from detente.records import Report, Sentence, Speech
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
