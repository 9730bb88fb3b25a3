"""The smaller commands, and the help of all."""

import json
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import Result

from builders import a_coding, a_report, a_run
from detente import __version__
from detente.cli.app import COMMANDS as LISTED
from detente.ledger import Ledger
from detente.records import Coded, Report

Run = Callable[..., Result]
Golden = Callable[[str | bytes, str], None]
COMMANDS = (
    "code",
    "add",
    "watch",
    "archive",
    "brief",
    "plot",
    "events",
    "explain",
    "rule",
    "sample",
    "check",
    "claims",
    "statements",
    "reports",
    "problems",
    "runs",
    "import",
    "export",
    "serve",
    "evaluate",
    "types",
    "actors",
    "demo",
    "doctor",
    "version",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_reads_like_this(command: str, run: Run, golden: Golden) -> None:
    golden(run(command, "--help").stdout, f"help-{command}.txt")


def test_help_lists_all_commands(run: Run, golden: Golden) -> None:
    golden(run("--help").stdout, "help.txt")


def test_the_list_of_commands_begins_their_help(run: Run) -> None:
    for command, (_, told) in LISTED.items():
        assert told.removesuffix("...") in " ".join(run(command, "--help").stdout.split())


def test_every_command_shows_an_example_of_itself(run: Run) -> None:
    for command in COMMANDS:
        assert f"Example: detente {command}" in run(command, "--help").stdout


def test_no_command_at_all_shows_the_help(run: Run) -> None:
    result = run()

    assert result.exit_code == 2
    assert "Start with: detente demo" in result.output


@pytest.mark.usefixtures("fake_journey")
def test_version_tells_the_versions_behind_every_row(run: Run) -> None:
    lines = dict(line.split() for line in run("version").stdout.splitlines())

    assert lines["codebook"] == "c"
    assert set(lines) == {"version", "codebook", "gazetteer", "parser", "coder", "run"}


def test_short_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"detente {__version__}\n"


def test_actors_explains_a_name_line_by_line(run: Run) -> None:
    result = run("actors", "China")
    first = json.loads(result.stdout.splitlines()[0])

    assert (result.exit_code, first["code"]) == (0, "CHN")


def test_actors_table_tells_code_and_reason(run: Run) -> None:
    first = run("actors", "China", "--format", "table").stdout.splitlines()[0]

    assert first.startswith("CHN ")
    assert "China" in first


def test_name_that_no_one_bears_exits_1(run: Run) -> None:
    result = run("actors", "Zzyzx\x1b[2J")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "no actor is known as 'Zzyzx[2J'; --actors adds your own\n"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "dates.jsonl"
    rows = [
        {"id": 1, "anchor": "2024-02-02", "text": "2 February 2024", "value": "2024-02-02"},
        {"id": 2, "anchor": "2024-02-02", "text": "3 February 2024", "value": "2024-02-04"},
    ]
    path.write_text(
        "".join(
            json.dumps({**row, "id": str(row["id"]), "timex_type": "DATE"}) + "\n" for row in rows
        )
    )
    return path


def test_evaluate_gives_a_pipe_one_json_object(run: Run, gold: Path) -> None:
    figures = json.loads(run("evaluate", "dates", gold).stdout)

    assert figures == {"n": 2, "exact": 0.5}


def test_evaluate_shows_the_misses_when_asked(run: Run, gold: Path) -> None:
    table = run("evaluate", "dates", gold, "--format", "table", "--errors").stdout
    figures = json.loads(run("evaluate", "dates", gold, "--errors").stdout)

    assert "3 February 2024" in table
    assert "2 February 2024" not in table
    assert [miss["id"] for miss in figures["errors"]] == ["2"]


def test_evaluate_of_no_suite_names_those_there_are(run: Run, gold: Path) -> None:
    result = run("evaluate", "poems", gold)

    assert result.exit_code == 2
    assert "pairs, sentences, speech, dates, status" in result.stderr


def test_evaluate_of_a_missing_file_exits_2(run: Run) -> None:
    result = run("evaluate", "dates", "nowhere.jsonl")

    assert result.exit_code == 2
    assert "nowhere.jsonl" in result.stderr


@pytest.mark.usefixtures("fake_journey")
def test_demo_reads_all_examples_and_says_how_to_go_on(run: Run) -> None:
    result = run("demo")

    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1].startswith("14 reports, ")
    assert "China (CHN) and United States (USA)" in result.stdout
    assert "Iran (IRN) and Saudi Arabia (SAU)" in result.stdout
    assert "detente code story.html" in result.stdout


