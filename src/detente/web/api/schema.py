"""The API's description: shapes of what comes and goes, with an example of each.

In:  the application, the row types of the JSON contract.   Out: its OpenAPI document.
Does not: validate: bodies are read, and answers written, by these very types.
"""

import json
from collections.abc import Iterable
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from detente.ledger import ClaimRow, StatementRow
from detente.ledger.answer_rows import (
    CodedAnswer,
    ListedActor,
    ListedDyad,
    ListedReport,
    ProblemRow,
    RuledAnswer,
    RulingRow,
    TakenAnswer,
    WholeReport,
)
from detente.ledger.event_rows import EventRow
from detente.web.api.bodies import GivenReport, GivenRuling, Pasted
from detente.web.api.examples import CURSOR, CURSORS, EXAMPLES

__all__ = ["PREFIX", "body", "describe", "many", "one", "problems", "written"]

PREFIX = "/api/v1"
Answers = dict[int | str, dict[str, Any]]
SHAPES: dict[str, type[msgspec.Struct]] = {
    "actors": ListedActor,
    "claims": ClaimRow,
    "coded": CodedAnswer,
    "events": EventRow,
    "problems": ProblemRow,
    "relations": ListedDyad,
    "reports": ListedReport,
    "reports/one": WholeReport,
    "ruled": RuledAnswer,
    "rulings": RulingRow,
    "statements": StatementRow,
    "taken": TakenAnswer,
}
BODIES = (GivenReport, GivenRuling, Pasted)
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
}
TOLD = {
    400: "A filter, a cursor or the request itself cannot be used.",
    401: "A token is missing, unknown or revoked.",
    403: "The token's role does not reach, or the desk only reads.",
    404: "There is no such thing.",
    408: "The request did not come to its end in time.",
    413: "It is too large.",
    414: "The address is too long.",
    415: "It is no JSON.",
    422: "A value has the wrong form.",
    429: "Too many requests; Retry-After says how long to wait.",
    503: "The ledger is busy, or others are coding; Retry-After says how long to wait.",
}
READS = (400, 401, 404, 414, 422, 429, 503)
WRITES = tuple(TOLD)
_BEARER = {"type": "http", "scheme": "bearer", "description": "A token of `detente token add`."}
_ABOUT = (
    "The record of a ledger. Lists come page by page, newest first: pass `after` from one page to "
    "get the next; it is null on the last. Answers to GET carry an ETag. Errors are problem JSON "
    "(RFC 9457). Reads on the desk's own machine are open; all others, and writes, need a token."
)


def many(name: str) -> Answers:
    """Describe an answer with a page of rows."""
    schema = {
        "type": "object",
        "required": ["items", "after"],
        "properties": {
            "items": {"type": "array", "items": _shape(name)},
            "after": {"type": ["string", "null"], "description": "Cursor of the next page."},
        },
    }
    return _read(schema, {"items": [EXAMPLES[name]], "after": CURSORS.get(name, CURSOR)})


def one(name: str) -> Answers:
    """Describe an answer with one row."""
    return _read(_shape(name), EXAMPLES[name])


def written(name: str, statuses: Iterable[int] = (200, 201)) -> Answers:
    """Describe the answer to what writes; 201 where something is new."""
    content = _json(_shape(name), EXAMPLES[name])
    told = {200: "Nothing is new: it was there.", 201: "Something is new."}
    found: Answers = {one: {"description": told[one], "content": content} for one in statuses}
    return found | _problems(WRITES)


def problems() -> Answers:
    """Describe what may hinder a read."""
    return _problems(READS)


def body(kind: type[msgspec.Struct], example: object, *, or_list: int = 0) -> dict[str, Any]:
    """Describe what is sent; ``or_list``: up to so many of it may be sent as a list."""
    shape: dict[str, Any] = {"$ref": f"#/components/schemas/{kind.__name__}"}
    if or_list:
        listed = {"type": "array", "items": shape, "minItems": 1, "maxItems": or_list}
        shape = {"anyOf": [shape, listed]}
    return {"requestBody": {"required": True, "content": _json(shape, example)}}


def describe(app: FastAPI) -> None:
    """Let the application tell the shapes of its rows."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            told = get_openapi(
                title=app.title, version=app.version, routes=app.routes, description=_ABOUT
            )
            _, shapes = msgspec.json.schema_components(
                [*SHAPES.values(), *BODIES], ref_template="#/components/schemas/{name}"
            )
            parts = told.setdefault("components", {})
            parts.setdefault("schemas", {}).update(json.loads(json.dumps(shapes)), Problem=PROBLEM)
            parts["securitySchemes"] = {"token": _BEARER}
            _secure(told["paths"])
            app.openapi_schema = told
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # as FastAPI's manual has it


# Private functions


def _secure(paths: dict[str, dict[str, Any]]) -> None:
    """Say that reads may need a token, and writes do; what keeps nothing is a read."""
    for path, methods in paths.items():
        for method, told in methods.items():
            is_read = method == "get" or path == f"{PREFIX}/code"
            told["security"] = [{}, {"token": []}] if is_read else [{"token": []}]


def _shape(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{SHAPES[name].__name__}"}


def _json(schema: dict[str, Any], example: object) -> dict[str, Any]:
    return {"application/json": {"schema": schema, "example": example}}


def _read(schema: dict[str, Any], example: object) -> Answers:
    return {
        200: {"description": "Found.", "content": _json(schema, example)},
        304: {"description": "What the asker has by its ETag is still so."},
        **_problems(READS),
    }


def _problems(statuses: Iterable[int]) -> Answers:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": TOLD[status], "content": problem} for status in statuses}
