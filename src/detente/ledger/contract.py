"""Claims, statements, events -> rows of the JSON contract, one line each, also flat for tables.

In:  a report and what was found in it; an event and its claims; an answer of the ledger.
Out: rows; the order of their fields is the order of the keys. Unknown is null, a span is ``[start,
end]``, a day is ISO 8601. The contract is stable: keys are only ever added at the end.
Does not: let a row through whose quotes are not at their spans.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import msgspec

from detente.errors import needing
from detente.ledger.ask import Flat
from detente.ledger.columns import claim_cells, statement_cells
from detente.records import (
    Actor,
    Citation,
    Cited,
    Claim,
    Coded,
    Event,
    EventDate,
    Report,
    Statement,
    alike,
    values_alike,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.codebook import Codebook

SpanRow = tuple[int, int]  # half-open range of code points in the report's text


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where a row comes from."""

    id: str
    key: str
    outlet: str | None
    credited: str | None
    url: str | None
    published: date | None


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


class ActorRow(EventActorRow, frozen=True, kw_only=True):
    """Who acts, or to whom, and the words that name them."""

    span: SpanRow


class DateRow(EventDateRow, frozen=True, kw_only=True):
    """First and last possible day; ``span`` are the words that date the act."""

    span: SpanRow


class PlaceRow(EventPlaceRow, frozen=True, kw_only=True):
    """Where, and the words that say so."""

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
    return alike(
        ClaimRow,
        claim,
        **_act(claim, codebook),
        report=alike(ReportRow, report),
        actors=tuple(alike(ActorRow, one.value, span=_span(one.citation)) for one in claim.actors),
        recipients=tuple(
            alike(ActorRow, one.value, span=_span(one.citation)) for one in claim.recipients
        ),
        historical=claim.is_historical,
        date=_date(DateRow, claim.date.value, span=_span(claim.date.citation))
        if claim.date
        else None,
        place=_cited(PlaceRow, claim.place),
        speaker=_cited(SpeakerRow, claim.speaker),
        span=_span(claim.citation),
        quote=claim.citation.quote,
        predicate=PredicateRow(span=_span(claim.predicate)),
        why=claim.why or None,
        echoes=tuple(map(_span, claim.echoes)),
    )


