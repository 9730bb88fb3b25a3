"""What an archive is made of and where it lies: the order, the plan, its manifest, finished shards.

In:  a person's wishes, a folder's path.   Out: which stretches of which files make which shard,
the same for the same files; the shards that are done, places to work in; counts.
Does not: know how a shard is coded, or go on where anything has changed.

    OUT/manifest.json           of what and how; written first
    OUT/shards/00042/           claims.parquet ... and shard.json: counts and digests; comes whole
    OUT/done.json               counts and digests of all shards; written last
    OUT/.work/                  shards in the making; nothing in it counts
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from detente.config import Config
from detente.errors import BadInput
from detente.ledger.formats.parquet_import import DONE, MANIFEST, SHARDS
from detente.pipeline import Journey
from detente.records import Problem, Run, alike
from detente.sources import ReadOptions
from detente.sources.files import list_files
from detente.sources.stretches import Stretch, cut

WORK, RECORD = ".work", "shard.json"


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
        write_whole(part / RECORD, pretty(record))
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


def pretty(record: object) -> bytes:
    """Write a record as JSON for people."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def _sync(path: Path) -> None:
    """Have the disk keep a file or a folder's list of files."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# --- How far the work on an archive is: counts, for whoever shows them.
@dataclass(slots=True, kw_only=True)
class Counts:
    """Counts of what is done. ``n_before``: shards that an earlier call has done.

    ``n_under_way`` are items of the shards that are being coded; ``deaths`` counts processes
    that ended before their work was done.
    """

    n_shards: int
    n_items: int
    n_shards_done: int = 0
    n_before: int = 0
    n_items_done: int = 0
    n_under_way: int = 0
    n_deaths: int = 0
    n_repeated: int = 0
    n_warnings: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, record: ShardRecord) -> None:
        """Count a shard that is done."""
        self.n_shards_done += 1
        self.n_items_done += record.n_items
        self.n_repeated += record.n_repeated
        self.n_warnings += record.n_warnings
        for name in record.files:
            table = name.removesuffix(".parquet")
            self.rows[table] = self.rows.get(table, 0) + record.n_rows(table)

    @property
    def n_problems(self) -> int:
        """How many problems stand for something that was not coded."""
        return self.rows.get("problems", 0) - self.n_warnings

    @property
    def is_done(self) -> bool:
        """Whether all shards are there."""
        return self.n_shards_done == self.n_shards


FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file as it was when the work was planned."""

    path: str
    n_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Stretches that are coded together; ``problems`` are those of finding the files."""

    number: int
    stretches: tuple[Stretch, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def n_items(self) -> int:
        """About how many reports it holds."""
        return sum(stretch.n_items for stretch in self.stretches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All that decides what comes out."""

    format: int
    run_id: str
    run: Run
    shard_size: int
    reading: ReadOptions
    inputs: tuple[InputFile, ...]
    shards: tuple[Shard, ...]

    @property
    def n_items(self) -> int:
        """About how many reports there are."""
        return sum(shard.n_items for shard in self.shards)


# --- What is to be done: which files, how to read and code them, in shards of what size.
SHARD_SIZE = 1_000  # reports: about a minute of coding on one core is lost at a kill


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """All that decides what comes out, and where.

    ``base`` is the folder in which relative ``paths`` are looked for; it is no part of what
    comes out. ``open_journey`` makes the journey, once in each process.
    """

    paths: tuple[str, ...]
    out: Path
    base: Path = field(default_factory=Path.cwd)
    reading: ReadOptions = field(default_factory=ReadOptions)
    config: Config = field(default_factory=Config)
    shard_size: int = SHARD_SIZE
    open_journey: Callable[[Config], Journey] = Journey.from_config


# --- The manifest: of what and how an archive is made. Work goes on only where nothing has
# changed.
def make_plan(archive: Archive, order: Order, run: Run, *, is_restart: bool = False) -> Manifest:
    """Plan the work and write it down, or take up the plan that is there.

    Raises:
        BadInput: the folder is in use for something else, or its work was planned otherwise.
    """
    if archive.is_foreign():
        raise BadInput(f"{archive.path} has other files in it; name a new folder, or an empty one")
    inputs, problems = find_inputs(order)
    if is_restart:
        archive.clear()
    there = _read(archive.manifest)
    if there is not None:
        changed = _change(there, inputs, order, run)
        if changed:
            raise BadInput(
                f"{archive.path} holds work that was begun otherwise: {changed}; name another "
                "folder, or give --restart to throw away what is there"
            )
        return there
    plan = Manifest(
        format=FORMAT,
        run_id=run.id,
        run=run,
        shard_size=order.shard_size,
        reading=order.reading,
        inputs=inputs,
        shards=plan_shards(inputs, problems, order),
    )
    archive.path.mkdir(parents=True, exist_ok=True)
    write_whole(archive.manifest, pretty(plan))
    return plan


