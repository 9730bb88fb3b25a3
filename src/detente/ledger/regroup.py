"""Claims and statements of a ledger -> coded reports again, as they came in or as ruled.

In:  an open ledger and a filter.   Out: ``Coded`` for each report that has rows, by its day.
Does not: hold more than some reports at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import TypeVar

from detente.ledger.as_ruled import Ruled
from detente.ledger.filters import Filter
from detente.ledger.read import Answer
from detente.ledger.store import Ledger
from detente.records import Claim, Coded, Report, Statement

__all__ = ["claims_by_report", "counted", "statements_by_report"]

AT_ONCE = 2_000  # reports; each time all are searched
Found = TypeVar("Found", Claim, Statement)


def claims_by_report(ledger: Ledger, wanted: Filter, ruled: Ruled) -> Iterator[Coded]:
    """Yield the reports whose claims, as ruled, fit, each with these claims in text order."""
    for report, claims in _with_reports(ledger, ledger.claims_as_ruled(ruled, **wanted)):
        is_ruled = any(claim.id in ruled for claim in claims)
        yield Coded(report=report, claims=claims, is_ruled=is_ruled)


def counted(coded: Iterable[Coded], ruled: Ruled, counts: Counter[str]) -> Iterator[Coded]:
    """Yield the reports and count the claims that stand as rulings set them."""
    for one in coded:
        counts["changed"] += sum(claim.id in ruled for claim in one.claims)
        yield one


def statements_by_report(ledger: Ledger, wanted: Filter) -> Iterator[Coded]:
    """Yield the reports whose statements fit, each with these statements in text order."""
    for report, statements in _with_reports(ledger, ledger.statements(**wanted)):
        yield Coded(report=report, statements=statements)


def _with_reports(
    ledger: Ledger, answer: Answer[Found]
) -> Iterator[tuple[Report, tuple[Found, ...]]]:
    groups = (
        (report_id, tuple(found))
        for report_id, found in groupby(answer.by_report(), lambda one: one.report_id)
    )
    while some := list(islice(groups, AT_ONCE)):
        reports = {one.id: one for one in ledger.reports_of([report_id for report_id, _ in some])}
        for report_id, found in some:
            yield reports[report_id], found
