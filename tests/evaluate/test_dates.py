from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_date
from detente.errors import BadInput
from detente.evaluate.dates import calendar_value, is_told_apart, score_dates
from detente.evaluate.gold import DateRow
from evaluate.fakes import FakeSystem, a_miss

ANCHOR = "2024-02-02"


def _row(text: str, value: str, timex_type: str = "DATE") -> DateRow:
    return DateRow(
        id=f"{text}={value}",
        anchor=date.fromisoformat(ANCHOR),
        text=text,
        timex_type=timex_type,  # type: ignore[arg-type]  # a test writes it as the file does
        value=value,
    )


def test_both_ends_must_be_right() -> None:
    dates = {
        f"in January @ {ANCHOR}": a_date("2024-01-01", "2024-01-31"),
        f"in March @ {ANCHOR}": a_date("2024-03-01", "2024-03-30"),
        f"Monday @ {ANCHOR}": a_date("2024-01-29"),
    }
    rows = [
        _row("in January", "2024-01"),
        _row("in March", "2024-03"),
        _row("Monday", "2024-W05-1"),
    ]

    figures = score_dates(rows, FakeSystem(dates=dates))

    assert figures.as_json() == {"n": 3, "exact": 0.666667}
    assert figures.kinds == (("month", 1, 2), ("day", 1, 1))
    assert figures.misses == (
        a_miss(
            "in March=2024-03",
            "in March",
            "2024-03-01 to 2024-03-31",
            "2024-03-01 to 2024-03-30",
            "month 2024-03, written on 2024-02-02",
        ),
    )


def test_nothing_found_is_wrong() -> None:
    figures = score_dates([_row("then", "2024-01-29")], FakeSystem())

    assert figures.as_json() == {"n": 1, "exact": 0.0}
    assert figures.misses[0].expected == "2024-01-29"
    assert figures.misses[0].got == "nothing"


def test_what_is_no_calendar_date_does_not_count() -> None:
    rows = [
        _row("three days", "P3D", "DURATION"),
        _row("each Monday", "2024-01-29", "SET"),
        _row("these days", "PRESENT_REF"),
        _row("last week", "2024-WXX"),
        _row("long ago", "BC0044"),
        _row("Monday", "2024-01-29"),
    ]

    figures = score_dates(rows, FakeSystem(dates={f"Monday @ {ANCHOR}": a_date("2024-01-29")}))

    assert figures.as_json() == {"n": 1, "exact": 1.0}
    assert figures.notes == (
        "not counted, times, durations and sets: 2",
        "not counted, dates without a calendar value (PAST_REF, 1989-WXX ...): 2",
        "not counted, dates with a value of unknown form: 1",
    )


def test_no_row_that_counts_gives_no_figure() -> None:
    figures = score_dates([_row("now", "PRESENT_REF")], FakeSystem())

    assert figures.as_json() == {"n": 0, "exact": None}
    assert figures.kinds == ()


def test_a_day_that_never_was_is_refused_with_its_row() -> None:
    with pytest.raises(BadInput, match="row 'then=2023-02-29': TIMEX3 value '2023-02-29'"):
        score_dates([_row("then", "2023-02-29")], FakeSystem())


def test_progress_counts_every_row() -> None:
    seen: list[int] = []

    rows = [_row("now", "PRESENT_REF"), _row("Monday", "2024-01-29")]
    score_dates(rows, FakeSystem(), seen.append)

    assert seen == [1, 2]


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
