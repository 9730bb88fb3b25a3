"""Rulings of reviewers -> how often they found the coder right, by type, with an interval.

In:  an open ledger.   Out: ``Agreement``, one a reviewer and type, and one for all types.
Does not: estimate the coder's precision: whoever reviews the most doubtful claims first finds more
errors than there are among all.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from detente.ledger import Ledger
from detente.web.figures import figures

__all__ = ["Agreement", "agreement_in", "wilson"]

Z = 1.959964  # of the standard normal distribution, for 95 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Of ``n_read`` claims coded as ``type``, a reviewer found ``n_right`` coded right.

    ``type`` is ``None`` for all types together. ``share`` and its interval at 95 % are 0..1.
    """

    reviewer: str
    type: str | None
    n_read: int
    n_right: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    reviewer: str
    type: str
    n_read: int
    n_right: int


def agreement_in(ledger: Ledger) -> tuple[Agreement, ...]:
    """Sum up what reviewers found, sorted by their names; of each, all types come first."""
    rows = figures(ledger, "agreement", _Row)
    return tuple(
        one
        for name in sorted({row.reviewer for row in rows})
        for one in _of_reviewer(name, [row for row in rows if row.reviewer == name])
    )


def wilson(n_right: int, n_read: int) -> tuple[float, float]:
    """Give the interval of a share at 95 %; ``n_read`` is at least 1.

    The score interval of E. B. Wilson (1927), Probable inference, the law of succession, and
    statistical inference, Journal of the American Statistical Association 22, 209-212: within 0
    and 1, and sound for few claims, as the usual one is not.
    """
    share = n_right / n_read
    middle = share + Z**2 / (2 * n_read)
    reach = Z * math.sqrt(share * (1 - share) / n_read + Z**2 / (4 * n_read**2))
    scale = 1 + Z**2 / n_read
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


# Private functions


def _of_reviewer(name: str, rows: Sequence[_Row]) -> list[Agreement]:
    n_read, n_right = sum(one.n_read for one in rows), sum(one.n_right for one in rows)
    by_type = [_agreement(name, one.type, one.n_right, one.n_read) for one in rows]
    return [_agreement(name, None, n_right, n_read), *by_type]


def _agreement(name: str, type_: str | None, n_right: int, n_read: int) -> Agreement:
    low, high = wilson(n_right, n_read)
    return Agreement(
        reviewer=name,
        type=type_,
        n_read=n_read,
        n_right=n_right,
        share=round(n_right / n_read, 4),
        low=round(low, 4),
        high=round(high, 4),
    )
