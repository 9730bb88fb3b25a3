"""Reads ``cases/briefs.txt``: small reports, and what a brief must say of them."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Case", "read_cases"]

FILE = Path(__file__).with_name("cases") / "briefs.txt"


@dataclass(frozen=True)
class Case:
    """One report on two sides; ``expected`` are its lines without the arrow."""

    title: str
    sides: tuple[str, str]
    text: str
    expected: tuple[str, ...]

    def __str__(self) -> str:
        return self.title


def read_cases() -> list[Case]:
    """Read all cases; the comment before one is its title."""
    blocks = FILE.read_text(encoding="utf-8").strip().split("\n\n")
    return [_case(block.splitlines()) for block in blocks[1:]]


def _case(lines: list[str]) -> Case:
    title = " ".join(line.removeprefix("# ") for line in lines if line.startswith("#"))
    rest = [line for line in lines if not line.startswith("#")]
    expected = [line.removeprefix("=> ") for line in rest if line.startswith("=> ")]
    one, other = rest[0].split()
    text = "\n".join(line for line in rest[1:] if not line.startswith("=> "))
    return Case(title, (one, other), text, tuple(expected))
