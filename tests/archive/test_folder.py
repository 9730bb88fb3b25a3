"""What lies in an archive's folder is whole, or it is not there."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.newsroom import MakeOrder, write_rows
from builders import a_run
from detente.archive.folder import (
    Archive,
    Order,
    Shard,
    Task,
    _gathered,
    find_inputs,
    make_plan,
    plan_shards,
)
from detente.archive.shard import ShardCoder
from detente.errors import BadInput
from detente.sources import ReadOptions
from detente.sources.inputs import FileKind
from detente.sources.stretches import Stretch


@pytest.fixture
def archive(order: MakeOrder) -> Archive:
    """An archive of which the first shard is done."""
    given = order()
    ShardCoder(given).code(Task(shard=plan_shards(*find_inputs(given), given)[0]))
    return Archive(Path("out"))


def test_a_shard_that_is_done_has_a_record(archive: Archive) -> None:
    record = archive.record_of(0)

    assert record is not None
    assert (record.n_items, record.n_rows("claims"), record.n_problems) == (4, 4, 0)
    assert archive.record_of(1) is None


@pytest.mark.parametrize("name", ["claims.parquet", "reports.parquet", "shard.json"])
def test_a_shard_that_was_changed_is_not_done(archive: Archive, name: str) -> None:
    path = archive.shard(0) / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    assert archive.record_of(0) is None


def test_a_shard_that_lacks_a_file_is_not_done(archive: Archive) -> None:
    (archive.shard(0) / "claims.parquet").unlink()

    assert archive.record_of(0) is None


def test_a_damaged_shard_can_be_forgotten(archive: Archive) -> None:
    archive.forget(0)
    archive.forget(7)

    assert not archive.shard(0).exists()
    assert list(archive.work.iterdir()) == []


def test_two_cannot_work_in_one_folder(archive: Archive) -> None:
    other = archive.locked()

    with archive.locked(), pytest.raises(BadInput, match="another detente archive works in out"):
        other.__enter__()
    with archive.locked():
        assert (archive.path / ".lock").exists()


def test_clearing_takes_only_what_an_archive_consists_of(archive: Archive) -> None:
    (archive.path / "notes.txt").write_text("mine")

    archive.clear()

    assert [path.name for path in archive.path.iterdir()] == ["notes.txt"]


RUN = a_run()


def test_a_plan_is_written_down_and_taken_up_again(order: MakeOrder) -> None:
    archive = Archive(Path("out"))
    plan = make_plan(archive, order(), RUN)
    written = archive.manifest.read_bytes()

    assert make_plan(archive, order(), RUN) == plan
    assert archive.manifest.read_bytes() == written
    assert list(Path("out").iterdir()) == [archive.manifest]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shard_size": 5}, "shards had 4 reports, now 5"),
        ({"reading": ReadOptions(text_column="body")}, "columns or other options differ"),
        ({"paths": ("news/a.jsonl",)}, "news/b.jsonl is gone"),
        ({"paths": ("news/b.jsonl", "news/a.jsonl")}, "in another order"),
    ],
)
def test_another_order_is_refused(order: MakeOrder, change: dict[str, object], words: str) -> None:
    make_plan(Archive(Path("out")), order(), RUN)

    with pytest.raises(BadInput, match=words):
        make_plan(Archive(Path("out")), order(**change), RUN)


def test_a_changed_input_is_named(order: MakeOrder, news: Path) -> None:
    make_plan(Archive(Path("out")), order(), RUN)
    write_rows(news / "b.jsonl", ["Norland met Sudria."])

    with pytest.raises(BadInput, match=r"news/b\.jsonl has changed since"):
        make_plan(Archive(Path("out")), order(), RUN)


def test_a_new_input_is_named(order: MakeOrder, news: Path) -> None:
    make_plan(Archive(Path("out")), order(), RUN)
    write_rows(news / "c.jsonl", ["Norland met Sudria."])

    with pytest.raises(BadInput, match=r"news/c\.jsonl was not among its inputs"):
        make_plan(Archive(Path("out")), order(), RUN)


def test_another_version_says_what_is_other(order: MakeOrder) -> None:
    make_plan(Archive(Path("out")), order(), RUN)

    with pytest.raises(BadInput, match="coder was test, now is else; name another folder, or give"):
        make_plan(Archive(Path("out")), order(), a_run(coder="else"))


def test_restart_throws_away_what_is_there(order: MakeOrder) -> None:
    archive = Archive(Path("out"))
    make_plan(archive, order(), RUN)
    archive.shard(0).mkdir(parents=True)

    plan = make_plan(archive, order(shard_size=5), RUN, is_restart=True)

    assert len(plan.shards) == 4
    assert not archive.shard(0).exists()


def test_a_folder_with_other_files_is_left_alone(order: MakeOrder) -> None:
    Path("out").mkdir()
    Path("out/thesis.tex").write_text("x")

    with pytest.raises(BadInput, match="out has other files in it"):
        make_plan(Archive(Path("out")), order(), RUN, is_restart=True)
    assert Path("out/thesis.tex").exists()


def test_a_damaged_manifest_says_what_to_do(order: MakeOrder) -> None:
    make_plan(Archive(Path("out")), order(), RUN)
    Path("out/manifest.json").write_text("{")

    with pytest.raises(BadInput, match="give --restart"):
        make_plan(Archive(Path("out")), order(), RUN)


def shards_of(order: Order) -> tuple[Shard, ...]:
    return plan_shards(*find_inputs(order), order)


def test_files_are_cut_and_neighbours_gathered(order: MakeOrder) -> None:
    shards = shards_of(order())

    assert [shard.number for shard in shards] == list(range(6))
    assert [shard.n_items for shard in shards] == [4, 4, 2, 4, 4, 2]
    assert {stretch.path for stretch in shards[2].stretches} == {"news/a.jsonl"}


def test_small_files_share_a_shard(order: MakeOrder, news: Path) -> None:
    for name in "cde":
        write_rows(news / f"{name}.jsonl", ["Norland met Sudria."])

    last = shards_of(order())[-1]

    assert [stretch.path for stretch in last.stretches] == ["news/e.jsonl"]
    assert shards_of(order())[-2].n_items == 4


def test_the_plan_is_the_same_each_time(order: MakeOrder) -> None:
    assert shards_of(order()) == shards_of(order())


def test_a_file_that_tells_no_kind_is_told_in_the_first_shard(order: MakeOrder, news: Path) -> None:
    (news / "notes.xyz").write_text("?")

    first, *others = shards_of(order())

    assert [problem.kind for problem in first.problems] == ["unknown-kind"]
    assert not any(shard.problems for shard in others)


def test_a_folder_of_nothing_but_problems_still_tells_them(order: MakeOrder, news: Path) -> None:
    for path in news.iterdir():
        path.unlink()
    (news / "notes.xyz").write_text("?")

    (shard,) = shards_of(order())

    assert (shard.stretches, len(shard.problems)) == ((), 1)


def test_a_path_at_which_nothing_is_stops_all(order: MakeOrder) -> None:
    with pytest.raises(BadInput, match="no file or folder 'new'"):
        find_inputs(order(paths=("new",)))


def test_output_among_the_inputs_is_refused(order: MakeOrder) -> None:
    with pytest.raises(BadInput, match="lies in news"):
        find_inputs(order(out="news/out"))


@given(st.lists(st.integers(1, 9)), st.integers(1, 10))
def test_no_shard_is_too_full_but_for_one_that_cannot_be_cut(sizes: list[int], most: int) -> None:
    stretches = [Stretch(path="a", kind=FileKind.TEXT, n_items=size) for size in sizes]

    groups = list(_gathered(stretches, most))

    assert [one for group in groups for one in group] == stretches
    for group in groups:
        assert sum(one.n_items for one in group) <= most or len(group) == 1
