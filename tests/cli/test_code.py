"""``detente code``: formats, problems, exit codes, files."""

import importlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import Result

from detente.cli.output import Tally
from detente.records import Problem

code_module = importlib.import_module("detente.cli.code")  # the package has a command of that name
pytestmark = pytest.mark.usefixtures("fake_journey")
Run = Callable[..., Result]
DAY = ("--published", "2024-02-02")


def test_pipe_gets_json_lines_whose_quotes_are_at_their_spans(run: Run, stories: Path) -> None:
    result = run("code", stories, *DAY)
    rows = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 0
    assert [(row["kind"], row["report"]["published"]) for row in rows] == [
        ("claim", "2024-02-02"),
        ("statement", "2024-02-02"),
    ]
    text = (stories / "a.txt").read_text()
    assert text[slice(*rows[0]["span"])] == rows[0]["quote"]


def test_an_outlet_is_given_to_reports_that_name_none(run: Run, stories: Path) -> None:
    (stories / "c.md").write_text("---\noutlet: Own Wire\n---\nNorland met Sudria in Veld.\n")
    result = run("code", stories, *DAY, "--outlet", "Harbour Wire")

    rows = [json.loads(line)["report"] for line in result.stdout.splitlines()]
    outlets = {Path(row["key"]).name: row["outlet"] for row in rows}
    assert outlets.pop("c.md") == "Own Wire"
    assert set(outlets.values()) == {"Harbour Wire"}


def test_closing_line_and_warnings_go_to_stderr(run: Run, stories: Path) -> None:
    result = run("code", stories, *DAY)

    *warnings, closing = result.stderr.splitlines()
    assert closing == "2 reports, 1 claim, 1 statement, 0 problems, 1 warning"
    assert warnings == [f"warning: {stories / 'b.txt'}: no claim found"]


def test_of_like_warnings_five_are_told_and_how_many_more(run: Run, tmp_path: Path) -> None:
    rows = [json.dumps({"id": f"r{n}", "text": "Norland met Sudria."}) for n in range(8)]
    (tmp_path / "undated.jsonl").write_text("\n".join(rows))

    *warnings, more, closing = run("code", tmp_path / "undated.jsonl").stderr.splitlines()

    words = "times that need the day of publication stay unresolved; give --published"
    assert warnings == [f"warning: r{n}: {words}" for n in range(5)]
    assert more == f"warning: 3 more reports: {words}"
    assert closing.endswith("8 warnings")


def test_numbers_do_not_tell_warnings_apart(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    for n in range(7):
        detail = f"{n:,} of 1,200 lines were passed over"
        tally.tell(Problem(key=f"r{n}", room="r", kind="k", detail=detail, is_warning=True))
    tally.close()

    *told, more, closing = capsys.readouterr().err.splitlines()
    assert told == [f"warning: r{n}: {n} of 1,200 lines were passed over" for n in range(5)]
    assert more == "warning: 2 more reports: 5 to 6 of 1,200 lines were passed over"
    assert closing.endswith("7 warnings")


def test_days_tell_warnings_apart(capsys: pytest.CaptureFixture[str]) -> None:
    details = [f"{2100 + n}-01-02 is no day of publication; nor is {n}/13/2024" for n in range(7)]
    tally = Tally()
    for n, detail in enumerate(details):
        tally.tell(Problem(key=f"r{n}", room="r", kind="k", detail=detail, is_warning=True))
    tally.close()

    *told, closing = capsys.readouterr().err.splitlines()
    assert told == [f"warning: r{n}: {detail}" for n, detail in enumerate(details)]
    assert closing.endswith("7 warnings")


def test_report_that_cannot_be_coded_is_a_problem_and_the_rest_goes_on(
    run: Run, stories: Path
) -> None:
    (stories / "aa.txt").write_text("There is POISON in this report.\n")
    (stories / "ab.txt").write_text("")
    result = run("code", stories, *DAY)

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert f"{stories / 'aa.txt'}: holds poison" in result.stderr
    assert f"{stories / 'ab.txt'}: " in result.stderr
    assert "2 reports, 1 claim, 1 statement, 2 problems" in result.stderr


def test_nothing_but_missing_files_exits_2(run: Run) -> None:
    result = run("code", "nowhere.txt", *DAY)

    assert result.exit_code == 2
    assert "nowhere.txt" in result.stderr


def test_missing_file_beside_a_good_one_exits_1(run: Run, stories: Path) -> None:
    assert run("code", "nowhere.txt", stories, *DAY).exit_code == 1


def test_only_an_empty_file_exits_1(run: Run, stories: Path) -> None:
    (stories / "a.txt").write_text("")
    result = run("code", stories / "a.txt", *DAY)

    assert result.exit_code == 1
    assert "a.txt" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("code",),
        ("code", "x.txt", "--published", "02/02/2024"),
        ("code", "x.txt", "--format", "xlsx"),
        ("code", "x.txt", "--no-such-option"),
        ("no-such-command",),
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2_and_prints_nothing_on_stdout(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_day_that_is_none_is_refused_with_an_example(run: Run) -> None:
    assert "write it as 2024-02-02" in run("code", "x.txt", "--published", "2024-02-30").stderr


def test_table_shows_act_sides_day_and_words(run: Run, stories: Path) -> None:
    result = run("code", stories, "--format", "table", *DAY)

    for shown in ("CONSULT", "NRL-GOV + SDR-GOV", "29 Jan 2024", "met Sudria's premier", "done"):
        assert shown in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_table_does_not_let_words_steer_the_terminal(run: Run, stories: Path) -> None:
    (stories / "a.txt").write_text("Norland's \x1b]0;owned\x07premier met [bold]Sudria[/bold].\n")
    result = run("code", stories / "a.txt", "--format", "table", *DAY)

    assert "\x1b" not in result.stdout
    assert "[bold]Sudria[/bold]" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("out.csv", b"kind,id,"),
        ("out.tsv", b"Event ID\tEvent Date"),
        ("out.parquet", b"PAR1"),
        ("out.jsonl", b'{"kind":"claim"'),
        ("out", b'{"kind":"claim"'),
        ("out.txt", b"stories"),
    ],
)
@pytest.mark.usefixtures("stories")
def test_format_goes_by_the_name_of_the_output(name: str, head: bytes, run: Run) -> None:
    result = run("code", "stories", "-o", name, *DAY)

    assert (result.exit_code, result.stdout) == (0, "")
    assert Path(name).read_bytes().startswith(head)


