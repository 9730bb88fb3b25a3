"""A ledger -> the evidence of a brief: the reports that speak of both sides, as they are coded.

In:  an open ledger, two sides.   Out: the same ``Evidence`` as from reports, rulings heeded.
Does not: code, or write. Claims known on the brief's day are merged anew: what was published
later must not tell on an earlier day.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from detente.events.merge import merge
from detente.events.rulings import Decisions
from detente.ledger.columns import decode
from detente.records import Claim, Coded, Remark, ReportFacts, Statement
from detente.relations.evidence import Evidence, report_order
from detente.relations.sides import Scope

if TYPE_CHECKING:
    from detente.ledger import Ledger

__all__ = ["evidence_in"]

MOST_REPORTS = 2_000  # the latest ones: some seconds of reading; a brief is of the present
T = TypeVar("T", Claim, Statement, Remark)
_RECORDS = {Claim: "current_claims", Statement: "current_statements", Remark: "current_remarks"}


def evidence_in(ledger: "Ledger", scope: Scope, most: int = MOST_REPORTS) -> Evidence:
    """Gather what a ledger holds of two sides, from the latest ``most`` reports on both.

    ``n_read`` counts all reports of the ledger that were published by ``scope.as_of``.
    """
    one, other = sorted(scope.sides)
    values = {"one": one, "other": other, "as_of": scope.as_of}
    found = [row[0] for row in _rows(ledger, _sql("reports_of_both"), values)]
    ids = found[:most]
    claims, statements = _by_report(ledger, Claim, ids), _by_report(ledger, Statement, ids)
    remarks = _by_report(ledger, Remark, ids)
    rulings = ledger.rulings()
    decisions = Decisions(rulings)
    coded = [
        Coded(
            report=report,
            claims=tuple(ruled for claim in claims[report.id] if (ruled := decisions.ruled(claim))),
            statements=tuple(statements[report.id]),
            remarks=tuple(remarks[report.id]),
        )
        for report in ledger.reports_of(ids)
    ]
    facts = _facts(ledger, ids)
    testimony = [claim for report_id in ids for claim in claims[report_id]]
    n_all, n_late = _counts(ledger, scope)
    return Evidence(
        scope=scope,
        cited=tuple(sorted(coded, key=report_order)),
        events=tuple(merge(testimony, facts, rulings)),
        facts=facts,
        n_read=n_all,
        n_late=n_late,
        n_older=len(found) - len(ids),
    )


# Private functions


def _by_report(ledger: "Ledger", kind: type[T], ids: Sequence[str]) -> dict[str, list[T]]:
    """Records of some reports, by report, in the order of the text."""
    sql = (
        f"SELECT report_id, record FROM {_RECORDS[kind]}"  # noqa: S608  # one of ours
        " WHERE report_id IN (SELECT unnest($ids)) ORDER BY report_id, sentence, span_start, id"
    )
    found: dict[str, list[T]] = defaultdict(list)
    for report_id, record in _rows(ledger, sql, {"ids": list(ids)}):
        found[report_id].append(decode(kind, record))
    return found


def _facts(ledger: "Ledger", ids: Sequence[str]) -> dict[str, ReportFacts]:
    return {
        report_id: ReportFacts(
            published=published, outlet=outlet, credited=credited, copy_group=group
        )
        for report_id, published, outlet, credited, group in _rows(
            ledger, _sql("report_facts"), {"ids": list(ids)}
        )
    }


def _counts(ledger: "Ledger", scope: Scope) -> tuple[int, int]:
    """How many reports there are, and how many of them ``as_of`` leaves out."""
    if scope.as_of is None:
        return ledger.reports().count(), 0
    n_all, n_known = ledger.reports().count(), ledger.reports(until=scope.as_of).count()
    return n_all, n_all - n_known


def _rows(ledger: "Ledger", sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with ledger.query() as cursor:
        return cursor.execute(sql, values).fetchall()


@cache
def _sql(name: str) -> str:
    return files("detente.relations").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")
