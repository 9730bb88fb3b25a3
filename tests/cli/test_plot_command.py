"""``detente plot``: sides, kinds, media, reports or the ledger."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from detente.cli import plot as plot_module
from detente.relations import SeriesOptions
from detente.relations.choices import Medium

pytestmark = pytest.mark.usefixtures("fake_journey")
Run = Callable[..., Result]
Words = tuple[str, str]
DAY = ("--published", "2024-02-02")


def test_plot_of_reports_is_svg_in_a_pipe(run: Run, stories: Path, norland: Words) -> None:
    result = run("plot", "NRL", "SDR", stories, *norland, *DAY)
    assert result.exit_code == 0
    assert result.stdout.startswith("<svg")
    assert "Norland and Sudria: the temperature of the relation" in result.stdout
    assert "2 reports, 1 claim" in result.stderr


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.svg", b"<svg"), ("a.PNG", b"\x89PNG"), ("a.html", b"<!doctype html>"), ("a.json", b"{")],
)
def test_the_name_of_the_file_tells_the_format(
    name: str, start: bytes, run: Run, stories: Path, norland: Words
) -> None:
    result = run("plot", "NRL", "SDR", stories, *norland, *DAY, "-o", name)
    assert result.exit_code == 0
    assert (stories.parent / name).read_bytes().startswith(start)


def test_a_name_without_format_is_refused(run: Run, stories: Path, norland: Words) -> None:
    result = run("plot", "NRL", "SDR", stories, *norland, *DAY, "-o", "a.pdf")
    assert result.exit_code == 2
    assert "'a.pdf' tells no format; end it in .svg, .png, .html, .json, .csv" in result.stderr
    assert not (stories.parent / "a.pdf").exists()


def test_csv_is_the_series_a_row_a_period_and_direction(
    run: Run, stories: Path, norland: Words
) -> None:
    result = run("plot", "NRL", "SDR", stories, *norland, *DAY, "--format", "csv")

    header, *rows = result.stdout.splitlines()
    assert header.startswith("side_a,side_b,start,end,direction,n_events,n_cooperative,")
    assert header.endswith(",flow,flow_low,flow_high,stock,stock_low,stock_high")
    assert {row.split(",")[4] for row in rows} == {"both", "a-to-b", "b-to-a"}
    assert all(row.startswith("NRL,SDR,") for row in rows)


def test_a_dyad_without_acts_says_so_and_has_its_silent_periods(
    run: Run, stories: Path, norland: Words
) -> None:
    words = ("plot", "NRL", "CHN", stories, *norland, *DAY, "--format", "csv")
    bare, bound = run(*words), run(*words, "--since", "2023-11-01", "--until", "2024-02-29")

    assert (bare.exit_code, len(bare.stdout.splitlines())) == (0, 1)
    assert "no event between Norland and China" in bare.stderr
    assert "with --since and --until it has silent periods" in bare.stderr
    assert len(bound.stdout.splitlines()) == 1 + 3 * 4


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("network", "one,other,stock,n_events"),
        ("issues", "issue,start,end,n_events,n_cooperative,n_conflictual"),
        ("calendar", "day,event,mode,status,direction"),
        ("map", "name,country,lat,lon,n_events,n_cooperative,n_conflictual"),
    ],
)
def test_csv_of_another_picture_has_the_rows_behind_it(
    kind: str, header: str, run: Run, stories: Path, norland: Words
) -> None:
    words = ("--kind", kind, "--format", "csv")
    result = run("plot", "NRL", "SDR", stories, *norland, *DAY, *words)

    first, *rows = result.stdout.splitlines()
    assert (result.exit_code, first) == (0, header)
    assert kind != "network" or rows[0].startswith("NRL,SDR,")


@pytest.mark.parametrize("kind", ["calendar", "network"])
def test_other_kinds_are_drawn_on_demand(
    kind: str, run: Run, stories: Path, norland: Words
) -> None:
    words = ("--kind", kind, "--format", "json", "--theme", "dark")
    spec = json.loads(run("plot", "NRL", "SDR", stories, *norland, *DAY, *words).stdout)
    assert spec["config"]["background"] == "#14171d"
    assert {"calendar": "calendar of contacts", "network": "Who stands how"}[kind] in spec["title"][
        "text"
    ]


def test_without_paths_the_ledger_is_asked(run: Run, stories: Path, norland: Words) -> None:
    run("add", stories, *norland, *DAY)
    direct = run("plot", "NRL", "SDR", stories, *norland, *DAY, "--format", "json")
    recorded = run("plot", "NRL", "SDR", *norland, "--format", "json")
    assert recorded.exit_code == 0
    assert recorded.stdout == direct.stdout


def test_of_a_ledger_only_claims_with_the_least_score_count(
    run: Run, stories: Path, norland: Words
) -> None:
    run("add", stories, *norland, *DAY)
    words = ("plot", "NRL", "SDR", *norland, "--format", "csv")

    assert run(*words, "--min-score", "0.5").stdout == run(*words).stdout
    assert run(*words, "--min-score", "0.51").stdout.splitlines()[1:] == []


def test_two_sides_without_events_are_told_so(run: Run, stories: Path, norland: Words) -> None:
    result = run("plot", "NRL", "CHN", stories, *norland, *DAY)
    assert result.exit_code == 2
    assert "no event between Norland and China whose day is known" in result.stderr


def test_one_side_twice_is_refused(run: Run, stories: Path) -> None:
    result = run("plot", "CHN", "Beijing", stories)
    assert result.exit_code == 2
    assert "both sides are China; name two" in result.stderr


def test_on_a_terminal_the_state_is_told_in_words(
    run: Run, stories: Path, norland: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plot_module, "is_terminal", lambda: True)
    result = run("plot", "NRL", "SDR", stories, *norland, *DAY)
    assert result.stdout.startswith("Norland and Sudria in 2024-01: stock +")
    assert "too few acts to say" in result.stdout
    assert "-o FILE.svg" in result.stderr


def test_the_command_offers_what_the_pictures_know() -> None:
    written = [one.value for one in plot_module.PictureFormat]
    assert written == [*(one.value for one in Medium), "csv"]
    assert plot_module.PictureChoices().half_life == SeriesOptions().half_life_days


def test_days_without_events_are_told(run: Run, stories: Path, norland: tuple[str, str]) -> None:
    words = ("plot", "NRL", "SDR", stories, "--published", "2024-02-02", *norland)
    result = run(*words, "--since", "2030-01-01", "-o", "p.svg")

    assert result.exit_code == 2
    told = "whose day is known falls in the days asked for, from 2030-01-01"
    assert told in result.stderr
