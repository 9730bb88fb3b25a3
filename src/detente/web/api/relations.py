"""``/api/v1/relations``: who deals with whom, and how two sides stand.

In:  nothing, a country, or two.   Out: dyads; the brief as ``detente brief --format json`` has it.
Does not: work anything out: relations/ does.
"""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from detente.errors import BadInput
from detente.ledger.answer_rows import ListedDyad
from detente.relations import brief_json
from detente.web.answers import JSON, answer
from detente.web.api.schema import many, problems
from detente.web.desk import DeskOf
from detente.web.dyads import Day, brief_in, scope_of
from detente.web.figures import figures
from detente.web.paging import MOST
from detente.web.timeline import Short, day_of

__all__ = ["router"]

router = APIRouter(tags=["relations"])
Rows = Annotated[int, Query(ge=1, le=MOST, description="How many rows a page has at most.")]
_BRIEF: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The brief.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    },
    304: {"description": "What the asker has by its ETag is still so."},
    **problems(),
}


@router.get("/relations", responses=many("relations"), response_class=Response)
def list_relations(
    request: Request, desk: DeskOf, country: Short = "", after: Short = "", limit: Rows = 50
) -> Response:
    """List the pairs of countries that have events, by code; ``country`` is one of them."""
    one, other = _pair(after)
    wanted = {"country": country.upper(), "one": one, "other": other, "n_rows": limit + 1}
    with desk.open() as ledger:
        found = figures(ledger, "dyads_with_events", ListedDyad, wanted)
    shown = found[:limit]
    more = f"{shown[-1].one},{shown[-1].other}" if len(found) > limit else None
    return answer(request, msgspec.json.encode({"items": shown, "after": more}), JSON)


@router.get("/relations/{one}/{other}", responses=_BRIEF, response_class=Response)
def relation(request: Request, desk: DeskOf, one: str, other: str, as_of: Day = "") -> Response:
    """Get the brief of two sides; ``as_of`` leaves out what was published later."""
    scope = scope_of(desk, one, other, day_of(as_of) if as_of else None)
    with desk.open() as ledger:
        brief, _ = brief_in(desk, ledger, scope)
    return answer(request, brief_json(brief).encode(), JSON)


# Private functions


def _pair(cursor: str) -> tuple[str, str]:
    """Read a cursor.

    Raises:
        BadInput: it is none.
    """
    if not cursor:
        return "", ""
    one, comma, other = cursor.partition(",")
    if not comma:
        raise BadInput(f"{cursor[:80]!r} is no cursor; take it from the page before")
    return one, other
