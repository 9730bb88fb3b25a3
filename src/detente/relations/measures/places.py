"""Where two sides dealt with each other: acts by place.

In:  a ledger.   Out: places with the number of acts that happened there.
Does not: draw (relations/charts/space.py does), or guess a place that no report names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.ledger import Ledger
from detente.records import record_from
from detente.relations.measures.moves import DEFAULTS, SeriesOptions, asked, together
from detente.relations.measures.points import Days

ANY_DAY: Days = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTally:
    """Acts that happened at a place; ``lat`` and ``lon`` in degrees."""

    name: str
    country: str | None
    lat: float
    lon: float
    n_events: int
    n_cooperative: int
    n_conflictual: int


def places_of(
    ledger: Ledger, dyad: tuple[str, str], options: SeriesOptions = DEFAULTS, days: Days = ANY_DAY
) -> list[PlaceTally]:
    """Count acts by place in a ledger; most acts first."""
    own = {"one": min(dyad), "other": max(dyad), "most_days": options.most_days, **together()}
    return _tallies(ledger, "dyad_places", days, own)


def places_of_all(ledger: Ledger, days: Days = ANY_DAY) -> list[PlaceTally]:
    """Count all acts by place in a ledger, whoever did them; most acts first."""
    return _tallies(ledger, "places", days, {"most_days": DEFAULTS.most_days})


def _tallies(ledger: Ledger, query: str, days: Days, own: Mapping[str, object]) -> list[PlaceTally]:
    within = {"first": days[0] or date.min, "last": days[1] or date.max}
    return [record_from(PlaceTally, row) for row in asked(ledger, query, {**within, **own})]
