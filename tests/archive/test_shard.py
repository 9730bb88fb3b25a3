"""One shard: what is written of it, what is left out, and how it comes into its place."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from archive.fakes import open_fake
from archive.newsroom import TEXTS, MakeOrder, bytes_of, write_rows
from detente.archive.folder import Archive, Order, Shard, Task, Trouble, find_inputs, plan_shards
from detente.archive.shard import Marker, ShardCoder


def first_shard(order: Order) -> Shard:
    return plan_shards(*find_inputs(order), order)[0]


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return found


@pytest.fixture
def code(order: MakeOrder) -> Iterator[Any]:
    """Code the first shard of all that is in ``news``, without some items."""

    def code(*without: Trouble, out: str = "out") -> Path:
        given = order(out=out, shard_size=20)
        task = Task(shard=first_shard(given), without=frozenset(without))
        record = ShardCoder(given).code(task)
        return Archive(Path(out)).shard(record.shard)

    yield code
    assert os.sys.modules["resource"].getrlimit(0)[0] == -1  # type: ignore[attr-defined]  # no limit is left


def test_each_table_has_what_was_found(code: Any) -> None:
    folder = code()

    counts = {path.stem: len(rows(folder, path.stem)) for path in folder.glob("*.parquet")}
    assert counts == {"reports": 20, "claims": 20, "statements": 20, "remarks": 0, "problems": 0}
    claim = rows(folder, "claims")[0]
    assert (claim["type"], claim["actors"]) == ("CONSULT", ["NRL-GOV", "SDR-GOV"])
    assert claim["report_id"] == rows(folder, "reports")[0]["id"]
    assert rows(folder, "reports")[0]["n_claims"] == 1


def test_a_shard_is_the_same_bytes_each_time(code: Any) -> None:
    assert bytes_of(code(out="one")) == bytes_of(code(out="two"))


def test_nothing_is_left_in_the_workshop(code: Any) -> None:
    code()

    assert list(Path("out/.work").iterdir()) == []


def test_a_report_that_comes_again_is_coded_once(code: Any, news: Path) -> None:
    write_rows(news / "a.jsonl", [TEXTS[0], *TEXTS[:5]])

    folder = code()

    assert Archive(Path("out")).record_of(0).n_repeated == 1  # type: ignore[union-attr]  # it is there
    assert len(rows(folder, "reports")) == len({one["id"] for one in rows(folder, "reports")}) == 15


def test_a_report_that_cannot_be_coded_is_a_problem(code: Any, news: Path) -> None:
    write_rows(news / "a.jsonl", ["POISON", TEXTS[0]])

    (problem,) = rows(code(), "problems")

    assert (problem["key"], problem["kind"]) == ("a-0", "poison")


def test_a_row_that_cannot_be_read_is_a_problem(code: Any, news: Path) -> None:
    (news / "a.jsonl").write_text("no JSON\n")

    (problem,) = rows(code(), "problems")

    assert (problem["key"], problem["kind"]) == ("news/a.jsonl:1", "broken-json")


def test_an_item_at_which_processes_end_is_left_out_with_a_word(code: Any) -> None:
    folder = code(Trouble(3, is_reading=False))

    (problem,) = rows(folder, "problems")
    assert (problem["key"], problem["kind"]) == ("a-3", "ends-process")
    assert len(rows(folder, "reports")) == 19


def test_a_file_whose_reading_ends_processes_is_left_there(code: Any) -> None:
    folder = code(Trouble(3, is_reading=True))

    (problem,) = rows(folder, "problems")
    assert (problem["key"], problem["kind"]) == ("news/a.jsonl", "ends-process")
    assert [one["key"] for one in rows(folder, "reports")][:4] == ["a-0", "a-1", "a-2", "b-0"]


def test_a_marker_tells_where_a_process_was(tmp_path: Path) -> None:
    path = tmp_path / "marker"

    assert Marker.read(path) is None
    with Marker(path) as marker:
        assert Marker.read(path) is None
        marker.at(Trouble(7, is_reading=True))
        assert Marker.read(path) == Trouble(7, is_reading=True)
        marker.at(Trouble(7, is_reading=False))
        assert Marker.read(path) == Trouble(7, is_reading=False)
    assert not path.exists()


def test_a_shard_that_another_has_done_meanwhile_stays(order: MakeOrder) -> None:
    given = order(shard_size=20)
    task = Task(shard=first_shard(given))

    first = ShardCoder(given).code(task)
    before = bytes_of(Path("out"))
    again = ShardCoder(given).code(task)

    assert again == first
    assert bytes_of(Path("out")) == before


def test_a_coder_that_fails_leaves_no_shard(order: MakeOrder) -> None:
    given = order(shard_size=20, open_journey=lambda config: open_fake(config).missing)  # type: ignore[attr-defined]  # the failure

    with pytest.raises(AttributeError):
        ShardCoder(given).code(Task(shard=first_shard(given)))
    assert not Archive(Path("out")).shard(0).exists()
    assert list(Path("out/.work").iterdir()) == []
