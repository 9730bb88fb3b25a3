"""The journey into the ledger: what is new is coded and kept, and nothing twice."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from builders import a_problem, a_report, a_run
from cli.fake_journey import FakeJourney
from detente.config import Config
from detente.ledger import Ledger
from detente.record import BATCH, Recorder, add_reports, stored_reports
from detente.records import Coded, Problem, Report, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.pipeline import Journey


class CountingJourney(FakeJourney):
    """Counts what it codes; ``version`` makes another run of it."""

    def __init__(self, version: str = "0") -> None:
        super().__init__(Config())
        self.run: Run = a_run(version=version)
        self.coded: list[str] = []

    def code(self, report: Report) -> Coded:
        self.coded.append(report.key)
        return super().code(report)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.duckdb"


def _reports(count: int, word: str = "met") -> list[Report]:
    return [a_report(f"Norland {word} Sudria, no. {n}.", key=f"r{n}") for n in range(count)]


def _recorder(path: Path, journey: FakeJourney, *, is_recoding: bool = False) -> Recorder:
    return Recorder(path=path, journey=cast("Journey", journey), is_recoding=is_recoding)


def _add(
    path: Path, reports: list[Report], journey: FakeJourney, *, is_recoding: bool = False
) -> Recorder:
    recorder = _recorder(path, journey, is_recoding=is_recoding)
    for _ in add_reports(reports, recorder):
        pass
    return recorder


def _kept(path: Path) -> list[str]:
    with Ledger.open(path, read_only=True) as ledger:
        return sorted(report.key for report in ledger.reports())


def test_reports_are_coded_and_kept_in_batches(path: Path) -> None:
    recorder = _add(path, _reports(BATCH + 1), CountingJourney())

    assert [added.n_reports for added in recorder.added] == [BATCH, 1]
    assert recorder.n_claims == BATCH + 1
    assert len(_kept(path)) == BATCH + 1


def test_known_report_is_not_coded_again(path: Path) -> None:
    _add(path, _reports(2), CountingJourney())
    journey = CountingJourney()

    recorder = _add(path, [*_reports(3), *_reports(3)], journey)

    assert journey.coded == ["r2"]
    assert (recorder.n_known, recorder.n_outdated) == (5, 0)


def test_report_that_another_version_coded_is_coded_anew_only_on_demand(path: Path) -> None:
    _add(path, _reports(2), CountingJourney("0"))
    newer = CountingJourney("1")

    skipping = _add(path, _reports(2), newer)
    assert (newer.coded, skipping.n_known, skipping.n_outdated) == ([], 2, 2)

    _add(path, _reports(2), newer, is_recoding=True)
    assert newer.coded == ["r0", "r1"]
    with Ledger.open(path) as ledger:
        assert ledger.runs().count() == 2
        assert ledger.claims(run="1").count() == ledger.claims().count() == 2


def test_recoding_goes_on_where_it_stopped(path: Path) -> None:
    _add(path, _reports(2), CountingJourney("0"))
    _add(path, _reports(1), CountingJourney("1"), is_recoding=True)
    journey = CountingJourney("1")

    _add(path, list(stored_reports(path)), journey, is_recoding=True)

    assert journey.coded == ["r1"]


def test_what_is_coded_before_an_interrupt_is_kept(path: Path) -> None:
    reports = [*_reports(3), a_report("CTRL-C", key="stop"), a_report("met later", key="late")]

    with pytest.raises(KeyboardInterrupt):
        _add(path, reports, CountingJourney())
    assert _kept(path) == ["r0", "r1", "r2"]

    journey = CountingJourney()
    _add(path, [*reports[:3], reports[4]], journey)
    assert journey.coded == ["late"]


def test_what_is_coded_before_the_caller_stops_is_kept(path: Path) -> None:
    coding = add_reports(_reports(3), _recorder(path, CountingJourney()))

    next(coding)
    cast("Iterator[Coded]", coding).close()  # type: ignore[attr-defined]  # it is a generator

    assert _kept(path) == ["r0"]


def test_problems_are_kept_but_for_mistyped_paths(path: Path) -> None:
    typo, broken = a_problem(kind="missing-file"), a_problem(key="b.txt", kind="binary")
    poison = a_report("POISON", key="p.txt")
    found = list(add_reports([typo, broken, poison], _recorder(path, CountingJourney())))

    assert [item.kind for item in found if isinstance(item, Problem)] == [
        "missing-file",
        "binary",
        "poison",
    ]
    with Ledger.open(path) as ledger:
        assert [problem.kind for problem in ledger.problems()] == ["binary", "poison"]


def test_report_whose_citations_are_wrong_becomes_a_problem(path: Path) -> None:
    class Misquoting(CountingJourney):
        def code(self, report: Report) -> Coded:
            other = a_report("Norland met Vostia.")
            return Coded(report=report, claims=super().code(other).claims)

    found = list(add_reports(_reports(1), _recorder(path, Misquoting())))

    assert [type(item) for item in found] == [Coded, Problem]
    assert _kept(path) == []


def test_ledger_is_free_while_reports_are_coded(path: Path) -> None:
    coding = add_reports(_reports(2), _recorder(path, CountingJourney()))
    next(coding)

    assert _kept(path) == []
    assert len(list(coding)) == 1


def test_stored_reports_come_back_whole_but_for_imported_rows(path: Path) -> None:
    reports = _reports(BATCH + 2)
    _add(path, reports, CountingJourney())
    with Ledger.open(path) as ledger:
        row = Report(key="row", text="", outlet="GDELT")
        ledger.add([Coded(report=row)], a_run(), is_imported=True)

    assert sorted(stored_reports(path), key=lambda one: one.id) == sorted(
        reports, key=lambda one: one.id
    )
