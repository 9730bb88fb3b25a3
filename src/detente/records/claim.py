"""Claims: what one report says happened. Written once, never edited."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from detente.records.actor import Actor, Place, Speaker
from detente.records.digest import digest
from detente.records.text import Citation, Cited, Span

__all__ = ["Claim", "DateBasis", "DateMention", "EventDate", "Granularity", "Status"]


class Status(StrEnum):
    """Whether the act happened or is going on, is planned, is only possible, or is denied."""

    ACTUAL = "actual"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class Granularity(StrEnum):
    """The unit in which a date was told."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"


class DateBasis(StrEnum):
    """What a date rests on."""

    EXPRESSION = "expression"
    DATELINE = "dateline"
    PUBLICATION = "publication"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """First and last day on which the act can have happened, both included."""

    earliest: date
    latest: date
    granularity: Granularity
    basis: DateBasis = DateBasis.EXPRESSION

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            msg = f"date runs backwards: {self.earliest} to {self.latest}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """Words that date something. ``head`` is the index of the phrase's governing token."""

    span: Span
    sentence: int
    head: int
    date: EventDate


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One report's testimony that somebody does something.

    ``type`` and ``mode`` are codebook codes. Mutual acts list all sides in ``actors``.
    ``speaker`` is ``None`` for the outlet's own voice. ``citation`` is the clause that tells the
    act, ``predicate`` the word that names it. ``score`` is 0..1. ``why`` names the rule or the
    model's view behind the type. ``echoes`` are other clauses of the same report that tell the
    same act. ``is_historical``: told as background, more than a year before publication.
    """

    report_id: str
    sentence: int
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    actors: tuple[Cited[Actor], ...]
    recipients: tuple[Cited[Actor], ...] = ()
    status: Status = Status.ACTUAL
    is_historical: bool = False
    date: Cited[EventDate] | None = None
    place: Cited[Place] | None = None
    speaker: Cited[Speaker] | None = None
    citation: Citation
    predicate: Citation
    score: float
    coder: str
    why: str = ""
    echoes: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if not self.actors and not self.recipients:
            msg = f"a claim needs somebody: {self.citation.quote!r} has no actor and no recipient"
            raise ValueError(msg)
        if not 0.0 <= self.score <= 1.0:
            msg = f"score {self.score} is not within 0..1"
            raise ValueError(msg)

    @cached_property
    def id(self) -> str:
        """Digest of the report, the predicate's place, the type and who acts on whom."""
        return digest(
            "claim",
            self.report_id,
            self.predicate.span.start,
            self.predicate.span.end,
            self.type,
            self.mode,
            self.status,
            [actor.value.code for actor in self.actors],
            [actor.value.code for actor in self.recipients],
        )

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation the claim rests on."""
        cited = (*self.actors, *self.recipients, self.date, self.place, self.speaker)
        values = tuple(value.citation for value in cited if value is not None)
        return (self.citation, self.predicate, *values, *self.echoes)
