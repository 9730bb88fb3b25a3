"""Forms that rule on an event or a claim -> rulings in the ledger; and their withdrawal.

In:  a form: what is ruled on, the verdict, the reason.   Out: rulings; the page of what it is now.
Does not: check who may rule (access.py does), or delete: what is undone is withdrawn.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from detente.errors import BadInput
from detente.events.decisions import Decision, Verdict, rulings_of
from detente.ledger import Ledger
from detente.relations.lookup import Found, look_up
from detente.web.desk import Desk, DeskOf
from detente.web.forms import Fields, FieldsOf, local_path
from detente.web.visitors import Visitor, VisitorOf

__all__ = ["SETTABLE", "VERDICTS", "decide", "router"]

SETTABLE = ("type", "mode", "status", "date", "actors", "recipients", "place")
WHY = {  # what stands where a reader gives no reason
    "accept": "its words say so",
    "reject": "its words tell of no such act",
    "same-as": "their words tell of one act",
    "different": "their words tell of two acts",
    "type": "its words tell of another kind of act",
    "status": "its words say so",
}
router = APIRouter()


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
    because = fields.get("because", "").strip() or WHY.get(verdict, "")
    if not because:
        raise BadInput("say why, for those who read it later")
    at = Verdict(by=visitor.name or "somebody", at=desk.now(), because=because)
    desk.rule(rulings_of(found, decision, at))
    return found


@router.post("/event/{target}/rule", include_in_schema=False)
@router.post("/claim/{target}/rule", include_in_schema=False)
def rule(desk: DeskOf, visitor: VisitorOf, target: str, fields: FieldsOf) -> Response:
    """Rule, and lead to what the event is now: another, where its claims have changed."""
    found = decide(desk, visitor, target, fields)
    return RedirectResponse(f"/claim/{found.meant[0].id}", status_code=303)


@router.post("/rulings/{ruling_id}/withdraw", include_in_schema=False)
def withdraw(desk: DeskOf, ruling_id: str, fields: FieldsOf) -> Response:
    """Withdraw a ruling and those of the same decision; twice is once."""
    ruled = desk.withdraw(ruling_id)
    claim = f"/claim/{ruled.rulings[0].target}"
    return RedirectResponse(local_path(fields.get("next", ""), claim), status_code=303)


# Private functions


def _decision(ledger: Ledger, verdict: str, value: str) -> Decision:
    """Put together what is decided.

    Raises:
        BadInput: it is nothing that can be decided.
    """
    if verdict in SETTABLE:
        return Decision(values={verdict: _value(verdict, value)})
    make = VERDICTS.get(verdict)
    if make is None:
        known = ", ".join([*VERDICTS, *SETTABLE])
        raise BadInput(f"{verdict[:40]!r} is no verdict; choose one of: {known}")
    return make(ledger, value)


def _value(name: str, value: str) -> str:
    value = value.strip()
    if name in {"type", "status", "date"} and not value:
        raise BadInput(f"say which {name}")
    return value


def _same(ledger: Ledger, value: str) -> Decision:
    return Decision(same_as=look_up(ledger, _id_in(value)))


def _different(ledger: Ledger, value: str) -> Decision:
    return Decision(different=look_up(ledger, _id_in(value)))


def _id_in(value: str) -> str:
    """Take the id out of a page's address, where one was pasted."""
    return urlsplit(value.strip()).path.rstrip("/").rpartition("/")[2]


VERDICTS: Mapping[str, Callable[[Ledger, str], Decision]] = {
    "accept": lambda _ledger, _value: Decision(is_accepted=True),
    "reject": lambda _ledger, _value: Decision(is_rejected=True),
    "same-as": _same,
    "different": _different,
}
