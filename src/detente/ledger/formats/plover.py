"""Claims <-> PLOVER interchange, JSON lines by the manual's field names (chapter "Data Fields").

In:  coded reports, or lines of JSON (or one JSON list).   Out: one record a claim; what is unknown
is left out. Or ``Coded`` for each record, whose every value cites its place in the line.
A planned act is folded into the type that PLOVER gives it (a planned meeting is AGREE); it then
bears the day of the report, for on that day it was agreed. Status is told in ``context``, as the
manual has it. Does not: expand compound actors, or write statements, which PLOVER lacks.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from detente.codebook import Codebook, is_own, load_codebook
from detente.errors import VERSION, UnknownCode
from detente.ledger.contract import written
from detente.ledger.formats.foreign import (
    UNKNOWN_SCORE,
    Reading,
    RowError,
    act_of_plover,
    complaint,
    read_texts,
    taken,
)
from detente.records import (
    Actor,
    Citation,
    Cited,
    Claim,
    Coded,
    EventDate,
    Granularity,
    Place,
    Precision,
    Problem,
    Report,
    Span,
    Status,
)

# The manual's auxiliary modes, which it wants among the contexts; "actual" has none.
AUXILIARIES = {
    Status.FUTURE: "future",
    Status.HYPOTHETICAL: "hypothetical",
    Status.NEGATED: "negation",
}
OUTLET = "PLOVER"  # its own records go out as they came in, unless somebody ruled on them
HISTORICAL = "historical"
RESOLUTIONS = {Precision.CITY: 4, Precision.REGION: 2, Precision.COUNTRY: 1}


class PloverEntity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An actor or recipient. ``identifier_id`` is a Wikidata id."""

    code: str | None
    sector: str | None = None
    entity_text: str
    identifier_id: str | None = None
    identifier_text: str
    office: str | None = None


class PloverLocation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where. ``resolution`` is 4 for a city, 2 for a province, 1 for a country."""

    extracted_place: str
    resolved_place: str
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    city: str | None = None
    province: str | None = None
    country_code: str | None = None
    resolution: int | None = None


class PloverText(msgspec.Struct, frozen=True, kw_only=True):
    """The sentence's number and the span of the words in the report's text."""

    sequence: int
    start: int
    end: int


class PloverCitation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The report."""

    citation: str
    url: str | None = None
    title: str | None = None
    publication: str | None = None
    codebook: str
    version: str


class PloverEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One record of the interchange format; the keys that the manual requires are always there."""

    id: str
    has_event: bool
    date: dt.date | None
    enddate: dt.date | None = None
    actor: tuple[PloverEntity, ...]
    recipient: tuple[PloverEntity, ...] = ()
    event: tuple[str, ...]
    event_loc: PloverLocation | None = None
    event_text: tuple[str, ...]
    quad_code: int
    event_scale: float
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    link: str | None = None
    text: str
    text_info: PloverText
    cite_info: PloverCitation
    coder: str
    comment: str | None = None


_encoder = msgspec.json.Encoder()
NO_ITEMS: Mapping[str, str] = {}


def write_plover(
    coded: Iterable[Coded],
    stream: BinaryIO,
    codebook: Codebook,
    wikidata: Mapping[str, str] = NO_ITEMS,
) -> int:
    """Write one record a claim; count them. ``wikidata`` are items by an actor's id."""
    return written((line for one in coded for line in _lines(one, codebook, wikidata)), stream)


def _lines(one: Coded, codebook: Codebook, wikidata: Mapping[str, str]) -> Iterator[bytes]:
    if one.report.outlet == OUTLET and not one.is_ruled:
        yield f"{one.report.text}\n".encode()
        return
    for claim in one.claims:
        yield _encoder.encode(plover_event(one.report, claim, codebook, wikidata)) + b"\n"


def plover_event(
    report: Report, claim: Claim, codebook: Codebook, wikidata: Mapping[str, str] = NO_ITEMS
) -> PloverEvent:
    """Put a claim into PLOVER's shape."""
    code = codebook.plover_type(claim.type, claim.status)
    mode = plover_mode(claim, code, codebook)
    first, last = plover_date(report, claim, code)
    span = claim.citation.span
    return PloverEvent(
        id=claim.id,
        has_event=True,
        date=first,
        enddate=last if last != first else None,
        actor=tuple(_entity(one, wikidata) for one in claim.actors),
        recipient=tuple(_entity(one, wikidata) for one in claim.recipients),
        event=(code,),
        event_loc=_location(claim.place) if claim.place else None,
        event_text=(claim.predicate.quote,),
        quad_code=int(codebook.quad(code)),
        event_scale=codebook.intensity(code, mode),
        mode=(mode,) if mode else (),
        context=plover_contexts(claim),
        link=report.url,
        text=claim.citation.quote,
        text_info=PloverText(sequence=claim.sentence, start=span.start, end=span.end),
        cite_info=_citation(report),
        coder=claim.coder,
        comment=_comment(claim, code),
    )


