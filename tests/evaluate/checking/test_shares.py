"""Shares and their intervals, by the literature's own tables; agreement of two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evaluate.checking.shares import Item, agreed, share_of, wilson


@pytest.mark.parametrize(
    ("n_right", "n_read", "low", "high"),
    [  # Newcombe (1998), Two-sided confidence intervals for the single proportion, table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),  # the mirror of none of 20
    ],
)
def test_the_interval_is_that_of_the_literature(
    n_right: int, n_read: int, low: float, high: float
) -> None:
    assert wilson(n_right / n_read, n_read) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_is_within_its_interval_and_both_within_0_and_1(counts: tuple[int, int]) -> None:
    low, high = wilson(counts[0] / counts[1], counts[1])

    assert 0 <= low <= counts[0] / counts[1] + 1e-12
    assert counts[0] / counts[1] - 1e-12 <= high <= 1


@given(st.integers(1, 500))
def test_more_claims_make_the_interval_narrower(n_read: int) -> None:
    few, many = wilson(0.5, 2 * n_read), wilson(0.5, 20 * n_read)

    assert many[1] - many[0] < few[1] - few[0]


def test_items_that_are_alike_give_the_plain_interval() -> None:
    items = [Item(is_right=n < 81, cluster=str(n)) for n in range(263)]

    found = share_of(items)

    assert (found.n, found.n_right, found.share) == (263, 81, 0.308)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=2e-4)


def test_a_weight_counts_for_as_many_as_it_stands_for() -> None:
    found = share_of([Item(is_right=True, weight=9.0), Item(is_right=False, cluster="b")])

    assert found.share == 0.9
    assert found.low is not None
    assert found.low < wilson(0.9, 2)[0]  # unequal weights tell less than two equal ones


def test_reports_that_are_all_right_or_all_wrong_tell_no_more_than_their_number() -> None:
    apart = share_of(Item(is_right=n % 2 == 0, cluster=str(n)) for n in range(40))
    together = share_of(Item(is_right=n < 20, cluster=str(n // 10)) for n in range(40))

    assert apart.share == together.share == 0.5
    assert (together.low, together.high) == pytest.approx(wilson(0.5, 3), abs=1e-4)  # 4 reports - 1
    assert apart.low is not None
    assert together.low is not None
    assert together.low < apart.low


def test_nothing_judged_has_no_share() -> None:
    assert (share_of([]).n, share_of([]).share) == (0, None)


def test_kappa_is_that_of_a_worked_table() -> None:
    """20 both right, 15 both wrong, 5 and 10 otherwise: (0.7 - 0.5) / (1 - 0.5)."""
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10
    pairs += [(False, False)] * 15

    found = agreed(pairs)

    assert (found.n, found.share, found.kappa) == (50, 0.7, 0.4)
    assert agreed([(True, True)] * 3).kappa is None
