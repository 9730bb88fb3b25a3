"""Events with a place -> points on a map, as GeoJSON (RFC 7946).

In:  events.   Out: one FeatureCollection, a feature an event, in the events' order.
Does not: place events of which no report told where; they are counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import msgspec

from detente.codebook import Codebook
from detente.ledger.columns import standing_of
from detente.ledger.contract import event_row
from detente.records import Actor, Event

_encoder = msgspec.json.Encoder()


def write_geojson(
    events: "Iterable[Event]", stream: BinaryIO, codebook: Codebook
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


# --- Events -> a network in GraphML: actors as nodes, each event as edges between them.
NODE_KEYS = {"name": "string", "country": "string", "sector": "string"}
EDGE_KEYS = {
    "event": "string", "type": "string", "mode": "string", "quad": "int", "intensity": "double",
    "status": "string", "standing": "string", "start": "string", "end": "string",
    "issues": "string", "contexts": "string", "outlets": "int", "relation": "string",
}  # fmt: skip
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_NO_LETTERS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
Edge = tuple[str, str, str]  # from, to, what joins them


def write_graphml(events: Iterable[Event], stream: BinaryIO, codebook: Codebook) -> int:
    """Write the network; count the edges. All edges are held in memory until the nodes are known.

    An edge points from who acts to whom. What all sides do together is one edge, too, and its
    ``relation`` "acts with": many programs refuse a network that mixes directions.
    """
    nodes: dict[str, Actor] = {}
    edges: list[str] = []
    for event in events:
        values = _values(event, codebook)
        for actor in (*event.actors, *event.recipients):
            nodes.setdefault(_node(actor), actor)
        for number, edge in enumerate(_edges(event), start=1):
            edges.append(_edge(f"{event.id}-{number}", edge, values))
    _write(stream, _HEAD)
    for owner, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            _write(
                stream,
                f'  <key id="{owner}-{name}" for="{owner}" attr.name="{name}"'
                f' attr.type="{kind}"/>\n',
            )
    _write(stream, '  <graph id="detente" edgedefault="directed">\n')
    for node in sorted(nodes):
        _write(stream, _node_element(node, nodes[node]))
    for element in edges:
        _write(stream, element)
    _write(stream, "  </graph>\n</graphml>\n")
    return len(edges)


def _node(actor: Actor) -> str:
    """Name a node: the gazetteer's id, else code and name."""
    return actor.id or f"{actor.code}:{actor.name}"


def _edges(event: Event) -> Iterator[Edge]:
    actors, recipients = (
        [_node(one) for one in event.actors],
        [_node(one) for one in event.recipients],
    )
    if recipients and actors:
        yield from ((one, other, "acts on") for one, other in product(actors, recipients))
    elif len(actors) > 1:
        yield from ((one, other, "acts with") for one, other in combinations(actors, 2))
    else:
        for one in actors or recipients:
            yield one, one, "acts alone" if actors else "is acted on"


def _values(event: Event, codebook: Codebook) -> dict[str, object]:
    when = event.date
    return {
        "event": event.id,
        "type": event.type,
        "mode": event.mode,
        "quad": int(codebook.quad(event.type)),
        "intensity": codebook.intensity(event.type, event.mode),
        "status": event.status.value,
        "standing": standing_of(event.standing),
        "start": when.earliest.isoformat() if when else None,
        "end": when.latest.isoformat() if when else None,
        "issues": "|".join(event.issues) or None,
        "contexts": "|".join(event.contexts) or None,
        "outlets": event.standing.n_outlets,
    }


def _edge(number: str, edge: Edge, values: Mapping[str, object]) -> str:
    one, other, relation = edge
    data = _data("edge", {**values, "relation": relation})
    return (
        f"    <edge id={quoteattr(number)} source={_attribute(one)} target={_attribute(other)}>"
        f"{data}</edge>\n"
    )


def _node_element(node: str, actor: Actor) -> str:
    values = {"name": actor.name, "country": actor.country, "sector": actor.sector}
    return f"    <node id={_attribute(node)}>{_data('node', values)}</node>\n"


def _data(owner: str, values: Mapping[str, object]) -> str:
    return "".join(
        f'<data key="{owner}-{name}">{escape(_letters(str(value)))}</data>'
        for name, value in values.items()
        if value is not None
    )


def _attribute(text: str) -> str:
    return quoteattr(_letters(text))


def _letters(text: str) -> str:
    """Leave out what XML 1.0 cannot hold: control characters."""
    return _NO_LETTERS.sub(" ", text)


def _write(stream: BinaryIO, text: str) -> None:
    stream.write(text.encode("utf-8", "replace"))
