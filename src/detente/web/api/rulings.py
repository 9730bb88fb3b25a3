"""``/api/v1/rulings``: what people decided, and deciding; nothing is ever deleted.

In:  an id of an event or claim and a decision, or a ruling's id to withdraw it.   Out: rulings.
Does not: let somebody rule in another's name: a ruling is by the name of the token.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from msgspec import UNSET
from starlette.concurrency import run_in_threadpool

from detente.errors import BadInput
from detente.events.decisions import Decision, Verdict, rulings_of
from detente.ledger import Ledger
from detente.ledger.answer_rows import RuledAnswer, ruling_row
from detente.records import Ruling, RulingKind
from detente.relations.lookup import Found, look_up
from detente.web.access import asker_of
from detente.web.answers import JSON, answer
from detente.web.api.bodies import GivenRuling, json_body
from detente.web.api.examples import GIVEN_RULING
from detente.web.api.schema import body, many, one, written
from detente.web.desk import Desk, DeskOf
from detente.web.failures import NotFound
from detente.web.paging import MOST
from detente.web.timeline import Short
from detente.web.writing import Ruled

__all__ = ["router"]

router = APIRouter(tags=["rulings"])
Rows = Annotated[int, Query(ge=1, le=MOST, description="How many rows a page has at most.")]


@router.get("/rulings", responses=many("rulings"), response_class=Response)
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
    told = {"items": [ruling_row(one) for one in shown], "after": more}
    return answer(request, msgspec.json.encode(told), JSON)


@router.get("/rulings/{ruling_id}", responses=one("rulings"), response_class=Response)
def ruling_of(request: Request, desk: DeskOf, ruling_id: str) -> Response:
    """Get a ruling.

    Raises:
        NotFound: there is none.
    """
    with desk.open() as ledger:
        found = next(
            (one for one in ledger.rulings(with_withdrawn=True) if one.id == ruling_id), None
        )
    if found is None:
        raise NotFound(f"no ruling has the id {ruling_id[:40]!r}")
    return answer(request, msgspec.json.encode(ruling_row(found)), JSON)


@router.post(
    "/rulings",
    responses=written("ruled"),
    response_class=Response,
    status_code=201,
    openapi_extra=body(GivenRuling, GIVEN_RULING),
)
async def add_ruling(request: Request, desk: DeskOf) -> Response:
    """Decide on an event, for each of its claims, or on one claim; in the token's name.

    The same decision again, where none came after it, is no new one.
    """
    desk.must_write()
    given = await json_body(request, GivenRuling)
    name = asker_of(request).name or ""
    return await run_in_threadpool(_rule, desk, given, name)


@router.post(
    "/rulings/{ruling_id}/withdraw",
    responses=written("ruled", [200]),
    response_class=Response,
)
def withdraw_ruling(desk: DeskOf, ruling_id: str) -> Response:
    """Withdraw a ruling, and those of the same decision; it stays in the record. Twice is once."""
    return _told(desk, desk.withdraw(ruling_id), 200)


# Private functions


def _after(found: list[Ruling], cursor: str) -> list[Ruling]:
    """Leave out what was seen.

    Raises:
        BadInput: the cursor names no ruling.
    """
    if not cursor:
        return found
    ids = [one.id for one in found]
    if cursor not in ids:
        raise BadInput(f"{cursor[:80]!r} is no cursor; take it from the page before")
    return found[ids.index(cursor) + 1 :]


def _rule(desk: Desk, given: GivenRuling, name: str) -> Response:
    with desk.open() as ledger:
        rulings = _rulings(ledger, given, Verdict(by=name, at=desk.now(), because=_reason(given)))
        same = _same(rulings, ledger.rulings())
    if same:
        return _told(desk, Ruled(rulings=same, n_new=0, lost=(), is_computed=True), 200)
    return _told(desk, desk.rule(rulings), 201)


def _reason(given: GivenRuling) -> str:
    """Take the reason.

    Raises:
        HTTPException: there is none.
    """
    if not given.because.strip():
        raise HTTPException(422, "because: say why, for those who read it later")
    return given.because.strip()


def _rulings(ledger: Ledger, given: GivenRuling, verdict: Verdict) -> list[Ruling]:
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
            same_as=_other(ledger, given.same_as),
            different=_other(ledger, given.different),
            values={} if given.set is UNSET else dict(given.set),
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
        rulings=tuple(map(ruling_row, ruled.rulings)),
        lost=tuple(one.id for one in ruled.lost),
        computed=ruled.is_computed,
        events=tuple(sorted(events)),
    )
    body_bytes = msgspec.json.encode(told)
    return Response(body_bytes, status, media_type=JSON, headers={"cache-control": "no-store"})
