"""Figures -> text for people: aligned columns, shares in per cent.

In:  the figures of a suite.   Out: a table; a list of its misses.
Does not: colour, print, or give JSON (``Figures.as_json`` does).
"""

from collections.abc import Iterator, Sequence

from detente.evaluate.arithmetic import ClassScores, Share
from detente.evaluate.figures import Figures, Miss

__all__ = ["align", "percent", "render_misses", "render_table"]

_COUNTS = frozenset({"n", "targets", "claims_per_sentence"})
_GAP = "  "
_CLASS_HEADER = ("", "precision", "recall", "F1", "n")
_KIND_HEADER = ("", "right", "n")


def render_table(figures: Figures) -> str:
    """Write the figures, those of each class and kind, and the notes."""
    blocks = [align([(key, _write(key, value)) for key, value in figures.items()])]
    if figures.classes():
        rows = (_class_row(*item) for item in figures.classes().items())
        blocks.append(align([_CLASS_HEADER, *rows]))
    if figures.kinds:
        blocks.append(align([_KIND_HEADER, *(_kind_row(*kind) for kind in figures.kinds)]))
    if figures.notes:
        blocks.append("\n".join(figures.notes))
    return "\n\n".join(blocks)


def render_misses(misses: Sequence[Miss]) -> str:
    """Write each miss as a block: its row, its text, what was expected and what came."""
    return "\n\n".join("\n".join(_miss_lines(miss)) for miss in misses)


def align(rows: Sequence[Sequence[str]]) -> str:
    """Align rows of equal length: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_GAP.join(_padded(row, widths)).rstrip() for row in rows)


def percent(value: Share) -> str:
    """Write a share in per cent with one decimal; ``-`` where there is nothing to measure."""
    return "-" if value is None else f"{100 * value:.1f}"


def _write(key: str, value: float | None) -> str:
    if key not in _COUNTS or value is None:
        return percent(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"


def _class_row(name: str, scores: ClassScores) -> tuple[str, ...]:
    shares = (scores.precision, scores.recall, scores.f1)
    return (name, *map(percent, shares), f"{scores.n:,}")


def _kind_row(name: str, n_right: int, n: int) -> tuple[str, ...]:
    return name, percent(n_right / n), f"{n:,}"


def _padded(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    yield row[0].ljust(widths[0])
    for cell, width in zip(row[1:], widths[1:], strict=True):
        yield cell.rjust(width)


def _miss_lines(miss: Miss) -> Iterator[str]:
    yield f"{miss.id}: {' '.join(miss.text.split())}"
    yield f"    expected {miss.expected}, got {miss.got}"
    if miss.why:
        yield f"    {miss.why}"
