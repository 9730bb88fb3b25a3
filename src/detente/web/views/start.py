"""The first page, and what it rests on: the last month, coverage by outlet, runs, problems.

In:  an open ledger.   Out: ``StartPage``, ``AboutPage``, ``MonthLately``, ``CoverageCell``; the
picture of coverage as SVG, PNG, JSON or CSV.
Does not: read the clock: "lately" is seen from the last report's day. Nor say why a month is empty:
what is not reported may still have happened.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from detente.actors.meanings import resolve_side
from detente.ledger import Ledger
from detente.ledger.regroup import compare_runs
from detente.ledger.store import n_rejected
from detente.record import ruled_claims
from detente.records import Event, Problem, Report, Run
from detente.relations.charts.look import Drawing, Look
from detente.relations.charts.periods import Covered, coverage_chart
from detente.relations.measures.network import Mover, busiest_dyads, last_month, movers
from detente.relations.measures.places import places_of_all
from detente.sources.options import EARLIEST, latest_day
from detente.web.desk import Desk, DeskOf, desk_of
from detente.web.failures import NotFound
from detente.web.figures import figures, rows_of, state_of
from detente.web.forms import visitor_of
from detente.web.kept import ALL, block_of
from detente.web.listing import (
    Table,
    ToldBy,
    Wanted,
    certainty_of,
    claims_by_id,
    events_by_id,
    page_of,
    reports_by_id,
)
from detente.web.pages import add_page
from detente.web.pictures import DeskLinks
from detente.web.plates import Plate, Shown, WishOf, plate_answer
from detente.web.render import render
from detente.web.views.changes import since_last_visit
from detente.web.views.subjects import Outlet
from detente.web.world_pictures import MonthPicture

N_PLANNED, N_REPORTS = 10, 10
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much is in the ledger; days are of publication."""

    n_reports: int
    n_outlets: int
    n_claims: int
    n_statements: int
    n_events: int
    n_problems: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadLately:
    """Two countries: events done in the 90 days before ``as_of``, and all events of any status."""

    one: str
    other: str
    n_lately: int
    n_events: int
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLately:
    """The month of the last act: the dyads that moved most in it, and its pictures.

    ``n_moved`` dyads moved at all; ``movers`` are the first of them. ``quotes`` tell of the
    weightiest act that moved each, by its codes as ``CHN+USA``.
    """

    first: date
    last: date
    n_moved: int
    movers: tuple[Mover, ...]
    quotes: dict[str, ToldBy]
    pictures: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """``as_of`` is the day of the last report. ``is_computed``: events are up to date.

    ``certainty`` is that of what is planned, by id. ``sides`` are the names of all
    sides; ``question`` is the issue told most of.
    """

    as_of: date | None
    is_computed: bool
    counts: Counts
    dyads: tuple[DyadLately, ...]
    month: MonthLately | None
    planned: tuple[Event, ...]
    certainty: dict[str, float]
    reports: tuple[Report, ...]
    sides: tuple[str, ...] = field(default=(), metadata={"twin": False})
    question: str | None = field(default=None, metadata={"twin": False})


def start(desk: DeskOf) -> StartPage:
    """Answer the first page."""
    with desk.open() as ledger:
        counts = counts_of(desk, ledger)
        as_of = counts.last
        latest = page_of(ledger, Wanted(table="reports"), None, N_REPORTS)
        planned = tuple(_planned(ledger, as_of))
        return StartPage(
            as_of=as_of,
            is_computed=ledger.is_computed(),
            counts=counts,
            dyads=figures(
                ledger, "dyads_lately", DyadLately, {"as_of": as_of.isoformat() if as_of else None}
            ),
            month=desk.kept.get(("month", desk.mark(ledger), as_of), lambda: _month(ledger, as_of)),
            planned=planned,
            certainty=certainty_of(ledger, [one.id for one in planned]),
            reports=reports_by_id(ledger, latest.ids),
            sides=tuple(sorted(desk.names.side(code) for code in desk.gazetteer.states)),
            question=next((one.issue for one in figures(ledger, "issues", IssueLine)), None),
        )


def counts_of(desk: Desk, ledger: Ledger) -> Counts:
    """Count what is in the ledger; a day of publication that cannot be is not its last.

    A rejected claim is none.
    """
    latest = latest_day(desk.now().date()).isoformat()
    days = {"earliest": EARLIEST.isoformat(), "latest": latest}
    (counts,) = figures(ledger, "counts", Counts, days)
    rejected = n_rejected(ledger, {}, ruled_claims(ledger))
    return replace(counts, n_claims=counts.n_claims - rejected)


