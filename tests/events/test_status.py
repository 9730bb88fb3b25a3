"""Whether an act happened, is planned, is only possible, or is denied."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import a_report
from detente.events.status import StatusReading, load_cues, read_status
from detente.language.clauses import Clauses
from detente.reading.parse import SpacyParser
from detente.records import Span, Status

PARSER = SpacyParser()
CASES = Path(__file__).parent / "status_cases.txt"


def read_cases() -> Iterator[tuple[str, str]]:
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            marked, _, status = line.partition(" => ")
            yield marked, status


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Norland released the sailors.", "released", "actual"),
        ("Norland will release the sailors.", "release", "future"),
        ("Norland said it would release the sailors.", "release", "future"),
        ("Norland would release the sailors if Sudria paid.", "release", "hypothetical"),
        ("Norland may release the sailors.", "release", "hypothetical"),
        ("Norland did not release the sailors.", "release", "negated"),
        ("Norland never released the sailors.", "released", "negated"),
        ("Norland refused to release the sailors.", "release", "negated"),
        ("Norland denied releasing the sailors.", "releasing", "negated"),
        ("Norland plans to release the sailors.", "release", "future"),
        ("Norland is considering releasing the sailors.", "releasing", "hypothetical"),
        ("Norland began to release the sailors.", "release", "actual"),
        ("Norland would begin to release the sailors.", "release", "hypothetical"),
        ("Norland called for the release of the sailors.", "release", "hypothetical"),
        ("Norland does not plan to release the sailors.", "release", "negated"),
        ("If Norland releases the sailors, talks can begin.", "releases", "hypothetical"),
        ("Neither side released the sailors.", "released", "negated"),
        ("Norland announced that it had released the sailors.", "released", "actual"),
        ("Without releasing the sailors, Norland left the talks.", "releasing", "negated"),
    ],
)
def test_status_of_an_act(text: str, word: str, status: str) -> None:
    sentence = PARSER.parse(a_report(text))[0]
    index = next(token.index for token in sentence.tokens if token.text == word)

    assert read_status(Clauses(sentence), index).status == status


@pytest.mark.parametrize(("marked", "status"), tuple(read_cases()))
def test_status_follows_from_what_stands_round_the_act(marked: str, status: str) -> None:
    start, end = marked.index("{"), marked.index("}") - 1
    sentence = PARSER.parse(a_report(marked.replace("{", "").replace("}", "")))[0]
    head = sentence.head_of(Span(start, end))
    assert head is not None

    reading = read_status(Clauses(sentence), head.index)

    assert reading.status == status, f"because of {reading.because!r}"


def test_a_reading_names_the_word_that_decided() -> None:
    sentence = PARSER.parse(a_report("Norland refused to release the sailors."))[0]
    index = next(token.index for token in sentence.tokens if token.text == "release")

    assert read_status(Clauses(sentence), index) == StatusReading(Status.NEGATED, "refused")


def test_every_governor_has_one_status_and_no_word_is_two_things_at_once() -> None:
    cues = load_cues()

    assert cues.makers.isdisjoint(cues.reactions)
    assert cues.confirming.isdisjoint(cues.showing)
    assert {word.removesuffix("_n") for word in cues.governors} >= cues.schemes
