"""Files -> a plan: which stretches of which files make which shard. The same for the same files.

In:  an order.   Out: ``Plan``: each input with its digest, the shards, problems of finding files.
Does not: code anything, or write the plan down (manifest.py does).
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.archive.order import Order, Shard
from detente.errors import BadInput
from detente.records import Problem
from detente.sources.cutting import cut
from detente.sources.files import list_files
from detente.sources.stretches import Stretch

__all__ = ["InputFile", "Plan", "find_inputs", "plan_shards"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file as it was when the work was planned."""

    path: str
    n_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All inputs, and the shards made of them."""

    inputs: tuple[InputFile, ...]
    shards: tuple[Shard, ...]

    @property
    def n_items(self) -> int:
        """About how many reports there are."""
        return sum(shard.n_items for shard in self.shards)


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
            inputs.append(_digested(found))
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


# Private functions


def _refuse_bad_paths(order: Order) -> None:
    """Refuse what would read its own output, or nothing at all.

    Raises:
        BadInput: it would.
    """
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


def _digested(path: str) -> InputFile:
    with Path(path).open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return InputFile(path=path, n_bytes=stream.tell(), sha256=sha256)


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
