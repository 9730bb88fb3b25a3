"""Third parties: how the relation of two sides moves with their relations to a third.

In:  series of the three dyads, or a ledger.   Out: triads, the closest tie first.
Does not: say who moves whom; that two relations move together has many reasons.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.ledger import Ledger
from detente.relations.moves import sql, together
from detente.relations.series import Series, series_of_dyads
from detente.relations.series_options import SeriesOptions

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Triad", "Triads", "triads", "triads_from_series"]

DEFAULTS = SeriesOptions()
MOST_THIRDS = 10
LEAST_PERIODS = 12  # fewer changes tell nothing
N_SHIFTS = 999
ALL_DYADS = 1_000_000
DOUBTFUL = 0.1  # with a greater p-value two relations are not said to move together


@dataclass(frozen=True, slots=True, kw_only=True)
class Triad:
    """The relation of ``one`` and ``other`` beside that of ``one`` and ``third``.

    ``correlation`` is Spearman's, of the changes of the two stocks from period to period,
    ``n_periods`` of them; ``p_value`` is two-sided. ``is_balanced``: the three relations' signs
    multiply to plus, in Heider's sense (a friend's friend, an enemy's enemy); ``None`` where one
    of them stands at zero.
    """

    one: str
    other: str
    third: str
    correlation: float
    n_periods: int
    p_value: float
    is_balanced: bool | None

    @property
    def words(self) -> str:
        """The finding in plain words."""
        own, beside = f"{self.one}-{self.other}", f"{self.one}-{self.third}"
        way = "warms" if self.correlation > 0 else "cools"
        told = f"as {own} warms, {beside} {way}"
        if self.p_value > DOUBTFUL:
            told = f"{beside} moves apart from {own}"
        return (
            f"{told}: rank correlation of changes {self.correlation:+.2f} over"
            f" {self.n_periods} periods (p = {self.p_value:.3f})"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Triads:
    """The triads of a dyad, the smallest p-value first."""

    side_a: str
    side_b: str
    triads: tuple[Triad, ...]

    def polars(self) -> "pl.DataFrame":
        """One row a triad."""
        from detente.relations.frames import frame_of  # noqa: PLC0415  # polars is heavy

        return frame_of(self.triads, Triad)


def triads(
    ledger: Ledger,
    side_a: str,
    side_b: str,
    thirds: Sequence[str] | None = None,
    options: SeriesOptions = DEFAULTS,
) -> Triads:
    """Find the triads of two sides in a ledger; by default with those both deal with most."""
    chosen = _thirds(ledger, (side_a, side_b), options) if thirds is None else thirds
    others = [(side, third) for third in chosen for side in (side_a, side_b)]
    plain = replace(options, n_draws=0)
    own, *rest = series_of_dyads(ledger, [(side_a, side_b), *others], plain)
    return triads_from_series(own, rest)


def triads_from_series(own: Series, others: Sequence[Series]) -> Triads:
    """Find the triads of a dyad among the series of its sides with third parties.

    The p-value shifts one of the two series of changes round by a random number of periods, so
    that the slowness of either counts for nothing (a circular-shift test).
    """
    side_a, side_b = own.side_a, own.side_b
    by_sides = {frozenset((one.side_a, one.side_b)): one for one in others}
    thirds = sorted(set(chain.from_iterable(by_sides)) - {side_a, side_b})
    found = []
    for third in thirds:
        pair = [by_sides.get(frozenset((side, third))) for side in (side_a, side_b)]
        signs = [_sign(own), *(_sign(one) for one in pair if one is not None)]
        is_balanced = bool(np.prod(signs) > 0) if len(signs) == 3 and all(signs) else None  # noqa: PLR2004
        for one, other, beside in zip((side_a, side_b), (side_b, side_a), pair, strict=True):
            triad = _triad(own, beside, (one, other, third)) if beside is not None else None
            if triad is not None:
                found.append(replace(triad, is_balanced=is_balanced))
    found.sort(key=lambda triad: (triad.p_value, -abs(triad.correlation), triad.third, triad.one))
    return Triads(side_a=side_a, side_b=side_b, triads=tuple(found))


# Private functions


def _thirds(ledger: Ledger, dyad: tuple[str, str], options: SeriesOptions) -> list[str]:
    """Find the countries with which both deal, those that both know best first."""
    values: dict[str, object] = {
        "first": date.min,
        "as_of": date.max,
        "most": ALL_DYADS,
        "most_days": options.most_days,
        **together(),
    }
    with ledger.query() as cursor:
        rows = cursor.execute(sql("dyads"), values).fetchall()
    counts = {frozenset((one, other)): n for one, other, n in rows}
    codes = {code for pair in counts for code in pair} - set(dyad)
    least = {code: min(counts.get(frozenset((side, code)), 0) for side in dyad) for code in codes}
    common = sorted((code for code in codes if least[code]), key=lambda code: (-least[code], code))
    return common[:MOST_THIRDS]


def _triad(own: Series, beside: Series, names: tuple[str, str, str]) -> Triad | None:
    """Compare two series where they overlap; ``None`` where that is too short, or nothing moves."""
    from scipy.stats import rankdata  # type: ignore[import-untyped]  # noqa: PLC0415  # no types

    stocks = {point.start: point.stock for point in own.of()}
    pairs = [(stocks[p.start], p.stock) for p in beside.of() if p.start in stocks]
    if len(pairs) <= LEAST_PERIODS:
        return None
    changes = np.diff(np.array(pairs), axis=0)
    one, other = (_standard(rankdata(column)) for column in changes.T)
    if one is None or other is None:
        return None
    observed = float(one @ other)
    chance = np.random.default_rng(own.options.seed)
    shifts = chance.integers(1, len(one), N_SHIFTS)
    as_strong = sum(abs(float(one @ np.roll(other, n))) >= abs(observed) - 1e-9 for n in shifts)
    return Triad(
        one=names[0],
        other=names[1],
        third=names[2],
        correlation=round(observed, 6),
        n_periods=len(one),
        p_value=(as_strong + 1) / (N_SHIFTS + 1),
        is_balanced=None,
    )


def _standard(ranks: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Centre and scale, so that the product of two is their correlation."""
    centred = ranks - ranks.mean()
    norm = float(np.linalg.norm(centred))
    return centred / norm if norm else None


def _sign(series: Series) -> int:
    points = series.of()
    return int(np.sign(points[-1].stock)) if points else 0
