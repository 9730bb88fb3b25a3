"""Claims -> PLOVER interchange, JSON lines by the manual's field names (chapter "Data Fields").

In:  coded reports.   Out: one record a claim; what is unknown is left out.
A planned act is folded into the type that PLOVER gives it (a planned meeting is AGREE); it then
bears the day of the report, for on that day it was agreed. Status is told in ``context``, as the
manual has it. Does not: expand compound actors, or write statements, which PLOVER lacks.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

import msgspec

from detente.codebook import Codebook, is_own
from detente.errors import VERSION
from detente.ledger.contract import written
from detente.records import Actor, Cited, Claim, Coded, Place, Precision, Report, Status

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
