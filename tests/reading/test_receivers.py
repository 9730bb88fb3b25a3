"""Whom something is given hangs on the verb, not on what is given."""

import pytest

from builders import a_report
from detente.reading.parse import SpacyParser

PARSER = SpacyParser()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chile has promised Uganda 300 million dollars.", "Uganda"),
        ("Chile has promised Costa Rica 20 patrol boats.", "Rica"),
    ],
)
def test_a_name_before_a_number_receives(text: str, name: str) -> None:
    (sentence,) = PARSER.parse(a_report(text))

    token = next(t for t in sentence.tokens if t.text == name)

    assert (token.dep, sentence.tokens[token.head].text) == ("dative", "promised")


def test_a_name_before_a_noun_alone_does_not() -> None:
    (sentence,) = PARSER.parse(a_report("Chile has bought 300 Uganda stamps."))

    assert "dative" not in {t.dep for t in sentence.tokens}
