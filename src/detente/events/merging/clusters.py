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
from collections.abc import Iterable, Iterator

from detente.events.merging.bonds import Bonds
from detente.events.merging.cluster import SAME_SIDES, Cluster
from detente.events.merging.compare import Comparison
from detente.events.merging.traits import Traits
from detente.records import Status

__all__ = ["clusters_of"]

MONTH = 32  # days in a bucket for long dates
MOST_MONTHS = 480  # buckets that are looked through for one claim


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
