"""Acts -> affairs: what belongs together in one entry, the weightiest first.

In:  the evidence of a brief, the codebook.   Out: ``Affair`` records, each with its lead and parts.
Does not: merge: each act stays an event of its own. It does not judge truth: what is doubtful, only
planned, denied or long past weighs less.

A summit is its announcement, a visit, talks and what came of them; a clash is shots, charges and a
protest note. Acts are of one affair with its weightiest if a passage tells them within a week of
each other; if one fulfils, breaks or answers it; if within a week the same sides act at one place,
or about one issue, or talk, all done or all planned; if one does to the other the same again and
again; or if arms answer arms. What else a sentence of the affair tells of those days belongs to it,
and so does what the sentence beside it tells that a side of it did that day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from math import copysign, log2, sqrt

from detente.codebook import STRAYS, Codebook
from detente.records import Event, Status
from detente.relations.brief.channels import Level, level_of_offices, level_of_words
from detente.relations.evidence import Act, Evidence
from detente.relations.sides import Scope, is_between, is_of_one_side

MOST_DAYS = 7  # between acts of an affair
RUN_DAYS = 31  # from one to the next where a side does the same again, or arms answer arms
PASSAGE = 2  # sentences between two that tell of one matter
DEALINGS = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE"})
RUNS = frozenset(
    {"ACCUSE", "ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "REQUEST", "SANCTION", "THREATEN"}
)
DOUBTFUL = 0.5  # a claim below it is not believed enough to lead
LEVELS = {Level.LEADERS: 9.0, Level.MINISTERS: 6.0, Level.MILITARY: 5.0, Level.SENIOR: 4.0}
STATUS = {Status.ACTUAL: 1.0, Status.FUTURE: 0.5, Status.HYPOTHETICAL: 0.2, Status.NEGATED: 0.2}
NOT_BETWEEN = 0.5  # what one side does alone
WITH_OTHERS = 0.3  # what it does to others
OF_OTHERS = 0.2  # what third parties do
PAST = 0.2  # background
RETOLD = 4  # so many times doubled, the reports of an affair double its weight
SCRAP = 0.5  # told in so few words that they say little alone, or done by a side to itself, too
LEAST_WORDS = 4
SentenceOf = tuple[int, int]  # a report's number, the sentence's


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """Acts that belong together.

    ``lead`` is the weightiest of those between the sides, else of all; ``parts`` are the others in
    that order. ``earliest`` and ``latest`` are the days of its acts, or of their telling.
    ``weight`` is the lead's and of each further part half as much as of the one before, the more
    the more reports tell of it; it compares affairs of one brief only. ``is_doubtful``: no act of
    it is told by a claim that is believed.
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

    def worth(self, act: Act) -> float:
        """What an act weighs, below 0 where it is hostile."""
        intensity = self.intensity[act.event_id]
        return copysign(self.weight[act.event_id], intensity) if intensity else 0.0


def weights_of(evidence: Evidence, codebook: Codebook) -> Weights:
    """Weigh each act: intensity, level of persons, tellers, certainty.

    Talks weigh by who talks. Each further claim adds less than the one before. As in a series, the
    root of the intensity counts: its ends are where machines err most.
    """
    intensity = {act.event_id: codebook.intensity(act.type, act.mode) for act in evidence.acts}
    likely = {act.event_id: _surest(act, evidence) for act in evidence.acts}
    doubtful = frozenset(act for act, share in likely.items() if share < DOUBTFUL)
    called_off = _called_off(evidence.acts)
    weight = {
        act.event_id: _weight(act, evidence, intensity[act.event_id])
        * likely[act.event_id]
        * (STATUS[Status.NEGATED] if act.event_id in called_off else 1.0)
        * (PAST if evidence.is_of_standing(act) else 1.0)
        for act in evidence.acts
    }
    return Weights(weight=weight, intensity=intensity, doubtful=doubtful)


def find_affairs(evidence: Evidence, weights: Weights) -> tuple[Affair, ...]:
    """Gather the acts of a brief into affairs, the weightiest first; no doubtful one leads."""
    rank = weights.weight
    acts = sorted(evidence.acts, key=lambda act: (-rank[act.event_id], *_place(act)))
    ties, left, found = _ties(acts), _Left(acts), []
    while lead := left.first():
        own = sorted(
            _members(lead, left, weights, ties.get(lead.event_id, set())),
            key=lambda act: (act.event_id in weights.doubtful, not is_between(act, evidence.scope)),
        )
        found.append(_affair(own, evidence, rank, weights.doubtful))
    found.sort(key=lambda one: (-one.weight, *_place(one.lead)))
    first = next((n for n, one in enumerate(found) if not one.is_doubtful), 0)
    return (*found[first : first + 1], *found[:first], *found[first + 1 :])


