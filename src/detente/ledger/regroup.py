"""Claims and statements of a ledger -> coded reports again, as they came in or as ruled.

In:  an open ledger and a filter.   Out: ``Coded`` for each report that has rows, by its day.
Does not: hold more than some reports at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, TypeVar

from detente.errors import needing
from detente.ledger.address import packaged_sql
from detente.ledger.ask import Answer, Filter, Flat, run_id_of
from detente.ledger.store import Ledger, Ruled
from detente.records import Claim, Coded, Report, Statement

if TYPE_CHECKING:
    import pyarrow as pa

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two runs tell apart. ``n_both`` are reports that both have coded.

    ``n_same`` counts claims that both have, whether or not their details changed. ``rows`` has one
    row a claim, its values under ``_a`` and ``_b``; ``changed`` names those that differ.
    """

    run_a: str
    run_b: str
    n_both: int
    n_only_a: int
    n_only_b: int
    n_same: int
    rows: Flat


def compare_runs(ledger: Ledger, a: str, b: str) -> Difference:
    """Compare two runs, each named by its number, its id or how the id begins.

    Raises:
        BadInput: there is no such run.
    """
    with ledger.query() as connection:
        runs = {"a": run_id_of(connection, a), "b": run_id_of(connection, b)}
        counts = connection.execute(packaged_sql("reports_of_runs"), runs).fetchone() or (0, 0, 0)
        same = connection.execute(packaged_sql("claims_of_both"), runs).fetchone() or (0,)
        found = connection.execute(packaged_sql("difference"), runs)
        rows = Flat([column[0] for column in found.description or ()], found.fetchall())
    return Difference(
        run_a=runs["a"],
        run_b=runs["b"],
        n_both=int(counts[0]),
        n_only_a=int(counts[1]),
        n_only_b=int(counts[2]),
        n_same=int(same[0]),
        rows=rows,
    )


def difference_table(ledger: Ledger, found: Difference) -> "pa.Table":
    """Give the rows of a difference as an Arrow table.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    with needing("parquet", "an Arrow table"), ledger.query() as connection:
        runs = {"a": found.run_a, "b": found.run_b}
        return connection.execute(packaged_sql("difference"), runs).to_arrow_table()
