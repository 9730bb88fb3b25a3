"""Events -> one line each with all its citations.

In:  events and the claims that tell of them.   Out: acts, each listing the words it rests on.
Does not: merge claims (events/merge.py does), or weigh who tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.records import (
    Claim,
    DateBasis,
    Event,
    EventDate,
    EventLink,
    Report,
    Statement,
    Status,
)
from detente.relations.imported import claim_words, statement_words
from detente.relations.wording import OUTLET

__all__ = ["Act", "Quote", "Told", "Voice", "act_from_event", "act_order", "quote_from"]


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
    ``words`` are those at the span; an imported row, which has none, is said in words.
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
    """An event and the words that tell it.

    ``voices`` are those on whose word; empty where outlets tell it in their own voice. Who is
    retold is named only where no outlet tells it itself. ``told`` is the first day on which a
    report told it. ``denials`` are the words that deny it, of ``denied_by``: they tell it only
    where nothing else does. ``denied_by`` and ``unconfirmed_by`` are codes, ``n_outlets`` the
    independent outlets that tell it, ``links`` its bearing on other events; ``ruled_out`` are
    those who ruled it negated, with their reasons.
    """

    event_id: str
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
    denials: tuple[Quote, ...] = ()
    denied_by: tuple[str, ...] = ()
    unconfirmed_by: tuple[str, ...] = ()
    n_outlets: int = 0
    links: tuple[EventLink, ...] = ()
    ruled_out: tuple[str, ...] = ()


def act_from_event(event: Event, group: Sequence[Told]) -> Act:
    """Tell an event by its claims: ``group``, in the order of the reports."""
    denying = [one for one in group if one.claim.status is Status.NEGATED]
    telling = [one for one in group if one.claim.status is not Status.NEGATED] or denying
    claims = [one.claim for one in telling]
    days = [one.report.published for one in telling if one.report.published]
    standing = event.standing
    return Act(
        event_id=event.id,
        claim_ids=event.claim_ids,
        type=event.type,
        mode=event.mode,
        actors=tuple(dict.fromkeys(actor.code for actor in event.actors)),
        recipients=tuple(dict.fromkeys(actor.code for actor in event.recipients)),
        status=event.status,
        is_historical=all(claim.is_historical for claim in claims),
        issues=event.issues,
        when=_own_day(event.date),
        told=min(days) if days else None,
        place=event.place.name if event.place else None,
        voices=_voices(claims),
        quotes=tuple(_claim_quote(one) for one in telling),
        denials=tuple(_claim_quote(one) for one in denying),
        denied_by=standing.denied_by,
        unconfirmed_by=standing.unconfirmed_by,
        n_outlets=standing.n_outlets,
        links=event.links,
        ruled_out=standing.ruled_out,
    )


def act_order(act: Act) -> tuple[object, ...]:
    """Order acts by their day, else by the day they were told."""
    first = act.quotes[0]
    day = act.when.earliest if act.when else act.told
    return (day or date.max, first.report, first.start, act.type)


def quote_from(told: Statement, report: Report, number: int) -> Quote:
    """Quote a statement."""
    return Quote(
        report=number,
        key=report.key,
        sentence=told.sentence,
        start=told.citation.span.start,
        end=told.citation.span.end,
        words=statement_words(told, report),
    )


def _own_day(when: EventDate | None) -> EventDate | None:
    """The day that the words tell; that of publication is only a day of telling."""
    return None if when and when.basis is DateBasis.PUBLICATION else when


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
    words = claim_words(claim, told.report)
    is_quoted = words == claim.citation.quote
    return Quote(
        report=told.number,
        key=told.report.key,
        sentence=claim.sentence,
        start=span.start,
        end=span.end,
        words=words,
        focus=max(0, min(word.start, span.end - 1) - span.start) if is_quoted else 0,
    )
