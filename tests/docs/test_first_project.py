"""The pages for a first project run from top to bottom, with R, too, and make what they say."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES = ("first-project.md", "first-project-r.md")


def _blocks(page: str) -> list[tuple[str, str]]:
    return BLOCK.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))


def _run(words: str, folder: Path) -> None:
    """Run one line of a page; what it installs is here already."""
    if "pip install" in words:
        return
    done = subprocess.run(  # noqa: S602  # lines of our own pages
        words.replace("detente ", f"{sys.executable} -m detente ", 1),
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{words}: {done.stderr}"


def _fill(form: Path) -> None:
    """Do what the page asks of a reader: the first claim is no act, all else is right."""
    with form.open(encoding="utf-8-sig", newline="") as stream:
        first, *rows = csv.DictReader(stream)
    claims = [row for row in rows if row["row"] == "claim"]
    for row in rows:
        if row["row"] in {"claim", "report"}:
            row["check_act"] = "y"
        if row["row"] == "claim":
            row |= {name: "y" for name in row if name.startswith("check_")}
    claims[0]["check_act"] = "n"
    first["checker"] = "A. Reader"
    with form.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, first.keys())
        writer.writeheader()
        writer.writerows([first, *rows])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the first page was followed."""
    folder = tmp_path_factory.mktemp("project")
    for kind, block in _blocks(PAGES[0]):
        if kind == "python":
            there = Path.cwd()
            os.chdir(folder)
            try:
                names: dict[str, Any] = {}
                exec(compile(block, PAGES[0], "exec"), names)  # noqa: S102  # our own page
            finally:
                os.chdir(there)
            continue
        for line in block.splitlines():
            if line.startswith("detente check"):
                _fill(folder / "check.csv")
            _run(line, folder)
    return folder


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_page_makes_its_figure_and_its_tables(project: Path) -> None:
    counted = _rows(project / "table.csv")

    assert (project / "figure.svg").read_text(encoding="utf-8").startswith("<svg")
    assert {row["direction"] for row in _rows(project / "series.csv")} == {
        "both",
        "a-to-b",
        "b-to-a",
    }
    assert [row["quarter"] for row in counted][:2] == ["2023 Q1", "2023 Q2"]
    assert int(counted[1]["conflict"]) > int(counted[-1]["conflict"])


def test_every_report_is_dated_and_the_correction_is_kept(project: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "detente", "rule", "--list", "--ledger", "dispute.duckdb"],  # ours
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "reject" in told
    assert "A. Reader" in told
    assert all(row["published"] for row in _rows(project / "claims.csv"))


def test_the_deposit_names_its_runs(project: Path) -> None:
    (run,) = _rows(project / "runs.csv")

    assert run["n_reports"] == "32"
    assert run["id"] in (project / "deposit.csv.about.json").read_text(encoding="utf-8")


def test_r_reads_what_is_written(project: Path) -> None:
    if shutil.which("Rscript") is None:
        assert os.environ.get("CI") != "true", "Rscript is not there: apt-get install r-base-core"
        pytest.skip("Rscript is not installed")
    for _, block in _blocks(PAGES[1]):
        for line in block.splitlines():
            _run(line, project)

    quarters = {row["quarter"]: row for row in _rows(project / "by-quarter.csv")}
    counted = {row["quarter"]: row for row in _rows(project / "table.csv")}
    assert (project / "figure.pdf").read_bytes().startswith(b"%PDF")
    assert quarters.keys() == counted.keys()
    for kind in ("cooperation", "conflict"):
        assert {name: row[kind] for name, row in quarters.items()} == {
            name: row[kind] for name, row in counted.items()
        }
