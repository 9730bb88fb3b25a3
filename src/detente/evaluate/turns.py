"""The turns suite: turns found in a ledger, against those that a reader saw.

In:  keys to briefs, whose periods have turns; an open ledger whose events are computed.
Out: how many are found within two months, how many found ones nobody saw, for both halves.
Does not: judge turns outside the periods that were read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from detente.evaluate.briefs import BriefKey
from detente.evaluate.figures import Share, align, percent, share
from detente.ledger import Ledger
from detente.relations import turns
from detente.relations.measures.moves import MONTHS, month_number, month_start

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
