"""The clause of an act, and how it is cited: whole words and quotations, never a bare word."""

import pytest

from builders import a_report
from detente.language.clauses import Clauses, cited_span, clause_span, whole_word
from detente.reading.parse import SpacyParser

PARSER = SpacyParser()


@pytest.mark.parametrize(
    ("text", "predicate", "cited"),
    [
        ("Norland broke the cease-fire.", "fire", "Norland broke the cease-fire"),
        ("Norland's police counter-attacked.", "counter", "Norland's police counter-attacked"),
        ('Crowds shouted "Down with Norland".', "shouted", 'Crowds shouted "Down with Norland"'),
        ('Crowds shouted "Down with Norland."', "shouted", 'Crowds shouted "Down with Norland."'),
        ("The convicted spy met Sudrian envoys.", "convicted", "The convicted spy"),
        ("They met after protests in Veld.", "met", "They met after protests in Veld"),
        ("Men held since May 1, 2017, were freed.", "held", "held since May 1, 2017"),
        ("Violence broke out in Veld.", "Violence", "Violence broke out in Veld"),
        ("They told him to 'sign the pact', he said.", "told", "They told him to 'sign the pact'"),
        ("Deposed President Carl Holm fled.", "Deposed", "Deposed President Carl Holm"),
        (
            "Police in Veld arrested and jailed a spy.",
            "arrested",
            "Police in Veld arrested and jailed a spy",
        ),
        ("Norland resigned and the army left.", "resigned", "Norland resigned"),
        ("Norland is not ready to offer aid.", "offer", "is not ready to offer aid"),
        ("Norland has no plans to expel the envoys.", "expel", "no plans to expel the envoys"),
        ("Police did not arrest or charge him.", "charge", "did not arrest or charge him"),
        ("Norland did not sign after raiding Veld.", "raiding", "raiding Veld"),
        (
            "Norland reopened its embassy two years after it was shut.",
            "reopened",
            "Norland reopened its embassy",
        ),
        (
            "Norland will reopen its embassy next year after they talk.",
            "reopen",
            "Norland will reopen its embassy next year",
        ),
    ],
)
def test_an_act_is_cited_without_a_cut(text: str, predicate: str, cited: str) -> None:
    sentence = PARSER.parse(a_report(text))[0]
    index = next(token.index for token in sentence.tokens if token.text == predicate)

    span = cited_span(Clauses(sentence), index)

    assert text[span.start : span.end] == cited


@pytest.mark.parametrize(
    ("part", "word"),
    [("fire", "cease-fire"), ("broke", "broke"), ("shoot", "shoot-to-kill"), ("end", "end")],
)
def test_a_word_with_hyphens_is_one_word(part: str, word: str) -> None:
    text = "Norland broke the cease-fire with a shoot-to-kill order - the end."
    sentence = PARSER.parse(a_report(text))[0]
    index = next(token.index for token in sentence.tokens if token.text == part)

    span = whole_word(sentence, index)

    assert text[span.start : span.end] == word


@pytest.mark.parametrize(
    ("text", "predicate", "clause"),
    [
        (
            "Police say a bomb killed five people and wounded 17 in Baghdad.",
            "killed",
            "a bomb killed five people and wounded 17 in Baghdad",
        ),
        (
            "Five people were killed and 17 others were injured in a raid on Basra.",
            "injured",
            "Five people were killed and 17 others were injured in a raid on Basra",
        ),
        (
            "Two were killed in Basra and three were wounded in Mosul.",
            "killed",
            "Two were killed in Basra",
        ),
        ("They seized the port and burnt it.", "seized", "They seized the port"),
    ],
)
def test_clause_of_an_act(text: str, predicate: str, clause: str) -> None:
    (sentence,) = PARSER.parse(a_report(text))
    head = next(token.index for token in sentence.tokens if token.text == predicate)
    span = clause_span(Clauses(sentence), head)
    assert text[span.start : span.end] == clause
