"""Types of one's own on the command line, with a model that sees four words only."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from detente.config import Config
from detente.errors import BadConfig
from detente.events import model
from detente.pipeline import Journey
from events.own_fakes import FakeSeer

Run = Callable[..., Result]
DEFINITIONS = '[prisoner-swap]\nparent = "RETREAT"\ndefinition = "Both sides free captives."\n'


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with definitions, sentences and contrast; and no real model."""
    monkeypatch.setattr(model, "load_model", FakeSeer)
    monkeypatch.setattr("detente.cli.types.load_model", FakeSeer)
    (tmp_path / "types.toml").write_text(DEFINITIONS, encoding="utf-8")
    (tmp_path / "mine.txt").write_text(
        "".join(
            f"[A Norland] {{swapped}} {n} prisoners with [R Sudria]. => prisoner-swap | actual\n"
            for n in range(25)
        ),
        encoding="utf-8",
    )
    (tmp_path / "others.txt").write_text(
        "".join(
            f"[A Norland] {{praised}} [R Sudria] {n} times. => SUPPORT | actual\n"
            for n in range(40)
        ),
        encoding="utf-8",
    )
    return tmp_path


def fit(run: Run, files: Path, output: str = "fitted.json") -> Result:
    given = (files / "types.toml", files / "mine.txt")
    return run("types", "fit", *given, "--contrast", files / "others.txt", "-o", files / output)


def test_fit_writes_a_file_and_tells_how_it_does(run: Run, files: Path) -> None:
    result = fit(run, files)

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "own:prisoner-swap  within RETREAT",
        "  Both sides free captives.",
        "  held back: finds 100.0% of its 25 sentences; 100.0% of what it finds is right",
        "  false alarms: 0 in 30 other acts",
        "  counts from a share of 0.50; model fake",
    ]
    written = json.loads((files / "fitted.json").read_text(encoding="utf-8"))
    assert (written["model"], written["types"][0]["name"]) == ("fake", "prisoner-swap")


def test_show_says_the_same_again(run: Run, files: Path) -> None:
    fitted = fit(run, files)

    assert run("types", "show", files / "fitted.json").stdout == fitted.stdout


def test_two_fits_are_the_same_bytes(run: Run, files: Path) -> None:
    fit(run, files, "one.json")
    fit(run, files, "two.json")

    assert (files / "one.json").read_bytes() == (files / "two.json").read_bytes()


def test_faults_in_sentences_are_told_by_line_and_nothing_is_written(run: Run, files: Path) -> None:
    (files / "mine.txt").write_text("[A Norland] swapped. => prisoner-swap | actual\n")

    result = fit(run, files)

    assert result.exit_code == 2
    assert "mine.txt line 1: one predicate in braces is needed" in result.output
    assert not (files / "fitted.json").exists()


def test_types_of_another_model_stop_the_coding(run: Run, files: Path) -> None:
    fit(run, files)
    (files / "report.txt").write_text("Norland praised Sudria.")

    result = run("code", files / "report.txt", "--types", files / "fitted.json")

    assert result.exit_code == 2
    assert "fitted on the views of model fake" in result.output
    assert "fit again with detente types fit" in result.output


def test_rules_alone_know_no_own_types(run: Run, files: Path) -> None:
    fit(run, files)

    with pytest.raises(BadConfig, match="rules know no types of your own; use --coder reader"):
        Journey.from_config(Config(coder="rules", types=(files / "fitted.json",)))


@pytest.mark.parametrize("command", ["fit", "show"])
def test_every_command_shows_an_example_of_itself(command: str, run: Run) -> None:
    assert f"Example: detente types {command}" in run("types", command, "--help").stdout


def test_a_codebook_in_one_table_needs_no_other_file(run: Run, files: Path) -> None:
    rows = ["code,parent,definition,cameo,example"]
    rows += ["prisoner-swap,RETREAT,Both sides free captives.,0841,"]
    rows += [
        f"prisoner-swap,,,,[A Norland] {{swapped}} {n} prisoners with [R Sudria]."
        for n in range(25)
    ]
    (files / "book.csv").write_text("\n".join(rows), encoding="utf-8")

    given = ("--contrast", files / "others.txt", "-o", files / "fitted.json")
    result = run("types", "fit", files / "book.csv", *given)

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[2] == "  exported as CAMEO 0841"
