"""Claims and statements -> how two sides stand: what is done, planned, possible, denied.

In:  coded reports of any number, two sides.   Out: a ``Brief`` of plain values; every line of it
cites report, sentence and words.
Does not: weigh outlets, judge who is right, or write text (render.py does).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.records import Claim, Coded, Report, SpeechKind, Statement, Status
from detente.relations.acts import Act, Quote, Told, Voice, acts_from_claims, quote_from
from detente.relations.sides import (
    Direction,
    Scope,
    direction_of,
    is_of_one_side,
    side_of,
)
from detente.relations.wording import count_words

if TYPE_CHECKING:
    from detente.codebook import Codebook

__all__ = [
    "Brief",
    "Group",
    "Provenance",
    "ReportLine",
    "Said",
    "Section",
    "brief_from_claims",
]

LEAST_WORDS = 4
COOPERATIVE = (1, 2)  # quads: verbal and material cooperation


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Acts in one direction about one issue; ``None`` where the words name no issue.

    An act about several issues stands under the one that most acts of its direction share.
    """

    direction: Direction
    issue: str | None
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """All acts between the sides with one status."""

    status: Status
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement. ``side`` is the speaker's, ``None`` for speakers of neither side."""

    statement_id: str
    side: str | None
    speaker: Voice | None
    kind: SpeechKind
    is_quoted: bool
    issues: tuple[str, ...]
    about: tuple[str, ...]
    quote: Quote


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
    """What a brief rests on. ``n_read`` reports were coded, ``n_cited`` of them are cited."""

    n_read: int
    n_cited: int
    outlets: tuple[str, ...]
    credited: tuple[str, ...]
    first: date | None
    last: date | None
    n_cooperative: int
    n_conflictual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """How two sides stand, as far as the reports tell."""

    scope: Scope
    provenance: Provenance
    sections: tuple[Section, ...]
    third_parties: tuple[Act, ...]
    statements: tuple[Said, ...]
    cannot_see: tuple[str, ...]
    reports: tuple[ReportLine, ...]


def brief_from_claims(coded: Iterable[Coded], scope: Scope, codebook: "Codebook") -> Brief:
    """Sum up what reports tell of two sides.

    A report given twice counts once. Reports that do not speak of both sides are read, not cited.
    """
    known = {one.report.id: one for one in coded}
    kept = [one for one in known.values() if scope.holds_report(one.report)]
    cited = sorted((one for one in kept if scope.tells_of_both(one)), key=_report_order)
    told = list(_told(cited, scope))
    between = [one for one in told if direction_of(one.claim, scope)]
    others = [
        one
        for one in told
        if not direction_of(one.claim, scope) and is_of_one_side(one.claim, scope)
    ]
    sections = tuple(_sections(between, scope))
    return Brief(
        scope=scope,
        provenance=_provenance(len(known), cited, sections, codebook),
        sections=sections,
        third_parties=tuple(acts_from_claims(others)),
        statements=tuple(_statements(cited, scope)),
        cannot_see=tuple(_cannot_see(known.values(), cited, between, scope)),
        reports=tuple(_report_line(one.report, n) for n, one in enumerate(cited, start=1)),
    )


def _told(cited: Sequence[Coded], scope: Scope) -> Iterator[Told]:
    for number, one in enumerate(cited, start=1):
        for claim in one.claims:
            if scope.holds_claim(claim, one.report):
                yield Told(claim=claim, report=one.report, number=number)


def _sections(between: Sequence[Told], scope: Scope) -> Iterator[Section]:
    for status in Status:
        groups = [
            group for direction in Direction for group in _groups(between, status, direction, scope)
        ]
        if groups:
            yield Section(status=status, groups=tuple(groups))


