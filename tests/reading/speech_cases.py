"""Reads the case files of speech: a comment, a text of one or more lines, what is found in it.

In:  text files under ``cases/``.   Out: cases with readable names.
Does not: find speech; the tests do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class SpeechCase:
    """A text, why it is here, and the lines that say what is expected."""

    name: str
    text: str
    expected: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def read_speech_cases(*names: str) -> Iterator[SpeechCase]:
    """Read the blocks of the files ``names``."""
    for name in names:
        blocks = (_CASES / name).read_text(encoding="utf-8").split("\n\n")
        for block in blocks:
            lines = [line for line in block.splitlines() if line.strip()]
            comments = [line.lstrip("# ") for line in lines if line.startswith("#")]
            expected = [line.removeprefix("=> ") for line in lines if line.startswith("=> ")]
            text = [line for line in lines if not line.startswith(("#", "=> "))]
            if text:
                assert expected, f"{name}: {text} says nothing of what is expected"
                yield SpeechCase(comments[-1], "\n".join(text), tuple(expected))
