"""What else is right about a claim that answers a gold event.

In:  a matched gold event and claim.   Out: for status, speaker, date, place and sectors: right,
wrong, or not to be judged, and both sides in words.
Does not: decide which claim answers which event (document_matching.py does).
"""

from collections.abc import Callable
from dataclasses import dataclass

from detente.evaluate.document_codes import (
    full_codes,
    place_key,
    speaker_code,
    speaker_key,
    told_date,
    written_place,
)
from detente.evaluate.document_gold import GoldEvent
from detente.evaluate.labels import MUTUAL_TYPES
from detente.evaluate.matching import HALF, days_overlap
from detente.evaluate.sides import actor_codes, write_sides
from detente.records import Claim

__all__ = ["FIELDS", "Field", "write_event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to be right about. ``agrees`` gives ``None`` where gold does not judge."""

    name: str
    agrees: Callable[[GoldEvent, Claim], bool | None]
    wanted: Callable[[GoldEvent], str]
    told: Callable[[Claim], str]


def write_event(event: GoldEvent) -> str:
    """Write a gold event in a line: type, who, to whom, status."""
    types = "/".join(sorted(event.types))
    return f"{types} {write_sides(event.actors, event.recipients)} ({_write_statuses(event)})"


def _status_agrees(event: GoldEvent, claim: Claim) -> bool:
    return claim.status in event.statuses


def _speaker_agrees(event: GoldEvent, claim: Claim) -> bool:
    return speaker_key(event.speaker) == speaker_key(speaker_code(claim.speaker))


def _date_agrees(event: GoldEvent, claim: Claim) -> bool:
    found = told_date(claim)
    if event.date is None or found is None:
        return event.date is None and found is None
    return days_overlap(event.date, (found.earliest, found.latest)) >= HALF


def _place_agrees(event: GoldEvent, claim: Claim) -> bool:
    return place_key(event.place) == place_key(written_place(claim.place))


def _sectors_agree(event: GoldEvent, claim: Claim) -> bool | None:
    if event.sectors_loose:
        return None
    wanted = full_codes(event.actors), full_codes(event.recipients)
    told = full_codes(actor_codes(claim.actors)), full_codes(actor_codes(claim.recipients))
    if event.types & MUTUAL_TYPES:
        return wanted[0] | wanted[1] == told[0] | told[1]
    return wanted == told


def _write_statuses(event: GoldEvent) -> str:
    return "/".join(sorted(event.statuses))


def _write_days(event: GoldEvent) -> str:
    return " to ".join(map(str, event.date)) if event.date else "no date"


def _write_told_days(claim: Claim) -> str:
    found = told_date(claim)
    return f"{found.earliest} to {found.latest}" if found else "no date"


FIELDS = (
    Field(
        name="status",
        agrees=_status_agrees,
        wanted=_write_statuses,
        told=lambda claim: claim.status,
    ),
    Field(
        name="speaker",
        agrees=_speaker_agrees,
        wanted=lambda event: event.speaker or "the outlet",
        told=lambda claim: speaker_code(claim.speaker) or "the outlet",
    ),
    Field(name="date", agrees=_date_agrees, wanted=_write_days, told=_write_told_days),
    Field(
        name="place",
        agrees=_place_agrees,
        wanted=lambda event: event.place or "no place",
        told=lambda claim: written_place(claim.place) or "no place",
    ),
    Field(
        name="sector",
        agrees=_sectors_agree,
        wanted=lambda event: write_sides(event.actors, event.recipients),
        told=lambda claim: write_sides(actor_codes(claim.actors), actor_codes(claim.recipients)),
    ),
)
