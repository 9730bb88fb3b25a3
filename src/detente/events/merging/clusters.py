"""Claims of one act -> clusters, each the claims of one deed.

In:  traits of one family and direction, in any order.   Out: clusters; every claim is in one.
Does not: depend on the order of arrival: the most exact dates come first, ids break ties.

Complete linkage: a claim joins only if it fits every claim that is in, so that A~B and B~C do not
bring A to C. Where a claim goes hangs on the claims before it alone. Without the claims of other
clusters each claim of a cluster finds that cluster, as it was, and no rival: clustering the claims
of one cluster gives it again. Buckets of days and months keep the candidates of a claim few,
whatever the act's number of claims.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from detente.codebook import is_own
from detente.events.merging.knowledge import MergeKnowledge, load_knowledge
from detente.events.merging.options import Bonds, MergeOptions
from detente.events.merging.traits import (
    ATTACK,
    NO_FACTS,
    Sides,
    Traits,
    parties_agree,
    places_agree,
    traits_of,
    victims_agree,
)
from detente.records import Claim, Place, ReportFacts, Status

MONTH = 32  # days in a bucket for long dates
MOST_MONTHS = 480  # buckets that are looked through for one claim


# --- Whether two claims can tell of one deed, feature by feature; answers are kept.
Issues = frozenset[str]


class Comparison:
    """Compares features of claims of one act; every answer is looked up the second time."""

    def __init__(self, knowledge: MergeKnowledge, options: MergeOptions) -> None:
        self.knowledge = knowledge
        self.options = options
        self._sides: dict[tuple[Sides, Sides], bool] = {}
        self._issues: dict[tuple[Issues, Issues], bool] = {}
        self._wider: dict[Issues, Issues] = {}

    def sides_agree(self, one: Sides, other: Sides) -> bool:
        """Whether in each country and role the parties are, or contain, one another."""
        if one is other:
            return True
        pair = (one, other)
        known = self._sides.get(pair)
        if known is None:
            known = [key for key, _ in one] == [key for key, _ in other] and all(
                parties_agree(mine, theirs)
                for (_, mine), (_, theirs) in zip(one, other, strict=True)
            )
            self._sides[pair] = self._sides[other, one] = known
        return known

    def modes_agree(self, one: str, other: str) -> bool:
        """Whether two modes, as ``TYPE/mode``, are equal or told of one deed.

        A user's own type is no way of PLOVER's to do a thing, and clashes with none.
        """
        if one == other or (one, other) in self.knowledge.alike:
            return True
        return is_own(one.partition("/")[2]) != is_own(other.partition("/")[2])

    def issues_agree(self, one: Issues, other: Issues) -> bool:
        """Whether two claims share an issue, or one has an issue that is part of the other's."""
        pair = (one, other)
        known = self._issues.get(pair)
        if known is None:
            wider_one, wider_other = self._with_wider(one), self._with_wider(other)
            known = bool(one & wider_other or other & wider_one)
            self._issues[pair] = self._issues[other, one] = known
        return known

    def places_agree(self, one: Place, other: Place) -> bool:
        """Whether two places are one, or one holds the other."""
        return places_agree(one, other, self.options)

    def _with_wider(self, issues: Issues) -> Issues:
        if issues not in self._wider:
            self._wider[issues] = self.knowledge.with_wider(issues)
        return self._wider[issues]


