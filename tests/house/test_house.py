"""Rules of the house that no linter knows."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).parents[2]
PACKAGE = Path(detente.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("spacy", "duckdb", "torch", "altair", "pyarrow", "trafilatura", "numpy", "rich")
BANNED_NAMES = {"utils", "helpers", "common", "misc", "base", "manager"}


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_importing_detente_loads_nothing_heavy() -> None:
    code = f"import sys, detente; print([m for m in {HEAVY!r} if m in sys.modules])"

    done = subprocess.run(  # noqa: S603  # our own interpreter and our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_function_is_longer_than_40_lines_but_for_commands(path: Path) -> None:
    limit = 60 if "cli" in path.relative_to(PACKAGE).parts else 40  # a line for each option

    too_long = [f.name for f in _functions(path) if (f.end_lineno or 0) - f.lineno + 1 > limit]

    assert too_long == []


def test_files_are_nouns_of_the_domain() -> None:
    assert [path.name for path in MODULES if path.stem in BANNED_NAMES] == []


def test_every_room_says_what_it_is_for() -> None:
    rooms = sorted(path for path in PACKAGE.rglob("__init__.py"))

    silent = [p for p in rooms if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert silent == []


def test_version_is_the_packages_own() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert detente.__version__ == pyproject["project"]["version"]
