"""Acts and statements between two sides, in groups: by status, direction, issue; by speaker.

In:  the evidence of a brief.   Out: sections of acts; statements, the sides' own first.
Does not: leave an act between the sides out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.records import Claim, Report, SpeechKind, Statement, Status
from detente.relations.acts import Act, Quote, Voice
from detente.relations.evidence import Evidence
from detente.relations.sides import Direction, Scope, direction_of, side_of

__all__ = ["Group", "Said", "Section", "sections_of", "statements_of"]

LEAST_WORDS = 4


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


def sections_of(evidence: Evidence) -> Iterator[Section]:
    """Yield the acts between the sides, status by status."""
    scope = evidence.scope
    for status in Status:
        acts = [act for act in evidence.between if act.status is status]
        groups = [group for direction in Direction for group in _groups(acts, direction, scope)]
        if groups:
            yield Section(status=status, groups=tuple(groups))


def statements_of(evidence: Evidence) -> Iterator[Said]:
    """Yield statements that speak of a side, or that a side makes; the sides' own come first.

    Left out: words that an act of the brief rests on already, for the act names their speaker,
    and scraps ("to do so") that say nothing alone.
    """
    scope = evidence.scope
    claims = {one.report.id: one.claims for one in evidence.cited}
    said = [
        _said(statement, report, evidence)
        for statement, report in evidence.statements()
        if side_of(statement, scope) or set(statement.about) & set(scope.sides)
        if len(statement.citation.quote.split()) >= LEAST_WORDS
        if statement.kind is SpeechKind.ASSESSMENT or not _is_told(statement, claims[report.id])
    ]
    for side in (*scope.sides, None):
        yield from (one for one in said if one.side == side)


# Private functions


def _groups(of_status: Sequence[Act], direction: Direction, scope: Scope) -> Iterator[Group]:
    """Groups by issue: those with most acts first, the one without an issue at the end."""
    acts = [one for one in of_status if direction_of(one, scope) is direction]
    shared = Counter(issue for act in acts for issue in act.issues)
    by_issue: dict[str | None, list[Act]] = {}
    for act in acts:
        issue = max(act.issues, key=lambda name: (shared[name], name), default=None)
        by_issue.setdefault(issue, []).append(act)
    for issue in sorted(by_issue, key=lambda key: (key is None, -len(by_issue[key]), key or "")):
        yield Group(direction=direction, issue=issue, acts=tuple(by_issue[issue]))


def _is_told(statement: Statement, claims: Iterable[Claim]) -> bool:
    words = statement.citation.span
    return any(2 * words.overlap(claim.citation.span) >= len(words) for claim in claims)


def _said(statement: Statement, report: Report, evidence: Evidence) -> Said:
    named = statement.speaker.value if statement.speaker else None
    return Said(
        statement_id=statement.id,
        side=side_of(statement, evidence.scope),
        speaker=Voice(code=named.code, name=named.name) if named else None,
        kind=statement.kind,
        is_quoted=statement.is_quoted,
        issues=statement.issues,
        about=statement.about,
        quote=evidence.quote(statement, report),
    )
