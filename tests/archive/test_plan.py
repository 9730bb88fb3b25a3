"""The plan: the same shards for the same files, and a word on what is no file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.newsroom import MakeOrder, write_rows
from detente.archive.order import Order, Shard
from detente.archive.plan import _gathered, find_inputs, plan_shards
from detente.errors import BadInput
from detente.sources.kinds import FileKind
from detente.sources.stretches import Stretch


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
