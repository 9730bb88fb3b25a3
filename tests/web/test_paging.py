"""A cursor names a row: what comes meanwhile neither doubles nor hides one."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from builders import a_coding, a_report, a_run
from detente.errors import BadInput
from detente.ledger import Ledger
from detente.records import Coded
from detente.web.desk import Kept
from detente.web.paging import Wanted, page_of

REPORTS = Wanted(table="reports")


def coding_of(number: int, text: str = "Norland met Sudria") -> Coded:
    day = date(2024, 1, 1) + timedelta(days=number)
    report = a_report(f"{text} {number}.", key=str(number), published=day)
    return a_coding(report, claims=())


def test_rows_that_come_meanwhile_shift_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        ledger.add([coding_of(number) for number in range(10)], a_run())
        before = {report.id for report in ledger.reports()}
        first = page_of(ledger, REPORTS, None, 4)
        ledger.add(
            [coding_of(number, "Later, Norland met Sudria") for number in (3, 9, 20)], a_run()
        )
        second = page_of(ledger, REPORTS, first.after, 200)

    seen = [*first.ids, *second.ids]
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_a_full_last_page_has_no_cursor(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.duckdb") as ledger:
        ledger.add([coding_of(number) for number in range(4)], a_run())

        assert page_of(ledger, REPORTS, None, 4).after is None
        assert page_of(ledger, REPORTS, None, 3).after is not None


@pytest.mark.parametrize("after", ["x", "é", "W10", "WyIyMDI0LTAxLTAxIl0", "bnVsbA", "===", "\x00"])
def test_what_is_no_cursor_is_refused(tmp_path: Path, after: str) -> None:
    with (
        Ledger.open(tmp_path / "l.duckdb") as ledger,
        pytest.raises(BadInput, match="is no cursor"),
    ):
        page_of(ledger, REPORTS, after, 4)


def test_results_are_made_once_and_the_oldest_is_let_go() -> None:
    kept, made = Kept(most=2), list[str]()

    def ask(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key.upper())  # type: ignore[func-returns-value]

    assert [ask(key) for key in "abacab"] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]
