"""Whether two places can be the seat of one deed.

In:  places of two claims.   Out: whether one is, or holds, the other.
Does not: look a place up; what is not told about a place does not tell it apart.
"""

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from detente.events.merging.options import MergeOptions
from detente.records import Place, Precision

__all__ = ["places_agree", "precision_rank"]

EARTH_RADIUS = 6371.0  # km, mean
RANKS = {Precision.COUNTRY: 0, Precision.WATER: 1, Precision.REGION: 2, Precision.CITY: 3}


def precision_rank(place: Place) -> int:
    """Rank how exact a place is: 0 a country .. 3 a city."""
    return RANKS[place.precision]


@lru_cache(maxsize=100_000)
def places_agree(one: Place, other: Place, options: MergeOptions) -> bool:
    """Whether two places are one, near one another, or one holds the other."""
    if one.name.casefold() == other.name.casefold():
        return True
    if one.geonames_id is not None and one.geonames_id == other.geonames_id:
        return True
    kinds = {one.precision, other.precision}
    if one.country and other.country and one.country != other.country:
        return False
    if Precision.COUNTRY in kinds:
        return one.precision != other.precision
    distance = _distance(one, other)
    limit = options.near if one.precision is other.precision else options.region
    return distance is not None and distance <= limit


def _distance(one: Place, other: Place) -> float | None:
    """Great-circle distance in km by the haversine formula; ``None`` without coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat_a, lat_b = radians(one.lat), radians(other.lat)
    d_lat, d_lon = lat_b - lat_a, radians(other.lon - one.lon)
    chord = sin(d_lat / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(d_lon / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(chord)))
