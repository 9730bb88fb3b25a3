"""Every command takes a shared ledger in the place of a file, and says the same, byte by byte."""

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import Result

from builders import a_claim, a_coding, a_date, a_report, a_run
from detente.ledger import Ledger
from detente.ledger.address import Lake, LedgerName
from detente.records import Claim, Report
from lakes import Lakes
from ledger.foreign_rows import gdelt_v2

Run = Callable[..., Result]
SIDES = ("NRL", "SDR")


@dataclass(frozen=True)
class House:
    """A ledger, and how commands name it."""

    name: LedgerName
    words: str


def _claims(report: Report) -> tuple[Claim, ...]:
    acts = (("CONSULT", "2024-02-01"), ("AGREE", "2024-02-02"), ("ACCUSE", "2024-02-03"))
    return tuple(
        a_claim(report, type=kind, actors=("NRL-GOV",), recipients=("SDR-GOV",), date=a_date(day))
        for kind, day in acts
    )


@pytest.fixture
def houses(lakes: Lakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[House, House]:
    """The same reports under two runs in a file and in a shared ledger."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_BY", "Ada")
    lake = lakes.made(tmp_path / "data")
    shared = f"ducklake:postgres:{lakes.server.words(lake.short_name)}"
    file = tmp_path / "alone.duckdb"
    text = "Norland met Sudria on Monday, Sudria said."
    reports = [a_report(f"{text} {n}.", key=f"story-{n}", outlet=f"Post {n % 2}") for n in range(4)]
    for name in (file, lake):
        with Ledger.open(name) as ledger:
            first = [a_coding(one, claims=_claims(one)[:2]) for one in reports]
            ledger.add(first, a_run())
            again = [a_coding(one, claims=_claims(one)[1:]) for one in reports[:2]]
            ledger.add(again, a_run(version="1"))
    return House(file, str(file)), House(lake, shared)


ASKED = [
    *("events", "claims", "statements", "reports", "problems", "runs"),
    "events --dyad NRL SDR --outlet 'Post 1' --since 2024-02-01",
    "claims --run 1 --type agree",
    "runs diff 1 2",
    "plot NRL SDR --format json",
    "brief CHN USA --format json",
]


def test_questions_are_answered_alike(
    run: Run, houses: tuple[House, House], norland: tuple[str, str]
) -> None:
    differing = []
    for command in ASKED:
        answers = []
        for house in houses:
            states = norland if command.startswith("plot") else ()
            done = run(*shlex.split(command), *states, "--ledger", house.words)
            answers.append((done.exit_code, done.stdout_bytes))
        assert answers[0][0] == 0, (command, done.stderr)
        if answers[0] != answers[1]:
            differing.append(command)
    assert differing == []


def test_what_is_decided_and_explained_is_alike(run: Run, houses: tuple[House, House]) -> None:
    told = []
    for house in houses:
        name = ("--ledger", house.words)
        lines = run("events", "--type", "agree", *name).stdout.splitlines()
        event = json.loads(lines[0])["id"]
        explained = run("explain", event, *name)
        ruled = run("rule", event, "--reject", "--because", "a rehearsal", *name)
        left = run("events", *name)
        dry = run("rule", "--list", *name)
        assert (explained.exit_code, ruled.exit_code, dry.exit_code) == (0, 0, 0), ruled.stderr
        told.append((event, explained.stdout, ruled.stderr, left.stdout))
    assert told[0] == told[1]
    assert "1 gone" in told[0][2]


@pytest.mark.usefixtures("fake_journey")
def test_reports_and_other_programs_rows_come_in_alike(
    run: Run, houses: tuple[House, House], norland: tuple[str, str], tmp_path: Path
) -> None:
    rows = tmp_path / "events.csv"
    rows.write_text(gdelt_v2() + gdelt_v2(id="902", event="111", root="11") + "broken\n")
    story = tmp_path / "story.txt"
    story.write_text("Norland's premier met Sudria's premier.\n")
    told = []
    for house in houses:
        name = ("--ledger", house.words)
        said = [
            run("import", "gdelt", rows, *norland, *name).stderr.replace(house.words, "LEDGER"),
            run("add", story, *name).stderr,
            run("add", story, *name).stderr,
            run("events", *name).stdout,
        ]
        out = tmp_path / "all.parquet"
        run("export", "parquet", "-o", out, *name)
        said.append(out.read_bytes().hex())
        told.append(said)
    assert told[0][1:] == told[1][1:]
    assert "new are 1 claim" in told[1][1]
    assert "1 report known already" in told[1][2]
    assert "2 rows; new are 2 claims" in told[1][0]


def test_whole_files_go_from_one_ledger_into_another(
    run: Run, houses: tuple[House, House], lakes: Lakes, tmp_path: Path
) -> None:
    file, _ = houses
    out, other = tmp_path / "out.parquet", lakes.made(tmp_path / "other")
    run("export", "parquet", "-o", out, "--ledger", file.words)

    done = run("import", "parquet", out, "--ledger", _name(lakes, other))

    assert done.exit_code == 0, done.stderr
    with (
        Ledger.open(file.name, read_only=True) as here,
        Ledger.open(other, read_only=True) as there,
    ):
        assert list(there.claims()) == list(here.claims())
        assert list(there.reports()) == list(here.reports())


def test_tidying_changes_no_answer(run: Run, houses: tuple[House, House]) -> None:
    _, house = houses
    name = ("--ledger", house.words)
    before = [run(command, *name).stdout_bytes for command in ("claims", "events", "runs")]

    done = run("tidy", "--keep-hours", "0", *name)

    assert done.exit_code == 0, done.stderr
    assert "of data (0 before)" in done.stderr
    assert [run(command, *name).stdout_bytes for command in ("claims", "events", "runs")] == before
    one_more = a_coding(a_report("One more.", key="more"), claims=())
    with Ledger.open(house.name) as ledger:
        assert ledger.add([one_more], a_run()).n_reports == 1


def test_file_needs_no_tidying(run: Run, houses: tuple[House, House]) -> None:
    done = run("tidy", "--ledger", houses[0].words)

    assert done.exit_code == 2
    assert "only a shared ledger needs it" in done.stderr


def test_password_in_the_name_is_not_shown_when_it_cannot_be_opened(run: Run) -> None:
    done = run(
        "events", "--ledger", "ducklake:postgres:host=127.0.0.1 port=1 dbname=a password=hush-17"
    )

    assert done.exit_code == 2
    assert "cannot be reached: see that PostgreSQL runs" in done.stderr
    assert "hush-17" not in done.stderr + done.stdout


def _name(lakes: Lakes, lake: Lake) -> str:
    return f"ducklake:postgres:{lakes.server.words(lake.short_name)}"
