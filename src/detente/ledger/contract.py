"""Claims, statements, events -> rows of the JSON contract, one line each, also flat for tables.

In:  a report and what was found in it; an event and its claims; an answer of the ledger.
Out: rows; the order of their fields is the order of the keys. Unknown is null, a span is ``[start,
end]``, a day is ISO 8601. The contract is stable: keys are only ever added at the end.
Does not: let a row through whose quotes are not at their spans.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, BinaryIO, TypeVar, get_type_hints

import msgspec

from detente.records import (
    Actor,
    Cited,
    Claim,
    Coded,
    Event,
    EventDate,
    Place,
    Problem,
    Report,
    Ruling,
    Span,
    Speaker,
    Statement,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.codebook import Codebook

__all__ = [
    "COLUMNS",
    "OF_CLAIMS",
    "OF_STATEMENTS",
    "ROW_GROUP",
    "ActorRow",
    "ClaimRow",
    "CodedAnswer",
    "DateRow",
    "EventRow",
    "FlatRow",
    "ListedActor",
    "ListedDyad",
    "ListedReport",
    "PlaceRow",
    "PredicateRow",
    "ProblemRow",
    "QueuedAnswer",
    "ReportRow",
    "Row",
    "RuledAnswer",
    "RulingRow",
    "SpanRow",
    "SpeakerRow",
    "StatementRow",
    "TakenAnswer",
    "TakenRow",
    "WholeReport",
    "claim_row",
    "csv_cell",
    "csv_line",
    "encode",
    "event_row",
    "flat_row",
    "listed_report",
    "problem_row",
    "rows_of",
    "ruling_row",
    "schema_of",
    "statement_row",
    "whole_report",
    "write_csv",
    "write_events",
    "write_flat_parquet",
    "write_parquet",
    "write_table",
]

SpanRow = tuple[int, int]  # half-open range of code points in the report's text


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where a row comes from."""

    id: str
    key: str
    outlet: str | None
    credited: str | None
    url: str | None
    published: date | None


class ActorRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, or to whom, and the words that name them."""

    code: str
    country: str | None
    sector: str | None
    id: str | None
    name: str
    office: str | None
    span: SpanRow


class DateRow(msgspec.Struct, frozen=True, kw_only=True):
    """First and last possible day; ``span`` are the words that date the act."""

    start: date
    end: date
    basis: str
    span: SpanRow


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where, and the words that say so."""

    country: str | None
    name: str
    lat: float | None
    lon: float | None
    span: SpanRow


class SpeakerRow(msgspec.Struct, frozen=True, kw_only=True):
    """On whose word, and the words that name them."""

    code: str
    name: str
    span: SpanRow


class PredicateRow(msgspec.Struct, frozen=True, kw_only=True):
    """The word that names the act."""

    span: SpanRow


class ClaimRow(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="claim"):
    """One report's testimony that somebody does something."""

    id: str
    report: ReportRow
    sentence: int
    type: str
    plover_type: str
    mode: str | None
    contexts: tuple[str, ...]
    issues: tuple[str, ...]
    actors: tuple[ActorRow, ...]
    recipients: tuple[ActorRow, ...]
    status: str
    historical: bool
    date: DateRow | None
    place: PlaceRow | None
    speaker: SpeakerRow | None
    span: SpanRow
    quote: str
    predicate: PredicateRow
    quad: int
    intensity: float
    score: float
    coder: str
    why: str | None
    echoes: tuple[SpanRow, ...]


class StatementRow(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="statement"):
    """Somebody's reported speech."""

    id: str
    report: ReportRow
    speaker: SpeakerRow | None
    quoted: bool
    speech_kind: str
    issues: tuple[str, ...]
    about: tuple[str, ...]
    span: SpanRow
    quote: str
    sentence: int


Row = ClaimRow | StatementRow
_encoder = msgspec.json.Encoder()


def claim_row(report: Report, claim: Claim, codebook: "Codebook") -> ClaimRow:
    """Put a claim of ``report`` into the contract's shape, or raise ``CitationMismatch``."""
    for citation in claim.citations:
        report.check(citation)
    return ClaimRow(
        id=claim.id,
        report=_report_row(report),
        sentence=claim.sentence,
        type=claim.type,
        plover_type=codebook.plover_type(claim.type, claim.status),
        mode=claim.mode,
        contexts=claim.contexts,
        issues=claim.issues,
        actors=tuple(map(_actor_row, claim.actors)),
        recipients=tuple(map(_actor_row, claim.recipients)),
        status=claim.status.value,
        historical=claim.is_historical,
        date=_date_row(claim.date) if claim.date else None,
        place=_place_row(claim.place) if claim.place else None,
        speaker=_speaker_row(claim.speaker) if claim.speaker else None,
        span=_span(claim.citation.span),
        quote=claim.citation.quote,
        predicate=PredicateRow(span=_span(claim.predicate.span)),
        quad=int(codebook.quad(claim.type)),
        intensity=codebook.intensity(claim.type, claim.mode),
        score=claim.score,
        coder=claim.coder,
        why=claim.why or None,
        echoes=tuple(_span(echo.span) for echo in claim.echoes),
    )


def statement_row(report: Report, statement: Statement) -> StatementRow:
    """Put a statement of ``report`` into the contract's shape, or raise ``CitationMismatch``."""
    for citation in statement.citations:
        report.check(citation)
    return StatementRow(
        id=statement.id,
        report=_report_row(report),
        speaker=_speaker_row(statement.speaker) if statement.speaker else None,
        quoted=statement.is_quoted,
        speech_kind=statement.kind.value,
        issues=statement.issues,
        about=statement.about,
        span=_span(statement.citation.span),
        quote=statement.citation.quote,
        sentence=statement.sentence,
    )


