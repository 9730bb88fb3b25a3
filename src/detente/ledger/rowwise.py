"""A file of another program, line by line -> batches to import; a bad line becomes a problem.

In:  paths and a reader for their format.   Out: ``Told``, batch after batch.
Does not: know a format, or write. The batch is emptied when the next one is asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from detente.ledger.sheets import Complain, Line, Reading, complaint, read_lines
from detente.ledger.told import TellsWhat, Told
from detente.records import Problem

__all__ = ["RowError", "RowReader", "Warnings", "coordinate", "day_of", "read_batches"]

BATCH = 100_000  # rows to a transaction: the fewer, the less often indexes are written
DAY = 8  # digits of a day such as 20151027


class RowError(Exception):
    """Why a row cannot be imported. ``key`` is the row's own id, where it has one."""

    def __init__(self, kind: str, detail: str, key: str | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.key = key


@dataclass(slots=True)
class Warnings:
    """Tells each loss once a file, at the first line that has it."""

    complain: Complain
    _told: set[tuple[str, str, str]] = field(default_factory=set)

    def tell(self, line: Line, kind: str, detail: str) -> None:
        """Warn, unless this file has been warned of the same."""
        if (line.file, kind, detail) not in self._told:
            self._told.add((line.file, kind, detail))
            where = f"{line.file}, line {line.number}: {detail}"
            self.complain(complaint(f"{line.file}:{line.number}", kind, where, is_warning=True))


class RowReader(Protocol):
    """Turns the lines of one file into rows."""

    fallback: str

    def takes_header(self, line: Line) -> bool:
        """Learn the columns from a file's first line, if it is a header."""
        ...

    def row(self, line: Line) -> TellsWhat:
        """Read a row, or raise ``RowError``."""
        ...


def read_batches(
    paths: Iterable[Path], told: Told, make_reader: Callable[..., RowReader]
) -> Iterator[Told]:
    """Read files into ``told``; yield it whenever it is full, and at the end."""
    for path in paths:
        warnings = Warnings(told.complain)
        reader = make_reader(warnings=warnings)
        file = None
        for line in read_lines(path, Reading(complain=warnings.complain, fallback=reader.fallback)):
            is_first, file = line.file != file, line.file
            if is_first:
                reader = make_reader(warnings=warnings)
                if reader.takes_header(line):
                    continue
            try:
                told.rows.append(reader.row(line))
            except RowError as err:
                told.complain(_problem_of(line, err))
            if len(told.rows) >= BATCH or len(told.problems) >= BATCH:
                yield told
                told.empty()
    if told.rows or told.problems:
        yield told
        told.empty()


@lru_cache(maxsize=20_000)  # half a million rows have some thousand days
def day_of(text: str) -> date:
    """Read a day: 20151027 or 2015-10-27.

    Raises:
        RowError: it is none.
    """
    digits = text.removesuffix(".0")
    try:
        if len(digits) == DAY and digits.isdecimal():
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        return date.fromisoformat(digits[:10])
    except ValueError:
        raise RowError("bad-date", f"{text!r} is no day") from None


def coordinate(text: str, limit: float) -> float | None:
    """Read degrees; ``None`` where they are missing, or off the globe."""
    try:
        degrees = float(text)
    except ValueError:
        return None
    return degrees if -limit <= degrees <= limit else None


# Private functions


def _problem_of(line: Line, err: RowError) -> Problem:
    key = err.key or f"{line.file}:{line.number}"
    return complaint(key, err.kind, f"{line.file}, line {line.number}: {err.detail}")
