"""What the ledger rests on: outlets by month, problems, runs.

In:  an open ledger.   Out: ``AboutPage``.
Does not: say that what is not reported did not happen.
"""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter

from detente.records import Problem
from detente.web.coverage import COVERAGE, MOST_MONTHS, CoverageCell
from detente.web.desk import DeskOf
from detente.web.figures import figures
from detente.web.pages import add_page
from detente.web.run_steps import RunStep, steps_in
from detente.web.shown import Shown
from detente.web.start import Counts, counts_of
from detente.web.subjects import Outlet
from detente.web.tables import Table

__all__ = ["AboutPage", "router"]

MOST_PROBLEMS = 100
router = APIRouter()


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
class ProblemKind:
    """How many open problems are of a kind; ``example`` is what one of them says."""

    room: str
    kind: str
    is_warning: bool
    n_problems: int
    example: str


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
    problem_kinds: tuple[ProblemKind, ...]
    problems: tuple[Problem, ...]
    runs: tuple[RunLine, ...]
    steps: tuple[RunStep, ...]
    picture: Shown | None

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
            problem_kinds=figures(ledger, "problem_kinds", ProblemKind),
            problems=tuple(ledger.problems(limit=MOST_PROBLEMS)),
            runs=figures(ledger, "runs", RunLine),
            steps=steps_in(desk, ledger),
            picture=COVERAGE if coverage else None,
        )


TABLES = (
    Table(name="outlets", kind=Outlet, rows=lambda page: page.outlets),
    Table(name="coverage", kind=CoverageCell, rows=lambda page: page.coverage),
    Table(name="issues", kind=IssueLine, rows=lambda page: page.issues),
    Table(name="kinds", kind=ProblemKind, rows=lambda page: page.problem_kinds),
    Table(name="problems", kind=Problem, rows=lambda page: page.problems),
    Table(name="runs", kind=RunLine, rows=lambda page: page.runs),
    Table(name="steps", kind=RunStep, rows=lambda page: page.steps),
)
add_page(router, "/about", "about.html", about, TABLES)