@dataclass(slots=True)
class Cluster:
    """Claims that all fit one another. ``first`` .. ``last`` are the days that all admit."""

    number: int
    first: int
    last: int
    members: list[Traits] = field(default_factory=list)
    bond: str | None = None
    statuses: set[Status] = field(default_factory=set)
    sides: set[Sides] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    modes: set[str] = field(default_factory=set)
    issues: set[frozenset[str]] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)
    victims: set[tuple[frozenset[int], Place | None]] = field(default_factory=set)
    affirmers: set[str | None] = field(default_factory=set)
    deniers: set[str | None] = field(default_factory=set)
    denials: tuple[int, int] | None = None
    words: set[tuple[str, str]] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)

    def add(self, one: Traits) -> None:
        """Take in a claim that fits."""
        self.first, self.last = max(self.first, one.first), min(self.last, one.last)
        self.members.append(one)
        self.statuses.add(one.claim.status)
        if one.sides not in self.sides:
            self.sides.add(one.sides)
            self.persons.update(persons_of(one.sides))
        if one.mode:
            self.modes.add(one.mode)
        if one.issues:
            self.issues.add(one.issues)
        if one.place:
            self.places.add(one.place)
        if one.is_counted:
            self.victims.add((one.victims, one.place))
        self.words.add((one.claim.citation.quote, one.claim.predicate.quote))
        self.reports.add(one.claim.report_id)
        if one.claim.status is Status.NEGATED:
            self.deniers.add(one.speaker)
            if one.told is not None:
                first, last = self.denials or (one.told, one.told)
                self.denials = (min(first, one.told), max(last, one.told))
        else:
            self.affirmers.add(one.speaker)

    def fits(self, one: Traits, by: Comparison) -> bool:
        """Whether a claim clashes with no claim that is in."""
        return self.clash(one, by) is None

    def clash(self, one: Traits, by: Comparison) -> str | None:
        """Name the first thing that tells a claim apart from those that are in."""
        status = one.claim.status
        if one.first > self.last or one.last < self.first:
            return "day"
        if not all(statuses_agree(status, other) for other in self.statuses):
            return "status"
        if not self._fits_denial(one, by):
            return "denial"
        if not all(by.sides_agree(one.sides, other) for other in self.sides):
            return "parties"
        if one.is_counted and not self._fits_victims(one):
            return "parties"
        return self._clash_of_setting(one, by)

    def _clash_of_setting(self, one: Traits, by: Comparison) -> str | None:
        if one.mode and not all(by.modes_agree(one.mode, other) for other in self.modes):
            return "mode"
        if one.place and not all(by.places_agree(one.place, other) for other in self.places):
            return "place"
        if not self._fits_issues(one, by):
            return "issue"
        if one.claim.report_id in self.reports and not self._is_repeat(one, by):
            return "report"
        return None

    def evidence(self, one: Traits) -> int:
        """Say how much the claim and those that are in have in common."""
        score = 0
        if (one.claim.citation.quote, one.claim.predicate.quote) in self.words:
            score += SAME_WORDS
        persons = persons_of(one.sides)
        if one.sides in self.sides:
            score += SAME_PERSONS if persons else SAME_SIDES
        elif not self.persons.isdisjoint(persons):
            score += SAME_PERSON
        if one.place is not None and one.place in self.places:
            score += SAME_PLACE
        if one.issues and any(not one.issues.isdisjoint(other) for other in self.issues):
            score += SAME_ISSUE
        return score

    def likeness(self, one: Traits) -> int:
        """Rank the cluster among those that a claim fits; what is not told speaks neither way."""
        score = self.evidence(one)
        if one.claim.status in self.statuses:
            score += SAME_STATUS
        if one.mode is not None and one.mode in self.modes:
            score += SAME_MODE
        return score

    def _is_repeat(self, one: Traits, by: Comparison) -> bool:
        """Whether a report tells one deed again, more exactly or on another's word.

        Mere repeats are folded before (``events/claims.py``); what a report tells apart, stays
        apart unless day, place or issue say that it is one, or a denial answers an assertion.
        """
        report = one.claim.report_id
        beside = [other for other in self.members if other.claim.report_id == report]
        return all(_tell_one(one, other, by) for other in beside)

    def _fits_denial(self, one: Traits, by: Comparison) -> bool:
        """Somebody named denies what others affirm, at about one time.

        What an outlet itself tells as not done is no denial of somebody's.
        """
        if one.claim.status is not Status.NEGATED:
            return None not in self.deniers and one.speaker not in self.deniers
        if self.affirmers and (one.speaker is None or one.speaker in self.affirmers):
            return False
        if self.denials is None or one.told is None or one.is_dated:
            return True
        first, last = self.denials
        return max(last, one.told) - min(first, one.told) <= by.options.denial

    def _fits_victims(self, one: Traits) -> bool:
        """Attacks of which parties tell, without a day or a common place, hit about as many."""
        return all(
            victims_agree(one.victims, victims) or (place is not None and place == one.place)
            for victims, place in self.victims
        )

    def _fits_issues(self, one: Traits, by: Comparison) -> bool:
        if not one.issues or one.claim.type not in by.knowledge.told_apart:
            return True
        return all(by.issues_agree(one.issues, other) for other in self.issues)


