"""All processes are killed in the midst of the work; what is called again ends the same."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import detente
from archive.newsroom import MakeOrder, bytes_of, write_rows
from detente.archive import run_archive
from detente.importing import import_files
from detente.ledger import Ledger
from detente.ledger.formats import ImportFormat

ROOT = Path(__file__).parents[2]
N_REPORTS = 400
WORK = """
from pathlib import Path
from archive.fakes import open_fake
from detente.archive import Order, run_archive
order = Order(paths=("news",), out=Path("killed"), shard_size=4, open_journey=open_fake)
for counts in run_archive(order, "local", 2):
    print(counts.n_shards_done, flush=True)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def _work(folder: Path) -> "subprocess.Popen[bytes]":
    """Begin the work, in a group of processes of its own."""
    return subprocess.Popen(  # noqa: S603  # our own words
        [sys.executable, "-c", WORK],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.mark.parametrize("whom", ["all", "the one who commands"])
def test_work_that_is_killed_goes_on_where_it_was(order: MakeOrder, news: Path, whom: str) -> None:
    chance = random.Random(whom)  # noqa: S311  # no secret
    write_rows(news / "a.jsonl", [f"Norland met Sudria on day {n}." for n in range(N_REPORTS)])
    n_done = 0
    for _ in range(2):
        process = _work(news.parent)
        assert process.stdout
        wanted = n_done + chance.randint(2, 12)
        for line in process.stdout:
            n_done = int(line)
            if n_done >= wanted:
                break
        end = os.killpg if whom == "all" else os.kill
        end(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()

    *_, counts = run_archive(order("killed"), "local", 1)
    list(run_archive(order("whole"), "local", 1))

    assert counts.n_before >= n_done
    assert bytes_of(Path("killed")) == bytes_of(Path("whole"))


def test_the_command_stops_at_an_interrupt_and_goes_on_when_called_again(tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    lines = (ROOT / "examples" / "reports.jsonl").read_text().splitlines()
    reports.write_text("\n".join(lines))
    words = ("archive", "reports.jsonl", "out", "--coder", "rules", "--workers", "1")
    command = [sys.executable, "-m", "detente", *words, "--shard-size", "3"]

    heeded = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's jobs ignore it
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE)  # noqa: S603  # ours
    signal.signal(signal.SIGINT, heeded)
    while not (tmp_path / "out" / "manifest.json").exists() and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)  # noqa: S603

    assert process.returncode == 130
    assert b"Traceback" not in stderr
    assert stderr.splitlines()[-1].endswith(b"call it again to go on")
    assert done.returncode == 0, done.stderr
    assert f"{len(lines)} reports" in done.stderr.decode()
    _assert_same_record(tmp_path, reports)


def _assert_same_record(folder: Path, reports: Path) -> None:
    """The archive and ``detente add`` give the same claims."""
    config = detente.Config(coder="rules")
    list(detente.add([str(reports)], folder / "added.duckdb", config=config))
    list(import_files([folder / "out"], ImportFormat.PARQUET, folder / "imported.duckdb"))
    found = []
    for name in ("added", "imported"):
        with Ledger.open(folder / f"{name}.duckdb") as ledger:
            found.append([claim.id for claim in ledger.claims()])
    assert found[0] == found[1]
    assert len(json.dumps(found[0])) > len("[]")
