"""Judged items -> shares with intervals; two checkers -> how far they agree.

In:  items, each right or wrong, with a weight and the report it is from.   Out: shares, 0..1.
Does not: know what was judged.

Intervals are the score intervals of E. B. Wilson (1927), Probable inference, the law of succession,
and statistical inference, Journal of the American Statistical Association 22, 209-212. Weighted and
clustered items count as as many independent ones as have the same variance, which is Taylor's
linearisation of a ratio with reports as clusters (Cochran 1977, Sampling Techniques, 3rd ed., 2.11
and 9A), or, where all are alike, Kish's (1965) (sum of weights)^2 / sum of squared weights.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

Z = 1.959964  # of the standard normal distribution, for 95 %
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """Something judged, for how many it stands, and the report it is from."""

    is_right: bool
    weight: float = 1.0
    cluster: str = ""


class ShareOf(msgspec.Struct, frozen=True, kw_only=True):
    """Of ``n`` judged ``n_right`` are right; ``share``, weighted, and its interval at 95 %."""

    n: int
    n_right: int
    share: float | None
    low: float | None
    high: float | None


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """Of ``n`` judged by both, ``share`` alike; ``kappa`` is ``None`` where all judge alike."""

    n: int
    share: float | None
    kappa: float | None


def share_of(items: Iterable[Item]) -> ShareOf:
    """Give the weighted share that is right."""
    found = list(items)
    if not found:
        return ShareOf(n=0, n_right=0, share=None, low=None, high=None)
    total = math.fsum(one.weight for one in found)
    share = math.fsum(one.weight for one in found if one.is_right) / total
    low, high = wilson(share, _independent(found, share, total))
    return ShareOf(
        n=len(found),
        n_right=sum(one.is_right for one in found),
        share=round(share, _DECIMALS),
        low=round(low, _DECIMALS),
        high=round(high, _DECIMALS),
    )


def wilson(share: float, n: float) -> tuple[float, float]:
    """Give the interval of a share of ``n`` independent items at 95 %; ``n`` is above 0.

    It is within 0 and 1, and sound for few items, as the usual one is not.
    """
    middle = share + Z**2 / (2 * n)
    reach = Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    scale = 1 + Z**2 / n
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def agreed(pairs: Iterable[tuple[bool, bool]]) -> Agreed:
    """Say how far two checkers agree: the share alike, and kappa.

    Kappa is what they agree beyond chance, (o - e) / (1 - e), after J. Cohen (1960), A coefficient
    of agreement for nominal scales, Educational and Psychological Measurement 20, 37-46.
    """
    found = list(pairs)
    n = len(found)
    if not n:
        return Agreed(n=0, share=None, kappa=None)
    alike = sum(one == other for one, other in found) / n
    ones, others = sum(one for one, _ in found) / n, sum(other for _, other in found) / n
    chance = ones * others + (1 - ones) * (1 - others)
    kappa = (alike - chance) / (1 - chance) if chance < 1 else None
    return Agreed(
        n=n, share=round(alike, _DECIMALS), kappa=None if kappa is None else round(kappa, _DECIMALS)
    )


def _independent(items: Sequence[Item], share: float, total: float) -> float:
    """Count as how many independent items these tell; at most as many as Kish's formula gives."""
    most = total**2 / math.fsum(one.weight**2 for one in items)
    off: dict[str, float] = defaultdict(float)
    for one in items:
        off[one.cluster] += one.weight * (one.is_right - share)
    n = len(off)
    if n < 2:  # noqa: PLR2004  # one report tells nothing of how reports differ
        return most
    spread = n / (n - 1) * math.fsum(value**2 for value in off.values()) / total**2
    return min(most, share * (1 - share) / spread) if spread else most
