"""What lies in an archive's folder is whole, or it is not there."""

from pathlib import Path

import pytest

from archive.newsroom import MakeOrder
from detente.archive.folder import Archive
from detente.archive.order import Task
from detente.archive.plan import find_inputs, plan_shards
from detente.archive.shard import ShardCoder
from detente.errors import BadInput


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
