"""Figures and floors -> what passed and what failed.

In:  an entry of floors.toml and the figures on its gold file.   Out: one check a figure, one for
each changed file, and a table of them.
Does not: measure, or print.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.evaluate import Figures
from detente.evaluate.figures import align, percent

from .floors import Entry

_HEADER = ("", "figure", "floor", "margin", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that must hold. ``figure`` and ``floor`` are shares, ``None`` for a file."""

    name: str
    figure: float | None = None
    floor: float | None = None

    @property
    def passed(self) -> bool:
        """Whether there is a figure, and it reaches its floor."""
        return self.figure is not None and self.floor is not None and self.figure >= self.floor

    @property
    def margin(self) -> float | None:
        """How far the figure is above its floor; negative below it."""
        if self.figure is None or self.floor is None:
            return None
        return self.figure - self.floor


def check_entry(name: str, entry: Entry, figures: Figures, folder: Path) -> Iterator[Check]:
    """Yield a check for each floor, and a failed one for each file that has changed.

    Raises:
        KeyError: a floor is pinned for a figure that the suite does not give.
    """
    for changed in entry.changed_files(folder):
        yield Check(name=f"{name}: {changed} has changed")
    found = dict(figures.items())
    for key, floor in entry.floors.items():
        if key not in found:
            raise KeyError(f"floors.toml pins {name}.{key}, which the suite does not give")
        yield Check(name=f"{name} {key}", figure=found[key], floor=floor)


def render_checks(checks: Sequence[Check]) -> str:
    """Write a table of the checks in per cent."""
    return align([_HEADER, *map(_row, checks)])


def count_line(checks: Sequence[Check]) -> str:
    """Count what passed and what failed."""
    n_passed = sum(check.passed for check in checks)
    return f"{n_passed} passed, {len(checks) - n_passed} failed"


def _row(check: Check) -> tuple[str, ...]:
    margin = "-" if check.margin is None else f"{100 * check.margin:+.1f}"
    verdict = "ok" if check.passed else "FAILED"
    return check.name, percent(check.figure), percent(check.floor), margin, verdict
