from datetime import date

import pytest

from builders import a_date
from detente.errors import BadInput
from detente.evaluate.dates import score_dates
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
