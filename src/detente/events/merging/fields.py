"""Claims of one deed -> what the event says, field by field.

In:  the traits of an event's claims.   Out: an ``Event`` without links.
Does not: choose by order of arrival. Each independent outlet has one vote; ties go to the highest
score, then to the first id.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from detente.events.merging.traits import (
    Party,
    Traits,
    are_alike,
    countries_of,
    party_of,
    precision_rank,
    rank_of,
    standing_of,
    voices_of,
)
from detente.records import (
    Actor,
    Cited,
    Claim,
    DateBasis,
    Event,
    EventDate,
    Granularity,
    Place,
    Status,
)

V = TypeVar("V", bound=Hashable)
FIRMEST = (Status.ACTUAL, Status.FUTURE, Status.HYPOTHETICAL, Status.NEGATED)


def event_from(traits: Sequence[Traits]) -> Event:
    """Make an event of all its claims; at least one."""
    voices = voices_of(traits)
    ordered = sorted(traits, key=_order)
    claims = [one.claim for one in ordered]

    def vote(value: Callable[[Claim], V | None]) -> V | None:
        return _majority(claims, voices, value)

    type_name = vote(lambda claim: claim.type) or claims[0].type
    actors, recipients = _sides(claims, vote(_layout))
    return Event(
        claim_ids=tuple(sorted(claim.id for claim in claims)),
        type=type_name,
        mode=vote(lambda claim: claim.mode if claim.type == type_name else None),
        contexts=_union(claim.contexts for claim in claims),
        issues=_union(claim.issues for claim in claims),
        actors=actors,
        recipients=recipients,
        status=_status(claims),
        date=_date(ordered),
        place=_place(claims, vote),
        standing=standing_of(ordered, voices),
    )


def _order(one: Traits) -> tuple[object, ...]:
    claim = one.claim
    told = date.max.toordinal() if one.told is None else one.told
    return (told, claim.report_id, claim.sentence, claim.id)


def _majority(
    claims: Sequence[Claim], voices: dict[str, str], value: Callable[[Claim], V | None]
) -> V | None:
    """Choose what most independent outlets tell; ``None`` where no claim tells anything."""
    if len(claims) == 1:
        return value(claims[0])
    tellers: dict[V, set[str]] = defaultdict(set)
    best: dict[V, tuple[float, str]] = {}
    for claim in claims:
        told = value(claim)
        if told is not None:
            tellers[told].add(voices[claim.id])
            rank = (-claim.score, claim.id)
            best[told] = min(rank, best.get(told, rank))
    ranked = [(-len(tellers[told]), *best[told], told) for told in tellers]
    return min(ranked, key=lambda rank: rank[:3])[3] if ranked else None


def _union(listed: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Join lists in the order in which reports told them."""
    return tuple(dict.fromkeys(one for listing in listed for one in listing))


def _status(claims: Sequence[Claim]) -> Status:
    """Take the firmest: a deed that some deny is told as done, and its standing is disputed."""
    told = {claim.status for claim in claims}
    return next(status for status in FIRMEST if status in told)


def _date(traits: Sequence[Traits]) -> EventDate | None:
    """Take the days that all dated claims admit, else the day on which it was told first.

    The date is that of the most exact claim; where two overlap without one holding the other, the
    days they share, as an interval. What ``SAME_AS`` put together may share no day: then it is the
    most exact date alone.
    """
    dated = [one for one in traits if one.claim.date is not None]
    told = [one.told for one in traits if one.told is not None]
    if dated:
        return _shared(dated)
    if not told:
        return None
    day = date.fromordinal(min(told))
    return EventDate(
        earliest=day, latest=day, granularity=Granularity.DAY, basis=DateBasis.PUBLICATION
    )


def _shared(dated: Sequence[Traits]) -> EventDate | None:
    exact = min(dated, key=lambda one: (one.length, -one.claim.score, one.claim.id))
    first, last = max(one.first for one in dated), min(one.last for one in dated)
    when = exact.claim.date.value if exact.claim.date else None
    if when is None or first > last or (first, last) == (exact.first, exact.last):
        return when
    return EventDate(
        earliest=date.fromordinal(first),
        latest=date.fromordinal(last),
        granularity=Granularity.DAY if first == last else Granularity.INTERVAL,
        basis=when.basis,
    )


def _place(
    claims: Sequence[Claim], vote: Callable[[Callable[[Claim], Place | None]], Place | None]
) -> Place | None:
    """Take the most exact place that most tell."""
    ranks = [precision_rank(claim.place.value) for claim in claims if claim.place]
    if not ranks:
        return None
    finest = max(ranks)

    def fine(claim: Claim) -> Place | None:
        place = claim.place.value if claim.place else None
        return place if place is not None and precision_rank(place) == finest else None

    return vote(fine)


# Who acts on whom


def _layout(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    return (
        countries_of(party_of(one.value) for one in claim.actors),
        countries_of(party_of(one.value) for one in claim.recipients),
    )


def _sides(
    claims: Sequence[Claim], layout: tuple[frozenset[str], frozenset[str]] | None
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Name each side as exactly as the claims that share the majority's layout do."""
    if len(claims) == 1:
        only = claims[0]
        return _values(only.actors), _values(only.recipients)
    alike = [claim for claim in claims if _layout(claim) == layout]
    ranked = sorted(alike, key=lambda claim: (-claim.score, claim.id))
    return (
        _most_exact(_values(cited for claim in ranked for cited in claim.actors)),
        _most_exact(_values(cited for claim in ranked for cited in claim.recipients)),
    )


def _values(cited: Iterable[Cited[Actor]]) -> tuple[Actor, ...]:
    return tuple(dict.fromkeys(one.value for one in cited))


def _most_exact(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Leave out whom a more exactly named actor stands for; the rest by code, id and name."""
    kept: list[tuple[Party, Actor]] = []
    ranked = sorted(enumerate(actors), key=lambda one: (-rank_of(party_of(one[1])), one[0]))
    for _, actor in ranked:
        party = party_of(actor)
        if not any(are_alike(party, other) for other, _ in kept):
            kept.append((party, actor))
    found = [actor for _, actor in kept]
    return tuple(sorted(found, key=lambda one: (one.code, one.id or "", one.name)))
