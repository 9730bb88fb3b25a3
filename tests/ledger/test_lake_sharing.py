"""Many at once in one ledger: nothing is lost, nothing is doubled, nobody sees a half."""

import io
import multiprocessing
import random
from pathlib import Path

import pytest

from builders import a_run
from detente.codebook import Codebook
from detente.errors import LedgerBusy, LedgerUnusable
from detente.ledger import Ledger
from detente.ledger.address import Lake
from detente.ledger.formats import ExportFormat
from detente.ledger.formats.exporting import Exporter
from detente.ledger.lake import Turn, Work, open_lake
from detente.record import compute_events
from lakes import Lakes
from ledger.killing import check, do, everything, killed_after
from ledger.sharing import bring_in, coded, look_on

N_READERS = 10
N_REPORTS = 30  # of which each writer brings in two thirds: a third comes twice
N_KILLS = 4
LONGEST_S = 1.0  # between the start of the work and the kill: some works long


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Processes that have all loaded when they start."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["duckdb", "pyarrow", "pandas", "ledger.killing", "ledger.sharing"]
    )
    return context


@pytest.fixture
def lake(lakes: Lakes, tmp_path: Path) -> Lake:
    return lakes.made(tmp_path / "data")


def _exports(ledger: Ledger, codebook: Codebook) -> dict[str, bytes]:
    """All formats, byte by byte."""
    exporter = Exporter(ledger=ledger, codebook=codebook, countries={"NRL": "Norland"}, ruled={})
    found = {}
    for form in ExportFormat:
        stream = io.BytesIO()
        exporter.export(form, {}, stream)
        found[form.value] = stream.getvalue()
    return found


def test_two_writers_and_ten_readers_at_once_lose_and_double_nothing(
    lake: Lake,
    tmp_path: Path,
    codebook: Codebook,
    processes: multiprocessing.context.ForkServerContext,
) -> None:
    third, is_over = N_REPORTS // 3, processes.Event()
    parts = (range(2 * third), range(third, N_REPORTS))
    looking = [processes.Pipe(duplex=False) for _ in range(N_READERS)]
    bringing = [processes.Pipe(duplex=False) for _ in parts]
    workers = [
        *(processes.Process(target=look_on, args=(lake, is_over, end)) for _, end in looking),
        *(
            processes.Process(target=bring_in, args=(lake, part, end))
            for part, (_, end) in zip(parts, bringing, strict=True)
        ),
    ]
    for worker in workers:
        worker.start()
    n_new = [told.recv() for told, _ in bringing]
    is_over.set()
    seen = [told.recv() for told, _ in looking]
    for worker in workers:
        worker.join()

    assert all(isinstance(one, int) for one in n_new), n_new
    assert sum(n_new) == N_REPORTS
    assert [one[-1] for one in seen] == [N_REPORTS] * N_READERS, seen
    with Ledger.open(lake) as shared, Ledger.open(tmp_path / "one.duckdb") as alone:
        alone.add(map(coded, range(N_REPORTS)), a_run())
        for ledger in (shared, alone):
            compute_events(ledger)
        assert _exports(shared, codebook) == _exports(alone, codebook)


def test_killed_at_any_point_nothing_is_lost_and_nothing_doubled(
    lake: Lake, tmp_path: Path, processes: multiprocessing.context.ForkServerContext
) -> None:
    chance, n_works = random.Random(9), 0  # noqa: S311
    for _ in range(N_KILLS):
        n_works = killed_after(processes, lake, n_works, chance.uniform(0, LONGEST_S))
        check(lake, n_works)

    n_works += -n_works % 6 + 4  # up to a computation of events
    for work in range(n_works):
        do(lake, work)
        do(tmp_path / "whole.duckdb", work)
    assert everything(lake) == everything(tmp_path / "whole.duckdb")


