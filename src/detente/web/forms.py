"""Forms and visitors: reading fields, tokens that show that a form is the desk's own, cookies.

In:  a request, the process's secret.   Out: fields by name; a cookie and its token; a ``Visitor``,
which every page's template knows.
Does not: keep anything between requests (the token is the cookie, signed), or decide who may what.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from detente.web.access.askers import asker_of
from detente.web.desk import DeskOf, desk_of
from detente.web.tokens import Role

COOKIE, FIELD = "detente-form", "token"
MOST_FIELDS = 20
FORM = "application/x-www-form-urlencoded"
OWN_SITE = {"same-origin", "none"}  # of Sec-Fetch-Site; browsers without it send none
Fields = Mapping[str, str]


def token_for(cookie: str, secret: bytes) -> str:
    """Sign a cookie: what a form of the desk's own page carries."""
    return hmac.new(secret, cookie.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


async def fields_of(request: Request, desk: DeskOf) -> Fields:
    """Read the form that a request sends, from the desk's own page.

    Raises:
        HTTPException: it is no form, has more fields than any of the desk's, or came from
            elsewhere.
    """
    fields = _fields(await request.body(), request.headers.get("content-type", ""))
    _check_token(request, fields, desk.secret)
    return fields


def _is_own(request: Request) -> bool:
    """Whether the browser, as far as it says, sends the form from a page of the desk."""
    origin = request.headers.get("origin")
    is_same = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    return is_same and request.headers.get("sec-fetch-site", "same-origin") in OWN_SITE


def _check_token(request: Request, fields: Fields, secret: bytes) -> None:
    """Refuse a form that did not come from the desk's own page."""
    cookie = request.cookies.get(COOKIE, "")
    given = fields.get(FIELD, "")
    is_signed = hmac.compare_digest(
        token_for(cookie, secret).encode(), given.encode("utf-8", "surrogatepass")
    )
    if not (cookie and is_signed and _is_own(request)):
        raise HTTPException(403, "this form is out of date; load its page again and send it anew")


def _fields(body: bytes, media_type: str) -> dict[str, str]:
    if media_type.partition(";")[0].strip().lower() != FORM:
        raise HTTPException(415, f"a form is sent as {FORM}")
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError as err:
        raise HTTPException(400, "the form cannot be read") from err
    return dict(pairs)


FieldsOf = Annotated[Fields, Depends(fields_of)]


def local_path(given: str, otherwise: str = "/") -> str:
    """Take an address only where it leads to this very desk."""
    parts = urlsplit(given)
    is_local = given.startswith("/") and not (parts.scheme or parts.netloc)
    is_plain = given.isprintable() and given.isascii() and "\\" not in given
    return given if is_local and is_plain and not given.startswith("//") else otherwise


# --- Whoever looks at a page: what they may do, the token of their forms, the cookies they get.
KEPT_S = 400 * 24 * 3600  # what browsers keep a cookie for at most


@dataclass(kw_only=True)
class Visitor:
    """Somebody who looks at one page. ``here`` is the page's address, to come back to, on ``site``.

    ``may_write``: the desk takes rulings and reports at all. ``name`` and ``role`` are those of the
    token with which they signed in.
    """

    here: str
    site: str
    secret: bytes = field(repr=False)
    may_write: bool
    name: str | None = None
    role: Role | None = None
    form_cookie: str = ""
    _fresh: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    @property
    def may_rule(self) -> bool:
        """Whether they may rule here."""
        return self._may(Role.REVIEW)

    @property
    def may_add(self) -> bool:
        """Whether they may add reports here."""
        return self._may(Role.WRITE)

    @property
    def token(self) -> str:
        """What their forms carry; asking for it gives them the cookie that it signs."""
        if not self.form_cookie:
            self.form_cookie = token_urlsafe(24)
            self.keep(COOKIE, self.form_cookie)
        return token_for(self.form_cookie, self.secret)

    def keep(self, name: str, value: str, max_age: int | None = None) -> None:
        """Let their browser keep a cookie; no script and no other site sees it."""
        self._fresh[name] = {"value": value, "max_age": max_age}

    def dress(self, response: Response, *, is_secure: bool = False) -> None:
        """Give the answer the cookies that are to be kept."""
        for name, kept in self._fresh.items():
            response.set_cookie(
                name, **kept, path="/", httponly=True, samesite="strict", secure=is_secure
            )

    def _may(self, needed: Role) -> bool:
        if self.name is None or self.role is None:
            return False
        return self.may_write and self.role.covers(needed)


def visitor_of(request: Request) -> Visitor:
    """Find out who looks; the same one all through a request."""
    known: Visitor | None = getattr(request.state, "visitor", None)
    if known is not None:
        return known
    desk, asker = desk_of(request), asker_of(request)
    query = f"?{request.url.query}" if request.url.query else ""
    found = Visitor(
        site=str(request.base_url).rstrip("/"),
        here=request.url.path + query,
        secret=desk.secret,
        may_write=desk.may_write,
        name=asker.name,
        role=asker.role,
        form_cookie=request.cookies.get(COOKIE, ""),
    )
    request.state.visitor = found
    return found


VisitorOf = Annotated[Visitor, Depends(visitor_of)]


def own_page(request: Request, page: str, status: int) -> Response:
    """Answer with a page for one visitor alone, and its cookies; nobody keeps it."""
    response = HTMLResponse(page, status, headers={"cache-control": "no-store"})
    visitor_of(request).dress(response, is_secure=request.url.scheme == "https")
    return response


# --- What is the same for all who look, and may be kept for the next.
def key_of(request: Request) -> str:
    """Name what is asked: its address, for a page tells by which name it was called."""
    return str(request.url)


def may_be_kept(request: Request) -> bool:
    """Whether whoever asks sees what all see: they have not signed in, and show no token."""
    return asker_of(request).name is None


def wants_fresh(request: Request) -> bool:
    """Whether nothing out of date will do: somebody loads the page anew on purpose."""
    return "no-cache" in request.headers.get("cache-control", "")
