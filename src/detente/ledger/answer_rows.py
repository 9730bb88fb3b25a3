"""Rows that the HTTP API answers with, beside claims, statements and events.

In:  reports, rulings, problems.   Out: rows; unknown is null, keys are only ever added at the end.
Does not: know HTTP. A program that asks (client.py) reads the very same rows.
"""

from datetime import date, datetime

import msgspec

from detente.ledger.rows import ClaimRow, StatementRow
from detente.records import Problem, Report, Ruling

__all__ = [
    "CodedAnswer",
    "ListedActor",
    "ListedDyad",
    "ListedReport",
    "ProblemRow",
    "RuledAnswer",
    "RulingRow",
    "TakenAnswer",
    "TakenRow",
    "WholeReport",
    "listed_report",
    "problem_row",
    "ruling_row",
    "whole_report",
]


class ListedReport(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="report"):
    """A report without its text."""

    id: str
    key: str
    title: str | None
    outlet: str | None
    credited: str | None
    url: str | None
    published: date | None


class WholeReport(ListedReport, frozen=True, kw_only=True, tag="report"):
    """A report with its text, whose code points spans count."""

    text: str
    body_start: int


class ListedActor(msgspec.Struct, frozen=True, kw_only=True):
    """An actor's code as events name it, with its most frequent name."""

    code: str
    country: str | None
    name: str
    n_events: int


class ListedDyad(msgspec.Struct, frozen=True, kw_only=True):
    """Two countries, in the order of their codes; first and last day of their dated events."""

    one: str
    other: str
    n_events: int
    first: date | None
    last: date | None


class RulingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A person's decision on a claim, as ``detente rule --export`` has it."""

    id: str
    kind: str
    target: str
    other: str | None
    field: str | None
    value: str | None
    because: str
    by: str
    made_at: datetime
    withdrawn_at: datetime | None


class ProblemRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something that went wrong with one input."""

    key: str
    room: str
    kind: str
    detail: str
    is_warning: bool


class CodedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a text tells."""

    claims: tuple[ClaimRow, ...]
    statements: tuple[StatementRow, ...]
    problems: tuple[ProblemRow, ...]


class TakenRow(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a report that was sent; ``report`` is null where it could not be kept.

    ``updates`` are the ids of reports that have its address with another text.
    """

    new: bool
    report: ListedReport | None
    claims: tuple[ClaimRow, ...]
    statements: tuple[StatementRow, ...]
    problems: tuple[ProblemRow, ...]
    updates: tuple[str, ...]


class TakenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the reports that were sent, in their order."""

    n_new: int
    items: tuple[TakenRow, ...]


class RuledAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided. ``lost`` are the ids of rulings that find no claim.

    ``computed``: events are those of these rulings already. ``events`` are the ids of the events
    that now hold the claims.
    """

    n_new: int
    rulings: tuple[RulingRow, ...]
    lost: tuple[str, ...]
    computed: bool
    events: tuple[str, ...]


def listed_report(report: Report) -> ListedReport:
    """Put a report into a row, without its text."""
    return ListedReport(
        id=report.id,
        key=report.key,
        title=report.title,
        outlet=report.outlet,
        credited=report.credited,
        url=report.url,
        published=report.published,
    )


def whole_report(report: Report) -> WholeReport:
    """Put a report into a row."""
    listed = msgspec.structs.asdict(listed_report(report))
    return WholeReport(**listed, text=report.text, body_start=report.body_start)


def ruling_row(ruling: Ruling) -> RulingRow:
    """Put a ruling into a row."""
    return RulingRow(
        id=ruling.id,
        kind=ruling.kind.value,
        target=ruling.target,
        other=ruling.other,
        field=ruling.field,
        value=ruling.value,
        because=ruling.because,
        by=ruling.by,
        made_at=ruling.made_at,
        withdrawn_at=ruling.withdrawn_at,
    )


def problem_row(problem: Problem) -> ProblemRow:
    """Put a problem into a row."""
    return ProblemRow(
        key=problem.key,
        room=problem.room,
        kind=problem.kind,
        detail=problem.detail,
        is_warning=problem.is_warning,
    )
