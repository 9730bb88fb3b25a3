"""When somebody was here last, by a cookie; and the page of what changed since.

In:  a request, an open ledger.   Out: the mark since which changes are told, ``ChangesPage``.
Does not: know who it is, or keep anything: the browser does.

A visit lasts while its requests are no further than half an hour apart, so that loading the first
page twice does not hide what has changed.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Query, Request

from detente.errors import BadInput
from detente.ledger import Ledger
from detente.ledger.regroup import compare_runs
from detente.records import Event, Run
from detente.web.desk import Desk, DeskOf, desk_of
from detente.web.figures import state_of
from detente.web.forms import KEPT_S, Visitor
from detente.web.listing import Table
from detente.web.pages import add_page
from detente.web.views.changes import Changes, Mark, changes_since, mark_from, mark_now

COOKIE = "detente-visit"
APART = timedelta(minutes=30)
N_LINES, MOST_LINES = 6, 200  # of each kind: on the first page, on the page of changes
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What changed since the last visit, and the mark with which the page of changes tells it."""

    mark: Mark
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """What changed since a mark."""

    mark: str
    changes: Changes


def since_last_visit(request: Request, visitor: Visitor, ledger: Ledger) -> Since | None:
    """Note this request; tell what changed since the visit before, if there was one.

    The cookie has the marks of that visit and of the last request; one that is not the desk's own
    says nothing.
    """
    desk, written = desk_of(request), request.cookies.get(COOKIE, "").partition("-")
    before, last = mark_from(written[0]), mark_from(written[2])
    now = mark_now(ledger, desk.now())
    if last is not None and now.at - last.at > APART:
        before = last
    visitor.keep(COOKIE, f"{before or now}-{now}", max_age=KEPT_S)
    if before is None:
        return None
    return Since(mark=before, changes=_changes(desk, ledger, before, N_LINES))


def _changes(desk: Desk, ledger: Ledger, mark: Mark, most: int) -> Changes:
    key = ("changes", state_of(ledger), mark, most)
    return desk.kept.get(key, lambda: changes_since(ledger, mark, most))


def changes(desk: DeskOf, since: Annotated[str, Query(max_length=30)] = "") -> ChangesPage:
    """Answer the page of changes.

    Raises:
        BadInput: ``since`` is no mark.
    """
    mark = mark_from(since)
    if mark is None:
        raise BadInput(f"{since!r} is not a mark of a visit; take it from the first page")
    with desk.open() as ledger:
        return ChangesPage(mark=since, changes=_changes(desk, ledger, mark, MOST_LINES))


NEW = Table(name="new", kind=Event, rows=lambda page: page.changes.new)
add_page(router, "/changes", "changes.html", changes, [NEW])


# --- Runs, one after the other -> what each changed against the one before.
MOST_STEPS = 6  # the last ones; each compares all claims of two runs
VERSIONS = ("version", "codebook", "gazetteer", "parser", "coder")


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


def steps_in(desk: Desk, ledger: Ledger) -> tuple[RunStep, ...]:
    """Compare the last runs that have reports in common with the one before."""
    return desk.kept.get(("run-steps", state_of(ledger)), lambda: _steps(ledger))


def _steps(ledger: Ledger) -> tuple[RunStep, ...]:
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
