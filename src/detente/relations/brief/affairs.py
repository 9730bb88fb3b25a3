"""Acts -> affairs: what belongs together in one entry, the weightiest first.

In:  the evidence of a brief, the codebook.   Out: ``Affair`` records, each with its lead and parts.
Does not: merge: each act stays an event of its own. It does not judge truth: what is doubtful, only
planned, denied or long past weighs less.

A summit is its announcement, a visit, talks and what came of them; a clash is shots, charges and a
protest note. Acts are of one affair if one sentence tells them, if one fulfils, breaks or answers
the other, if within a week the same sides act at one place, or about one issue, or talk, all done
or all planned; or if one does to the other the same again and again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log2, sqrt
from typing import TYPE_CHECKING

from detente.records import Event, Status
from detente.relations.brief.channels import Level, level_of_offices, level_of_words
from detente.relations.evidence import Act, Evidence, Quote
from detente.relations.sides import Scope, is_between, is_of_one_side, states_of

if TYPE_CHECKING:
    from detente.codebook import Codebook

__all__ = ["Affair", "Weights", "find_affairs", "weights_of"]

MOST_DAYS = 7  # between acts of an affair
RUN_DAYS = 31  # from one to the next where a side does the same again
VAGUE = 31  # days: a longer date does not say when
DEALINGS = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE"})
RUNS = frozenset({"ACCUSE", "ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "REQUEST", "THREATEN"})
DOUBTFUL = 0.5  # a claim below it is not believed enough to lead
LEVELS = {Level.LEADERS: 9.0, Level.MINISTERS: 6.0, Level.MILITARY: 5.0, Level.SENIOR: 4.0}
STATUS = {
    Status.ACTUAL: 1.0,
    Status.FUTURE: 0.5,
    Status.HYPOTHETICAL: 0.2,
    Status.NEGATED: 0.2,
}
NOT_BETWEEN = 0.5  # what one side does alone
WITH_OTHERS = 0.3  # what it does to others
OF_OTHERS = 0.2  # what third parties do
PAST = 0.2  # background
SCRAP = 0.5  # told in so few words that they say little alone, or done by a side to itself, too
LEAST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """Acts that belong together.

    ``lead`` is the weightiest of those between the sides, else of all; ``parts`` are the others in
    that order. ``earliest`` and ``latest`` are the days of its acts, or of their telling.
    ``weight`` is the lead's and of each further part half as much as of the one before; it compares
    affairs of one brief only. ``is_doubtful``: no act of it is told by a claim that is believed.
    """

    earliest: date | None
    latest: date | None
    sides: tuple[str, ...]
    place: str | None
    issues: tuple[str, ...]
    weight: float
    is_doubtful: bool
    lead: Act
    parts: tuple[Act, ...]

    @property
    def acts(self) -> tuple[Act, ...]:
        """All its acts, the lead first."""
        return (self.lead, *self.parts)


@dataclass(frozen=True, slots=True)
class Weights:
    """What acts weigh and how friendly they are, by event id.

    ``intensity`` is the codebook's, -10 hostile .. +10 friendly.
    """

    weight: Mapping[str, float]
    intensity: Mapping[str, float]
    doubtful: frozenset[str]


def weights_of(evidence: Evidence, codebook: "Codebook") -> Weights:
    """Weigh each act: intensity, level of persons, tellers, certainty.

    Talks weigh by who talks. Each further claim adds less than the one before. As in a series, the
    root of the intensity counts: its ends are where machines err most.
    """
    events = {event.id: event for event in evidence.events}
    intensity = {act.event_id: codebook.intensity(act.type, act.mode) for act in evidence.acts}
    doubtful = frozenset(act.event_id for act in evidence.acts if _is_doubtful(act, evidence))
    weight = {
        act.event_id: _weight(act, events[act.event_id], intensity[act.event_id], evidence.scope)
        * (0.5 if act.event_id in doubtful else 1.0)
        * (PAST if evidence.is_of_standing(act) else 1.0)
        for act in evidence.acts
    }
    return Weights(weight=weight, intensity=intensity, doubtful=doubtful)


def find_affairs(evidence: Evidence, weights: Weights) -> tuple[Affair, ...]:
    """Gather the acts of a brief into affairs, the weightiest first; doubtful ones last."""
    left = sorted(evidence.acts, key=lambda act: (-weights.weight[act.event_id], *_place(act)))
    found = []
    while left:
        lead, members = left[0], left[:1]
        for act in left[1:]:
            if _is_of(lead, members, act):
                members.append(act)
        members.sort(key=lambda act: not is_between(act, evidence.scope))
        found.append(_affair(members[0], members[1:], evidence, weights))
        taken = {act.event_id for act in members}
        left = [act for act in left if act.event_id not in taken]
    return tuple(sorted(found, key=lambda one: (one.is_doubtful, -one.weight, *_place(one.lead))))


def day_of(act: Act) -> date | None:
    """The first day on which it can have been; that of its telling where none near is told."""
    if act.when is None or (act.when.latest - act.when.earliest).days > VAGUE:
        return act.told or (act.when.earliest if act.when else None)
    return act.when.earliest


# Private functions


def _is_of(lead: Act, members: Sequence[Act], act: Act) -> bool:
    """Whether an act belongs to an affair so far."""
    if _is_run(lead, act) or any(_are_linked(one, act) for one in members):
        return True
    return _is_within(lead, act) and any(_belong(one, act) for one in members)


def _kind(act: Act) -> tuple[object, ...]:
    return (act.type, states_of(act.actors), states_of(act.recipients))


def _is_run(one: Act, other: Act) -> bool:
    """Whether somebody does the same to the same again."""
    is_same = one.type in RUNS and _kind(one) == _kind(other) and one.status == other.status
    return is_same and _days_apart(one, other) <= RUN_DAYS


def _are_linked(one: Act, other: Act) -> bool:
    links = {link.event_id for link in one.links} | {link.event_id for link in other.links}
    return one.event_id in links or other.event_id in links


def _weight(act: Act, event: Event, intensity: float, scope: Scope) -> float:
    level = _level(act, event) if act.type in DEALINGS else None
    size = max(abs(intensity), LEVELS.get(level, 0.0)) if level else abs(intensity)
    n_told = len(act.claim_ids) + max(act.n_outlets - 1, 0)
    n_words = max(len(quote.words.split()) for quote in act.quotes)
    return (
        sqrt(size)
        * STATUS[act.status]
        * _share(act, scope)
        * (PAST if act.is_historical or _is_before(act, scope) else 1.0)
        * (SCRAP if n_words < LEAST_WORDS else 1.0)
        * (SCRAP if states_of(act.actors) & states_of(act.recipients) else 1.0)
        * (1 + log2(max(n_told, 1)) / 2)
    )


def _is_before(act: Act, scope: Scope) -> bool:
    """Whether it began before the days asked for."""
    return bool(scope.since and act.when and act.when.earliest < scope.since)


def _share(act: Act, scope: Scope) -> float:
    """How much of an act is between the two sides."""
    if is_between(act, scope):
        return 1.0
    if not is_of_one_side(act, scope):
        return OF_OTHERS
    others = states_of((*act.actors, *act.recipients)) - {*scope.sides}
    return WITH_OTHERS if others else NOT_BETWEEN


def _level(act: Act, event: Event) -> Level | None:
    parties = (*event.actors, *event.recipients)
    by_office = level_of_offices(actor.office for actor in parties if actor.office)
    return by_office or level_of_words(" ".join(quote.words for quote in act.quotes))


def _is_doubtful(act: Act, evidence: Evidence) -> bool:
    claims = [evidence.claims[one].claim for one in act.claim_ids if one in evidence.claims]
    return all(claim.score < DOUBTFUL for claim in claims)


def _place(act: Act) -> tuple[int, int, str]:
    first = act.quotes[0]
    return (first.report, first.start, act.event_id)


def _is_within(lead: Act, act: Act) -> bool:
    return _days_apart(lead, act) <= MOST_DAYS


def _days_apart(one: Act, other: Act) -> int:
    first, second = day_of(one), day_of(other)
    return abs((first - second).days) if first and second else MOST_DAYS + 1


def _belong(one: Act, other: Act) -> bool:
    """Whether a sentence tells both, or the same sides do so within days at one place and so on."""
    if _sentences(one.quotes) & _sentences(other.quotes):
        return True
    is_near = one.status == other.status and _days_apart(one, other) <= MOST_DAYS
    if not is_near or not _share_sides(one, other):
        return False
    is_dealing = one.type in DEALINGS and other.type in DEALINGS
    is_same_place = one.place is not None and one.place == other.place
    return is_same_place or is_dealing or bool(set(one.issues) & set(other.issues))


def _share_sides(one: Act, other: Act) -> bool:
    sides = [states_of((*act.actors, *act.recipients)) for act in (one, other)]
    return sides[0] <= sides[1] or sides[1] <= sides[0]


def _last_day(act: Act) -> date | None:
    first, when = day_of(act), act.when
    return when.latest if when and when.earliest == first else first


def _sentences(quotes: Iterable[Quote]) -> set[tuple[int, int]]:
    return {(quote.report, quote.sentence) for quote in quotes}


def _affair(lead: Act, parts: Sequence[Act], evidence: Evidence, weights: Weights) -> Affair:
    acts = (lead, *parts)
    days = [day for act in acts if (day := day_of(act))]
    ends = [_last_day(act) for act in acts]
    shares = [weights.weight[act.event_id] / 2**n for n, act in enumerate(acts)]
    named = states_of(code for act in acts for code in (*act.actors, *act.recipients))
    return Affair(
        earliest=min(days, default=None),
        latest=max((day for day in ends if day), default=None),
        sides=tuple(side for side in evidence.scope.sides if side in named),
        place=next((act.place for act in acts if act.place), None),
        issues=tuple(dict.fromkeys(issue for act in acts for issue in act.issues)),
        weight=round(sum(shares), 3),
        is_doubtful=all(act.event_id in weights.doubtful for act in acts),
        lead=lead,
        parts=tuple(parts),
    )