def test_demo_writes_the_first_project_and_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    written = run("demo", "--first-project", tmp_path / "new")
    again = run("demo", "--first-project", tmp_path / "new")

    assert written.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        *("first-project.ipynb", "project.R", "reports.csv")
    ]
    assert again.exit_code == 2
    assert "is there already; name another folder" in again.stderr


def test_demo_writes_all_that_the_pages_read(run: Run, tmp_path: Path) -> None:
    written = run("demo", "--examples", tmp_path / "examples")

    here = Path(__file__).parents[2] / "examples"
    names = {path.relative_to(here) for path in here.rglob("*") if path.is_file()}
    assert written.exit_code == 0
    assert names >= {Path("own-actors.toml"), Path("own-types", "report.txt")}
    assert {path for path in names if not (tmp_path / "examples" / path).is_file()} == set()


def test_problem_of_one_report_does_not_stop_the_next() -> None:
    from detente.api import code_reports  # noqa: PLC0415  # the module under test
    from detente.errors import BadReport  # noqa: PLC0415

    class Picky:
        second = None

        def parse_all(self, reports: Sequence[Report]) -> list[None]:
            return [None for _ in reports]

        def code(self, report: Report, parsed: None) -> Coded:
            assert parsed is None
            if report.key == "bad":
                raise BadReport("bad", "poison", "holds poison")
            return a_coding(report)

    def reports() -> Iterator[Report]:
        yield a_report(key="bad")
        yield a_report(key="good")

    first, second = code_reports(reports(), Picky())  # type: ignore[arg-type]  # a fake

    assert (first.key, second.report.key) == ("bad", "good")  # type: ignore[union-attr]


def test_doctor_tells_versions_model_ledger_and_disk(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    with Ledger.open(path) as ledger:
        ledger.add([a_coding(a_report())], a_run())

    told = run("doctor", "--ledger", path, "--format", "json")

    found = {one["name"]: one for one in json.loads(told.stdout)}
    assert found["detente"]["found"] == __version__
    assert found["model"]["found"].startswith(f"detente-{__version__}/reader-")
    assert "schema 5, 1 report, 1 claim, 0 open problems" in found["ledger"]["found"]
    assert found["libraries"]["found"] == "all installed"
    assert found["extras"]["found"].startswith("installed: desk, llm, mcp, ")
    assert told.exit_code == 0
    assert all(one["is_well"] for one in found.values())


def test_doctor_misses_a_library_that_pip_left_out(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = metadata.version

    def without(name: str) -> str:
        if name in {"lxml-html-clean", "openai"}:
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", without)
    told = run("doctor", "--format", "json")

    found = {one["name"]: one for one in json.loads(told.stdout)}
    assert told.exit_code == 1
    assert found["libraries"]["found"].endswith("-m pip install lxml-html-clean")
    assert "not installed, and not needed: llm (" in found["extras"]["found"]
    assert [one["name"] for one in found.values() if not one["is_well"]] == ["libraries"]


def test_doctor_says_what_is_not_well(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "record.duckdb"
    path.write_bytes(b"no ledger at all, but some words of a person")

    told = run("doctor", "--ledger", path, "--format", "table")

    assert told.exit_code == 1
    (line,) = [line for line in told.stdout.splitlines() if line.startswith("BAD")]
    assert line.startswith("BAD ledger")
