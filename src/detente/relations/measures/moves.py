"""Events -> moves, flat, and their counts in cells.

In:  a ledger of events; the choices behind a series.
Out: moves, by day; cells of acts that are alike, by period.
Does not: weigh them, or keep events without a day that is known well enough.

docs/series.md argues for the defaults. Nothing here was fitted to anybody's scores.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from math import isfinite
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.codebook import load_codebook
from detente.errors import BadConfig
from detente.events.merging.knowledge import load_knowledge
from detente.ledger import Ledger
from detente.ledger.address import packaged_sql
from detente.records import Status, record_from
from detente.relations.choices import Period
from detente.relations.sides import AT_HOME, GIVING_WAY, Direction

TALK = "CONSULT"
THREAT = "THREATEN"
SURE = 0.5  # a claim of that score is as often right as wrong
FEW_EVENTS = 20  # of a whole record in a period: the square root of their number is a fourth of it


class Coverage(StrEnum):
    """What tells how much was reported at all in a period."""

    EVENTS = "events"  # all events of the record, between whomever, by the day of the act
    REPORTS = "reports"  # all reports, by the day of publication
    NONE = "none"  # no correction


# --- The choices behind a series, each a parameter.
def check_positive(name: str, value: float, least: float | None = None) -> None:
    """Refuse what must be a number greater than zero, or not below ``least``.

    Raises:
        BadConfig: it is not, or it is no number, or without end.
    """
    is_number = isinstance(value, int | float) and isfinite(value)
    if is_number and (value > 0 if least is None else value >= least):
        return
    bound = "greater than 0" if least is None else f"at least {least:g}"
    raise BadConfig(f"{name} must be a number {bound}, not {value!r}")


POSITIVE = ("half_life_days", "voice_unit", "prior_voice", "coverage_prior", "most_days")
NOT_NEGATIVE = (
    "talk_weight",
    "threat_weight",
    "outlet_weight",
    "score_power",
    "intensity_power",
    "prior_spread",
    "n_draws",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesOptions:
    """How a series is computed.

    ``half_life_days``: after so long an act bears half its weight in the stock.
    ``talk_weight``: what a contact (CONSULT) counts beside other acts; in turns it counts once.
    ``threat_weight``: what a threat counts; the deed that carries it out counts by itself.
    ``outlet_weight``: an act that ``n`` independent outlets tell counts ``1 + outlet_weight * ln
    n`` times; 0 counts all acts alike.
    ``score_power``: an act counts the score of its surest claim to this power, as that is the share
    of such acts that are right; 0 counts doubtful acts in full.
    ``intensity_power``: an act is worth its intensity to this power; 1 takes the scale as it is,
    0 counts acts. It moves flow and stock; mean and sum are always of the plain intensity.
    ``voice_unit``: a month with acts worth so much, at usual coverage, speaks with voice ln 2.
    ``prior_voice``: how much voice holds the stock at its prior, 0, while little is known.
    ``prior_spread``: the deviation of relations of which nothing is told from that prior (-1 .. 1);
    the interval begins as wide, and narrows with what is told.
    ``coverage``, ``coverage_prior``: how flow and voice are corrected for how much is reported at
    all; the prior is a share of a usual period's coverage.
    ``most_days``: acts whose day is known less exactly are left out.
    ``n_draws``, ``seed``, ``interval``: the bootstrap; no draws, no intervals.
    """

    period: Period = Period.MONTH
    half_life_days: float = 1461.0
    talk_weight: float = 1.75
    threat_weight: float = 0.5
    outlet_weight: float = 0.5
    score_power: float = 1.0
    intensity_power: float = 0.5
    voice_unit: float = 10.0
    prior_voice: float = 2.0
    prior_spread: float = 0.5
    coverage: Coverage = Coverage.EVENTS
    coverage_prior: float = 0.5
    most_days: int = 92
    n_draws: int = 200
    seed: int = 1
    interval: float = 0.9

    def __post_init__(self) -> None:
        for name, words in (("period", Period), ("coverage", Coverage)):
            if (value := getattr(self, name)) not in set(words):
                raise BadConfig(f"{value!r} is no {name}; choose one of: {', '.join(words)}")
            object.__setattr__(self, name, words(value))
        for name in POSITIVE:
            check_positive(name, getattr(self, name))
        for name in NOT_NEGATIVE:
            check_positive(name, getattr(self, name), least=0)
        if not isinstance(self.n_draws, int):
            raise BadConfig(f"n_draws must be a whole number, not {self.n_draws!r}")
        if not 0 < self.interval < 1:
            raise BadConfig("interval lies between 0 and 1")


DEFAULTS = SeriesOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """How much was reported at all, by period, between whomever; nothing where nobody counted.

    ``usual`` is the mean up to each of these periods, over those in which reports appeared: what
    comes later changes nothing of the past, and all sides are held against the same.
    """

    by_period: Mapping[date, int]
    usual: Mapping[date, float] = field(default_factory=dict)

    def factors(self, starts: Sequence[date], prior: float) -> NDArray[np.float64]:
        """By how much acts of some periods are raised or lowered to usual coverage; 1 without any.

        ``(usual + a) / (coverage + a)``: the posterior mean of a rate under a gamma prior worth
        ``a = prior * usual + FEW_EVENTS``, so that a month nobody covered is not blown up, and a
        record of a handful of events a month, which cannot tell how much was reported, corrects
        next to nothing.
        """
        known = sorted(self.usual)
        places = [bisect_right(known, start) - 1 for start in starts]
        told = [self.by_period.get(start, 0) for start in starts]
        before = [self.usual[known[n]] if n >= 0 else 0.0 for n in places]
        coverage, usual = np.array(told, dtype=np.float64), np.array(before)
        held = usual * prior + FEW_EVENTS
        return np.where(usual > 0, (usual + held) / (coverage + held), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An event as two sides see it.

    ``day`` is the middle of the days on which it can have been.

    ``intensity`` is -10 hostile .. +10 friendly, ``quad`` PLOVER's class 1..4; ``n_outlets``
    counts independent outlets, at least 1. ``is_met``: another event fulfils it. ``score`` is that
    of its surest claim. ``is_joint``: several states act. ``earliest`` and ``latest`` are the days
    on which it can have been, if they are known apart from ``day``.
    """

    event_id: str
    day: date
    direction: Direction
    type: str
    mode: str | None
    quad: int
    intensity: float
    status: Status
    n_outlets: int
    issues: tuple[str, ...]
    is_met: bool = False
    score: float = 1.0
    is_joint: bool = False
    earliest: date | None = None
    latest: date | None = None

    @property
    def explains(self) -> bool:
        """Whether it may stand as a reason: surely told, and no drill with a third."""
        is_drill = self.type == "COOPERATE" and self.is_joint
        return self.score >= SURE and not (is_drill and self.direction is not Direction.BOTH)

    def who(self, a: str, b: str) -> str:
        """Say who acts on whom: ``CHN to USA``, ``CHN and USA``."""
        words = {Direction.A_TO_B: f"{a} to {b}", Direction.B_TO_A: f"{b} to {a}"}
        return words.get(self.direction, f"{a} and {b}")

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


