"""Talks and their interruptions -> channels: which are open, since when, what comes next.

In:  the evidence of a brief; ``data/channels.toml``.   Out: one channel a level, at the working
level one an issue.
Does not: tell what was agreed (commitments.py), invent talks that no report tells of, or take
silence for denial.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import chain

import msgspec

from detente.codebook import ORGANS, Codebook
from detente.errors import BadConfig
from detente.records import Event, EventDate, RemarkKind, Status, alike
from detente.relations.evidence import Act, Evidence, Quote


class Level(StrEnum):
    """Who talks with whom, from the top."""

    LEADERS = "leaders"
    MINISTERS = "ministers"
    SENIOR = "senior officials"
    MILITARY = "military"
    WORKING = "working level"
    UNTOLD = "level not told"
    RELATIONS = "relations and embassies"  # broken off, restored: no talks of anybody


WORKING = (Level.WORKING, None)  # talks for which no level is told stand at the working level


class ChannelState(StrEnum):
    """How a channel stands."""

    OPEN = "open"
    RESUMED = "resumed"
    AGREED = "resumption agreed"
    PLANNED = "planned"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    QUIET = "quiet"


# Days before the brief's day. Leaders and ministers of states that deal with each other meet a few
# times a year, so two months without a contact are no longer a channel in use.
FRESH = timedelta(60)  # a channel used since is open; one used before is planned or quiet
REVIVED = timedelta(180)  # for so long it counts as resumed
AWAITED = timedelta(60)  # for so long a plan without a date is waited for


class Move(StrEnum):
    """What an act does to a channel."""

    MET = "met"
    RESUMED = "resumed"
    AGREED = "agreed to resume"  # of relations, by both
    SUSPENDED = "suspended"
    REFUSED = "refused"
    PLANNED = "planned"


# how relations stand is the last thing told of them, however long ago
LASTING = {
    Move.RESUMED: ChannelState.RESUMED,
    Move.AGREED: ChannelState.AGREED,
    Move.SUSPENDED: ChannelState.SUSPENDED,
    Move.REFUSED: ChannelState.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A talk, or what became of one. ``when`` is ``None`` where only its telling has a day.

    ``is_kept``: it was planned, and a later act is what was planned.
    """

    move: Move
    when: EventDate | None = None
    told: date | None
    place: str | None = None
    who: tuple[str, ...] = ()
    announced_by: tuple[str, ...] = ()
    unconfirmed_by: tuple[str, ...] = ()
    is_kept: bool = False
    quotes: tuple[Quote, ...]


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


def find_channels(evidence: Evidence, codebook: Codebook) -> tuple[Channel, ...]:
    """Find the channels between the sides, from leaders down; working ones by their last contact.

    Talks for which the words tell neither level nor issue ("the two re-engaged") make a channel
    of their own only where no other is known.
    """
    traces = traces_in(evidence)
    groups = _grouped(traces, codebook)
    made = [_channel(level, group, evidence.day) for (level, _), group in groups.items()]
    return tuple(sorted(made, key=_order))


@dataclass(frozen=True, slots=True)
class Trace:
    """What one act does to a channel; ``level`` is ``None`` where no words tell it."""

    level: Level | None
    issues: tuple[str, ...]
    contact: Contact


