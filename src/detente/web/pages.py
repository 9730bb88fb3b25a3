"""A question -> two addresses: a page for people, and its twin in JSON. Signing in, ``/health``.

In:  a view, which answers the question with a context; a token.   Out: routes; a session.
Does not: answer questions itself, or make tokens: ``detente token add`` does.
"""

import gzip
import inspect
from collections.abc import Callable, Collection, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from detente.web.counting import MEDIA_TYPE
from detente.web.desk import Desk, DeskOf, desk_of
from detente.web.failures import JSON, answer, shown
from detente.web.figures import select
from detente.web.forms import (
    FieldsOf,
    key_of,
    local_path,
    may_be_kept,
    own_page,
    visitor_of,
    wants_fresh,
)
from detente.web.kept import Made
from detente.web.listing import CSV, Table, csv_bytes, twin_bytes
from detente.web.render import render
from detente.web.tokens import LASTS, SESSION_COOKIE

HTML = "text/html; charset=utf-8"
View = Callable[..., Any]


def add_page(  # noqa: PLR0913  # what a page is made of
    router: APIRouter,
    path: str,
    template: str,
    view: View,
    tables: Sequence[Table] = (),
    *,
    about: Callable[[Any], Collection[str]] | None = None,
    own: Callable[[Request], Markup] | None = None,
) -> None:
    """Answer ``path`` with a page, ``path`` + ``.json`` with the same as JSON, tables as CSV.

    ``view`` takes ``desk`` and the parameters of the path and the query; it returns a record,
    which the template knows as ``page``. A table is at ``path`` + ``.NAME.csv``. ``about`` lists
    the subjects of a record (kept.py): the answer is kept until a write touches one; without it
    nothing is kept. ``own`` makes what the page shows at ``<!--own-->`` to one visitor alone.
    """
    stem = "/index" if path == "/" else path
    answers = {f"{stem}.{table.name}.csv": _as_data(table, about) for table in tables}
    answers |= {f"{stem}.json": _as_data(None, about), path: _as_page(template, about, own)}
    for address, answer_it in answers.items():
        router.add_api_route(address, _route(view, answer_it))


def kept_answer(request: Request, make: Callable[[], Made], *, is_kept: bool = True) -> Response:
    """Answer with what ``make`` makes, or with what it made for somebody else and still holds."""
    desk = desk_of(request)
    if not (is_kept and may_be_kept(request) and desk.notice()):
        made = make()
        answered = answer(request, made.body, made.media_type)
        answered.headers.update(made.headers)
        return answered
    found = desk.answers.get(key_of(request), make, is_fresh=wants_fresh(request))
    return shown(request.headers, found, is_current=desk.answers.is_current(found))


_OWN = b"<!--own-->"
_About = Callable[[Any], Collection[str]] | None
_Answerer = Callable[[Request, Callable[[], Any]], Response]


def _route(view: View, answer_it: _Answerer) -> View:
    """Make a route that answers with what ``view`` returns; it asks for the request beside."""

    @wraps(view)
    def route(request: Request, **given: Any) -> Response:
        return answer_it(request, lambda: view(**given))

    own = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    signature = inspect.signature(view)
    asked = [
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in signature.parameters.values()
    ]
    route.__signature__ = signature.replace(  # type: ignore[attr-defined]  # FastAPI reads it
        parameters=[own, *asked], return_annotation=Response
    )
    return route


def _as_data(table: Table | None, about: _About) -> _Answerer:
    """Answer with a table as CSV, without one with the whole context as JSON."""

    def as_data(request: Request, view: Callable[[], Any]) -> Response:
        def make() -> Made:
            context = view()
            subjects = about(context) if about else ()
            if table is None:
                body = twin_bytes(context, desk_of(request).codebook)
                return Made(body=body, media_type=JSON, subjects=subjects)
            headers = {"content-disposition": f'attachment; filename="{table.name}.csv"'}
            body = csv_bytes(table.kind, table.rows(context))
            return Made(body=body, media_type=CSV, subjects=subjects, headers=headers)

        return kept_answer(request, make, is_kept=about is not None)

    return as_data


