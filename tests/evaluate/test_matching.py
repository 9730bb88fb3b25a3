"""The labels belong to the gold formats; the codebook must not drift away from them unseen."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebook import Codebook, load_codebook
from detente.evaluate.matching import (
    MUTUAL_TYPES,
    PAIR_TYPES,
    QUADS,
    TYPES,
    YIELD,
    days_overlap,
    fold_yield,
    match_items,
    spans_overlap,
)
from detente.records import Span


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def test_conceding_and_retreating_fold_into_yield_and_nothing_else_does() -> None:
    assert {type_ for type_ in TYPES if fold_yield(type_) == YIELD} == {"CONCEDE", "RETREAT"}
    assert {fold_yield(type_) for type_ in TYPES} == set(PAIR_TYPES)
    assert fold_yield(None) is None


def test_the_codebook_has_the_types_of_the_gold(codebook: Codebook) -> None:
    assert {type_.name for type_ in codebook.types} == TYPES
    assert {type_.family or type_.name for type_ in codebook.types} == set(PAIR_TYPES)
    assert {codebook.quad(type_) for type_ in TYPES} == set(QUADS)


def test_types_without_direction_are_the_mutual_ones_of_the_codebook(codebook: Codebook) -> None:
    assert {type_.name for type_ in codebook.types if type_.is_mutual} == MUTUAL_TYPES


EDGES = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)), st.sampled_from((0.5, 0.75, 1.0))
)
SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda at: Span(at[0], at[0] + at[1])),
    max_size=3,
)


def test_the_same_range_overlaps_wholly() -> None:
    assert spans_overlap([Span(3, 9)], [Span(3, 9)]) == 1.0


def test_the_longer_range_measures_the_overlap() -> None:
    assert spans_overlap([Span(0, 10)], [Span(0, 5)]) == 0.5
    assert spans_overlap([Span(0, 5)], [Span(0, 100)]) == 0.05


def test_ranges_that_only_touch_share_nothing() -> None:
    assert spans_overlap([Span(0, 5)], [Span(5, 9)]) == 0.0


def test_parts_of_a_broken_quote_count_together() -> None:
    assert spans_overlap([Span(0, 4), Span(10, 14)], [Span(0, 14)]) == 8 / 14


def test_a_part_given_twice_counts_once() -> None:
    assert spans_overlap([Span(0, 4), Span(2, 6)], [Span(0, 6)]) == 1.0


def test_no_range_overlaps_nothing() -> None:
    assert spans_overlap([], []) == 0.0
    assert spans_overlap([], [Span(0, 1)]) == 0.0


@given(SPANS, SPANS)
def test_overlap_is_symmetric_and_within_0_to_1(some: list[Span], others: list[Span]) -> None:
    assert spans_overlap(some, others) == spans_overlap(others, some)
    assert 0.0 <= spans_overlap(some, others) <= 1.0


def _days(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("some", "others", "share"),
    [
        pytest.param(("2024-03-01", "2024-03-01"), ("2024-03-01", "2024-03-01"), 1.0, id="a day"),
        pytest.param(("2024-03-01", "2024-03-10"), ("2024-03-06", "2024-03-10"), 0.5, id="half"),
        pytest.param(("2024-03-01", "2024-03-02"), ("2024-03-03", "2024-03-04"), 0.0, id="apart"),
        pytest.param(("2024-01-01", "2024-01-31"), ("2024-01-05", "2024-01-05"), 1 / 31, id="in"),
    ],
)
def test_days_overlap_by_the_longer_interval(
    some: tuple[str, str], others: tuple[str, str], share: float
) -> None:
    assert days_overlap(_days(*some), _days(*others)) == share
    assert days_overlap(_days(*others), _days(*some)) == share


def test_nothing_matches_nothing() -> None:
    assert match_items([]) == {}
    assert match_items([{}]) == {}


def test_each_item_is_used_once() -> None:
    assert match_items([{(0, 0): 1.0, (1, 0): 1.0}]) == {0: 0}
    assert match_items([{(0, 0): 1.0, (0, 1): 1.0}]) == {0: 0}


def test_the_best_fit_is_taken_first() -> None:
    assert match_items([{(0, 0): 0.5, (1, 0): 0.9}]) == {1: 0}
    assert match_items([{(0, 0): 0.5, (0, 1): 0.9}]) == {0: 1}


def test_an_exchange_finds_the_match_that_greed_would_hide() -> None:
    # gold 0 fits prediction 0 best, but gold 1 fits nothing else
    assert match_items([{(0, 0): 1.0, (0, 1): 0.5, (1, 0): 0.6}]) == {0: 1, 1: 0}


def test_a_later_stage_takes_only_what_is_left() -> None:
    assert match_items([{(0, 0): 0.5}, {(1, 0): 1.0}]) == {0: 0}


def test_a_later_stage_takes_what_the_earlier_can_spare() -> None:
    assert match_items([{(0, 0): 1.0, (0, 1): 0.5}, {(1, 0): 1.0}]) == {0: 1, 1: 0}


@settings(deadline=None)  # trying everything takes its time on a busy machine
@given(EDGES)
def test_a_matching_is_one_to_one_and_none_is_larger(edges: dict[tuple[int, int], float]) -> None:
    matching = match_items([edges])

    assert set(matching.items()) <= set(edges)
    assert len(set(matching.values())) == len(matching)
    assert len(matching) == _largest(frozenset(edges), frozenset())


@settings(deadline=None)
@given(EDGES, EDGES)
def test_a_later_stage_costs_the_earlier_no_match(
    first: dict[tuple[int, int], float], second: dict[tuple[int, int], float]
) -> None:
    later = {(gold + 4, prediction): fit for (gold, prediction), fit in second.items()}

    both = match_items([first, later])

    assert sum(gold < 4 for gold in both) == len(match_items([first]))
    assert len(both) == _largest(frozenset(first) | frozenset(later), frozenset())


def _largest(edges: frozenset[tuple[int, int]], used: frozenset[int]) -> int:
    """The size of the largest matching, by trying everything."""
    if not edges:
        return 0
    gold = min(edge[0] for edge in edges)
    rest = frozenset(edge for edge in edges if edge[0] != gold)
    taken = [
        1 + _largest(rest, used | {prediction})
        for item, prediction in edges
        if item == gold and prediction not in used
    ]
    return max([_largest(rest, used), *taken])
