"""Acts -> the story in a few lines: warmer or colder than when, why, and what changed.

In:  the evidence of a brief, the weights of its acts, channels and commitments.   Out: a ``Story``.
Does not: forecast, weigh what is planned or denied, or say how warm two sides are on a scale
(relations/measures/ does): it says the direction, and cites the acts behind it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from detente.codebook import PRIVATE, REBELS, STRAYS
from detente.records import Status
from detente.relations.brief.affairs import Weights
from detente.relations.brief.channels import Channel, ChannelState
from detente.relations.brief.commitments import Commitment, CommitmentState
from detente.relations.evidence import Act, Evidence
from detente.relations.sides import states_of

LEAST_ACTS = 2
LEAST_LEAN = 0.1  # of what was done, that lies on one side
MOST_REASONS = 3
MOST_SPREAD = 92  # days between which an act was done; a vaguer one is no reason
RECENT = timedelta(3 * 365)  # of late
LEAST_SPAN = 2 * RECENT  # of a period that has such an end
FORCE = frozenset({"ASSAULT", "MOBILIZE", "PROTEST"})
TURNED = frozenset(
    {ChannelState.RESUMED, ChannelState.AGREED, ChannelState.SUSPENDED, ChannelState.REFUSED}
)
SETTLED = frozenset({CommitmentState.DELIVERED, CommitmentState.BROKEN})


_CALLED = re.compile(r"(?:\w+[- ])?\w+(?:[iec]an|ish|ese|ani|aeli|aqi)")  # no noun behind


class Trend(StrEnum):
    """How two sides stand at the end, against the start."""

    WARMER = "warmer"
    COLDER = "colder"
    SAME = "much the same"
    UNKNOWN = "too few acts to say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Where two sides stand at ``until`` against ``since``, both days with acts or asked for.

    ``balance`` and ``late_balance`` sum the weights of the acts done between them, conflict below
    0, over all days and over the second half of them. Where the two have different signs, what was
    done early was undone late, and the trend is "much the same"; so it is where as much was done
    one way as the other late. ``reasons`` are the weightiest acts of the balance's sign; where the
    trend is "much the same" they are early ones, and ``turn`` the weightiest late one of the other.
    ``of_late`` tells where the last three years of a long period say otherwise.
    ``channels`` were resumed, suspended or refused, ``commitments`` kept or broken; ``early`` and
    ``late`` count the acts of either half.
    """

    trend: Trend
    since: date | None
    until: date | None
    n_acts: int
    balance: float
    late_balance: float
    reasons: tuple[Act, ...]
    turn: Act | None
    of_late: "Late | None"
    channels: tuple[Channel, ...]
    commitments: tuple[Commitment, ...]
    early: "Balance"
    late: "Balance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """How two sides moved since a day, near the end of a long period, and the weightiest act."""

    trend: Trend
    since: date
    reason: Act


@dataclass(frozen=True, slots=True)
class Balance:
    """How many acts done are cooperative, and how many conflictual."""

    n_cooperative: int
    n_conflictual: int


def find_story(
    evidence: Evidence,
    weights: Weights,
    channels: Sequence[Channel],
    commitments: Sequence[Commitment],
) -> Story:
    """Tell how two sides stand and why; of one act, or of one day, it says that it cannot."""
    told = [act for act in evidence.between if _is_done(act) and not evidence.is_of_standing(act)]
    done = [act for act in told if act.day] or told  # what has no day tells of no change
    since = evidence.scope.since or min(filter(None, (act.day for act in done)), default=None)
    until = evidence.day
    late = [act for act in done if since and until and _is_late(act, since, until)]
    of_late = {act.event_id for act in late}
    worth = weights.worth
    balance, late_balance = (sum(map(worth, acts)) for acts in (done, late))
    is_told = len(done) >= LEAST_ACTS and since != until  # one day has no before
    trend = _trend(balance, [worth(act) for act in late]) if is_told else Trend.UNKNOWN
    is_same = trend is Trend.SAME
    early = [act for act in done if act.event_id not in of_late]
    first = sum(map(worth, early)) if is_same else 0.0
    sign = first or balance or late_balance
    return Story(
        trend=trend,
        since=since,
        until=until,
        n_acts=len(done),
        balance=round(balance, 2),
        late_balance=round(late_balance, 2),
        reasons=tuple(
            _weightiest(early if is_same else done, sign, weights, evidence)[:MOST_REASONS]
        ),
        turn=next(iter(_weightiest(late, -sign, weights, evidence)), None) if is_same else None,
        of_late=_late(done, trend, (since, until), weights, evidence),
        channels=tuple(one for one in channels if one.state in TURNED),
        commitments=tuple(one for one in commitments if one.state in SETTLED),
        early=_balance(map(worth, early)),
        late=_balance(map(worth, late)),
    )


def _late(
    done: Sequence[Act],
    trend: Trend,
    days: tuple[date | None, date | None],
    weights: Weights,
    evidence: Evidence,
) -> Late | None:
    """What the last years of a long period say, if it is clear and not what the whole says."""
    since, until = days
    if since is None or until is None or until - since < LEAST_SPAN or trend is Trend.UNKNOWN:
        return None
    told = [act for act in done if act.day and act.day > until - RECENT]
    acts = [act for act in told if _is_reason(act)]
    worths = [weights.worth(act) for act in acts]
    found = _trend(sum(worths), worths)
    reasons = _weightiest(acts, sum(worths), weights, evidence)
    if len(reasons) < LEAST_ACTS or found in {trend, Trend.SAME}:
        return None
    return Late(trend=found, since=until - RECENT, reason=reasons[0])


def _is_done(act: Act) -> bool:
    """Whether it was done, as far as is known, in these days; a war of years is no act of a day."""
    if act.when is not None and (act.when.latest - act.when.earliest).days > MOST_SPREAD:
        return False
    return act.status is Status.ACTUAL and not act.is_historical


def _is_reason(act: Act) -> bool:
    """Whether it says something of both states: no drill, no deed of rebels or criminals.

    What several do together while somebody else watches is not friendly to him.
    """
    answering = [code for code in act.parties if code.partition("-")[2] not in STRAYS | REBELS]
    if act.sides - states_of(answering):
        return False
    watching = act.receivers - act.doers
    return not (act.type == "COOPERATE" and len(act.doers) > 1 and watching)


def _is_of_states(act: Act, evidence: Evidence) -> bool:
    """Whether states deal with each other in it, or arms or crowds are used.

    A ban on a firm is a quarrel with that firm, one on a show that is only called after a state
    ("a Norland series") with those who made it.
    """
    if act.type in FORCE:
        return True
    official = states_of(code for code in act.parties if code.partition("-")[2] not in PRIVATE)
    told = evidence.claims_of(act)
    named = [party.citation.quote for claim in told for party in claim.recipients]
    is_only_called = act.type == "COERCE" and bool(named) and all(map(_CALLED.fullmatch, named))
    return official >= act.sides and not is_only_called


def _is_late(act: Act, since: date, until: date) -> bool:
    return act.day is not None and act.day > since + (until - since) / 2


def _balance(worths: Iterable[float]) -> Balance:
    values = list(worths)
    return Balance(sum(one > 0 for one in values), sum(one < 0 for one in values))


def _trend(balance: float, late: Sequence[float]) -> Trend:
    if balance * sum(late) < 0 or balance == 0 or _is_open(late):
        return Trend.SAME
    return Trend.WARMER if balance > 0 else Trend.COLDER


def _is_open(worths: Sequence[float]) -> bool:
    """Whether about as much was done one way as the other, on several acts of both."""
    is_told = all(sum(sign * one > 0 for one in worths) >= LEAST_ACTS for sign in (1, -1))
    return is_told and abs(sum(worths)) < LEAST_LEAN * sum(map(abs, worths))


def _weightiest(
    acts: Iterable[Act], sign: float, weights: Weights, evidence: Evidence
) -> list[Act]:
    """The acts of one sign, those of states first, the weightiest first; one of a sentence.

    No doubtful ones, no accidents, and none of which the words at once tell the contrary ("will
    release those it arrested").
    """
    turned = {
        place
        for act in evidence.between
        if weights.intensity[act.event_id] * sign < 0 and act.status is Status.FUTURE
        for place in act.sentences
    }
    sure = (
        act
        for act in acts
        if act.event_id not in weights.doubtful
        and _is_reason(act)
        and not evidence.is_accident(act)
        and not act.sentences <= turned
    )
    fitting = sorted(
        (act for act in sure if weights.worth(act) * sign > 0),
        key=lambda act: (not _is_of_states(act, evidence), -weights.weight[act.event_id]),
    )
    seen: set[tuple[int, int]] = set()
    found = []
    for act in fitting:
        if not act.sentences & seen:
            found.append(act)
        seen |= act.sentences
    return found
