"""What is new on a dyad, an issue, a search as an Atom feed; citations; the glossary.

In:  two codes, an issue, words, an event's id.   Out: Atom (RFC 4287), BibTeX, RIS; a page.
Does not: tell when the desk learned of an act: an entry bears the act's last day, or the day of its
report's publication where it was searched for, else it is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from detente.ledger import Filter
from detente.records import Actor, Claim, Event
from detente.relations.known import known_side
from detente.relations.wording import (
    STATUS_WORDS,
    act_words,
    claim_words,
    count_words,
    date_words,
    printable,
    statement_words,
    title_of,
)
from detente.web.desk import Desk, DeskOf, desk_of
from detente.web.failures import answer
from detente.web.forms import visitor_of
from detente.web.kept import Made, block_of
from detente.web.listing import Wanted, events_by_id, page_of
from detente.web.pages import kept_answer
from detente.web.render import parties_of, render, visible, when_words
from detente.web.views.dyads import CITED, citation, scope_in
from detente.web.views.events import countries_in, event_named
from detente.web.views.search import AskingOf, Kind, Order, search

N_ENTRIES = 30
ATOM = "application/atom+xml; charset=utf-8"
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a feed; ``name`` is its own for ever, ``path`` where it leads on the desk."""

    name: str
    path: str
    title: str
    day: date | None
    summary: str


@router.get("/dyad/{one}/{other}/feed.atom")
def dyad_feed(request: Request, desk: DeskOf, one: str, other: str) -> Response:
    """Tell of the latest acts between two sides.

    Raises:
        UnknownCode: neither the gazetteer nor the ledger has a side's code.
    """
    scope = scope_in(desk, (one, other))
    names = " and ".join(map(desk.names.side, scope.sides))
    path = f"/dyad/{scope.side_a}/{scope.side_b}"
    wanted = Filter(dyad=scope.sides)
    return kept_answer(request, lambda: _feed(request, wanted, names, path, block_of(scope.sides)))


@router.get("/issue/{name}/feed.atom")
def issue_feed(request: Request, name: str) -> Response:
    """Tell of the latest acts about an issue."""
    path, about = f"/issue/{quote(name)}", f"issue:{name}"
    return kept_answer(request, lambda: _feed(request, Filter(issue=name), name, path, about))


@router.get("/search/feed.atom")
def search_feed(request: Request, desk: DeskOf, asked: AskingOf) -> Response:
    """Tell of the latest published claims that a search finds, or statements, or reports."""
    page = search(desk, replace(asked, kind=asked.kind or Kind.CLAIM, order=Order.DAY, page=1))
    claims = (
        Entry(
            name=f"claim:{one.claim.id}",
            path=f"/claim/{one.claim.id}",
            title=title_in(desk, one.claim),
            day=one.report.published,
            summary=claim_words(one.claim, one.report),
        )
        for one in page.claims
    )
    statements = (
        Entry(
            name=f"statement:{one.statement.id}",
            path=f"/report/{one.report.id}",
            title=one.statement.speaker.value.name if one.statement.speaker else "somebody",
            day=one.report.published,
            summary=statement_words(one.statement, one.report),
        )
        for one in page.statements
    )
    reports = (
        Entry(
            name=f"report:{one.id}",
            path=f"/report/{one.id}",
            title=title_of(one) or one.key,
            day=one.published,
            summary=one.outlet or "no named outlet",
        )
        for one in page.reports
    )
    title, query = f"{page.words}: latest found", f"?{urlencode(asked.words)}"
    entries = [*claims, *statements, *reports]
    body = _atom(request, title, (f"/search{query}", f"/search/feed.atom{query}"), entries)
    return answer(request, body, ATOM)


@router.get("/event/{event_id}/cite.{form}")
def cite(request: Request, desk: DeskOf, event_id: str, form: Literal["bib", "ris"]) -> Response:
    """Cite an event, for BibTeX or a reference manager."""

    def make() -> Made:
        with desk.open() as ledger:
            found = event_named(ledger, event_id)
        title = f"{title_in(desk, found)}, {when_words(found.date)}"
        last = found.date.latest if found.date else None
        rests_on = count_words(len(found.claim_ids), "claim")
        named = f'attachment; filename="event-{found.id[:8]}.{form}"'
        return Made(
            body=citation(form, found.id, title, last, rests_on),
            media_type=CITED[form],
            subjects=[block_of(countries_in(found))],
            headers={"content-disposition": named},
        )

    return kept_answer(request, make)


@router.get("/glossary")
def glossary(request: Request, desk: DeskOf) -> Response:
    """Say what the desk's words mean."""
    page = render("glossary.html", desk=desk, visitor=visitor_of(request), twin=None)
    return HTMLResponse(page)


def title_in(desk: Desk, event: Event | Claim) -> str:
    """Name an event or claim on one line: ``Meeting: China → United States``."""
    actors, recipients = (
        " + ".join(dict.fromkeys(_called(desk, one) for one in parties_of(side)))
        for side in (event.actors, event.recipients)
    )
    sides = f"{actors or 'somebody'} → {recipients}" if recipients else actors
    told = visible(printable(f"{act_words(event.type, event.mode)}: {sides}"))
    return told[:1].upper() + told[1:]


def _called(desk: Desk, one: Actor) -> str:
    return desk.names.side(one.country) if one.country else one.name


def _feed(request: Request, fitting: Filter, title: str, path: str, subject: str) -> Made:
    desk = desk_of(request)
    with desk.open() as ledger:
        for side in fitting.get("dyad", ()):
            known_side(ledger, side, lambda: desk.gazetteer)
        page = page_of(ledger, Wanted(table="events", fitting=fitting), None, N_ENTRIES)
        found = events_by_id(ledger, page.ids)
    entries = [_entry_of(desk, one) for one in found]
    body = _atom(request, f"{title}: latest acts", (path, f"{path}/feed.atom"), entries)
    return Made(body=body, media_type=ATOM, subjects=[subject])


def _entry_of(desk: Desk, event: Event) -> Entry:
    when = date_words(event.date) if event.date else ""
    n_outlets = event.standing.n_outlets
    return Entry(
        name=f"event:{event.id}",
        path=f"/event/{event.id}",
        title=title_in(desk, event),
        day=event.date.latest if event.date else None,
        summary=f"{when}; {STATUS_WORDS[event.status]}; told by {count_words(n_outlets, 'outlet')}",
    )


def _atom(request: Request, title: str, paths: tuple[str, str], entries: Sequence[Entry]) -> bytes:
    """Write a feed; what has no day is left out. ``paths``: the page that it is of, its own."""
    here = str(request.base_url).rstrip("/")
    feed = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    SubElement(feed, "title").text = _shown(title)
    SubElement(feed, "id").text = f"{here}{paths[0]}"
    SubElement(feed, "link", href=f"{here}{paths[0]}")
    SubElement(feed, "link", rel="self", href=f"{here}{paths[1]}")
    SubElement(SubElement(feed, "author"), "name").text = "detente"
    days = [one.day for one in entries if one.day]
    SubElement(feed, "updated").text = _instant(max(days, default=date(1970, 1, 1)))
    for one in entries:
        if one.day:
            entry = SubElement(feed, "entry")
            SubElement(entry, "title").text = _shown(one.title)
            SubElement(entry, "id").text = f"urn:detente:{one.name}"
            SubElement(entry, "link", href=f"{here}{one.path}")
            SubElement(entry, "updated").text = _instant(one.day)
            SubElement(entry, "summary").text = _shown(one.summary)
    body: bytes = tostring(feed, "utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _shown(words: str) -> str:
    return visible(printable(words))


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
