"""``/api/v1/relations/CHN/USA``: how two sides stand, as ``detente brief --format json`` has it."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.relations import brief_json
from detente.web.answers import JSON, answer
from detente.web.desk import DeskOf
from detente.web.dyads import Day, brief_in, scope_of
from detente.web.timeline import day_of

__all__ = ["router"]

router = APIRouter(tags=["relations"])
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The brief.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@router.get("/relations/{one}/{other}", responses=_ANSWERS, response_class=Response)
def relation(request: Request, desk: DeskOf, one: str, other: str, as_of: Day = "") -> Response:
    """Get the brief of two sides; ``as_of`` leaves out what was published later."""
    scope = scope_of(desk, one, other, day_of(as_of) if as_of else None)
    with desk.open() as ledger:
        brief, _ = brief_in(desk, ledger, scope)
    return answer(request, brief_json(brief).encode(), JSON)
