"""The queue of doubtful claims: one at a time, ruled on with one key each, and undone with one.

In:  filters, a place in the queue, a form.   Out: ``ReviewPage``; rulings.
Does not: choose for a reader: skipping leaves no trace, and each ruling names who made it.
"""

from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response

from detente.errors import BadInput
from detente.ledger import Filter, Ledger
from detente.records import Claim, Event, Ruling
from detente.relations.explanation import Explanation, Rival, Testimony
from detente.relations.unfolding import explanation_in
from detente.web.agreement import Agreement, agreement_in
from detente.web.changes import Decided, decided_in
from detente.web.desk import DeskOf
from detente.web.doubts import WEIGHTS, Doubt, Progress, doubt_of, next_doubt, progress_of
from detente.web.failures import NotFound
from detente.web.forms import FieldsOf, local_path
from detente.web.pages import add_page
from detente.web.rulings import decide
from detente.web.tables import Table
from detente.web.timeline import Short
from detente.web.visitors import VisitorOf

__all__ = ["Queue", "ReviewPage", "router"]

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Which claims are reviewed, in the words of the query string; "" where it does not matter.

    ``claim`` asks for one claim, whatever the queue. ``after`` is the place of the last one that
    was skipped.
    """

    dyad: Annotated[str, Query(max_length=20)] = ""
    type: Short = ""
    issue: Short = ""
    claim: Short = ""
    after: Short = ""

    def filter(self) -> Filter:
        """Turn the words into a filter of claims.

        Raises:
            BadInput: the dyad is none.
        """
        found = Filter()
        if self.dyad.strip():
            sides = self.dyad.upper().replace(",", " ").replace("/", " ").split()
            if len(sides) != 2:  # noqa: PLR2004  # a dyad
                raise BadInput(f"{self.dyad!r} is no dyad; write it as CHN USA")
            found["dyad"] = (sides[0], sides[1])
        if self.type:
            found["type"] = self.type.strip().upper()
        if self.issue:
            found["issue"] = self.issue.strip()
        return found

    def address(self, **changes: str) -> str:
        """Write the page's address, with changes; what is empty is left out."""
        given = {name: getattr(self, name) for name in ("dyad", "type", "issue", "after")}
        words = urlencode({name: word for name, word in {**given, **changes}.items() if word})
        return f"/review?{words}" if words else "/review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A claim to rule on. ``others`` are the other claims of its event, ``rivals`` near events."""

    told: Testimony
    doubt: Doubt
    event: Event | None
    others: tuple[Testimony, ...]
    rivals: tuple[Rival, ...]
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """``last`` is the reader's own last ruling that holds; ``weights`` are those of doubt."""

    asked: Queue
    item: Item | None
    progress: Progress
    last: Decided | None = field(metadata={"twin": False})
    agreement: tuple[Agreement, ...]
    weights: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """How often reviewers found the coder right."""

    agreement: tuple[Agreement, ...]


QueueOf = Annotated[Queue, Depends()]


def review(desk: DeskOf, visitor: VisitorOf, asked: QueueOf) -> ReviewPage:
    """Answer the queue's page.

    Raises:
        NotFound: the one claim that is asked for is not there.
    """
    with desk.open() as ledger:
        doubt = _doubt(ledger, asked)
        return ReviewPage(
            asked=asked,
            item=_item(ledger, doubt) if doubt else None,
            progress=progress_of(ledger, asked.filter()),
            last=_last_by(ledger, visitor.name) if visitor.name else None,
            agreement=agreement_in(ledger),
            weights=dict(WEIGHTS),
        )


def agreement(desk: DeskOf) -> AgreementPage:
    """Answer the page of figures."""
    with desk.open() as ledger:
        return AgreementPage(agreement=agreement_in(ledger))


AGREEMENT = Table(name="agreement", kind=Agreement, rows=lambda page: page.agreement)
add_page(router, "/review", "review.html", review, [AGREEMENT])
add_page(router, "/review/agreement", "agreement.html", agreement, [AGREEMENT])


@router.post("/review", include_in_schema=False)
def rule(desk: DeskOf, visitor: VisitorOf, fields: FieldsOf) -> Response:
    """Rule on the claim that was shown, and go on."""
    decide(desk, visitor, fields.get("claim", ""), fields)
    return RedirectResponse(local_path(fields.get("next", ""), "/review"), status_code=303)


@router.post("/review/undo", include_in_schema=False)
def undo(desk: DeskOf, fields: FieldsOf) -> Response:
    """Withdraw a ruling, and show its claim again."""
    ruled = desk.withdraw(fields.get("ruling", ""))
    asked = Queue(**{name: fields.get(name, "") for name in ("dyad", "type", "issue", "after")})
    address = asked.address(claim=ruled.rulings[0].target)
    return RedirectResponse(address, status_code=303)


# Private functions


def _doubt(ledger: Ledger, asked: Queue) -> Doubt | None:
    if not asked.claim:
        return next_doubt(ledger, asked.filter(), asked.after or None)
    found = doubt_of(ledger, asked.claim)
    if found is None:
        raise NotFound(f"no claim of a report with a text has the id {asked.claim[:40]!r}")
    return found


def _item(ledger: Ledger, doubt: Doubt) -> Item:
    event = ledger.events(claim=doubt.claim_id).first() if doubt.event_id else None
    ids = [*event.claim_ids] if event else [doubt.claim_id]
    claims: list[Claim] = [*ledger.claims(ids=ids)]
    behind: Explanation = explanation_in(ledger, event, claims)
    (own,) = [one for one in behind.testimonies if one.claim.id == doubt.claim_id]
    return Item(
        told=own,
        doubt=doubt,
        event=event,
        others=tuple(one for one in behind.testimonies if one is not own),
        rivals=behind.rivals,
        rulings=tuple(one for one in behind.rulings if doubt.claim_id in {one.target, one.other}),
    )


def _last_by(ledger: Ledger, name: str) -> Decided | None:
    made = [one for one in ledger.rulings() if one.by == name]
    last = max(made, key=lambda one: (one.made_at, one.id), default=None)
    return decided_in(ledger, [last])[0] if last else None