def clusters_of(traits: Iterable[Traits], by: Comparison, bonds: Bonds) -> list[Cluster]:
    """Put claims of one act together; the exactly dated first, each to the best that it fits."""
    clustering = _Clustering(by, bonds)
    for one in sorted(traits, key=_order):
        clustering.add(one)
    return clustering.clusters


class _Clustering:
    def __init__(self, by: Comparison, bonds: Bonds) -> None:
        self.clusters: list[Cluster] = []
        self._by = by
        self._bonds = bonds
        self._alike: dict[tuple[object, ...], Cluster] = {}
        self._days: dict[int, list[Cluster]] = defaultdict(list)
        self._months: dict[int, list[Cluster]] = defaultdict(list)

    def add(self, one: Traits) -> None:
        is_ruled = one.claim.id in self._bonds
        found = self._alike.get(one.key)
        if found is None or is_ruled:
            found = self._best(one, is_ruled=is_ruled)
        if found is None:
            found = self._open(one)
        if is_ruled:
            if found.bond is not None:
                self._bonds.unite(found.bond, one.claim.id)
            found.bond = one.claim.id
        found.add(one)
        self._alike.setdefault(one.key, found)

    def _open(self, one: Traits) -> Cluster:
        cluster = Cluster(len(self.clusters), one.first, one.last)
        self.clusters.append(cluster)
        if one.told is None and not one.is_dated:
            return cluster  # without any day it cannot be told from others
        if one.length <= self._by.options.vague:
            for day in range(one.first, one.last + 1):
                self._days[day].append(cluster)
        for month in _months(one):
            self._months[month].append(cluster)
        return cluster

    def _best(self, one: Traits, *, is_ruled: bool) -> Cluster | None:
        """Choose the cluster that is most like the claim.

        Of equals, an exact date takes the last day; a vague one takes none, for it could be any.
        """
        if one.told is None and not one.is_dated:
            return None
        best, best_rank, is_tied = None, (-1, 0), False
        is_vague, needed = one.length > self._by.options.vague, self._needed(one)
        for count, cluster in enumerate(self._candidates(one, is_vague=is_vague)):
            if count == self._by.options.most_rivals:
                if is_vague:
                    return None
                break
            if not cluster.fits(one, self._by) or not self._may_join(cluster, one, is_ruled):
                continue
            if needed and cluster.evidence(one) < needed:
                continue
            rank = (cluster.likeness(one), 0 if is_vague else cluster.last)
            if rank > best_rank:
                best, best_rank, is_tied = cluster, rank, False
            elif rank == best_rank:
                is_tied = True
        return None if is_tied and is_vague else best

    def _candidates(self, one: Traits, *, is_vague: bool) -> Iterator[Cluster]:
        seen: set[int] = set()
        buckets = self._months if is_vague else self._days
        keys = _months(one) if is_vague else range(one.first, one.last + 1)
        for key in keys:
            for cluster in buckets.get(key, ()):
                if cluster.number not in seen:
                    seen.add(cluster.number)
                    yield cluster

    def _needed(self, one: Traits) -> int:
        """Say how much must be in common besides the act, the less is known of the day.

        Short dates need nothing, vague ones the same parties. Deeds told without a day: what one
        state does alone, or is for some time ahead, needs more than that state; words between
        states need the same parties.
        """
        if one.is_dated and one.length <= self._by.options.vague:
            return 0
        is_long = one.length > self._by.options.long and one.claim.status is not Status.NEGATED
        if is_long or (one.is_alone and not one.is_dated):
            return SAME_SIDES + 1
        if (
            one.is_dated
            or one.claim.status is Status.NEGATED
            or one.claim.type in self._by.knowledge.told_apart
        ):
            return SAME_SIDES
        return 0

    def _may_join(self, cluster: Cluster, one: Traits, is_ruled: bool) -> bool:  # noqa: FBT001
        if not is_ruled or cluster.bond is None:
            return True
        return self._bonds.may_meet(cluster.bond, one.claim.id)


