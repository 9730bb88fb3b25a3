"""The beginning of an id -> the claims a person means by it.

In:  an open ledger, and the id of an event or claim, or how it begins.   Out: ``Found``.
Does not: guess: what several ids begin with is refused, with these.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from detente.errors import BadInput

if TYPE_CHECKING:
    from detente.ledger import Ledger
    from detente.records import Claim, Event

__all__ = ["Found", "look_up", "one_of"]

SHORTEST = 4  # characters of an id
SHOWN = 4  # ids that a refusal lists
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An event with its claims, or a claim that is in no event; ``claim`` if it was asked for."""

    event: "Event | None"
    claims: "tuple[Claim, ...]"
    claim: "Claim | None" = None

    @property
    def meant(self) -> "tuple[Claim, ...]":
        """The one claim that was asked for, else all claims of the event."""
        return (self.claim,) if self.claim else self.claims


def look_up(ledger: "Ledger", given: str) -> Found:
    """Find what an id names.

    Raises:
        BadInput: nothing has it, or several do.
    """
    given = given.strip().lower()
    if len(given) < SHORTEST or not given.isalnum():
        raise BadInput(f"{given!r} is no id; give at least {SHORTEST} characters of an event's id")
    events = list(islice(ledger.events(id=given), SHOWN + 1))
    claims = {one.id: one for one in islice(ledger.claims(id=given), SHOWN + 1)}
    named = [f"event {event.id}" for event in events] + [f"claim {name}" for name in claims]
    if len(named) != 1:
        raise BadInput(_refusal(ledger, given, named))
    if events:
        return Found(event=events[0], claims=_claims_of(ledger, events[0]))
    (claim,) = claims.values()
    event = ledger.events(claim=claim.id).first()
    return Found(event=event, claims=_claims_of(ledger, event) if event else (claim,), claim=claim)


def one_of(items: Iterable[T], given: str, what: str) -> T:
    """Take the only one of ``items``.

    Raises:
        BadInput: there is none, or more than one.
    """
    found = list(items)
    if len(found) != 1:
        count = "no" if not found else f"{len(found)}"
        raise BadInput(f"{count} {what} begin with {given!r}; give more of the id")
    return found[0]


def _claims_of(ledger: "Ledger", event: "Event") -> "tuple[Claim, ...]":
    return tuple(ledger.claims(ids=list(event.claim_ids)))


def _refusal(ledger: "Ledger", given: str, named: list[str]) -> str:
    if named:
        more = ", ..." if len(named) > SHOWN else ""
        return f"{given!r} begins several ids: {', '.join(named[:SHOWN])}{more}; give more of one"
    return (
        f"no event or claim in {ledger.path} has an id that begins with {given!r}; an event gets "
        "another id when claims join it: look for it with detente events"
    )
