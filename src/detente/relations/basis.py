"""Evidence -> what a brief rests on, and what it cannot see.

In:  the evidence and the sections of a brief.   Out: its provenance, its reports, its blind spots.
Does not: weigh outlets.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from detente.records import Actor, Coded, Report, Status
from detente.relations.acts import Act
from detente.relations.evidence import Evidence
from detente.relations.imported import title_of
from detente.relations.sides import spoken_of
from detente.relations.wording import count_words

if TYPE_CHECKING:
    from detente.codebook import Codebook

__all__ = [
    "Provenance",
    "ReportLine",
    "ThirdParty",
    "blind_spots",
    "provenance_of",
    "report_lines",
    "third_parties",
]

COOPERATIVE = (1, 2)  # quads: verbal and material cooperation
LANGUAGES = ("English",)  # what sources/ lets in
OF_MANY = frozenset({"IGO", "NGO"})  # codes that stand for many bodies, told apart by their names
NOBODY = frozenset({"NGO", "ISM", "IMG", "MNC", "GOV", "UNK"})  # without a name
CODE_LENGTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report that the brief cites, under its number."""

    number: int
    key: str
    title: str | None
    outlet: str | None
    credited: str | None
    url: str | None
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a brief rests on. ``n_read`` reports were coded, ``n_cited`` of them are cited.

    ``n_independent`` outlets stand behind these: copies and retellings count with their origin.
    """

    n_read: int
    n_cited: int
    n_independent: int
    outlets: tuple[str, ...]
    credited: tuple[str, ...]
    languages: tuple[str, ...]
    first: date | None
    last: date | None
    n_cooperative: int
    n_conflictual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdParty:
    """A third country or body, and how many claims, statements and remarks name it.

    ``country`` is its code, ``name`` that of one of the bodies that share a code: ``IGO``, NATO.
    """

    country: str
    n_named: int
    name: str | None = None


def provenance_of(evidence: Evidence, codebook: "Codebook") -> Provenance:
    """Say what a brief rests on; background and what is not done stay out of the balance."""
    reports = [one.report for one in evidence.cited]
    days = sorted(report.published for report in reports if report.published)
    done = [act for act in evidence.between if _is_done(act)]
    n_cooperative = sum(codebook.quad(act.type) in COOPERATIVE for act in done)
    return Provenance(
        n_read=evidence.n_read,
        n_cited=len(reports),
        n_independent=n_independent(evidence),
        outlets=tuple(dict.fromkeys(report.outlet for report in reports if report.outlet)),
        credited=tuple(dict.fromkeys(report.credited for report in reports if report.credited)),
        languages=LANGUAGES if reports else (),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        n_cooperative=n_cooperative,
        n_conflictual=len(done) - n_cooperative,
    )


def n_independent(evidence: Evidence) -> int:
    """Count the outlets on whose word the cited reports rest; unnamed ones count each."""
    facts = evidence.facts
    ids = [one.report.id for one in evidence.cited]
    origins = [facts[one].copy_group or one for one in ids]
    named = [facts.get(origin, facts[one]) for origin, one in zip(origins, ids, strict=True)]
    pairs = zip(named, origins, strict=True)
    return len({told.credited or told.outlet or origin for told, origin in pairs})


def blind_spots(evidence: Evidence) -> Iterator[str]:
    """Say in sentences what a brief cannot see."""
    outlets = {one.report.outlet for one in evidence.cited}
    n_origins = n_independent(evidence)
    if n_origins == 1 and len(outlets) > 1:
        yield "All of it rests on one outlet, which the others copy or retell."
    elif n_origins == 1:
        yield "All of it is told by one outlet; nothing here is confirmed by a second."
    n_undated = sum(act.when is None for act in evidence.between)
    if n_undated:
        n_acts = len(evidence.between)
        verb = "bears" if n_undated == 1 else "bear"
        yield f"{count_words(n_undated, 'act')} of {n_acts} between the sides {verb} no date."
    if evidence.n_late:
        late = count_words(evidence.n_late, "report")
        yield f"{late} left out: later than {evidence.scope.as_of}, or undated."
    if evidence.n_older:
        older = count_words(evidence.n_older, "earlier report")
        yield f"{older} on both sides left out; the latest are read."
    yield "Only what these reports tell, in English; what was not reported is not here."
    yield "What is called pending may be done: no act told here is linked to it."


def report_lines(evidence: Evidence) -> tuple[ReportLine, ...]:
    """List the reports that are cited, under their numbers."""
    return tuple(_line(one.report, number) for number, one in enumerate(evidence.cited, start=1))


def third_parties(evidence: Evidence) -> tuple[ThirdParty, ...]:
    """List third countries and bodies of the cited acts and words, the most named first.

    A code of many bodies stands there alone where none of them is named.
    """
    named = Counter(chain.from_iterable(map(_parties, evidence.cited)))
    told_apart = {(code, None) for code, name in named if name is not None}
    kept = (
        (party, n)
        for party, n in named.items()
        if party[0] not in evidence.scope.sides and party not in told_apart
    )
    ranked = sorted(kept, key=lambda one: (-one[1], one[0][0], one[0][1] or ""))
    return tuple(
        ThirdParty(country=code, name=name, n_named=n)
        for (code, name), n in ranked
        if len(code) == CODE_LENGTH and (name is not None or code not in NOBODY)
    )


# Private functions


def _parties(coded: Coded) -> Iterator[tuple[str, str | None]]:
    for claim in coded.claims:
        actors = (party.value for party in (*claim.actors, *claim.recipients))
        yield from {(one.country, _own_name(one)) for one in actors if one.country}
    for statement in coded.statements:
        yield from ((code, None) for code in spoken_of(statement))
    for remark in coded.remarks:
        yield from ((code, None) for code in _with(remark.side, remark.about))


def _own_name(actor: Actor) -> str | None:
    """The name of a body that shares its code; its officials are told by the code alone."""
    is_known = actor.country in OF_MANY and actor.id is not None and actor.office is None
    return actor.name if is_known else None


def _with(side: str | None, about: Iterable[str]) -> set[str]:
    return {*about, *((side,) if side else ())}


def _is_done(act: Act) -> bool:
    return act.status is Status.ACTUAL and not act.is_historical


def _line(report: Report, number: int) -> ReportLine:
    return ReportLine(
        number=number,
        key=report.key,
        title=title_of(report),
        outlet=report.outlet,
        credited=report.credited,
        url=report.url,
        published=report.published,
    )
