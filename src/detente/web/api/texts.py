"""``POST /api/v1/code``: a text in, its claims and statements out; nothing is kept."""

from datetime import date
from typing import Any

import msgspec
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from detente.web.answers import JSON
from detente.web.api.schema import EXAMPLES
from detente.web.coding import code_pasted
from detente.web.desk import DeskOf
from detente.web.twins import twin_of

__all__ = ["Pasted", "router"]

router = APIRouter(tags=["code"])


class Pasted(msgspec.Struct, forbid_unknown_fields=True):
    """A report to code."""

    text: str
    published: date | None = None
    outlet: str | None = None


_EXAMPLE = {"text": "Norland's president saw Sudria on Monday.", "published": "2024-02-02"}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["text"],
                    "additionalProperties": False,
                    "properties": {
                        "text": {"type": "string", "minLength": 1},
                        "published": {"type": ["string", "null"], "format": "date"},
                        "outlet": {"type": ["string", "null"]},
                    },
                },
                "example": _EXAMPLE,
            }
        },
    }
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What the text tells.",
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "example": {"claims": [EXAMPLES["claims"]], "statements": [], "problems": []},
            }
        },
    }
}


@router.post("/code", responses=_ANSWERS, response_class=Response, openapi_extra=_BODY)
async def code(request: Request, desk: DeskOf) -> Response:
    """Code a text. The rows are those of ``detente code``.

    Raises:
        HTTPException: it is not JSON of this shape, or the text cannot be coded.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != JSON:
        raise HTTPException(415, f"send JSON, as {JSON}")
    try:
        pasted = msgspec.json.decode(await request.body(), type=Pasted)
    except (msgspec.MsgspecError, UnicodeDecodeError) as err:
        raise HTTPException(422, f"the JSON cannot be used: {err}") from err
    found = await run_in_threadpool(code_pasted, desk, pasted.text, pasted.published, pasted.outlet)
    told = {
        "claims": twin_of(found.claims, desk.codebook),
        "statements": twin_of(found.statements, desk.codebook),
        "problems": found.problems,
    }
    body = msgspec.json.encode(told)
    return Response(body, media_type=JSON, headers={"cache-control": "no-store"})
