"""Whether an act happened, is planned, is only possible, or is denied."""

import pytest

from builders import a_report
from detente.events.status import read_status
from detente.events.syntax import Clauses
from detente.reading.parse import SpacyParser

PARSER = SpacyParser()


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
