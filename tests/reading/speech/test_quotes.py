"""Quotation marks, and signs that look like them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.speech.quotes import find_quotes

CASES = [
    pytest.param("He said “no” twice.", ["“no”"], id="curly marks"),
    pytest.param('He said "no" twice.', ['"no"'], id="straight marks"),
    pytest.param("He said ''no'' twice.", ["''no''"], id="two apostrophes"),
    pytest.param("He said ``no'' twice.", ["``no''"], id="typewriter marks"),
    pytest.param("He said ‘no’ twice.", ["‘no’"], id="single curly marks"),
    pytest.param("He said 'no' twice.", ["'no'"], id="single straight marks"),
    pytest.param("Er sagte „nein“ zu ihr.", ["„nein“"], id="German marks"),
    pytest.param("Il dit «non» ce soir.", ["«non»"], id="French marks"),
    pytest.param("It’s the miners’ strike.", [], id="apostrophes"),
    pytest.param("It's the miners' strike.", [], id="straight apostrophes"),
    pytest.param("The fence is 6' 2\" tall.", [], id="feet and inches"),
    pytest.param('The pipe is 40" long.', [], id="a stray mark in mid-sentence"),
    pytest.param(
        "“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"], id="single in double"
    ),
    pytest.param(
        '“He said "no" to me,” she said.', ['“He said "no" to me,”'], id="double in double"
    ),
    pytest.param(
        "‘The leaders’ view is wrong,’ he said.", ["‘The leaders’ view is wrong,’"], id="plural"
    ),
    pytest.param(
        "'He said \"no\" to me,' she said.", ["'He said \"no\" to me,'"], id="double in single"
    ),
    pytest.param('“No," he said.', ['“No,"'], id="mixed marks"),
    pytest.param('"A," he said, "b."', ['"A,"', '"b."'], id="two in one sentence"),
    pytest.param("“”", [], id="nothing between the marks"),
    pytest.param("“First.\n“Second.”", ["“First.", "“Second.”"], id="opened again by a paragraph"),
    pytest.param("“First.\nSecond.”", ["“First."], id="never closed in its paragraph"),
    pytest.param("First “second.\nThird.", [], id="opened in mid-paragraph and never closed"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quotations_are_told_from_look_alikes(text: str, expected: list[str]) -> None:
    found = [text[quote.span.start : quote.span.end] for quote in find_quotes(text)]

    assert found == expected


def test_inner_leaves_the_marks_out() -> None:
    text = "He said ''no'' twice."

    (quote,) = find_quotes(text)

    assert text[quote.inner.start : quote.inner.end] == "no"


def test_quotation_goes_on_where_the_next_paragraph_opens_it_again() -> None:
    first, second = find_quotes("“First.\n\n“Second.”")

    assert first.goes_on
    assert not second.goes_on


@given(st.text(alphabet="“”\"'‘’«»`ab ,.\n", max_size=60))
def test_quotations_are_ordered_and_apart_in_any_text(text: str) -> None:
    quotes = find_quotes(text)

    for quote in quotes:
        assert quote.inner in quote.span
        assert "\n" not in text[quote.span.start : quote.span.end]
    for one, next_one in pairwise(quotes):
        assert one.span.end <= next_one.span.start
