"""Rows of names that a parse takes apart are put together."""

import pytest

from builders import a_report
from detente.reading.parse import SpacyParser

PARSER = SpacyParser()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chile, Spain and Germany recalled their ambassadors from Paraguay.", "Chile Spain"),
        ("Niger, Costa Rica and Spain condemned the raid.", "Niger Rica"),
        ("Chad, Spain and Uganda agreed to send troops.", "Chad Spain"),
    ],
)
def test_the_first_names_of_a_row_are_joined(text: str, names: str) -> None:
    (sentence,) = PARSER.parse(a_report(text))

    first, second = (next(t for t in sentence.tokens if t.text == name) for name in names.split())

    assert first.dep == "nsubj"
    assert (second.dep, second.head) == ("conj", first.index)


def test_an_apposition_stays_one() -> None:
    (sentence,) = PARSER.parse(a_report("Kagame, President of Rwanda and general, met Tshisekedi."))

    assert [t.text for t in sentence.tokens if t.dep == "appos"] == ["President"]
