"""Who does what, and what becomes of work whose process ends; the workers are played."""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from archive.fakes import cannot_open, ends_at_once
from archive.newsroom import TEXTS, MakeOrder, bytes_of, write_rows
from detente.archive import Counts, Order, run_archive, workers
from detente.archive.folder import Archive, Shard, ShardRecord, Task, Trouble
from detente.archive.workers import MAX_ENDS, PATIENCE, Dead, Done, Failed, News, Ready, Supervisor
from detente.errors import BadInput, WorkersLost

Act = Callable[["Stage", Task], News]


def record_of(task: Task) -> ShardRecord:
    return ShardRecord(shard=task.shard.number, n_items=1, n_repeated=0, n_warnings=0, files={})


class Stage:
    """A pool whose workers act as they are told, at once."""

    def __init__(self, archive: Archive, act: Act, n_workers: int = 2, run: str = "run") -> None:
        self.archive = archive
        self.act = act
        self.n_workers = n_workers
        self.run = run
        self.n_started = 0
        self.given: list[Task] = []
        self.retired: list[int] = []
        self.news: deque[tuple[int, News]] = deque()

    def start(self) -> int:
        self.n_started += 1
        self.news.append((self.n_started, Ready(self.run)))
        return self.n_started

    def give(self, worker: int, task: Task) -> None:
        self.given.append(task)
        self.news.append((worker, self.act(self, task)))

    def hear(self, timeout_s: float) -> list[tuple[int, News]]:
        assert timeout_s > 0
        return [self.news.popleft()] if self.news else []

    def retire(self, worker: int) -> None:
        self.retired.append(worker)

    def close(self) -> None:
        """Nothing runs."""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.work.mkdir()
    return archive


def play(stage: Stage, n_shards: int = 3) -> list[int]:
    """Let the supervisor run; the numbers of the shards in the order in which they are done."""
    shards = [Shard(number=number, stretches=()) for number in range(n_shards)]
    found = Supervisor(stage.archive, stage, "run").run(shards)
    return [record.shard for record in found if record is not None]


def dies_at(item: int, *, n_times: int, shard: int = 1) -> Act:
    """End the process at one item of a shard, so many times."""
    left = [n_times]

    def act(stage: Stage, task: Task) -> News:
        trouble = Trouble(item, is_reading=False)
        if task.shard.number != shard or trouble in task.without or not left[0]:
            return Done(record_of(task))
        left[0] -= 1
        stage.archive.marker(shard).write_text(f"{item:15d}c")
        return Dead()

    return act


def test_every_shard_is_done_once(archive: Archive) -> None:
    stage = Stage(archive, lambda _, task: Done(record_of(task)))

    assert sorted(play(stage, 5)) == list(range(5))
    assert len(stage.given) == 5


def test_no_more_workers_start_than_there_are_shards(archive: Archive) -> None:
    stage = Stage(archive, lambda _, task: Done(record_of(task)), n_workers=8)

    play(stage, 2)

    assert stage.n_started == 2


def test_work_whose_process_ends_is_done_by_another(archive: Archive) -> None:
    stage = Stage(archive, dies_at(4, n_times=2))

    assert sorted(play(stage)) == [0, 1, 2]
    assert stage.n_started == 4
    assert all(not task.without for task in stage.given)


def test_what_ends_every_process_is_looked_for_one_by_one_and_left_out(archive: Archive) -> None:
    stage = Stage(archive, dies_at(4, n_times=99))

    assert sorted(play(stage)) == [0, 1, 2]
    tries = [task for task in stage.given if task.shard.number == 1]
    assert [len(task.without) for task in tries] == [0, 0, 0, 0, 1]
    assert [task.is_careful for task in tries] == [False, True, True, True, True]


def test_what_a_dead_process_has_left_is_removed(archive: Archive) -> None:
    part = archive.work / "00001.abc"
    part.mkdir()
    (part / "claims.parquet").touch()

    play(Stage(archive, dies_at(4, n_times=1)))

    assert list(archive.work.iterdir()) == []


def test_a_worker_that_fails_stops_all_and_says_why(archive: Archive) -> None:
    stage = Stage(archive, lambda *_: Failed("no space left on device"))

    with pytest.raises(WorkersLost, match="no space left"):
        play(stage)


def test_processes_that_get_nowhere_stop_all(archive: Archive) -> None:
    stage = Stage(archive, lambda *_: Dead())

    with pytest.raises(WorkersLost, match="is memory short"):
        play(stage)
    assert stage.n_started <= PATIENCE + 2


def test_processes_that_end_at_ever_other_reports_stop_all(archive: Archive) -> None:
    def act(stage: Stage, task: Task) -> News:
        stage.archive.marker(task.shard.number).write_text(f"{len(stage.given):15d}c")
        return Dead()

    stage = Stage(archive, act, n_workers=1)

    with pytest.raises(WorkersLost, match="at different reports"):
        play(stage, 1)
    assert len(stage.given) == MAX_ENDS + 2  # the first death tells of no report


def test_a_worker_of_another_version_is_refused(archive: Archive) -> None:
    stage = Stage(archive, lambda _, task: Done(record_of(task)), run="other")

    with pytest.raises(BadInput, match="install the same version"):
        play(stage)


def test_a_worker_that_has_coded_much_makes_room_for_another(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "RENEW_AFTER", 2)
    stage = Stage(archive, lambda _, task: Done(record_of(task)), n_workers=1)

    assert play(stage, 5) == [0, 1, 2, 3, 4]
    assert (stage.retired, stage.n_started) == ([1, 2], 3)


def test_items_behind_the_workers_are_counted(archive: Archive) -> None:
    counts: list[int] = []

    def act(stage: Stage, task: Task) -> News:
        stage.archive.marker(task.shard.number).write_text(f"{6:15d}c")
        counts.append(supervisor.n_items_begun())
        return Done(record_of(task))

    stage = Stage(archive, act, n_workers=1)
    supervisor = Supervisor(archive, stage, "run")
    list(supervisor.run([Shard(number=0, stretches=())]))

    assert counts == [6]


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
    assert (counts.n_deaths, counts.n_problems) == (4, 2)


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
