"""A file that one process holds: many read side by side, each one state, and one writes."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from builders import a_coding, a_report, a_run
from detente.errors import LedgerUnusable
from detente.ledger import Ledger
from detente.ledger.kept_open import HeldLedger, open_held
from detente.record import compute_events
from detente.records import Coded


def _coding(number: int) -> Coded:
    return a_coding(a_report(f"Norland met Sudria, no. {number}, of that day.", key=f"r{number}"))


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HeldLedger]:
    ledger = open_held(tmp_path / "held.duckdb")
    with ledger.writing() as opened:
        opened.add([_coding(1), _coding(2)], a_run())
    yield ledger
    ledger.close()


def test_a_reader_sees_one_state_whatever_is_written(held: HeldLedger) -> None:
    with held.reading() as before:
        first = before.reports().count()
        with held.writing() as writer:
            writer.add([_coding(3)], a_run())
        second = before.reports().count()
    with held.reading() as after:
        third = after.reports().count()

    assert (first, second, third) == (2, 2, 3)


def test_answers_may_be_asked_within_one_another(held: HeldLedger) -> None:
    with held.reading() as ledger:
        found = [
            (
                report.key,
                [claim.report_id == report.id for claim in ledger.claims(report=report.id)],
            )
            for report in ledger.reports()
        ]
        tables = [ledger.claims().arrow().num_rows, ledger.claims().polars().height]
        batches = [batch.num_rows for batch in ledger.claims().batches("t.id", 1)]

    assert found == [("r1", [True]), ("r2", [True])]
    assert tables == [2, 2]
    assert sum(batches) == 2


def test_an_answer_that_is_half_read_goes_on_after_another(held: HeldLedger) -> None:
    with held.reading() as ledger, ledger.query() as one, ledger.query() as other:
        one.execute("SELECT key FROM reports ORDER BY key")
        first = one.fetchone()
        other.execute("SELECT count(*) FROM reports")

        assert (first, one.fetchone(), one.fetchone()) == (("r1",), ("r2",), None)
        assert other.fetchall() == [(2,)]


def test_an_answer_gives_tables_and_nothing_else_of_the_connection(held: HeldLedger) -> None:
    with held.reading() as ledger, ledger.query() as cursor:
        asked = cursor.execute("SELECT count(*) AS n FROM reports")

        with pytest.raises(AttributeError, match="commit"):
            asked.commit()
        assert asked.fetchnumpy()["n"].tolist() == [2]


def test_a_copy_does_not_let_others_in(held: HeldLedger, tmp_path: Path) -> None:
    """Closing any handle on a file gives up its lock, and another process could write to it."""
    held.copy(tmp_path / "copy.duckdb")

    code = f"from detente.ledger import Ledger; Ledger.open({str(held.path)!r})"
    other = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert "LedgerBusy" in other.stderr
    with Ledger.open(tmp_path / "copy.duckdb", read_only=True) as copied:
        assert copied.reports().count() == 2


def test_a_reader_cannot_write(held: HeldLedger) -> None:
    with pytest.raises(LedgerUnusable), held.reading() as ledger:
        ledger.add([_coding(3)], a_run())

    with held.reading() as ledger:
        assert ledger.reports().count() == 2


def test_events_are_computed_beside_a_write_and_know_what_they_left_out(held: HeldLedger) -> None:
    with held.computing() as state:
        known = state.reports().count()
        with held.writing() as writer:
            writer.add([_coding(3)], a_run())
        compute_events(state)
    with held.reading() as ledger:
        first = (known, ledger.reports().count(), ledger.is_computed())
    with held.computing() as state:
        compute_events(state)

    with held.reading() as ledger:
        assert first == (2, 3, False)
        assert ledger.is_computed()


def test_events_that_cannot_be_computed_leave_what_was(held: HeldLedger) -> None:
    with held.computing() as state:
        compute_events(state)

    def fail() -> None:
        with held.computing() as state:
            state.forget_events()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with held.reading() as ledger:
        assert ledger.is_computed()
        assert ledger.events().count() > 0


def test_who_writes_second_waits_and_is_told(held: HeldLedger) -> None:
    told, order = Event(), list[str]()

    def second() -> None:
        with held.writing(told.set):
            order.append("second")

    with held.writing():
        other = Thread(target=second)
        other.start()
        assert told.wait(60)
        order.append("first")
    other.join()

    assert order == ["first", "second"]


def test_a_closed_file_can_be_opened_by_others(held: HeldLedger) -> None:
    held.close()

    with Ledger.open(held.path, read_only=True) as ledger:
        assert ledger.reports().count() == 2
