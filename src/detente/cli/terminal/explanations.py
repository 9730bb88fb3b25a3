"""Explanations -> text: cited words marked by colour on a terminal, by brackets elsewhere.

In:  an explanation.   Out: text on a stream.
Does not: ask the ledger; JSON shows all that is left out here.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from rich.text import Text

from detente.actors.gazetteer import Gazetteer, load_gazetteer
from detente.actors.issuers import issuer_of
from detente.actors.meanings import NameMeaning, explain_name
from detente.cli.terminal.lists import (
    SHORT_ID,
    STATUS_STYLES,
    claim_sides,
    code_words,
    parties,
    show,
    told_words,
    who_to_whom,
)
from detente.ledger.columns import standing_of
from detente.records import Actor, Claim, Event, Report, Ruling, RulingKind
from detente.relations.explain import Excerpt, Explanation, Role, Testimony
from detente.relations.wording import (
    APART_WORDS,
    LINK_WORDS,
    STATUS_WORDS,
    count_words,
    date_words,
    day_words,
    printable,
    printable_part,
    speaker_words,
)

STYLES = {
    Role.ACT: "bold underline",
    Role.WHO: "bold blue",
    Role.WHOM: "bold magenta",
    Role.SPEAKER: "bold cyan",
    Role.WHEN: "green",
    Role.WHERE: "yellow",
}


def write_explanation(found: Explanation, stream: BinaryIO) -> None:
    """Write an explanation."""
    is_coloured = stream is getattr(sys.stdout, "buffer", None) and sys.stdout.isatty()
    show(stream, *_lines(found, is_coloured=is_coloured), is_wrapped=is_coloured)


def event_line(event: Event) -> str:
    """Name an event on one line: short id, day, act, who, status."""
    when = date_words(event.date) if event.date else "undated"
    act = told_words(event)
    who = who_to_whom(event.actors, event.recipients) or "somebody"
    told = f"{when}: {act}, {STATUS_WORDS[event.status]}: {who}"
    return f"{event.id[:SHORT_ID]}  {printable(told)}"


def ruling_line(ruling: Ruling) -> str:
    """Name a ruling on one line: short id, what, who, when, why, and whether it holds."""
    match ruling.kind:
        case RulingKind.SET:
            what = f"{ruling.field} of {ruling.target[:SHORT_ID]} is {ruling.value or 'nothing'}"
        case RulingKind.ACCEPT:
            what = f"{ruling.target[:SHORT_ID]} is coded right"
        case RulingKind.REJECT:
            what = f"{ruling.target[:SHORT_ID]} is rejected"
        case RulingKind.SAME_AS:
            what = f"{ruling.target[:SHORT_ID]} is the same as {(ruling.other or '')[:SHORT_ID]}"
        case RulingKind.DIFFERENT:
            what = f"{ruling.target[:SHORT_ID]} is not {(ruling.other or '')[:SHORT_ID]}"
        case RulingKind.NOTE:
            what = f"note on {ruling.target[:SHORT_ID]}"
        case RulingKind.PIN:
            what = f"{ruling.target[:SHORT_ID]} is pinned"
    made = f"{ruling.by}, {day_words(ruling.made_at.date())}: {ruling.because}"
    gone = ruling.withdrawn_at
    end = f" (withdrawn {day_words(gone.date())})" if gone else ""
    return f"{ruling.id[:SHORT_ID]}  {printable(f'{what}; {made}')}{end}"


def _lines(found: Explanation, *, is_coloured: bool) -> Iterator[Text | str]:
    if found.event is None:
        last = [one for one in found.rulings if one.kind is RulingKind.REJECT and one.is_active]
        by = f" by {printable(last[-1].by)}, {day_words(last[-1].made_at.date())}" if last else ""
        yield Text(f"in no event: rejected{by}", style="bold")
    else:
        yield from _event_lines(found.event)
    for number, testimony in enumerate(found.testimonies, start=1):
        yield ""
        yield from _testimony_lines(number, testimony, is_coloured=is_coloured)
    links = [
        f"{LINK_WORDS[one.kind, one.is_backward]} {event_line(one.event)}" for one in found.bearings
    ]
    rivals = [f"{event_line(one.event)}; apart: {APART_WORDS[one.apart]}" for one in found.rivals]
    yield from _section("links", links)
    yield from _section("near events that are not this one", rivals)
    yield from _section("rulings", [ruling_line(ruling) for ruling in found.rulings])


def _section(title: str, lines: Sequence[str]) -> Iterator[Text | str]:
    if lines:
        yield ""
        yield Text(title, style="bold")
        yield from (f"  {line}" for line in lines)


def _event_lines(event: Event) -> Iterator[Text | str]:
    head = Text(f"event {event.id}  {code_words(event)}, ", style="bold")
    head.append(STATUS_WORDS[event.status], style=STATUS_STYLES[event.status])
    yield head
    yield f"  {printable(told_words(event))}: {_named(event)}"
    if event.date:
        told = " (the day it was told first)" if event.date.basis == "publication" else ""
        yield f"  when: {date_words(event.date)}{told}"
    if event.place:
        yield f"  where: {printable(event.place.name)}"
    if event.issues:
        yield f"  about: {printable(', '.join(event.issues))}"
    yield f"  standing: {_standing(event)}"


def _standing(event: Event) -> str:
    standing = event.standing
    outlets = count_words(standing.n_outlets, "independent outlet")
    own = f", {standing.n_own_voice:,} in its own voice" if standing.n_own_voice else ""
    return printable("; ".join([standing_of(standing), *parties(standing), f"{outlets}{own}"]))


def _named(event: Event) -> str:
    actors = " + ".join(map(_with_name, event.actors)) or "somebody"
    recipients = " + ".join(map(_with_name, event.recipients))
    return printable(f"{actors} -> {recipients}" if recipients else actors)


def _with_name(actor: Actor) -> str:
    return f"{actor.code} {actor.name}"


def _testimony_lines(
    number: int, testimony: Testimony, *, is_coloured: bool
) -> Iterator[Text | str]:
    claim, report = testimony.claim, testimony.report
    outlet = (report.outlet or report.key) if report else claim.report_id
    retold = f", retelling {report.credited}" if report and report.credited else ""
    day = day_words(report.published) if report and report.published else "undated"
    head = Text(f"{number}. claim {claim.id}  ", style="bold")
    head.append(printable(f"{outlet}{retold}, {day}, sentence {claim.sentence}"), style="not bold")
    yield head
    yield f"   {_reading(claim)}"
    why = printable(claim.why) or "no reason given"
    yield f"   coded by {printable(claim.coder)}; score {claim.score:.2f}; {why}"
    for line in name_lines(claim, report, load_gazetteer()):
        yield f"   {printable(line)}"
    for excerpt in testimony.excerpts:
        yield _marked(excerpt, is_coloured=is_coloured)


def _reading(claim: Claim) -> str:
    who = who_to_whom(*claim_sides(claim)) or "somebody"
    told = [f"{code_words(claim)} ({told_words(claim)}), {STATUS_WORDS[claim.status]}: {who}"]
    if claim.speaker:
        told.append(speaker_words(claim.speaker.value))
    if claim.date:
        told.append(date_words(claim.date.value))
    if claim.is_historical:
        told.append("told as background")
    return printable("; ".join(told))


def _marked(excerpt: Excerpt, *, is_coloured: bool) -> Text:
    line = Text("   told again: " if excerpt.is_echo else "   ")
    line.append("..." if excerpt.is_cut_before else "")
    for part in excerpt.parts:
        words = printable_part(part.words)
        if part.role is None:
            line.append(words)
        elif is_coloured:
            line.append(words, style=STYLES[part.role])
        else:
            line.append(f"[{part.role.value}: {words}]")
    line.append("..." if excerpt.is_cut_after else "")
    return line


# --- Whom the words of a claim name: why this actor, and which others were passed over.
MOST_RIVALS = 3
ELSEWHERE = "no list has these words for it; by the rest of the report, or a list of your own"


def name_lines(claim: Claim, report: Report | None, gazetteer: Gazetteer) -> Iterator[str]:
    """Give a line for each actor and recipient: its words, the reason, the rivals."""
    day = report.published if report else None
    issuer = issuer_of(report, gazetteer) if report else None
    seen: set[tuple[str, str]] = set()
    for cited in (*claim.actors, *claim.recipients):
        actor, words = cited.value, cited.citation.quote
        if (words, actor.code) in seen:
            continue
        seen.add((words, actor.code))
        meanings = explain_name(gazetteer, words, day)
        own = next((one for one in meanings if _is_same(one, actor)), None)
        why = own.why if own else ELSEWHERE
        if own is None and issuer and actor.country == issuer:
            why = f"{ELSEWHERE}; the report is a document of {issuer}'s own, by its source"
        yield f"{words} is {actor.code} {actor.name}: {why}{_rivals(meanings, actor)}"


def _is_same(meaning: NameMeaning, actor: Actor) -> bool:
    if meaning.id is not None and actor.id is not None:
        return meaning.id == actor.id
    return meaning.code.partition("-")[0] == actor.code.partition("-")[0]


def _rivals(meanings: list[NameMeaning], actor: Actor) -> str:
    others = [one for one in meanings if not _is_same(one, actor)][:MOST_RIVALS]
    if not others:
        return ""
    told = (f"{one.code} {one.actor}" for one in others)
    return f"; passed over: {', '.join(dict.fromkeys(told))}"
