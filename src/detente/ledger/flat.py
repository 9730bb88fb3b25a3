"""Rows -> flat tables, one row a claim or statement: CSV and Parquet.

In:  rows of the JSON contract.   Out: bytes; the same rows give the same bytes.
A list is a list in Parquet and joined by ``|`` in CSV. CSV is for spreadsheets: a cell of text
that one would run as a formula gets a leading apostrophe; JSON lines and Parquet keep every word.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, BinaryIO, TypeVar, get_type_hints

from detente.ledger.rows import ActorRow, ClaimRow, Row, StatementRow

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "COLUMNS",
    "OF_CLAIMS",
    "OF_STATEMENTS",
    "ROW_GROUP",
    "FlatRow",
    "csv_cell",
    "csv_line",
    "flat_row",
    "schema_of",
    "write_csv",
    "write_flat_parquet",
    "write_parquet",
]

F = TypeVar("F", bound="FlatRow")
ROW_GROUP = 10_000  # rows held in memory at once; part of the bytes of a Parquet file
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # OWASP, "CSV Injection"
Cell = str | int | float | bool | date | tuple[str, ...] | list[str | None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatRow:
    """One claim or statement; what the other kind has alone is ``None``, or an empty list."""

    kind: str
    id: str
    report_id: str
    report_key: str
    outlet: str | None
    credited: str | None
    url: str | None
    published: date | None
    sentence: int
    type: str | None = None
    plover_type: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    actor_names: tuple[str, ...] = ()
    actor_spans: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    recipient_names: tuple[str, ...] = ()
    recipient_spans: tuple[str, ...] = ()
    status: str | None = None
    historical: bool | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_basis: str | None = None
    place_country: str | None = None
    place_name: str | None = None
    place_lat: float | None = None
    place_lon: float | None = None
    speaker: str | None = None
    speaker_name: str | None = None
    quoted: bool | None = None
    speech_kind: str | None = None
    about: tuple[str, ...] = ()
    span_start: int
    span_end: int
    quote: str
    predicate_start: int | None = None
    predicate_end: int | None = None
    quad: int | None = None
    intensity: float | None = None
    score: float | None = None
    coder: str | None = None
    why: str | None = None


COLUMNS = tuple(field.name for field in fields(FlatRow))
_STATEMENTS_ALONE = frozenset({"quoted", "speech_kind", "about"})
OF_CLAIMS = tuple(name for name in COLUMNS if name not in _STATEMENTS_ALONE)
OF_STATEMENTS = (
    "kind", "id", "report_id", "report_key", "outlet", "credited", "url", "published", "sentence",
    "issues", "speaker", "speaker_name", "quoted", "speech_kind", "about", "span_start",
    "span_end", "quote",
)  # fmt: skip
_cells_of = attrgetter(*COLUMNS)


def flat_row(row: Row) -> FlatRow:
    """Flatten a row; the spans of actors become ``start:end``."""
    return _flat_claim(row) if isinstance(row, ClaimRow) else _flat_statement(row)


def write_csv(rows: Iterable[Row], stream: BinaryIO) -> int:
    """Write rows as UTF-8 CSV with a header, each line ended by a line feed; count them."""
    stream.write(csv_line(COLUMNS))
    count = 0
    for row in rows:
        stream.write(csv_line([csv_cell(cell) for cell in _cells_of(flat_row(row))]))
        count += 1
    return count


def write_parquet(rows: Iterable[Row], stream: BinaryIO) -> int:
    """Write rows as one Parquet file; count them. No row is lost if ``rows`` ends early."""
    return write_flat_parquet(map(flat_row, rows), FlatRow, stream)


def write_flat_parquet(
    flat: Iterator[F],
    kind: type[F],
    stream: BinaryIO,
    metadata: Mapping[str, str] | None = None,
) -> int:
    """Write flat rows of one dataclass as one Parquet file, with its own words on the file."""
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema, count = schema_of(kind).with_metadata(dict(metadata or {})), 0
    cells_of = attrgetter(*schema.names)
    with pq.ParquetWriter(stream, schema, compression="zstd", version="2.6") as writer:
        while batch := list(islice(flat, ROW_GROUP)):
            columns = zip(*map(cells_of, batch), strict=True)
            arrays = [
                pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(batch)
    return count


def _shared(row: Row) -> FlatRow:
    """The columns that claims and statements both fill."""
    report, speaker = row.report, row.speaker
    return FlatRow(
        kind="claim" if isinstance(row, ClaimRow) else "statement",
        id=row.id,
        report_id=report.id,
        report_key=report.key,
        outlet=report.outlet,
        credited=report.credited,
        url=report.url,
        published=report.published,
        sentence=row.sentence,
        issues=row.issues,
        speaker=speaker.code if speaker else None,
        speaker_name=speaker.name if speaker else None,
        span_start=row.span[0],
        span_end=row.span[1],
        quote=row.quote,
    )


def _flat_claim(row: ClaimRow) -> FlatRow:
    when, place = row.date, row.place
    return replace(
        _shared(row),
        type=row.type,
        plover_type=row.plover_type,
        mode=row.mode,
        contexts=row.contexts,
        actors=tuple(actor.code for actor in row.actors),
        actor_names=tuple(actor.name for actor in row.actors),
        actor_spans=tuple(_spans(row.actors)),
        recipients=tuple(actor.code for actor in row.recipients),
        recipient_names=tuple(actor.name for actor in row.recipients),
        recipient_spans=tuple(_spans(row.recipients)),
        status=row.status,
        historical=row.historical,
        date_start=when.start if when else None,
        date_end=when.end if when else None,
        date_basis=when.basis if when else None,
        place_country=place.country if place else None,
        place_name=place.name if place else None,
        place_lat=place.lat if place else None,
        place_lon=place.lon if place else None,
        predicate_start=row.predicate.span[0],
        predicate_end=row.predicate.span[1],
        quad=row.quad,
        intensity=row.intensity,
        score=row.score,
        coder=row.coder,
        why=row.why,
    )


def _flat_statement(row: StatementRow) -> FlatRow:
    return replace(_shared(row), quoted=row.quoted, speech_kind=row.speech_kind, about=row.about)


def _spans(actors: Iterable[ActorRow]) -> Iterator[str]:
    return (f"{actor.span[0]}:{actor.span[1]}" for actor in actors)


def csv_cell(cell: Cell) -> str:
    """Write a value for a spreadsheet."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if cell is None or isinstance(cell, int | float | date):
        return "" if cell is None else str(cell)
    text = cell if isinstance(cell, str) else "|".join(one or "" for one in cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_line(cells: Iterable[str]) -> bytes:
    """Write one line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue().encode()


def schema_of(kind: type[FlatRow]) -> "pa.Schema":
    """Arrow's types for the fields of a flat row."""
    import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

    words, days, lists = pa.string(), pa.date32(), pa.list_(pa.string())
    types: dict[object, pa.DataType] = {
        str: words,
        str | None: words,
        int: pa.int64(),
        int | None: pa.int64(),
        float | None: pa.float64(),
        bool: pa.bool_(),
        bool | None: pa.bool_(),
        date | None: days,
        tuple[str, ...]: lists,
    }
    return pa.schema([(name, types[hint]) for name, hint in get_type_hints(kind).items()])
