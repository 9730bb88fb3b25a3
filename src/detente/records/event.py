"""Events: what claims, merged, say happened. Computed, and may be computed again.

A ``Ruling`` is a person's decision on a claim. ``ReportFacts`` is what merging has to know of a
report beyond its claims.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from detente.records.claim import Actor, EventDate, Place, Status
from detente.records.shown import Shown
from detente.records.text import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What merging has to know of a report.

    ``outlet`` published it, ``credited`` is whom it retells. ``copy_group`` is the same for all
    reports that are one testimony (copies, retellings), ``None`` for a report that stands alone.
    """

    published: date | None = None
    outlet: str | None = None
    credited: str | None = None
    copy_group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who stands behind an event. Codes of actors, sorted.

    ``n_outlets`` counts the independent outlets that tell of it, on whosever word; copies and
    retellings count once, and one that only denies what others tell does not. ``n_own_voice``
    counts those of them that tell it as a fact of their own.
    ``ruled_out`` are the persons who ruled a claim of it negated, each with the reason.
    """

    affirmed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    unconfirmed_by: tuple[str, ...] = ()
    n_outlets: int = 0
    n_own_voice: int = 0
    ruled_out: tuple[str, ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Whether somebody denies what somebody, or an outlet in its own voice, affirms."""
        return bool(self.denied_by) and bool(self.affirmed_by or self.n_own_voice)


class LinkKind(StrEnum):
    """How one event bears on another."""

    FULFILS = "fulfils"
    BREAKS = "breaks"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class EventLink:
    """An event's bearing on another, by the other's id."""

    kind: LinkKind
    event_id: str


@dataclass(frozen=True, kw_only=True)
class Event(Shown):
    """What claims, merged, say happened. ``claim_ids`` are sorted."""

    claim_ids: tuple[str, ...]
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...] = ()
    status: Status
    date: EventDate | None = None
    place: Place | None = None
    standing: Standing
    links: tuple[EventLink, ...] = ()

    def __post_init__(self) -> None:
        if not self.claim_ids:
            msg = "an event needs at least one claim"
            raise ValueError(msg)

    @cached_property
    def id(self) -> str:
        """Digest of the claims it rests on."""
        return event_id_of(self.claim_ids)


def event_id_of(claim_ids: Sequence[str]) -> str:
    """Give the id of the event that rests on claims, by their sorted ids."""
    return digest("event", list(claim_ids))


class RulingKind(StrEnum):
    """What a person decided; ``ACCEPT``: the claim is coded as its words say.

    ``NOTE`` and ``PIN`` decide nothing: words for others who read, and what is to stay in sight.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    SAME_AS = "same-as"
    DIFFERENT = "different"
    SET = "set"
    NOTE = "note"
    PIN = "pin"

    @property
    def is_mark(self) -> bool:
        """Whether it decides nothing about the claim, and changes no event."""
        return self in {RulingKind.NOTE, RulingKind.PIN}


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A person's decision on a claim: who, when, why. Withdrawn, never deleted.

    ``target`` and ``other`` are ids of claims, which outlast the events computed from them.
    ``field`` and ``value`` belong to ``SET``: ``type`` (``ACCUSE`` or ``ACCUSE/allege``), ``mode``,
    ``status``, ``date`` (``2024-02-02``, ``2024-02`` or ``2024-02-02/2024-02-05``), ``actors`` and
    ``recipients`` (codes, separated by blanks), ``place`` (``Bangkok, THA``); an empty value takes
    the field away. ``made_at`` and ``withdrawn_at`` are aware instants in UTC.
    """

    kind: RulingKind
    target: str
    other: str | None = None
    field: str | None = None
    value: str | None = None
    because: str
    by: str
    made_at: datetime
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.made_at.tzinfo is None:
            msg = "a ruling's instant needs a time zone"
            raise ValueError(msg)
        if not self.because.strip():
            msg = "a ruling needs its reason"
            raise ValueError(msg)
        is_about_two = self.kind in {RulingKind.SAME_AS, RulingKind.DIFFERENT}
        for name, value, is_needed in (
            ("other claim", self.other, is_about_two),
            ("field", self.field, self.kind is RulingKind.SET),
        ):
            if is_needed != (value is not None):
                msg = f"a {self.kind} ruling {'needs its' if is_needed else 'has no'} {name}"
                raise ValueError(msg)

    @property
    def is_active(self) -> bool:
        """Whether it holds: nobody has withdrawn it."""
        return self.withdrawn_at is None

    @cached_property
    def id(self) -> str:
        """Digest of the decision and its instant."""
        made_at = self.made_at.isoformat()
        parts = (self.kind, self.target, self.other, self.field, self.value, self.by, made_at)
        return digest("ruling", *parts)
