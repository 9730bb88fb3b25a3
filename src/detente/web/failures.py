"""What goes wrong with a request -> an answer that says what, and what to do.

In:  an error and the request.   Out: problem JSON (RFC 9457) for programs, a page for people.
Does not: tell what only the log should know: an error of the desk's own is named, not described.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus

import msgspec
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.routing import Match

from detente.errors import BadInput, DetenteError, LedgerBusy, LedgerUnusable, UnknownCode
from detente.relations.wording import printable
from detente.web.kept import Answer
from detente.web.render import render

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = "5"  # how long a writer mostly takes
# as RFC 9110 names them; Python 3.13 does, 3.11 has older names
RENAMED = {413: "Content Too Large", 414: "URI Too Long", 422: "Unprocessable Content"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
logger = logging.getLogger(__name__)


class NotFound(HTTPException):
    """There is no such thing."""

    def __init__(self, what: str) -> None:
        super().__init__(status_code=404, detail=what)


class Moved(HTTPException):
    """What is asked for stands at another address, which the same request finds."""

    def __init__(self, address: str) -> None:
        super().__init__(status_code=307, detail=f"it is at {address}")
        self.headers = {"location": address}


@contextmanager
def narrowing() -> Iterator[None]:
    """Tell an unknown code by which a list is narrowed as a wrong question, not as a missing page.

    Raises:
        BadInput: there is one.
    """
    try:
        yield
    except UnknownCode as err:
        raise BadInput(str(err)) from err


def phrase_of(status: int) -> str:
    """Name a status as RFC 9110 does, on every Python alike."""
    return RENAMED.get(status) or HTTPStatus(status).phrase


def refusal(status: int, detail: str, instance: str | None = None) -> Response:
    """Answer with problem JSON."""
    problem = {
        "type": "about:blank",
        "title": phrase_of(status),
        "status": status,
        "detail": printable(detail),
    }
    if instance is not None:
        problem["instance"] = instance
    return Response(msgspec.json.encode(problem), status, media_type=MEDIA_TYPE)


def wants_json(request: Request) -> bool:
    """Whether a program asks: for the API, a twin, or by what it accepts."""
    path = request.url.path
    accepted = request.headers.get("accept", "")
    return path.startswith("/api/") or path.endswith(".json") or "text/html" not in accepted


def failed(
    request: Request, status: int, detail: str, headers: dict[str, str] | None = None
) -> Response:
    """Say what went wrong, as whoever asks reads it."""
    if wants_json(request):
        answer = refusal(status, detail, request.url.path)
    else:
        phrase = phrase_of(status)
        page = render("failure.html", status=status, phrase=phrase, detail=detail)
        answer = HTMLResponse(page, status)
    answer.headers.update({"cache-control": "no-store", **(headers or {})})
    return answer


def install(app: FastAPI) -> None:
    """Let the application answer all errors this way."""
    app.add_exception_handler(StarletteHTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(DetenteError, _detente)
    app.add_exception_handler(Exception, _unforeseen)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, StarletteHTTPException) else 500
    detail = str(getattr(error, "detail", ""))
    if status == HTTPStatus.NOT_FOUND and detail == HTTPStatus.NOT_FOUND.phrase:
        detail = f"there is no page {request.url.path[:200]}"
    headers = dict(getattr(error, "headers", None) or {})
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["allow"] = ", ".join(_allowed(request))
        detail = f"{request.method} is not for this address; it takes {headers['allow']}"
    return failed(request, status, detail, headers)


def _allowed(request: Request) -> list[str]:
    """List the methods that an address takes; routes of one address may take one each."""
    return [
        method
        for method in METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]


def _invalid(request: Request, error: Exception) -> Response:
    """Name each value that cannot be used; the value itself is left out."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    told = [f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in found]
    return failed(request, 422, "; ".join(told) or "a value cannot be used")


def _detente(request: Request, error: Exception) -> Response:
    match error:
        case UnknownCode():
            return failed(request, 404, str(error))
        case BadInput():
            return failed(request, 400, str(error))
        case LedgerBusy():
            request.app.state.desk.metrics.busy.inc()
            return failed(request, 503, str(error), {"retry-after": RETRY_AFTER_S})
        case LedgerUnusable():
            logger.error("the ledger cannot be used error=%s", error)
            return failed(request, 503, str(error))
    logger.error("request failed path=%s error=%s", request.url.path, type(error).__name__)
    return failed(request, 500, str(error))


def _unforeseen(request: Request, error: Exception) -> Response:
    """Answer; the server logs the error with its trace."""
    name = type(error).__name__
    return failed(
        request, 500, f"the desk has failed ({name}); its log says more; please report it"
    )


# --- Bytes -> an answer with an ETag, or 304 where the asker has them already.
JSON = "application/json"
STALE = b"<!--stale-->"  # where a page says that its successor is being made
_VARY = {"vary": "accept-encoding"}


def answer(request: Request, body: bytes, media_type: str) -> Response:
    """Answer a GET with what is not kept."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if _knows(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers={"etag": tag})
    return Response(body, media_type=media_type, headers={"etag": tag})


def shown(headers: Headers, found: Answer, *, is_current: bool = True) -> Response:
    """Answer with what is kept, compressed where the asker takes that.

    A page that is not current says of when it is; so does the ``age`` of any such answer.
    """
    made = found.made
    tag = found.tag if is_current else f'{found.tag[:-1]}-stale"'
    own = {**made.headers, "etag": tag, **_VARY}
    if not is_current:
        own["age"] = str(max(1, int((datetime.now(UTC) - found.at).total_seconds())))
    if _knows(headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=own)
    body, pressed = made.body, found.pressed
    if not is_current and STALE in body:
        told = STALE_WORDS.format(time=f"{found.at:%H:%M:%S}").encode()
        body, pressed = body.replace(STALE, told, 1), None
    elif pressed is not None and "gzip" in headers.get("accept-encoding", ""):
        body, own["content-encoding"] = pressed, "gzip"
    return Response(body, media_type=made.media_type, headers=own)


STALE_WORDS = (
    '<p class="notice" role="status">This page is as of {time} UTC. More has come in since; '
    "it is being brought up to date. Load it again in a moment.</p>"
)


def _knows(given: str, tag: str) -> bool:
    """Whether ``If-None-Match`` names the tag; compared weakly, as RFC 9110, 13.1.2 says."""
    known = {one.strip().removeprefix("W/") for one in given.split(",")}
    return tag in known or "*" in known
