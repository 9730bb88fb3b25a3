"""Killed at any point, or without room: nothing is lost, nothing is doubled, the file opens."""

import multiprocessing
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from detente.ledger import Ledger
from ledger.killing import (
    N_CLAIMS,
    do,
    kind_of,
    reports_of,
    ruled,
    work_until_full,
    work_until_killed,
)

N_KILLS = 60
LONGEST_S = 0.12  # between the start of the work and the kill: some works long
CODED = {"add", "import", "recode"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Processes that have all loaded when they start."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["duckdb", "pyarrow", "ledger.killing"])
    return context


def _killed_after(
    context: multiprocessing.context.ForkServerContext, path: Path, first: int, wait_s: float
) -> int:
    """Let a process work from ``first`` on, kill it, and give the first work that is not told."""
    told, telling = context.Pipe(duplex=False)
    process = context.Process(target=work_until_killed, args=(path, first, telling))
    process.start()
    telling.close()
    assert told.recv() == -1
    time.sleep(wait_s)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    last = first - 1
    try:
        while told.poll():
            last = told.recv()
    except EOFError:
        pass
    return last + 1


def _check(path: Path, n_works: int) -> None:
    """All works told are there, and every report whole, whether told or not."""
    with Ledger.open(path) as ledger, ledger.query() as connection:
        codings = dict(_counts(connection, "codings", "report_id, run_id"))
        claims = dict(_counts(connection, "claims", "report_id, run_id"))
        reports = {report.id for report in ledger.reports()}
        rulings = {one.id: one.is_active for one in ledger.rulings(with_withdrawn=True)}
        n_events, n_ids = _numbers(connection, "SELECT count(*), count(DISTINCT id) FROM events")
    assert set(codings.values()) <= {1}
    assert claims == dict.fromkeys(codings, N_CLAIMS)
    assert reports == {report_id for report_id, _ in codings}
    assert {one.report.id for work in _coding(n_works) for one in reports_of(work)} <= reports
    assert ruled(range(n_works)).items() <= rulings.items()
    assert n_events == n_ids


def _coding(n_works: int) -> list[int]:
    return [work for work in range(n_works) if kind_of(work) in CODED]


def _counts(connection: object, table: str, key: str) -> list[tuple[tuple[str, str], int]]:
    sql = f"SELECT {key}, count(*) FROM {table} GROUP BY ALL"  # noqa: S608  # ours
    rows = connection.execute(sql).fetchall()  # type: ignore[attr-defined]  # duckdb's
    return [((report_id, run_id), count) for report_id, run_id, count in rows]


def _numbers(connection: object, sql: str) -> tuple[int, ...]:
    row: tuple[int, ...] = connection.execute(sql).fetchone()  # type: ignore[attr-defined]
    return row


def _all(path: Path) -> dict[str, list[object]]:
    """All that a ledger answers, in its order."""
    with Ledger.open(path) as ledger:
        return {
            "reports": list(ledger.reports()),
            "claims": list(ledger.claims()),
            "events": list(ledger.events()),
            "rulings": list(ledger.rulings(with_withdrawn=True)),
            "runs": list(ledger.runs()),
        }


def test_killed_at_any_point_nothing_is_lost_and_nothing_doubled(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext
) -> None:
    path, chance, n_works = tmp_path / "killed.duckdb", random.Random(6), 0  # noqa: S311
    for _ in range(N_KILLS):
        n_works = _killed_after(processes, path, n_works, chance.uniform(0, LONGEST_S))
        if path.exists():
            _check(path, n_works)

    n_works += -n_works % 6 + 4  # up to a computation of events
    for work in range(n_works):
        do(path, work)
        do(tmp_path / "whole.duckdb", work)
    assert _all(path) == _all(tmp_path / "whole.duckdb")


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
