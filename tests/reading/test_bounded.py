"""Texts that run on without a full stop are read in bounded pieces."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.parse import ENDLESS, MOST_PIECES, MOST_WORDS, SpacyParser, bounded, endless
from detente.records import Report, Span


def test_news_is_not_cut() -> None:
    text = "Norland warned Sudria. " * 400
    whole = Span(0, len(text))

    assert list(bounded(text, whole)) == [whole]


def test_a_text_without_stops_is_cut_at_pauses_and_nothing_is_lost() -> None:
    text = "Norland warned Sudria, and Sudria warned Vostia, " * 200

    pieces = list(bounded(text, Span(0, len(text))))

    assert all(len(piece) <= ENDLESS for piece in pieces)
    assert [piece.start for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]
    assert all(text[piece.end - 1] in ", " for piece in pieces)


def test_words_without_any_pause_are_cut_all_the_same() -> None:
    text = "x" * (3 * ENDLESS)

    assert {len(piece) for piece in bounded(text, Span(0, len(text)))} == {ENDLESS}


@given(st.text(alphabet="ab ,.\n", min_size=1, max_size=5000))
def test_pieces_stand_in_order_within_the_text(text: str) -> None:
    pieces = list(bounded(text, Span(0, len(text))))

    assert all(one.end <= other.start for one, other in pairwise(pieces))
    assert all(piece.end <= len(text) for piece in pieces)


@pytest.mark.parametrize("joint", [" and ", ", "])
def test_no_sentence_of_a_parse_is_endless(joint: str) -> None:
    text = joint.join(["Norland shelled Sudria"] * 300)

    sentences = SpacyParser().parse(Report(key="r", text=text))

    assert max(len(sentence.span) for sentence in sentences) <= ENDLESS


def test_of_a_text_that_runs_on_for_ever_the_first_pieces_are_read() -> None:
    text = "words and " * (MOST_PIECES * ENDLESS // 8)

    sentences = SpacyParser().parse(Report(key="r", text=text))

    assert endless(text) > MOST_PIECES
    assert len({sentence.paragraph for sentence in sentences}) == MOST_PIECES


def test_stops_alone_make_no_endless_sentence() -> None:
    sentences = SpacyParser().parse(Report(key="r", text="Norland . , " * 900))

    assert max(len(sentence.tokens) for sentence in sentences) <= MOST_WORDS
