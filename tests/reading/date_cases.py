"""Reads the case files of dates and places: one idea a line, each with its comment.

In:  text files under ``cases/``.   Out: cases with readable names.
Does not: parse sentences or resolve anything; the tests do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.records import EventDate

_CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """What stands left and right of the sign, and the day of the report above it."""

    given: str
    expected: str
    published: date | None

    def __str__(self) -> str:
        return f"{self.given} ({self.published})"


def read_cases(name: str, sign: str) -> Iterator[Case]:
    """Read the lines of a file that have ``sign``."""
    published: date | None = None
    for line in read_lines(name):
        if line.startswith("published "):
            day = line.removeprefix("published ")
            published = None if day == "never" else date.fromisoformat(day)
            continue
        given, found, expected = line.partition(sign)
        assert found, f"{name}: {line!r} has no {sign!r}"
        yield Case(given.strip(), expected.strip(), published)


def read_lines(name: str) -> Iterator[str]:
    """Read a file's lines without comments and blank ones."""
    for line in (_CASES / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def days_of(when: EventDate | None) -> str:
    """Write a date as the case files do: "2024-02-02", "2024-02-01..2024-02-29", "nothing"."""
    if when is None:
        return "nothing"
    first, last = when.earliest.isoformat(), when.latest.isoformat()
    return first if first == last else f"{first}..{last}"
