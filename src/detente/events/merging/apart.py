"""Two events -> what keeps them apart, for a person who asks why they are not one.

In:  the claims of both, and the facts of their reports.   Out: a word, or ``None``.
Does not: decide; the clustering has decided before.
"""

from collections.abc import Mapping, Sequence

from detente.events.merging.cluster import Cluster
from detente.events.merging.compare import Comparison
from detente.events.merging.knowledge import load_knowledge
from detente.events.merging.options import MergeOptions
from detente.events.merging.traits import NO_FACTS, Traits, traits_of
from detente.records import Claim, ReportFacts

__all__ = ["what_tells_apart"]


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
