"""The rows behind each picture of two sides, for CSV.

In:  a picture's kind, a ledger, what the picture is of.   Out: flat records.
Does not: draw. Where a picture has nothing to show there are no rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.ledger import Ledger
from detente.records import Status
from detente.relations.moves import TALK, moves_of
from detente.relations.network import Tie, network
from detente.relations.pictures import Picture, Subject
from detente.relations.places import PlaceTally, places_of
from detente.relations.points import SeriesPoint
from detente.relations.series import series

__all__ = ["ROWS", "Contact", "IssuePeriod", "rows_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePeriod:
    """Acts about an issue in a period."""

    issue: str
    start: date
    end: date
    n_events: int
    n_cooperative: int
    n_conflictual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A visit, meeting, call or talk, done or planned; ``day`` is the middle of its days."""

    day: date
    event: str
    mode: str | None
    status: Status
    direction: str


def rows_of(kind: Picture, ledger: Ledger, subject: Subject) -> Sequence[object]:
    """Read the rows that a picture shows; of kind ``ROWS[kind]``."""
    return _READ[kind](ledger, subject)


# Private functions


def _periods(ledger: Ledger, subject: Subject) -> Sequence[SeriesPoint]:
    return series(ledger, *subject.dyad, subject.options, subject.days).points


def _issues(ledger: Ledger, subject: Subject) -> Sequence[IssuePeriod]:
    points = series(ledger, *subject.dyad, subject.options, subject.days).of()
    return [
        IssuePeriod(
            issue=issue,
            start=point.start,
            end=point.end,
            n_events=tally.n_events,
            n_cooperative=tally.n_cooperative,
            n_conflictual=tally.n_conflictual,
        )
        for point in points
        for issue, tally in sorted(point.by_issue.items())
    ]


def _contacts(ledger: Ledger, subject: Subject) -> Sequence[Contact]:
    return [
        Contact(
            day=move.day,
            event=move.event_id,
            mode=move.mode,
            status=move.status,
            direction=move.direction,
        )
        for move in moves_of(ledger, subject.dyad, subject.options)
        if move.type == TALK and (move.is_actual or move.is_to_come) and subject.holds(move.day)
    ]


def _places(ledger: Ledger, subject: Subject) -> Sequence[PlaceTally]:
    return places_of(ledger, subject.dyad, subject.options, subject.days)


def _ties(ledger: Ledger, subject: Subject) -> Sequence[Tie]:
    days = [move.day for move in moves_of(ledger, subject.dyad) if move.is_actual]
    last = subject.days[1] or max(days, default=None)
    return network(ledger, last, subject.options).ties if last else ()


ROWS: Mapping[Picture, type] = {
    Picture.TEMPERATURE: SeriesPoint,
    Picture.ISSUES: IssuePeriod,
    Picture.CALENDAR: Contact,
    Picture.NETWORK: Tie,
    Picture.MAP: PlaceTally,
}
_READ: Mapping[Picture, Callable[[Ledger, Subject], Sequence[object]]] = {
    Picture.TEMPERATURE: _periods,
    Picture.ISSUES: _issues,
    Picture.CALENDAR: _contacts,
    Picture.NETWORK: _ties,
    Picture.MAP: _places,
}
