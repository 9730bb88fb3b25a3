"""Forms: reading them, and tokens that show that a form came from the desk's own page.

In:  a request's body, the process's secret.   Out: fields by name; a cookie and its token.
Does not: keep anything between requests: the token is the cookie, signed.
"""

import hmac
from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, HTTPException, Request

from detente.web.desk import DeskOf

__all__ = ["COOKIE", "FIELD", "Fields", "FieldsOf", "fresh_cookie", "local_path", "token_for"]

COOKIE, FIELD = "detente-form", "token"
MOST_FIELDS = 20
FORM = "application/x-www-form-urlencoded"
OWN_SITE = {"same-origin", "none"}  # of Sec-Fetch-Site; browsers without it send none
Fields = Mapping[str, str]


def fresh_cookie() -> str:
    """Make the value of a cookie."""
    return token_urlsafe(24)


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


FieldsOf = Annotated[Fields, Depends(fields_of)]


def local_path(given: str, otherwise: str = "/") -> str:
    """Take an address only where it leads to this very desk."""
    parts = urlsplit(given)
    is_local = given.startswith("/") and not (parts.scheme or parts.netloc)
    is_plain = given.isprintable() and given.isascii() and "\\" not in given
    return given if is_local and is_plain and not given.startswith("//") else otherwise


# Private functions


def _fields(body: bytes, media_type: str) -> dict[str, str]:
    """Read the fields of a form.

    Raises:
        HTTPException: it is no form, or has too many fields.
    """
    if media_type.partition(";")[0].strip().lower() != FORM:
        raise HTTPException(415, f"a form is sent as {FORM}")
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError as err:
        raise HTTPException(400, "the form cannot be read") from err
    return dict(pairs)


def _check_token(request: Request, fields: Fields, secret: bytes) -> None:
    """Refuse a form that did not come from the desk's own page.

    Raises:
        HTTPException: the token is missing or wrong, or the browser names another site.
    """
    cookie = request.cookies.get(COOKIE, "")
    given = fields.get(FIELD, "")
    is_signed = hmac.compare_digest(
        token_for(cookie, secret).encode(), given.encode("utf-8", "surrogatepass")
    )
    if not (cookie and is_signed and _is_own(request)):
        raise HTTPException(403, "this form is out of date; load its page again and send it anew")


def _is_own(request: Request) -> bool:
    """Whether the browser, as far as it says, sends the form from a page of the desk."""
    origin = request.headers.get("origin")
    is_same = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    return is_same and request.headers.get("sec-fetch-site", "same-origin") in OWN_SITE
