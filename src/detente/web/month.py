"""The last month with acts: who moved most, where states dealt with each other, who with whom.

In:  an open ledger.   Out: ``MonthLately``, kept until the ledger changes.
Does not: draw: the pictures are fetched when they come in sight (world_pictures.py).
"""

from dataclasses import dataclass
from datetime import date

from detente.ledger import Ledger
from detente.relations.movers import Mover, last_month, movers
from detente.relations.network import busiest_dyads
from detente.relations.places import places_of_all
from detente.web.desk import Desk
from detente.web.figures import state_of
from detente.web.shown import Shown
from detente.web.world_pictures import MonthPicture

__all__ = ["MonthLately", "month_in"]

N_MOVERS = 10
SAID = {
    MonthPicture.MAP: ("Where", "Acts done in the month, by place."),
    MonthPicture.NETWORK: (
        "Who with whom",
        "Acts done in the month, by dyad; colour: how warm the relation is by then.",
    ),
}
SIZES = {MonthPicture.MAP: (592, 440), MonthPicture.NETWORK: (650, 440)}


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLately:
    """The month of the last act: the dyads that moved most in it, and its pictures.

    ``n_moved`` dyads moved at all; ``movers`` are the first of them.
    """

    first: date
    last: date
    n_moved: int
    movers: tuple[Mover, ...]
    pictures: tuple[Shown, ...]


def month_in(desk: Desk, ledger: Ledger, as_of: date | None) -> MonthLately | None:
    """Find the month of the last act up to ``as_of``; ``None`` where nothing has happened."""
    return desk.kept.get(("month", state_of(ledger), as_of), lambda: _month(ledger, as_of))


# Private functions


def _month(ledger: Ledger, as_of: date | None) -> MonthLately | None:
    month = last_month(ledger, as_of)
    if month is None:
        return None
    moved = movers(ledger, month)
    is_there = {
        MonthPicture.MAP: bool(places_of_all(ledger, month)),
        MonthPicture.NETWORK: bool(busiest_dyads(ledger, month)),
    }
    return MonthLately(
        first=month[0],
        last=month[1],
        n_moved=len(moved),
        movers=tuple(moved[:N_MOVERS]),
        pictures=tuple(_shown(month[0], kind) for kind, is_so in is_there.items() if is_so),
    )


def _shown(month: date, kind: MonthPicture) -> Shown:
    title, words = SAID[kind]
    return Shown(
        name=kind,
        title=title,
        words=words,
        address=f"/picture/month/{month:%Y-%m}/{kind}",
        size=SIZES[kind],
    )
