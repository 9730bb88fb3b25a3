"""How far a report goes on retelling a medium."""

import pytest

from builders import a_report
from detente.reading.parse import SpacyParser
from detente.reading.speech.attribution import find_speech
from detente.reading.speech.speakers import carried_on
from reading.speech_cases import SpeechCase, read_speech_cases

PARSER = SpacyParser()


@pytest.mark.parametrize("case", list(read_speech_cases("speech_voices.txt")), ids=str)
def test_sentences_stay_on_the_word_of_a_retold_medium(case: SpeechCase) -> None:
    report = a_report(case.text)
    sentences = PARSER.parse(report)

    carried = carried_on(sentences, find_speech(report, sentences))

    found = tuple(report.cite(speech.content[0]).quote for speech in carried)
    assert (found or ("nothing",)) == case.expected


def test_carried_sentence_keeps_the_medium_that_tells_it() -> None:
    report = a_report("Reuters reported that envoys had met. The talks lasted a day.")
    sentences = PARSER.parse(report)

    (carried,) = carried_on(sentences, find_speech(report, sentences))

    assert carried.is_retelling
    assert carried.speaker is not None
    assert report.cite(carried.speaker).quote == "Reuters"
    assert carried.sentence == 1


def test_report_without_speech_has_nothing_to_carry_on() -> None:
    report = a_report("The border is open.")

    assert carried_on(PARSER.parse(report), ()) == ()
