"""Forms: reading them, and tokens that show that a form came from the desk's own page.

In:  a request's body, the process's secret.   Out: fields by name; a cookie and its token.
Does not: keep anything between requests: the token is the cookie, signed.
"""

import hmac
from collections.abc import Mapping
from secrets import token_urlsafe
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request

__all__ = ["COOKIE", "FIELD", "check_token", "fields_of", "fresh_cookie", "token_for"]

COOKIE, FIELD = "detente-form", "token"
MOST_FIELDS = 20
FORM = "application/x-www-form-urlencoded"
OWN_SITE = {"same-origin", "none"}  # of Sec-Fetch-Site; browsers without it send none


def fresh_cookie() -> str:
    """Make the value of a cookie."""
    return token_urlsafe(24)


def token_for(cookie: str, secret: bytes) -> str:
    """Sign a cookie: what a form of the desk's own page carries."""
    return hmac.new(secret, cookie.encode(), "sha256").hexdigest()


def fields_of(body: bytes, media_type: str) -> dict[str, str]:
    """Read the fields of a form.

    Raises:
        HTTPException: it is no form, or has more fields than any of the desk's.
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


def check_token(request: Request, fields: Mapping[str, str], secret: bytes) -> None:
    """Refuse a form that did not come from the desk's own page.

    Raises:
        HTTPException: the token is missing or wrong, or the browser names another site.
    """
    cookie = request.cookies.get(COOKIE, "")
    given = fields.get(FIELD, "")
    is_signed = hmac.compare_digest(token_for(cookie, secret).encode(), given.encode())
    is_own = request.headers.get("sec-fetch-site", "same-origin") in OWN_SITE
    if not (cookie and is_signed and is_own):
        raise HTTPException(403, "this form is out of date; load its page again and send it anew")
