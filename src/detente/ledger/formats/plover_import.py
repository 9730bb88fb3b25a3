"""PLOVER interchange, JSON or JSON lines -> coded reports to import.

In:  lines of JSON, by the manual's chapter "Data Fields"; or one JSON list.   Out: ``Coded`` for
each record, or a ``Problem``.
Does not: guess what a record leaves out. The report of such a claim is the record: its text is the
line, and every value cites its place in the line.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from detente.codebook import load_codebook
from detente.errors import UnknownCode
from detente.ledger.formats.foreign import (
    UNKNOWN_SCORE,
    Reading,
    RowError,
    act_of_plover,
    complaint,
    read_texts,
    taken,
)
from detente.ledger.formats.plover import NO_ITEMS, OUTLET, RESOLUTIONS
from detente.ledger.formats.polecat import status_of
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
)

V = TypeVar("V")
_PRECISIONS = {number: precision for precision, number in RESOLUTIONS.items()} | {
    5: Precision.CITY,
    3: Precision.REGION,
}


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
    record = _with_our_ids(_decoder.decode(text), actors)
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
    claims = tuple(_claim(report, record, name, coder) for name in record.event)
    return Coded(report=report, claims=claims)


def _with_our_ids(record: _Record, actors: Mapping[str, str]) -> _Record:
    """Call by our ids those whose item of Wikidata we know."""
    return replace(
        record,
        **{
            side: tuple(
                replace(one, identifier_id=actors.get(one.identifier_id or "", one.identifier_id))
                for one in getattr(record, side)
            )
            for side in ("actor", "recipient")
        },
    )


def _claim(report: Report, record: _Record, name: str, coder: str) -> Claim:
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
        actors=tuple(_actor(report, one) for one in record.actor),
        recipients=tuple(_actor(report, one) for one in record.recipient),
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


def _actor(report: Report, entity: _Entity) -> Cited[Actor]:
    words = entity.entity_text or entity.identifier_text or entity.code or ""
    actor = Actor(
        country=entity.code or None,
        sector=(entity.sector or "")[:3] or None,
        id=entity.identifier_id,
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
