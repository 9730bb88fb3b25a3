"""A pasted text or a link -> its claims at once. Nothing is kept, but on demand.

In:  a form, or JSON.   Out: ``CodedPage``; on demand, a report of the ledger.
Does not: fetch from private networks, by no redirect either (sources/fetch.py refuses).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from detente.errors import BadInput
from detente.records import Problem, Report
from detente.sources import ReadOptions, read_reports
from detente.sources.inputs import is_url
from detente.sources.options import plain_letters
from detente.web.desk import Desk, DeskOf
from detente.web.failures import NotFound
from detente.web.forms import Fields, FieldsOf, own_page, visitor_of
from detente.web.holding.writing import take_in
from detente.web.listing import SpokenBy, ToldBy
from detente.web.render import render
from detente.web.views.events import Stretch, stretches_of
from detente.web.views.timeline import day_or_none

MOST_LETTERS = 100_000  # of a text: a long report is 50,000, some seconds of work
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPage:
    """A report that was given and what it tells. ``has_more``: its link leads to further ones."""

    report: Report
    claims: tuple[ToldBy, ...]
    statements: tuple[SpokenBy, ...]
    problems: tuple[Problem, ...]
    stretches: tuple[Stretch, ...] = field(metadata={"twin": False})
    has_more: bool = False


def code_pasted(
    desk: Desk, text: str, published: date | None = None, outlet: str | None = None
) -> CodedPage:
    """Code a text.

    Raises:
        HTTPException: it is empty, too long, no text, or it cannot be coded.
    """
    text = plain_letters(text.replace("\r\n", "\n"))
    _check(text)
    _check(outlet or "-")
    return _coded(desk, Report(key="pasted", text=text, published=published, outlet=outlet))


def code_linked(
    desk: Desk, link: str, published: date | None = None, outlet: str | None = None
) -> CodedPage:
    """Fetch the report behind a link, and code it; of several the first.

    Raises:
        HTTPException: it is no address of the web, it cannot be fetched or coded, or many others
            wait for links.
    """
    if not is_url(link):  # else it would name a file of this machine
        raise HTTPException(422, "a link begins with https:// or http://")
    _check(link)
    options = ReadOptions(published=published, outlet=outlet, max_chars=MOST_LETTERS)
    if not desk.fetching.acquire(blocking=False):
        raise HTTPException(503, "others are fetching links; try again", {"retry-after": "10"})
    try:
        found = [*islice(_readable(desk, link, options), 2)]
    finally:
        desk.fetching.release()
    if not found:
        raise HTTPException(422, f"{link}: there is no report")
    return _coded(desk, found[0], has_more=len(found) > 1)


@router.get("/code")
def form(request: Request, desk: DeskOf) -> Response:
    """Show the form, with a token for it."""
    return _form_page(request, desk, None, {})


@router.post("/code")
def coded_form(request: Request, desk: DeskOf, fields: FieldsOf) -> Response:
    """Code what was given in the form; what cannot be coded is shown with the reason."""
    try:
        found = _code_given(desk, fields)
    except BadInput as err:
        return _form_page(request, desk, None, fields, (400, str(err)))
    except HTTPException as err:
        return _form_page(request, desk, None, fields, (err.status_code, str(err.detail)))
    desk.kept.get(_draft(found.report.id), lambda: found.report)
    return _form_page(request, desk, found, fields)


@router.post("/code/keep")
def keep(desk: DeskOf, fields: FieldsOf) -> Response:
    """Add to the ledger what was coded; twice is once.

    Raises:
        HTTPException: the desk only reads, or the report cannot be kept.
    """
    report = desk.kept.get(_draft(fields.get("report", "")), _gone)
    (taken,) = take_in(desk, [report])
    if isinstance(taken.found, Problem):
        raise HTTPException(422, taken.found.detail)
    return RedirectResponse(f"/report/{taken.found.report.id}", status_code=303)


def _check(text: str) -> None:
    if not text.strip():
        raise HTTPException(422, "there is no text; paste a report")
    if len(text) > MOST_LETTERS:
        told = f"the text has {len(text):,} characters; at most {MOST_LETTERS:,} are coded here"
        raise HTTPException(413, f"{told}; use detente code for more")
    if any(unicodedata.category(char) == "Cs" for char in text):
        raise HTTPException(422, "the text holds half of a surrogate pair, which is no character")


def _code_given(desk: Desk, fields: Fields) -> CodedPage:
    """Code the text or the link of a form.

    Raises:
        BadInput: the day is none.
        HTTPException: a text and a link are given, or neither; or it cannot be coded.
    """
    published, outlet, link = (fields.get(n, "").strip() for n in ("published", "outlet", "link"))
    given, text = (day_or_none(published), outlet or None), fields.get("text", "")
    if text.strip() and link:
        raise HTTPException(422, "give a text or a link, not both")
    return code_linked(desk, link, *given) if link else code_pasted(desk, text, *given)


def _readable(desk: Desk, link: str, options: ReadOptions) -> Iterator[Report]:
    """Yield the reports behind a link."""
    for item in read_reports([link], options, fetcher=desk.fetcher):
        if isinstance(item, Report):
            yield item
        elif not item.is_warning:
            raise HTTPException(422, f"{item.key}: {item.detail}")


def _coded(desk: Desk, report: Report, *, has_more: bool = False) -> CodedPage:
    coded = desk.code(report)
    if isinstance(coded, Problem):
        raise HTTPException(422, coded.detail)
    return CodedPage(
        report=report,
        claims=tuple(ToldBy(one, report) for one in coded.claims),
        statements=tuple(SpokenBy(one, report) for one in coded.statements),
        problems=coded.problems,
        stretches=stretches_of(report, coded.claims, coded.statements),
        has_more=has_more,
    )


def _draft(report_id: str) -> tuple[str, str]:
    """Under what a coded text waits in memory, for somebody to keep it."""
    return ("draft", report_id)


def _gone() -> Report:
    raise NotFound("this text is no longer at hand; code it again, then add it")


def _form_page(
    request: Request,
    desk: Desk,
    found: CodedPage | None,
    fields: Fields,
    problem: tuple[int, str] | None = None,
) -> Response:
    visitor, (status, told) = visitor_of(request), problem or (200, None)
    page = render(
        "code.html",
        desk=desk,
        visitor=visitor,
        page=found,
        fields=fields,
        problem=told,
        most=MOST_LETTERS,
        twin=None,
    )
    return own_page(request, page, status)
