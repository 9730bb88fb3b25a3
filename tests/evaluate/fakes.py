"""A system that answers what a test tells it to, by the key or the words it is asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.codebook import Codebook, load_codebook
from detente.evaluate.figures import Miss
from detente.records import (
    Claim,
    Coded,
    EventDate,
    Link,
    Problem,
    Report,
    Span,
    Speech,
    Statement,
    Status,
)


@dataclass(frozen=True, slots=True)
class PairReply:
    """An answer to a pair."""

    plover_type: str | None
    why: str = "told to"


@dataclass(frozen=True, kw_only=True)
class FakeSystem:
    """Each mapping holds the answers to one question; what it lacks is answered with nothing."""

    claims: Mapping[str, Sequence[Claim]] = field(default_factory=dict)
    statements: Mapping[str, Sequence[Statement]] = field(default_factory=dict)
    problems: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    pairs: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, Sequence[Status | None]] = field(default_factory=dict)
    speeches: Mapping[str, Sequence[Speech]] = field(default_factory=dict)
    dates: Mapping[str, EventDate] = field(default_factory=dict)
    links: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    codebook: Codebook = field(default_factory=load_codebook)

    def code(self, report: Report) -> Coded:
        self.reports.append(report)
        return Coded(
            report=report,
            claims=tuple(self.claims.get(report.key, ())),
            statements=tuple(self.statements.get(report.key, ())),
            problems=tuple(self.problems.get(report.key, ())),
        )

    def code_pair(self, text: str, actor: Sequence[Span], recipient: Sequence[Span]) -> PairReply:
        words = [text[span.start : span.end] for span in (*actor, *recipient)]
        return PairReply(self.pairs.get(" > ".join(words)))

    def read_status(self, text: str, targets: Sequence[Span]) -> Sequence[Status | None]:
        return self.statuses.get(text, [None] * len(targets))

    def find_speech(self, report: Report) -> Sequence[Speech]:
        return self.speeches.get(report.key, ())

    def find_links(self, report: Report) -> Sequence[Link]:
        self.reports.append(report)
        return self.links.get(report.key, ())

    def resolve_date(self, phrase: str, anchor: date | None) -> EventDate | None:
        return self.dates.get(f"{phrase} @ {anchor}")


def a_miss(id_: str, text: str, expected: str, got: str, why: str = "") -> Miss:
    """A miss, in the order in which it is read."""
    return Miss(id=id_, text=text, expected=expected, got=got, why=why)
