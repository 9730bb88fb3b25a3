"""Written dates: read in one way, or not at all."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.sources.days import day_from
from sources.casebook import Case, read_cases


@pytest.mark.parametrize("case", list(read_cases("days")), ids=str)
def test_written_date_is_a_day_or_none(case: Case) -> None:
    if case.expected is None:
        with pytest.raises(ValueError, match="is no date"):
            day_from(case.text)
    else:
        assert day_from(case.text) == date.fromisoformat(case.expected)


def test_an_instant_is_its_day_as_written() -> None:
    assert day_from(datetime(2024, 2, 2, 23, 30, tzinfo=UTC)) == date(2024, 2, 2)


def test_digits_may_come_as_a_number() -> None:
    assert day_from(20240202) == date(2024, 2, 2)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    assert day_from(day.isoformat()) == day
    assert day_from(f"{day:%Y%m%d}") == day
    assert day_from(day) == day


@given(st.text())
def test_any_words_are_a_day_or_a_value_error(words: str) -> None:
    try:
        outcome = day_from(words).isoformat()
    except ValueError as err:
        outcome = str(err)

    assert re.fullmatch(r"\d{4}-\d\d-\d\d|.* is no date.*", outcome, re.DOTALL)
