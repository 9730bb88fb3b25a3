"""``POST /api/v1/code`` and ``/api/v1/reports``: texts in, claims and statements out.

In:  one report, or a list.   Out: what is in each. What is sent to ``code`` is not kept.
Does not: code under the ledger's lock; many send at once, and nobody who reads waits for them.
"""

from collections.abc import Sequence

import msgspec
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from detente.ledger import claim_row, statement_row
from detente.ledger.answer_rows import (
    CodedAnswer,
    TakenAnswer,
    TakenRow,
    listed_report,
    problem_row,
)
from detente.records import Coded, Problem, Report
from detente.records.digest import digest
from detente.sources import ReadOptions
from detente.sources.admit import admit
from detente.web.answers import JSON
from detente.web.api.bodies import MOST_REPORTS, MOST_TEXT, GivenReport, Pasted, json_body
from detente.web.api.examples import GIVEN_REPORT
from detente.web.api.schema import PREFIX, body, written
from detente.web.coding import code_pasted
from detente.web.desk import Desk, DeskOf
from detente.web.writing import Taken

__all__ = ["router"]

router = APIRouter(tags=["reports"])
_FRESH = {"cache-control": "no-store"}
_PASTED = {"text": GIVEN_REPORT["text"], "published": "2024-02-02"}


@router.post(
    "/code",
    responses=written("coded", [200]),
    response_class=Response,
    openapi_extra=body(Pasted, _PASTED),
)
async def code(request: Request, desk: DeskOf) -> Response:
    """Code a text, and keep nothing. The rows are those of ``detente code``."""
    pasted = await json_body(request, Pasted)
    found = await run_in_threadpool(code_pasted, desk, pasted.text, pasted.published, pasted.outlet)
    book = desk.codebook
    told = CodedAnswer(
        claims=tuple(claim_row(one.report, one.claim, book) for one in found.claims),
        statements=tuple(statement_row(one.report, one.statement) for one in found.statements),
        problems=tuple(problem_row(one) for one in found.problems),
    )
    return Response(msgspec.json.encode(told), media_type=JSON, headers=_FRESH)


@router.post(
    "/reports",
    responses=written("taken"),
    response_class=Response,
    status_code=201,
    openapi_extra=body(GivenReport, GIVEN_REPORT, or_list=MOST_REPORTS),
)
async def add_reports(request: Request, desk: DeskOf) -> Response:
    """Code and keep a report, or a list of them; what the ledger has already stays once.

    Events follow a little later. Of a list, a report that cannot be kept does not stop the others:
    its problem stands in its place.

    Raises:
        HTTPException: the one report that was sent cannot be kept; the reason is.
    """
    desk.must_write()
    sent = await json_body(request, GivenReport | list[GivenReport])  # type: ignore[arg-type]  # a union is a type to msgspec
    given: list[GivenReport] = sent if isinstance(sent, list) else [sent]
    if not 0 < len(given) <= MOST_REPORTS:
        raise HTTPException(422, f"send 1 to {MOST_REPORTS} reports at once, not {len(given):,}")
    items = await run_in_threadpool(_take_in, desk, given)
    if isinstance(sent, GivenReport) and items[0].report is None:
        raise HTTPException(422, f"the report cannot be kept: {items[0].problems[-1].detail}")
    told = TakenAnswer(n_new=sum(one.new for one in items), items=items)
    headers = dict(_FRESH)
    if len(items) == 1 and items[0].report is not None:
        headers["location"] = f"{PREFIX}/reports/{items[0].report.id}"
    status = 201 if told.n_new else 200
    return Response(msgspec.json.encode(told), status, media_type=JSON, headers=headers)


# Private functions


def _take_in(desk: Desk, given: Sequence[GivenReport]) -> tuple[TakenRow, ...]:
    """Keep reports; what is odd about one, but does not hinder, is told with it."""
    admitted = [list(admit(_report(one), ReadOptions(max_chars=MOST_TEXT))) for one in given]
    taken = iter(desk.take_in([one for found in admitted for one in found]))
    return tuple(_row(desk, [next(taken) for _ in found]) for found in admitted)


def _report(given: GivenReport) -> Report:
    return Report(
        key=given.key or given.url or f"sent-{digest('sent', given.text, given.title)}",
        text=given.text,
        title=given.title,
        outlet=given.outlet,
        url=given.url,
        published=given.published,
    )


def _row(desk: Desk, taken: Sequence[Taken]) -> TakenRow:
    """Tell of one report: its warnings, then it, or why it is not there."""
    *warnings, last = taken
    told = [one.found for one in warnings if isinstance(one.found, Problem)]
    found = last.found
    coded = found if isinstance(found, Coded) else None
    told += coded.problems if coded else [found] if isinstance(found, Problem) else []
    return TakenRow(
        new=last.is_new,
        report=listed_report(coded.report) if coded else None,
        claims=tuple(claim_row(coded.report, one, desk.codebook) for one in coded.claims)
        if coded
        else (),
        statements=tuple(statement_row(coded.report, one) for one in coded.statements)
        if coded
        else (),
        problems=tuple(map(problem_row, told)),
        updates=last.updates,
    )