def rows_of(coded: Coded, codebook: "Codebook") -> "Iterator[Row]":
    """Yield the rows of one coded report: its claims, then its statements."""
    for claim in coded.claims:
        yield claim_row(coded.report, claim, codebook)
    for statement in coded.statements:
        yield statement_row(coded.report, statement)


def encode(row: Row) -> bytes:
    """Encode a row as one line of JSON, without the line's end."""
    return _encoder.encode(row)


def _span(span: Span) -> SpanRow:
    return (span.start, span.end)


def _report_row(report: Report) -> ReportRow:
    return ReportRow(
        id=report.id,
        key=report.key,
        outlet=report.outlet,
        credited=report.credited,
        url=report.url,
        published=report.published,
    )


def _actor_row(cited: Cited[Actor]) -> ActorRow:
    actor = cited.value
    return ActorRow(
        code=actor.code,
        country=actor.country,
        sector=actor.sector,
        id=actor.id,
        name=actor.name,
        office=actor.office,
        span=_span(cited.citation.span),
    )


def _date_row(cited: Cited[EventDate]) -> DateRow:
    when = cited.value
    return DateRow(
        start=when.earliest,
        end=when.latest,
        basis=when.basis.value,
        span=_span(cited.citation.span),
    )


def _place_row(cited: Cited[Place]) -> PlaceRow:
    place = cited.value
    return PlaceRow(
        country=place.country,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        span=_span(cited.citation.span),
    )


def _speaker_row(cited: Cited[Speaker]) -> SpeakerRow:
    speaker = cited.value
    return SpeakerRow(code=speaker.code, name=speaker.name, span=_span(cited.citation.span))


# --- Rows that the HTTP API answers with, beside claims, statements and events.


class ListedReport(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="report"):
    """A report without its text."""

    id: str
    key: str
    title: str | None
    outlet: str | None
    credited: str | None
    url: str | None
    published: date | None


class WholeReport(ListedReport, frozen=True, kw_only=True, tag="report"):
    """A report with its text, whose code points spans count."""

    text: str
    body_start: int


class ListedActor(msgspec.Struct, frozen=True, kw_only=True):
    """An actor's code as events name it, with its most frequent name."""

    code: str
    country: str | None
    name: str
    n_events: int


class ListedDyad(msgspec.Struct, frozen=True, kw_only=True):
    """Two countries, in the order of their codes; first and last day of their dated events."""

    one: str
    other: str
    n_events: int
    first: date | None
    last: date | None


class RulingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person's decision on a claim, as ``detente rule --export`` has it."""

    id: str
    kind: str
    target: str
    other: str | None
    field: str | None
    value: str | None
    because: str
    by: str
    made_at: datetime
    withdrawn_at: datetime | None


class ProblemRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something that went wrong with one input."""

    key: str
    room: str
    kind: str
    detail: str
    is_warning: bool


class CodedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a text tells."""

    claims: tuple[ClaimRow, ...]
    statements: tuple[StatementRow, ...]
    problems: tuple[ProblemRow, ...]


class TakenRow(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a report that was sent; ``report`` is null where it could not be kept.

    ``updates`` are the ids of reports that have its address with another text.
    """

    new: bool
    report: ListedReport | None
    claims: tuple[ClaimRow, ...]
    statements: tuple[StatementRow, ...]
    problems: tuple[ProblemRow, ...]
    updates: tuple[str, ...]


class TakenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the reports that were sent, in their order."""

    n_new: int
    items: tuple[TakenRow, ...]


class QueuedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Reports that take long to code. ``state`` is waiting, coding, done or failed.

    ``answer`` is there once they are done, ``detail`` says why they failed.
    """

    id: str
    state: str
    n_reports: int
    answer: TakenAnswer | None = None
    detail: str | None = None


class RuledAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided. ``lost`` are the ids of rulings that find no claim.

    ``computed``: events are those of these rulings already. ``events`` are the ids of the events
    that now hold the claims.
    """

    n_new: int
    rulings: tuple[RulingRow, ...]
    lost: tuple[str, ...]
    computed: bool
    events: tuple[str, ...]


def listed_report(report: Report) -> ListedReport:
    """Put a report into a row, without its text."""
    return ListedReport(
        id=report.id,
        key=report.key,
        title=report.title,
        outlet=report.outlet,
        credited=report.credited,
        url=report.url,
        published=report.published,
    )


def whole_report(report: Report) -> WholeReport:
    """Put a report into a row."""
    listed = msgspec.structs.asdict(listed_report(report))
    return WholeReport(**listed, text=report.text, body_start=report.body_start)


def ruling_row(ruling: Ruling) -> RulingRow:
    """Put a ruling into a row."""
    return RulingRow(
        id=ruling.id,
        kind=ruling.kind.value,
        target=ruling.target,
        other=ruling.other,
        field=ruling.field,
        value=ruling.value,
        because=ruling.because,
        by=ruling.by,
        made_at=ruling.made_at,
        withdrawn_at=ruling.withdrawn_at,
    )


def problem_row(problem: Problem) -> ProblemRow:
    """Put a problem into a row."""
    return ProblemRow(
        key=problem.key,
        room=problem.room,
        kind=problem.kind,
        detail=problem.detail,
        is_warning=problem.is_warning,
    )


# --- Events -> rows of the JSON contract, and answers -> files: JSON lines, CSV, Parquet.

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


# --- Rows -> flat tables, one row a claim or statement: CSV and Parquet.

F = TypeVar("F", bound="FlatRow")
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
