"""What programs send: JSON -> checked values.

In:  a request's body.   Out: one of the types below.
Does not: read what has an unknown key, for a mistyped one would be lost.
"""

from datetime import date
from typing import Annotated, TypeVar

import msgspec
from fastapi import HTTPException, Request
from msgspec import UNSET, Meta, UnsetType

from detente.web.answers import JSON

__all__ = ["MOST_REPORTS", "MOST_TEXT", "GivenReport", "GivenRuling", "Pasted", "json_body"]

MOST_REPORTS = 100  # in one request: some seconds of coding
MOST_TEXT = 2_000_000  # characters of a report, as everywhere
T = TypeVar("T")
Short = Annotated[str, Meta(min_length=1, max_length=2000)]
Id = Annotated[str, Meta(pattern="^[0-9a-zA-Z]{4,40}$")]


class Pasted(msgspec.Struct, forbid_unknown_fields=True):
    """A text to code, of which nothing is kept."""

    text: Annotated[str, Meta(min_length=1)]
    published: date | None = None
    outlet: str | None = None


class GivenReport(msgspec.Struct, forbid_unknown_fields=True):
    """A report to keep.

    ``key`` is the sender's own name for it, else its address. Outlet, address, day and text make
    its id.
    """

    text: Annotated[str, Meta(max_length=MOST_TEXT)]
    title: Short | None = None
    url: Short | None = None
    outlet: Short | None = None
    published: date | None = None
    key: Short | None = None


class GivenRuling(msgspec.Struct, forbid_unknown_fields=True):
    """A decision on an event or a claim: exactly one of what follows ``because``.

    ``on``, ``same_as`` and ``different`` are ids of events or claims, or how they begin. ``set``
    names fields: type, mode, status, date, actors, recipients, place; "" takes a value away.
    """

    on: Id
    because: Annotated[str, Meta(min_length=1, max_length=2000)]
    accept: bool = False
    reject: bool = False
    same_as: Id | UnsetType = UNSET
    different: Id | UnsetType = UNSET
    set: Annotated[dict[str, str], Meta(min_length=1, max_length=7)] | UnsetType = UNSET


async def json_body(request: Request, kind: type[T]) -> T:
    """Read a body.

    Raises:
        HTTPException: 415 where it is no JSON, 422 where it has another form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise HTTPException(415, f"send JSON, as {JSON}")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as err:
        raise HTTPException(422, f"the JSON cannot be used: {err}") from err
