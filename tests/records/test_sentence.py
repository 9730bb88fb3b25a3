"""A parsed sentence answers which of its words stand in a range."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from detente.records import Sentence, Span, Token

EDGES = st.lists(st.integers(0, 60), min_size=2, max_size=20, unique=True).map(sorted)


def a_sentence(edges: list[int]) -> Sentence:
    """Words between each first and second edge, blanks between each second and third."""
    spans = [Span(start, end) for start, end in list(pairwise(edges))[::2]]
    tokens = tuple(
        Token(index=i, span=span, text="x", lemma="x", pos="X", tag="X", dep="dep", head=i)
        for i, span in enumerate(spans)
    )
    return Sentence(index=0, paragraph=0, span=Span(edges[0], edges[-1]), tokens=tokens)


@given(EDGES, st.integers(0, 60), st.integers(1, 30))
def test_the_words_in_a_range_are_those_that_overlap_it(
    edges: list[int], start: int, size: int
) -> None:
    sentence, span = a_sentence(edges), Span(start, start + size)

    wanted = [token for token in sentence.tokens if token.span.overlap(span)]
    assert list(sentence.tokens_in(span)) == wanted
