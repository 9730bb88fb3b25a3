from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import BadInput
from detente.evaluate.timex import calendar_value, is_told_apart


@pytest.mark.parametrize(
    ("value", "kind", "first", "last"),
    [
        ("2024-02-29", "day", "2024-02-29", "2024-02-29"),
        ("2024-W05-4", "day", "2024-02-01", "2024-02-01"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2023-12", "month", "2023-12-01", "2023-12-31"),
        ("2024", "year", "2024-01-01", "2024-12-31"),
        ("198", "decade", "1980-01-01", "1989-12-31"),
        ("19", "century", "1900-01-01", "1999-12-31"),
        ("2024-W01", "week", "2024-01-01", "2024-01-07"),
        ("2020-W53", "week", "2020-12-28", "2021-01-03"),
        ("2024-W05-WE", "weekend", "2024-02-03", "2024-02-04"),
        ("2024-Q1", "quarter", "2024-01-01", "2024-03-31"),
        ("2024-Q4", "quarter", "2024-10-01", "2024-12-31"),
        ("2024-H2", "half", "2024-07-01", "2024-12-31"),
        ("2024-SP", "season", "2024-03-01", "2024-05-31"),
        ("2024-SU", "season", "2024-06-01", "2024-08-31"),
        ("2024-FA", "season", "2024-09-01", "2024-11-30"),
        ("2023-WI", "season", "2023-12-01", "2024-02-29"),
    ],
)
def test_a_calendar_value_is_an_interval(value: str, kind: str, first: str, last: str) -> None:
    expected = (kind, date.fromisoformat(first), date.fromisoformat(last))

    assert calendar_value(value) == expected
    assert not is_told_apart(value)


@pytest.mark.parametrize(
    "value",
    [
        "PAST_REF",
        "PRESENT_REF",
        "FUTURE_REF",
        "P3D",
        "PXY",
        "PT8H",
        "1989-WXX",
        "1989-QX",
        "1990-XX-XX",
        "199X",
        "19XX",
        "XXXX-SU",
        "2024-02-02TMO",
        "2024-02-02T14:30",
    ],
)
def test_references_durations_times_and_placeholders_are_told_apart(value: str) -> None:
    assert calendar_value(value) is None
    assert is_told_apart(value)


@pytest.mark.parametrize("value", ["BC0044", "2024-Q5", "2024-2-2", "2024-AU", "20240202"])
def test_an_unknown_form_is_neither_a_date_nor_told_apart(value: str) -> None:
    assert calendar_value(value) is None
    assert not is_told_apart(value)


@pytest.mark.parametrize("value", ["2023-02-29", "2024-13", "2024-W54", "0000", "00"])
def test_a_day_that_never_was_is_refused(value: str) -> None:
    with pytest.raises(BadInput, match=f"'{value}' is no date"):
        calendar_value(value)


@given(st.dates())
def test_every_day_is_its_own_interval(day: date) -> None:
    assert calendar_value(f"{day:%Y}".zfill(4) + f"{day:-%m-%d}") == ("day", day, day)


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31)))
def test_every_day_lies_in_its_week_month_and_year(day: date) -> None:
    year, week, _ = day.isocalendar()
    values = (f"{year}-W{week:02}", f"{day.year}-{day.month:02}", f"{day.year}")

    for value in values:
        found = calendar_value(value)
        assert found is not None
        assert found.first <= day <= found.last
