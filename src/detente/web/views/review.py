"""Rulings on pages: the queue of doubtful claims, one key each; forms; how often reviewers agree.

In:  filters, a place in the queue, a form.   Out: ``ReviewPage``; rulings; ``Agreement``.
Does not: know whether a coding is right (that is for people to say), choose for a reader (skipping
leaves no trace), or delete: what is undone is withdrawn. ``Agreement`` is not the coder's
precision: whoever reviews the most doubtful claims first finds more errors than there are among
all.

The measure: each sign of doubt is a share between 0 and 1, and a claim's doubt is what is left of
certainty when all are taken as independent, 1 - (1 - a)(1 - b)... (a "noisy or", Pearl 1988,
Probabilistic Reasoning in Intelligent Systems, 4.3.2).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response

from detente.errors import BadInput, UnknownCode
from detente.evaluate.checking.forms import form_of
from detente.evaluate.checking.shares import wilson
from detente.events.decisions import Decision, Verdict, rulings_of
from detente.events.rulings import SETTABLE
from detente.ledger import Filter, Ledger
from detente.ledger.address import packaged_sql
from detente.ledger.ask import conditions
from detente.record import ruled_claims
from detente.records import Claim, Event, Ruling, Status
from detente.relations.explain import Explanation, Found, Rival, Testimony, explanation_in, look_up
from detente.relations.known import known_values
from detente.relations.wording import STATUS_WORDS
from detente.web.desk import Desk, DeskOf
from detente.web.failures import NotFound
from detente.web.figures import figures, records, select
from detente.web.forms import Fields, FieldsOf, Visitor, VisitorOf, local_path
from detente.web.holding import writing
from detente.web.listing import CSV, Table
from detente.web.pages import HTML, add_page
from detente.web.views.changes import Decided, decided_in
from detente.web.views.timeline import Short

router = APIRouter(include_in_schema=False)


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
                raise BadInput(f"{self.dyad!r} is not a dyad; write it as CHN USA")
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


# --- Claims of a ledger -> those whose coding is doubtful, the most doubtful first, and why.
@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How another reader codes an act."""

    type: str
    status: Status


