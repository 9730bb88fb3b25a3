"""A report: its text with all that was found marked, beside its claims and statements.

In:  a report's id, or how it begins.   Out: ``ReportPage``.
Does not: find anything: the ledger has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import APIRouter, Query

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.record import ruled_claims
from detente.records import Claim, Report, Span, Statement
from detente.relations.sides import countries_of
from detente.relations.wording import cells_apart, row_name
from detente.web.desk import DeskOf
from detente.web.figures import select
from detente.web.kept import block_of
from detente.web.listing import SpokenBy, Table, ToldBy
from detente.web.pages import add_page
from detente.web.views.events import Stretch, named, stretches_of

MOST_MARKED = 400_000  # characters whose marks a page shows; the twin has the whole text
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """A report and what it tells, as people ruled. ``events`` name each claim's event, by claim.

    ``copies`` are reports that are one testimony with it, ``rejected`` claims that are none.
    """

    report: Report
    text: str
    claims: tuple[ToldBy, ...]
    statements: tuple[SpokenBy, ...]
    events: dict[str, str]
    copies: tuple[Report, ...]
    stretches: tuple[Stretch, ...] = field(metadata={"twin": False})
    rejected: tuple[Claim, ...] = field(default=(), metadata={"twin": False})
    n_unshown: int = 0


def report(
    desk: DeskOf, report_id: str, at: Annotated[str, Query(max_length=30)] = ""
) -> ReportPage:
    """Answer a report's page; ``at`` are words to show, as ``120-180``."""
    with desk.open() as ledger:
        found = report_named(ledger, report_id)
        read = sorted(ledger.claims(report=found.id), key=lambda one: one.predicate.span)
        ruled = ruled_claims(ledger, among=[one.id for one in read])
        claims = [told for one in read if (told := ruled.get(one.id, one)) is not None]
        statements = [*ledger.statements(report=found.id)]
        return ReportPage(
            report=found,
            text=found.text,
            claims=tuple(ToldBy(one, found) for one in claims),
            statements=tuple(SpokenBy(one, found) for one in statements),
            events=_events_of(ledger, found.id),
            copies=_copies(ledger, found.id),
            stretches=_shown(_laid_out(found, claims, statements, _span(at))),
            rejected=tuple(one for one in read if ruled.get(one.id, one) is None),
            n_unshown=max(0, len(found.text) - MOST_MARKED),
        )


def report_named(ledger: Ledger, report_id: str) -> Report:
    """Find a report by its id or how that begins.

    Raises:
        NotFound: there is none, or several begin so.
    """
    return named(lambda begin: ledger.reports(id=begin), report_id, "report")


TABLES = (
    Table(name="claims", kind=ToldBy, rows=lambda page: page.claims),
    Table(name="statements", kind=SpokenBy, rows=lambda page: page.statements),
)


def _about(page: ReportPage) -> list[str]:
    """A report, and the events of its claims: other reports may join or leave them."""
    blocks = {
        block_of(countries_of((*told.claim.actors, *told.claim.recipients))) for told in page.claims
    }
    return [f"report:{page.report.id}", *sorted(blocks)]


add_page(router, "/report/{report_id}", "report.html", report, TABLES, about=_about)


def _span(at: str) -> Span | None:
    """Read ``120-180``."""
    if not at:
        return None
    start, _, end = at.partition("-")
    try:
        return Span(int(start), int(end))
    except ValueError as err:
        raise BadInput(f"{at!r} is not a span; write it as 120-180") from err


def _laid_out(
    found: Report, claims: Sequence[Claim], statements: Sequence[Statement], at: Span | None
) -> tuple[Stretch, ...]:
    """Mark a report's text; of an imported row the cells stand apart."""
    stretches = stretches_of(found, claims, statements, at)
    if row_name(found) is None:
        return stretches
    return tuple(replace(one, words=cells_apart(one.words)) for one in stretches)


def _shown(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Leave out what a page has no room for."""
    total, shown = 0, list[Stretch]()
    for one in stretches:
        total += len(one.words)
        if total > MOST_MARKED and shown:
            break
        shown.append(one)
    return tuple(shown)


def _events_of(ledger: Ledger, report_id: str) -> dict[str, str]:
    sql = (
        "SELECT claim_id, min(event_id) FROM event_claims JOIN current_claims AS c"
        " ON c.id = claim_id WHERE c.report_id = $report GROUP BY claim_id ORDER BY claim_id"
    )
    return dict(select(ledger, sql, {"report": report_id}))


def _copies(ledger: Ledger, report_id: str) -> tuple[Report, ...]:
    sql = (
        "SELECT report_id FROM copy_groups WHERE report_id <> $report AND copy_group ="
        " (SELECT copy_group FROM copy_groups WHERE report_id = $report) ORDER BY report_id"
    )
    return tuple(ledger.reports_of([one for (one,) in select(ledger, sql, {"report": report_id})]))
