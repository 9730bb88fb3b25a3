"""What is new on a dyad or an issue as an Atom feed; an event as a citation; the glossary.

In:  two codes, an issue, an event's id.   Out: Atom (RFC 4287), BibTeX, RIS; a page.
Does not: tell when the desk learned of an act: an entry bears the act's last day, else it is left
out.
"""

from collections.abc import Callable
from datetime import date
from typing import Literal
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from detente.errors import VERSION
from detente.ledger import Filter, Ledger
from detente.records import Actor, Event
from detente.relations.known import known_side
from detente.relations.wording import act_words, date_words, printable
from detente.web.desk import Desk, DeskOf
from detente.web.forms import visitor_of
from detente.web.kept import Made, block_of
from detente.web.listing import Wanted, events_by_id, page_of
from detente.web.pages import kept_answer
from detente.web.render import render, visible
from detente.web.views.dyads import scope_of
from detente.web.views.events import countries_in, event_named

__all__ = ["router", "title_in"]

N_ENTRIES = 30
ATOM = "application/atom+xml; charset=utf-8"
CITED = {"bib": "application/x-bibtex; charset=utf-8", "ris": "application/x-research-info-systems"}
router = APIRouter()


@router.get("/dyad/{one}/{other}/feed.atom", include_in_schema=False)
def dyad_feed(request: Request, desk: DeskOf, one: str, other: str) -> Response:
    """Tell of the latest acts between two sides.

    Raises:
        UnknownCode: neither the gazetteer nor the ledger has a side's code.
    """
    scope = scope_of(desk, one, other)
    names = " and ".join(map(desk.name_of, scope.sides))

    def check(ledger: Ledger) -> None:
        for side in scope.sides:
            known_side(ledger, side, lambda: desk.gazetteer)

    path = f"/dyad/{scope.side_a}/{scope.side_b}"
    make = _feed(desk, Filter(dyad=scope.sides), names, path, check)
    return kept_answer(request, lambda: make(request, [block_of(scope.sides)]))


@router.get("/issue/{name}/feed.atom", include_in_schema=False)
def issue_feed(request: Request, desk: DeskOf, name: str) -> Response:
    """Tell of the latest acts about an issue."""
    make = _feed(desk, Filter(issue=name), name, f"/issue/{quote(name)}", lambda _: None)
    return kept_answer(request, lambda: make(request, [f"issue:{name}"]))


@router.get("/event/{event_id}/cite.{form}", include_in_schema=False)
def citation(
    request: Request, desk: DeskOf, event_id: str, form: Literal["bib", "ris"]
) -> Response:
    """Cite an event, for BibTeX or a reference manager."""

    def make() -> Made:
        with desk.open() as ledger:
            found = event_named(ledger, event_id)
        told = _bibtex(desk, found) if form == "bib" else _ris(desk, found)
        named = f'attachment; filename="event-{found.id[:8]}.{form}"'
        return Made(
            body=told.encode(),
            media_type=CITED[form],
            subjects=[block_of(countries_in(found))],
            headers={"content-disposition": named},
        )

    return kept_answer(request, make)


@router.get("/glossary", include_in_schema=False)
def glossary(request: Request, desk: DeskOf) -> Response:
    """Say what the desk's words mean."""
    page = render("glossary.html", desk=desk, visitor=visitor_of(request), twin=None)
    return HTMLResponse(page)


def title_in(desk: Desk, event: Event) -> str:
    """Name an event on one line: ``meeting: China → United States``."""
    actors, recipients = (
        " + ".join(dict.fromkeys(_called(desk, one) for one in side))
        for side in (event.actors, event.recipients)
    )
    sides = f"{actors or 'somebody'} → {recipients}" if recipients else actors
    return visible(printable(f"{act_words(event.type, event.mode)}: {sides}"))


# Private functions


def _called(desk: Desk, one: Actor) -> str:
    return desk.name_of(one.country) if one.country else one.name


def _feed(
    desk: Desk, fitting: Filter, title: str, path: str, check: Callable[[Ledger], None]
) -> Callable[[Request, list[str]], Made]:
    def make(request: Request, subjects: list[str]) -> Made:
        here = str(request.base_url).rstrip("/")
        with desk.open() as ledger:
            check(ledger)
            page = page_of(ledger, Wanted(table="events", fitting=fitting), None, N_ENTRIES)
            found = [one for one in events_by_id(ledger, page.ids) if one.date]
        feed = Element("feed", xmlns="http://www.w3.org/2005/Atom")
        SubElement(feed, "title").text = f"{visible(printable(title))}: latest acts"
        SubElement(feed, "id").text = f"{here}{path}"
        SubElement(feed, "link", href=f"{here}{path}")
        SubElement(feed, "link", rel="self", href=f"{here}{path}/feed.atom")
        SubElement(SubElement(feed, "author"), "name").text = "detente"
        days = [one.date.latest for one in found if one.date]
        SubElement(feed, "updated").text = _instant(max(days, default=date(1970, 1, 1)))
        for one in found:
            _add_entry(desk, feed, one, here)
        body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, "utf-8")
        return Made(body=body, media_type=ATOM, subjects=subjects)

    return make


def _add_entry(desk: Desk, feed: Element, event: Event, here: str) -> None:
    entry = SubElement(feed, "entry")
    SubElement(entry, "title").text = title_in(desk, event)
    SubElement(entry, "id").text = f"urn:detente:event:{event.id}"
    SubElement(entry, "link", href=f"{here}/event/{event.id}")
    if event.date:
        SubElement(entry, "updated").text = _instant(event.date.latest)
        told = f"{date_words(event.date)}; {event.status.value}"
        SubElement(
            entry, "summary"
        ).text = f"{told}; outlets that tell it: {event.standing.n_outlets}"


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _bibtex(desk: Desk, event: Event) -> str:
    title = "".join(f"\\{char}" if char in "&%$#_{}" else char for char in title_in(desk, event))
    year = f"  year = {{{event.date.latest.year}}},\n" if event.date else ""
    return (
        f"@misc{{detente-{event.id[:12]},\n  title = {{{title}, {_when(event)}}},\n{year}"
        f"  note = {{Event {event.id}, coded by detente {VERSION} from "
        f"{len(event.claim_ids)} claims}}\n}}\n"
    )


def _ris(desk: Desk, event: Event) -> str:
    lines = [
        "TY  - DATA",
        f"TI  - {title_in(desk, event)}, {_when(event)}",
        *([f"PY  - {event.date.latest.year}"] if event.date else []),
        f"ID  - {event.id}",
        f"N1  - Coded by detente {VERSION} from {len(event.claim_ids)} claims",
        "ER  - ",
    ]
    return "\r\n".join(lines) + "\r\n"


def _when(event: Event) -> str:
    return date_words(event.date) if event.date else "undated"
