"""``detente sample`` and ``detente check``: a form out, a filled form in, rulings in the ledger."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from detente.ledger import Ledger
from evaluate.checking.samples import made

Run = Callable[..., Result]


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = made(tmp_path / "record.duckdb")
    monkeypatch.setenv("DETENTE_LEDGER", str(path))
    return path


@pytest.mark.usefixtures("ledger")
def test_a_sample_is_a_form_of_the_format_that_its_name_tells(run: Run, tmp_path: Path) -> None:
    table, page = tmp_path / "check.csv", tmp_path / "check.html"

    told = run("sample", "--claims", "2", "--reports", "1", "-o", table).stderr
    run("sample", "--claims", "2", "--reports", "1", "-o", page)

    assert told == ("2 claims of 3 (2 of 3 types, none of SUPPORT (1)); 1 report of 2, seed 1\n")
    assert table.read_bytes().startswith(b"\xef\xbb\xbfrow,id,weight,")
    assert page.read_bytes().startswith(b"<!doctype html>")


@pytest.mark.usefixtures("ledger")
def test_what_nobody_told_cannot_be_sampled(run: Run, tmp_path: Path) -> None:
    result = run("sample", "--type", "AID", "--reports", "0", "-o", tmp_path / "check.csv")

    assert result.exit_code == 2
    assert "nothing fits" in result.stderr
    assert not (tmp_path / "check.csv").exists()


def test_a_filled_form_gives_figures_and_rulings(run: Run, ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "check.csv"
    run("sample", "--claims", "3", "--reports", "0", "-o", path)
    head, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")))
    for row in rows[1:]:
        row[head.index("check_act")] = "n" if row[head.index("type")] == "ACCUSE" else "y"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([head, *rows])

    figures = run("check", path, "--by", "Ada", "--rule", "--format", "json")
    table = run("check", path, "--by", "Ada", "--format", "table").stdout

    assert figures.exit_code == 0, figures.output
    told = json.loads(figures.stdout)["checkers"][0]
    assert (told["checker"], told["precision"]["act"]["share"]) == ("Ada", 0.6667)
    assert "is rejected; Ada" in figures.stderr
    assert "precision, act" in table
    with Ledger.open(ledger, read_only=True) as opened:
        assert {event.type for event in opened.events()} == {"CONSULT", "SUPPORT"}
    assert "1 ruling known already" in run("check", path, "--by", "Ada", "--rule").stderr
