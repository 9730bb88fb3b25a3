"""Where two sides dealt with each other: acts by place.

In:  a ledger.   Out: places with the number of acts that happened there.
Does not: draw (relations/charts/space.py does), or guess a place that no report names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.ledger import Ledger
from detente.records import record_from
from detente.relations.measures.moves import DEFAULTS, SeriesOptions, sql, together

Days = tuple[date | None, date | None]
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
    own = {"one": min(dyad), "other": max(dyad), **together()}
    return _tallies(ledger, "dyad_places", days, options, own)


def places_of_all(ledger: Ledger, days: Days = ANY_DAY) -> list[PlaceTally]:
    """Count all acts by place in a ledger, whoever did them; most acts first."""
    return _tallies(ledger, "places", days, DEFAULTS, {})


def _tallies(
    ledger: Ledger, query: str, days: Days, options: SeriesOptions, own: Mapping[str, object]
) -> list[PlaceTally]:
    since, until = days
    within = {"first": since or date.min, "last": until or date.max}
    with ledger.query() as cursor:
        values = {"most_days": options.most_days, **within, **own}
        rows = cursor.execute(sql(query), values).fetchall()
    return [record_from(PlaceTally, row) for row in rows]
