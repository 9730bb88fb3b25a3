"""Written dates: read where there is one way to, as a format says, or as a table shows."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import BadInput
from detente.sources import ReadOptions
from detente.sources.days import AmbiguousDay, TableDays, day_from
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


@pytest.mark.parametrize(
    ("words", "how", "expected"),
    [
        ("02/03/2024", "DMY", "2024-03-02"),
        ("02/03/2024", "MDY", "2024-02-03"),
        ("2024-03-02", "DMY", "2024-03-02"),  # what has one way needs no order
        ("2.3.24", "%d.%m.%y", "2024-03-02"),
        ("03-Feb-2024", "%d-%b-%Y", "2024-02-03"),
    ],
)
def test_a_format_says_how_days_are_written(words: str, how: str, expected: str) -> None:
    assert day_from(words, how) == date.fromisoformat(expected)


def test_what_is_not_of_the_format_is_no_date() -> None:
    with pytest.raises(ValueError, match=r"is no date as '%d.%m.%y' writes it"):
        day_from("2024-03-02", "%d.%m.%y")
    with pytest.raises(ValueError, match="is no date: month"):
        day_from("13/02/2024", "MDY")


@pytest.mark.parametrize("how", ["dmy", "%d.%m", "%Y", "day first"])
def test_a_format_without_a_whole_day_is_refused(how: str) -> None:
    with pytest.raises(BadInput, match="write DMY, MDY, YMD, or as in"):
        ReadOptions(date_format=how)


def test_either_way_is_told_apart_from_no_date() -> None:
    with pytest.raises(AmbiguousDay):
        day_from("02/03/2024")


def test_a_table_waits_for_a_row_that_shows_its_order() -> None:
    days = TableDays()

    days.see("02/03/2024")
    assert days.waits
    days.see("2024-03-02")
    assert days.waits
    days.see("21/03/2024")

    assert (days.waits, days.how, days.tells_none) == (False, "DMY", False)
