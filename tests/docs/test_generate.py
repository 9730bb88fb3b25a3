import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Annotated

import pytest
import typer

from detente.codebook import load_codebook

DOCS = Path(__file__).parents[2] / "docs"


def load(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = load(DOCS / "generate.py", "generate")

app = typer.Typer(help="Tell the weather.", rich_markup_mode="rich")
stations = typer.Typer(help="Look after the stations.")
app.add_typer(stations, name="stations")


Days = Annotated[int, typer.Option(help="How many days ahead.")]


@app.command()
def forecast(town: str, *, days: Days = 3, raw: bool = False) -> None:
    """Print the forecast of a town.

    Example: weather forecast Norburg --days 2
    """


@app.command(hidden=True)
def secret() -> None:
    """Not for the manual."""


@stations.command("list")
def list_stations(days: Days = 3) -> None:
    """List all stations."""


TOY = '''
"""A toy of a public interface."""

from dataclasses import dataclass

__all__ = ["LIMIT", "Town", "__version__", "warm"]

__version__ = "1"
LIMIT = 30
_secret = 1


@dataclass(frozen=True)
class Town:
    """A place with weather."""

    name: str
    height_m: float = 0.0
    _cache: int = 0

    @property
    def is_high(self) -> bool:
        """Whether snow stays."""
        return self.height_m > 800

    def _inner(self) -> None: ...


def warm(town: Town, *, by: float = 1.5) -> Town:
    """Warm a town, and its\n    people. Cooling is another function.

    Raises:
        ValueError: it is cold.
    """
    if by:
        raise ValueError(by)
    return town
'''


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    path = tmp_path / "toy.py"
    path.write_text(TOY, encoding="utf-8")
    module = load(path, "toy")
    monkeypatch.setitem(sys.modules, "toy", module)
    return module


def test_codebook_page_is_up_to_date() -> None:
    generate.main(["--check", "codebook.md"])


def test_codebook_page_names_every_code() -> None:
    book = load_codebook()
    page = generate.codebook_page(book)

    codes = [
        *(f"### {each.name}" for each in book.types),
        *(f"| `{mode.name}` | {mode.intensity:+g} |" for each in book.types for mode in each.modes),
        *(f"**{context.name}**: {context.definition}" for context in book.contexts),
        *(f"| `{term.code}` |" for term in (*book.sectors, *book.nonstate, *book.statuses)),
        book.digest,
    ]
    assert [code for code in codes if code not in page] == []


def test_tables_have_as_many_cells_as_columns() -> None:
    page = generate.codebook_page(load_codebook())

    for table in re.findall(r"(?:^\|.*\n)+", page, flags=re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_cli_page_tells_every_open_command() -> None:
    page = generate.cli_page(app, "weather")

    assert re.findall(r"^- .*$", page, flags=re.MULTILINE) == [
        "- `weather forecast Norburg --days 2`: Print the forecast of a town.",
        "- `weather stations`: Look after the stations.",
        "- `weather stations list`: List all stations.",
    ]


def test_cli_page_does_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    first = generate.cli_page(app, "weather")
    for name, value in (("COLUMNS", "40"), ("FORCE_COLOR", "1"), ("TERMINAL_WIDTH", "40")):
        monkeypatch.setenv(name, value)

    assert generate.cli_page(app, "weather") == first
    assert first.isascii()


def test_api_page_shows_what_a_caller_sees(toy: ModuleType) -> None:
    page = generate.api_page(toy)

    assert re.findall(r"^## (.*)$", page, flags=re.MULTILINE) == ["LIMIT", "Town", "warm"]
    assert "LIMIT = 30" in page
    assert "    height_m: float = 0.0\n" in page
    assert '    def is_high(self) -> bool:\n        """Whether snow stays."""\n' in page
    assert "def warm(town: Town, *, by: float=1.5) -> Town:\n" in page
    assert '    """Warm a town, and its people."""\n' in page


def test_api_page_hides_code_and_private_members(toy: ModuleType) -> None:
    page = generate.api_page(toy)

    for hidden in ("_cache", "_inner", "raise ", "return", "Cooling", "_secret", "__version__"):
        assert hidden not in page


@pytest.fixture
def one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "PAGES", {"toy.md": lambda: "fresh\n"})


@pytest.mark.usefixtures("one_page")
def test_stale_page_is_named_and_left_alone_by_check(tmp_path: Path) -> None:
    (tmp_path / "toy.md").write_text("stale\n", encoding="utf-8")

    with pytest.raises(SystemExit) as stopped:
        generate.main(["--check"], docs=tmp_path)

    assert str(stopped.value).startswith("out of date: toy.md; run `python docs/generate.py`")
    assert (tmp_path / "toy.md").read_text(encoding="utf-8") == "stale\n"


@pytest.mark.usefixtures("one_page")
def test_missing_page_is_written_and_then_up_to_date(tmp_path: Path) -> None:
    generate.main([], docs=tmp_path)

    assert (tmp_path / "toy.md").read_text(encoding="utf-8") == "fresh\n"
    generate.main(["--check"], docs=tmp_path)


def test_page_that_nobody_generates_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        generate.main(["brief.md"])

    assert "no page 'brief.md'; choose from codebook.md, cli.md, api.md" in capsys.readouterr().err


def test_own_issues_in_the_codebook_page_are_read(tmp_path: Path) -> None:
    shown = re.search(r"```csv\n(.*?)```", (DOCS / "codebook.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    path = tmp_path / "own.csv"
    path.write_text(shown[1], encoding="utf-8")

    book = load_codebook((path,))

    assert book.issue("ice road tolls").parent == "ice roads"
