"""One shard: its stretches are read, coded and written; the same bytes whoever does it.

In:  a task.   Out: the shard in its place, and what became of it.
Does not: know other shards, or which engine runs it. What ends the process is told by the marker.
"""

import os
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Self

from detente.api import MOST_REPORTS, code_reports
from detente.archive.folder import Archive, Order, ShardRecord, Task, Trouble, digest_of
from detente.ledger.formats.parquet import TABLES, ShardWriter
from detente.pipeline import Journey
from detente.records import Problem, Report
from detente.sources.stretches import Stretch, read_stretch
from detente.sources.tabular import SeenKeys

LIMIT_S = 600  # of processor time for one report; a transcript of a whole day takes some seconds
_ENDS = "ended the process that did it, again and again; it was left out"


class ShardCoder:
    """Codes shards in one process; the journey is loaded once."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.archive = Archive(order.base / order.out)
        os.chdir(order.base)

    @cached_property
    def journey(self) -> Journey:
        """The journey, loaded when first asked."""
        return self.order.open_journey(self.order.config)

    def run_id(self) -> str:
        """Which run it codes for; loads everything."""
        return self.journey.run.id

    def code(self, task: Task) -> ShardRecord:
        """Code a shard and put it in its place."""
        shard = task.shard
        part = self.archive.work / f"{shard.number:05d}.{uuid.uuid4().hex}"
        part.mkdir(parents=True)
        try:
            with Marker(self.archive.marker(shard.number)) as marker:
                record = self._written(task, part, marker)
            return self.archive.commit(part, record)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise

    def _written(self, task: Task, part: Path, marker: "Marker") -> ShardRecord:
        shard, count = task.shard, Counter[str]()
        at_once = 1 if task.is_careful else MOST_REPORTS
        with ShardWriter(part, self.journey.run) as writer:
            for problem in shard.problems:
                writer.take(problem)
            items = _once(self._items(task, marker), count)
            for coded in code_reports(items, self.journey, at_once):
                writer.take(coded)
            counts, n_warnings = writer.counts, writer.n_warnings
        files = {
            f"{name}.parquet": digest_of(part / f"{name}.parquet", counts[name]) for name in TABLES
        }
        return ShardRecord(
            shard=shard.number,
            n_items=count["items"],
            n_repeated=count["repeated"],
            n_warnings=n_warnings,
            files=files,
        )

    def _items(self, task: Task, marker: "Marker") -> Iterator[Report | Problem]:
        """Read all stretches; what has ended processes before becomes a problem."""
        number = 0
        for stretch in task.shard.stretches:
            items = read_stretch(stretch, self.order.reading, SeenKeys())
            while True:
                if Trouble(number, is_reading=True) in task.without:
                    yield _unread(stretch)
                    number += 1
                    break
                marker.at(Trouble(number, is_reading=True))
                item = next(items, None)
                if item is None:
                    break
                if Trouble(number, is_reading=False) in task.without:
                    item = _uncoded(item.key)
                marker.at(Trouble(number, is_reading=False))
                yield item
                number += 1


def _once(items: Iterable[Report | Problem], count: Counter[str]) -> Iterator[Report | Problem]:
    """Pass on what was not there before, word for word; count all items, and those passed over."""
    seen = set[str]()
    for item in items:
        count["items"] += not isinstance(item, Problem) or not item.is_warning
        if isinstance(item, Report) and item.id in seen:
            count["repeated"] += 1
            continue
        if isinstance(item, Report):
            seen.add(item.id)
        yield item


class Marker:
    """Tells, in a file that outlives the process, which item it is at; bounds its time, too."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o644)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)
        _limit_time(None)
        self._path.unlink(missing_ok=True)

    def at(self, trouble: Trouble) -> None:
        """Write down what is begun."""
        word = "r" if trouble.is_reading else "c"
        os.pwrite(self._file, f"{trouble.item:15d}{word}".encode(), 0)
        if trouble.is_reading:
            _limit_time(LIMIT_S)

    @staticmethod
    def read(path: Path) -> Trouble | None:
        """Read what a process had begun; ``None`` where it had begun nothing."""
        with suppress(OSError, ValueError):
            words = path.read_text()
            return Trouble(int(words[:15]), is_reading=words[15:] == "r")
        return None


def _limit_time(more_s: int | None) -> None:
    """Let the kernel end this process after so much more processor time (``None``: never)."""
    import resource  # noqa: PLC0415  # not on every system, and only here

    soft, hard = resource.RLIM_INFINITY, resource.getrlimit(resource.RLIMIT_CPU)[1]
    if more_s is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + more_s
    if hard != resource.RLIM_INFINITY:
        soft = hard if soft == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _uncoded(key: str) -> Problem:
    detail = f"coding this report {_ENDS}; please report it with the text"
    return Problem(key=key, room="archive", kind="ends-process", detail=detail)


def _unread(stretch: Stretch) -> Problem:
    detail = f"reading on in the part that begins at number {stretch.first} {_ENDS}"
    return Problem(key=stretch.path, room="archive", kind="ends-process", detail=detail)
