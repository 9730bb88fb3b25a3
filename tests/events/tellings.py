"""Claims of many reports for tests of merging: ``told("CONSULT", "NRL SDR", on="2024-02-01")``.

In:  the few things a test is about.   Out: a ``Telling``, and the events of several.
Does not: leave the tests.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from builders import a_claim, a_date, a_place, a_report, a_speaker, an_actor
from detente.events.merging.merge import merge
from detente.records import Actor, Claim, Event, ReportFacts, Ruling, RulingKind, Status

__all__ = ["Telling", "events_of", "ids_of", "ruling", "someone", "told"]

_numbers = count()


@dataclass(frozen=True)
class Telling:
    """A claim and what is known of its report."""

    claim: Claim
    facts: ReportFacts

    @property
    def id(self) -> str:
        return self.claim.id


def told(type_name: str, who: str, **changes: Any) -> Telling:
    """What one report tells. ``who`` are codes: ``NRL SDR`` together, ``NRL > SDR`` one on another.

    ``on`` is the deed's day, month (``2024-02``) or stretch (``2024-02-01/2024-02-05``);
    ``published``, ``outlet``, ``credited``, ``copy_group`` are the report's; ``by`` the speaker's
    code; ``at`` a place; ``report`` a name that makes two tellings one report's.
    """
    number = next(_numbers)
    name = changes.pop("report", f"report {number}")
    published = changes.pop("published", "2024-02-02")
    facts = ReportFacts(
        published=date.fromisoformat(published) if published else None,
        outlet=changes.pop("outlet", f"outlet {number}"),
        credited=changes.pop("credited", None),
        copy_group=changes.pop("copy_group", None),
    )
    words = changes.pop("words", f"words {number}")
    report = a_report(f"{name}\n{words}", key=name)
    on, by, at = changes.pop("on", None), changes.pop("by", None), changes.pop("at", None)
    actors, _, recipients = who.partition(">")
    claim = a_claim(
        report,
        quote=words,
        type=type_name,
        actors=changes.pop("actors", None) or _parties(actors),
        recipients=_parties(recipients),
        date=_when(on) if on else None,
        speaker=a_speaker(by) if by else None,
        place=a_place(at) if isinstance(at, str) else at,
        status=Status(changes.pop("status", "actual")),
        **{"report_id": name, "score": 0.5, **changes},
    )
    return Telling(claim, facts)


def someone(identity: str, code: str = "NRL-GOV", **changes: Any) -> Actor:
    """A person or body known by an id."""
    return an_actor(code, id=identity, **{"name": identity.title(), **changes})


def events_of(*tellings: Telling, rulings: Sequence[Ruling] = ()) -> list[Event]:
    """Merge what is told."""
    facts = {telling.claim.report_id: telling.facts for telling in tellings}
    return merge([telling.claim for telling in tellings], facts, rulings)


def ids_of(events: Iterable[Event]) -> set[tuple[str, ...]]:
    """Which claims went together."""
    return {event.claim_ids for event in events}


def ruling(kind: RulingKind, target: Telling, **changes: Any) -> Ruling:
    """A ruling of Ada's on a claim; ``other`` may be a telling; ``minute`` orders several."""
    other = changes.pop("other", None)
    made_at = datetime(2024, 3, 1, 12, changes.pop("minute", 0), tzinfo=UTC)
    defaults = {"because": "the minister said so", "by": "Ada", "made_at": made_at}
    return Ruling(
        kind=kind,
        target=target.id,
        other=other.id if isinstance(other, Telling) else other,
        **{**defaults, **changes},
    )


def _parties(codes: str | tuple[Actor, ...]) -> tuple[Actor, ...]:
    if not isinstance(codes, str):
        return codes
    return tuple(_state(code) for code in codes.split())


def _state(code: str) -> Actor:
    country, _, sector = code.partition("-")
    return an_actor(code, id=country) if sector in {"", "GOV"} else an_actor(code)


def _when(on: str) -> Any:
    first, slash, last = on.partition("/")
    if len(first) == len("2024-02"):
        return a_date(f"{first}-01", f"{first}-28", granularity="month")
    return a_date(first, last if slash else None)
