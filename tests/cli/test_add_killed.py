"""The true command, killed in the midst of its work and called again."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.ledger import Ledger
from detente.record import BATCH

N_REPORTS = 3 * BATCH + 7

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def _add(folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "detente", "add", "stories", "--published", "2024-02-02"]
    return subprocess.Popen(  # noqa: S603  # our own command
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _kept(path: Path) -> list[str]:
    with Ledger.open(path, wait_s=60) as ledger:
        return [report.key for report in ledger.reports()]


def test_add_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    stories, path, chance = tmp_path / "stories", tmp_path / "detente.duckdb", random.Random(6)  # noqa: S311
    stories.mkdir()
    for number in range(N_REPORTS):
        (stories / f"{number}.txt").write_text(f"The talks of day {number} were put off again.\n")

    kept: list[str] = []
    for _ in range(2):
        process = _add(tmp_path)
        while not path.exists() and process.poll() is None:
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 1))
        process.kill()
        process.wait()
        before, kept = kept, _kept(path)
        assert set(before) <= set(kept)
        assert len(kept) % BATCH in {0, N_REPORTS % BATCH}

    assert _add(tmp_path).wait() == 0
    assert sorted(_kept(path)) == sorted(f"stories/{n}.txt" for n in range(N_REPORTS))
