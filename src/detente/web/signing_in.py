"""Signing in: a token is shown once, and the browser keeps a cookie for it.

In:  a token.   Out: a session; pages that say how to get a token.
Does not: make tokens: ``detente token add`` does. How often somebody may try, gate.py limits.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.web.desk import Desk, DeskOf
from detente.web.forms import FieldsOf, local_path
from detente.web.render import render
from detente.web.sessions import SESSION_COOKIE, set_session
from detente.web.visitors import visitor_of

__all__ = ["router"]

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
