"""Records -> the columns of their tables, and back: the flat part for asking, the record whole.

In:  records.   Out: one mapping a row, its keys the table's columns; records from ``record``.
Does not: run SQL. ``record`` is JSON by msgspec: what went in comes out equal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import msgspec

from detente.codebook import load_codebook
from detente.records import (
    Actor,
    Claim,
    Event,
    EventDate,
    Place,
    Problem,
    Remark,
    Report,
    Ruling,
    Run,
    Span,
    Standing,
    Statement,
    Status,
    digest,
)

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = [
    "Row",
    "claim_columns",
    "decode",
    "event_columns",
    "problem_columns",
    "record_of",
    "remark_columns",
    "report_columns",
    "ruling_columns",
    "run_columns",
    "standing_of",
    "statement_columns",
    "storable",
]

Row = Mapping[str, "str | int | float | bool | date | datetime | list[str | None] | None"]
T = TypeVar("T")

_encoder = msgspec.json.Encoder()
_decoders: dict[type, msgspec.json.Decoder[object]] = {}


def decode(kind: type[T], record: str) -> T:
    """Turn the JSON of a record back into the record."""
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind)
    decoder: msgspec.json.Decoder[T] = _decoders[kind]  # type: ignore[assignment]  # by its key
    return decoder.decode(record)


def storable(words: str) -> str:
    """Write out what is no letter: half of a surrogate pair, as in a file's broken name."""
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


def run_columns(run: Run, number: int) -> Row:
    """Columns of ``runs``."""
    return {
        "id": run.id,
        "number": number,
        "version": run.version,
        "codebook": run.codebook,
        "gazetteer": run.gazetteer,
        "parser": run.parser,
        "coder": run.coder,
    }


def report_columns(report: Report, *, is_imported: bool) -> Row:
    """Columns of ``reports``."""
    return {
        "id": report.id,
        "key": storable(report.key),
        "outlet": report.outlet,
        "credited": report.credited,
        "url": report.url,
        "published": report.published,
        "title": report.title,
        "text": report.text,
        "body_start": report.body_start,
        "is_imported": is_imported,
    }


def claim_columns(claim: Claim, run_id: str) -> Row:
    """Columns of ``claims``."""
    speaker = claim.speaker.value if claim.speaker else None
    return {
        "id": claim.id,
        "run_id": run_id,
        "report_id": claim.report_id,
        "sentence": claim.sentence,
        **_act_columns(claim),
        **_side_columns("actor", [cited.value for cited in claim.actors]),
        **_side_columns("recipient", [cited.value for cited in claim.recipients]),
        "is_historical": claim.is_historical,
        **_date_columns(claim.date.value if claim.date else None),
        **_place_columns(claim.place.value if claim.place else None),
        "speaker": speaker.code if speaker else None,
        "speaker_name": speaker.name if speaker else None,
        **_span_columns("span", claim.citation.span),
        "quote": claim.citation.quote,
        **_span_columns("predicate", claim.predicate.span),
        "predicate": claim.predicate.quote,
        "score": float(claim.score),
        "coder": claim.coder,
        "why": claim.why,
        "record": record_of(claim),
    }


def statement_columns(statement: Statement, run_id: str) -> Row:
    """Columns of ``statements``."""
    speaker = statement.speaker.value if statement.speaker else None
    actor = speaker.actor if speaker else None
    return {
        "id": statement.id,
        "run_id": run_id,
        "report_id": statement.report_id,
        "sentence": statement.sentence,
        "speaker": speaker.code if speaker else None,
        "speaker_name": speaker.name if speaker else None,
        "speaker_country": actor.country if actor else None,
        "speaker_id": actor.id if actor else None,
        "is_quoted": statement.is_quoted,
        "kind": statement.kind.value,
        "issues": list(statement.issues),
        "about": list(statement.about),
        **_span_columns("span", statement.citation.span),
        "quote": statement.citation.quote,
        "record": record_of(statement),
    }


