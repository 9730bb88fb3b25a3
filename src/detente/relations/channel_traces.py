"""Acts and remarks -> what they do to channels of talks.

In:  the evidence of a brief.   Out: traces: a contact, its level as far as it is told, its issues.
Does not: group them, or say how a channel stands (channels.py does).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.records import Actor, Event, EventDate, RemarkKind, Status
from detente.relations.acts import Act, Quote
from detente.relations.channel_words import (
    Level,
    Move,
    is_agreement,
    is_refusal,
    level_of_offices,
    level_of_words,
    move_in,
    names_channel,
    rank,
)
from detente.relations.evidence import Evidence
from detente.relations.silence import silences

__all__ = ["Contact", "Trace", "traces_in"]

TALKS = "CONSULT"
DEALS = frozenset({"AGREE", "SUPPORT", "CONCEDE"})
BREAKS = frozenset({"SANCTION", "REJECT", "COERCE", "PROTEST"})
MILITARY = "MIL"
REFUSAL = "REJECT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A talk, or what became of one. ``when`` is ``None`` where only its telling has a day.

    ``is_kept``: it was planned, and a later act is what was planned.
    """

    move: Move
    when: EventDate | None
    told: date | None
    place: str | None
    who: tuple[str, ...]
    announced_by: tuple[str, ...]
    unconfirmed_by: tuple[str, ...]
    is_kept: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What one act does to a channel; ``level`` is ``None`` where no words tell it."""

    level: Level | None
    issues: tuple[str, ...]
    contact: Contact


def traces_in(evidence: Evidence) -> list[Trace]:
    """Find all contacts between the sides, and what interrupts or announces them."""
    told = list(_carried_on(list(_of_acts(evidence))))
    return [*told, *_of_remarks(evidence, told)]


# Private functions


def _of_acts(evidence: Evidence) -> Iterator[Trace]:
    events = {event.id: event for event in evidence.events}
    unconfirmed = silences(evidence)
    alone = (act for act in evidence.others if act.type == REFUSAL and not act.recipients)
    for act in (*evidence.between, *alone):
        words = " ".join(quote.words for quote in act.quotes)
        move = _move(act, words)
        if move is None or act.is_historical:
            continue
        event = events[act.event_id]
        silent = {one.side for one in unconfirmed.get(act.event_id, ())}
        contact = Contact(
            move=move,
            when=act.when,
            told=act.told,
            place=act.place,
            who=_persons(event),
            announced_by=tuple(
                dict.fromkeys(voice.code for voice in act.voices if ":" not in voice.code)
            ),
            unconfirmed_by=tuple(sorted({*act.unconfirmed_by, *silent})),
            is_kept=act.event_id in evidence.kept,
            quotes=act.quotes,
        )
        yield Trace(_level(event, words), act.issues, contact)


def _carried_on(traces: Sequence[Trace]) -> Iterator[Trace]:
    """Give talks without a level that of the talks in the sentence before: "the two discussed"."""
    levels = {
        (quote.report, quote.sentence): trace.level
        for trace in traces
        if trace.level is not None
        for quote in trace.contact.quotes
    }
    for trace in traces:
        first = trace.contact.quotes[0]
        before = levels.get((first.report, first.sentence - 1))
        is_vague = trace.level is None and trace.contact.move in {Move.MET, Move.PLANNED}
        yield replace(trace, level=before) if is_vague and before else trace


def _move(act: Act, words: str) -> Move | None:
    """What an act does to a channel; ``None`` where it is about none."""
    if act.type == TALKS:
        return _move_of_talks(act.status, words)
    if act.status is not Status.ACTUAL or not names_channel(words):
        return None
    if act.type in DEALS:
        return Move.PLANNED if is_agreement(words) and _moves_or_holds(words) else None
    if act.type in BREAKS:
        stopped = Move.SUSPENDED if move_in(words) is Move.SUSPENDED else None
        return Move.REFUSED if is_refusal(words) else stopped
    return None


def _move_of_talks(status: Status, words: str) -> Move | None:
    if status is Status.FUTURE:
        return Move.PLANNED
    if status is Status.ACTUAL:
        return Move.RESUMED if move_in(words) is Move.RESUMED else Move.MET
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
        if not both <= set(remark.about):
            continue
        if (quote.report, quote.sentence, move is Move.PLANNED) in known:
            continue
        contact = Contact(
            move=move,
            when=None,
            told=report.published,
            place=None,
            who=(),
            announced_by=(),
            unconfirmed_by=(),
            is_kept=False,
            quotes=(quote,),
        )
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
    if by_words is Level.MILITARY and _is_about_troops(actors):
        return Level.MILITARY
    return by_office


def _is_about_troops(actors: Iterable[Actor]) -> bool:
    """Whether nobody with a civil office of the top two levels is named."""
    found = level_of_offices(actor.office for actor in actors if actor.office)
    return found is None or rank(found) > rank(Level.MINISTERS)


def _persons(event: Event) -> tuple[str, ...]:
    named = (actor for actor in (*event.actors, *event.recipients) if actor.office)
    return tuple(dict.fromkeys(actor.name for actor in named))
