"""An event -> why it stands as it does: claims, words, links, rivals, rulings.

In:  an event, its claims and their reports, events near it, people's rulings.
Out: an ``Explanation``, all of records.
Does not: ask the ledger, or render.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.events.merging.apart import what_tells_apart
from detente.records import Claim, Event, LinkKind, Report, ReportFacts, Ruling
from detente.relations.marking import Excerpt, excerpts_of

__all__ = [
    "MOST_RIVALS",
    "Bearing",
    "Explanation",
    "Rival",
    "Surroundings",
    "Testimony",
    "explain_event",
    "nearest",
    "window_of",
]

NEAR = timedelta(days=7)  # how far from an event its rivals are looked for
MOST_RIVALS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """One report's claim and the words it rests on."""

    claim: Claim
    report: Report | None
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """A link to another event; ``is_backward``: the other bears on this one."""

    kind: LinkKind
    event: Event
    is_backward: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A near event of the same kind and parties. ``apart`` names what tells them apart.

    ``apart`` is one of the words of ``Cluster.clash``, ``act``, or ``None``: nothing clashes.
    """

    event: Event
    apart: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that is behind an event; ``event`` is ``None`` for claims that were rejected."""

    event: Event | None
    testimonies: tuple[Testimony, ...]
    bearings: tuple[Bearing, ...] = ()
    rivals: tuple[Rival, ...] = ()
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known around an event: events linked with it, the nearest ones, and their claims."""

    linked: Sequence[Event] = ()
    near: Sequence[Event] = ()
    claims: Mapping[str, Claim] | None = None


def explain_event(
    event: Event | None,
    claims: Sequence[Claim],
    reports: Mapping[str, Report],
    around: Surroundings,
    rulings: Iterable[Ruling],
) -> Explanation:
    """Put together what is behind an event, oldest testimony first."""
    ids = {claim.id for claim in claims}
    testimonies = [
        Testimony(
            claim=claim,
            report=reports.get(claim.report_id),
            excerpts=excerpts_of(claim, reports.get(claim.report_id)),
        )
        for claim in claims
    ]
    return Explanation(
        event=event,
        testimonies=tuple(sorted(testimonies, key=_age)),
        bearings=tuple(_bearings(event, around.linked)) if event else (),
        rivals=tuple(_rivals(claims, reports, around)) if event else (),
        rulings=tuple(one for one in rulings if one.target in ids or one.other in ids),
    )


def window_of(event: Event) -> tuple[date, date] | None:
    """Days between which rivals of an event are looked for; ``None`` for one without a day."""
    if event.date is None:
        return None
    return event.date.earliest - NEAR, event.date.latest + NEAR


def nearest(event: Event, others: Iterable[Event]) -> list[Event]:
    """Sort other events by how many days they are from an event, then by id."""
    apart = ((_days_between(event, other), other.id, other) for other in others)
    return [other for _, _, other in sorted(apart, key=lambda one: one[:2]) if other.id != event.id]


# Private functions


def _age(testimony: Testimony) -> tuple[object, ...]:
    report, claim = testimony.report, testimony.claim
    told = report.published.isoformat() if report and report.published else "9999"
    return (told, claim.report_id, claim.sentence, claim.id)


def _bearings(event: Event, linked: Iterable[Event]) -> Iterable[Bearing]:
    by_id = {other.id: other for other in linked}
    for link in event.links:
        if link.event_id in by_id:
            yield Bearing(kind=link.kind, event=by_id[link.event_id])
    for other in by_id.values():
        for link in other.links:
            if link.event_id == event.id:
                yield Bearing(kind=link.kind, event=other, is_backward=True)


def _rivals(
    claims: Sequence[Claim], reports: Mapping[str, Report], around: Surroundings
) -> list[Rival]:
    facts = {
        report_id: ReportFacts(
            published=report.published, outlet=report.outlet, credited=report.credited
        )
        for report_id, report in reports.items()
    }
    known = around.claims or {}
    found = []
    for other in around.near:
        theirs = [known[claim_id] for claim_id in other.claim_ids if claim_id in known]
        if theirs:
            found.append(Rival(event=other, apart=what_tells_apart(claims, theirs, facts)))
    return found


def _days_between(event: Event, other: Event) -> int:
    if event.date is None or other.date is None:
        return 0
    return abs((other.date.earliest - event.date.earliest).days)
