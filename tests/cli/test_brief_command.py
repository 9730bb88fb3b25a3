"""``detente brief``: sides, days, formats."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

pytestmark = pytest.mark.usefixtures("fake_journey")
Run = Callable[..., Result]
Words = tuple[str, str]
SIDES = "Norland (NRL) and Sudria (SDR)"
DAY = ("--published", "2024-02-02")


def test_brief_is_text_and_the_counts_go_to_stderr(run: Run, stories: Path, norland: Words) -> None:
    result = run("brief", "NRL", "SDR", stories, *norland, *DAY)

    assert result.exit_code == 0
    assert result.stdout.startswith(f"{SIDES}\n\nHOW THEY STAND")
    assert "Rests on 2 reports" in result.stdout
    assert "[open] level not told; last contact 29 Jan 2024" in result.stdout
    assert result.stderr.endswith("2 reports, 1 claim, 1 statement, 0 problems, 1 warning\n")


@pytest.mark.parametrize(
    ("form", "start"),
    [("md", f"# {SIDES}"), ("json", '{\n  "scope"'), ("text", SIDES), ("html", "<!doctype html>")],
)
def test_brief_comes_in_four_forms(
    form: str, start: str, run: Run, stories: Path, norland: Words
) -> None:
    made = run("brief", "NRL", "SDR", stories, *norland, "--format", form)

    assert made.stdout.startswith(start)


def test_json_brief_is_one_object_on_stdout(run: Run, stories: Path, norland: Words) -> None:
    brief = run("brief", "NRL", "SDR", stories, *norland, "--format", "json", *DAY)
    made = json.loads(brief.stdout)

    assert made["scope"]["side_a"] == "NRL"
    assert made["sections"][0]["status"] == "actual"


@pytest.mark.parametrize("written", ["CHN", "chn", "China", "Beijing"])
def test_side_may_be_named_as_people_name_it(written: str, run: Run, stories: Path) -> None:
    result = run("brief", written, "United States", stories)

    assert result.stdout.startswith("China (CHN) and United States (USA)\n")


@pytest.mark.parametrize("written", ["EUR", "EU", "European Union"])
def test_body_with_a_code_of_its_own_may_be_a_side(written: str, run: Run, stories: Path) -> None:
    result = run("brief", written, "USA", stories)

    assert result.stdout.startswith("European Union (EUR) and United States (USA)\n")


def test_side_that_no_one_knows_is_refused(run: Run, stories: Path) -> None:
    result = run("brief", "Atlantis", "CHN", stories)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "no state is known as 'Atlantis'" in result.stderr


@pytest.mark.parametrize(
    ("written", "offer"),
    [
        ("XXX", "--actors FILE"),
        ("NRL", "--actors"),
        ("Chnia", "CHN (China)"),
        ("NATO", "IGO (international organisations, NATO among them)"),
        ("Europaen Union", "EUR (European Union)"),
    ],
)
def test_three_letters_that_are_no_code_are_refused(
    written: str, offer: str, run: Run, stories: Path
) -> None:
    result = run("brief", written, "USA", stories)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"no state is known as {written!r}" in result.stderr
    assert offer in result.stderr


def test_same_side_twice_is_refused(run: Run, stories: Path) -> None:
    result = run("brief", "CHN", "China", stories)

    assert result.exit_code == 2
    assert "a brief needs two sides" in result.stderr


def test_a_name_that_several_states_bear_is_told(run: Run, stories: Path) -> None:
    told = "'Korea' is taken for KOR (South Korea), not PRK (North Korea)"

    assert told in run("brief", "Korea", "USA", stories).stderr
    assert "is taken for" not in run("brief", "South Korea", "Guinea", stories).stderr


def test_days_bound_the_brief(run: Run, stories: Path, norland: Words) -> None:
    ask = ("brief", "NRL", "SDR", stories, *norland, *DAY)
    before = run(*ask, "--until", "2024-02-01").stdout
    after = run(*ask, "--since", "2024-01-30").stdout

    assert "there is nothing to say" in before
    assert run(*ask, "--as-of", "2024-02-01").stdout == before
    assert "DONE" not in after


def test_brief_goes_into_a_file(run: Run, stories: Path, norland: Words) -> None:
    result = run("brief", "NRL", "SDR", stories, *norland, "-o", "brief.txt")

    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("brief.txt").read_text().startswith(f"{SIDES}\n")


@pytest.mark.parametrize(
    ("name", "start"), [("b.html", "<!doctype html>"), ("b.md", f"# {SIDES}"), ("b.json", "{")]
)
def test_name_of_the_file_tells_the_form(
    name: str, start: str, run: Run, stories: Path, norland: Words
) -> None:
    run("brief", "NRL", "SDR", stories, *norland, "-o", name)

    assert Path(name).read_text().startswith(start)


def test_affairs_are_lines_or_a_list(run: Run, stories: Path, norland: Words) -> None:
    text = run("affairs", "NRL", "SDR", stories, *norland, *DAY)
    listed = run("affairs", "NRL", "SDR", stories, *norland, *DAY, "--format", "json", "--max", 1)

    assert text.stdout.startswith(f"{SIDES}\n\n29 Jan 2024: ")
    assert [one["lead"]["type"] for one in json.loads(listed.stdout)] == ["CONSULT"]
    assert "2 reports" in listed.stderr


def test_all_lines_can_be_asked_for(run: Run, stories: Path, norland: Words) -> None:
    whole = run("brief", "NRL", "SDR", stories, *norland, *DAY, "--all")
    one = run("brief", "NRL", "SDR", stories, *norland, *DAY, "--max", "1")

    assert "--all shows them" not in whole.stdout
    assert (whole.exit_code, one.exit_code) == (0, 0)


def test_without_a_path_the_ledger_is_asked(run: Run, stories: Path, norland: Words) -> None:
    run("add", stories, "--ledger", "kept.duckdb", *DAY)
    kept = run("brief", "NRL", "SDR", *norland, "--ledger", "kept.duckdb")
    read = run("brief", "NRL", "SDR", stories, *norland, *DAY)

    assert "Rests on 2 reports" in kept.stdout
    assert kept.stdout == read.stdout


def test_of_a_ledger_only_claims_with_the_least_score_count(
    run: Run, stories: Path, norland: Words
) -> None:
    run("add", stories, "--ledger", "kept.duckdb", *DAY)
    least = ("NRL", "SDR", *norland, "--ledger", "kept.duckdb", "--min-score")

    assert "Norland" in run("affairs", *least, "0.5").stdout.split("\n\n", 1)[1]
    assert "met" not in run("affairs", *least, "0.51").stdout
    assert "MAIN EVENTS" not in run("brief", *least, "precision").stdout


def test_without_a_path_and_a_ledger_it_says_what_is_missing(run: Run, norland: Words) -> None:
    result = run("brief", "NRL", "SDR", *norland, "--ledger", "none.duckdb")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "none.duckdb" in result.stderr


def test_a_brief_is_not_written_under_an_ending_of_no_format(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "b.pdf"
    result = run("brief", "CHN", "USA", "-o", path)

    assert (result.exit_code, path.exists()) == (2, False)
    assert "'b.pdf' tells no format; end it in .txt, .md, .html, .json" in result.stderr