def statement_row(report: Report, statement: Statement) -> StatementRow:
    """Put a statement of ``report`` into the contract's shape, or raise ``CitationMismatch``."""
    for citation in statement.citations:
        report.check(citation)
    return alike(
        StatementRow,
        statement,
        report=alike(ReportRow, report),
        speaker=_cited(SpeakerRow, statement.speaker),
        quoted=statement.is_quoted,
        speech_kind=statement.kind.value,
        span=_span(statement.citation),
        quote=statement.citation.quote,
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


S = TypeVar("S", bound=msgspec.Struct)


def _cited(kind: type[S], cited: Cited[Any] | None) -> S | None:
    return alike(kind, cited.value, span=_span(cited.citation)) if cited else None


def _span(citation: Citation) -> SpanRow:
    return (citation.span.start, citation.span.end)


def _date(kind: type[S], when: EventDate, **own: object) -> S:
    return kind(start=when.earliest, end=when.latest, basis=when.basis.value, **own)


def _act(act: Claim | Event, codebook: "Codebook") -> dict[str, Any]:
    """What follows from an act's type, mode and status."""
    return {
        "plover_type": codebook.plover_type(act.type, act.status),
        "status": act.status.value,
        "quad": int(codebook.quad(act.type)),
        "intensity": codebook.intensity(act.type, act.mode),
    }


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


# --- Events -> rows of the JSON contract, and answers -> files: JSON lines, CSV, Parquet.
ROW_GROUP = 10_000  # rows held in memory at once; part of the bytes of a Parquet file


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
    return alike(
        EventRow,
        event,
        **_act(event, codebook),
        actors=tuple(alike(EventActorRow, actor) for actor in event.actors),
        recipients=tuple(alike(EventActorRow, actor) for actor in event.recipients),
        date=_date(EventDateRow, event.date) if event.date else None,
        place=alike(EventPlaceRow, event.place) if event.place else None,
        standing=alike(
            StandingRow, standing, outlets=standing.n_outlets, disputed=standing.is_disputed
        ),
        links=tuple(LinkRow(kind=link.kind.value, event=link.event_id) for link in event.links),
        claims=event.claim_ids,
    )


def write_events(events: Iterable[Event], stream: BinaryIO, codebook: "Codebook") -> int:
    """Write one line of JSON an event; count them."""
    return written((_encoder.encode(event_row(one, codebook)) + b"\n" for one in events), stream)


def written(lines: Iterable[bytes], stream: BinaryIO) -> int:
    """Write lines; count them."""
    count = 0
    for count, line in enumerate(lines, start=1):  # noqa: B007  # the last one is told
        stream.write(line)
    return count


def write_table(table: "pa.Table", stream: BinaryIO) -> int:
    """Write an Arrow table as Parquet; count the rows."""
    import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and only this format needs it

    pq.write_table(table, stream, compression="zstd", version="2.6", row_group_size=ROW_GROUP)
    return int(table.num_rows)


def write_lines(flat: Flat, stream: BinaryIO, form: str) -> int:
    """Write flat rows as ``jsonl`` or ``csv``; count them."""
    if form != "csv":
        return written((_encoder.encode(row) + b"\n" for row in flat.dicts()), stream)
    stream.write(csv_line(flat.names))
    return written((csv_line(map(csv_cell, cells)) for cells in flat.rows), stream)


# --- Claims and statements -> flat tables, one row each: CSV and Parquet. One table of columns.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # OWASP, "CSV Injection"
Cell = str | int | float | bool | date | tuple[str, ...] | list[str] | list[str | None] | None
COLUMNS = (
    *("kind", "id", "report_id", "report_key", "outlet", "credited", "url", "published"),
    *("sentence", "type", "plover_type", "mode", "contexts", "issues"),
    *("actors", "actor_names", "actor_spans", "recipients", "recipient_names", "recipient_spans"),
    *("status", "historical", "date_start", "date_end", "date_basis"),
    *("place_country", "place_name", "place_lat", "place_lon", "speaker", "speaker_name"),
    *("quoted", "speech_kind", "about", "span_start", "span_end", "quote"),
    *("predicate_start", "predicate_end", "quad", "intensity", "score", "coder", "why"),
)
# What makes a row whole again, beside its columns.
WHOLE = (
    *COLUMNS,
    *("report_title", "report_text", "report_body_start", "report_is_imported", "run_id", "record"),
)
_STATEMENTS_ALONE = frozenset({"quoted", "speech_kind", "about"})
OF_CLAIMS = tuple(name for name in COLUMNS if name not in _STATEMENTS_ALONE)
OF_STATEMENTS = (
    *COLUMNS[:9], "issues", "speaker", "speaker_name", "quoted", "speech_kind", "about",
    "span_start", "span_end", "quote",
)  # fmt: skip
LISTS = frozenset({"contexts", "issues", "about"}) | {
    f"{side}{part}" for side in ("actor", "recipient") for part in ("s", "_names", "_spans")
}
DAYS = frozenset({"published", "date_start", "date_end"})
FLAGS = frozenset({"historical", "quoted", "report_is_imported", "is_warning"})
FLOATS = frozenset({"place_lat", "place_lon", "intensity", "score"})
INTEGERS = frozenset(
    {
        *("sentence", "quad", "report_body_start", "body_start"),
        *("n_claims", "n_statements", "n_remarks"),
    }
) | {f"{name}_{end}" for name in ("span", "predicate") for end in ("start", "end")}
_EMPTY: dict[str, Cell] = {name: () if name in LISTS else None for name in COLUMNS}


def flat_row(report: Report, found: Claim | Statement) -> dict[str, Cell]:
    """Flatten a claim or statement of ``report``, or raise ``CitationMismatch``.

    The spans of actors become ``start:end``; what the other kind has alone is ``None`` or empty.
    """
    for citation in found.citations:
        report.check(citation)
    own: dict[str, Any] = {**values_alike(ReportRow, report, "id"), "report_key": report.key}
    if isinstance(found, Claim):
        own |= claim_cells(found)
        own |= {"kind": "claim", "historical": found.is_historical, "why": found.why or None}
        own |= {"actor_spans": _spans(found.actors), "recipient_spans": _spans(found.recipients)}
    else:
        own |= statement_cells(found)
        own |= {"kind": "statement", "quoted": found.is_quoted, "speech_kind": found.kind.value}
    return {name: own.get(name, empty) for name, empty in _EMPTY.items()}


def flat_rows(coded: Iterable[Coded]) -> Iterator[dict[str, Cell]]:
    """Yield the flat rows of coded reports: of each its claims, then its statements."""
    for one in coded:
        yield from (flat_row(one.report, claim) for claim in one.claims)
        yield from (flat_row(one.report, said) for said in one.statements)


def write_csv(coded: Iterable[Coded], stream: BinaryIO) -> int:
    """Write rows as UTF-8 CSV with a header, each line ended by a line feed; count them."""
    stream.write(csv_line(COLUMNS))
    return written((csv_line(map(csv_cell, row.values())) for row in flat_rows(coded)), stream)


def _spans(cited: Iterable[Cited[Actor]]) -> list[str]:
    return [f"{one.citation.span.start}:{one.citation.span.end}" for one in cited]


def csv_cell(cell: Cell) -> str:
    """Write a value for a spreadsheet."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if cell is None or isinstance(cell, int | float | date):
        return "" if cell is None else str(cell)
    text = cell if isinstance(cell, str) else "|".join(one or "" for one in cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_line(cells: Iterable[object]) -> bytes:
    """Write one line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue().encode()


def schema_of(columns: Iterable[str]) -> "pa.Schema":
    """Arrow's types for columns of flat rows."""
    with needing("parquet", "Parquet"):
        import pyarrow as pa  # noqa: PLC0415  # heavy, and only this format needs it

    types = {
        **dict.fromkeys(LISTS, pa.list_(pa.string())),
        **dict.fromkeys(DAYS, pa.date32()),
        **dict.fromkeys(FLAGS, pa.bool_()),
        **dict.fromkeys(FLOATS, pa.float64()),
        **dict.fromkeys(INTEGERS, pa.int64()),
    }
    return pa.schema([(name, types.get(name, pa.string())) for name in columns])
