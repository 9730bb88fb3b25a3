"""What is planned, promised or threatened -> what to watch, by date.

In:  the evidence of a brief, its channels.   Out: acts to come, the dated ones first.
Does not: forecast; all of it was announced or threatened by somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.records import Status
from detente.relations.acts import Act, Quote
from detente.relations.channels import Channel, Contact
from detente.relations.commitments import (
    MERE_WORDS,
    Commitment,
    CommitmentKind,
    CommitmentState,
)
from detente.relations.evidence import Evidence
from detente.relations.silence import Silence, silences

__all__ = ["Watched", "find_watched"]

TALKS = "CONSULT"
AWAITED = timedelta(days=60)  # for how long what bears no date is waited for


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Something to come. ``act`` is ``None`` for talks whose sides the words leave unnamed."""

    earliest: date | None
    latest: date | None
    act: Act | None
    contact: Contact | None
    channel: Channel | None
    is_threat: bool
    unconfirmed_by: tuple[str, ...]
    quotes: tuple[Quote, ...]


def find_watched(
    evidence: Evidence, channels: Sequence[Channel], commitments: Sequence[Commitment]
) -> tuple[Watched, ...]:
    """List planned acts between the sides and open threats: by day, undated ones last."""
    day = evidence.day
    threats = {
        one.act.event_id
        for one in commitments
        if one.kind is CommitmentKind.THREATENED and one.state is CommitmentState.PENDING
    }
    settled = {one.act.event_id for one in commitments if one.state is not CommitmentState.PENDING}
    silent = silences(evidence)
    found = [
        _watched(act, silent.get(act.event_id, ()), is_threat=act.event_id in threats)
        for act in evidence.between
        if act.event_id not in settled
        and act.event_id not in evidence.kept
        and _is_fresh(act, day)
        and evidence.is_own_word(act)
        and (act.event_id in threats or _is_to_come(act, day))
    ]
    told = {quote for one in found for quote in one.quotes}
    for channel in channels:
        found += [_talks(one, channel) for one in channel.ahead if not told & set(one.quotes)]
    return tuple(sorted(found, key=_order))


# Private functions


def _is_to_come(act: Act, day: date | None) -> bool:
    """Whether it is a plan for a deed or a talk, and its days are not over."""
    if act.status is not Status.FUTURE or act.type in MERE_WORDS - {TALKS}:
        return False
    return act.when is None or day is None or act.when.latest >= day


def _is_fresh(act: Act, day: date | None) -> bool:
    """Whether it bears a date, or was told not long ago."""
    if act.when is not None and act.status is Status.FUTURE:
        return True
    return act.told is None or day is None or day - act.told <= AWAITED


def _watched(act: Act, silent: Sequence[Silence], *, is_threat: bool) -> Watched:
    return Watched(
        earliest=act.when.earliest if act.when else None,
        latest=act.when.latest if act.when else None,
        act=act,
        contact=None,
        channel=None,
        is_threat=is_threat,
        unconfirmed_by=tuple(sorted({*act.unconfirmed_by, *(one.side for one in silent)})),
        quotes=act.quotes,
    )


def _talks(contact: Contact, channel: Channel) -> Watched:
    when = contact.when
    return Watched(
        earliest=when.earliest if when else None,
        latest=when.latest if when else None,
        act=None,
        contact=contact,
        channel=channel,
        is_threat=False,
        unconfirmed_by=contact.unconfirmed_by,
        quotes=contact.quotes,
    )


def _order(one: Watched) -> tuple[object, ...]:
    first = one.quotes[0]
    return (one.latest or date.max, one.is_threat, -first.report, first.start)