def plover_contexts(claim: Claim) -> tuple[str, ...]:
    """List a claim's contexts and, behind them, its auxiliary modes."""
    auxiliary = AUXILIARIES.get(claim.status)
    historical = (HISTORICAL,) if claim.is_historical else ()
    return (*claim.contexts, *((auxiliary,) if auxiliary else ()), *historical)


def plover_date(report: Report, claim: Claim, code: str) -> tuple[dt.date | None, dt.date | None]:
    """Find first and last day: as told, else the day of the report, else ``None``.

    A folded act (``code`` is not the claim's type) was agreed when it was reported.
    """
    if claim.date and code == claim.type:
        return claim.date.value.earliest, claim.date.value.latest
    return report.published, report.published


def plover_mode(claim: Claim, code: str, codebook: Codebook) -> str | None:
    """Give the mode, where PLOVER has it; ``code`` is the type as PLOVER folds it."""
    return codebook.plover_mode(claim.mode) if code == claim.type else None


def _entity(cited: Cited[Actor], wikidata: Mapping[str, str]) -> PloverEntity:
    actor = cited.value
    is_wikidata = actor.id is not None and actor.id[:1] == "Q" and actor.id[1:].isdecimal()
    return PloverEntity(
        code=actor.country,
        sector=actor.sector,
        entity_text=cited.citation.quote,
        identifier_id=actor.id if is_wikidata else wikidata.get(actor.id or ""),
        identifier_text=actor.name,
        office=actor.office,
    )


def _location(cited: Cited[Place]) -> PloverLocation:
    place = cited.value
    return PloverLocation(
        extracted_place=cited.citation.quote,
        resolved_place=place.name,
        geonameid=place.geonames_id,
        lat=place.lat,
        lon=place.lon,
        city=place.name if place.precision is Precision.CITY else None,
        province=place.name if place.precision is Precision.REGION else None,
        country_code=place.country,
        resolution=RESOLUTIONS.get(place.precision),
    )


def _citation(report: Report) -> PloverCitation:
    return PloverCitation(
        citation=report.key,
        url=report.url,
        title=report.title,
        publication=report.outlet,
        codebook="PLOVER 2.0",
        version=f"detente {VERSION}",
    )


def _comment(claim: Claim, code: str) -> str | None:
    notes: list[str] = []
    if claim.speaker:
        notes.append(f"on the word of {claim.speaker.value.code}")
    if code != claim.type:
        mode = f"-{claim.mode}" if claim.mode else ""
        notes.append(f"planned: {claim.type}{mode}")
        if claim.date:
            when = claim.date.value
            notes.append(f"planned for {when.earliest} to {when.latest}")
    else:
        if is_own(claim.mode):
            notes.append(claim.mode)
        if not claim.date:
            notes.append("date is that of the report")
    return "; ".join(notes) or None


# --- PLOVER interchange -> rows to import: of each record a claim, its text the line.
_STATUSES = {word: status for status, word in AUXILIARIES.items()}
_PRECISIONS = {number: precision for precision, number in RESOLUTIONS.items()} | {
    5: Precision.CITY,
    3: Precision.REGION,
}


def status_of(contexts: list[str]) -> tuple[list[str], Status, bool]:
    """Part contexts from PLOVER's auxiliary modes: contexts, the status, whether historical."""
    statuses = [_STATUSES[word] for word in contexts if word in _STATUSES]
    plain = [word for word in contexts if word not in _STATUSES and word != HISTORICAL]
    return plain, statuses[0] if statuses else Status.ACTUAL, HISTORICAL in contexts


class _Entity(msgspec.Struct, frozen=True, kw_only=True):
    code: str | None = None
    sector: str | None = None
    entity_text: str | None = None
    identifier_id: str | None = None
    identifier_text: str | None = None
    office: str | None = None


class _Location(msgspec.Struct, frozen=True, kw_only=True):
    extracted_place: str | None = None
    resolved_place: str | None = None
    geonameid: int | str | None = None
    lat: float | None = None
    lon: float | None = None
    country_code: str | None = None
    resolution: int | None = None


class _Cite(msgspec.Struct, frozen=True, kw_only=True):
    url: str | None = None
    publication: str | None = None


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    id: str | int
    date: dt.date | None
    enddate: dt.date | None = None
    actor: tuple[_Entity, ...] = ()
    recipient: tuple[_Entity, ...] = ()
    event: tuple[str, ...]
    event_loc: _Location | None = None
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    link: str | None = None
    cite_info: _Cite | None = None


_decoder = msgspec.json.Decoder(_Record)


def read_plover(
    paths: Iterable[Path], coder: str, actors: Mapping[str, str] = NO_ITEMS
) -> Iterator[Coded | Problem]:
    """Yield what the records of some files tell, and what is wrong with them.

    ``actors`` are our ids by the item of Wikidata.
    """
    for path in paths:
        problems: list[Problem] = []
        for file, number, text in _records(path, Reading(complain=problems.append)):
            yield from taken(problems)
            try:
                yield _coded(text, coder, actors)
            except (msgspec.DecodeError, RowError, UnknownCode, ValueError) as err:
                kind = err.kind if isinstance(err, RowError) else _kind(err)
                where = f"{file}, line {number}: {err}"
                yield complaint(f"{file}:{number}", kind, where)
        yield from taken(problems)


