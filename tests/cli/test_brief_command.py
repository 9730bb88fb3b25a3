"""``detente brief``: sides, days, formats."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

pytestmark = pytest.mark.usefixtures("fake_journey")
Run = Callable[..., Result]
DAY = ("--published", "2024-02-02")


def test_brief_is_text_and_the_counts_go_to_stderr(run: Run, stories: Path) -> None:
    result = run("brief", "NRL", "SDR", stories, *DAY)

    assert result.exit_code == 0
    assert result.stdout.startswith("NRL and SDR\n\nRests on 2 reports")
    assert "NRL-GOV + SDR-GOV  talks (CONSULT)   29 Jan 2024" in result.stdout
    assert result.stderr.endswith("2 reports, 1 claim, 1 statement, 0 problems, 1 warning\n")


@pytest.mark.parametrize(
    ("form", "start"), [("md", "# NRL and SDR"), ("json", '{\n  "scope"'), ("text", "NRL and SDR")]
)
def test_brief_comes_in_three_forms(form: str, start: str, run: Run, stories: Path) -> None:
    assert run("brief", "NRL", "SDR", stories, "--format", form).stdout.startswith(start)


def test_json_brief_is_one_object_on_stdout(run: Run, stories: Path) -> None:
    made = json.loads(run("brief", "NRL", "SDR", stories, "--format", "json", *DAY).stdout)

    assert made["scope"]["side_a"] == "NRL"
    assert made["sections"][0]["status"] == "actual"


@pytest.mark.parametrize("written", ["CHN", "chn", "China", "Beijing"])
def test_side_may_be_named_as_people_name_it(written: str, run: Run, stories: Path) -> None:
    result = run("brief", written, "United States", stories)

    assert result.stdout.startswith("China (CHN) and United States (USA)\n")


def test_side_that_no_one_knows_is_refused(run: Run, stories: Path) -> None:
    result = run("brief", "Atlantis", "CHN", stories)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "no state is known as 'Atlantis'" in result.stderr


def test_same_side_twice_is_refused(run: Run, stories: Path) -> None:
    result = run("brief", "CHN", "China", stories)

    assert result.exit_code == 2
    assert "a brief needs two sides" in result.stderr


def test_days_bound_the_brief(run: Run, stories: Path) -> None:
    before = run("brief", "NRL", "SDR", stories, *DAY, "--as-of", "2024-02-01").stdout
    after = run("brief", "NRL", "SDR", stories, *DAY, "--since", "2024-01-30").stdout

    assert "there is nothing to say" in before
    assert "DONE" not in after


def test_brief_goes_into_a_file(run: Run, stories: Path) -> None:
    result = run("brief", "NRL", "SDR", stories, "-o", "brief.txt")

    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("brief.txt").read_text().startswith("NRL and SDR\n")
