"""Pages on one actor, issue or outlet: its months, with whom, its timeline.

In:  a code, an id or a name.   Out: ``ActorPage``, ``IssuePage``, ``OutletPage``.
Does not: list what never occurs: a subject that no row names is not found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from detente.ledger import Ledger
from detente.records import Report
from detente.relations.sides import CODE_LENGTH
from detente.web.desk import DeskOf
from detente.web.failures import NotFound
from detente.web.figures import figures, select
from detente.web.kept import ALL, block_of
from detente.web.listing import (
    MOST_IN_FILE,
    SpokenBy,
    Table,
    Wanted,
    page_of,
    reports_by_id,
    statements_by_id,
)
from detente.web.pages import add_page
from detente.web.views.events import countries_in
from detente.web.views.timeline import TIMELINE, AskedOf, Short, Timeline, timeline_of

N_STATEMENTS, N_REPORTS = 6, 25
MOST_MONTHS = 24  # up to the last month with an act
INVOLVED = " OR ".join(
    f"list_contains(t.{side}{part}, $who)"
    for side in ("actor", "recipient")
    for part in ("s", "_countries", "_ids")
)
router = APIRouter(include_in_schema=False)
Limit = Annotated[int, Query(ge=1, le=MOST_IN_FILE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Acts done in a month."""

    month: date
    n_cooperative: int
    n_conflictual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A country with which an actor's country has events."""

    code: str
    n_events: int
    n_cooperative: int
    n_conflictual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPage:
    """Somebody who acts: ``code`` is a country, an actor's code or a gazetteer id."""

    code: str
    name: str
    months: tuple[Month, ...]
    partners: tuple[Partner, ...]
    statements: tuple[SpokenBy, ...]
    timeline: Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A dyad that deals with an issue."""

    one: str
    other: str
    n_events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePage:
    """What acts and words are about."""

    issue: str
    months: tuple[Month, ...]
    dyads: tuple[Between, ...]
    statements: tuple[SpokenBy, ...]
    timeline: Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """How much an outlet tells. Copies are reports that are one testimony with another's."""

    outlet: str | None
    n_reports: int
    n_copies: int
    n_claims: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletMonth:
    """Reports of an outlet in a month, and the claims in them."""

    month: date
    n_reports: int
    n_claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletPage:
    """An outlet and its latest reports; ``after`` is the cursor of older ones."""

    outlet: Outlet
    months: tuple[OutletMonth, ...]
    reports: tuple[Report, ...]
    after: str | None


def actor(desk: DeskOf, code: str, asked: AskedOf) -> ActorPage:
    """Answer an actor's page.

    Raises:
        NotFound: nothing names it.
    """
    with desk.open() as ledger:
        about = {"who": code}
        timeline = timeline_of(ledger, asked, also=[f"({INVOLVED})"], values=about)
        statements = _statements(ledger, Wanted(table="statements", fitting={"actor": code}))
        sql = f"FROM events AS t SELECT 1 WHERE {INVOLVED} LIMIT 1"
        if not (timeline.events or statements or select(ledger, sql, about)):
            raise NotFound(f"no event and no statement names {code[:80]!r}; search for it by name")
        return ActorPage(
            code=code,
            name=_name(timeline, code) or desk.names.side(code),
            months=_filled(figures(ledger, "involved_months", Month, about)),
            partners=figures(ledger, "partners", Partner, about),
            statements=statements,
            timeline=timeline,
        )


def issue(desk: DeskOf, name: str, asked: AskedOf) -> IssuePage:
    """Answer an issue's page.

    Raises:
        NotFound: nothing is about it.
    """
    with desk.open() as ledger:
        timeline = timeline_of(ledger, asked, {"issue": name})
        statements = _statements(ledger, Wanted(table="statements", fitting={"issue": name}))
        dyads = figures(ledger, "issue_dyads", Between, {"issue": name})
        if not (timeline.events or statements or dyads):
            raise NotFound(f"no event and no statement is about {name[:80]!r}")
        return IssuePage(
            issue=name,
            months=_filled(figures(ledger, "issue_months", Month, {"issue": name})),
            dyads=dyads,
            statements=statements,
            timeline=timeline,
        )


def outlet(desk: DeskOf, name: str, after: Short = "", limit: Limit = N_REPORTS) -> OutletPage:
    """Answer an outlet's page.

    Raises:
        NotFound: no report is by it.
    """
    with desk.open() as ledger:
        known = {one.outlet: one for one in figures(ledger, "outlets", Outlet)}
        if name not in known:
            raise NotFound(f"no report is by {name[:80]!r}")
        page = page_of(
            ledger, Wanted(table="reports", fitting={"outlet": name}), after or None, limit
        )
        return OutletPage(
            outlet=known[name],
            months=figures(ledger, "outlet_months", OutletMonth, {"outlet": name}),
            reports=reports_by_id(ledger, page.ids),
            after=page.after,
        )


MONTHS = Table(name="months", kind=Month, rows=lambda page: page.months)
SAID = Table(name="statements", kind=SpokenBy, rows=lambda page: page.statements)
PARTNERS = Table(name="partners", kind=Partner, rows=lambda page: page.partners)
DYADS = Table(name="dyads", kind=Between, rows=lambda page: page.dyads)
REPORTS = Table(name="reports", kind=Report, rows=lambda page: page.reports)
COVERED = Table(name="months", kind=OutletMonth, rows=lambda page: page.months)


def _of_actor(page: ActorPage) -> set[str]:
    """Whoever acts for a country is on its pages; who has no country is found among all."""
    country = page.code.partition("-")[0]
    is_country = len(country) == CODE_LENGTH and country.isupper()
    return {country} if is_country else {ALL}


def _of_issue(page: IssuePage) -> set[str]:
    blocks = {block_of(countries_in(one)) for one in page.timeline.events}
    return {f"issue:{page.issue}", *blocks}


def _of_outlet(page: OutletPage) -> set[str]:
    return {f"outlet:{page.outlet.outlet or ''}"}


ACTED = (TIMELINE, MONTHS, PARTNERS, SAID)
DEALT = (TIMELINE, MONTHS, DYADS, SAID)
add_page(router, "/actor/{code:path}", "actor.html", actor, ACTED, about=_of_actor)
add_page(router, "/issue/{name:path}", "issue.html", issue, DEALT, about=_of_issue)
add_page(router, "/outlet/{name:path}", "outlet.html", outlet, (REPORTS, COVERED), about=_of_outlet)


def _filled(told: Sequence[Month]) -> tuple[Month, ...]:
    """The last months up to the last one told, silent ones included; ``told`` is newest first."""
    if not told:
        return ()
    by_month = {one.month: one for one in told}
    last, first = told[0].month, told[-1].month
    months = [last]
    while months[-1] > first and len(months) < MOST_MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    silent = [Month(month=one, n_cooperative=0, n_conflictual=0) for one in months]
    return tuple(by_month.get(one.month, one) for one in reversed(silent))


def _statements(ledger: Ledger, wanted: Wanted) -> tuple[SpokenBy, ...]:
    return statements_by_id(ledger, page_of(ledger, wanted, None, N_STATEMENTS).ids)


def _name(timeline: Timeline, code: str) -> str | None:
    """Take the name that the latest events give to an id or a code with a sector."""
    for event in timeline.events:
        for one in (*event.actors, *event.recipients):
            if code == one.id or (code == one.code and one.country != code):
                return one.name
    return None