def _records(path: Path, reading: Reading) -> Iterator[tuple[str, int, str]]:
    """Yield each record as a text: a line, or an item of a file that is one list."""
    lines = read_texts(path, reading)
    for file, number, text in lines:
        if not text.lstrip().startswith("["):
            yield file, number, text
            continue
        whole = "\n".join([text, *(more for _, _, more in lines)])
        try:
            items = msgspec.json.decode(whole, type=list[msgspec.Raw])
        except msgspec.DecodeError as err:
            reading.complain(complaint(file, "broken-json", f"is no list of records: {err}"))
            return
        for item, raw in enumerate(items, start=1):
            yield file, item, " ".join(bytes(raw).decode().split("\n"))


def _kind(err: Exception) -> str:
    if isinstance(err, UnknownCode):
        return "unknown-code"
    is_json = isinstance(err, msgspec.ValidationError) or not isinstance(err, msgspec.DecodeError)
    return "broken-row" if is_json else "broken-json"


def _coded(text: str, coder: str, actors: Mapping[str, str]) -> Coded:
    """Read one record.

    Raises:
        RowError: it names no actor or no event.
        UnknownCode: a type, mode or context is not PLOVER's.
        DecodeError: it is no JSON, or no record.
    """
    record = _decoder.decode(text)
    if not record.event or not (record.actor or record.recipient):
        raise RowError("no-actor", "tells no event, or of nobody")
    cite = record.cite_info or _Cite()
    report = Report(
        key=f"plover:{record.id}",
        text=text,
        outlet=OUTLET,
        credited=cite.publication,
        url=record.link or cite.url,
    )
    claims = tuple(_claim(report, record, name, coder, actors) for name in record.event)
    return Coded(report=report, claims=claims)


def _claim(
    report: Report, record: _Record, name: str, coder: str, actors: Mapping[str, str]
) -> Claim:
    contexts, status, is_historical = status_of(list(record.context))
    modes = {mode.name for mode in load_codebook().type(name).modes}
    fitting = [mode for mode in record.mode if mode in modes or len(record.event) == 1]
    mode = fitting[0] if fitting else None
    act = act_of_plover(name, mode, tuple(contexts), status)
    return Claim(
        report_id=report.id,
        sentence=0,
        type=name,
        mode=mode,
        contexts=act.contexts,
        actors=tuple(_actor(report, one, actors) for one in record.actor),
        recipients=tuple(_actor(report, one, actors) for one in record.recipient),
        status=status,
        is_historical=is_historical,
        date=_date(report, record),
        place=_place(report, record.event_loc) if record.event_loc else None,
        citation=report.cite(Span(0, len(report.text))),
        predicate=_words(report, name),
        score=UNKNOWN_SCORE,
        coder=coder,
        why=f"PLOVER {name}",
    )


def _actor(report: Report, entity: _Entity, actors: Mapping[str, str]) -> Cited[Actor]:
    """Name who acts; by our id if we know the item of Wikidata."""
    words = entity.entity_text or entity.identifier_text or entity.code or ""
    actor = Actor(
        country=entity.code or None,
        sector=(entity.sector or "")[:3] or None,
        id=actors.get(entity.identifier_id or "", entity.identifier_id),
        name=entity.identifier_text or words,
        office=entity.office,
    )
    return Cited(actor, _words(report, words))


def _date(report: Report, record: _Record) -> Cited[EventDate] | None:
    if record.date is None:
        return None
    last = record.enddate or record.date
    unit = Granularity.DAY if last == record.date else Granularity.INTERVAL
    when = EventDate(earliest=record.date, latest=last, granularity=unit)
    return Cited(when, _words(report, record.date.isoformat()))


def _place(report: Report, where: _Location) -> Cited[Place] | None:
    name = where.resolved_place or where.extracted_place
    if not name:
        return None
    number = str(where.geonameid or "")
    place = Place(
        country=where.country_code,
        name=name,
        lat=where.lat,
        lon=where.lon,
        geonames_id=int(number) if number.isdecimal() else None,
        precision=_PRECISIONS.get(where.resolution or 0, Precision.WATER),
    )
    return Cited(place, _words(report, where.extracted_place or name))


def _words(report: Report, words: str) -> Citation:
    """Cite a value where the line has it, however JSON writes it; else the whole line."""
    for ascii_only in (False, True):
        written = json.dumps(words, ensure_ascii=ascii_only)
        at = report.text.find(written)
        if at >= 0 and len(written) > len('""'):
            return report.cite(Span(at + 1, at + len(written) - 1))
    return report.cite(Span(0, len(report.text)))
