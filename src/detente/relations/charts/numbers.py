"""A picture of two sides -> the rows behind it, for a table.

In:  a ledger, the subject of a picture.   Out: rows of one kind a picture.
Does not: draw (pictures.py does), or write files.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.ledger import Ledger
from detente.records import Status, alike
from detente.relations.charts.pictures import Subject
from detente.relations.choices import Picture
from detente.relations.measures.moves import TALK, moves_of
from detente.relations.measures.network import Tie, network
from detente.relations.measures.places import PlaceTally, places_of
from detente.relations.measures.points import SeriesPoint
from detente.relations.measures.series import series


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


def _periods(ledger: Ledger, subject: Subject) -> Sequence[SeriesPoint]:
    return series(ledger, *subject.dyad, subject.options, subject.days).points


def _issues(ledger: Ledger, subject: Subject) -> Sequence[IssuePeriod]:
    points = series(ledger, *subject.dyad, subject.options, subject.days).of()
    return [
        alike(IssuePeriod, tally, issue=issue, start=point.start, end=point.end)
        for point in points
        for issue, tally in sorted(point.by_issue.items())
    ]


def _contacts(ledger: Ledger, subject: Subject) -> Sequence[Contact]:
    return [
        alike(Contact, move, event=move.event_id)
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