TABLES = (
    Table(name="dyads", kind=DyadLately, rows=lambda page: page.dyads),
    Table(name="movers", kind=Mover, rows=lambda page: page.month.movers if page.month else ()),
    Table(name="planned", kind=Event, rows=lambda page: page.planned),
    Table(name="reports", kind=Report, rows=lambda page: page.reports),
)


def _planned(ledger: Ledger, as_of: date | None) -> list[Event]:
    if as_of is None:
        return []
    values = {"as_of": as_of.isoformat(), "most": N_PLANNED}
    return [*events_by_id(ledger, [name for (name,) in rows_of(ledger, "planned_next", values)])]


# --- The last month with acts: who moved most, where states dealt with each other, who with whom.
N_MOVERS = 10
SAID = {
    MonthPicture.MAP: ("Where", "Acts done in the month, by place."),
    MonthPicture.NETWORK: (
        "Who with whom",
        "Acts done in the month, by dyad; colour: how warm the relation is by then.",
    ),
}
SIZES = {MonthPicture.MAP: (592, 440), MonthPicture.NETWORK: (650, 440)}


def _shown(month: date, kind: MonthPicture) -> Shown:
    title, words = SAID[kind]
    return Shown(
        name=kind,
        title=title,
        words=words,
        address=f"/picture/month/{month:%Y-%m}/{kind}",
        size=SIZES[kind],
    )


def _month(ledger: Ledger, as_of: date | None) -> MonthLately | None:
    """Find the month of the last act up to ``as_of``; ``None`` where nothing has happened."""
    month = last_month(ledger, as_of)
    if month is None:
        return None
    moved = movers(ledger, month)
    shown = tuple(moved[:N_MOVERS])
    is_there = {
        MonthPicture.MAP: bool(places_of_all(ledger, month)),
        MonthPicture.NETWORK: bool(busiest_dyads(ledger, month)),
    }
    return MonthLately(
        first=month[0],
        last=month[1],
        n_moved=len(moved),
        movers=shown,
        quotes=_quotes(ledger, shown, month),
        pictures=tuple(_shown(month[0], kind) for kind, is_so in is_there.items() if is_so),
    )


def _quotes(ledger: Ledger, moved: Sequence[Mover], month: tuple[date, date]) -> dict[str, ToldBy]:
    values = {
        "ones": [one.one for one in moved],
        "others": [one.other for one in moved],
        "signs": [1 if one.change > 0 else -1 for one in moved],
        "first": month[0].isoformat(),
        "last": month[1].isoformat(),
    }
    claim_of = {block_of(dyad): name for *dyad, name in rows_of(ledger, "moved_by", values)}
    told = {one.claim.id: one for one in claims_by_id(ledger, list(claim_of.values()))}
    return {block: told[name] for block, name in claim_of.items()}


def since_last(request: Request) -> Markup:
    """Tell one visitor what changed since they were here last; nothing on the first visit."""
    desk, visitor = desk_of(request), visitor_of(request)
    with desk.open() as ledger:
        since = since_last_visit(request, visitor, ledger)
    return Markup(render("since.html", since=since, desk=desk, visitor=visitor))  # noqa: S704  # a template's


add_page(router, "/", "start.html", start, TABLES, about=lambda _: (ALL,), own=since_last)


@router.get("/dyad")
def to_dyad(
    desk: DeskOf,
    one: Annotated[str, Query(max_length=100)] = "",
    other: Annotated[str, Query(max_length=100)] = "",
) -> RedirectResponse:
    """Lead from two names, as a person writes them, to the dyad's page; without, to the form."""
    if not (one.strip() and other.strip()):
        return RedirectResponse("/", status_code=303)
    codes = [resolve_side(written, desk.gazetteer)[0] for written in (one, other)]
    return RedirectResponse(f"/dyad/{codes[0]}/{codes[1]}", status_code=303)


