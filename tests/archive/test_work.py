"""The whole work in processes of its own: the same bytes always, nothing lost, nothing twice."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from archive.fakes import cannot_open, ends_at_once
from archive.newsroom import TEXTS, MakeOrder, bytes_of, write_rows
from detente.archive import Counts, Order, run_archive
from detente.errors import BadInput, WorkersLost


def finish(order: Order, n_workers: int = 1, **more: Any) -> Counts:
    """Code an archive to its end."""
    *_, last = run_archive(order, "local", n_workers, **more)
    assert last.is_done
    return last


def keys(out: str = "out") -> list[str]:
    """The keys of all reports that were coded, in order."""
    found = duckdb.sql(f"SELECT key FROM '{out}/shards/*/reports.parquet'")  # noqa: S608  # ours
    return [row[0] for row in found.fetchall()]


def problems(out: str = "out") -> list[tuple[str, str]]:
    sql = f"SELECT key, kind FROM '{out}/shards/*/problems.parquet' WHERE NOT is_warning"  # noqa: S608  # ours
    return [(key, kind) for key, kind in duckdb.sql(sql).fetchall()]


def test_two_workers_write_the_bytes_of_one(order: MakeOrder) -> None:
    counts = finish(order("one"), 1)
    finish(order("two"), 2)

    assert bytes_of(Path("one")) == bytes_of(Path("two"))
    assert counts.rows == {
        "reports": 20, "claims": 20, "statements": 20, "remarks": 0, "problems": 0,
    }  # fmt: skip
    assert keys("one") == [f"{name}-{n}" for name in "ab" for n in range(10)]


def test_a_report_that_ends_processes_becomes_a_problem(order: MakeOrder, news: Path) -> None:
    write_rows(news / "a.jsonl", [TEXTS[0], "KILL", TEXTS[1], "POISON", TEXTS[2]])

    counts = finish(order(), 2)

    assert problems() == [("a-1", "ends-process"), ("a-3", "poison")]
    assert keys() == ["a-0", "a-2", "a-4", *(f"b-{n}" for n in range(10))]
    assert (counts.n_deaths, counts.n_problems) == (3, 2)


def test_a_worker_that_is_killed_once_leaves_no_trace(
    order: MakeOrder, news: Path, tmp_path: Path
) -> None:
    once = f"Norland met Sudria. KILL-ONCE:{tmp_path / 'once'}"
    write_rows(news / "a.jsonl", [*TEXTS[:5], once, *TEXTS[5:]])

    disturbed = finish(order("one"), 2)
    quiet = finish(order("two"), 1)

    assert (disturbed.n_deaths, quiet.n_deaths) == (1, 0)
    assert bytes_of(Path("one")) == bytes_of(Path("two"))


def test_work_that_was_stopped_goes_on(order: MakeOrder) -> None:
    for counts in run_archive(order("one"), "local", 1):
        if counts.n_shards_done == 2:
            break
    assert not Path("one/done.json").exists()

    counts = finish(order("one"), 1)
    finish(order("two"), 1)

    assert counts.n_before == 2
    assert bytes_of(Path("one")) == bytes_of(Path("two"))


def test_a_damaged_shard_is_done_again_and_the_others_are_not(order: MakeOrder) -> None:
    finish(order())
    before = bytes_of(Path("out"))
    Path("out/shards/00001/claims.parquet").write_bytes(b"PAR1")

    counts = finish(order())

    assert counts.n_before == 5
    assert bytes_of(Path("out")) == before


def test_work_that_is_done_starts_no_worker(order: MakeOrder) -> None:
    finish(order())

    counts = finish(order(open_journey=ends_at_once))

    assert (counts.n_before, counts.n_deaths) == (6, 0)


def test_restart_begins_anew(order: MakeOrder, news: Path) -> None:
    finish(order())
    write_rows(news / "b.jsonl", TEXTS[:1])

    with pytest.raises(BadInput, match="has changed since"):
        finish(order())
    counts = finish(order(), is_restart=True)

    assert (counts.n_before, len(keys())) == (0, 11)


def test_a_worker_that_cannot_begin_says_why(order: MakeOrder) -> None:
    with pytest.raises(WorkersLost, match="no coder is named 'none'"):
        finish(order(open_journey=cannot_open))


def test_workers_that_end_at_once_stop_the_work(order: MakeOrder) -> None:
    with pytest.raises(WorkersLost, match=r"ended before they had begun.*ended by signal 9"):
        finish(order(open_journey=ends_at_once))


def test_an_archive_of_nothing_is_done_at_once(order: MakeOrder, news: Path) -> None:
    for path in news.iterdir():
        path.unlink()

    counts = finish(order())

    assert (counts.n_shards, Path("out/done.json").read_text()) == (0, "[]\n")