def _months(one: Traits) -> range:
    first, last = one.first // MONTH, one.last // MONTH
    return range(first, min(last, first + MOST_MONTHS) + 1)


def _order(one: Traits) -> tuple[object, ...]:
    claim = one.claim
    return (one.length, one.last, not one.is_dated, claim.status, -claim.score, claim.id)


# --- Two events -> what keeps them apart, for a person who asks why they are not one.
def what_tells_apart(
    ones: Sequence[Claim], others: Sequence[Claim], reports: Mapping[str, ReportFacts]
) -> str | None:
    """Name what tells two events apart, as ``Cluster.clash`` does; ``act`` for another act.

    ``None`` where nothing clashes: then another event fitted better, or too little is common, or a
    person has ruled.
    """
    by = Comparison(load_knowledge(), MergeOptions())
    mine, theirs = _traits(ones, reports, by), _traits(others, reports, by)
    cluster = Cluster(0, mine[0].first, mine[0].last)
    for one in mine:
        cluster.add(one)
    if {one.act for one in mine}.isdisjoint(one.act for one in theirs):
        return "act"
    clashes = (cluster.clash(other, by) for other in theirs)
    return next((clash for clash in clashes if clash is not None), None)


def _traits(
    claims: Sequence[Claim], reports: Mapping[str, ReportFacts], by: Comparison
) -> list[Traits]:
    found = []
    for claim in claims:
        facts = reports.get(claim.report_id, NO_FACTS)
        told = facts.published.toordinal() if facts.published else None
        found.append(traits_of(claim, facts, told, by.knowledge, by.options))
    return found


# --- Claims of one deed so far, and whether another tells of it, too.
# How much a common feature speaks for one deed, against another event that fits as well.
SAME_WORDS, SAME_PERSONS, SAME_PERSON, SAME_SIDES = 8, 4, 3, 2
SAME_PLACE, SAME_ISSUE, SAME_MODE, SAME_STATUS = 3, 3, 1, 1


def _tell_one(one: Traits, other: Traits, by: Comparison) -> bool:
    if _are_two_accounts(one, other):
        return False
    if (one.claim.status is Status.NEGATED) != (other.claim.status is Status.NEGATED):
        return True
    return (
        one.key == other.key
        or (one.is_dated and other.is_dated)
        or (one.place is not None and one.place == other.place)
        or not one.issues.isdisjoint(other.issues)
        or (one.sides == other.sides and one.claim.type not in by.knowledge.told_apart)
    )


def _are_two_accounts(one: Traits, other: Traits) -> bool:
    """Whether in one sentence either side tells of an attack: each complains of its own losses."""
    if one.claim.sentence != other.claim.sentence or one.claim.type != ATTACK:
        return False
    is_told = one.claim.status is other.claim.status is Status.ACTUAL
    tellers = [(each.speaker or "").partition("-")[0] for each in (one, other)]
    acting, hit = one.act[1], one.act[2]
    return is_told and any(
        mine in acting - hit and theirs in hit - acting
        for mine, theirs in (tellers, reversed(tellers))
    )


def persons_of(sides: Sides) -> list[str]:
    """List the ids of the persons and bodies that sides name."""
    return [party.id for _, parties in sides for party in parties if party.id is not None]


TOLD_TOGETHER = frozenset(
    {
        (Status.ACTUAL, Status.NEGATED),  # a disputed deed
        (Status.FUTURE, Status.NEGATED),  # a disputed plan
        (Status.FUTURE, Status.HYPOTHETICAL),  # a plan that some hold possible
    }
)


def statuses_agree(one: Status, other: Status) -> bool:
    """Whether one deed can be told under both; a plan and its occurrence are two."""
    return one is other or (one, other) in TOLD_TOGETHER or (other, one) in TOLD_TOGETHER
