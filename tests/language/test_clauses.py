"""How an act is cited: whole words, whole quotations, never a bare word."""

import pytest

from builders import a_report
from detente.language.clauses import Clauses, cited_span, whole_word
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
