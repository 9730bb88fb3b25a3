from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evaluate.splitter import sentence_spans, sentences_of
from detente.records import Span


def _split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n ", [], id="blanks"),
        pytest.param("Norland met Sudria", ["Norland met Sudria"], id="no full stop"),
        pytest.param("It met. It left.", ["It met.", "It left."], id="two"),
        pytest.param("Talks?  Never! No.", ["Talks?", "Never!", "No."], id="marks"),
        pytest.param("Headline\nIt met.", ["Headline", "It met."], id="a line ends one"),
        pytest.param("“It met.” He left.", ["“It met.”", "He left."], id="quotes close"),
        pytest.param('It met. "We left."', ["It met.", '"We left."'], id="quotes open"),
        pytest.param("It met. Über allem.", ["It met.", "Über allem."], id="any capital"),
        pytest.param("It has 3.5 per cent.", ["It has 3.5 per cent."], id="a number"),
        pytest.param("Mr. Dahl met Gen. Orr.", ["Mr. Dahl met Gen. Orr."], id="titles"),
        pytest.param("The U.S. Navy left.", ["The U.S. Navy left."], id="initials"),
        pytest.param("It met, i.e. talked.", ["It met, i.e. talked."], id="small letters go on"),
    ],
)
def test_sentences_end_where_punctuation_says(text: str, sentences: list[str]) -> None:
    assert _split(text) == sentences


def test_a_span_reaches_into_every_sentence_it_overlaps() -> None:
    sentences = tuple(sentence_spans("It met. It left. It spoke."))

    assert sentences_of(Span(3, 12), sentences) == {0, 1}
    assert sentences_of(Span(7, 8), sentences) == set()


@given(st.text(alphabet='Ab. !?\n"”U', max_size=40))
def test_sentences_are_in_order_apart_and_hold_every_word(text: str) -> None:
    spans = list(sentence_spans(text))

    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(_split(text)).split()) == "".join(text.split())
