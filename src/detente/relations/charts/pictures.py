"""Which picture of a relation, and of what -> the picture, or the rows behind it for a table.

In:  a ledger; two sides, days, a theme.   Out: a Vega-Lite chart; rows of one kind a picture.
Does not: write files (look.py does).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.ledger.ask import check_days
from detente.records import Status, alike
from detente.relations.charts import periods, space, temperature
from detente.relations.charts.look import Drawing, Links, Look
from detente.relations.choices import Picture, Theme
from detente.relations.measures.moves import TALK, Move, SeriesOptions, moves_of
from detente.relations.measures.network import Network, Tie, network
from detente.relations.measures.places import PlaceTally, places_of
from detente.relations.measures.points import Days, SeriesPoint
from detente.relations.measures.series import Series, series, series_of_dyads
from detente.relations.measures.turns import Turns, turns_from_moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a picture is of: two sides by code, their names, first and last day, how to compute.

    ``names`` may name further countries, for the network.
    """

    dyad: tuple[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    days: Days = (None, None)
    options: SeriesOptions = field(default_factory=SeriesOptions)

    def __post_init__(self) -> None:
        check_days(*self.days)

    @property
    def sides(self) -> tuple[str, str]:
        """The names of the two sides; a code where there is none."""
        a, b = self.dyad
        return self.names.get(a, a), self.names.get(b, b)

    @property
    def nothing(self) -> str:
        """Say that there is no event, and within which days."""
        (a, b), (since, until) = self.sides, self.days
        told = f"no event between {a} and {b} whose day is known"
        if since is None and until is None:
            return told
        first, last = f" from {since}" if since else "", f" up to {until}" if until else ""
        return f"{told} falls in the days asked for,{first}{last}"

    def holds(self, day: date) -> bool:
        """Whether a day is within the subject's."""
        since, until = self.days
        return (since is None or since <= day) and (until is None or day <= until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What pictures show of a subject; what only one of them needs is computed on demand."""

    subject: Subject
    series: Series
    turns: Turns
    moves: tuple[Move, ...]
    places: Callable[[], Sequence[PlaceTally]]
    network: Callable[[date], Network]

    @property
    def as_of(self) -> date:
        """The last day: the one asked for, or that of the last act that happened.

        Raises:
            BadInput: no act has happened.
        """
        until = self.subject.days[1]
        days = [until] if until else [move.day for move in self.moves if move.is_actual]
        if not days:
            a, b = self.subject.sides
            raise BadInput(f"no act between {a} and {b} has happened on a day that is known")
        return max(days)

    @property
    def words(self) -> list[str]:
        """The state of the relation and its turns, in plain words, a line each.

        Raises:
            BadInput: there is nothing to tell.
        """
        points = self.series.of()
        if self.series.is_silent or not points:
            raise BadInput(self.subject.nothing)
        (a, b), last = self.subject.sides, points[-1]
        within = f"{last.stock_low:+.1f} to {last.stock_high:+.1f}"
        state = f"{a} and {b} in {last.start:%Y-%m}: stock {last.stock:+.1f} ({within})"
        turns = [turn.words for turn in self.turns.turns]
        state = "; ".join((state, *self.series.doubt(last)))
        return [state, *(turns or ["no turn found: no change of pace stands out from chance"])]


def findings_of(ledger: Ledger, subject: Subject) -> Findings:
    """Find what there is to see in a ledger, which must stay open meanwhile."""
    dyad, options = subject.dyad, subject.options
    moves = moves_of(ledger, dyad, options)
    return Findings(
        subject=subject,
        series=series_of_dyads(ledger, [dyad], options, subject.days)[0],
        turns=_turns(moves, subject),
        moves=tuple(move for move in moves if subject.holds(move.day)),
        places=lambda: places_of(ledger, dyad, options, subject.days),
        network=lambda as_of: network(ledger, as_of, options),
    )


def draw(
    kind: Picture, found: Findings, theme: Theme = Theme.LIGHT, links: Links | None = None
) -> Drawing:
    """Draw a picture.

    Raises:
        BadInput: there is nothing to draw.
    """
    sides, look = found.subject.sides, Look(theme=theme, links=links)
    if found.series.is_silent or not found.series.points:
        raise BadInput(found.subject.nothing)
    match kind:
        case Picture.TEMPERATURE:
            return temperature.temperature_chart(
                found.series, found.turns, found.moves, sides, look
            )
        case Picture.ISSUES:
            return periods.issues_chart(found.series, sides, look)
        case Picture.CALENDAR:
            return periods.calendar_chart(found.moves, sides, look)
        case Picture.NETWORK:
            subject = found.subject
            return space.network_chart(
                found.network(found.as_of), subject.names, subject.dyad, look
            )
        case Picture.MAP:
            return space.map_chart(found.places(), sides, look)


def _turns(moves: Sequence[Move], subject: Subject) -> Turns:
    """Turns within the days that are shown, held against the whole past."""
    until = subject.days[1] or date.max
    known = [move for move in moves if move.day <= until]
    found = turns_from_moves(known, subject.dyad, subject.options)
    return replace(found, turns=tuple(one for one in found.turns if subject.holds(one.start)))


# --- The rows behind a picture.
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


ROWS: Mapping[Picture, type] = {
    Picture.TEMPERATURE: SeriesPoint,
    Picture.ISSUES: IssuePeriod,
    Picture.CALENDAR: Contact,
    Picture.NETWORK: Tie,
    Picture.MAP: PlaceTally,
}


def rows_of(kind: Picture, ledger: Ledger, subject: Subject) -> Sequence[object]:
    """Read the rows that a picture shows; of kind ``ROWS[kind]``."""
    dyad, options, days = subject.dyad, subject.options, subject.days
    match kind:
        case Picture.TEMPERATURE:
            return series(ledger, *dyad, options, days).points
        case Picture.ISSUES:
            return [
                alike(IssuePeriod, tally, issue=issue, start=point.start, end=point.end)
                for point in series(ledger, *dyad, options, days).of()
                for issue, tally in sorted(point.by_issue.items())
            ]
        case Picture.CALENDAR:
            return [
                alike(Contact, move, event=move.event_id)
                for move in moves_of(ledger, dyad, options)
                if move.type == TALK and (move.is_actual or move.is_to_come)
                if subject.holds(move.day)
            ]
        case Picture.NETWORK:
            done = (move.day for move in moves_of(ledger, dyad) if move.is_actual)
            last = days[1] or max(done, default=None)
            return network(ledger, last, options).ties if last else ()
        case Picture.MAP:
            return places_of(ledger, dyad, options, days)
