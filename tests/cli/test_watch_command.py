"""``detente watch`` as it is called."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from sources.web import Site, a_page, serving
from watch.world import publish

Run = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("fake_journey")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def list_feeds(folder: Path, *sites: Site) -> str:
    tables = "".join(
        f'[[feed]]\nurl = "{site.url("/feed")}"\noutlet = "Wire {n}"\npace = "0s"\n'
        for n, site in enumerate(sites)
    )
    (folder / "feeds.toml").write_text(f"[watch]\nallow_private = true\n{tables}")
    return "feeds.toml"


def test_one_round_keeps_what_is_new_and_computes_events(folder: Path, run: Run) -> None:
    with serving({}) as site:
        publish(site, 2)
        result = run("watch", list_feeds(folder, site), "--once")

    assert result.exit_code == 0, result.stderr
    assert "1 poll of 1 feed (0 failed), 2 pages found, 2 reports, 2 claims" in result.stderr
    assert len(run("reports").stdout.splitlines()) == 2
    assert (folder / "detente.duckdb.watch").is_file()


def test_one_round_with_a_dead_feed_is_told_by_the_exit_code(folder: Path, run: Run) -> None:
    with serving({"/feed": a_page(b"", status=404)}) as site:
        result = run("watch", list_feeds(folder, site), "--once")

    assert result.exit_code == 1
    assert "poll failed fault=http-404" in result.stderr


def test_status_shows_how_each_feed_stands(folder: Path, run: Run) -> None:
    with serving({}) as good, serving({"/feed": a_page(b"", status=410)}) as bad:
        publish(good, 1)
        feeds = list_feeds(folder, good, bad)
        run("watch", feeds, "--once")
        rows = [json.loads(line) for line in run("watch", feeds, "--status").stdout.splitlines()]
        table = run("watch", feeds, "--status", "--format", "table").stdout

    assert [(row["n_failures"], row["n_pages"]) for row in rows] == [(0, 1), (1, 0)]
    assert rows[0]["why"] is None
    assert "http-410" in rows[1]["why"]
    assert "Wire 0" in table
    assert "asked again in" in " ".join(table.split())


def test_a_dry_run_writes_nothing(folder: Path, run: Run) -> None:
    with serving({}) as site:
        publish(site, 3)
        feeds = list_feeds(folder, site)
        result = run("watch", feeds, "--dry-run")

    assert json.loads(result.stdout)["n_entries"] == 3
    assert [path.name for path in folder.iterdir()] == [feeds]


def test_a_dry_run_of_a_dead_feed_is_told_by_the_exit_code(folder: Path, run: Run) -> None:
    with serving({}) as site:
        result = run("watch", list_feeds(folder, site), "--dry-run", "--format", "table")

    assert result.exit_code == 1
    assert "http-404" in result.stdout


def test_status_before_any_watch_says_so(folder: Path, run: Run) -> None:
    with serving({}) as site:
        result = run("watch", list_feeds(folder, site), "--status")

    assert result.exit_code == 2
    assert "nothing was watched so far" in result.stderr


def test_a_bad_list_stops_before_anything_is_made(folder: Path, run: Run) -> None:
    (folder / "feeds.toml").write_text("[[feed]]\noutlet = 'Wire'\n")

    result = run("watch", "feeds.toml")

    assert result.exit_code == 2
    assert "feeds.toml, feed 1: " in result.stderr
    assert [path.name for path in folder.iterdir()] == ["feeds.toml"]


def test_once_and_status_exclude_each_other(folder: Path, run: Run) -> None:
    with serving({}) as site:
        result = run("watch", list_feeds(folder, site), "--once", "--status")

    assert result.exit_code == 2
    assert "exclude each other" in result.stderr