def remark_columns(remark: Remark, run_id: str) -> Row:
    """Columns of ``remarks``."""
    return {
        "id": remark.id,
        "run_id": run_id,
        "report_id": remark.report_id,
        "sentence": remark.sentence,
        "kind": remark.kind.value,
        "side": remark.side,
        "about": list(remark.about),
        "issues": list(remark.issues),
        **_span_columns("span", remark.citation.span),
        "quote": remark.citation.quote,
        "record": record_of(remark),
    }


def problem_columns(problem: Problem, run_id: str, batch: int, report_id: str | None) -> Row:
    """Columns of ``problems``; ``report_id`` where the report was coded all the same."""
    key, detail = storable(problem.key), storable(problem.detail)
    return {
        "id": digest("problem", key, problem.room, problem.kind, detail),
        "run_id": run_id,
        "batch": batch,
        "report_id": report_id,
        "key": key,
        "room": problem.room,
        "kind": problem.kind,
        "detail": detail,
        "is_warning": problem.is_warning,
    }


def ruling_columns(ruling: Ruling) -> Row:
    """Columns of ``rulings``; the record is the ruling as it was made."""
    return {
        "id": ruling.id,
        "kind": ruling.kind.value,
        "target": ruling.target,
        "other": ruling.other,
        "field": ruling.field,
        "value": ruling.value,
        "because": ruling.because,
        "decided_by": ruling.by,
        "made_at": ruling.made_at.astimezone(UTC).replace(tzinfo=None),
        "record": record_of(replace(ruling, withdrawn_at=None)),
    }


def event_columns(event: Event) -> Row:
    """Columns of ``events``."""
    standing = event.standing
    return {
        "id": event.id,
        **_act_columns(event),
        **_side_columns("actor", event.actors),
        **_side_columns("recipient", event.recipients),
        **_date_columns(event.date),
        **_place_columns(event.place),
        "standing": standing_of(standing),
        "affirmed_by": list(standing.affirmed_by),
        "denied_by": list(standing.denied_by),
        "unconfirmed_by": list(standing.unconfirmed_by),
        "n_outlets": standing.n_outlets,
        "n_own_voice": standing.n_own_voice,
        "n_claims": len(event.claim_ids),
        "record": record_of(event),
    }


def standing_of(standing: Standing) -> str:
    """Name a standing in a word, the gravest first."""
    if standing.is_disputed:
        return "disputed"
    if standing.denied_by:
        return "denied"
    if standing.unconfirmed_by:
        return "unconfirmed"
    return "affirmed" if standing.affirmed_by else "reported"


# Private functions


def record_of(record: object) -> str:
    """Write a whole record as JSON."""
    return _encoder.encode(record).decode()


@cache
def _by_codebook(type_name: str, mode: str | None, status: Status) -> tuple[str, int, float]:
    """Look up PLOVER's type, the quad class and the intensity, each act once."""
    codebook = load_codebook()
    return (
        codebook.plover_type(type_name, status),
        int(codebook.quad(type_name)),
        codebook.intensity(type_name, mode),
    )


def _act_columns(act: Claim | Event) -> Row:
    plover_type, quad, intensity = _by_codebook(act.type, act.mode, act.status)
    return {
        "type": act.type,
        "plover_type": plover_type,
        "mode": act.mode,
        "quad": quad,
        "intensity": intensity,
        "contexts": list(act.contexts),
        "issues": list(act.issues),
        "status": act.status.value,
    }


def _side_columns(side: str, actors: Iterable[Actor]) -> Row:
    actors = list(actors)
    return {
        f"{side}s": [actor.code for actor in actors],
        f"{side}_countries": [actor.country for actor in actors],
        f"{side}_ids": [actor.id for actor in actors],
        f"{side}_names": [actor.name for actor in actors],
    }


def _span_columns(name: str, span: Span) -> Row:
    return {f"{name}_start": span.start, f"{name}_end": span.end}


def _date_columns(when: EventDate | None) -> Row:
    return {
        "date_start": when.earliest if when else None,
        "date_end": when.latest if when else None,
        "granularity": when.granularity.value if when else None,
        "date_basis": when.basis.value if when else None,
    }


def _place_columns(place: Place | None) -> Row:
    return {
        "place_country": place.country if place else None,
        "place_name": place.name if place else None,
        "place_lat": place.lat if place else None,
        "place_lon": place.lon if place else None,
    }
