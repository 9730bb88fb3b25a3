"""A question -> two addresses: a page for people, and its twin in JSON for programs.

In:  a view, which answers the question with a context.   Out: routes.
Does not: answer questions itself.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.web.answers import JSON, answer
from detente.web.desk import Desk, desk_of
from detente.web.render import render
from detente.web.tables import CSV, Table, csv_bytes
from detente.web.twins import twin_bytes
from detente.web.visitors import visitor_of

__all__ = ["HTML", "add_page"]

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
        book = desk_of(request).codebook
        answered = answer(request, csv_bytes(table.kind, table.rows(context), book), CSV)
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
