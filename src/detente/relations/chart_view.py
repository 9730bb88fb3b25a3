"""Places -> the part of the world that a map shows, and which names have room on it.

In:  places in degrees, the size of the map.   Out: a ``View``; the names above and below circles.
Does not: draw. The map is Equal Earth (Savric, Patterson and Jenny 2018), as in Vega.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt

from detente.relations.places import PlaceTally

__all__ = ["LABEL_DY", "View", "labels_of", "view_of"]

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
WORLD_LON = 360.0
LEAST_LAT, LEAST_LON = 24.0, 44.0  # the coarse land is not made for less
MARGIN = 0.25  # of the places' spread, on each side
LABEL_DY, LABEL_HEIGHT, LETTER = 18, 14, 6.4  # pixels, of text of 11 pixels
RADIUS = 14  # of the largest circle
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A part of the world: the meridian in its middle, and pixels an Equal Earth unit."""

    lon: float
    scale: float
    translate: tuple[float, float]

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a place is on the map, in pixels from its upper left."""
        x, y = _projected(lat, _turned(lon, self.lon))
        return self.translate[0] + self.scale * x, self.translate[1] - self.scale * y


def view_of(places: Sequence[PlaceTally], size: tuple[int, int]) -> View:
    """Fit a map of some width and height to places, with a margin; there must be some."""
    lon, lon_spread = _middle([place.lon for place in places])
    south, north = min(one.lat for one in places), max(one.lat for one in places)
    half_lon = min(max(LEAST_LON, lon_spread * (1 + 2 * MARGIN)), WORLD_LON) / 2
    half_lat = max(LEAST_LAT, (north - south) * (1 + 2 * MARGIN)) / 2
    middle = (south + north) / 2
    bottom, top = max(-90.0, middle - half_lat), min(90.0, middle + half_lat)
    widest = min(abs(bottom), abs(top)) if bottom * top > 0 else 0.0  # parallel of most length
    right = _projected(widest, half_lon)[0]
    low, high = _projected(bottom, 0)[1], _projected(top, 0)[1]
    width, height = size
    scale = min(width / (2 * right), height / (high - low))
    translate = (width / 2, height / 2 + scale * (low + high) / 2)
    return View(lon=lon, scale=scale, translate=translate)


def labels_of(places: Sequence[PlaceTally], view: View, most: int) -> dict[int, int]:
    """Choose which places are named, by their index, and whether above (-1) or below (+1).

    The first come first; no name lies over a circle or another name.
    """
    centres = [view.at(place.lat, place.lon) for place in places]
    taken = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in centres]
    chosen: dict[int, int] = {}
    for index, (place, (x, y)) in enumerate(zip(places, centres, strict=True)):
        others = taken[:index] + taken[index + 1 :]
        for side, box in _boxes(place.name, x, y):
            if len(chosen) < most and not any(_overlap(box, other) for other in others):
                chosen[index] = side
                taken.append(box)
                break
    return chosen


# Private functions


def _boxes(name: str, x: float, y: float) -> Iterator[tuple[int, Box]]:
    half = len(name) * LETTER / 2
    for side in (-1, 1):
        middle = y + side * LABEL_DY
        yield side, (x - half, middle - LABEL_HEIGHT / 2, x + half, middle + LABEL_HEIGHT / 2)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _middle(lons: Sequence[float]) -> tuple[float, float]:
    """The middle and the length of the shortest arc that holds all meridians."""
    ordered = sorted(lons)
    gaps = [
        (after - before, before, after)
        for before, after in zip(ordered, [*ordered[1:], ordered[0] + WORLD_LON], strict=True)
    ]
    gap, _, first = max(gaps)
    spread = WORLD_LON - gap
    return _turned(first + spread / 2, 0.0), spread


def _turned(lon: float, middle: float) -> float:
    return (lon - middle + WORLD_LON / 2) % WORLD_LON - WORLD_LON / 2


def _projected(lat: float, lon: float) -> tuple[float, float]:
    """Equal Earth, for a sphere of radius 1."""
    angle = asin(sqrt(3) / 2 * sin(radians(lat)))
    square = angle * angle
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = lon * pi / 180 * cos(angle) / (sqrt(3) / 2 * slope)
    return x, angle * (A1 + A2 * square + sixth * (A3 + A4 * square))
