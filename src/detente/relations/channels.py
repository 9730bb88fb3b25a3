"""Talks and their interruptions -> channels: which are open, since when, what comes next.

In:  the evidence of a brief.   Out: one channel a level, at the working level one an issue.
Does not: tell what was agreed (commitments.py), or invent talks that no report tells of.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from detente.relations.channel_traces import Contact, Trace, traces_in
from detente.relations.channel_words import Level, Move, rank
from detente.relations.evidence import Evidence

if TYPE_CHECKING:
    from detente.codebook import Codebook

__all__ = ["Channel", "ChannelOptions", "ChannelState", "Contact", "find_channels"]

WORKING = (Level.WORKING, None)  # talks for which no level is told stand at the working level


class ChannelState(StrEnum):
    """How a channel stands."""

    OPEN = "open"
    RESUMED = "resumed"
    PLANNED = "planned"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOptions:
    """When talks are old. Days before the brief's day.

    ``fresh``: a channel used since is open; one used before is planned or quiet. Leaders and
    ministers of states that deal with each other meet a few times a year, so two months without
    a contact are no longer a channel in use. ``revived``: for how long it counts as resumed.
    ``awaited``: for how long a plan without a date is waited for.
    """

    fresh: int = 60
    revived: int = 180
    awaited: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel of talks. ``issues`` are those of its contacts, the latest contact's first."""

    level: Level
    issues: tuple[str, ...]
    state: ChannelState
    last: Contact | None
    next: Contact | None
    who: tuple[str, ...]
    ahead: tuple[Contact, ...]
    contacts: tuple[Contact, ...]


DEFAULTS = ChannelOptions()


def find_channels(
    evidence: Evidence, codebook: "Codebook", options: ChannelOptions = DEFAULTS
) -> tuple[Channel, ...]:
    """Find the channels between the sides, from leaders down; working ones by their last contact.

    Talks for which the words tell neither level nor issue ("the two re-engaged") make a channel
    of their own only where no other is known.
    """
    traces = traces_in(evidence)
    groups = _grouped(traces, codebook)
    made = [_channel(level, group, evidence.day, options) for (level, _), group in groups.items()]
    return tuple(sorted(made, key=_order))


# Private functions


def _grouped(
    traces: Sequence[Trace], codebook: "Codebook"
) -> dict[tuple[Level, str | None], list[Trace]]:
    """Sort traces into channels; at the working level a part of an issue goes with the whole."""
    named = {issue for trace in traces if trace.level in WORKING for issue in trace.issues[:1]}
    parents = {issue.id: issue.parent for issue in codebook.issues}
    groups: dict[tuple[Level, str | None], list[Trace]] = {}
    vague = []
    for trace in traces:
        if trace.level in WORKING and not trace.issues:
            vague.append(trace)
            continue
        issue = _widest(trace.issues[0], named, parents) if trace.level in WORKING else None
        groups.setdefault((trace.level or Level.WORKING, issue), []).append(trace)
    is_clear = bool(groups) or any(trace.level for trace in vague)
    for trace in vague:
        key = _same_words(trace, groups)
        if key is not None:
            groups[key].append(trace)
        elif trace.level is not None or not is_clear:
            groups.setdefault((trace.level or Level.UNTOLD, None), []).append(trace)
    return groups


def _widest(issue: str, named: Collection[str], parents: Mapping[str, str | None]) -> str:
    """The widest issue of those named that this one is part of."""
    found, part = issue, parents.get(issue)
    while part is not None:
        found = part if part in named else found
        part = parents.get(part)
    return found


def _same_words(
    trace: Trace, groups: Mapping[tuple[Level, str | None], Sequence[Trace]]
) -> tuple[Level, str | None] | None:
    """The channel of which a trace without an issue is told in the same sentence."""
    places = _places(trace)
    for key, group in groups.items():
        if any(places & _places(one) for one in group):
            return key
    return None


def _places(trace: Trace) -> set[tuple[int, int]]:
    return {(quote.report, quote.sentence) for quote in trace.contact.quotes}


def _channel(
    level: Level, group: Sequence[Trace], day: date | None, options: ChannelOptions
) -> Channel:
    traces = sorted(group, key=lambda trace: _day(trace.contact))
    contacts = [trace.contact for trace in traces]
    past = [one for one in contacts if one.move is not Move.PLANNED]
    ahead = [one for one in contacts if _is_to_come(one, day, past, options)]
    following = min(ahead, key=_day, default=None)
    issues = chain.from_iterable(trace.issues for trace in reversed(traces))
    return Channel(
        level=level,
        issues=tuple(dict.fromkeys(issues)),
        state=_state(past, following, day, options),
        last=past[-1] if past else None,
        next=following,
        who=tuple(dict.fromkeys(chain.from_iterable(one.who for one in reversed(contacts)))),
        ahead=tuple(ahead),
        contacts=tuple(contacts),
    )


def _is_to_come(
    plan: Contact, day: date | None, past: Sequence[Contact], options: ChannelOptions
) -> bool:
    """Whether it is a plan still: not kept, its days not over; an undated one not long ago."""
    if plan.move is not Move.PLANNED or plan.is_kept:
        return False
    if plan.when is not None:
        return day is None or plan.when.latest >= day
    told = plan.told or date.min
    if day is not None and day - told > timedelta(options.awaited):
        return False
    return not any(one.when and one.when.earliest > told for one in past)


def _state(
    past: Sequence[Contact],
    following: Contact | None,
    day: date | None,
    options: ChannelOptions,
) -> ChannelState:
    if not past:
        return ChannelState.PLANNED
    last = past[-1]
    if last.move is Move.SUSPENDED:
        return ChannelState.SUSPENDED
    if last.move is Move.REFUSED:
        return ChannelState.REFUSED
    age = (day - _day(last)) if day else timedelta(0)
    revived = [one for one in past if one.move is Move.RESUMED]
    if revived and (day is None or day - _day(revived[-1]) <= timedelta(options.revived)):
        return ChannelState.RESUMED
    if age <= timedelta(options.fresh):
        return ChannelState.OPEN
    return ChannelState.PLANNED if following else ChannelState.QUIET


def _day(contact: Contact) -> date:
    """The last day on which it can have been, no past one after its telling; else the telling."""
    told, when = contact.told, contact.when
    if when is None:
        return told or date.min
    if contact.move is Move.PLANNED or told is None:
        return when.latest
    return min(when.latest, told)


def _order(channel: Channel) -> tuple[object, ...]:
    newest = channel.last or channel.next
    return (rank(channel.level), -(_day(newest).toordinal() if newest else 0), channel.issues)