def _ties(acts: Iterable[Act]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for act in acts:
        for link in act.links:
            found[act.event_id].add(link.event_id)
            found[link.event_id].add(act.event_id)
    return found


class _Left:
    """The acts that are in no affair yet, the weightiest first, by their sentences and days."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self._acts = dict(enumerate(acts))
        self._told: dict[SentenceOf, list[int]] = defaultdict(list)
        self._done: dict[int, list[int]] = defaultdict(list)
        self._rank = {act.event_id: n for n, act in self._acts.items()}
        for n, act in self._acts.items():
            for place in act.sentences:
                self._told[place].append(n)
            for stretch in _stretches(act):
                self._done[stretch].append(n)

    def first(self) -> Act | None:
        return next(iter(self._acts.values()), None)

    def drop(self, acts: Iterable[Act]) -> None:
        for act in acts:
            del self._acts[self._rank[act.event_id]]

    def told_in(self, places: Iterable[SentenceOf]) -> list[Act]:
        return self._of(n for place in places for n in self._told.get(place, ()))

    def near(self, lead: Act, ties: Iterable[str]) -> list[Act]:
        """The others that may be within ``RUN_DAYS`` of an act, and those tied to it."""
        near = {n for days in _stretches(lead, RUN_DAYS) for n in self._done.get(days, ())}
        tied = {self._rank[one] for one in ties if one in self._rank}
        return self._of((near | tied) - {self._rank[lead.event_id]})

    def _of(self, ranks: Iterable[int]) -> list[Act]:
        return [self._acts[n] for n in sorted(self._acts.keys() & set(ranks))]


def _stretches(act: Act, more: int = 0) -> range:
    """Which stretches of ``RUN_DAYS`` hold the days of an act, and so many ``more`` about them."""
    if not (act.day and act.last_day):
        return range(0)
    first, last = act.day.toordinal() - more, act.last_day.toordinal() + more
    return range(first // RUN_DAYS, last // RUN_DAYS + 1)


def _members(lead: Act, left: _Left, weights: Weights, ties: AbstractSet[str]) -> list[Act]:
    """An affair: its lead, what belongs to it, and what else is told with these or beside them."""
    members = list[Act]()
    more = [lead, *(one for one in left.near(lead, ties) if _is_of(lead, one, weights, ties))]
    while more:
        left.drop(more)
        members = [*members, *more]
        maybe = left.told_in(place for one in members for place in one.sentences)
        more = [one for one in maybe if any(_are_told_together(each, one) for each in members)]
    near = left.told_in(place for one in members for place in _beside(one))
    beside = [one for one in near if any(_is_beside(each, one) for each in members)]
    left.drop(beside)
    return [*members, *beside]


def _is_of(lead: Act, one: Act, weights: Weights, ties: AbstractSet[str]) -> bool:
    """Whether an act belongs to an affair by what leads it; ``ties`` are events it bears on."""
    if one.event_id in ties:
        return True
    n_days = _days_apart(lead, one)
    if n_days <= RUN_DAYS and _is_again(lead, one):
        return True
    return n_days <= MOST_DAYS and _belong(lead, one, weights)


def _is_again(lead: Act, one: Act) -> bool:
    """Whether the same is done to the same again; or arms answer arms, or nobody is named at whom.

    Deliberately no clash of both: it is most often told as the past of what is done ("after two
    days of clashes they pulled out"). Unknown men and criminals are nobody's arms.
    """
    if lead.type not in RUNS or lead.type != one.type or lead.status is not one.status:
        return False
    (by, to), (other_by, other_to) = (lead.doers, lead.receivers), (one.doers, one.receivers)
    if (by, to) == (other_by, other_to):
        return True
    is_answer = (by, to) == (other_to, other_by)
    is_at_nobody = by == other_by and not (to and other_to)
    codes = (*lead.parties, *one.parties)
    is_of_strays = any(code.partition("-")[2] in STRAYS for code in codes)
    return lead.type == "ASSAULT" and not is_of_strays and (is_answer or is_at_nobody)


def _are_told_together(one: Act, other: Act) -> bool:
    """Whether one sentence tells both, and they are of the same days, or one is planned in it."""
    if one.sentences.isdisjoint(other.sentences):
        return False
    is_plan = Status.FUTURE in (one.status, other.status)
    is_word = is_plan and {one.type, other.type} <= DEALINGS and one.sides & other.sides
    return bool(is_word) or _days_apart(one, other) <= MOST_DAYS


def _is_beside(one: Act, other: Act) -> bool:
    """Whether the next sentence tells of the same day what one of the sides did."""
    if not one.status == other.status == Status.ACTUAL or one.sides.isdisjoint(other.sides):
        return False
    is_past = one.is_historical or other.is_historical
    return other.sentences <= _beside(one) and not is_past and _days_apart(one, other) <= 1


def _beside(act: Act, steps: Sequence[int] = (-1, 1)) -> set[SentenceOf]:
    """The sentences so many steps before and after those that tell an act."""
    return {(report, n + k) for report, n in act.sentences for k in steps}


def _days_apart(one: Act, other: Act) -> int:
    """From the last day of the earlier act to the first of the later one; what may overlap is 0."""
    if not (one.day and one.last_day and other.day and other.last_day):
        return RUN_DAYS + 1
    return max(0, (other.day - one.last_day).days, (one.day - other.last_day).days)


def _belong(one: Act, other: Act, weights: Weights) -> bool:
    """Whether the same sides do so at one place, about one issue, in dealing, or in one passage.

    Both is done, or planned; what one passage tells of both is friendly or hostile alike.
    """
    if one.status != other.status or not (one.sides <= other.sides or other.sides <= one.sides):
        return False
    is_friendly, is_other = (weights.intensity[act.event_id] > 0 for act in (one, other))
    near = _beside(one, range(-PASSAGE, PASSAGE + 1))
    if is_friendly == is_other and not near.isdisjoint(other.sentences):
        return not (one.is_historical or other.is_historical)
    is_dealing = one.type in DEALINGS and other.type in DEALINGS
    is_same_place = one.place is not None and one.place == other.place
    return is_same_place or is_dealing or not set(one.issues).isdisjoint(other.issues)


def _weight(act: Act, evidence: Evidence, intensity: float) -> float:
    scope = evidence.scope
    level = _level(act, evidence.by_id[act.event_id]) if act.type in DEALINGS else None
    size = max(abs(intensity), LEVELS.get(level, 0.0)) if level else abs(intensity)
    n_told = len(act.claim_ids) + max(act.n_outlets - 1, 0)
    n_words = max(len(quote.words.split()) for quote in act.quotes)
    return (
        sqrt(size)
        * STATUS[act.status]
        * _share(act, scope)
        * (PAST if act.is_historical or _is_before(act, scope) else 1.0)
        * (SCRAP if n_words < LEAST_WORDS else 1.0)
        * (SCRAP if act.doers & act.receivers else 1.0)
        * (1 + log2(max(n_told, 1)) / 2)
    )


def _called_off(acts: Iterable[Act]) -> frozenset[str]:
    """Talks of which the same sentence says that a side cancels or declines them."""
    met, refused = list[Act](), dict[SentenceOf, set[frozenset[str]]]()
    for act in acts:
        if act.status is Status.ACTUAL and act.type == "CONSULT":
            met.append(act)
        elif act.status is Status.ACTUAL and (act.type, act.mode) == ("REJECT", "meet"):
            for place in act.sentences:
                refused.setdefault(place, set()).add(act.sides)
    return frozenset(
        act.event_id
        for act in met
        if all(act.sides in refused.get(place, ()) for place in act.sentences)
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
    others = act.sides - {*scope.sides}
    return WITH_OTHERS if others else NOT_BETWEEN


def _level(act: Act, event: Event) -> Level | None:
    parties = (*event.actors, *event.recipients)
    by_office = level_of_offices(actor.office for actor in parties if actor.office)
    return by_office or level_of_words(" ".join(quote.words for quote in act.quotes))


def _surest(act: Act, evidence: Evidence) -> float:
    """How likely an act is told: the score of its best claim. Claims of one reader err alike."""
    return max((claim.score for claim in evidence.claims_of(act)), default=0.0)


def _place(act: Act) -> tuple[int, int, str]:
    first = act.quotes[0]
    return (first.report, first.start, act.event_id)


def _affair(
    acts: Sequence[Act], evidence: Evidence, rank: Mapping[str, float], doubtful: frozenset[str]
) -> Affair:
    days, ends = [act.day for act in acts], [act.last_day for act in acts]
    shares = [rank[act.event_id] / 2**n for n, act in enumerate(acts)]
    n_reports = len({quote.report for act in acts for quote in act.quotes})
    named = {side for act in acts for side in act.sides}
    return Affair(
        earliest=min(filter(None, days), default=None),
        latest=max(filter(None, ends), default=None),
        sides=evidence.scope.among(named),
        place=next((act.place for act in acts if act.place), None),
        issues=tuple(dict.fromkeys(issue for act in acts for issue in act.issues)),
        weight=round(sum(shares) * (1 + log2(n_reports) / RETOLD), 3),
        is_doubtful=all(act.event_id in doubtful for act in acts),
        lead=acts[0],
        parts=tuple(acts[1:]),
    )
