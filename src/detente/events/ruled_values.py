"""What a person sets -> the values of a claim.

In:  a ruling that sets a field, and the claim.   Out: the claim's new values, by field.
Does not: look names up: who is set is known by code only, a place by name and country.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any

from detente.codebook import load_codebook
from detente.errors import BadInput
from detente.records import (
    Actor,
    Cited,
    Claim,
    EventDate,
    Granularity,
    Place,
    Precision,
    Ruling,
    Status,
)

__all__ = ["SETTABLE", "ruled_value"]

_COUNTRY = re.compile(r"[A-Z]{3}")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")


def ruled_value(ruling: Ruling, claim: Claim | None) -> dict[str, Any]:
    """Read what a ruling sets; without a claim, only check it.

    Raises:
        BadInput: the value is none for the field.
        UnknownCode: the type or mode is none of the codebook's.
    """
    return _READERS[ruling.field or ""](ruling.value or "", claim)


def _type(value: str, claim: Claim | None) -> dict[str, Any]:
    """A new type leaves the old one's mode behind.

    Raises:
        BadInput: no type is given.
    """
    if not value:
        raise BadInput("a claim needs its type; reject the claim if it tells of no deed")
    name, _, mode = value.partition("/")
    codebook = load_codebook()
    codebook.type(name)
    if mode:
        codebook.mode(name, mode)
    kept = claim.mode if claim is not None and claim.type == name else None
    return {"type": name, "mode": mode or kept}


def _mode(value: str, claim: Claim | None) -> dict[str, Any]:
    if value and claim is not None:
        load_codebook().mode(claim.type, value)
    return {"mode": value or None}


def _status(value: str, _claim: Claim | None) -> dict[str, Any]:
    """Read a status.

    Raises:
        BadInput: it is none.
    """
    try:
        return {"status": Status(value)}
    except ValueError as err:
        raise BadInput(f"{value!r} is no status; choose one of: {', '.join(Status)}") from err


def _date(value: str, claim: Claim | None) -> dict[str, Any]:
    if not value:
        return {"date": None}
    when = _event_date(value)
    return {"date": Cited(when, claim.citation) if claim else None}


def _event_date(value: str) -> EventDate:
    """Read a day, a month, a year, or two of them with a slash between.

    Raises:
        BadInput: it is no date, or runs backwards.
    """
    first, slash, last = value.partition("/")
    earliest, _, unit = _stretch(first)
    latest = _stretch(last or first)[1]
    if latest < earliest:
        raise BadInput(f"date {value!r} runs backwards")
    return EventDate(
        earliest=earliest, latest=latest, granularity=Granularity.INTERVAL if slash else unit
    )


def _stretch(written: str) -> tuple[date, date, Granularity]:
    try:
        if _DAY.fullmatch(written):
            day = date.fromisoformat(written)
            return day, day, Granularity.DAY
        if found := _MONTH.fullmatch(written):
            year, month = int(found[1]), int(found[2])
            last = monthrange(year, month)[1]
            return date(year, month, 1), date(year, month, last), Granularity.MONTH
        if _YEAR.fullmatch(written):
            return date(int(written), 1, 1), date(int(written), 12, 31), Granularity.YEAR
    except ValueError:
        pass
    raise BadInput(
        f"{written!r} is no date; write 2024-02-02, 2024-02, 2024 or 2024-02-02/2024-02-05"
    )


def _parties(field: str) -> Callable[[str, Claim | None], dict[str, Any]]:
    def read(value: str, claim: Claim | None) -> dict[str, Any]:
        other = "recipients" if field == "actors" else "actors"
        if not value and claim is not None and not getattr(claim, other):
            raise BadInput(f"claim {claim.id} has no {other}; a claim needs somebody")
        actors = [_actor(code) for code in dict.fromkeys(value.split())]
        cited = tuple(Cited(actor, claim.citation) for actor in actors) if claim else ()
        return {field: cited}

    return read


def _actor(code: str) -> Actor:
    """Make an actor of a code: ``USA``, ``USA-GOV``, ``-REB``.

    Raises:
        BadInput: it is no code.
    """
    country, _, sector = code.partition("-")
    if country and not _COUNTRY.fullmatch(country):
        raise BadInput(f"{code!r} is no actor; write its code, as USA or USA-GOV")
    if sector:
        load_codebook().sector(sector)
    if not country and not sector:
        raise BadInput(f"{code!r} is no actor; write its code, as USA or USA-GOV")
    is_state = sector in {"", "GOV"} and bool(country)
    return Actor(
        country=country or None,
        sector=sector or None,
        id=country if is_state else None,
        name=code,
    )


def _place(value: str, claim: Claim | None) -> dict[str, Any]:
    """Read ``Bangkok, THA`` or ``South China Sea``.

    Raises:
        BadInput: what follows the comma is no country.
    """
    if not value:
        return {"place": None}
    name, comma, country = (part.strip() for part in value.rpartition(","))
    if comma and not _COUNTRY.fullmatch(country):
        raise BadInput(f"{country!r} is no country; write a place as: Bangkok, THA")
    place = Place(
        country=country if comma else None,
        name=name if comma else value.strip(),
        precision=Precision.CITY if comma else Precision.WATER,
    )
    return {"place": Cited(place, claim.citation) if claim else None}


_READERS: dict[str, Callable[[str, Claim | None], dict[str, Any]]] = {
    "type": _type,
    "mode": _mode,
    "status": _status,
    "date": _date,
    "actors": _parties("actors"),
    "recipients": _parties("recipients"),
    "place": _place,
}
SETTABLE = tuple(_READERS)
