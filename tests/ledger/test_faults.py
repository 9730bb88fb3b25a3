"""Killed at any point, or without room: nothing is lost, nothing is doubled, the file opens."""

import multiprocessing
import random
import sys
from pathlib import Path

import pytest

from detente.ledger import Ledger
from ledger.killing import check, do, everything, killed_after, reports_of, work_until_full

N_KILLS = 60
LONGEST_S = 0.12  # between the start of the work and the kill: some works long

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Processes that have all loaded when they start."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["duckdb", "pyarrow", "ledger.killing"])
    return context


def test_killed_at_any_point_nothing_is_lost_and_nothing_doubled(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext
) -> None:
    path, chance, n_works = tmp_path / "killed.duckdb", random.Random(6), 0  # noqa: S311
    for _ in range(N_KILLS):
        n_works = killed_after(processes, path, n_works, chance.uniform(0, LONGEST_S))
        if path.exists():
            check(path, n_works)

    n_works += -n_works % 6 + 4  # up to a computation of events
    for work in range(n_works):
        do(path, work)
        do(tmp_path / "whole.duckdb", work)
    assert everything(path) == everything(tmp_path / "whole.duckdb")


def test_full_disk_is_told_and_what_was_kept_stays(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext
) -> None:
    path = tmp_path / "full.duckdb"
    Ledger.open(path).close()
    told, telling = processes.Pipe(duplex=False)
    limit = path.stat().st_size + 400_000
    process = processes.Process(target=work_until_full, args=(path, limit, telling))
    process.start()
    work, kind, message = told.recv()
    process.join()

    assert (kind, "full.duckdb cannot grow" in message) == ("LedgerUnusable", True), message
    with Ledger.open(path) as ledger:
        kept = {report.id for report in ledger.reports()}
    assert {one.report.id for n in range(0, work, 6) for one in reports_of(n)} <= kept
    assert len(kept) % len(reports_of(0)) == 0
