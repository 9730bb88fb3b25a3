"""Claims, statements, remarks -> how two sides stand.

In:  coded reports of any number, or what is gathered of them; two sides.   Out: a ``Brief`` of
plain values; every line of it cites report, sentence and words.
Does not: weigh outlets, judge who is right, or write text (page.py and render.py do).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from detente.codebook import Codebook
from detente.records import Coded, Shown
from detente.relations.brief.affairs import Affair, find_affairs, weights_of
from detente.relations.brief.channels import Channel, find_channels
from detente.relations.brief.commitments import Commitment, Dispute, find_commitments, find_disputes
from detente.relations.brief.limits import (
    Friction,
    Limit,
    Linkage,
    find_frictions,
    find_limits,
    find_linkages,
)
from detente.relations.brief.sections import (
    Assessment,
    Provenance,
    ReportLine,
    Said,
    Section,
    ThirdParty,
    Watched,
    blind_spots,
    find_assessments,
    find_watched,
    provenance_of,
    report_lines,
    sections_of,
    statements_of,
    third_parties,
)
from detente.relations.brief.story import Story, find_story
from detente.relations.evidence import Act, Evidence, FactsOf, gather
from detente.relations.sides import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Shown):
    """How two sides stand, as far as the reports tell.

    ``as_of`` is the day of which it speaks: the one asked for, else that of the last report.
    ``story`` says how they stand and why, ``affairs`` what happened, the weightiest first;
    ``weights`` are those of all acts, by event id, and ``doubtful`` those that no believed claim
    tells. ``sections`` hold all acts between the sides, ``others`` what one side does alone or with
    others, ``third_parties`` the countries and bodies named beside the two.
    """

    scope: Scope
    as_of: date | None
    provenance: Provenance
    story: Story
    affairs: tuple[Affair, ...]
    channels: tuple[Channel, ...]
    commitments: tuple[Commitment, ...]
    linkages: tuple[Linkage, ...]
    disputed: tuple[Dispute, ...]
    limits: tuple[Limit, ...]
    frictions: tuple[Friction, ...]
    assessments: tuple[Assessment, ...]
    watch: tuple[Watched, ...]
    sections: tuple[Section, ...]
    others: tuple[Act, ...]
    statements: tuple[Said, ...]
    third_parties: tuple[ThirdParty, ...]
    cannot_see: tuple[str, ...]
    reports: tuple[ReportLine, ...]
    weights: Mapping[str, float]
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A sentence of a model on how two sides stand, and the acts that it names for it."""

    text: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Brief):
    """A brief, and what a model says of it.

    ``judged`` are its sentences, each with acts of the brief; ``n_dropped`` counts those that named
    none, ``n_given`` the acts that it was given.
    """

    model: str
    judged: tuple[Judged, ...]
    n_given: int
    n_dropped: int


def brief_from_claims(
    coded: Iterable[Coded], scope: Scope, codebook: Codebook, facts_of: FactsOf | None = None
) -> Brief:
    """Sum up what reports tell of two sides.

    A report given twice counts once. Reports that do not speak of both sides are read, not cited.
    ``facts_of`` tells which reports are copies of one another, by report id; without it every
    report speaks for its outlet.
    """
    return brief_from_evidence(gather(coded, scope, facts_of), codebook)


def brief_from_evidence(evidence: Evidence, codebook: Codebook) -> Brief:
    """Sum up what is gathered of two sides."""
    channels, commitments = find_channels(evidence, codebook), find_commitments(evidence)
    limits, weights = find_limits(evidence), weights_of(evidence, codebook)
    return Brief(
        scope=evidence.scope,
        as_of=evidence.day,
        provenance=provenance_of(evidence, codebook),
        story=find_story(evidence, weights, channels, commitments),
        affairs=find_affairs(evidence, weights),
        channels=channels,
        commitments=commitments,
        linkages=find_linkages(evidence),
        disputed=find_disputes(evidence, commitments),
        limits=limits,
        frictions=find_frictions(evidence, limits, codebook),
        assessments=find_assessments(evidence),
        watch=find_watched(evidence, channels, commitments),
        sections=tuple(sections_of(evidence)),
        others=evidence.others,
        statements=tuple(statements_of(evidence)),
        third_parties=third_parties(evidence),
        cannot_see=tuple(blind_spots(evidence)),
        reports=report_lines(evidence),
        weights={key: round(weight, 3) for key, weight in sorted(weights.weight.items())},
        doubtful=tuple(sorted(weights.doubtful)),
    )
