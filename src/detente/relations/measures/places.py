"""Where two sides dealt with each other: acts by place.

In:  events, or a ledger.   Out: places with the number of acts that happened there.
Does not: draw (relations/charts/space.py does), or guess a place that no report names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detente.codebook import Codebook
from detente.ledger import Ledger
from detente.records import Event, Status
from detente.relations.measures.moves import SeriesOptions, day_of, direction_between, sql, together

__all__ = ["PlaceTally", "places_from_events", "places_of", "places_of_all"]

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


def places_from_events(
    events: Iterable[Event],
    dyad: tuple[str, str],
    codebook: Codebook,
    options: SeriesOptions = DEFAULTS,
    days: Days = ANY_DAY,
) -> list[PlaceTally]:
    """Count acts by place in memory; the same as from a ledger."""
    first, last = days[0] or date.min, days[1] or date.max
    found: dict[tuple[str, str | None], list[tuple[float, float, float]]] = {}
    for event in events:
        day, place = day_of(event, options.most_days), event.place
        if event.status is not Status.ACTUAL or day is None or place is None:
            continue
        if place.lat is None or place.lon is None:
            continue
        if direction_between(event, dyad) is None or not first <= day <= last:
            continue
        intensity = codebook.intensity(event.type, event.mode)
        own = found.setdefault((place.name, place.country), [])
        own.append((place.lat, place.lon, intensity))
    tallies = [_tally(*key, acts) for key, acts in found.items()]
    return sorted(tallies, key=lambda t: (-t.n_events, t.name, t.country is None, t.country or ""))


# Private functions


def _tallies(ledger: Ledger, query: str, values: dict[str, object]) -> list[PlaceTally]:
    names = ("name", "country", "lat", "lon", "n_events", "n_cooperative", "n_conflictual")
    with ledger.query() as cursor:
        rows = cursor.execute(sql(query), values).fetchall()
    return [PlaceTally(**dict(zip(names, row, strict=True))) for row in rows]


def _tally(name: str, country: str | None, acts: list[tuple[float, float, float]]) -> PlaceTally:
    return PlaceTally(
        name=name,
        country=country,
        lat=min(lat for lat, _, _ in acts),
        lon=min(lon for _, lon, _ in acts),
        n_events=len(acts),
        n_cooperative=sum(intensity > 0 for _, _, intensity in acts),
        n_conflictual=sum(intensity < 0 for _, _, intensity in acts),
    )
