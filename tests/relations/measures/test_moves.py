"""How much was reported at all, and what is usual."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from builders import a_coding, a_report, a_run
from detente.errors import BadConfig
from detente.ledger import Ledger
from detente.relations import Period, SeriesOptions
from detente.relations.measures.moves import Reported, coverage_of
from relations.dealings import a_ledger, an_event

JANUARY, MARCH, MAY = date(2024, 1, 1), date(2024, 3, 1), date(2024, 5, 1)


def reported(usual: float, **told: int) -> Reported:
    by_period = {date(2024, int(name[1:]), 1): n for name, n in told.items()}
    return Reported(by_period=by_period, usual=dict.fromkeys(by_period, usual))


def test_twice_as_much_reported_counts_half() -> None:
    one, two = reported(1_500_000, m1=1_000_000, m3=2_000_000).factors([JANUARY, MARCH], 1e-9)
    assert one == pytest.approx(2 * two, rel=1e-4)


def test_a_month_that_nobody_covered_is_raised_by_a_bounded_factor() -> None:
    factors = reported(1_000_000, m1=1_000_000).factors([JANUARY, MARCH], 0.5)
    assert factors == pytest.approx([1.0, 3.0], rel=1e-4)


def test_a_record_of_a_handful_of_events_cannot_tell_how_much_was_reported() -> None:
    factors = reported(2, m1=1, m3=3).factors([JANUARY, MARCH], 0.5)
    assert factors == pytest.approx([1.0, 1.0], abs=0.06)


def test_without_coverage_and_before_any_nothing_is_corrected() -> None:
    assert Reported(by_period={}).factors([JANUARY, MARCH], 0.5).tolist() == [1, 1]
    assert reported(100, m3=50).factors([JANUARY], 0.5).tolist() == [1]


def test_usual_is_the_mean_up_to_then_of_months_in_which_reports_appeared(tmp_path: Path) -> None:
    """Old acts that reports tell again make the months of these reports no unusual ones."""
    old = [an_event(f"{year}-02-10", "AID", "VST>TRN") for year in range(1950, 2020)]
    now = [
        an_event(f"2024-{month:02}-10", "AID", "VST>TRN", number=n)
        for month, count in ((1, 80), (3, 40), (5, 60))
        for n in range(count)
    ]
    with Ledger.open(a_ledger(tmp_path / "old.duckdb", [*old, *now])) as ledger:
        unread = coverage_of(ledger, SeriesOptions())
        for month in (1, 3, 5):
            told = a_report(f"Norland met {month}.", published=date(2024, month, 12))
            ledger.add([a_coding(told)], a_run())
        read = coverage_of(ledger, SeriesOptions())
        by_report = coverage_of(ledger, SeriesOptions(coverage="reports"))  # type: ignore[arg-type]  # as people write
        weekly = coverage_of(ledger, SeriesOptions(period=Period.WEEK))
    assert unread.usual[date(2019, 2, 1)] == 1
    assert unread.usual[JANUARY] == pytest.approx(150 / 71)
    assert [read.usual[month] for month in (JANUARY, MARCH, MAY)] == [80, 60, 60]
    assert list(by_report.usual.values()) == [1, 1, 1]
    assert weekly.usual[date(2024, 1, 8)] == 80
    assert np.allclose(read.factors([MARCH], 0.5), (60 + 50) / (40 + 50))


def test_options_are_taken_as_written_and_refused_if_unknown() -> None:
    assert SeriesOptions(period="week") == SeriesOptions(period=Period.WEEK)  # type: ignore[arg-type]  # as people write
    with pytest.raises(BadConfig, match="day, week, month"):
        SeriesOptions(period="year")  # type: ignore[arg-type]  # that is the test
