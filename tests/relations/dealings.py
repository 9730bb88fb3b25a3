"""Events between invented states, by the few values a test is about.

In:  a day, a type, who acts.   Out: events and ledgers.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from builders import an_actor
from detente.ledger import Computed, Ledger
from detente.records import Event, EventDate, Granularity, Standing, Status, digest

__all__ = ["NRL_SDR", "a_ledger", "an_event", "every_month"]

NRL_SDR = ("NRL", "SDR")


def an_event(day: str, kind: str = "ACCUSE", who: str = "NRL>SDR", **changes: Any) -> Event:
    """An act that happened on a day; ``who`` is ``NRL>SDR``, or ``NRL+SDR`` for both together.

    ``kind`` may hold a mode: ``SANCTION-expel``. ``until`` is the last possible day,
    ``outlets`` how many tell of it, ``status`` a word.
    """
    actors, _, recipients = who.partition(">")
    kind, _, mode = kind.partition("-")
    first = date.fromisoformat(day)
    last = date.fromisoformat(changes.pop("until", day))
    number = changes.pop("number", 0)
    status = changes.pop("status", "actual")
    outlets = changes.pop("outlets", 1)
    return Event(
        claim_ids=(digest("claim", day, kind, mode, who, number, status),),
        type=kind,
        mode=mode or None,
        actors=tuple(an_actor(code) for code in actors.split("+")),
        recipients=tuple(an_actor(code) for code in recipients.split("+") if code),
        status=Status(status),
        date=EventDate(earliest=first, latest=last, granularity=Granularity.DAY),
        standing=Standing(n_outlets=outlets, n_own_voice=outlets),
        **changes,
    )


def every_month(first: str, count: int, *kinds: str, who: str = "NRL>SDR") -> list[Event]:
    """One event of each kind on the tenth of so many months."""
    day = date.fromisoformat(first)
    days = [(day + timedelta(days=n * 30.4375)).replace(day=10) for n in range(count)]
    return [
        an_event(each.isoformat(), kind, who, number=number)
        for each in days
        for number, kind in enumerate(kinds)
    ]


def a_ledger(path: Path, events: list[Event]) -> Path:
    """A ledger that holds these events and nothing else."""
    with Ledger.open(path) as ledger:
        ledger.write_events(Computed(events=events, blocks=(), block_of={}))
    return path
