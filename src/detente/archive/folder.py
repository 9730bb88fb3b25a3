"""The folder of an archive: what lies where, and how it comes there whole.

In:  a folder's path.   Out: the manifest, the shards that are done, places to work in.
Does not: know how a shard is coded.

    OUT/manifest.json           of what and how; written first
    OUT/shards/00042/           claims.parquet ... and shard.json: counts and digests; comes whole
    OUT/done.json               counts and digests of all shards; written last
    OUT/.work/                  shards in the making; nothing in it counts
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from detente.errors import BadInput

__all__ = ["Archive", "FileDigest", "ShardRecord", "write_whole"]

MANIFEST, SHARDS, DONE, WORK, RECORD = (
    "manifest.json", "shards", "done.json", ".work", "shard.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDigest:
    """One file as it was written."""

    n_rows: int
    n_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardRecord:
    """What became of a shard. ``n_repeated`` reports were in it before, word for word."""

    shard: int
    n_items: int
    n_repeated: int
    n_warnings: int
    files: Mapping[str, FileDigest]

    def n_rows(self, table: str) -> int:
        """How many rows a table has."""
        return self.files[f"{table}.parquet"].n_rows

    @property
    def n_problems(self) -> int:
        """How many problems stand for something that was not coded."""
        return self.n_rows("problems") - self.n_warnings


class Archive:
    """A folder with the work on one archive."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest = path / MANIFEST
        self.done = path / DONE
        self.work = path / WORK

    def shard(self, number: int) -> Path:
        """Where a shard is, once it is done."""
        return self.path / SHARDS / f"{number:05d}"

    def marker(self, number: int) -> Path:
        """Where a process writes down how far it is in a shard."""
        return self.work / f"{number:05d}.at"

    def record_of(self, number: int) -> ShardRecord | None:
        """Read what became of a shard; ``None`` for one that is not done or not as it was."""
        folder = self.shard(number)
        try:
            record = msgspec.json.decode((folder / RECORD).read_bytes(), type=ShardRecord)
            found = {name: digest_of(folder / name, 0) for name in record.files}
        except (OSError, msgspec.DecodeError):
            return None
        is_same = all(
            (found[name].n_bytes, found[name].sha256) == (file.n_bytes, file.sha256)
            for name, file in record.files.items()
        )
        return record if is_same and record.shard == number else None

    def commit(self, part: Path, record: ShardRecord) -> ShardRecord:
        """Put a finished shard in its place at once; one that another was quicker with stays.

        Raises:
            OSError: the disk does not take it.
        """
        write_whole(part / RECORD, _pretty(record))
        for path in part.iterdir():
            _sync(path)
        _sync(part)
        final = self.shard(record.shard)
        final.parent.mkdir(exist_ok=True)
        try:
            part.rename(final)
        except OSError:
            there = self.record_of(record.shard)
            if there is None:
                raise
            shutil.rmtree(part, ignore_errors=True)
            return there
        _sync(final.parent)
        return record

    def forget(self, number: int) -> None:
        """Remove a shard that is damaged; it is moved out of its place first."""
        folder = self.shard(number)
        if folder.exists():
            self.work.mkdir(parents=True, exist_ok=True)
            aside = self.work / f"{number:05d}.damaged"
            shutil.rmtree(aside, ignore_errors=True)
            folder.rename(aside)
            shutil.rmtree(aside, ignore_errors=True)

    def clear(self) -> None:
        """Remove all that an archive consists of, the manifest last, and nothing else."""
        self.done.unlink(missing_ok=True)
        for folder in (self.path / SHARDS, self.work):
            shutil.rmtree(folder, ignore_errors=True)
        self.manifest.unlink(missing_ok=True)

    def is_foreign(self) -> bool:
        """Whether other files lie in the folder, and no manifest."""
        if not self.path.exists() or self.manifest.exists():
            return False
        return any(entry.name not in {WORK, ".lock"} for entry in self.path.iterdir())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out of the folder; a process that ends lets go of it, however it ends.

        Raises:
            BadInput: another run works in it.
        """
        import fcntl  # noqa: PLC0415  # not on every system, and only here

        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / ".lock").open("w") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as err:
                raise BadInput(
                    f"another detente archive works in {self.path}; wait until it is done"
                ) from err
            yield


def digest_of(path: Path, n_rows: int) -> FileDigest:
    """Digest a file."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return FileDigest(n_rows=n_rows, n_bytes=path.stat().st_size, sha256=sha256)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all, whatever ends the process."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    _sync(path.parent)


# Private functions


def _pretty(record: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def _sync(path: Path) -> None:
    """Have the disk keep a file or a folder's list of files."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