def _groups(
    between: Sequence[Told], status: Status, direction: Direction, scope: Scope
) -> Iterator[Group]:
    """Groups by issue: those with most acts first, the one without an issue at the end."""
    told = [
        one
        for one in between
        if one.claim.status is status and direction_of(one.claim, scope) is direction
    ]
    acts = acts_from_claims(told)
    shared = Counter(issue for act in acts for issue in act.issues)
    by_issue: dict[str | None, list[Act]] = {}
    for act in acts:
        issue = max(act.issues, key=lambda name: (shared[name], name), default=None)
        by_issue.setdefault(issue, []).append(act)
    for issue in sorted(by_issue, key=lambda key: (key is None, -len(by_issue[key]), key or "")):
        yield Group(direction=direction, issue=issue, acts=tuple(by_issue[issue]))


def _statements(cited: Sequence[Coded], scope: Scope) -> Iterator[Said]:
    """Statements that speak of a side, or that a side makes; the sides' own come first.

    Left out: words that an act of the brief rests on already, for the act names their speaker,
    and scraps ("to do so") that say nothing alone.
    """
    said = [
        _said(statement, one.report, number, scope)
        for number, one in enumerate(cited, start=1)
        for statement in one.statements
        if side_of(statement, scope) or set(statement.about) & set(scope.sides)
        if len(statement.citation.quote.split()) >= LEAST_WORDS
        if statement.kind is SpeechKind.ASSESSMENT or not _is_told(statement, one.claims)
    ]
    for side in (*scope.sides, None):
        yield from (one for one in said if one.side == side)


def _is_told(statement: Statement, claims: Iterable[Claim]) -> bool:
    words = statement.citation.span
    return any(2 * words.overlap(claim.citation.span) >= len(words) for claim in claims)


def _said(statement: Statement, report: Report, number: int, scope: Scope) -> Said:
    named = statement.speaker.value if statement.speaker else None
    return Said(
        statement_id=statement.id,
        side=side_of(statement, scope),
        speaker=Voice(code=named.code, name=named.name) if named else None,
        kind=statement.kind,
        is_quoted=statement.is_quoted,
        issues=statement.issues,
        about=statement.about,
        quote=quote_from(statement.citation, statement.sentence, report, number),
    )


def _provenance(
    n_read: int, cited: Sequence[Coded], sections: Sequence[Section], codebook: "Codebook"
) -> Provenance:
    reports = [one.report for one in cited]
    days = sorted(report.published for report in reports if report.published)
    done = [act for section in sections for act in _done(section)]
    n_cooperative = sum(codebook.quad(act.type) in COOPERATIVE for act in done)
    return Provenance(
        n_read=n_read,
        n_cited=len(reports),
        outlets=tuple(dict.fromkeys(report.outlet for report in reports if report.outlet)),
        credited=tuple(dict.fromkeys(report.credited for report in reports if report.credited)),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        n_cooperative=n_cooperative,
        n_conflictual=len(done) - n_cooperative,
    )


def _done(section: Section) -> Iterator[Act]:
    if section.status is Status.ACTUAL:
        for group in section.groups:
            yield from (act for act in group.acts if not act.is_historical)


def _cannot_see(
    known: Iterable[Coded], cited: Sequence[Coded], between: Sequence[Told], scope: Scope
) -> Iterator[str]:
    outlets = {one.report.outlet for one in cited}
    if cited and len(outlets) == 1:
        yield "All of it is told by one outlet; nothing here is confirmed by a second."
    n_undated = sum(one.claim.date is None for one in between)
    if n_undated:
        yield f"{count_words(n_undated, 'claim')} of {len(between)} between the sides bear no date."
    n_late = sum(not scope.holds_report(one.report) for one in known)
    if n_late:
        yield f"{count_words(n_late, 'report')} left out: later than {scope.as_of}, or undated."
    yield "Only what these reports tell, in English; what was not reported is not here."
    yield "Acts are counted as told: two outlets that tell one act differently make two lines."


def _report_line(report: Report, number: int) -> ReportLine:
    return ReportLine(
        number=number,
        key=report.key,
        title=report.title,
        outlet=report.outlet,
        credited=report.credited,
        url=report.url,
        published=report.published,
    )


def _report_order(coded: Coded) -> tuple[str, str, str, str]:
    report = coded.report
    day = report.published.isoformat() if report.published else "undated"
    return (day, report.outlet or "", report.key, report.id)