def _as_page(
    template: str, about: _About, own: Callable[[Request], Markup] | None = None
) -> _Answerer:
    def as_page(request: Request, view: Callable[[], Any]) -> Response:
        stem = request.url.path.rstrip("/") or "/index"
        query = f"?{request.url.query}" if request.url.query else ""
        visitor = visitor_of(request)

        def make() -> Made:
            context = view()
            page = render(
                template,
                page=context,
                desk=desk_of(request),
                visitor=visitor,
                twin=f"{stem}.json{query}",
                stem=stem,
                query=query,
            )
            subjects = about(context) if about else ()
            return Made(body=page.encode(), media_type=HTML, subjects=subjects)

        answered = kept_answer(request, make, is_kept=about is not None)
        if own is not None and answered.status_code == HTTPStatus.OK:
            answered = _with_own(request, answered, own(request))
        visitor.dress(answered, is_secure=request.url.scheme == "https")
        return answered

    return as_page


def _with_own(request: Request, answered: Response, own: Markup) -> Response:
    """Put what is for one visitor alone into a page that all see."""
    body = bytes(answered.body)
    if answered.headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    made = answer(request, body.replace(_OWN, own.encode(), 1), HTML)
    if "age" in answered.headers:
        made.headers["age"] = answered.headers["age"]
    return made


# --- Signing in: a token is shown once, and the browser keeps a cookie for it.
UNKNOWN = "This token is unknown here, or revoked."
router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def form(
    request: Request, desk: DeskOf, after: Annotated[str, Query(alias="next", max_length=2000)] = ""
) -> Response:
    """Show the form. ``next`` is where to go from there."""
    return _page(request, desk, local_path(after))


@router.post("/sign-in")
def sign_in(request: Request, desk: DeskOf, fields: FieldsOf) -> Response:
    """Begin a session with a token."""
    after = local_path(fields.get("next", ""))
    token = desk.tokens.check(fields.get("secret", "").strip())
    if token is None:
        return _page(request, desk, after, UNKNOWN)
    desk.sessions.end(request)
    response = RedirectResponse(after, status_code=303)
    visitor = visitor_of(request)
    visitor.keep(SESSION_COOKIE, desk.sessions.begin(token), int(LASTS.total_seconds()))
    visitor.dress(response, is_secure=request.url.scheme == "https")
    return response


@router.post("/sign-out")
def sign_out(request: Request, desk: DeskOf, fields: FieldsOf) -> Response:
    """End the session."""
    desk.sessions.end(request)
    response = RedirectResponse(local_path(fields.get("next", "")), status_code=303)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="strict")
    return response


def _page(request: Request, desk: Desk, after: str, problem: str | None = None) -> Response:
    visitor = visitor_of(request)
    page = render(
        "sign_in.html", desk=desk, visitor=visitor, after=after, problem=problem, twin=None
    )
    return own_page(request, page, 401 if problem else 200)


# --- `/health` and `/metrics`: for whoever watches the desk.
_FRESH = {"cache-control": "no-store"}


@router.get("/health")
def health(desk: DeskOf) -> Response:
    """Say that the ledger can be read, and written if it is to be; else why not, with 503.

    Raises:
        LedgerUnusable: its file is gone or replaced, or its disk is full or read-only.
    """
    desk.keeper.check()
    with desk.open() as ledger:
        select(ledger, "SELECT version FROM schema_version")
    return Response(msgspec.json.encode({"status": "ok"}), media_type=JSON, headers=_FRESH)


@router.get("/metrics")
def metrics(desk: DeskOf) -> Response:
    """Write all counts as Prometheus reads them."""
    return Response(desk.metrics.text(), headers={"content-type": MEDIA_TYPE, **_FRESH})
