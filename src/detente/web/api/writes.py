"""``/api/v1/code``, ``reports`` and ``rulings``: texts in, claims out; what people decide.

In:  one report, or a list; an id and a decision, or a ruling's id to withdraw it.
Out: what is in each report; rulings. What is sent to ``code`` is not kept; nothing is ever deleted.
Does not: code under the ledger's lock, or let somebody rule in another's name: a ruling is by the
name of the token.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from msgspec import UNSET
from starlette.concurrency import run_in_threadpool

from detente.errors import BadInput
from detente.events.decisions import Decision, Verdict, rulings_of
from detente.ledger import Ledger, claim_row, statement_row
from detente.ledger.contract import (
    CodedAnswer,
    ListedReport,
    ProblemRow,
    QueuedAnswer,
    RuledAnswer,
    RulingRow,
    TakenAnswer,
    TakenRow,
)
from detente.records import Coded, Problem, Report, Ruling, RulingKind, alike
from detente.records.text import digest
from detente.relations.explain import Found, look_up
from detente.relations.known import known_values
from detente.sources import ReadOptions
from detente.sources.files import admit
from detente.sources.options import latest_day
from detente.sources.text import report_with_title
from detente.web.access.askers import asker_of
from detente.web.api.schema import (
    MOST_REPORTS,
    PREFIX,
    GivenReport,
    GivenRuling,
    Pasted,
    Rows,
    body,
    json_body,
    many,
    one,
    queued_later,
    written,
)
from detente.web.desk import Desk, DeskOf
from detente.web.failures import JSON, NotFound, answer
from detente.web.holding.queue import LONG_LETTERS, MOST_LETTERS, Errand
from detente.web.holding.writing import Ruled, Taken, rule, ruling_named, take_in, withdraw
from detente.web.views.coding import code_pasted
from detente.web.views.timeline import Short

router = APIRouter(tags=["reports"], default_response_class=Response)
_FRESH = {"cache-control": "no-store"}


@router.post("/code", responses=written("coded", [200]), openapi_extra=body(Pasted, "pasted"))
async def code(request: Request, desk: DeskOf) -> Response:
    """Code a text, and keep nothing. The rows are those of ``detente code``."""
    pasted = await json_body(request, Pasted)
    found = await run_in_threadpool(code_pasted, desk, pasted.text, pasted.published, pasted.outlet)
    book = desk.codebook
    told = CodedAnswer(
        claims=tuple(claim_row(one.report, one.claim, book) for one in found.claims),
        statements=tuple(statement_row(one.report, one.statement) for one in found.statements),
        problems=tuple(alike(ProblemRow, one) for one in found.problems),
    )
    return Response(msgspec.json.encode(told), media_type=JSON, headers=_FRESH)


@router.post(
    "/reports",
    responses=written("taken") | {202: queued_later()},
    status_code=201,
    openapi_extra=body(GivenReport, "given_report", or_list=MOST_REPORTS),
)
async def add_reports(request: Request, desk: DeskOf) -> Response:
    """Code and keep a report, or a list of them; what the ledger has already stays once.

    Events follow a little later. Of a list, a report that cannot be kept does not stop the others:
    its problem stands in its place. What takes long is answered with 202 and a place to look.

    Raises:
        HTTPException: the one report that was sent cannot be kept; the reason is.
    """
    desk.must_write()
    sent = await json_body(request, GivenReport | list[GivenReport])  # type: ignore[arg-type]  # a union is a type to msgspec
    given: list[GivenReport] = sent if isinstance(sent, list) else [sent]
    if not 0 < len(given) <= MOST_REPORTS:
        raise HTTPException(422, f"send 1 to {MOST_REPORTS} reports at once, not {len(given):,}")
    # one that is too long for the desk is a problem at once
    if any(LONG_LETTERS < len(one.text) <= MOST_LETTERS for one in given):
        desk.keeper.check()
        return _queued(desk.queue.begin(len(given), lambda: answer_of(_take_in(desk, given))), 202)
    items = await run_in_threadpool(_take_in, desk, given)
    if isinstance(sent, GivenReport) and items[0].report is None:
        raise HTTPException(422, f"the report cannot be kept: {items[0].problems[-1].detail}")
    told = answer_of(items)
    headers = dict(_FRESH)
    if len(items) == 1 and items[0].report is not None:
        headers["location"] = f"{PREFIX}/reports/{items[0].report.id}"
    status = 201 if told.n_new else 200
    return Response(msgspec.json.encode(told), status, media_type=JSON, headers=headers)


def answer_of(items: Iterable[TakenRow]) -> TakenAnswer:
    """Count what is new among reports that were sent."""
    told = tuple(items)
    return TakenAnswer(n_new=sum(one.new for one in told), items=told)


def taken_row(desk: Desk, taken: Sequence[Taken]) -> TakenRow:
    """Tell of one report: its warnings, then it, or why it is not there."""
    *warnings, last = taken
    told = [one.found for one in warnings if isinstance(one.found, Problem)]
    found = last.found
    coded = found if isinstance(found, Coded) else None
    told += coded.problems if coded else [found] if isinstance(found, Problem) else []
    return TakenRow(
        new=last.is_new,
        report=alike(ListedReport, coded.report) if coded else None,
        claims=tuple(claim_row(coded.report, one, desk.codebook) for one in coded.claims)
        if coded
        else (),
        statements=tuple(statement_row(coded.report, one) for one in coded.statements)
        if coded
        else (),
        problems=tuple(alike(ProblemRow, one) for one in told),
        updates=last.updates,
    )


@router.get("/queue/{errand_id}", responses=one("queued"))
def queued(desk: DeskOf, errand_id: str) -> Response:
    """Look how far reports are that take long to code, and what became of them.

    Raises:
        NotFound: there are none by this id, or the desk was started anew since: send them again.
    """
    errand = desk.queue.get(errand_id)
    if errand is None:
        raise NotFound(f"nothing waits under {errand_id[:40]!r}; send it again, twice is once")
    return _queued(errand, 200)


def _queued(errand: Errand, status: int) -> Response:
    told = alike(QueuedAnswer, errand)
    headers = {**_FRESH, "location": f"{PREFIX}/queue/{errand.id}", "retry-after": "2"}
    return Response(msgspec.json.encode(told), status, media_type=JSON, headers=headers)


def _take_in(desk: Desk, given: Sequence[GivenReport]) -> tuple[TakenRow, ...]:
    """Keep reports; what is odd about one, but does not hinder, is told with it."""
    reading = ReadOptions(max_chars=MOST_LETTERS, latest=latest_day(desk.now().date()))
    admitted = [list(admit(_report(one), reading)) for one in given]
    taken = iter(take_in(desk, [one for found in admitted for one in found]))
    return tuple(taken_row(desk, [next(taken) for _ in found]) for found in admitted)


def _report(given: GivenReport) -> Report:
    key = given.key or given.url or f"sent-{digest('sent', given.text, given.title)}"
    return replace(
        report_with_title(key, given.text, given.title),
        outlet=given.outlet,
        url=given.url,
        published=given.published,
    )


# --- `/api/v1/rulings`: what people decided, and deciding; nothing is ever deleted.
ruling_routes = APIRouter(tags=["rulings"], default_response_class=Response)


@ruling_routes.get("/rulings", responses=many("rulings"))
def list_rulings(  # noqa: PLR0913  # a parameter each
    request: Request,
    desk: DeskOf,
    *,
    claim: Short = "",
    by: Short = "",
    kind: RulingKind | None = None,
    active: Annotated[bool | None, Query(description="Only those that hold, or do not.")] = None,
    after: Short = "",
    limit: Rows = 50,
) -> Response:
    """List rulings, newest first; ``after`` is the id of the last one that was seen."""
    with desk.open() as ledger:
        found = list(reversed(ledger.rulings(with_withdrawn=True)))
    fitting = [
        one
        for one in _after(found, after)
        if (not claim or claim in {one.target, one.other})
        and (not by or one.by == by)
        and (kind is None or one.kind is kind)
        and (active is None or one.is_active is active)
    ]
    shown = fitting[:limit]
    more = shown[-1].id if len(fitting) > len(shown) else None
    told = {"items": [alike(RulingRow, one) for one in shown], "after": more}
    return answer(request, msgspec.json.encode(told), JSON)


@ruling_routes.get("/rulings/{ruling_id}", responses=one("rulings"))
def ruling_of(request: Request, desk: DeskOf, ruling_id: str) -> Response:
    """Get a ruling.

    Raises:
        NotFound: there is none.
    """
    with desk.open() as ledger:
        found = ruling_named(ledger.rulings(with_withdrawn=True), ruling_id)
    return answer(request, msgspec.json.encode(alike(RulingRow, found)), JSON)


@ruling_routes.post(
    "/rulings",
    responses=written("ruled"),
    status_code=201,
    openapi_extra=body(GivenRuling, "given_ruling"),
)
async def add_ruling(request: Request, desk: DeskOf) -> Response:
    """Decide on an event, for each of its claims, or on one claim; in the token's name.

    The same decision again, where none came after it, is no new one.
    """
    desk.must_write()
    given = await json_body(request, GivenRuling)
    name = asker_of(request).name or ""
    return await run_in_threadpool(_rule, desk, given, name)


@ruling_routes.post("/rulings/{ruling_id}/withdraw", responses=written("ruled", [200]))
def withdraw_ruling(desk: DeskOf, ruling_id: str) -> Response:
    """Withdraw a ruling, and those of the same decision; it stays in the record. Twice is once."""
    return _told(desk, withdraw(desk, ruling_id), 200)


def _after(found: list[Ruling], cursor: str) -> list[Ruling]:
    if not cursor:
        return found
    ids = [one.id for one in found]
    if cursor not in ids:
        raise BadInput(f"{cursor[:80]!r} is not a cursor; take it from the page before")
    return found[ids.index(cursor) + 1 :]


def _rule(desk: Desk, given: GivenRuling, name: str) -> Response:
    with desk.open() as ledger:
        verdict = Verdict(by=name, at=desk.now(), because=_reason(given))
        rulings = _rulings(desk, ledger, given, verdict)
        same = _same(rulings, ledger.rulings())
    if same:
        return _told(desk, Ruled(rulings=same, n_new=0, lost=(), is_computed=True), 200)
    return _told(desk, rule(desk, rulings), 201)


def _reason(given: GivenRuling) -> str:
    if not given.because.strip():
        raise HTTPException(422, "because: say why, for those who read it later")
    return given.because.strip()


def _rulings(desk: Desk, ledger: Ledger, given: GivenRuling, verdict: Verdict) -> list[Ruling]:
    """Make the rulings of a decision.

    Raises:
        HTTPException: it cannot be applied.
        NotFound: nothing has the id on which is decided.
    """
    try:
        found = look_up(ledger, given.on)
    except BadInput as err:
        raise NotFound(str(err)) from err
    try:
        decision = Decision(
            is_accepted=given.accept,
            is_rejected=given.reject,
            is_noted=given.note,
            is_pinned=given.pin,
            same_as=_other(ledger, given.same_as),
            different=_other(ledger, given.different),
            values=known_values(
                ledger, {} if given.set is UNSET else given.set, lambda: desk.gazetteer
            ),
        )
        return rulings_of(found, decision, verdict)
    except (BadInput, ValueError) as err:
        raise HTTPException(422, str(err)) from err


def _other(ledger: Ledger, given: object) -> Found | None:
    return look_up(ledger, given) if isinstance(given, str) else None


def _same(rulings: Sequence[Ruling], active: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """Find the rulings of the same decision, where it is the last one on all of its claims."""
    found = []
    for ruling in rulings:
        about = [one for one in active if ruling.target in {one.target, one.other}]
        last = [one for one in about if one.made_at == about[-1].made_at]
        known = next((one for one in last if _matter(one) == _matter(ruling)), None)
        if known is None:
            return ()
        found.append(known)
    return tuple(found)


def _matter(ruling: Ruling) -> tuple[object, ...]:
    return (
        *(ruling.kind, ruling.target, ruling.other, ruling.field, ruling.value),
        *(ruling.because, ruling.by),
    )


def _told(desk: Desk, ruled: Ruled, status: int) -> Response:
    targets = dict.fromkeys(one.target for one in ruled.rulings)
    with desk.open() as ledger:
        events = {one.id for target in targets for one in ledger.events(claim=target)}
    told = RuledAnswer(
        n_new=ruled.n_new,
        rulings=tuple(alike(RulingRow, one) for one in ruled.rulings),
        lost=tuple(one.id for one in ruled.lost),
        computed=ruled.is_computed,
        events=tuple(sorted(events)),
    )
    return Response(msgspec.json.encode(told), status, media_type=JSON, headers=_FRESH)
