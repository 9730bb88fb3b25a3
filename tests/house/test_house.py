"""Rules of the house that no linter knows."""

import ast
import subprocess
import sys
import tomllib
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).parents[2]
PACKAGE = Path(detente.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = (
    *("spacy", "duckdb", "torch", "altair", "pyarrow", "trafilatura"),
    *("numpy", "scipy", "polars", "pandas", "rich"),
)
MOST_MODULES = 20  # in one folder, beside its __init__
BANNED_NAMES = {
    *("utils", "helpers", "common", "misc", "base", "manager"),
    *("tables", "rows", "told", "held", "heard", "carried", "marked", "groups", "things"),
}


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


NAMES = {_name(path) for path in MODULES}


def _imports(path: Path) -> set[str]:
    """Modules that a module imports anywhere in it: at its top, in functions, for types."""
    found = set()
    stub = path.with_suffix(".pyi")  # what a lazy room has: from .brief.brief import Brief
    for node in ast.walk(ast.parse((stub if stub.exists() else path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = f"{_name(path)}.{node.module}" if node.level else node.module
            inner = {f"{module}.{alias.name}" for alias in node.names} & NAMES
            found |= inner or {module} & NAMES
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & NAMES
    return found - {_name(path)}


@pytest.mark.parametrize("module", ["detente", "detente.relations", "detente.ledger"])
def test_an_import_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"

    done = subprocess.run(  # noqa: S603  # our own interpreter and our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_no_folder_is_a_hall() -> None:
    folders = Counter(path.parent for path in MODULES if path.stem != "__init__")

    assert {str(folder): n for folder, n in folders.items() if n > MOST_MODULES} == {}


def test_no_modules_import_one_another_in_a_circle() -> None:
    imports = {_name(path): _imports(path) for path in MODULES}  # under TYPE_CHECKING, too

    assert "detente.pipeline" in imports["detente.api"]
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_function_is_longer_than_40_lines_but_for_commands(path: Path) -> None:
    limit = 60 if "cli" in path.relative_to(PACKAGE).parts else 40  # a line for each option

    too_long = [f.name for f in _functions(path) if (f.end_lineno or 0) - f.lineno + 1 > limit]

    assert too_long == []


def _raised(function: ast.AST) -> set[str]:
    """Names of the errors that a function makes and raises, but for those within it."""
    found = set()
    for node in ast.iter_child_nodes(function):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            found.add(ast.unparse(node.exc.func))
        elif not isinstance(node, ast.FunctionDef | ast.Lambda):
            found |= _raised(node)
    return found - {"NotImplementedError"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_functions_say_what_they_raise(path: Path) -> None:
    told = {
        function.name: ast.get_docstring(function)
        for function in _functions(path)
        if not function.name.startswith("_") and _raised(function)
    }

    assert [name for name, words in told.items() if words and "Raises:" not in words] == []


def test_files_are_nouns_of_the_domain() -> None:
    assert [path.name for path in MODULES if path.stem in BANNED_NAMES] == []


def test_no_two_files_of_a_room_bear_one_name() -> None:
    rooms = Counter(
        (path.relative_to(PACKAGE).parts[0], path.stem)
        for path in MODULES
        if path.parent != PACKAGE and path.stem != "__init__"
    )

    assert [name for name, n in rooms.items() if n > 1] == []


def test_every_room_says_what_it_is_for() -> None:
    rooms = sorted(path for path in PACKAGE.rglob("__init__.py"))

    silent = [p for p in rooms if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert silent == []


def test_version_is_the_packages_own() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert detente.__version__ == pyproject["project"]["version"]
