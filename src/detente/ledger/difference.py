"""Two runs -> what they tell apart: claims of one alone, and claims that changed.

In:  an open ledger and two runs.   Out: a flat table, one row a claim; how many there are.
Does not: judge which run is right. Reports that only one of them has coded are counted, not shown.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.ledger.packaged import packaged_sql
from detente.ledger.read import run_id_of
from detente.ledger.store import Ledger

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Difference", "compare_runs"]

_COUNT = """SELECT
    count(*) FILTER (in_a AND in_b), count(*) FILTER (in_a AND NOT in_b),
    count(*) FILTER (in_b AND NOT in_a)
FROM (SELECT bool_or(run_id = $a) AS in_a, bool_or(run_id = $b) AS in_b
      FROM codings GROUP BY report_id)"""
_SAME = """SELECT count(*) FROM claims AS a JOIN claims AS b USING (id)
WHERE a.run_id = $a AND b.run_id = $b"""


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
    rows: "pa.Table"


def compare_runs(ledger: Ledger, a: str, b: str) -> Difference:
    """Compare two runs, each named by its number, its id or how the id begins.

    Raises:
        BadInput: there is no such run.
    """
    with ledger.query() as connection:
        runs = {"a": run_id_of(connection, a), "b": run_id_of(connection, b)}
        counts = connection.execute(_COUNT, runs).fetchone() or (0, 0, 0)
        same = connection.execute(_SAME, runs).fetchone() or (0,)
        rows = connection.execute(packaged_sql("difference"), runs).to_arrow_table()
    return Difference(
        run_a=runs["a"],
        run_b=runs["b"],
        n_both=int(counts[0]),
        n_only_a=int(counts[1]),
        n_only_b=int(counts[2]),
        n_same=int(same[0]),
        rows=rows,
    )