def test_format_asked_for_wins_over_the_name(run: Run, stories: Path) -> None:
    run("code", stories, "-o", "out.csv", "--format", "plover", *DAY)

    assert json.loads(Path("out.csv").read_text())["event"] == ["CONSULT"]


def test_parquet_may_go_down_a_pipe(run: Run, stories: Path) -> None:
    result = run("code", stories, "--format", "parquet", *DAY)

    assert pq.read_table(io.BytesIO(result.stdout_bytes)).num_rows == 2


def test_parquet_is_not_spilt_over_a_terminal(
    run: Run, stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_module, "is_terminal", lambda: True)
    result = run("code", stories, "--format", "parquet", *DAY)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "-o FILE" in result.stderr


def test_terminal_gets_a_table(run: Run, stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_module, "is_terminal", lambda: True)

    assert "claims: act" in run("code", stories, *DAY).stdout


def test_polecat_says_how_many_rows_the_actors_made(run: Run, stories: Path) -> None:
    result = run("code", stories, "--format", "polecat", *DAY)

    assert len(result.stdout.splitlines()) == 3
    assert result.stderr.endswith("; 2 rows, compound actors expanded\n")


@pytest.mark.usefixtures("stories")
def test_table_of_reports_is_read_by_the_columns_named(run: Run) -> None:
    Path("rows.csv").write_text("n,body,day\n7,Norland's premier met Sudria's.,2024-01-30\n")
    columns = ("--text-column", "body", "--id-column", "n", "--date-column", "day")
    result = run("code", "rows.csv", *columns)
    row = json.loads(result.stdout)

    assert (row["report"]["key"], row["report"]["published"]) == ("7", "2024-01-30")


def test_stdin_is_read_for_a_dash(run: Run) -> None:
    result = run("code", "-", *DAY, stdin="Norland's premier met Sudria's.\n")

    assert json.loads(result.stdout)["quote"] == "Norland's premier met Sudria's."


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet"])
def test_interrupt_writes_no_file_leaves_the_older_one_and_exits_130(
    run: Run, stories: Path, name: str
) -> None:
    (stories / "c.txt").write_text("Here a person presses CTRL-C.\n")
    (stories / "d.txt").write_text("Norland's premier met Sudria's again.\n")
    Path(f"old-{name}").write_text("old")

    new, old = (run("code", stories, "-o", file, *DAY) for file in (name, f"old-{name}"))

    assert (new.exit_code, old.exit_code) == (130, 130)
    *_, told, last = new.stderr.splitlines()
    assert told == f"{name} is not written: it would not be whole"
    assert last.startswith("interrupted after 2 reports, 1 claim")
    assert not Path(name).exists()
    assert Path(f"old-{name}").read_text() == "old"
    assert not list(Path().glob(".*.part"))


def test_interrupt_keeps_the_lines_that_a_pipe_has_seen(run: Run, stories: Path) -> None:
    (stories / "c.txt").write_text("Here a person presses CTRL-C.\n")
    result = run("code", stories, "--format", "jsonl", *DAY)

    assert result.exit_code == 130
    assert len(result.stdout.splitlines()) == 2


@pytest.mark.parametrize("command", ["brief", "plot"])
def test_an_interrupted_picture_or_brief_is_not_written(
    command: str, run: Run, stories: Path, norland: tuple[str, str]
) -> None:
    (stories / "c.txt").write_text("Here a person presses CTRL-C.\n")
    result = run(command, "NRL", "SDR", stories, *DAY, *norland, "-o", "out.html")

    assert result.exit_code == 130, result.output
    assert "out.html is not written" in result.stderr
    assert not Path("out.html").exists()


def test_choices_reach_the_journey(
    run: Run, stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cli.fake_journey import FakeJourney  # noqa: PLC0415  # patched here alone
    from detente.config import Config  # noqa: PLC0415
    from detente.pipeline import Journey  # noqa: PLC0415

    seen: list[Config] = []

    def remember(config: Config) -> FakeJourney:
        seen.append(config)
        return FakeJourney(config)

    monkeypatch.setattr(Journey, "from_config", remember)
    run(
        *("code", stories, "--coder", "other", "--spacy-model", "xx", *DAY),
        *("--actors", "a.toml", "--actors", "b.toml", "--issues", "i.toml"),
    )

    assert seen == [
        Config(
            spacy_model="xx",
            coder="other",
            actors=(Path("a.toml"), Path("b.toml")),
            issues=(Path("i.toml"),),
        )
    ]
