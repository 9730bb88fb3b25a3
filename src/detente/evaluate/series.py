"""The series suite: a ledger's stock against experts' scores, dyad by dyad.

In:  a CSV of scores, one row a dyad and month; an open ledger whose events are computed.
Out: Spearman's rank correlation by dyad with its interval, that of plain baselines beside it.
Does not: fit anything to the scores, or compare levels of two dyads.

An index made of few acts ranks months by chance: dyads with fewer than ``LEAST_ACTS`` are in one
of the two means only. Months resemble their neighbours, so the interval comes from a bootstrap of
whole blocks of them (Künsch 1989).
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from detente.errors import BadInput
from detente.evaluate.figures import align, mean
from detente.ledger import Ledger
from detente.relations import Series, SeriesOptions
from detente.relations.measures.points import SeriesPoint, ranks
from detente.relations.measures.series import series_of_dyads

LEAST_ACTS = 30  # fewer over a whole history tell its months apart by chance only
BLOCK = 24  # months drawn together
N_DRAWS = 400
TAILS = (5, 95)  # of the interval, in per cent
LEAST_MONTHS = 24
COLUMNS = ("side_a", "side_b", "month", "score")
PLAIN = SeriesOptions(n_draws=0)

Dyad = tuple[str, str]
Floats = NDArray[np.float64]


class DyadScores(msgspec.Struct, frozen=True, kw_only=True):
    """How a dyad's series agrees with the experts, by Spearman's rank correlation, -1 .. 1.

    ``n_acts``: acts that happened, up to the last month scored; ``n_months``: scored months from
    the first act on. ``stock_low`` and ``stock_high`` bound ``stock`` (90 %). Baselines from the
    same acts: ``mean_intensity`` of the month, as Goldstein's scale is used with GDELT (a silent
    month is 0), ``sum_intensity``, ``n_cooperative`` less ``n_conflictual``. ``None`` where either
    side never changes, or fewer than ``LEAST_MONTHS`` months are scored.
    """

    side_a: str
    side_b: str
    n_acts: int
    n_months: int
    stock: float | None
    stock_low: float | None
    stock_high: float | None
    mean_intensity: float | None
    sum_intensity: float | None
    count: float | None


class SeriesScores(msgspec.Struct, frozen=True, kw_only=True):
    """All dyads of a file, and their means; ``_told``: over those with ``least_acts`` or more."""

    n: int
    n_told: int
    least_acts: int
    stock: float | None
    stock_told: float | None
    mean_intensity: float | None
    sum_intensity: float | None
    count: float | None
    dyads: tuple[DyadScores, ...]


def score_series(path: Path, ledger: Ledger) -> SeriesScores:
    """Hold a ledger's stock against the scores in ``path``.

    Raises:
        BadInput: a column is missing, a month or score cannot be read, or a row stands twice.
    """
    scores = read_scores(path)
    last = max(month for months in scores.values() for month in months)
    made = series_of_dyads(ledger, list(scores), PLAIN, (None, last))
    dyads = tuple(_dyad(one, scores[one.side_a, one.side_b]) for one in made)
    told = [one for one in dyads if one.n_acts >= LEAST_ACTS]
    return SeriesScores(
        n=len(dyads),
        n_told=len(told),
        least_acts=LEAST_ACTS,
        stock=mean(one.stock for one in dyads),
        stock_told=mean(one.stock for one in told),
        mean_intensity=mean(one.mean_intensity for one in dyads),
        sum_intensity=mean(one.sum_intensity for one in dyads),
        count=mean(one.count for one in dyads),
        dyads=dyads,
    )


def render_series(found: SeriesScores) -> str:
    """Write the figures as a table, the dyads with most acts first, the means below."""
    head = ("", "acts", "months", "stock", "90 %", "mean", "sum", "count")
    ordered = sorted(found.dyads, key=lambda one: (-one.n_acts, one.side_a, one.side_b))
    rows = [_row(one) for one in ordered]
    means = (found.stock, None, found.mean_intensity, found.sum_intensity, found.count)
    below = ("mean", "", "", *map(_written, means))
    told = f"mean of {found.n_told} with {found.least_acts} acts or more"
    rest = ("", "", _written(found.stock_told), "", "", "", "")
    return align([head, *rows, below, (told, *rest)])


def read_scores(path: Path) -> Mapping[Dyad, Mapping[date, float]]:
    """Read experts' scores by dyad and month.

    Raises:
        BadInput: the file cannot be read, has no score, or a row is not of this format.
    """
    scores: dict[Dyad, dict[date, float]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for dyad, month, score in _rows(csv.DictReader(lines), path):
                months = scores.setdefault(dyad, {})
                if month in months:
                    raise BadInput(f"{path}: {' '.join(dyad)} has two scores for {month:%Y-%m}")
                months[month] = score
    except (OSError, UnicodeDecodeError) as err:
        raise BadInput(f"{path} cannot be read: {err}") from err
    if not scores:
        raise BadInput(f"{path} has no score; it needs the columns {', '.join(COLUMNS)}")
    return scores


def _rows(rows: "csv.DictReader[str]", path: Path) -> Iterator[tuple[Dyad, date, float]]:
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise BadInput(f"{path} has no column {missing[0]!r}; it needs {', '.join(COLUMNS)}")
    for row in rows:
        try:
            month = date.fromisoformat(f"{row['month']}-01")
            yield (row["side_a"], row["side_b"]), month, float(row["score"])
        except (TypeError, ValueError) as err:
            at = f"{path}, line {rows.line_num}"
            raise BadInput(f"{at}: month or score cannot be read ({err}); write 2024-02") from err


def _dyad(made: Series, scores: Mapping[date, float]) -> DyadScores:
    points = made.of()
    own = [point for point in points if point.start in scores]
    wanted = np.array([scores[point.start] for point in own])
    low, high = _interval(_column(own, "stock"), wanted)
    return DyadScores(
        side_a=made.side_a,
        side_b=made.side_b,
        n_acts=sum(point.n_events for point in points),
        n_months=len(own),
        stock=_rank(_column(own, "stock"), wanted),
        stock_low=low,
        stock_high=high,
        mean_intensity=_rank(_column(own, "mean_intensity"), wanted),
        sum_intensity=_rank(_column(own, "sum_intensity"), wanted),
        count=_rank(_column(own, "n_cooperative") - _column(own, "n_conflictual"), wanted),
    )


def _column(points: Sequence[SeriesPoint], name: str) -> Floats:
    return np.array([getattr(point, name) or 0.0 for point in points], dtype=np.float64)


def _rank(one: Floats, other: Floats) -> float | None:
    """Spearman's correlation; ``None`` where there is nothing to compare."""
    if len(one) < LEAST_MONTHS or not np.ptp(one) or not np.ptp(other):
        return None
    return round(float(np.corrcoef(ranks(one), ranks(other))[0, 1]), 6)


def _interval(one: Floats, other: Floats) -> tuple[float | None, float | None]:
    """Draw blocks of months with replacement until there are as many as before."""
    n = len(one)
    if _rank(one, other) is None:
        return None, None
    chance = np.random.default_rng(1)
    starts = chance.integers(0, n - BLOCK + 1, (N_DRAWS, -(-n // BLOCK)))
    drawn = [(first[:, None] + np.arange(BLOCK)).ravel()[:n] for first in starts]
    found = [rank for each in drawn if (rank := _rank(one[each], other[each])) is not None]
    low, high = np.percentile(found, TAILS) if found else (np.nan, np.nan)
    return (round(float(low), 6), round(float(high), 6)) if found else (None, None)


def _row(one: DyadScores) -> tuple[str, ...]:
    within = "" if one.stock_low is None else f"{one.stock_low:.2f} .. {one.stock_high:.2f}"
    rest = map(_written, (one.mean_intensity, one.sum_intensity, one.count))
    name = f"{one.side_a} {one.side_b}"
    return name, f"{one.n_acts:,}", f"{one.n_months:,}", _written(one.stock), within, *rest


def _written(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
