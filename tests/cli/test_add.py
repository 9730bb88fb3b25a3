"""``detente add``: reports into a ledger, once, batch by batch."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from builders import a_run
from cli.fake_journey import FakeJourney
from detente.ledger import Ledger

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("fake_journey")


def _rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def _last_line(result: Result) -> str:
    return result.stderr.splitlines()[-1]


def test_added_reports_are_in_the_ledger_of_the_working_folder(run: Run, stories: Path) -> None:
    result = run("add", stories, "--published", "2024-02-02")

    assert result.exit_code == 0
    assert result.stdout == ""
    assert _last_line(result) == (
        "2 reports, 1 claim, 1 statement, 0 problems, 1 warning; new are 1 claim and 1 statement; "
        "1 event (1 new, 0 changed, 0 gone)"
    )
    assert sorted(str(row["key"]) for row in _rows(run("reports"))) == [
        str(stories / "a.txt"),
        str(stories / "b.txt"),
    ]


def test_twice_is_once(run: Run, stories: Path) -> None:
    run("add", stories)
    result = run("add", stories)

    assert result.exit_code == 0
    assert "new are 0 claims and 0 statements; 2 reports known already" in _last_line(result)
    assert len(_rows(run("claims"))) == 1


def test_new_version_codes_again_only_on_demand(
    run: Run, stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", stories)
    monkeypatch.setattr(FakeJourney, "__init__", _as_version_1(FakeJourney.__init__))

    assert "2 of them by another version: --recode" in _last_line(run("add", stories))

    recoded = run("add", "--recode")
    assert recoded.exit_code == 0
    assert _last_line(recoded).startswith("2 reports, 1 claim,")
    assert [row["n_reports"] for row in _rows(run("runs"))] == [2, 2]
    assert "0 differences" in run("runs", "diff", "1", "2", "--format", "table").stdout


def _as_version_1(init: Callable[..., None]) -> Callable[..., None]:
    def newer(self: FakeJourney, config: object) -> None:
        init(self, config)
        self.run = a_run(version="1")

    return newer


def test_interrupted_add_keeps_what_is_coded_and_says_how_to_go_on(run: Run, stories: Path) -> None:
    (stories / "b2.txt").write_text("CTRL-C\n")
    (stories / "c.txt").write_text("Vostia met Sudria.\n")

    result = run("add", stories)

    assert result.exit_code == 130
    assert _last_line(result).startswith("interrupted after 2 reports")
    assert _last_line(result).endswith("call it again to go on")
    assert len(_rows(run("reports"))) == 2

    (stories / "b2.txt").unlink()
    assert _last_line(run("add", stories)).startswith("1 report,")
    assert len(_rows(run("claims"))) == 2


def test_problem_is_told_kept_and_ends_when_its_file_is_mended(run: Run, stories: Path) -> None:
    poison = stories / "p.txt"
    poison.write_text("POISON\n")

    assert run("add", stories).exit_code == 1
    assert [row["kind"] for row in _rows(run("problems", "--kind", "poison"))] == ["poison"]

    poison.write_text("Vostia met Sudria.\n")
    assert run("add", stories).exit_code == 0
    assert _rows(run("problems", "--kind", "poison")) == []


def test_nothing_to_add_is_refused(run: Run, stories: Path) -> None:
    result = run("add")

    assert result.exit_code == 2
    assert "name files, folders or addresses to add; or --recode" in result.stderr
    assert list(stories.parent.iterdir()) == [stories]


def test_busy_ledger_ends_the_command_with_the_name_of_its_holder(
    run: Run, stories: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.duckdb"
    with Ledger.open(path):
        result = run("claims", "--ledger", path)

    assert result.exit_code == 2
    assert "mine.duckdb is open in this very process" in result.stderr
    assert stories.exists()


def test_events_are_computed_when_they_are_asked_for(run: Run, stories: Path) -> None:
    run("add", stories)
    with Ledger.open("detente.duckdb") as ledger:
        ledger.forget_events()

    result = run("events")

    assert "computing events" in result.stderr
    assert len(_rows(result)) == 1
    assert "computing" not in run("events").stderr
