"""The API's description: shapes of what comes and goes, with an example of each.

In:  the application, the row types of the JSON contract; a request's body.
Out: its OpenAPI document; bodies as checked values. Examples are of invented countries.
Does not: read a body that has an unknown key, for a mistyped one would be lost.
"""

import json
import tomllib
from collections.abc import Callable, Collection, Iterable
from datetime import date
from importlib.resources import files
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.openapi.utils import get_openapi
from msgspec import UNSET, Meta, UnsetType

from detente.ledger import ClaimRow, StatementRow
from detente.ledger.contract import (
    CodedAnswer,
    EventRow,
    ListedActor,
    ListedDyad,
    ListedReport,
    ProblemRow,
    QueuedAnswer,
    RuledAnswer,
    RulingRow,
    TakenAnswer,
    WholeReport,
)
from detente.web.failures import JSON
from detente.web.listing import MOST

PREFIX = "/api/v1"
Rows = Annotated[int, Query(ge=1, le=MOST, description="How many rows a page has at most.")]
Answers = dict[int | str, dict[str, Any]]


# --- What the desk alone answers with: searches and series.
class ContextRow(msgspec.Struct, frozen=True, kw_only=True):
    """The sentence of a report in which something was found; ``at`` is its span: ``120-180``."""

    words: str
    at: str


class FacetRow(msgspec.Struct, frozen=True, kw_only=True):
    """Of what was found ``n_found`` have the value; a facet is side, type, status, outlet, year."""

    facet: str
    value: str
    n_found: int


class SearchAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What holds the words. ``n_...`` count all that was found, not only what is listed.

    ``holds_all``: nothing else was looked for than what holds all words. ``meant`` are words that
    are written much like those that nothing holds. ``note`` says why the newest may be missing.
    """

    words: str
    holds_all: bool
    n_claims: int
    n_statements: int
    n_reports: int
    claims: tuple[ClaimRow, ...]
    statements: tuple[StatementRow, ...]
    reports: tuple[ListedReport, ...]
    contexts: dict[str, ContextRow]
    facets: tuple[FacetRow, ...]
    meant: tuple[str, ...]
    note: str | None


class SeriesPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """A month of two sides, in one direction; ``by_status`` counts all acts, the rest those done.

    ``balance`` is -1 .. 1, ``stock`` -10 hostile .. 10 friendly; both are as docs/series.md has it.
    """

    start: date
    end: date
    direction: str
    n_events: int
    n_cooperative: int
    n_conflictual: int
    by_status: dict[str, int]
    sum_intensity: float
    mean_intensity: float | None
    coverage: int | None
    balance: float | None
    flow: float
    flow_low: float
    flow_high: float
    stock: float
    stock_low: float
    stock_high: float


SHAPES: dict[str, type[msgspec.Struct]] = {
    "actors": ListedActor, "claims": ClaimRow, "coded": CodedAnswer, "events": EventRow,
    "problems": ProblemRow, "queued": QueuedAnswer, "relations": ListedDyad,
    "reports": ListedReport, "reports/one": WholeReport, "ruled": RuledAnswer,
    "rulings": RulingRow, "search": SearchAnswer, "series": SeriesPeriod,
    "statements": StatementRow, "taken": TakenAnswer,
}  # fmt: skip


# --- What programs send: JSON -> checked values.
MOST_TEXT = 2_000_000  # characters of a report, as everywhere
Short = Annotated[str, Meta(min_length=1, max_length=2000)]


class GivenReport(msgspec.Struct, forbid_unknown_fields=True):
    """A report to keep.

    ``key`` is the sender's own name for it, else its address. Outlet, address, day and text make
    its id.
    """

    text: Annotated[str, Meta(max_length=MOST_TEXT)]
    title: Short | None = None
    url: Short | None = None
    outlet: Short | None = None
    published: date | None = None
    key: Short | None = None


Id = Annotated[str, Meta(pattern="^[0-9a-zA-Z]{4,40}$")]


class GivenRuling(msgspec.Struct, forbid_unknown_fields=True):
    """A decision on an event or a claim: exactly one of what follows ``because``.

    ``on``, ``same_as`` and ``different`` are ids of events or claims, or how they begin. ``set``
    names fields: type, mode, status, date, actors, recipients, place; "" takes a value away. A
    ``note`` is what stands in ``because``; neither it nor a ``pin`` changes anything.
    """

    on: Id
    because: Annotated[str, Meta(min_length=1, max_length=2000)]
    accept: bool = False
    reject: bool = False
    note: bool = False
    pin: bool = False
    same_as: Id | UnsetType = UNSET
    different: Id | UnsetType = UNSET
    set: Annotated[dict[str, str], Meta(min_length=1, max_length=7)] | UnsetType = UNSET


class Pasted(msgspec.Struct, forbid_unknown_fields=True):
    """A text to code, of which nothing is kept."""

    text: Annotated[str, Meta(min_length=1)]
    published: date | None = None
    outlet: str | None = None


LISTS = ("claims", "events", "reports", "statements")
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
    415: "It is not JSON.",
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


def told(name: str) -> Answers:
    """Describe an answer that relations/ shapes, by an example of how it begins."""
    found = _read({"type": "object"}, EXAMPLES[name])
    return {**found, 200: {**found[200], "description": "Found; the example has some of its keys."}}


def written(name: str, statuses: Iterable[int] = (200, 201)) -> Answers:
    """Describe the answer to what writes; 201 where something is new."""
    content = _json(_shape(name), EXAMPLES[name])
    told = {200: "It was there before; nothing is added.", 201: "It is added."}
    found: Answers = {one: {"description": told[one], "content": content} for one in statuses}
    return found | problems(WRITES)


def queued_later() -> dict[str, Any]:
    """Describe the answer to what takes long: where to look for it."""
    told = "It takes long: look for it at Location."
    return {"description": told, "content": _json(_shape("queued"), EXAMPLES["queued"])}


def body(kind: type[msgspec.Struct], name: str, *, or_list: int = 0) -> dict[str, Any]:
    """Describe what is sent; ``or_list``: up to so many of it may be sent as a list."""
    shape: dict[str, Any] = {"$ref": f"#/components/schemas/{kind.__name__}"}
    if or_list:
        listed = {"type": "array", "items": shape, "minItems": 1, "maxItems": or_list}
        shape = {"anyOf": [shape, listed]}
    return {"requestBody": {"required": True, "content": _json(shape, EXAMPLES[name])}}


def describe(app: FastAPI, words_of: Callable[[str], Collection[str]]) -> None:
    """Let the application tell the shapes of its rows; ``words_of`` lists a list's filters."""

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
            for name in LISTS:
                asked = told["paths"][f"{PREFIX}/{name}"]["get"]
                able = words_of(name)
                asked["parameters"] = [one for one in asked["parameters"] if one["name"] in able]
            app.openapi_schema = told
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # as FastAPI's manual has it


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
        304: {"description": "Nothing has changed since the answer with this ETag."},
        **problems(),
    }


def problems(statuses: Iterable[int] = READS) -> Answers:
    """Describe what may hinder a read, or what has other statuses."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": TOLD[status], "content": problem} for status in statuses}


MOST_REPORTS = 100  # in one request: some seconds of coding
T = TypeVar("T")


async def json_body(request: Request, kind: type[T]) -> T:
    """Read a body.

    Raises:
        HTTPException: 415 where it is no JSON, 422 where it has another form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise HTTPException(415, f"send JSON, as {JSON}")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as err:
        raise HTTPException(422, f"the JSON cannot be used: {err}") from err


# --- An example of each row of the API, for its description.
_GIVEN = tomllib.loads((files("detente.web") / "data" / "examples.toml").read_text("utf-8"))


def _whole(part: Any) -> Any:
    """Put each example in the place of its name: ``=claims``."""
    match part:
        case dict():
            return {name: _whole(one) for name, one in part.items()}
        case list():
            return [_whole(one) for one in part]
        case str() if part.startswith("="):
            return _whole(_GIVEN[part[1:]])
    return part


EXAMPLES: dict[str, dict[str, Any]] = _whole(_GIVEN)
CURSOR = "WyIyMDI0LTAxLTI5IiwiNTFmMmMwZDNhNGI1OTY4Nzc4ZjAiXQ"  # a day and an id
CURSORS = {
    "series": None,
    "actors": "NRL-GOV",
    "relations": "NRL,SDR",
    "rulings": EXAMPLES["rulings"]["id"],
}
