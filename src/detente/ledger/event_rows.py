"""Events -> rows of the JSON contract, and answers -> files: JSON lines, CSV, Parquet.

In:  events, or an answer of the ledger.   Out: bytes on a stream, and how many rows they are.
Does not: ask the ledger, or render for people (cli/record_tables.py does).
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from detente.ledger.flat import csv_cell, csv_line
from detente.records import Actor, Event, EventDate, Place

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.codebook import Codebook

__all__ = ["EventRow", "event_row", "write_events", "write_table"]

ROW_GROUP = 10_000  # rows held in memory at once; part of the bytes of a Parquet file


class EventActorRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, or to whom; the words that name them stand in the claims."""

    code: str
    country: str | None
    sector: str | None
    id: str | None
    name: str
    office: str | None


class EventDateRow(msgspec.Struct, frozen=True, kw_only=True):
    """First and last possible day."""

    start: date
    end: date
    basis: str


class EventPlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where."""

    country: str | None
    name: str
    lat: float | None
    lon: float | None


class StandingRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands behind it; outlets that copy one another count once."""

    affirmed_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    unconfirmed_by: tuple[str, ...]
    outlets: int
    disputed: bool


class LinkRow(msgspec.Struct, frozen=True, kw_only=True):
    """How it bears on another event."""

    kind: str
    event: str


class EventRow(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="event"):
    """What claims, merged, say happened."""

    id: str
    type: str
    plover_type: str
    mode: str | None
    contexts: tuple[str, ...]
    issues: tuple[str, ...]
    actors: tuple[EventActorRow, ...]
    recipients: tuple[EventActorRow, ...]
    status: str
    date: EventDateRow | None
    place: EventPlaceRow | None
    standing: StandingRow
    links: tuple[LinkRow, ...]
    claims: tuple[str, ...]
    quad: int
    intensity: float


_encoder = msgspec.json.Encoder()


def event_row(event: Event, codebook: "Codebook") -> EventRow:
    """Put an event into the contract's shape."""
    standing = event.standing
    return EventRow(
        id=event.id,
        type=event.type,
        plover_type=codebook.plover_type(event.type, event.status),
        mode=event.mode,
        contexts=event.contexts,
        issues=event.issues,
        actors=tuple(map(_actor, event.actors)),
        recipients=tuple(map(_actor, event.recipients)),
        status=event.status.value,
        date=_date(event.date) if event.date else None,
        place=_place(event.place) if event.place else None,
        standing=StandingRow(
            affirmed_by=standing.affirmed_by,
            denied_by=standing.denied_by,
            unconfirmed_by=standing.unconfirmed_by,
            outlets=standing.n_outlets,
            disputed=standing.is_disputed,
        ),
        links=tuple(LinkRow(kind=link.kind.value, event=link.event_id) for link in event.links),
        claims=event.claim_ids,
        quad=int(codebook.quad(event.type)),
        intensity=codebook.intensity(event.type, event.mode),
    )


def write_events(events: Iterable[Event], stream: BinaryIO, codebook: "Codebook") -> int:
    """Write one line of JSON an event; count them."""
    count = 0
    for event in events:
        stream.write(_encoder.encode(event_row(event, codebook)) + b"\n")
        count += 1
    return count


def write_table(table: "pa.Table", stream: BinaryIO, form: str) -> int:
    """Write the flat columns of an answer as ``jsonl``, ``csv`` or ``parquet``; count the rows."""
    if form == "parquet":
        import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and only this format needs it

        pq.write_table(table, stream, compression="zstd", version="2.6", row_group_size=ROW_GROUP)
        return int(table.num_rows)
    if form == "csv":
        stream.write(csv_line(table.column_names))
    for batch in table.to_batches(max_chunksize=ROW_GROUP):
        for row in batch.to_pylist():
            if form == "csv":
                stream.write(csv_line([csv_cell(cell) for cell in row.values()]))
            else:
                stream.write(_encoder.encode(row) + b"\n")
    return int(table.num_rows)


# Private functions


def _actor(actor: Actor) -> EventActorRow:
    return EventActorRow(
        code=actor.code,
        country=actor.country,
        sector=actor.sector,
        id=actor.id,
        name=actor.name,
        office=actor.office,
    )


def _date(when: EventDate) -> EventDateRow:
    return EventDateRow(start=when.earliest, end=when.latest, basis=when.basis.value)


def _place(place: Place) -> EventPlaceRow:
    return EventPlaceRow(country=place.country, name=place.name, lat=place.lat, lon=place.lon)
