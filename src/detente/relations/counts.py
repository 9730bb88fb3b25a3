"""Cells -> counts by period: how many acts of which type, class, status, issue.

In:  cells of a dyad, the periods, the directions to count.   Out: the counting part of points.
Does not: weigh acts or compute levels (points.py strings both together).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from detente.relations.cells import EPOCH, STATUSES, Cells

__all__ = ["Counts", "IssueTally", "counts_of"]

QUADS = (1, 2, 3, 4)
ACTUAL = 0  # among STATUSES
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTally:
    """Acts that happened about one issue in a period."""

    n_events: int
    n_cooperative: int
    n_conflictual: int
    sum_intensity: float


class Counts(TypedDict):
    """The counting fields of a ``SeriesPoint``."""

    n_events: int
    n_cooperative: int
    n_conflictual: int
    by_type: Mapping[str, int]
    by_quad: Mapping[int, int]
    by_status: Mapping[str, int]
    by_issue: Mapping[str, IssueTally]
    sum_intensity: float
    mean_intensity: float | None


def counts_of(cells: Cells, starts: Sequence[date], directions: Sequence[int]) -> list[Counts]:
    """Count the acts of some directions, one ``Counts`` a period, in the order of ``starts``."""
    days = np.array([(start - EPOCH).days for start in starts], dtype=np.int64)
    own = cells.of(directions) & (cells.start >= days[0]) & (cells.start <= days[-1])
    done = own & cells.is_actual
    table = _Table(cells, days)
    plus, minus = done & (cells.intensity > 0), done & (cells.intensity < 0)
    n_events, cooperative, conflictual = (table.sums(rows) for rows in (done, plus, minus))
    total = table.sums(done, cells.intensity * cells.count)
    types = table.by(done, cells.kind, cells.types)
    quads = table.by(done, cells.quad - QUADS[0], QUADS)
    statuses = table.by(own, cells.status, STATUSES)
    issues = _issues(cells, starts, directions)
    return [
        Counts(
            n_events=int(n_events[n]),
            n_cooperative=int(cooperative[n]),
            n_conflictual=int(conflictual[n]),
            by_type=types[n],
            by_quad=quads[n],
            by_status=dict(sorted(statuses[n].items())),
            by_issue=issues.get(start, {}),
            sum_intensity=float(total[n]),
            mean_intensity=float(total[n] / n_events[n]) if n_events[n] else None,
        )
        for n, start in enumerate(starts)
    ]


# Private functions


class _Table:
    """Adds up cells by period."""

    def __init__(self, cells: Cells, days: Ints) -> None:
        self._count = cells.count
        self._period = np.searchsorted(days, cells.start)
        self._n = len(days)

    def sums(
        self, rows: NDArray[np.bool_], values: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Add up values (by default, the numbers of acts) of some rows: (n_periods,)."""
        weights = self._count if values is None else values
        return np.bincount(self._period[rows], weights[rows], self._n).astype(np.float64)

    def by(
        self, rows: NDArray[np.bool_], column: Ints, names: Sequence[str | int]
    ) -> list[dict[Any, int]]:
        """Count acts by the names that a column's numbers stand for, a dict a period."""
        width = max(1, len(names))
        flat = self._period[rows] * width + column[rows]
        counts = np.bincount(flat, self._count[rows], self._n * width).astype(np.int64)
        return [
            {name: count for name, count in zip(names, row, strict=False) if count}
            for row in counts.reshape(self._n, width).tolist()
        ]


def _issues(
    cells: Cells, starts: Sequence[date], directions: Sequence[int]
) -> dict[date, dict[str, IssueTally]]:
    sums: dict[tuple[date, str], list[float]] = {}
    for cell in cells.issues:
        if cell.direction in directions:
            found = (cell.n_events, cell.n_cooperative, cell.n_conflictual, cell.sum_intensity)
            before = sums.get((cell.start, cell.issue), [0, 0, 0, 0.0])
            sums[cell.start, cell.issue] = [a + b for a, b in zip(before, found, strict=True)]
    made: dict[date, dict[str, IssueTally]] = {start: {} for start in starts}
    for (start, issue), (n, plus, minus, total) in sorted(sums.items()):
        if start in made:
            made[start][issue] = IssueTally(
                n_events=int(n),
                n_cooperative=int(plus),
                n_conflictual=int(minus),
                sum_intensity=float(total),
            )
    return made