# --- Reports by outlet and month: the rows, and their picture.
MOST_MONTHS = 24
MOST_DRAWN = 30  # outlets in the picture; the table has all
NO_OUTLET = "no named outlet"
COVERAGE = Shown(
    name="coverage",
    title="Reports by outlet and month",
    words=f"The {MOST_DRAWN} outlets with most reports, in the last {MOST_MONTHS} months with any.",
    address="/picture/about/coverage",
    size=(840, 420),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """Reports of an outlet in a month."""

    outlet: str | None
    month: date
    n_reports: int


@router.get("/picture/about/coverage.{form}")  # noqa: FAST003  # the wish takes it
def coverage_picture(request: Request, desk: DeskOf, wish: WishOf) -> Response:
    """Draw how many reports each outlet has in each month.

    Raises:
        NotFound: no report has a day.
    """

    def plate(ledger: Ledger) -> Plate:
        cells = figures(ledger, "coverage", CoverageCell)
        if not cells:
            raise NotFound("no report says when it was published")
        return Plate(
            state=desk.mark(ledger),
            key="coverage",
            name="coverage",
            kind=CoverageCell,
            draw=lambda look: _draw(cells, look),
            rows=lambda: cells,
            links=DeskLinks(""),
        )

    return plate_answer(request, desk, wish, plate)


def _draw(cells: Sequence[CoverageCell], look: Look) -> Drawing:
    counts = Counter[str]()
    for one in cells:
        counts[one.outlet or NO_OUTLET] += one.n_reports
    months = sorted({one.month for one in cells})[-MOST_MONTHS:]
    by_name = sorted(counts, key=lambda name: (-counts[name], name))[:MOST_DRAWN]
    shown = [
        Covered(one.outlet or NO_OUTLET, one.month, one.n_reports)
        for name in by_name
        for one in cells
        if (one.outlet or NO_OUTLET) == name and one.month in months
    ]
    return coverage_chart(shown, look)


# --- What the ledger rests on: outlets by month, problems, runs.
MOST_PROBLEMS = 100


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
class RunStep:
    """What run ``run`` changed against run ``before``, in the reports that both have coded.

    ``versions`` names what differs between the two. ``n_both`` are the reports, ``n_alike`` claims
    that are the same in both, ``n_changed`` claims told otherwise; the rest only one of them found.
    """

    run: int
    before: int
    versions: tuple[str, ...]
    n_both: int
    n_alike: int
    n_changed: int
    n_only_before: int
    n_only_now: int


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
            counts=counts_of(desk, ledger),
            is_computed=ledger.is_computed(),
            outlets=figures(ledger, "outlets", Outlet),
            months=tuple(sorted({one.month for one in coverage})[-MOST_MONTHS:]),
            coverage=coverage,
            issues=figures(ledger, "issues", IssueLine),
            problem_kinds=figures(ledger, "problem_kinds", ProblemKind),
            problems=tuple(ledger.problems(limit=MOST_PROBLEMS)),
            runs=figures(ledger, "runs", RunLine),
            steps=desk.kept.get(("run-steps", state_of(ledger)), lambda: _steps(ledger)),
            picture=COVERAGE if coverage else None,
        )


ABOUT_TABLES = (
    Table(name="outlets", kind=Outlet, rows=lambda page: page.outlets),
    Table(name="coverage", kind=CoverageCell, rows=lambda page: page.coverage),
    Table(name="issues", kind=IssueLine, rows=lambda page: page.issues),
    Table(name="kinds", kind=ProblemKind, rows=lambda page: page.problem_kinds),
    Table(name="problems", kind=Problem, rows=lambda page: page.problems),
    Table(name="runs", kind=RunLine, rows=lambda page: page.runs),
    Table(name="steps", kind=RunStep, rows=lambda page: page.steps),
)
add_page(router, "/about", "about.html", about, ABOUT_TABLES, about=lambda _: (ALL,))


# --- Runs, one after the other -> what each changed against the one before.
MOST_STEPS = 6  # the last ones; each compares all claims of two runs
VERSIONS = ("version", "codebook", "gazetteer", "parser", "coder")


def _steps(ledger: Ledger) -> tuple[RunStep, ...]:
    """Compare the last runs that have reports in common with the one before."""
    runs = list(enumerate(ledger.runs(), 1))
    pairs = list(pairwise(runs))[-MOST_STEPS:]
    steps = [_step(ledger, before, now) for before, now in reversed(pairs)]
    return tuple(step for step in steps if step.n_both)


def _step(ledger: Ledger, before: tuple[int, Run], now: tuple[int, Run]) -> RunStep:
    found = compare_runs(ledger, before[1].id, now[1].id)
    both = [(row["id_a"], row["id_b"]) for row in found.rows.dicts()]
    n_detailed = sum(a is not None and a == b for a, b in both)  # the same claim, other details
    return RunStep(
        run=now[0],
        before=before[0],
        versions=tuple(
            name for name in VERSIONS if getattr(before[1], name) != getattr(now[1], name)
        ),
        n_both=found.n_both,
        n_alike=found.n_same - n_detailed,
        n_changed=sum(a is not None and b is not None for a, b in both),
        n_only_before=sum(b is None for _, b in both),
        n_only_now=sum(a is None for a, _ in both),
    )
