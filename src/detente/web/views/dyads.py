"""How two sides stand: the brief, the picture, the latest acts, the timeline; of a period.

In:  two country codes, a period, what is asked of the timeline.   Out: ``DyadPage``; the brief as
Markdown or Word, and its citation.
Does not: work anything out: relations/ does. Briefs and pictures are kept until a write touches the
two sides.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from detente.actors.meanings import resolve_side
from detente.errors import VERSION
from detente.ledger import Filter, Ledger
from detente.records import Event, Ruling, Status, alike
from detente.relations import Brief, Scope, brief_from_evidence, evidence_in
from detente.relations.brief.page import Page, page_of, title_of
from detente.relations.brief.render import page_markdown
from detente.relations.choices import Picture
from detente.relations.known import known_side
from detente.relations.measures.points import SeriesPoint
from detente.relations.wording import count_words
from detente.web.desk import Desk, DeskOf
from detente.web.failures import Moved
from detente.web.figures import rows_of
from detente.web.kept import Made, block_of
from detente.web.listing import Table, Wanted, certainty_of, events_by_id
from detente.web.listing import page_of as listed
from detente.web.pages import add_page, kept_answer
from detente.web.pictures import Days, dyad_plate, kinds_in, series_in
from detente.web.plates import Shown, inline
from detente.web.views.timeline import TIMELINE, AskedOf, Timeline, day_or_none, timeline_of
from detente.web.word import docx_of

SAID = {
    Picture.TEMPERATURE: (
        "How warm the relation is",
        (
            "Each act counts once, however many reports tell it, and fades with time. What is"
            " planned, possible or denied is not summed. A point leads to what happened in its"
            " month, a dot to its event."
        ),
    ),
    Picture.ISSUES: ("Issue by issue", "Acts done by month about each issue."),
    Picture.CALENDAR: ("Calendar of contacts", "Visits, meetings, calls and talks."),
    Picture.MAP: ("Where they dealt with each other", "Acts done, by place."),
}
SIZES = {Picture.ISSUES: (812, 540), Picture.CALENDAR: (812, 250), Picture.MAP: (812, 520)}
CODE = re.compile("[A-Za-z]{3}")
N_LATEST = 6  # acts beside the picture
router = APIRouter(include_in_schema=False)
Day = Annotated[str, Query(max_length=10)]
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A month of two sides: what was done, what was not, and where the relation stood at its end.

    ``stock`` is -10 .. 10, its interval from ``stock_low`` to ``stock_high``.
    """

    start: date
    end: date
    n_cooperative: int
    n_conflictual: int
    n_not_done: int
    stock: float
    stock_low: float
    stock_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An event with the notes and pins on it, the latest first."""

    event: Event
    marks: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadPage:
    """Two sides, in a period. ``report_ids`` are the brief's reports, by number.

    ``marked`` are the events that somebody pinned or wrote a note on, whatever the period.
    ``laid_out`` is the brief in words, with all its lines where ``is_whole``. ``latest`` are the
    last acts done, ``certainty`` theirs, by id. ``months`` and ``pictures`` show what is
    known by now: with ``as_of`` there are none.
    """

    one: str
    other: str
    as_of: date | None
    since: date | None
    until: date | None
    brief: Brief
    latest: tuple[Event, ...]
    marked: tuple[Marked, ...]
    certainty: dict[str, float]
    timeline: Timeline
    months: tuple[Stretch, ...]
    pictures: tuple[Shown, ...]
    laid_out: Page = field(metadata={"twin": False})
    is_whole: bool = field(default=False, metadata={"twin": False})
    report_ids: tuple[str, ...] = ()

    @property
    def period(self) -> dict[str, str]:
        """The period, for the query string of what is about it, too."""
        named = {"since": self.since, "until": self.until, "as_of": self.as_of}
        return {name: day.isoformat() for name, day in named.items() if day}


def sides_at(request: Request, desk: DeskOf, one: str, other: str) -> tuple[str, str]:
    """Name the two sides of an address by their codes.

    Raises:
        Moved: they are named otherwise; the address with their codes is another.
        UnknownCode: nobody is known by a name.
    """
    sides = scope_in(desk, (one, other)).sides
    if sides != (one.upper(), other.upper()):
        path = request.scope["path"].replace(f"/{one}/{other}", "/{}/{}".format(*sides), 1)
        raise Moved(f"{path}?{request.url.query}" if request.url.query else path)
    return sides


def dyad(
    desk: DeskOf,
    sides: Annotated[tuple[str, str], Depends(sides_at)],
    asked: AskedOf,
    as_of: Day = "",
    *,
    whole: Annotated[bool, Query(alias="all")] = False,
) -> DyadPage:
    """Answer a dyad's page; its period is that of the timeline.

    Raises:
        UnknownCode: neither the gazetteer nor the ledger has a side's code.
    """
    known, since, until = map(day_or_none, (as_of, asked.since, asked.until))
    scope = scope_in(desk, sides, since, until, known)
    days = (since, until)
    with desk.open() as ledger:
        brief, report_ids = brief_in(desk, ledger, scope)
        latest = () if known else _latest(ledger, scope.sides, days)
        marked = _marked(ledger, scope.sides)
        shown = [one.id for one in (*latest, *(one.event for one in marked))]
        return DyadPage(
            one=scope.side_a,
            other=scope.side_b,
            as_of=known,
            since=since,
            until=until,
            brief=brief,
            laid_out=desk.names.brief(page_of(brief, 0 if whole else None)),
            is_whole=whole,
            report_ids=report_ids,
            latest=latest,
            marked=marked,
            certainty=certainty_of(ledger, shown),
            timeline=timeline_of(ledger, asked, {"dyad": scope.sides}),
            months=() if known else _months(desk, ledger, scope.sides, days),
            pictures=() if known else _pictures(desk, ledger, scope.sides, days),
        )


def check_sides(desk: Desk, ledger: Ledger, scope: Scope) -> None:
    """Look whether both sides are known.

    Raises:
        UnknownCode: neither the gazetteer nor the ledger has a side's code.
    """
    for side in scope.sides:
        known_side(ledger, side, lambda: desk.gazetteer)


def scope_in(
    desk: Desk,
    sides: tuple[str, str],
    since: date | None = None,
    until: date | None = None,
    as_of: date | None = None,
) -> Scope:
    """Name two sides, by code, which may be written small, or by name, and a period.

    A brief of it rests on what was published by its end.

    Raises:
        BadInput: both are the same, or the period ends before it begins.
        UnknownCode: nobody is known by a name.
    """
    first, second = (
        side.upper() if CODE.fullmatch(side) else resolve_side(side, desk.gazetteer)[0]
        for side in sides
    )
    return Scope(
        side_a=first,
        side_b=second,
        as_of=min((day for day in (until, as_of) if day), default=None),
        since=since,
        name_a=desk.names.side(first),
        name_b=desk.names.side(second),
    )


def scope_asked(  # noqa: PLR0913, PLR0917  # a parameter each
    desk: DeskOf, one: str, other: str, since: Day = "", until: Day = "", as_of: Day = ""
) -> Scope:
    """Read two sides and a period from an address.

    Raises:
        BadInput: a day is none, both are the same, or the period ends before it begins.
        UnknownCode: nobody is known by a name.
    """
    return scope_in(desk, (one, other), *map(day_or_none, (since, until, as_of)))


def brief_in(desk: Desk, ledger: Ledger, scope: Scope) -> tuple[Brief, tuple[str, ...]]:
    """Make a brief, and list the ids of its reports by their numbers; both are kept.

    Raises:
        UnknownCode: neither the gazetteer nor the ledger has a side's code.
    """
    check_sides(desk, ledger, scope)

    def make() -> tuple[Brief, tuple[str, ...]]:
        evidence = evidence_in(ledger, scope)
        ids = tuple(one.report.id for one in evidence.cited)
        return brief_from_evidence(evidence, desk.codebook), ids

    return desk.kept.get(("brief", desk.mark(ledger, block_of(scope.sides)), scope), make)


MONTHS = Table(name="months", kind=Stretch, rows=lambda page: page.months)
add_page(
    router,
    "/dyad/{one}/{other}",
    "dyad.html",
    dyad,
    (TIMELINE, MONTHS),
    about=lambda page: [block_of((page.one, page.other))],
)


def _marked(ledger: Ledger, sides: tuple[str, str]) -> tuple[Marked, ...]:
    found = rows_of(ledger, "marks", {"one": sides[0], "other": sides[1]})
    if not found:
        return ()
    rulings = {one.id: one for one in ledger.rulings()}
    events = events_by_id(ledger, list(dict.fromkeys(event_id for event_id, _ in found)))
    return tuple(
        Marked(event=one, marks=tuple(rulings[mark] for of, mark in found if of == one.id))
        for one in events
    )


def _latest(ledger: Ledger, sides: tuple[str, str], days: Days) -> tuple[Event, ...]:
    """The last acts done, newest first."""
    fitting = Filter(dyad=sides, status=Status.ACTUAL.value)
    since, until = days
    if since is not None:
        fitting["since"] = since
    if until is not None:
        fitting["until"] = until
    page = listed(ledger, Wanted(table="events", fitting=fitting), None, N_LATEST)
    return events_by_id(ledger, page.ids)


def _months(desk: Desk, ledger: Ledger, sides: tuple[str, str], days: Days) -> tuple[Stretch, ...]:
    """List the months of a period in which anything is told, newest first."""
    since, until = days[0] or date.min, days[1] or date.max
    points = series_in(desk, ledger, sides).of()
    return tuple(
        _stretch(one)
        for one in reversed(points)
        if one.by_status and one.end >= since and one.start <= until
    )


def _stretch(point: SeriesPoint) -> Stretch:
    done = point.by_status.get(Status.ACTUAL.value, 0)
    return alike(
        Stretch,
        point,
        n_not_done=sum(point.by_status.values()) - done,
        stock=round(point.stock, 2),
        stock_low=round(point.stock_low, 2),
        stock_high=round(point.stock_high, 2),
    )


def _pictures(desk: Desk, ledger: Ledger, sides: tuple[str, str], days: Days) -> tuple[Shown, ...]:
    """Show the temperature within the page; the others are fetched when they come in sight."""
    found = []
    asked = {name: day for name, day in zip(("since", "until"), days, strict=True) if day}
    for kind in kinds_in(desk, ledger, sides):
        title, words = SAID[kind]
        plate = partial(dyad_plate, desk, sides=sides, kind=kind, days=days)
        svg = partial(inline, desk, plate, kind, title) if kind is Picture.TEMPERATURE else None
        address = f"/picture/{sides[0]}/{sides[1]}/{kind}"
        shown = Shown(
            name=kind, title=title, words=words, address=address, query=urlencode(asked), svg=svg
        )
        found.append(replace(shown, size=SIZES[kind]) if kind in SIZES else shown)
    return tuple(found)


# --- The brief as a file: Markdown, Word; and how to cite it.
FILES: Mapping[str, tuple[Callable[[Page], bytes], str]] = {
    "md": (lambda page: page_markdown(page).encode(), "text/markdown; charset=utf-8"),
    "docx": (docx_of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@router.get("/dyad/{one}/{other}/brief.{form}")
def brief_file(
    request: Request,
    desk: DeskOf,
    scope: Annotated[Scope, Depends(scope_asked)],
    *,
    form: Literal["md", "docx", "bib", "ris"],
    whole: Annotated[bool, Query(alias="all")] = False,
) -> Response:
    """Write the brief of a period as a file, for an office, or its citation.

    Raises:
        UnknownCode: neither the gazetteer nor the ledger has a side's code.
    """

    def make() -> Made:
        with desk.open() as ledger:
            brief, report_ids = brief_in(desk, ledger, scope)
        name = f'attachment; filename="{scope.side_a}-{scope.side_b}.{form}"'
        if form in CITED:
            body, media_type = _cited(form, brief, len(report_ids)), CITED[form]
        else:
            page = desk.names.brief(page_of(brief, 0 if whole else None))
            write, media_type = FILES[form]
            body = write(page)
        return Made(
            body=body,
            media_type=media_type,
            subjects=[block_of(scope.sides)],
            headers={"content-disposition": name},
        )

    return kept_answer(request, make)


def _cited(form: str, brief: Brief, n_reports: int) -> bytes:
    scope = replace(brief.scope, as_of=brief.as_of)
    days = (day.isoformat() for day in (scope.since, scope.as_of) if day)
    name = "-".join([*scope.sides, *days])
    return citation(form, name, title_of(scope), brief.as_of, count_words(n_reports, "report"))


CITED = {"bib": "application/x-bibtex; charset=utf-8", "ris": "application/x-research-info-systems"}


def citation(form: str, name: str, title: str, last: date | None, rests_on: str) -> bytes:
    """Write an entry for a reference manager, as ``bib`` or ``ris``.

    ``last`` is the last of the days told of; ``rests_on`` is counted: "3 claims".
    """
    note = f"Coded by detente {VERSION} from {rests_on}"
    if form == "bib":
        escaped = "".join(f"\\{char}" if char in "&%$#_{}" else char for char in title)
        year = f"  year = {{{last.year}}},\n" if last else ""
        return (
            f"@misc{{detente-{name},\n  title = {{{escaped}}},\n{year}"
            f"  note = {{{note}; {name}}}\n}}\n"
        ).encode()
    published = [f"PY  - {last.year}"] if last else []
    lines = ["TY  - DATA", f"TI  - {title}", *published, f"ID  - {name}"]
    return "\r\n".join([*lines, f"N1  - {note}", "ER  - ", ""]).encode()