def _read(path: Path) -> Manifest | None:
    """Read a manifest; ``None`` where there is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as err:
        raise BadInput(
            f"{path} is no manifest that this version of detente reads ({err}); name another "
            "folder, or give --restart to throw away what is there"
        ) from err


def _change(there: Manifest, inputs: tuple[InputFile, ...], order: Order, run: Run) -> str | None:
    """Say in what the work that is there differs; ``None`` for the same."""
    if there.inputs != inputs:
        return _changed_input(there.inputs, inputs)
    if there.run_id != run.id:
        names = ("version", "codebook", "gazetteer", "parser", "coder")
        pairs = ((name, getattr(there.run, name), getattr(run, name)) for name in names)
        told = [f"{name} was {then}, now is {now}" for name, then, now in pairs if then != now]
        return ", ".join(told)
    if there.shard_size != order.shard_size:
        return f"shards had {there.shard_size:,} reports, now {order.shard_size:,}"
    return None if there.reading == order.reading else "columns or other options differ"


def _changed_input(then: tuple[InputFile, ...], now: tuple[InputFile, ...]) -> str:
    """Name the first file that differs."""
    known = {file.path: file for file in then}
    here = {file.path for file in now}
    for file in now:
        if file.path not in known:
            return f"{file.path} was not among its inputs"
        if known[file.path] != file:
            return f"{file.path} has changed since"
    gone = next((file.path for file in then if file.path not in here), None)
    return f"{gone} is gone" if gone else "its inputs came in another order"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where a process was when it ended: which item of the shard, read or coded."""

    item: int
    is_reading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A shard to be coded, without the items that have ended processes before.

    ``is_careful``: a process has ended in it, so that one report is read and coded at a time.
    """

    shard: Shard
    without: frozenset[Trouble] = frozenset()
    is_careful: bool = False


# --- Files -> a plan: which stretches of which files make which shard. The same for the same
# files.
def find_inputs(order: Order) -> tuple[tuple[InputFile, ...], tuple[Problem, ...]]:
    """List and digest all files that the order names, and what in its folders is none.

    Raises:
        BadInput: nothing is at one of the paths, or the output lies in one of them.
    """
    _refuse_bad_paths(order)
    inputs, problems = list[InputFile](), list[Problem]()
    for found in list_files(order.paths):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        try:
            inputs.append(alike(InputFile, digest_of(Path(found), 0), path=found))
        except OSError as err:
            detail = f"cannot be read: {err}"
            problems.append(Problem(key=found, room="sources", kind="unreadable", detail=detail))
    return tuple(inputs), tuple(problems)


def plan_shards(
    inputs: Iterable[InputFile], problems: tuple[Problem, ...], order: Order
) -> tuple[Shard, ...]:
    """Cut files into stretches, and gather stretches until a shard is full."""
    stretches = [
        stretch for file in inputs for stretch in cut(file.path, order.shard_size, order.reading)
    ]
    groups = list(_gathered(stretches, order.shard_size)) or ([()] if problems else [])
    return tuple(
        Shard(number=number, stretches=group, problems=() if number else problems)
        for number, group in enumerate(groups)
    )


def _refuse_bad_paths(order: Order) -> None:
    """Refuse what would read its own output, or nothing at all."""
    out = order.out.resolve()
    for path in order.paths:
        given = Path(path)
        if not os.path.exists(given):  # noqa: PTH110  # Path.exists raises for too long names
            raise BadInput(f"there is no file or folder {path!r}; check the path")
        if given.is_dir() and out.is_relative_to(given.resolve()):
            raise BadInput(
                f"{order.out} lies in {path}, so that its files would be read as reports; "
                "name a folder elsewhere"
            )


def _gathered(stretches: Iterable[Stretch], size: int) -> Iterator[tuple[Stretch, ...]]:
    """Put neighbours together as long as they hold no more than ``size`` items."""
    group, n_items = list[Stretch](), 0
    for stretch in stretches:
        if group and n_items + stretch.n_items > size:
            yield tuple(group)
            group, n_items = [], 0
        group.append(stretch)
        n_items += stretch.n_items
    if group:
        yield tuple(group)
