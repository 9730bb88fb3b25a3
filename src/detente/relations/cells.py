"""Moves -> cells: how many acts of one kind fall into a period, in columns.

In:  moves, or a ledger and dyads.   Out: ``Cells`` of each dyad.
Does not: weigh. Cells are what series and bootstrap need of events: acts of one cell are alike.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente.ledger import Ledger
from detente.records import Status
from detente.relations.moves import Move, sql, together
from detente.relations.periods import period_of
from detente.relations.series_options import Coverage, SeriesOptions
from detente.relations.sides import Direction

if TYPE_CHECKING:
    import polars as pl

__all__ = ["STATUSES", "Cells", "IssueCell", "cells_from_moves", "cells_of", "coverage_of"]

Ints = NDArray[np.int64]
Dyad = tuple[str, str]
SIGN = {Direction.A_TO_B: 1, Direction.B_TO_A: -1, Direction.BOTH: 0}
STATUSES = tuple(status.value for status in Status)  # ``Cells.status`` counts in this order
EPOCH = date(1970, 1, 1)
COLUMNS = ("start", "direction", "type", "quad", "intensity", "status", "n_outlets", "n_events")


@dataclass(frozen=True, slots=True)
class IssueCell:
    """So many acts that happened about one issue. ``direction`` as in ``Cells``."""

    start: date
    direction: int
    issue: str
    n_events: int
    n_cooperative: int
    n_conflictual: int
    sum_intensity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """All acts between two sides, in columns of equal length: (n_cells,).

    ``start``: first day of the period, counted from 1970. ``direction``: 1 for A to B, -1 for B
    to A, 0 for acts of both. ``kind``: index into ``types``; ``status``: index into ``STATUSES``.
    ``count``: how many acts alike.
    """

    dyad: Dyad
    types: tuple[str, ...]
    start: Ints
    direction: Ints
    kind: Ints
    quad: Ints
    intensity: NDArray[np.float64]
    status: Ints
    n_outlets: Ints
    count: Ints
    issues: Sequence[IssueCell]

    @property
    def is_actual(self) -> NDArray[np.bool_]:
        """Which cells hold acts that happened."""
        is_actual: NDArray[np.bool_] = self.status == STATUSES.index(Status.ACTUAL.value)
        return is_actual

    def of(self, directions: Sequence[int]) -> NDArray[np.bool_]:
        """Which cells hold acts in one of some directions."""
        return np.isin(self.direction, directions)


def cells_from_moves(moves: Iterable[Move], dyad: Dyad, options: SeriesOptions) -> Cells:
    """Count moves into cells."""
    counts: Counter[tuple[Any, ...]] = Counter()
    by_issue: dict[tuple[date, int, str], list[float]] = {}
    for move in moves:
        start, sign = period_of(move.day, options.period), SIGN[move.direction]
        n_outlets = move.n_outlets if move.is_actual else 1
        kind = (move.type, move.quad, move.intensity, move.status.value, n_outlets)
        counts[start, sign, *kind] += 1
        for issue in move.issues if move.is_actual else ():
            by_issue.setdefault((start, sign, issue), []).append(move.intensity)
    rows = [((key[0] - EPOCH).days, *key[1:], n) for key, n in sorted(counts.items())]
    issues = tuple(_issue_cell(*key, found) for key, found in sorted(by_issue.items()))
    columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    return _cells(dyad, dict(zip(COLUMNS, columns, strict=True)), issues)


def cells_of(ledger: Ledger, dyads: Sequence[Dyad], options: SeriesOptions) -> dict[Dyad, Cells]:
    """Count the acts of some dyads in a ledger; the sides stand in the order given."""
    ordered = {(min(dyad), max(dyad)): dyad for dyad in dyads}
    values = {
        "ones": [one for one, _ in ordered],
        "others": [other for _, other in ordered],
        "period": options.period.value,
        "most_days": options.most_days,
        **together(),
    }
    issues: list[list[IssueCell]] = [[] for _ in ordered]
    is_turned = [dyad != key for key, dyad in ordered.items()]
    with ledger.query() as cursor:
        cursor.execute(sql("moves_between"), values)
        frame = cursor.execute(sql("dyad_cells")).pl()
        for number, start, sign, *rest in cursor.execute(sql("dyad_issues")).fetchall():
            turned = -sign if is_turned[number - 1] else sign
            issues[number - 1].append(IssueCell(start, turned, *rest))
    parts = frame.sort("dyad", *COLUMNS).partition_by("dyad", as_dict=True)
    found = {}
    for n, dyad in enumerate(ordered.values()):
        columns = _columns(parts.get((n + 1,), frame.clear()), is_turned=is_turned[n])
        by_day = sorted(issues[n], key=lambda cell: (cell.start, cell.direction, cell.issue))
        found[dyad] = _cells(dyad, columns, by_day)
    return found


def coverage_of(ledger: Ledger, options: SeriesOptions) -> Mapping[date, int]:
    """Count what was reported at all, by period; empty where nothing is to be corrected."""
    if options.coverage is Coverage.NONE:
        return {}
    values: dict[str, object] = {"period": options.period.value}
    if options.coverage is Coverage.EVENTS:
        values["most_days"] = options.most_days
    with ledger.query() as cursor:
        return dict(cursor.execute(sql(f"coverage_{options.coverage.value}"), values).fetchall())


# Private functions


def _columns(frame: "pl.DataFrame", *, is_turned: bool) -> dict[str, Any]:
    columns: dict[str, Any] = {name: frame[name].to_list() for name in ("type", "status")}
    columns |= {name: frame[name].to_numpy() for name in COLUMNS if name not in columns}
    columns["start"] = frame["start"].to_physical().to_numpy()
    if is_turned:
        columns["direction"] = -columns["direction"]
    return columns


def _cells(dyad: Dyad, columns: Mapping[str, Any], issues: Sequence[IssueCell]) -> Cells:
    types = tuple(sorted(set(columns["type"])))
    kinds = {name: n for n, name in enumerate(types)}
    statuses = {name: n for n, name in enumerate(STATUSES)}
    return Cells(
        dyad=dyad,
        types=types,
        start=_ints(columns["start"]),
        direction=_ints(columns["direction"]),
        kind=_ints([kinds[name] for name in columns["type"]]),
        quad=_ints(columns["quad"]),
        intensity=np.asarray(columns["intensity"], dtype=np.float64),
        status=_ints([statuses[name] for name in columns["status"]]),
        n_outlets=_ints(columns["n_outlets"]),
        count=_ints(columns["n_events"]),
        issues=issues,
    )


def _ints(values: Sequence[Any]) -> Ints:
    return np.asarray(values, dtype=np.int64)


def _issue_cell(start: date, sign: int, issue: str, found: Sequence[float]) -> IssueCell:
    return IssueCell(
        start,
        sign,
        issue,
        len(found),
        sum(one > 0 for one in found),
        sum(one < 0 for one in found),
        sum(found),
    )
