"""The suites on a ledger: its stock against experts' scores, its turns against what a reader saw.

In:  an open ledger whose events are computed; a CSV of scores, one row a dyad and month, or keys to
briefs, whose periods have turns.
Out: Spearman's rank correlation by dyad with its interval, that of plain baselines beside it; how
many turns are found within two months, how many found ones nobody saw, for both halves.
Does not: fit anything to the scores, compare levels of two dyads, or judge turns outside the
periods that were read.

An index made of few acts ranks months by chance: dyads with fewer than ``LEAST_ACTS`` are in one
of the two means only. Months resemble their neighbours, so the interval comes from a bootstrap of
whole blocks of them (Künsch 1989).
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import numpy as np

from detente.errors import BadInput
from detente.evaluate.briefs import BriefKey
from detente.evaluate.figures import Share, align, mean, percent, share
from detente.ledger import Ledger
from detente.relations import Series, SeriesOptions, turns
from detente.relations.measures.moves import MONTHS, Dyad, month_number, month_start
from detente.relations.measures.points import Floats, SeriesPoint, ranks
from detente.relations.measures.series import series_of_dyads

LEAST_ACTS = 30  # fewer over a whole history tell its months apart by chance only
BLOCK = 24  # months drawn together
N_DRAWS = 400
TAILS = (5, 95)  # of the interval, in per cent
LEAST_MONTHS = 24
COLUMNS = ("side_a", "side_b", "month", "score")
PLAIN = SeriesOptions(n_draws=0)


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


# --- The turns suite.
NEAR = 2  # months between a turn found and one seen
KINDS = {"thaw": "warmer", "chill": "colder"}


class TurnHalf(msgspec.Struct, frozen=True, kw_only=True):
    """Turns of some periods.

    ``n_seen`` by the reader; ``n_near`` of them have one found within two months and in their
    direction, ``n_found`` one of their own: a turn found stands for one seen. ``n_false``: found
    within the periods, and for none seen. ``near`` and ``recall`` are the shares near and found,
    ``false_a_decade`` what is false in ten years of the periods.
    """

    n_periods: int
    n_seen: int
    n_near: int
    n_found: int
    n_false: int
    near: Share
    recall: Share
    false_a_decade: float | None


class TurnScores(msgspec.Struct, frozen=True, kw_only=True):
    """Scores by half, and in words what is found and missed in the half that may be read."""

    per_half: dict[str, TurnHalf]
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Period:
    key: BriefKey
    n_near: int
    hits: tuple[str, ...]
    missed: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def n_months(self) -> int:
        return month_number(self.key.until) - month_number(self.key.since) + 1


def score_turns(halves: Mapping[str, Sequence[BriefKey]], ledger: Ledger) -> TurnScores:
    """Hold the turns of each period in a ledger against those that a reader saw.

    Each turn found is taken for one seen, the nearest first.
    """
    judged = {half: [_judge(key, ledger) for key in keys] for half, keys in halves.items()}
    return TurnScores(
        per_half={half: _scores(some) for half, some in judged.items()},
        periods=tuple(_words(one) for one in judged.get("read", ())),
    )


def render_turns(found: TurnScores) -> str:
    """Write the figures as a table, then the turns of the periods that may be read."""
    head = ("", "periods", "seen", "near", "%", "found", "%", "false", "a decade")
    rows = [
        (
            half,
            f"{one.n_periods}",
            f"{one.n_seen}",
            f"{one.n_near}",
            percent(one.near),
            f"{one.n_found}",
            percent(one.recall),
            f"{one.n_false}",
            "-" if one.false_a_decade is None else f"{one.false_a_decade:.1f}",
        )
        for half, one in found.per_half.items()
    ]
    return "\n".join([align([head, *rows]), "", *found.periods])


def _judge(key: BriefKey, ledger: Ledger) -> _Period:
    seen = [
        (month_number(date.fromisoformat(f"{one.month}-01")), one.direction) for one in key.turns
    ]
    left = {(month_number(one.start), KINDS[one.kind]) for one in turns(ledger, *key.dyad).turns}
    hits = []
    pairs = sorted(
        (abs(one[0] - other[0]), one, other)
        for one in seen
        for other in left
        if one[1] == other[1] and abs(one[0] - other[0]) <= NEAR
    )
    taken: set[tuple[int, str]] = set()
    for _, one, other in pairs:
        if one not in taken and other in left:
            taken.add(one)
            left.discard(other)
            hits.append(other)
    first, last = month_number(key.since), month_number(key.until)
    return _Period(
        key=key,
        n_near=len({one for _, one, _ in pairs}),
        hits=tuple(map(_told, sorted(hits))),
        missed=tuple(_told(one) for one in sorted(seen) if one not in taken),
        false=tuple(_told(one) for one in sorted(left) if first <= one[0] <= last),
    )


def _scores(judged: Sequence[_Period]) -> TurnHalf:
    n_found, n_false = (
        sum(len(getattr(one, name)) for one in judged) for name in ("hits", "false")
    )
    n_near = sum(one.n_near for one in judged)
    n_seen = sum(len(one.key.turns) for one in judged)
    n_decades = sum(one.n_months for one in judged) / MONTHS / 10
    return TurnHalf(
        n_periods=len(judged),
        n_seen=n_seen,
        n_near=n_near,
        n_found=n_found,
        n_false=n_false,
        near=share(n_near, n_seen),
        recall=share(n_found, n_seen),
        false_a_decade=round(n_false / n_decades, 3) if judged else None,
    )


def _words(one: _Period) -> str:
    parts = (("found", one.hits), ("missed", one.missed), ("false", one.false))
    told = "; ".join(f"{name} {', '.join(some)}" for name, some in parts if some)
    return f"{one.key.name}: {told or 'no turn'}"


def _told(turn: tuple[int, str]) -> str:
    month, direction = turn
    return f"{month_start(month):%Y-%m} {direction}"
