"""A runner for commands, and a journey that needs no parser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.fake_journey import FakeJourney
from detente.cli import app
from detente.pipeline import Journey

Run = Callable[..., Result]


@pytest.fixture
def fake_journey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Journey, "from_config", FakeJourney)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``detente`` with words of a command line; ``stdin`` is what comes in."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERMINAL_WIDTH", "100")

    def run(*words: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=stdin)

    return run


NORLAND = """
[[state]]
id = "NRL"
name = "Norland"
kind = "state"
iso3 = "NRL"
cow = ""
gdelt = ""
icews = ""
capital = "Norburg"

[[state]]
id = "SDR"
name = "Sudria"
kind = "state"
iso3 = "SDR"
cow = ""
gdelt = ""
icews = ""
capital = "Sudville"
"""


@pytest.fixture
def norland(tmp_path: Path) -> tuple[str, str]:
    """Words of a command line that add Norland and Sudria to the gazetteer."""
    path = tmp_path / "norland.toml"
    path.write_text(NORLAND)
    return "--actors", str(path)


@pytest.fixture
def stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with two reports that the fake journey can code."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "a.txt").write_text("Norland's premier met Sudria's premier.\n")
    (folder / "b.txt").write_text("Sudria's navy is at sea, Sudria said.\n")
    return folder
