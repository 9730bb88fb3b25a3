"""Events -> moves: what an event is between two sides, flat.

In:  events with their days, from memory or from a ledger.   Out: moves, by day.
Does not: weigh them, or keep events without a day that is known well enough.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from detente.codebook import Codebook, load_codebook
from detente.ledger import Ledger
from detente.records import Event, LinkKind, Status
from detente.relations.series_options import SeriesOptions
from detente.relations.sides import Direction

__all__ = [
    "TALK",
    "THREAT",
    "Move",
    "day_of",
    "direction_between",
    "moves_from_events",
    "moves_of",
    "sql",
    "together",
]

TALK = "CONSULT"
THREAT = "THREATEN"
DEFAULTS = SeriesOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An event as two sides see it.

    ``day`` is the middle of the days on which it can have been, ``spread_days`` how far the last
    lies after the first.

    ``intensity`` is -10 hostile .. +10 friendly, ``quad`` PLOVER's class 1..4; ``n_outlets``
    counts independent outlets, at least 1. ``is_met``: another event fulfils it.
    """

    event_id: str
    day: date
    spread_days: int
    direction: Direction
    type: str
    mode: str | None
    quad: int
    intensity: float
    status: Status
    n_outlets: int
    issues: tuple[str, ...]
    is_met: bool = False

    @property
    def is_actual(self) -> bool:
        """Whether it happened; what is planned, possible or denied is never summed."""
        return self.status is Status.ACTUAL

    @property
    def is_to_come(self) -> bool:
        """Whether it is planned, and not known to have happened."""
        return self.status is Status.FUTURE and not self.is_met

    @property
    def is_cooperative(self) -> bool:
        """Whether its intensity is above zero; an act of zero is on neither side."""
        return self.intensity > 0

    @property
    def is_conflictual(self) -> bool:
        """Whether its intensity is below zero."""
        return self.intensity < 0


def moves_from_events(
    events: Iterable[Event],
    dyad: tuple[str, str],
    codebook: Codebook,
    options: SeriesOptions = DEFAULTS,
) -> list[Move]:
    """Find the moves between two sides, sorted by day, then id; pure, without a ledger."""
    moves, told = [], tuple(events)
    met = {link.event_id for event in told for link in event.links if link.kind is LinkKind.FULFILS}
    for event in told:
        direction, day = direction_between(event, dyad), day_of(event, options.most_days)
        if direction is not None and day is not None:
            moves.append(
                Move(
                    event_id=event.id,
                    day=day,
                    spread_days=_spread(event),
                    direction=direction,
                    type=event.type,
                    mode=event.mode,
                    quad=int(codebook.quad(event.type)),
                    intensity=codebook.intensity(event.type, event.mode),
                    status=event.status,
                    n_outlets=max(1, event.standing.n_outlets),
                    issues=event.issues,
                    is_met=event.id in met,
                )
            )
    return sorted(moves, key=lambda move: (move.day, move.event_id))


def moves_of(
    ledger: Ledger, dyad: tuple[str, str], options: SeriesOptions = DEFAULTS
) -> list[Move]:
    """Read the moves between two sides from a ledger, sorted by day, then id."""
    one, other = sorted(dyad)
    values = {
        "one": one,
        "other": other,
        "most_days": options.most_days,
        **together(),
    }
    with ledger.query() as cursor:
        rows = cursor.execute(sql("dyad_moves"), values).fetchall()
    return [_move(row, is_turned=(one, other) != dyad) for row in rows]


def direction_between(event: Event, dyad: tuple[str, str]) -> Direction | None:
    """Who of the two acts on whom; ``None`` where the event is not between them.

    Two that act together on a third do not act on each other. Mutual acts (talks, an agreement)
    are between all who do them, and so is what is signed or fought where nobody else is told.
    """
    a, b = dyad
    actors = {actor.country for actor in event.actors}
    recipients = {actor.country for actor in event.recipients}
    is_forward = a in actors and b in recipients
    is_backward = b in actors and a in recipients
    kind = load_codebook().type(event.type)
    is_between = kind.is_between_doers(is_alone=not event.recipients)
    is_together = {a, b} <= actors and is_between
    return _direction(is_forward=is_forward, is_backward=is_backward, is_together=is_together)


def day_of(event: Event, most_days: int) -> date | None:
    """The middle of the days on which it can have been; ``None`` where they are too many."""
    if event.date is None or _spread(event) > most_days:
        return None
    return event.date.earliest + timedelta(days=_spread(event) // 2)


def together() -> dict[str, list[str]]:
    """What queries ask for: the types of act that sides do with each other, always or if alone."""
    types = load_codebook().types
    return {
        "mutual": [kind.name for kind in types if kind.is_mutual],
        "alone": [kind.name for kind in types if kind.is_mutual_alone],
    }


def sql(name: str) -> str:
    """Read a query of sql/."""
    return files("detente.relations").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")


# Private functions


def _spread(event: Event) -> int:
    return (event.date.latest - event.date.earliest).days if event.date else 0


def _direction(*, is_forward: bool, is_backward: bool, is_together: bool) -> Direction | None:
    if is_forward != is_backward:
        return Direction.A_TO_B if is_forward else Direction.B_TO_A
    return Direction.BOTH if is_forward or is_together else None


def _move(row: Sequence[Any], *, is_turned: bool) -> Move:
    event_id, day, spread, is_forward, is_backward, kind, mode, quad, *rest = row
    intensity, status, n_outlets, issues, is_met = rest
    if is_turned:
        is_forward, is_backward = is_backward, is_forward
    direction = _direction(is_forward=is_forward, is_backward=is_backward, is_together=True)
    return Move(
        event_id=event_id,
        day=day,
        spread_days=spread,
        direction=direction or Direction.BOTH,
        type=kind,
        mode=mode,
        quad=quad,
        intensity=intensity,
        status=Status(status),
        n_outlets=n_outlets,
        issues=tuple(issues),
        is_met=is_met,
    )
