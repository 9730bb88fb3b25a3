"""Pages as they were read -> rows of the ledger, coded, in one transaction.

In:  reports and problems of some pages.   Out: how many rows are new; which pages it has already.
Does not: fetch, or remember what was asked when. Twice is once: the ledger knows its reports.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from detente.ledger import Ledger
from detente.ledger.address import LedgerName
from detente.pipeline import Journey
from detente.recompute import compute_events
from detente.record import Recorder, add_reports
from detente.records import Problem, Report

__all__ = ["Keeper", "Kept"]

_KEYS = "SELECT DISTINCT key FROM codings WHERE key IN (SELECT unnest($keys::VARCHAR[]))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a unit brought to the ledger. ``problems`` are those that kept a report out."""

    n_reports: int = 0
    n_known: int = 0
    n_claims: int = 0
    n_statements: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Codes for a ledger, and keeps; opens it for one unit at a time."""

    ledger: LedgerName
    journey: Journey
    wait_s: float = 60.0

    def keep(self, items: Sequence[Report | Problem]) -> Kept:
        """Code reports and keep them, with the problems.

        Raises:
            LedgerBusy: another process holds the ledger longer than ``wait_s``.
            LedgerUnusable: it cannot grow.
        """
        recorder = Recorder(path=self.ledger, journey=self.journey, wait_s=self.wait_s)
        done = list(add_reports(items, recorder))
        problems = tuple(one for one in done if isinstance(one, Problem) and not one.is_warning)
        return Kept(
            n_reports=sum(one.n_reports for one in recorder.added),
            n_known=recorder.n_known,
            n_claims=recorder.n_claims,
            n_statements=recorder.n_statements,
            problems=problems,
        )

    def known(self, urls: Collection[str]) -> frozenset[str]:
        """Which of these pages the ledger has coded already."""
        if not urls:
            return frozenset()
        with Ledger.open(self.ledger, wait_s=self.wait_s) as ledger, ledger.query() as cursor:
            rows = cursor.execute(_KEYS, {"keys": sorted(urls)}).fetchall()
        return frozenset(str(row[0]) for row in rows)

    def compute(self) -> None:
        """Bring the ledger's events up to date."""
        with Ledger.open(self.ledger, wait_s=self.wait_s) as ledger:
            compute_events(ledger)
