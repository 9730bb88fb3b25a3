"""Where two sides dealt with each other: acts by place.

In:  a ledger.   Out: places with the number of acts that happened there.
Does not: draw (relations/charts/space.py does), or guess a place that no report names.
"""

from dataclasses import dataclass
from datetime import date

from detente.ledger import Ledger
from detente.relations.measures.moves import SeriesOptions, sql, together

DEFAULTS = SeriesOptions()
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
    values: dict[str, object] = {
        "one": min(dyad),
        "other": max(dyad),
        "most_days": options.most_days,
        **together(),
        "first": days[0] or date.min,
        "last": days[1] or date.max,
    }
    return _tallies(ledger, "dyad_places", values)


def places_of_all(
    ledger: Ledger, days: Days = ANY_DAY, options: SeriesOptions = DEFAULTS
) -> list[PlaceTally]:
    """Count all acts by place in a ledger, whoever did them; most acts first."""
    values: dict[str, object] = {
        "most_days": options.most_days,
        "first": days[0] or date.min,
        "last": days[1] or date.max,
    }
    return _tallies(ledger, "places", values)


def _tallies(ledger: Ledger, query: str, values: dict[str, object]) -> list[PlaceTally]:
    names = ("name", "country", "lat", "lon", "n_events", "n_cooperative", "n_conflictual")
    with ledger.query() as cursor:
        rows = cursor.execute(sql(query), values).fetchall()
    return [PlaceTally(**dict(zip(names, row, strict=True))) for row in rows]
