"""What is to be done: which files, how to read and code them, in shards of what size.

In:  a person's wishes.   Out: ``Order``; ``Task`` for one shard of it.
Does not: look at any file.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from detente.config import Config
from detente.pipeline import Journey
from detente.records import Problem
from detente.sources import ReadOptions
from detente.sources.stretches import Stretch

__all__ = ["Order", "Shard", "Task", "Trouble"]

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


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where a process was when it ended: which item of the shard, read or coded."""

    item: int
    is_reading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A shard to be coded, without the items that have ended processes before."""

    shard: Shard
    without: frozenset[Trouble] = frozenset()
