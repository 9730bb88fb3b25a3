"""A pasted text -> its claims at once. Nothing is kept.

In:  a form, or JSON.   Out: ``CodedPage``.
Does not: fetch addresses, or write to the ledger.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from detente.records import Coded, Problem, Report
from detente.web.desk import Desk, DeskOf
from detente.web.forms import COOKIE, check_token, fields_of, fresh_cookie, token_for
from detente.web.marked_text import Stretch, stretches_of
from detente.web.render import render
from detente.web.timeline import day_of
from detente.web.told import SpokenBy, ToldBy

__all__ = ["MOST_LETTERS", "CodedPage", "code_pasted", "router"]

MOST_LETTERS = 100_000  # of a pasted text: a long report is 50,000, some seconds of work
router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPage:
    """A pasted report and what it tells."""

    report: Report
    claims: tuple[ToldBy, ...]
    statements: tuple[SpokenBy, ...]
    problems: tuple[Problem, ...]
    stretches: tuple[Stretch, ...] = field(metadata={"twin": False})


def code_pasted(
    desk: Desk, text: str, published: date | None = None, outlet: str | None = None
) -> CodedPage:
    """Code a text.

    Raises:
        HTTPException: it is empty, too long, no text, or it cannot be coded.
    """
    text = text.replace("\r\n", "\n")
    _check(text)
    _check(outlet or "-")
    report = Report(key="pasted", text=text, published=published, outlet=outlet)
    coded = desk.code(report)
    if isinstance(coded, Problem):
        raise HTTPException(422, coded.detail)
    return _page(coded)


@router.get("/code", include_in_schema=False)
def form(request: Request, desk: DeskOf) -> Response:
    """Show the form, with a token for it."""
    return _form_page(request, desk, None, {})


@router.post("/code", include_in_schema=False)
async def coded_form(request: Request, desk: DeskOf) -> Response:
    """Code what was pasted into the form."""
    fields = fields_of(await request.body(), request.headers.get("content-type", ""))
    check_token(request, fields, desk.secret)
    published = fields.get("published", "").strip()
    day = day_of(published) if published else None
    outlet = fields.get("outlet", "").strip() or None
    found = await run_in_threadpool(code_pasted, desk, fields.get("text", ""), day, outlet)
    return _form_page(request, desk, found, fields)


# Private functions


def _check(text: str) -> None:
    if not text.strip():
        raise HTTPException(422, "there is no text; paste a report")
    if len(text) > MOST_LETTERS:
        told = f"the text has {len(text):,} characters; at most {MOST_LETTERS:,} are coded here"
        raise HTTPException(413, f"{told}; use detente code for more")
    if any(unicodedata.category(char) == "Cs" for char in text):
        raise HTTPException(422, "the text holds half of a surrogate pair, which is no character")


def _page(coded: Coded) -> CodedPage:
    report = coded.report
    return CodedPage(
        report=report,
        claims=tuple(ToldBy(one, report) for one in coded.claims),
        statements=tuple(SpokenBy(one, report) for one in coded.statements),
        problems=coded.problems,
        stretches=stretches_of(report, coded.claims, coded.statements),
    )


def _form_page(
    request: Request, desk: Desk, found: CodedPage | None, fields: dict[str, str]
) -> Response:
    cookie = request.cookies.get(COOKIE) or fresh_cookie()
    token = token_for(cookie, desk.secret)
    page = render(
        "code.html", desk=desk, page=found, token=token, fields=fields, most=MOST_LETTERS, twin=None
    )
    response = HTMLResponse(page, headers={"cache-control": "no-store"})
    response.set_cookie(COOKIE, cookie, path="/code", httponly=True, samesite="strict")
    return response
