"""What the ledger rests on: outlets by month, problems, runs.

In:  an open ledger.   Out: ``AboutPage``.
Does not: say that what is not reported did not happen.
"""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter

from detente.records import Problem
from detente.web.desk import DeskOf
from detente.web.figures import figures
from detente.web.pages import add_page
from detente.web.start import Counts, counts_of
from detente.web.subjects import Outlet

__all__ = ["AboutPage", "router"]

MOST_PROBLEMS, MOST_MONTHS = 100, 24
router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """Reports of an outlet in a month."""

    outlet: str | None
    month: date
    n_reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """The versions behind rows, and the reports whose coding under them counts."""

    id: str
    number: int
    version: str
    codebook: str
    gazetteer: str
    parser: str
    coder: str
    n_reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """How many events and statements are about an issue."""

    issue: str
    n_events: int
    n_statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """What all pages rest on. ``months`` are the last months with reports, oldest first."""

    counts: Counts
    is_computed: bool
    outlets: tuple[Outlet, ...]
    months: tuple[date, ...]
    coverage: tuple[CoverageCell, ...]
    issues: tuple[IssueLine, ...]
    problems: tuple[Problem, ...]
    runs: tuple[RunLine, ...]

    def cells(self) -> dict[tuple[str | None, date], int]:
        """Reports by outlet and month."""
        return {(one.outlet, one.month): one.n_reports for one in self.coverage}


def about(desk: DeskOf) -> AboutPage:
    """Answer the page about the data."""
    with desk.open() as ledger:
        coverage = figures(ledger, "coverage", CoverageCell)
        return AboutPage(
            counts=counts_of(ledger),
            is_computed=ledger.is_computed(),
            outlets=figures(ledger, "outlets", Outlet),
            months=tuple(sorted({one.month for one in coverage})[-MOST_MONTHS:]),
            coverage=coverage,
            issues=figures(ledger, "issues", IssueLine),
            problems=tuple(ledger.problems(limit=MOST_PROBLEMS)),
            runs=figures(ledger, "runs", RunLine),
        )


add_page(router, "/about", "about.html", about)