def _grouped(
    traces: Sequence[Trace], codebook: Codebook
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
    talks = [level for level, _ in groups if level is not Level.RELATIONS]
    is_clear = bool(talks) or any(trace.level for trace in vague)
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
    """The channel of talks of which a trace without an issue is told in the same sentence."""
    places = _places(trace)
    for key, group in groups.items():
        if key[0] is not Level.RELATIONS and any(places & _places(one) for one in group):
            return key
    return None


def _places(trace: Trace) -> set[tuple[int, int]]:
    return {(quote.report, quote.sentence) for quote in trace.contact.quotes}


def _channel(level: Level, group: Sequence[Trace], day: date | None) -> Channel:
    traces = sorted(group, key=lambda trace: _day(trace.contact))
    contacts = [trace.contact for trace in traces]
    past = [one for one in contacts if one.move is not Move.PLANNED]
    ahead = [one for one in contacts if _is_to_come(one, day, past)]
    following = min(ahead, key=_day, default=None)
    is_of_talks = level is not Level.RELATIONS
    issues = chain.from_iterable(trace.issues for trace in reversed(traces) if is_of_talks)
    return Channel(
        level=level,
        issues=tuple(dict.fromkeys(issues)),
        state=LASTING[past[-1].move]
        if level is Level.RELATIONS and past
        else _state(past, following, day),
        last=past[-1] if past else None,
        next=following,
        who=tuple(dict.fromkeys(chain.from_iterable(one.who for one in reversed(contacts)))),
        ahead=tuple(ahead),
        contacts=tuple(contacts),
    )


def _is_to_come(plan: Contact, day: date | None, past: Sequence[Contact]) -> bool:
    """Whether it is a plan still: not kept, its days not over; an undated one not long ago."""
    if plan.move is not Move.PLANNED or plan.is_kept:
        return False
    if plan.when is not None:
        return day is None or plan.when.latest >= day
    told = plan.told or date.min
    if day is not None and day - told > AWAITED:
        return False
    return not any(one.when and one.when.earliest > told for one in past)


def _state(past: Sequence[Contact], following: Contact | None, day: date | None) -> ChannelState:
    if not past:
        return ChannelState.PLANNED
    last = past[-1]
    if last.move is Move.SUSPENDED:
        return ChannelState.SUSPENDED
    if last.move is Move.REFUSED:
        return ChannelState.REFUSED
    age = (day - _day(last)) if day else timedelta(0)
    revived = [one for one in past if one.move is Move.RESUMED]
    if revived and (day is None or day - _day(revived[-1]) <= REVIVED):
        return ChannelState.RESUMED
    if age <= FRESH:
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


# --- Acts and remarks -> what they do to channels of talks.
TALKS = "CONSULT"
DEALS = frozenset({"AGREE", "SUPPORT", "CONCEDE"})
RESTORES = DEALS | {"COOPERATE", "RETREAT"}
BREAKS = frozenset({"SANCTION", "REJECT", "COERCE", "PROTEST"})
MILITARY = "MIL"
REFUSAL = "REJECT"
NEAR_WORDS = 3  # before words of a channel


def traces_in(evidence: Evidence) -> list[Trace]:
    """Find all contacts between the sides, and what interrupts or announces them."""
    told = list(_carried_on(list(_of_acts(evidence))))
    return [*told, *_of_remarks(evidence, told)]


def _of_acts(evidence: Evidence) -> Iterator[Trace]:
    alone = (act for act in evidence.others if act.type == REFUSAL and not act.recipients)
    for act in (*evidence.between, *alone):
        words = " ".join(quote.words for quote in act.quotes)
        event, relations = evidence.by_id[act.event_id], _move_of_relations(act, words, evidence)
        move = relations or _move(act, words)
        if move is None or act.is_historical or not _is_official(event, evidence.scope.sides):
            continue
        announcing = (voice.code for voice in act.voices if ":" not in voice.code)
        contact = alike(
            Contact,
            act,
            move=move,
            place=None if relations else act.place,
            who=() if relations else _persons(event),
            announced_by=tuple(dict.fromkeys(announcing)),
            unconfirmed_by=evidence.unconfirmed_by(act),
            is_kept=act.event_id in evidence.kept,
        )
        level = Level.RELATIONS if relations else _level(event, words)
        yield Trace(level, act.issues, contact)


def _is_official(event: Event, sides: Iterable[str]) -> bool:
    """Whether of each side that takes part somebody does who speaks for the state."""
    parties = (*event.actors, *event.recipients)
    told = {actor.country for actor in parties}
    official = {one.country for one in parties if one.sector in {None, *ORGANS}}
    return {*sides} & told <= official


def _carried_on(traces: Sequence[Trace]) -> Iterator[Trace]:
    """Give talks without a level that of the talks in the sentence before: "the two discussed"."""
    levels = {
        (quote.report, quote.sentence): trace.level
        for trace in traces
        if trace.level not in {None, Level.RELATIONS}
        for quote in trace.contact.quotes
    }
    for trace in traces:
        first = trace.contact.quotes[0]
        before = levels.get((first.report, first.sentence - 1))
        is_vague = trace.level is None and trace.contact.move in {Move.MET, Move.PLANNED}
        yield replace(trace, level=before) if is_vague and before else trace


def _move_of_relations(act: Act, words: str, evidence: Evidence) -> Move | None:
    """What an act of states does to their relations or embassies, if it is about these."""
    if act.status is not Status.ACTUAL or not _tells("relations", words):
        return None
    if act.type in BREAKS and not _tells("denying", words):
        return Move.SUSPENDED if _tells("broken_off", words) else None
    if act.type not in RESTORES or not _tells("restored", words):
        return None
    if not _tells("agreeing", words):
        return Move.RESUMED
    is_common = act.doers >= {*evidence.scope.sides}
    return Move.AGREED if is_common and act.type == "AGREE" else None


def _move(act: Act, words: str) -> Move | None:
    """What an act does to a channel; ``None`` where it is about none, or no talks were held."""
    if act.type == TALKS:
        is_unheld = _tells("unheld", words) or _is_to_others(act, words)
        return None if is_unheld else _move_of_talks(act.status, words)
    if act.status is not Status.ACTUAL or not _tells("words", words):
        return None
    if act.type in DEALS:
        return Move.PLANNED if _tells("agreeing", words) and _moves_or_holds(words) else None
    if act.type in BREAKS and not _tells("denying", words):
        stopped = Move.SUSPENDED if move_in(words) is Move.SUSPENDED else None
        return Move.REFUSED if _tells("refusing", words) else stopped
    return None


def _is_to_others(act: Act, words: str) -> bool:
    """Whether who travels is to sit with many, and no word says that he sees his host."""
    return act.mode == "visit" and _tells("of_many", words) and not _tells("seeing", words)


def _move_of_talks(status: Status, words: str) -> Move | None:
    if status is Status.FUTURE:
        return Move.PLANNED
    if status is Status.ACTUAL:
        is_anew = move_in(words) is Move.RESUMED and not _tells("restored", words)
        return Move.RESUMED if is_anew else Move.MET
    return None


def _moves_or_holds(words: str) -> bool:
    lowered = f" {words.lower()}"
    return move_in(words) is Move.RESUMED or any(
        f" {verb} " in lowered for verb in ("hold", "start", "open", "set up", "continue", "meet")
    )


def _of_remarks(evidence: Evidence, told: Sequence[Trace]) -> Iterator[Trace]:
    """Talks whose sides the words leave unnamed, and moves that are no act of the record."""
    both = set(evidence.scope.sides)
    known = {
        (quote.report, quote.sentence, trace.contact.move is Move.PLANNED)
        for trace in told
        for quote in trace.contact.quotes
    }
    for remark, report in evidence.remarks(RemarkKind.CHANNEL):
        words = remark.cue.quote
        move = move_in(words) or (Move.PLANNED if _is_ahead(words) else Move.MET)
        quote = evidence.quote_remark(remark, report)
        before = quote.words[: quote.focus].split()[-NEAR_WORDS:]
        is_past = _tells("earlier", " ".join((*before, words)))
        if not both <= set(remark.about) or (move is Move.SUSPENDED and is_past):
            continue
        if (quote.report, quote.sentence, move is Move.PLANNED) in known:
            continue
        contact = Contact(move=move, told=report.published, quotes=(quote,))
        yield Trace(level_of_words(words, above=Level.WORKING), remark.issues[:1], contact)


def _is_ahead(cue: str) -> bool:
    words = ("anticipated", "expected", "planned", "scheduled", "due", "set", "foreseen")
    return any(word in cue.lower().split() for word in words)


def _level(event: Event, words: str) -> Level | None:
    """The level of those who talk: by their offices, where these tell less by the words."""
    actors = (*event.actors, *event.recipients)
    if any(actor.sector == MILITARY for actor in actors):
        return Level.MILITARY
    by_office = level_of_offices(actor.office for actor in actors if actor.office)
    by_words = level_of_words(words)
    if by_office is None or by_words is None:
        return by_office or by_words
    is_of_troops = by_words is Level.MILITARY and rank(by_office) > rank(Level.MINISTERS)
    return Level.MILITARY if is_of_troops else by_office


def _persons(event: Event) -> tuple[str, ...]:
    named = (actor for actor in (*event.actors, *event.recipients) if actor.office)
    return tuple(dict.fromkeys(actor.name for actor in named))


# --- `data/channels.toml` -> levels of talks, and what became of them, from words and offices.
class _Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Level
    offices: tuple[str, ...]
    words: tuple[str, ...]


class _Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Move
    words: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    level: list[_Level]
    move: list[_Move]
    channel: dict[str, tuple[str, ...]]


def level_of_words(words: str, *, above: Level | None = None) -> Level | None:
    """Name the level that words tell: the military's first, then from the top.

    ``above`` leaves out levels that are not higher: "officials" tells nothing of ministers.
    """
    told = [
        one.name
        for one in _file().level
        if (above is None or rank(one.name) < rank(above)) and _any(one.words, words)
    ]
    return Level.MILITARY if Level.MILITARY in told else min(told, key=rank, default=None)


def level_of_offices(offices: Iterable[str]) -> Level | None:
    """Name the lowest level among those who talk; ``None`` where no office is known."""
    found = [level for office in offices if (level := _level_of_office(office))]
    if Level.MILITARY in found:
        return Level.MILITARY
    return max(found, key=rank, default=None)


def rank(level: Level) -> int:
    """Count from the top, 0 for leaders."""
    return list(Level).index(level)


def move_in(words: str) -> Move | None:
    """Tell what words say became of talks: resumed before suspended ("resumed stalled talks")."""
    return next((one.name for one in _file().move if _any(one.words, words)), None)


def _level_of_office(office: str) -> Level | None:
    if _tells("silent_offices", office):
        return None
    exact = {one.name for one in _file().level if _any(one.offices, office)}
    if Level.MINISTERS in exact and Level.SENIOR in exact and "deputy prime" in office.lower():
        return Level.MINISTERS
    if Level.LEADERS in exact and Level.MINISTERS in exact:
        is_second = _any(("vice", "deputy"), office)
        return Level.MINISTERS if is_second else Level.LEADERS
    order = (Level.MILITARY, Level.SENIOR, Level.MINISTERS, Level.LEADERS)
    return next((level for level in order if level in exact), None)


def _tells(what: str, words: str) -> bool:
    """Whether a pattern that the file has under ``[channel]`` is found in words."""
    return _any(_file().channel[what], words)


def _any(patterns: tuple[str, ...], words: str) -> bool:
    return _one_of(patterns).search(words) is not None


@cache
def _one_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Join patterns; without any, one that finds nothing."""
    return re.compile("|".join(f"(?:{one})" for one in patterns) or "(?!)", re.IGNORECASE)


@cache
def _file() -> _File:
    data = files("detente.relations").joinpath("data/channels.toml").read_bytes()
    try:
        return msgspec.toml.decode(data, type=_File)
    except msgspec.MsgspecError as err:
        raise BadConfig(f"relations/data/channels.toml: {err}") from err
