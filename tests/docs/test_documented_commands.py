"""Every command shown in the documentation runs, and prints what the page says.

A console block shows ``$ command`` and its output. A line ``...`` stands for any lines, and an
``...`` within a line for any words.
"""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FED = re.compile(r'echo "(.*)" \| (?=detente )')
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """A command and the output that a page shows for it."""

    page: str
    command: str
    output: str

    def __str__(self) -> str:
        return f"{self.page}: {self.command[:60]}"


def _shown() -> list[Shown]:
    found = []
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                found.append(Shown(page.name, command, output.rstrip()))
    return [one for one in found if FED.match(one.command) or one.command.startswith("detente ")]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the example reports, which the pages ask."""
    path = tmp_path_factory.mktemp("docs") / "ledger.duckdb"
    added = list(detente.add([str(ROOT / "examples" / "reports.jsonl")], path))
    assert len(added) == 14
    return path


@pytest.mark.parametrize("shown", _shown(), ids=str)
def test_command_prints_what_the_page_shows(shown: Shown, ledger: Path) -> None:
    fed = FED.match(shown.command)
    command = shown.command[fed.end() :] if fed else shown.command
    arguments = shlex.split(command.partition("  #")[0])[1:]

    done = subprocess.run(  # noqa: S603  # our own commands, from our own pages
        [sys.executable, "-m", "detente", *arguments],
        input=f"{fed[1]}\n" if fed else "",
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "DETENTE_LEDGER": str(ledger)},
    )

    assert done.returncode == 0, done.stderr
    lines = [".*" if line == "..." else _pattern(line) for line in shown.output.splitlines()]
    assert re.fullmatch("\n".join(lines), done.stdout.rstrip(), re.DOTALL), done.stdout


def _pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.split("..."))
