"""A ledger now and a mark of what it was -> what changed since: events, how they stand, rulings.

In:  an open ledger, a ``Mark``; a request, whose cookie says when somebody was here last.
Out: ``Changes``; ``ChangesPage``.
Does not: keep how events were: what was known then is merged again, without what came since. Nor
know who it is, or keep when they were here: the browser does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request

from detente.errors import BadInput
from detente.events.decisions import together_with
from detente.events.merging.merge import merge
from detente.ledger import Ledger
from detente.ledger.columns import standing_of
from detente.records import Claim, Event, LinkKind, ReportFacts, Ruling, Status
from detente.web.desk import Desk, DeskOf, desk_of
from detente.web.figures import rows_of, select, state_of
from detente.web.forms import KEPT_S, Visitor
from detente.web.listing import Table, certainty_of, events_by_id
from detente.web.pages import add_page

MOST_COMPARED = 200  # events that more reports tell now; merging what was known takes 1 ms each
_MARK = re.compile(r"(\d{1,9})\.(\d{1,12})")
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a ledger was: its last batch, and the aware instant at which that was so."""

    batch: int
    at: datetime

    def __str__(self) -> str:
        """Write it for an address or a cookie."""
        return f"{self.batch}.{int(self.at.timestamp())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An event that stands in another way than before.

    ``fate`` is what a new event makes of it: it fulfils or breaks what was planned.
    """

    event: Event
    status_before: Status
    standing_before: str
    fate: LinkKind | None = None
    by: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A ruling and the claim it is on, ``None`` where the ledger no longer has it."""

    ruling: Ruling
    claim: Claim | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed since ``since``: at most so many of each, and how many there are in all.

    ``rulings`` are one for each decision that was made or withdrawn, the latest first.
    ``certainty`` is that of the events, by id.
    """

    since: datetime
    n_new: int
    new: tuple[Event, ...]
    n_moved: int
    moved: tuple[Moved, ...]
    n_rulings: int
    rulings: tuple[Decided, ...]
    certainty: Mapping[str, float]

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.n_new or self.n_moved or self.n_rulings)


def mark_now(ledger: Ledger, at: datetime) -> Mark:
    """Note what the ledger is at the aware instant ``at``."""
    ((batch,),) = select(ledger, "SELECT coalesce(max(batch), 0) FROM codings")
    return Mark(batch=batch, at=at)


def mark_from(written: str) -> Mark | None:
    """Read a mark as ``str`` writes it; ``None`` for anything else."""
    found = _MARK.fullmatch(written)
    if found is None:
        return None
    try:
        return Mark(batch=int(found[1]), at=datetime.fromtimestamp(int(found[2]), UTC))
    except (OverflowError, ValueError, OSError):
        return None


def changes_since(ledger: Ledger, mark: Mark, most: int) -> Changes:
    """Find what changed since a mark; ``most`` of each kind are listed."""
    told = rows_of(ledger, "events_since", {"batch": mark.batch})
    new = [event_id for event_id, is_new in told if is_new]
    older = [event_id for event_id, is_new in told if not is_new][:MOST_COMPARED]
    moved = [*_moved(ledger, older, mark.batch), *_met(ledger, new)]
    rulings = _decisions(ledger.rulings(with_withdrawn=True), mark.at)
    shown = [*new[:most], *(one.event.id for one in moved[:most])]
    return Changes(
        since=mark.at,
        n_new=len(new),
        new=events_by_id(ledger, new[:most]),
        n_moved=len(moved),
        moved=tuple(moved[:most]),
        n_rulings=len(rulings),
        rulings=decided_in(ledger, rulings[:most]),
        certainty=certainty_of(ledger, shown),
    )


def decided_in(ledger: Ledger, rulings: Sequence[Ruling]) -> tuple[Decided, ...]:
    """Put rulings beside the claims they are on."""
    claims = {one.id: one for one in ledger.claims(ids=[ruling.target for ruling in rulings])}
    return tuple(Decided(ruling=one, claim=claims.get(one.target)) for one in rulings)


def _moved(ledger: Ledger, ids: Sequence[str], batch: int) -> list[Moved]:
    """Compare events with what they were without the claims that came since."""
    rows = rows_of(ledger, "claims_before", {"events": [*ids], "batch": batch})
    claims = {one.id: one for one in ledger.claims(ids=[claim_id for _, claim_id in rows])}
    facts = _facts(ledger, claims.values())
    rulings = ledger.rulings()
    found = []
    for event in events_by_id(ledger, ids):
        known = [claims[claim_id] for event_id, claim_id in rows if event_id == event.id]
        before = max(merge(known, facts, rulings), key=lambda one: len(one.claim_ids), default=None)
        if before is not None and _stands(before) != _stands(event):
            status, standing = _stands(before)
            found.append(Moved(event=event, status_before=status, standing_before=standing))
    return found


def _stands(event: Event) -> tuple[Status, str]:
    return event.status, standing_of(event.standing)


def _facts(ledger: Ledger, claims: Iterable[Claim]) -> Mapping[str, ReportFacts]:
    """What merging has to know; groups of copies change counts alone, which are not compared."""
    reports = ledger.reports_of(sorted({claim.report_id for claim in claims}))
    return {
        one.id: ReportFacts(published=one.published, outlet=one.outlet, credited=one.credited)
        for one in reports
    }


def _met(ledger: Ledger, new: Sequence[str]) -> list[Moved]:
    """Find what was planned or promised before, and is fulfilled or broken by a new event."""
    links = rows_of(ledger, "ends_of", {"events": [*new]})
    ids = sorted({event_id for by, _, met in links for event_id in (by, met)})
    events = {one.id: one for one in events_by_id(ledger, ids)}
    return [
        Moved(
            event=events[met],
            status_before=events[met].status,
            standing_before=standing_of(events[met].standing),
            fate=LinkKind(kind),
            by=events[by],
        )
        for by, kind, met in links
        if met in events
    ]


def _decisions(rulings: Sequence[Ruling], at: datetime) -> list[Ruling]:
    """List the decisions made or withdrawn after ``at``, each once, the latest first."""
    found: dict[str, Ruling] = {}
    for ruling in rulings:
        if max(ruling.made_at, ruling.withdrawn_at or ruling.made_at) > at:
            first = min(together_with(ruling, rulings), key=lambda one: one.id)
            found[first.id] = first
    latest = sorted((one.withdrawn_at or one.made_at, one.id) for one in found.values())
    return [found[name] for _, name in reversed(latest)]


# --- When somebody was here last, by a cookie. A visit lasts while its requests are no further than
# half an hour apart, so that loading the first page twice does not hide what has changed.
COOKIE = "detente-visit"
APART = timedelta(minutes=30)
N_LINES, MOST_LINES = 6, 200  # of each kind: on the first page, on the page of changes


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """What changed since a mark, in the words by which it is asked for."""

    mark: str
    changes: Changes


def since_last_visit(request: Request, visitor: Visitor, ledger: Ledger) -> ChangesPage | None:
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
    return ChangesPage(mark=str(before), changes=_changes(desk, ledger, before, N_LINES))


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
