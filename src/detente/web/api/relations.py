"""``/api/v1/relations``: who deals with whom, and how two sides stand.

In:  nothing, a country, or two; a period.   Out: dyads; the brief as
``detente brief --format json`` has it, its affairs, the series by month.
Does not: work anything out: relations/ does.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.ledger.contract import ListedDyad
from detente.relations import brief_json
from detente.relations.known import known_side
from detente.relations.sides import Direction, Scope
from detente.web.api.schema import Rows, SeriesPeriod, many, told
from detente.web.desk import Desk, DeskOf
from detente.web.failures import JSON, answer, narrowing
from detente.web.figures import figures
from detente.web.kept import Made, block_of
from detente.web.pages import kept_answer
from detente.web.pictures import series_in
from detente.web.views.dyads import Day, brief_in, check_sides, scope_asked, scope_in
from detente.web.views.timeline import Short, day_or_none

router = APIRouter(tags=["relations"], default_response_class=Response)


@router.get("/relations", responses=many("relations"))
def list_relations(
    request: Request, desk: DeskOf, country: Short = "", after: Short = "", limit: Rows = 50
) -> Response:
    """List the pairs of countries that have events, by code; ``country`` is one of them.

    Raises:
        BadInput: nobody knows the country; the message names the nearest.
    """
    first, second = _pair(after)
    with desk.open() as ledger:
        with narrowing():
            known = known_side(ledger, country, lambda: desk.gazetteer) if country.strip() else ""
        wanted = {"country": known, "one": first, "other": second, "n_rows": limit + 1}
        found = figures(ledger, "dyads_with_events", ListedDyad, wanted)
    shown = found[:limit]
    more = f"{shown[-1].one},{shown[-1].other}" if len(found) > limit else None
    return answer(request, msgspec.json.encode({"items": shown, "after": more}), JSON)


@router.get("/relations/{one}/{other}", responses=told("brief"))
def relation(
    request: Request, desk: DeskOf, scope: Annotated[Scope, Depends(scope_asked)]
) -> Response:
    """Get the brief of two sides, of a period; ``as_of`` leaves out what was published later.

    Raises:
        UnknownCode: neither the lists nor the ledger know a side.
    """
    return _about(
        request, desk, scope, lambda ledger: brief_json(brief_in(desk, ledger, scope)[0]).encode()
    )


@router.get("/relations/{one}/{other}/affairs", responses=told("affairs"))
def affairs(
    request: Request, desk: DeskOf, scope: Annotated[Scope, Depends(scope_asked)], limit: Rows = 50
) -> Response:
    """List what happened between two sides, the weightiest first; a summit is one entry.

    Acts that share sides, days, and a place, an issue or an occasion stand together.

    Raises:
        UnknownCode: neither the lists nor the ledger know a side.
    """

    def make(ledger: Ledger) -> bytes:
        found = brief_in(desk, ledger, scope)[0].affairs
        return msgspec.json.encode({"items": found[:limit], "n_affairs": len(found)})

    return _about(request, desk, scope, make)


@router.get("/relations/{one}/{other}/series", responses=many("series"))
def series(  # noqa: PLR0913  # a parameter each
    request: Request,
    desk: DeskOf,
    one: str,
    other: str,
    *,
    since: Day = "",
    until: Day = "",
    direction: Direction = Direction.BOTH,
) -> Response:
    """List the months of two sides, the first to the last act; silent ones are there with zeros.

    ``stock`` is how warm the relation stood at the month's end, -10 hostile .. 10 friendly, with
    its interval; ``is_told`` says whether there were acts enough for it. One page has all.

    Raises:
        UnknownCode: neither the lists nor the ledger know a side.
    """
    first, last = day_or_none(since) or date.min, day_or_none(until) or date.max
    scope = scope_in(desk, (one, other), day_or_none(since), day_or_none(until))

    def make(ledger: Ledger) -> bytes:
        check_sides(desk, ledger, scope)
        found = series_in(desk, ledger, scope.sides)
        shown = [
            msgspec.convert(point, SeriesPeriod, from_attributes=True)
            for point in found.of(direction)
            if first <= point.end and point.start <= last
        ]
        return msgspec.json.encode({"items": shown, "after": None})

    return _about(request, desk, scope, make)


def _about(request: Request, desk: Desk, scope: Scope, make: Callable[[Ledger], bytes]) -> Response:
    """Answer about two sides; what is made is kept until a write touches them.

    Raises:
        UnknownCode: neither the lists nor the ledger know a side.
    """

    def made() -> Made:
        with desk.open() as ledger:
            body = make(ledger)
        return Made(body=body, media_type=JSON, subjects=[block_of(scope.sides)])

    return kept_answer(request, made)


def _pair(cursor: str) -> tuple[str, str]:
    if not cursor:
        return "", ""
    one, comma, other = cursor.partition(",")
    if not comma:
        raise BadInput(f"{cursor[:80]!r} is not a cursor; take it from the page before")
    return one, other
