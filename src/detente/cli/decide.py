"""Rulings on the command line: what to decide, and what a ruling no longer finds.

In:  an open ledger and its rulings.   Out: those that find no claim; a decision of the options.
Does not: make rulings (events/decisions.py does) or write them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.events.decisions import Decision, Verdict, rulings_of, together_with
from detente.records import Ruling

if TYPE_CHECKING:
    from detente.ledger import Ledger

__all__ = ["Decision", "Verdict", "lost_rulings", "rulings_of", "together_with"]


def lost_rulings(ledger: "Ledger", rulings: Sequence[Ruling]) -> list[Ruling]:
    """List the rulings that hold but find no claim in a ledger."""
    from detente.events.rulings import orphans

    named = {one.target for one in rulings} | {one.other for one in rulings if one.other}
    known = {claim.id for claim in ledger.claims(ids=sorted(named))}
    return orphans(rulings, known)