@dataclass(frozen=True, slots=True)
class Reason:
    """A sign of doubt, in words, and how much it counts, 0..1."""

    words: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """How doubtful the coding of a claim is, 0..1; ``event_id`` is ``None`` for one in no event.

    ``by_other`` is how a large model reads it where the coding that counts is our reader's, or the
    other way round; ``None`` where it tells no such act, or only one of both has read the report.
    """

    claim_id: str
    event_id: str | None
    doubt: float
    reasons: tuple[Reason, ...]
    by_other: Reading | None
    is_ruled: bool

    @property
    def cursor(self) -> str:
        """Where in the queue the claim stands."""
        return f"{self.doubt:.4f}-{self.claim_id}"


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
class Agreement:
    """Of ``n_read`` claims coded as ``type``, a reviewer found ``n_right`` coded right.

    ``type`` is ``None`` for all types together. ``share`` and its interval at 95 % are 0..1.
    """

    reviewer: str
    type: str | None
    n_read: int
    n_right: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How many claims that fit somebody has ruled on, and how many doubtful ones are left."""

    n_read: int
    n_left: int


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


# --- Rulings of reviewers -> how often they found the coder right, by type, with an interval.
def _agreement(*, n_right: int, n_read: int, **of: Any) -> Agreement:
    shares = (n_right / n_read, *wilson(n_right / n_read, n_read))
    share, low, high = (round(one, 4) for one in shares)
    return Agreement(**of, n_read=n_read, n_right=n_right, share=share, low=low, high=high)


def agreement_in(ledger: Ledger) -> tuple[Agreement, ...]:
    """Sum up what reviewers found, sorted by their names; of each, all types come first."""
    return figures(ledger, "agreement", _agreement)


WEIGHTS: Mapping[str, float] = {
    "readers": 0.95,  # a large model and our reader tell the act in two ways, or one alone tells it
    "cue": 0.1,  # the status hangs on one word; most errors in statuses are of this kind
    "disputed": 0.6,  # somebody denies what others affirm
    "unconfirmed": 0.2,  # a side was asked, and has not confirmed it
}


def _readers_words(row: dict[str, Any]) -> str:
    other = "a large model" if row["other_is_model"] else "our own reader"
    if not row["other_type"]:
        return f"{other} read the report, too, and found no such act"
    if (row["other_type"], row["other_status"]) == (row["type"], row["status"]):
        return f"{other} names other parties"
    return f"{other} reads {row['other_type']}, {STATUS_WORDS[Status(row['other_status'])]}"


def _reasons(row: dict[str, Any]) -> list[Reason]:
    cue = f", “{row['cue']}”" if row["cue"] else ""
    told = {
        "by_readers": _readers_words(row),
        "by_standing": f"its event is {row['standing']}",
        "by_score": "the coder is unsure of the type",
        "by_cue": f"whether it happened hangs on one cue{cue}",
    }
    shares = {name: round(row[name] or 0.0, 2) for name in told}
    return [Reason(told[name], share) for name, share in shares.items() if share > 0]


def _doubt_of_row(**row: Any) -> Doubt:
    other = None
    if row["other_type"]:
        other = Reading(type=row["other_type"], status=Status(row["other_status"]))
    return Doubt(
        claim_id=row["id"],
        event_id=row["event_id"],
        doubt=row["doubt"],
        reasons=tuple(sorted(_reasons(row), key=lambda one: (-one.share, one.words))),
        by_other=other,
        is_ruled=row["is_ruled"],
    )


def _first(ledger: Ledger, words: list[str], values: dict[str, object]) -> Doubt | None:
    fitting = f"WHERE {' AND '.join(words)} ORDER BY d.doubt DESC, d.id LIMIT 1"
    sql = f"{packaged_sql('doubts', 'web')} {fitting}"
    return next(iter(records(ledger, sql, _doubt_of_row, {**WEIGHTS, **values})), None)


def doubt_of(ledger: Ledger, claim_id: str) -> Doubt | None:
    """Tell how doubtful one claim is, ruled on or not; ``None`` for one of another program."""
    return _first(ledger, ["d.id = $id"], {"id": claim_id})


LEAST = 0.2  # doubt from which on a claim is in the queue
_CURSOR = re.compile(r"([01]\.\d{1,4})-([0-9a-z]{1,40})")


def _place(cursor: str) -> tuple[float, str]:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise BadInput(f"{cursor[:80]!r} is not a place in the queue; take it from the page before")
    return float(found[1]), found[2]


def next_doubt(ledger: Ledger, fitting: Filter, after: str | None = None) -> Doubt | None:
    """Find the most doubtful claim that fits and on which nobody has ruled; after a cursor.

    Raises:
        BadInput: ``after`` is no cursor, or claims cannot be asked so.
    """
    words, values = conditions("claims", fitting)
    words += ["NOT d.is_ruled", "d.doubt >= $least"]
    asked: dict[str, object] = {**values, "least": LEAST}
    if after is not None:
        words.append("(d.doubt < $last OR (d.doubt = $last AND d.id > $last_id))")
        asked["last"], asked["last_id"] = _place(after)
    return _first(ledger, words, asked)


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
    made = [one for one in ledger.rulings() if one.by == name and not one.kind.is_mark]
    last = max(made, key=lambda one: (one.made_at, one.id), default=None)
    return decided_in(ledger, [last])[0] if last else None


def progress_of(ledger: Ledger, fitting: Filter) -> Progress:
    """Count what is read and what is left.

    Raises:
        BadInput: claims cannot be asked so.
    """
    words, values = conditions("claims", fitting)
    where = f" WHERE {' AND '.join(words)}" if words else ""
    sql = (
        "SELECT count(*) FILTER (is_ruled), count(*) FILTER (NOT is_ruled AND doubt >= $least)"  # noqa: S608  # ours
        f" FROM ({packaged_sql('doubts', 'web')}{where})"
    )
    return Progress(*select(ledger, sql, {**WEIGHTS, **values, "least": LEAST})[0])


add_page(router, "/review", "review.html", review, [AGREEMENT])
add_page(router, "/review/agreement", "agreement.html", agreement, [AGREEMENT])


# --- A sample to check, as a form to download: every claim has a chance, not the doubtful alone.
FORM_TYPES = {"csv": CSV, "html": HTML}


@router.get("/review/sample.{form}")
def sample(desk: DeskOf, asked: QueueOf, form: Literal["csv", "html"], seed: int = 1) -> Response:
    """Draw a sample, as ``detente sample`` does, and answer with its form."""
    wanted = asked.filter()
    with desk.open() as ledger:
        named = [desk.gazetteer.names_of(side) for side in wanted.get("dyad", ())]
        drawn = ledger.sample(seed=seed, ruled=ruled_claims(ledger), named=named, **wanted)
        runs = [run.id[:8] for run in ledger.runs()]
    made = form_of(drawn, wanted, runs=runs, is_as_read=False)
    headers = {"content-disposition": f'attachment; filename="check.{form}"'}
    body = made.html() if form == "html" else made.csv()
    return Response(body, media_type=FORM_TYPES[form], headers=headers)


@router.post("/review")
def rule(desk: DeskOf, visitor: VisitorOf, fields: FieldsOf) -> Response:
    """Rule on the claim that was shown, and go on."""
    decide(desk, visitor, fields.get("claim", ""), fields)
    return RedirectResponse(local_path(fields.get("next", ""), "/review"), status_code=303)


@router.post("/review/undo")
def undo(desk: DeskOf, fields: FieldsOf) -> Response:
    """Withdraw a ruling, and show its claim again."""
    ruled = writing.withdraw(desk, fields.get("ruling", ""))
    asked = Queue(**{name: fields.get(name, "") for name in ("dyad", "type", "issue", "after")})
    address = asked.address(claim=ruled.rulings[0].target)
    return RedirectResponse(address, status_code=303)


# --- Forms that rule on an event or a claim -> rulings in the ledger; and their withdrawal.
WHY = {  # what stands where a reader gives no reason
    "accept": "its words say so",
    "reject": "its words tell of no such act",
    "same-as": "their words tell of one act",
    "different": "their words tell of two acts",
    "type": "its words tell of another kind of act",
    "status": "its words say so",
    "pin": "to be kept in sight",
}


def decide(desk: Desk, visitor: Visitor, target: str, fields: Fields) -> Found:
    """Rule on the event or claim ``target``, as the form says.

    ``verdict`` names what is decided, with its value behind a colon (``type:ACCUSE``); else the
    value is the field of that name.

    Raises:
        BadInput: there is no such verdict, no reason where one is needed, or it cannot be applied.
        HTTPException: the desk only reads.
    """
    verdict, _, value = fields.get("verdict", "").partition(":")
    value = value or fields.get(verdict, "")
    with desk.open() as ledger:
        found = look_up(ledger, target)
        decision = _decision(ledger, verdict, value)
        try:
            values = known_values(ledger, decision.values, lambda: desk.gazetteer)
        except UnknownCode as err:
            raise BadInput(str(err)) from err  # the form is wrong; its page is there
        decision = replace(decision, values=values)
    because = fields.get("because", "").strip() or WHY.get(verdict, "")
    if not because:
        raise BadInput("say why, for those who read it later")
    at = Verdict(by=visitor.name or "somebody", at=desk.now(), because=because)
    writing.rule(desk, rulings_of(found, decision, at))
    return found


@router.post("/event/{target}/rule")
@router.post("/claim/{target}/rule")
def rule_on(desk: DeskOf, visitor: VisitorOf, target: str, fields: FieldsOf) -> Response:
    """Rule, and lead to what the event is now: another, where its claims have changed."""
    found = decide(desk, visitor, target, fields)
    return RedirectResponse(f"/claim/{found.meant[0].id}", status_code=303)


@router.post("/rulings/{ruling_id}/withdraw")
def withdraw(desk: DeskOf, ruling_id: str, fields: FieldsOf) -> Response:
    """Withdraw a ruling and those of the same decision; twice is once."""
    ruled = writing.withdraw(desk, ruling_id)
    claim = f"/claim/{ruled.rulings[0].target}"
    return RedirectResponse(local_path(fields.get("next", ""), claim), status_code=303)


def _decision(ledger: Ledger, verdict: str, value: str) -> Decision:
    if verdict in SETTABLE:
        return Decision(values={verdict: _value(verdict, value)})
    make = VERDICTS.get(verdict)
    if make is None:
        known = ", ".join([*VERDICTS, *SETTABLE])
        raise BadInput(f"{verdict[:40]!r} is not a verdict; choose one of: {known}")
    return make(ledger, value)


def _value(name: str, value: str) -> str:
    value = value.strip()
    if name in {"type", "status", "date"} and not value:
        raise BadInput(f"say which {name}")
    return value


def _at(ledger: Ledger, value: str) -> Found:
    """Look an id up, alone or at the end of a page's address that was pasted."""
    return look_up(ledger, urlsplit(value.strip()).path.rstrip("/").rpartition("/")[2])


VERDICTS: Mapping[str, Callable[[Ledger, str], Decision]] = {
    "accept": lambda _ledger, _value: Decision(is_accepted=True),
    "reject": lambda _ledger, _value: Decision(is_rejected=True),
    "same-as": lambda ledger, value: Decision(same_as=_at(ledger, value)),
    "different": lambda ledger, value: Decision(different=_at(ledger, value)),
    "note": lambda _ledger, _value: Decision(is_noted=True),
    "pin": lambda _ledger, _value: Decision(is_pinned=True),
}
