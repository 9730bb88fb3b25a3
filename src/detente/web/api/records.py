"""``/api/v1/claims``, ``events``, ``reports`` and so on: the record's rows, listed or searched.

In:  filters as of ``detente claims`` and its like, a cursor; words.
Out: JSON, newest or best first.
Does not: count all rows of a list, for that would read them all.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, fields, make_dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from detente.errors import BadInput
from detente.ledger import Filter, Ledger
from detente.ledger.ask import CONDITIONS
from detente.ledger.contract import ListedActor, WholeReport
from detente.records import alike
from detente.relations.known import known_filter
from detente.web.api.schema import Rows, SearchAnswer, many, one, problems
from detente.web.desk import DeskOf
from detente.web.failures import JSON, NotFound, answer, narrowing
from detente.web.figures import figures
from detente.web.kept import ALL, Made, block_of
from detente.web.listing import (
    Wanted,
    claims_by_id,
    events_by_id,
    page_of,
    reports_by_id,
    statements_by_id,
    twin_of,
)
from detente.web.pages import kept_answer
from detente.web.views.events import event_named
from detente.web.views.reports import report_named
from detente.web.views.search import Asking, AskingOf, actors_with, search
from detente.web.views.timeline import Short, filter_of

COPY = "application/vnd.duckdb"
router = APIRouter(tags=["record"], default_response_class=Response)
READERS: dict[str, Callable[[Ledger, Sequence[str]], Sequence[Any]]] = {
    "reports": reports_by_id,
    "claims": claims_by_id,
    "statements": statements_by_id,
    "events": events_by_id,
}


NOT_ASKED = frozenset({"id", "ids", "claim", "linked_to", "run", "limit"})  # of the ledger's
FILTERS = tuple(name for name in Filter.__annotations__ if name not in NOT_ASKED)
OWN_WORDS = {
    "dyad": Annotated[str, Query(max_length=200, description="Two countries: CHN,USA, or by name")],
    "since": Annotated[str, Query(max_length=10, description="First day, as 2024-02-02")],
    "until": Annotated[str, Query(max_length=10, description="Last day")],
}
# what rows must have, in the words of the query string; "" where it does not matter
_GIVEN = [(name, OWN_WORDS.get(name, Short), field(default="")) for name in FILTERS]
GivenOf = Annotated[Any, Depends(make_dataclass("Given", _GIVEN, frozen=True, kw_only=True))]


def words_of(table: str) -> list[str]:
    """List what a list can be asked by."""
    known = {*CONDITIONS[table], *(["standing"] if table == "events" else [])}
    return sorted({"after", "limit", *(name for name in FILTERS if name in known)})


ASKED = tuple(one.name for one in fields(Asking))  # what a search may be asked by


def _add_list(name: str) -> None:
    def rows(
        request: Request, desk: DeskOf, given: GivenOf, after: Short = "", limit: Rows = 50
    ) -> Response:
        _refuse_unknown(name, request.query_params)
        asked = filter_of({one: word for one in FILTERS if (word := getattr(given, one))})

        def make() -> Made:
            with desk.open() as ledger:
                with narrowing():
                    fitting = known_filter(ledger, name, asked, lambda: desk.gazetteer)
                page = page_of(ledger, Wanted(table=name, fitting=fitting), after or None, limit)
                items = twin_of(READERS[name](ledger, page.ids), desk.codebook)
            body = msgspec.json.encode({"items": items, "after": page.after})
            about = block_of(fitting["dyad"]) if "dyad" in fitting else ALL
            return Made(body=body, media_type=JSON, subjects=[about])

        return kept_answer(request, make)

    rows.__doc__ = f"List {name}, newest first."
    router.add_api_route(
        f"/{name}",
        rows,
        responses=many(name),
        operation_id=f"list_{name}",
        summary=f"List {name}",
    )


def _json(request: Request, value: object) -> Response:
    return answer(request, msgspec.json.encode(value), JSON)


def _refuse_unknown(table: str, given: Iterable[str], known: Sequence[str] | None = None) -> None:
    """Refuse a word that is no filter: a mistyped one would let all rows through."""
    words = known or words_of(table)
    for word in given:
        if word not in words:
            raise BadInput(
                f"{word[:40]!r} is not a filter of {table}; choose from {', '.join(words)}"
            )


for _name in READERS:
    _add_list(_name)


@router.get("/reports/{report_id}", responses=one("reports/one"))
def report_of(request: Request, desk: DeskOf, report_id: str) -> Response:
    """Get a report, by its id or how that begins, with its text.

    Spans of claims and statements count its code points.
    """
    with desk.open() as ledger:
        found = report_named(ledger, report_id)
    return _json(request, alike(WholeReport, found))


@router.get("/claims/{claim_id}", responses=one("claims"))
def claim_of(request: Request, desk: DeskOf, claim_id: str) -> Response:
    """Get a claim of the coding that counts, as people ruled; a rejected one is none."""
    with desk.open() as ledger:
        found = claims_by_id(ledger, [claim_id])
        is_rejected = not found and ledger.holds("claims", ids=[claim_id])
    told = f"no claim has the id {claim_id[:40]!r}"
    if is_rejected:
        told = f"claim {claim_id} was rejected by a ruling; /api/v1/rulings tells why"
    return _one(request, twin_of(found, desk.codebook), told)


@router.get("/statements/{statement_id}", responses=one("statements"))
def statement_of(request: Request, desk: DeskOf, statement_id: str) -> Response:
    """Get a statement of the coding that counts."""
    with desk.open() as ledger:
        found = statements_by_id(ledger, [statement_id])
    told = f"no statement has the id {statement_id[:40]!r}"
    return _one(request, twin_of(found, desk.codebook), told)


@router.get("/events/{event_id}", responses=one("events"))
def event_of(request: Request, desk: DeskOf, event_id: str) -> Response:
    """Get an event by its id or how that begins."""
    with desk.open() as ledger:
        found = event_named(ledger, event_id)
    return _json(request, twin_of(found, desk.codebook))


@router.get(
    "/ledger",
    responses={200: {"content": {COPY: {}}, "description": "A DuckDB file."}, **problems()},
)
def ledger_copy(desk: DeskOf) -> Response:
    """Get a copy of the whole ledger as it stands, a file for DuckDB or ``--ledger``."""
    folder = tempfile.TemporaryDirectory(prefix="detente-copy-")
    copy = Path(folder.name) / "ledger.duckdb"
    try:
        desk.keeper.copy(copy)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(copy, media_type=COPY, background=BackgroundTask(folder.cleanup))


@router.get("/actors", responses=many("actors"))
def actors(
    request: Request, desk: DeskOf, words: Short = "", after: Short = "", limit: Rows = 50
) -> Response:
    """List the actors that events name, by code; ``words`` are in a name or the code."""
    with desk.open() as ledger:
        found = actors_with(ledger, words, limit + 1, after=after, by_code=True)
    shown = found[:limit]
    more = shown[-1].code if len(found) > limit else None
    return _json(request, {"items": shown, "after": more})


@router.get("/actors/{code}", responses=one("actors"))
def actor_of(request: Request, desk: DeskOf, code: str) -> Response:
    """Get an actor that events name, by its code."""
    with desk.open() as ledger:
        found = figures(ledger, "actor", ListedActor, {"code": code})
    return _one(request, list(found), f"no event names {code[:40]!r}")


@router.get("/search", responses=one("search"))
def search_for(request: Request, desk: DeskOf, asked: AskingOf) -> Response:
    """Find claims, statements and reports by the words of their texts and names; the best first.

    Twelve of each kind to a page; ``kind`` asks for one kind alone. All words must be there, in any
    form; a phrase stands in double quotes. ``contexts`` are the sentences of what was found, by id;
    ``facets`` count by what the search can be narrowed, with ``side``, ``type``, ``status``,
    ``outlet``, ``since`` and ``until``.
    """
    _refuse_unknown("search", request.query_params, ASKED)
    told = twin_of(search(desk, asked), desk.codebook)
    return _json(request, {name: told[name] for name in SearchAnswer.__struct_fields__})


def _one(request: Request, found: list[Any], missing: str) -> Response:
    if not found:
        raise NotFound(missing)
    return _json(request, found[0])
