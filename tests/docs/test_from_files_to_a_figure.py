"""The page that walks from files to a figure runs from top to bottom, and makes its figures."""

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "from-files-to-a-figure.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def test_the_page_runs_and_makes_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102  # our own page
    told = capsys.readouterr().out
    assert told.startswith("14 reports, ")
    assert "China and United States in 2024-" in told
    assert "cooperative acts against" in told
    assert (tmp_path / "temperature.html").read_text().startswith("<!doctype html>")
    assert (tmp_path / "calendar.svg").read_text().startswith("<svg")