_DIRECTIONS = {1: Direction.A_TO_B, -1: Direction.B_TO_A, 0: Direction.BOTH}


def moves_of(
    ledger: Ledger, dyad: tuple[str, str], options: SeriesOptions = DEFAULTS
) -> list[Move]:
    """Read the moves between two sides from a ledger, sorted by day, then id."""
    one, other = sorted(dyad)
    values = {"ones": [one], "others": [other], **_counted(options), **together()}
    rows = asked(ledger, "dyad_moves", values)
    return [_move(row, is_turned=(one, other) != dyad) for row in rows]


def together() -> dict[str, list[str]]:
    """What queries ask for: the types of act that sides do with each other, always or if alone."""
    types = load_codebook().types
    return {
        "mutual": [kind.name for kind in types if kind.is_mutual],
        "alone": [one.name for one in types if one.is_mutual_alone or one.name in GIVING_WAY],
    }


def _counted(options: SeriesOptions) -> dict[str, object]:
    """What queries of moves ask for: which acts count."""
    standing = load_knowledge().bearing.standing.pattern
    return {"most_days": options.most_days, "standing": standing, "at_home": sorted(AT_HOME)}


def asked(ledger: Ledger, name: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """Ask a ledger a query of sql/."""
    with ledger.query() as cursor:
        return cursor.execute(sql(name), dict(values)).fetchall()


def sql(name: str) -> str:
    """Read a query of sql/; ``{between}`` in it is the file of that name."""
    text = packaged_sql(name, "relations")
    return re.sub(r"\{(\w+)\}", lambda found: sql(found[1]), text)


def _move(row: Sequence[Any], *, is_turned: bool) -> Move:
    event_id, day, sign, kind, mode, quad, intensity, status, n_outlets, issues, *rest = row
    direction = _DIRECTIONS[-sign if is_turned else sign]
    told = (event_id, day, direction, kind, mode, quad, intensity, Status(status), n_outlets)
    return record_from(Move, (*told, tuple(issues), *rest))


# --- Moves -> cells: how many acts of one kind fall into a period, in columns.
Ints = NDArray[np.int64]
Dyad = tuple[str, str]
STATUSES = tuple(status.value for status in Status)  # ``Cells.status`` counts in this order
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTally:
    """Acts that happened about one issue in a period."""

    n_events: int
    n_cooperative: int
    n_conflictual: int
    sum_intensity: float

    def __add__(self, other: "IssueTally") -> "IssueTally":
        return record_from(IssueTally, map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class IssueCell:
    """Acts of a period about an issue. ``direction`` as in ``Cells``."""

    start: date
    direction: int
    issue: str
    tally: IssueTally


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """All acts between two sides, in columns of equal length: (n_cells,).

    ``start``: first day of the period, counted from 1970. ``direction``: 1 for A to B, -1 for B
    to A, 0 for acts of both. ``kind``: index into ``types``; ``status``: index into ``STATUSES``.
    ``count``: how many acts alike.
    """

    dyad: Dyad
    types: tuple[str, ...]
    start: Ints
    direction: Ints
    kind: Ints
    quad: Ints
    intensity: NDArray[np.float64]
    status: Ints
    n_outlets: Ints
    score: NDArray[np.float64]
    count: Ints
    issues: Sequence[IssueCell]

    @property
    def is_actual(self) -> NDArray[np.bool_]:
        """Which cells hold acts that happened."""
        is_actual: NDArray[np.bool_] = self.status == STATUSES.index(Status.ACTUAL.value)
        return is_actual

    def of(self, directions: Sequence[int]) -> NDArray[np.bool_]:
        """Which cells hold acts in one of some directions."""
        return np.isin(self.direction, directions)


def cells_of(ledger: Ledger, dyads: Sequence[Dyad], options: SeriesOptions) -> dict[Dyad, Cells]:
    """Count the acts of some dyads in a ledger; the sides stand in the order given."""
    ordered = {(min(dyad), max(dyad)): dyad for dyad in dyads}
    values = {
        "ones": [one for one, _ in ordered],
        "others": [other for _, other in ordered],
        "period": options.period.value,
        **_counted(options),
        **together(),
    }
    issues: list[list[IssueCell]] = [[] for _ in ordered]
    is_turned = [dyad != key for key, dyad in ordered.items()]
    with ledger.query() as cursor:
        cursor.execute(sql("period_moves"), values)
        cells = cursor.execute(sql("dyad_cells")).fetchnumpy()
        for number, start, sign, issue, *told in cursor.execute(sql("dyad_issues")).fetchall():
            turned = -sign if is_turned[number - 1] else sign
            cell = IssueCell(start, turned, issue, record_from(IssueTally, told))
            issues[number - 1].append(cell)
    found = {}
    for n, dyad in enumerate(ordered.values()):
        own = cells["dyad"] == n + 1
        columns = {name: np.asarray(column[own]) for name, column in cells.items()}
        by_day = sorted(issues[n], key=lambda cell: (cell.start, cell.direction, cell.issue))
        found[dyad] = _cells(dyad, columns, by_day, is_turned=is_turned[n])
    return found


def coverage_of(ledger: Ledger, options: SeriesOptions) -> Reported:
    """Count what was reported at all, by period; nothing where nothing is to be corrected."""
    if options.coverage is Coverage.NONE:
        return Reported(by_period={})
    values: dict[str, object] = {"period": options.period.value}
    if options.coverage is Coverage.EVENTS:
        values["most_days"] = options.most_days
    rows = asked(ledger, f"coverage_{options.coverage.value}", values)
    return Reported(by_period={start: n for start, n, _ in rows}, usual=dict(_usual(rows)))


def _usual(rows: Sequence[tuple[date, int, bool]]) -> Iterator[tuple[date, float]]:
    """Yield the mean up to each period; until a report appears, over all periods."""
    total, n = {True: 0, False: 0}, {True: 0, False: 0}
    for start, told, is_reported in rows:
        total[is_reported] += told
        n[is_reported] += 1
        yield start, total[n[True] > 0] / n[n[True] > 0]


def _cells(
    dyad: Dyad, columns: Mapping[str, Any], issues: Sequence[IssueCell], *, is_turned: bool
) -> Cells:
    """Put columns of dyad_cells.sql in the order of the sides, words as numbers."""
    types, kind = np.unique(columns["type"].astype(str), return_inverse=True)
    statuses = [STATUSES.index(status) for status in columns["status"]]
    direction = columns["direction"].astype(np.int64)
    return Cells(
        dyad=dyad,
        types=tuple(types.tolist()),
        start=columns["start"].astype("datetime64[D]").astype(np.int64),
        direction=-direction if is_turned else direction,
        kind=kind,
        quad=columns["quad"].astype(np.int64),
        intensity=columns["intensity"].astype(np.float64),
        status=np.array(statuses, dtype=np.int64),
        n_outlets=columns["n_outlets"].astype(np.int64),
        score=columns["score"].astype(np.float64),
        count=columns["n_events"],
        issues=issues,
    )


# --- Days -> the periods of a series: days, weeks from Monday, months.
MONTHS = 12
MONTH_DAYS = 365.25 / MONTHS


def period_of(day: date, period: Period) -> date:
    """Find the first day of the period in which ``day`` lies."""
    match period:
        case Period.DAY:
            return day
        case Period.WEEK:
            return day - timedelta(days=day.weekday())
        case Period.MONTH:
            return day.replace(day=1)


def period_after(start: date, period: Period) -> date:
    """Find the first day of the next period."""
    match period:
        case Period.DAY:
            return start + timedelta(days=1)
        case Period.WEEK:
            return start + timedelta(days=7)
        case Period.MONTH:
            return month_start(month_number(start) + 1)


def periods_from(first: date, last: date, period: Period) -> Iterator[date]:
    """Yield the first days of all periods from that of ``first`` to that of ``last``."""
    start = period_of(first, period)
    while start <= last:
        yield start
        start = period_after(start, period)


def month_number(day: date) -> int:
    """Count the months before that of a day, from year 0."""
    return day.year * MONTHS + day.month - 1


def month_start(number: int) -> date:
    """Find the first day of a month by its number."""
    return date(number // MONTHS, number % MONTHS + 1, 1)


def days_in(period: Period) -> float:
    """How many days a period has; months in the mean, so that all count alike."""
    return {Period.DAY: 1.0, Period.WEEK: 7.0, Period.MONTH: MONTH_DAYS}[period]
