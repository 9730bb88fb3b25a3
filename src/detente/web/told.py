"""Records together with what they come from: claims and statements with their reports.

In:  an open ledger, ids.   Out: records in the order of the ids.
Does not: choose rows (paging.py does), or render.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from detente.ledger import Ledger
from detente.records import Claim, Event, Report, Statement

__all__ = [
    "SpokenBy",
    "ToldBy",
    "claims_by_id",
    "events_by_id",
    "reports_by_id",
    "spoken_by",
    "statements_by_id",
    "told_by",
]

R = TypeVar("R", Claim, Statement, Event, Report)


@dataclass(frozen=True, slots=True)
class ToldBy:
    """A claim and its report."""

    claim: Claim
    report: Report


@dataclass(frozen=True, slots=True)
class SpokenBy:
    """A statement and its report."""

    statement: Statement
    report: Report


def events_by_id(ledger: Ledger, ids: Sequence[str]) -> tuple[Event, ...]:
    """Read events, in the order of ``ids``."""
    return _in_order(ledger.events(ids=list(ids)), ids)


def reports_by_id(ledger: Ledger, ids: Sequence[str]) -> tuple[Report, ...]:
    """Read reports, in the order of ``ids``."""
    return _in_order(ledger.reports_of(ids), ids)


def claims_by_id(ledger: Ledger, ids: Sequence[str]) -> tuple[ToldBy, ...]:
    """Read claims that count, in the order of ``ids``."""
    return told_by(ledger, _in_order(ledger.claims(ids=list(ids)), ids))


def statements_by_id(ledger: Ledger, ids: Sequence[str]) -> tuple[SpokenBy, ...]:
    """Read statements that count, in the order of ``ids``."""
    return spoken_by(ledger, _in_order(ledger.statements(ids=list(ids)), ids))


def told_by(ledger: Ledger, claims: Sequence[Claim]) -> tuple[ToldBy, ...]:
    """Put claims beside their reports."""
    reports = _reports(ledger, claims)
    return tuple(ToldBy(claim, reports[claim.report_id]) for claim in claims)


def spoken_by(ledger: Ledger, statements: Sequence[Statement]) -> tuple[SpokenBy, ...]:
    """Put statements beside their reports."""
    reports = _reports(ledger, statements)
    return tuple(SpokenBy(one, reports[one.report_id]) for one in statements)


# Private functions


def _in_order(found: Iterable[R], ids: Sequence[str]) -> tuple[R, ...]:
    by_id = {one.id: one for one in found}
    return tuple(by_id[one] for one in ids if one in by_id)


def _reports(ledger: Ledger, records: Sequence[Claim] | Sequence[Statement]) -> dict[str, Report]:
    ids = sorted({one.report_id for one in records})
    return {report.id: report for report in ledger.reports_of(ids)}
