"""What is given to others: cards that hubs read, metadata that libraries load, one version."""

import sys
import tomllib
from pathlib import Path
from typing import Any

import absl.logging
import mlcroissant
import pytest
import yaml
from typer.testing import CliRunner

import detente
from detente.cli.app import app
from release.__main__ import ROOT, changes_of, put_corpus, put_models

# Croissant's logger would close the stream that it was made with, which is pytest's own.
absl.logging.get_absl_handler().python_handler.stream = sys.__stderr__

pytestmark = pytest.mark.filterwarnings("default")  # mlcroissant's own


def _head(card: Path) -> dict[str, Any]:
    """The block of YAML at the head of a card."""
    _, block, _ = card.read_text(encoding="utf-8").split("---\n", 2)
    head: dict[str, Any] = yaml.safe_load(block)
    return head


def test_the_models_come_with_a_card(tmp_path: Path) -> None:
    put_models(tmp_path)

    head = _head(tmp_path / "README.md")
    assert head["license"] == "apache-2.0"
    assert head["model-index"][0]["results"][0]["metrics"][2]["type"] == "f1"
    for name in ("reader", "spoken"):
        assert (tmp_path / name / "states.onnx").stat().st_size > 10_000_000
    assert f"detente {detente.__version__}" in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_the_corpus_loads_by_its_metadata(tmp_path: Path) -> None:
    put_corpus(tmp_path / "corpus")

    dataset = mlcroissant.Dataset(jsonld=tmp_path / "corpus" / "croissant.json")
    first = next(iter(dataset.records("kept_plain")))

    assert _head(tmp_path / "corpus" / "README.md")["license"] == "cc-by-4.0"
    assert dataset.metadata.ctx.issues.errors == set()
    assert first["kept_plain/id"].decode() == "P-1"


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_export_loads_by_its_metadata(form: str, tmp_path: Path) -> None:
    ledger = tmp_path / "l.duckdb"
    (tmp_path / "report.txt").write_text("France criticised Germany.", encoding="utf-8")
    list(detente.add([str(tmp_path / "report.txt")], ledger))
    table = tmp_path / f"claims.{form}"
    done = CliRunner().invoke(app, ["export", form, "-o", str(table), "--ledger", str(ledger)])
    assert done.exit_code == 0, done.output

    dataset = mlcroissant.Dataset(jsonld=table.with_name(f"{table.name}.croissant.json"))
    (row, *_) = list(dataset.records("rows"))

    assert dataset.metadata.ctx.issues.errors == set()
    assert row["rows/type"].decode() == "ACCUSE"
    assert "FRA-GOV" in str(row["rows/actors"])


def test_the_changes_of_a_version_are_cut_out() -> None:
    log = "# Changelog\n\n## Unreleased\n\n- new\n\n## 0.1.0 - 2026-01-01\n\n- old\n"

    assert changes_of(log, "0.1.0") == "- old\n"
    assert changes_of(log, "0.2.0") == "- new\n"
    with pytest.raises(ValueError, match=r"no part for 0\.2\.0"):
        changes_of("# Changelog\n", "0.2.0")


def test_one_version_everywhere() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    versions = {cited["version"], cited["preferred-citation"]["version"], project["version"]}
    assert versions == {detente.__version__}
