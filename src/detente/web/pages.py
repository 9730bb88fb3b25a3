"""A question -> two addresses: a page for people, and its twin in JSON. Signing in, ``/health``.

In:  a view, which answers the question with a context; a token.   Out: routes; a session.
Does not: answer questions itself, or make tokens: ``detente token add`` does.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.web.counting import MEDIA_TYPE
from detente.web.desk import Desk, DeskOf, desk_of
from detente.web.failures import JSON, answer
from detente.web.forms import FieldsOf, local_path, visitor_of
from detente.web.listing import CSV, Table, csv_bytes, twin_bytes
from detente.web.render import render
from detente.web.tokens import SESSION_COOKIE, set_session

__all__ = ["HTML", "add_page", "router"]

HTML = "text/html; charset=utf-8"
View = Callable[..., Any]


def add_page(
    router: APIRouter, path: str, template: str, view: View, tables: Sequence[Table] = ()
) -> None:
    """Answer ``path`` with a page, ``path`` + ``.json`` with the same as JSON, tables as CSV.

    ``view`` takes ``desk`` and the parameters of the path and the query; it returns a record,
    which the template knows as ``page``. A table is at ``path`` + ``.NAME.csv``.
    """
    stem = "/index" if path == "/" else path
    for table in tables:
        address = f"{stem}.{table.name}.csv"
        router.add_api_route(address, _route(view, _as_csv(table)), include_in_schema=False)
    router.add_api_route(f"{stem}.json", _route(view, _as_json), include_in_schema=False)
    router.add_api_route(path, _route(view, _as_page(template)), include_in_schema=False)


# Private functions


def _route(view: View, render_it: Callable[[Request, Any], Response]) -> View:
    """Make a route that renders what ``view`` returns; it asks for the request beside."""

    @wraps(view)
    def route(request: Request, **given: Any) -> Response:
        return render_it(request, view(**given))

    own = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    signature = inspect.signature(view)
    asked = [
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in signature.parameters.values()
    ]
    route.__signature__ = signature.replace(  # type: ignore[attr-defined]  # FastAPI reads it
        parameters=[own, *asked], return_annotation=Response
    )
    return route


def _as_json(request: Request, context: Any) -> Response:
    return answer(request, twin_bytes(context, desk_of(request).codebook), JSON)


def _as_csv(table: Table) -> Callable[[Request, Any], Response]:
    def as_csv(request: Request, context: Any) -> Response:
        answered = answer(request, csv_bytes(table.kind, table.rows(context)), CSV)
        answered.headers["content-disposition"] = f'attachment; filename="{table.name}.csv"'
        return answered

    return as_csv


def _as_page(template: str) -> Callable[[Request, Any], Response]:
    def as_page(request: Request, context: Any) -> Response:
        desk: Desk = desk_of(request)
        stem = request.url.path.rstrip("/") or "/index"
        query = f"?{request.url.query}" if request.url.query else ""
        visitor = visitor_of(request)
        page = render(
            template,
            page=context,
            desk=desk,
            visitor=visitor,
            twin=f"{stem}.json{query}",
            stem=stem,
            query=query,
        )
        answered = answer(request, page.encode(), HTML)
        visitor.dress(answered, is_secure=request.url.scheme == "https")
        return answered

    return as_page


# --- Signing in: a token is shown once, and the browser keeps a cookie for it.

UNKNOWN = "This token is unknown here, or revoked."
router = APIRouter()


@router.get("/sign-in", include_in_schema=False)
def form(
    request: Request, desk: DeskOf, after: Annotated[str, Query(alias="next", max_length=2000)] = ""
) -> Response:
    """Show the form. ``next`` is where to go from there."""
    return _page(request, desk, local_path(after))


@router.post("/sign-in", include_in_schema=False)
def sign_in(request: Request, desk: DeskOf, fields: FieldsOf) -> Response:
    """Begin a session with a token."""
    after = local_path(fields.get("next", ""))
    token = desk.tokens.check(fields.get("secret", "").strip())
    if token is None:
        return _page(request, desk, after, UNKNOWN)
    desk.sessions.end(request)
    response = RedirectResponse(after, status_code=303)
    set_session(response, request, desk.sessions.begin(token))
    return response


@router.post("/sign-out", include_in_schema=False)
def sign_out(request: Request, desk: DeskOf, fields: FieldsOf) -> Response:
    """End the session."""
    desk.sessions.end(request)
    response = RedirectResponse(local_path(fields.get("next", "")), status_code=303)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")
    return response


# Private functions


def _page(request: Request, desk: Desk, after: str, problem: str | None = None) -> Response:
    visitor = visitor_of(request)
    page = render(
        "sign_in.html", desk=desk, visitor=visitor, after=after, problem=problem, twin=None
    )
    status = 401 if problem else 200
    response = HTMLResponse(page, status, headers={"cache-control": "no-store"})
    visitor.dress(response, is_secure=request.url.scheme == "https")
    return response


# --- `/health` and `/metrics`: for whoever watches the desk.

_FRESH = {"cache-control": "no-store"}


@router.get("/health", include_in_schema=False)
def health(desk: DeskOf) -> Response:
    """Say that the ledger can be read; else the answer is an error, 503 while it is busy."""
    with desk.open() as ledger, ledger.query() as cursor:
        cursor.execute("SELECT version FROM schema_version").fetchall()
    return Response(msgspec.json.encode({"status": "ok"}), media_type=JSON, headers=_FRESH)


@router.get("/metrics", include_in_schema=False)
def metrics(desk: DeskOf) -> Response:
    """Write all counts as Prometheus reads them."""
    return Response(desk.metrics.text(), headers={"content-type": MEDIA_TYPE, **_FRESH})
