"""Claims and statements -> rows of the JSON contract, one line each.

In:  a report and what was found in it.   Out: rows; the order of their fields is the order of the
keys. Unknown is null, a span is ``[start, end]``, a day is ISO 8601. The contract is stable: keys
are only ever added at the end.
Does not: let a row through whose quotes are not at their spans, or flatten (ledger/flat.py does).
"""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from detente.records import (
    Actor,
    Cited,
    Claim,
    Coded,
    EventDate,
    Place,
    Report,
    Span,
    Speaker,
    Statement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.codebook import Codebook

__all__ = [
    "ActorRow",
    "ClaimRow",
    "DateRow",
    "PlaceRow",
    "PredicateRow",
    "ReportRow",
    "Row",
    "SpanRow",
    "SpeakerRow",
    "StatementRow",
    "claim_row",
    "encode",
    "rows_of",
    "statement_row",
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
