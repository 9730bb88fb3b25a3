"""The API's description: shapes of the rows, with an example of each.

In:  the application, the row types of the JSON contract.   Out: its OpenAPI document.
Does not: validate answers: the rows are of these very types.
"""

import json
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from detente.ledger import ClaimRow, StatementRow
from detente.ledger.event_rows import EventRow

__all__ = ["PREFIX", "describe", "many", "one"]

PREFIX = "/api/v1"
REPORT: dict[str, Any] = {
    "id": "9f0c6a4be1d25a7788aa",
    "key": "norland",
    "outlet": "Harbour Wire",
    "credited": "The Vostia Times",
    "url": "https://example.org/call",
    "published": "2024-02-02",
}
# every key has a value: FastAPI leaves out those that are null
ACTORS = [
    {
        "code": f"{country}-GOV",
        "country": country,
        "sector": "GOV",
        "id": f"{country.lower()}-president",
        "name": name,
        "office": "President",
    }
    for country, name in (("NRL", "Ann Nor"), ("SDR", "Sue Dee"))
]
PLACE = {"country": "VST", "name": "Vostia City", "lat": 10.5, "lon": 20.25}
SPEAKER = {"code": "SDR-GOV", "name": "Sudria", "span": [60, 66]}
ACT: dict[str, Any] = {
    "type": "CONSULT",
    "plover_type": "CONSULT",
    "mode": "visit",
    "contexts": ["diplomatic"],
    "issues": ["fishing"],
    "status": "actual",
    "quad": 1,
    "intensity": 1.5,
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "claims": {
        "kind": "claim",
        "id": "51f2c0d3a4b5968778f0",
        "report": REPORT,
        "sentence": 0,
        **ACT,
        "actors": [{**ACTORS[0], "span": [0, 19]}],
        "recipients": [{**ACTORS[1], "span": [24, 30]}],
        "historical": False,
        "date": {
            "start": "2024-01-29",
            "end": "2024-01-29",
            "basis": "expression",
            "span": [31, 40],
        },
        "place": {**PLACE, "span": [44, 55]},
        "speaker": SPEAKER,
        "span": [0, 40],
        "quote": "Norland's president saw Sudria on Monday",
        "predicate": {"span": [20, 23]},
        "score": 0.9,
        "coder": "detente-0.1/rules",
        "why": "verb see",
        "echoes": [],
    },
    "events": {
        "kind": "event",
        "id": "c0ffee5a4b5968778f01",
        **ACT,
        "actors": ACTORS[:1],
        "recipients": ACTORS[1:],
        "date": {"start": "2024-01-29", "end": "2024-01-29", "basis": "expression"},
        "place": PLACE,
        "standing": {
            "affirmed_by": ["SDR-GOV"],
            "denied_by": [],
            "unconfirmed_by": [],
            "outlets": 2,
            "disputed": False,
        },
        "links": [{"kind": "fulfils", "event": "0ddba115a4b5968778f0"}],
        "claims": ["51f2c0d3a4b5968778f0"],
    },
    "statements": {
        "kind": "statement",
        "id": "7a4be1d25a7788aa9f0c",
        "report": REPORT,
        "speaker": SPEAKER,
        "quoted": False,
        "speech_kind": "position",
        "issues": ["fishing"],
        "about": ["NRL"],
        "span": [12, 44],
        "quote": "the talks on fishing were useful",
        "sentence": 1,
    },
    "reports": {"kind": "report", **REPORT, "title": "A call"},
    "actors": {"code": "NRL-GOV", "country": "NRL", "name": "Norland", "n_events": 12},
}
SHAPES = {"claims": "ClaimRow", "events": "EventRow", "statements": "StatementRow"}
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


def many(name: str) -> dict[int | str, dict[str, Any]]:
    """Describe an answer with a page of rows."""
    schema = {
        "type": "object",
        "required": ["items", "after"],
        "properties": {
            "items": {"type": "array", "items": _shape(name)},
            "after": {"type": ["string", "null"], "description": "Cursor of the next page."},
        },
    }
    return _answers(schema, {"items": [EXAMPLES[name]], "after": "WyIyMDI0LTAxLTI5Iiwi"})


def one(name: str) -> dict[int | str, dict[str, Any]]:
    """Describe an answer with one row."""
    return _answers(_shape(name), EXAMPLES[name])


def describe(app: FastAPI) -> None:
    """Let the application tell the shapes of its rows."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            told = get_openapi(
                title=app.title, version=app.version, routes=app.routes, description=_ABOUT
            )
            _, shapes = msgspec.json.schema_components(
                [ClaimRow, EventRow, StatementRow], ref_template="#/components/schemas/{name}"
            )
            known = told.setdefault("components", {}).setdefault("schemas", {})
            known.update(json.loads(json.dumps(shapes)), Problem=PROBLEM)
            app.openapi_schema = told
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # as FastAPI's manual has it


# Private functions

_ABOUT = (
    "The record of a ledger, for reading. Lists come page by page, newest first: pass `after` "
    "from one page to get the next; it is null on the last. Answers carry an ETag. Errors are "
    "problem JSON (RFC 9457)."
)


def _shape(name: str) -> dict[str, Any]:
    if name in SHAPES:
        return {"$ref": f"#/components/schemas/{SHAPES[name]}"}
    return {"type": "object"}


def _answers(schema: dict[str, Any], example: object) -> dict[int | str, dict[str, Any]]:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        200: {
            "description": "Found.",
            "content": {"application/json": {"schema": schema, "example": example}},
        },
        304: {"description": "What the asker has by its ETag is still so."},
        **{
            status: {"description": told, "content": problem}
            for status, told in (
                (400, "A filter or a cursor cannot be used."),
                (404, "There is no such thing."),
                (422, "A value has the wrong form."),
                (503, "Somebody is writing to the ledger; try again."),
            )
        },
    }
