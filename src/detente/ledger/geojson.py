"""Events with a place -> points on a map, as GeoJSON (RFC 7946).

In:  events.   Out: one FeatureCollection, a feature an event, in the events' order.
Does not: place events of which no report told where; they are counted.
"""

from typing import TYPE_CHECKING, BinaryIO

import msgspec

from detente.ledger.columns import standing_of
from detente.ledger.event_rows import event_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.codebook import Codebook
    from detente.records import Event

__all__ = ["write_geojson"]

_encoder = msgspec.json.Encoder()


def write_geojson(
    events: "Iterable[Event]", stream: BinaryIO, codebook: "Codebook"
) -> tuple[int, int]:
    """Write the features; count them, and the events that have no coordinates.

    The properties are those of a row of ``detente events``, and ``standing`` in a word.
    """
    stream.write(b'{"type":"FeatureCollection","features":[')
    count = n_without = 0
    for event in events:
        place = event.place
        if place is None or place.lat is None or place.lon is None:
            n_without += 1
            continue
        stream.write(b",\n" if count else b"\n")
        properties = msgspec.to_builtins(event_row(event, codebook))
        properties |= {"standing_word": standing_of(event.standing)}
        feature = {
            "type": "Feature",
            "id": event.id,
            "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
            "properties": properties,
        }
        stream.write(_encoder.encode(feature))
        count += 1
    stream.write(b"\n]}\n")
    return count, n_without
