"""A question -> two addresses: a page for people, and its twin in JSON for programs.

In:  a view, which answers the question with a context.   Out: routes.
Does not: answer questions itself.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.web.answers import JSON, answer
from detente.web.desk import Desk, desk_of
from detente.web.render import render
from detente.web.twins import twin_bytes

__all__ = ["HTML", "add_page"]

HTML = "text/html; charset=utf-8"
View = Callable[..., Any]


def add_page(router: APIRouter, path: str, template: str, view: View) -> None:
    """Answer ``path`` with a page, and ``path`` + ``.json`` with the same as JSON.

    ``view`` takes ``desk`` and the parameters of the path and the query; it returns a record,
    which the template knows as ``page``.
    """
    twin_path = "/index.json" if path == "/" else f"{path}.json"
    router.add_api_route(twin_path, _route(view, _as_json), include_in_schema=False)
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


def _as_page(template: str) -> Callable[[Request, Any], Response]:
    def as_page(request: Request, context: Any) -> Response:
        desk: Desk = desk_of(request)
        twin = request.url.path.rstrip("/") + ".json" if request.url.path != "/" else "/index.json"
        query = f"?{request.url.query}" if request.url.query else ""
        page = render(template, page=context, desk=desk, twin=twin + query)
        return answer(request, page.encode(), HTML)

    return as_page
