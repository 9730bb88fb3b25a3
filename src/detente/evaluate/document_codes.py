"""Actor codes, places and days as the document gold writes them.

In:  codes and places of claims and of gold rows.   Out: both in one form, to be compared.
Does not: decide which claim answers which gold row (documents.py does).
"""

import unicodedata
from collections.abc import Iterable

from detente.evaluate.labels import SECTORS
from detente.records import Actor, Cited, Claim, DateBasis, EventDate, Place, Precision, Speaker

__all__ = [
    "claim_countries",
    "code_countries",
    "full_code",
    "full_codes",
    "place_key",
    "speaker_code",
    "speaker_key",
    "told_date",
    "written_place",
]

_OUTLET = "OUTLET:"
_TOLD = frozenset({DateBasis.EXPRESSION, DateBasis.EVENT})


def full_code(code: str) -> str:
    """Write a bare country as its government: the state itself is ``XXX-GOV``."""
    return code if "-" in code or code in SECTORS else f"{code}-GOV"


def full_codes(codes: Iterable[str]) -> frozenset[str]:
    """Write every code in full."""
    return frozenset(map(full_code, codes))


def code_countries(codes: Iterable[str]) -> frozenset[str]:
    """Give the countries of gold codes; a code of a sector alone has none."""
    return frozenset(code.partition("-")[0] for code in codes) - SECTORS


def claim_countries(actors: Iterable[Cited[Actor]]) -> frozenset[str]:
    """Give the countries of a claim's actors; those without a country are left out."""
    return frozenset(actor.value.country for actor in actors if actor.value.country)


def speaker_key(code: str | None) -> str | None:
    """Write a speaker's code in full; an outlet's name without its article and its case."""
    if code is None:
        return None
    if code.startswith(_OUTLET):
        return _OUTLET + code.removeprefix(_OUTLET).strip().casefold().removeprefix("the ")
    return full_code(code)


def speaker_code(speaker: Cited[Speaker] | None) -> str | None:
    """Give the code of a cited speaker; ``None`` for the outlet's own voice."""
    return speaker.value.code if speaker else None


def written_place(place: Cited[Place] | None) -> str | None:
    """Write a place as ``ISO3`` or ``ISO3/City``; ``None`` for seas, which gold cannot write."""
    if place is None or place.value.country is None:
        return None
    country = place.value.country
    if place.value.precision is Precision.COUNTRY:
        return country
    return f"{country}/{place.value.name}"


def place_key(written: str | None) -> str | None:
    """Fold case and accents of a written place."""
    if written is None:
        return None
    parts = unicodedata.normalize("NFKD", written.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def told_date(claim: Claim) -> EventDate | None:
    """Give the date that the text tells; a day of publication or of a dateline is not told."""
    if claim.date is None or claim.date.value.basis not in _TOLD:
        return None
    return claim.date.value
