"""Shares of claims that reviewers found right, with Wilson's interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.web.agreement import wilson


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
    assert wilson(n_right, n_read) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_is_within_its_interval_and_both_within_0_and_1(counts: tuple[int, int]) -> None:
    low, high = wilson(*counts)

    assert 0 <= low <= counts[0] / counts[1] + 1e-12
    assert counts[0] / counts[1] - 1e-12 <= high <= 1


@given(st.integers(1, 500))
def test_more_claims_make_the_interval_narrower(n_read: int) -> None:
    few, many = wilson(n_read, 2 * n_read), wilson(10 * n_read, 20 * n_read)

    assert many[1] - many[0] < few[1] - few[0]
