"""Reads case files: blocks of comment lines (#), a text, and one line ``=> expected``.

In a text ``|`` at the beginning of a line stands for an empty line. ``=> nothing`` is ``None``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """One text and what is expected of it."""

    idea: str
    text: str
    expected: str | None

    def __str__(self) -> str:
        return self.idea


def read_cases(name: str) -> Iterator[Case]:
    """Yield the cases of ``cases/NAME.txt``, in order."""
    idea: list[str] = []
    text: list[str] = []
    for line in (CASES / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            idea.append(line.removeprefix("#").strip())
        elif line.startswith("=> "):
            answer = line.removeprefix("=> ")
            yield Case(" ".join(idea), "\n".join(text), None if answer == "nothing" else answer)
            idea, text = [], []
        elif line:
            text.append("" if line == "|" else line)
