"""Claims that tell an act alike -> one line with all its citations.

In:  claims with their reports.   Out: acts, each listing the claims and words it rests on.
Does not: merge acts that differ in type, mode, status, sides, day or issues. An act without a day
is one with another only if both are told in the same words, as copies of a wire story are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.records import Actor, Citation, Cited, Claim, EventDate, Report, Status
from detente.relations.sides import countries_of
from detente.relations.wording import OUTLET

__all__ = ["Act", "Quote", "Told", "Voice", "acts_from_claims", "quote_from"]

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim, its report, and the report's number in the brief."""

    claim: Claim
    report: Report
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody on whose word."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a report at their place.

    ``report`` is its number in the brief, ``sentence`` counts from 0, ``start`` and ``end`` are the
    span in its text, ``focus`` is the place within ``words`` of the word that names the act.
    """

    report: int
    key: str
    sentence: int
    start: int
    end: int
    words: str
    focus: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What claims tell alike.

    ``voices`` are those on whose word; empty where outlets tell it in their own voice. Who is
    retold is named only where no outlet tells it itself. ``told`` is the first day on which a
    report told it.
    """

    claim_ids: tuple[str, ...]
    type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: Status
    is_historical: bool
    issues: tuple[str, ...]
    when: EventDate | None
    told: date | None
    place: str | None
    voices: tuple[Voice, ...]
    quotes: tuple[Quote, ...]


def acts_from_claims(told: Iterable[Told]) -> list[Act]:
    """Join claims that tell an act alike; sorted by the act's day, else by the day it was told."""
    groups: dict[Key, list[Told]] = {}
    for one in told:
        groups.setdefault(_key(one.claim), []).append(one)
    return sorted((_act(group) for group in groups.values()), key=_order)


def quote_from(told: Citation, sentence: int, report: Report, number: int) -> Quote:
    """Quote the words of a citation."""
    return Quote(
        report=number,
        key=report.key,
        sentence=sentence,
        start=told.span.start,
        end=told.span.end,
        words=told.quote,
    )


def _key(claim: Claim) -> Key:
    when = claim.date.value if claim.date else None
    told = (when.earliest, when.latest, claim.issues) if when else (claim.citation.quote,)
    sides = (countries_of(claim.actors), countries_of(claim.recipients))
    return (claim.type, claim.mode, claim.status, claim.is_historical, sides, told)


def _act(group: Sequence[Told]) -> Act:
    claims = [one.claim for one in group]
    first = claims[0]
    days = [one.report.published for one in group if one.report.published]
    places = [claim.place.value.name for claim in claims if claim.place]
    return Act(
        claim_ids=tuple(claim.id for claim in claims),
        type=first.type,
        mode=first.mode,
        actors=_codes(party for claim in claims for party in claim.actors),
        recipients=_codes(party for claim in claims for party in claim.recipients),
        status=first.status,
        is_historical=first.is_historical,
        issues=first.issues,
        when=first.date.value if first.date else None,
        told=min(days) if days else None,
        place=places[0] if places else None,
        voices=_voices(claims),
        quotes=tuple(_claim_quote(one) for one in group),
    )


def _codes(parties: Iterable[Cited[Actor]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(party.value.code for party in parties))


def _voices(claims: Sequence[Claim]) -> tuple[Voice, ...]:
    named = [claim.speaker.value for claim in claims if claim.speaker]
    is_told_first_hand = len(named) < len(claims)
    voices: dict[str, Voice] = {}
    for speaker in named:
        if not (is_told_first_hand and speaker.code.startswith(OUTLET)):
            voices.setdefault(speaker.code, Voice(code=speaker.code, name=speaker.name))
    return tuple(voices.values())


def _claim_quote(told: Told) -> Quote:
    claim = told.claim
    span, word = claim.citation.span, claim.predicate.span
    return Quote(
        report=told.number,
        key=told.report.key,
        sentence=claim.sentence,
        start=span.start,
        end=span.end,
        words=claim.citation.quote,
        focus=max(0, min(word.start, span.end - 1) - span.start),
    )


def _order(act: Act) -> tuple[object, ...]:
    first = act.quotes[0]
    day = act.when.earliest if act.when else act.told
    return (day or date.max, first.report, first.start, act.type)
