"""Bytes -> an answer with an ETag, or 304 where the asker has them already.

In:  a request and what it asked for.   Out: the answer.
Does not: keep anything; equal bytes have equal tags.
"""

import hashlib

from fastapi import Request
from fastapi.responses import Response

__all__ = ["JSON", "answer"]

JSON = "application/json"


def answer(request: Request, body: bytes, media_type: str) -> Response:
    """Answer a GET."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if _knows(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers={"etag": tag})
    return Response(body, media_type=media_type, headers={"etag": tag})


def _knows(given: str, tag: str) -> bool:
    """Whether ``If-None-Match`` names the tag; compared weakly, as RFC 9110, 13.1.2 says."""
    known = {one.strip().removeprefix("W/") for one in given.split(",")}
    return tag in known or "*" in known