def test_writer_waits_for_its_turn_and_is_told_who_has_it(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.ledger.lake.LEAST_WAIT_S", 0.0)
    holder = open_lake(lake)
    with Ledger.open(lake) as ledger, holder.in_turn():
        with pytest.raises(LedgerBusy, match=r"PostgreSQL's process \d+ of owner .*--wait") as told:
            ledger.add([coded(1)], a_run())
        assert str(lake) in str(told.value)
    with Ledger.open(lake) as ledger:
        assert ledger.add([coded(1)], a_run()).n_reports == 1
    holder.close()


def test_who_computes_does_not_keep_others_from_adding(lake: Lake) -> None:
    with Ledger.open(lake) as computing, Ledger.open(lake) as adding:
        computing.add([coded(1)], a_run())
        with computing.computing() as state:
            adding.add([coded(2)], a_run())
            compute_events(state)
            n_merged = len({one for event in state.events() for one in event.claim_ids})
        assert n_merged == 2
        assert not computing.is_computed(), "the report that came meanwhile waits"
        compute_events(computing)

        assert computing.is_computed()
        assert len({one for event in computing.events() for one in event.claim_ids}) == 4


def test_two_who_write_side_by_side_without_a_lock_are_not_both_kept(lake: Lake) -> None:
    """The lock may be lost without notice; the count of turns is not."""
    one, other = open_lake(lake), open_lake(lake)
    one.turn = other.turn = Turn()
    first, second = Ledger(one.as_duckdb(), lake), Ledger(other.as_duckdb(), lake)

    def adding_beside() -> object:
        yield coded(1)
        first.add([coded(1)], a_run())

    with pytest.raises(LedgerBusy, match="at the same time; nothing of this was kept"):
        second.add(adding_beside(), a_run())  # type: ignore[arg-type]  # a generator of Coded
    assert second.claims().count() == 2
    assert second.add([coded(1)], a_run()).n_reports == 0
    first.close()
    second.close()


def test_reader_sees_the_state_in_which_it_opened_the_ledger(lake: Lake) -> None:
    with Ledger.open(lake) as writer, Ledger.open(lake, read_only=True) as reader:
        writer.add([coded(1)], a_run())

        assert writer.reports().count() == 1
        assert reader.reports().count() == 0
        with Ledger.open(lake, read_only=True) as later:
            assert later.reports().count() == 1


@pytest.mark.parametrize("whose", ["everybody's", "the turn's"])
def test_catalog_that_goes_in_the_middle_of_a_batch_leaves_nothing_of_it(
    whose: str, lake: Lake, lakes: Lakes
) -> None:
    database = lake.short_name
    cut_turn = (
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())"
    )

    def cut() -> object:
        yield coded(2)
        if whose == "everybody's":
            lakes.cut(database)
        else:
            lakes.server.run(cut_turn, database)
        yield coded(3)

    with Ledger.open(lake) as ledger:
        ledger.add([coded(1)], a_run())
        with pytest.raises(LedgerUnusable, match=r"(cut while|lost while).* run it again"):
            ledger.add(cut(), a_run())  # type: ignore[arg-type]  # a generator of Coded

    with Ledger.open(lake) as ledger:
        assert {report.key for report in ledger.reports()} == {"story-1"}
        assert ledger.claims().count() == 2
        assert ledger.add([coded(2), coded(3)], a_run()).n_reports == 2


def test_computation_that_fails_leaves_the_events_as_they_were(lake: Lake) -> None:
    with Ledger.open(lake) as ledger:
        ledger.add([coded(1)], a_run())
        compute_events(ledger)
        before = list(ledger.events())
        with pytest.raises(ZeroDivisionError):
            _fail(ledger)

        assert list(ledger.events()) == before
        assert compute_events(ledger, from_scratch=True) is not None, "the turn was given back"
        assert list(ledger.events()) == before


def _fail(ledger: Ledger) -> None:
    with ledger.computing() as state:
        state.forget_events()
        raise ZeroDivisionError


def test_turns_at_testimony_and_events_are_two(lake: Lake) -> None:
    opened = open_lake(lake)
    computing = opened.lent(Work.EVENTS)

    with opened.in_turn(), computing.in_turn():
        pass
    computing.close()
    opened.close()
