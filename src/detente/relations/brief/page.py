"""A brief -> one page: a title, what it rests on, blocks of lines, each line with its quotes.

In:  a ``Brief``.   Out: a ``Page`` of plain words, the same for text, Markdown and HTML.
Does not: know a format. A block shows as many lines as a page has room for and counts the rest;
JSON has them all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from detente.records import EventDate, LinkKind, Status
from detente.relations.brief.brief import Brief
from detente.relations.brief.channels import Channel, Contact, Move
from detente.relations.brief.commitments import Commitment, CommitmentState, Dispute, DisputeKind
from detente.relations.brief.limits import Limit, LimitKind, Linkage, LinkPart
from detente.relations.brief.sections import Assessment, ReportLine, Said, Watched
from detente.relations.evidence import Act, Quote, Voice
from detente.relations.sides import Scope
from detente.relations.wording import (
    OUTLET,
    act_words,
    count_words,
    date_words,
    day_words,
    printable,
    shorten,
)

__all__ = [
    "Block",
    "Line",
    "Page",
    "act_line",
    "assessment_line",
    "channel_line",
    "commitment_line",
    "dispute_line",
    "limit_line",
    "linkage_line",
    "page_of",
    "said_line",
    "watched_line",
]

T = TypeVar("T")
MOST = 8  # lines of a block
FEW = 5
MOST_ISSUES = 12
OF_THE_REST = frozenset({"Done", "Possible", "Denied", "Background", "Said"})
MOST_QUOTES = 2  # whose words a line shows; its marks lead to all


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page. ``state`` is a word to be seen first.

    ``quotes`` are all that the line rests on; ``shown`` those whose words stand under it.
    ``is_short``: its head is enough.
    """

    head: str
    state: str | None = None
    facts: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    shown: tuple[Quote, ...] = ()
    is_short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines under a heading; ``n_more`` have no room, ``n_above`` are told by blocks above."""

    name: str
    lines: tuple[Line, ...]
    n_more: int = 0
    n_above: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A brief in words. ``reports`` are those that it cites, by number, words and address."""

    title: str
    basis: tuple[str, ...]
    blocks: tuple[Block, ...]
    cannot_see: tuple[str, ...]
    reports: tuple[tuple[int, str, str | None], ...]


def page_of(brief: Brief, most: int | None = None) -> Page:
    """Lay a brief out on a page; ``most`` is how many lines each block shows, 0 for all."""
    done = [*_acts(brief, Status.ACTUAL)]
    fresh = [act for act in done if not act.is_historical]
    old = [act for act in done if act.is_historical]
    blocks = (
        (_block("Channels", brief.channels, channel_line), MOST),
        (_block("Agreed, promised, threatened", _urgent(brief.commitments), commitment_line), MOST),
        (_block("Linked", _newest(brief.linkages), linkage_line), FEW),
        (_block("Disputed", _framing_first(brief.disputed), dispute_line), FEW),
        (_block("Limits", brief.limits, limit_line), MOST),
        (_frictions(brief), MOST_ISSUES),
        (_block("Assessments", brief.assessments, assessment_line), FEW),
        (_block("To watch", brief.watch, watched_line), MOST),
        (_block("Done", _newest(fresh), act_line), MOST),
        (_block("Possible", _newest([*_acts(brief, Status.HYPOTHETICAL)]), act_line), FEW),
        (_block("Denied", _newest([*_acts(brief, Status.NEGATED)]), act_line), FEW),
        (_block("Background", _newest(old), act_line), FEW),
        (_block("Said", _other_statements(brief), said_line), FEW),
    )
    shown = tuple(
        block
        for block in _told_once(
            [block for block, _ in blocks],
            [room if most is None else most or len(block.lines) for block, room in blocks],
        )
        if block.lines
    )
    marked = {quote.report for block in shown for line in block.lines for quote in line.quotes}
    return Page(
        title=title_of(brief.scope),
        basis=tuple(basis_of(brief)),
        blocks=shown,
        cannot_see=brief.cannot_see,
        reports=tuple(
            (one.number, _report(one), _safe(one.url))
            for one in brief.reports
            if one.number in marked
        ),
    )


def title_of(scope: Scope) -> str:
    """Name the sides and the days covered."""
    covered = f" since {day_words(scope.since)}" if scope.since else ""
    known = f", as of {day_words(scope.as_of)}" if scope.as_of else ""
    names = ((scope.name_a, scope.side_a), (scope.name_b, scope.side_b))
    sides = " and ".join(f"{name} ({code})" if name else code for name, code in names)
    return printable(f"{sides}{covered}{known}")


def basis_of(brief: Brief) -> list[str]:
    """Say what the brief rests on, how cooperative the done acts are, who else is named."""
    told = brief.provenance
    if not told.n_cited:
        read = f"None of {count_words(told.n_read, 'report')} speaks of both sides"
        return [f"{read if told.n_read else 'No report was read'}; there is nothing to say."]
    when = " to ".join(dict.fromkeys(day_words(day) for day in (told.first, told.last) if day))
    outlets = _listed(told.outlets) or "no named outlet"
    if told.n_independent < len(told.outlets):
        outlets += f" ({count_words(told.n_independent, 'independent outlet')})"
    retelling = f", retelling {_listed(told.credited)}" if told.credited else ""
    others = f" (of {told.n_read} read)" if told.n_read > told.n_cited else ""
    tongue = f", in {' and '.join(told.languages)}"
    rests = (
        f"Rests on {count_words(told.n_cited, 'report')}{others} by {outlets}{retelling}{tongue}"
    )
    lines = [f"{rests}; {when}." if when else f"{rests}."]
    if told.n_cooperative or told.n_conflictual:
        lines.append(
            f"Done between the sides, background apart: {told.n_cooperative} cooperative, "
            f"{told.n_conflictual} conflictual."
        )
    if brief.third_parties:
        named = _listed([one.name or one.country for one in brief.third_parties])
        lines.append(f"Third parties named: {named}.")
    return lines


# Private functions


def _block(name: str, found: Sequence[T], line: Callable[[T], Line]) -> Block:
    return Block(name=name, lines=tuple(line(one) for one in found))


def _told_once(blocks: Sequence[Block], most: Sequence[int]) -> Iterator[Block]:
    """Show words once, where they come first; later lines have only the marks of them.

    Blocks of acts and statements leave out, and count, what is told whole by blocks above. Each
    block keeps as many lines as there is room for.
    """
    known: list[Quote] = []
    for block, room in zip(blocks, most, strict=True):
        is_rest = block.name in OF_THE_REST
        told = [line for line in block.lines if not is_rest or _fresh(line, known)]
        lines = []
        for line in told[:room]:
            worded = [quote for quote in _fresh(line, known) if quote.words.strip()]
            shown = () if line.is_short else tuple(worded[:MOST_QUOTES])
            known.extend(shown)
            lines.append(replace(line, shown=shown))
        yield replace(
            block,
            lines=tuple(lines),
            n_more=len(told) - len(lines),
            n_above=len(block.lines) - len(told),
        )


def _fresh(line: Line, known: Sequence[Quote]) -> list[Quote]:
    """The quotes of a line whose words have not been shown yet, for the most part."""
    return [quote for quote in line.quotes if not any(_is_within(quote, one) for one in known)]


def _is_within(quote: Quote, shown: Quote) -> bool:
    if quote.report != shown.report:
        return False
    overlap = min(quote.end, shown.end) - max(quote.start, shown.start)
    return 2 * overlap > quote.end - quote.start


def _other_statements(brief: Brief) -> list[Said]:
    """Statements that no other block is made of: those of a side on both first, then the latest."""
    judged = {quote for one in brief.assessments for quote in one.quotes}
    others = [one for one in brief.statements if one.quote not in judged]
    both = set(brief.scope.sides)
    return sorted(
        _newest(others), key=lambda one: (_is_press(one), not both <= {one.side, *one.about})
    )


def _is_press(said: Said) -> bool:
    return said.speaker is not None and said.speaker.code.endswith("-JRN")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST
    return printable(", ".join(names[:MOST]) + (f" and {more} more" if more > 0 else ""))


def _acts(brief: Brief, status: Status) -> Iterable[Act]:
    for section in brief.sections:
        if section.status is status:
            for group in section.groups:
                yield from group.acts


def _newest(found: Sequence[T]) -> list[T]:
    """The latest told first; what one report tells stays in its order."""
    return sorted(found, key=_telling, reverse=True)


def _telling(one: object) -> int:
    quotes: tuple[Quote, ...] = getattr(one, "quotes", None) or (one.quote,)  # type: ignore[attr-defined]  # one of both
    return quotes[-1].report


def _urgent(commitments: Sequence[Commitment]) -> list[Commitment]:
    """Broken, reversed and overdue ones first, then the latest told; delivered ones last."""
    order = (
        CommitmentState.BROKEN,
        CommitmentState.REVERSED,
        CommitmentState.OVERDUE,
        CommitmentState.PENDING,
        CommitmentState.DELIVERED,
    )
    newest = sorted(commitments, key=lambda one: _telling(one.act), reverse=True)
    return sorted(newest, key=lambda one: order.index(one.state))


def _framing_first(disputes: Sequence[Dispute]) -> list[Dispute]:
    """The framing first, what only one side tells last, in between the latest told first."""
    newest = sorted(
        disputes, key=lambda one: _telling(one.act) if one.act is not None else 0, reverse=True
    )
    return sorted(newest, key=lambda one: (one.kind is DisputeKind.ONE_SIDED, one.act is not None))


def _frictions(brief: Brief) -> Block:
    lines = (
        Line(head=printable(one.issue), quotes=one.quotes[:1], is_short=True)
        for one in brief.frictions
    )
    return Block(name="Frictions", lines=tuple(lines))


def _report(line: ReportLine) -> str:
    told = [line.outlet or "no named outlet"]
    told += [f"retelling {line.credited}"] if line.credited else []
    told += [day_words(line.published) if line.published else "undated"]
    title = f"{line.title}. " if line.title else ""
    return printable(f"{title}{', '.join(told)} ({line.url or line.key})")


def _safe(url: str | None) -> str | None:
    """An address that a page may lead to."""
    return url if url and url.startswith(("https://", "http://")) else None


# --- Parts of a brief -> lines in words.

PART_WIDTH = 90  # characters of one end of a linkage
MOST_NAMES = 4
MOVES = {
    Move.MET: "last contact",
    Move.RESUMED: "resumed",
    Move.SUSPENDED: "suspended",
    Move.REFUSED: "refused",
}


def channel_line(channel: Channel) -> Line:
    """A channel: its level and issues, when it was last used, what comes next."""
    about = ", ".join(channel.issues[:MOST_NAMES])
    shown = [one for one in (channel.next, channel.last) if one]
    facts = [
        *([_last(channel.last)] if channel.last else []),
        *([_next(channel.next)] if channel.next else []),
        *([", ".join(channel.who[:MOST_NAMES])] if channel.who else []),
    ]
    return Line(
        head=printable(f"{channel.level}{f', on {about}' if about else ''}"),
        state=channel.state.value,
        facts=_clean(facts),
        quotes=tuple(dict.fromkeys(quote for one in shown for quote in one.quotes)),
    )


def commitment_line(one: Commitment) -> Line:
    """A commitment: who is bound to what, and what became of it."""
    act = one.act
    to = f" to {' + '.join(act.recipients)}" if act.recipients else ""
    proof = [
        f"{_settled(link.kind, one.state)} by {_mark(proof.quotes[0])}"
        for proof in one.proof
        for link in proof.links
        if link.event_id == act.event_id
    ]
    alone = [f"on {one.only_told_by}'s word alone"] if one.only_told_by else []
    what = [] if act.status is Status.ACTUAL else [act_words(act.type, act.mode)]
    return Line(
        head=printable(f"{' + '.join(one.by) or ' + '.join(act.actors)} {one.kind.value}{to}"),
        state=one.state.value,
        facts=_clean((*what, *_on(act.issues), *_facts(act), *alone, *proof)),
        quotes=act.quotes,
    )


def linkage_line(linkage: Linkage) -> Line:
    """A linkage: both ends in the text's words, joined by its cue."""
    for_what = f" {_part(linkage.for_what)}" if linkage.for_what else ""
    return Line(
        head=printable(f"{_part(linkage.what)} -- {linkage.cue} --{for_what}"),
        quotes=(linkage.quote,),
        is_short=True,
    )


def dispute_line(dispute: Dispute) -> Line:
    """A dispute: what it is about, and what each side says; first words of each, then the rest."""
    act = dispute.act
    if act is None:
        head = "what the relation is"
    else:
        head = f"{_who(act)}: {act_words(act.type, act.mode)}{_when(act.when)}"
    quotes = [quote for position in dispute.positions for quote in position.quotes[:1]]
    quotes += [quote for position in dispute.positions for quote in position.quotes]
    says = [f"{one.side}: {one.says}" for one in dispute.positions]
    state = "framing" if dispute.kind is DisputeKind.FRAMING else dispute.kind.value
    return Line(
        head=printable(head),
        state=state,
        facts=_clean(says),
        quotes=tuple(dict.fromkeys(quotes)),
    )


def limit_line(limit: Limit) -> Line:
    """A limit: whose, of what sort, in which words."""
    spared = f" ({', '.join(limit.third)})" if limit.third else ""
    says = limit.what if limit.kind is LimitKind.HOME else f"{limit.what}{spared}"
    facts = [] if limit.why in limit.what else [f'"{limit.why}"']
    facts += [_voices([limit.voice])] if limit.voice else []
    return Line(
        head=printable(f"{limit.side}: {shorten(says, PART_WIDTH)}"),
        state=limit.kind.value,
        facts=_clean(facts),
        quotes=limit.quotes,
    )


def assessment_line(one: Assessment) -> Line:
    """An assessment: who judges, and of where."""
    who = f"{one.name}, {one.affiliation}" if one.affiliation else f"{one.name} ({one.code})"
    return Line(head=printable(who), facts=_clean(_on(one.issues)), quotes=one.quotes)


def watched_line(one: Watched) -> Line:
    """Something to come: when, what, by whom."""
    if one.act is not None:
        act = one.act
        when = date_words(act.when) if act.when else "no date told"
        return Line(
            head=printable(f"{when}: {act_words(act.type, act.mode)}, {_who(act)}"),
            state="threat" if one.is_threat else "planned",
            facts=_clean((*_on(act.issues), *_voice_facts(act), *_unconfirmed(one.unconfirmed_by))),
            quotes=one.quotes,
        )
    level = one.channel.level.value if one.channel else "talks"
    issues = one.channel.issues if one.channel else ()
    return Line(
        head=printable(f"no date told: talks, {level}"),
        state="planned",
        facts=_clean(_on(issues)),
        quotes=one.quotes,
    )


def act_line(act: Act) -> Line:
    """An act: when, who, what."""
    mode = f", {act.mode}" if act.mode else ""
    outlets = [count_words(act.n_outlets, "outlet")] if act.n_outlets > 1 else []
    ruled = [f"ruled negated by {' and '.join(act.ruled_out)}"] if act.ruled_out else []
    return Line(
        head=printable(f"{_who(act)}: {act_words(act.type, act.mode)} ({act.type}{mode})"),
        facts=_clean((*_on(act.issues), *_facts(act), *outlets, *ruled)),
        quotes=act.quotes,
    )


def said_line(said: Said) -> Line:
    """A statement: who says it, what sort it is, what it is about."""
    kind = f"{said.kind}, quoted" if said.is_quoted else said.kind.value
    who = f"{said.speaker.name} ({said.speaker.code}; {kind})" if said.speaker else kind
    about = [f"on {', '.join((*said.about, *said.issues))}"] if said.about or said.issues else []
    return Line(head=printable(who), facts=_clean(about), quotes=(said.quote,))


# Private functions


def _clean(facts: Iterable[str]) -> tuple[str, ...]:
    return tuple(printable(fact) for fact in facts if fact)


def _settled(kind: LinkKind, state: CommitmentState) -> str:
    """What an act made of a commitment, in a word."""
    if kind is LinkKind.FULFILS:
        return CommitmentState.DELIVERED.value
    return state.value if state is CommitmentState.REVERSED else CommitmentState.BROKEN.value


def _last(contact: Contact) -> str:
    place = f" in {contact.place}" if contact.place else ""
    comma = "" if contact.when else ","
    return f"{MOVES[contact.move]}{comma} {_day(contact.when, contact.told)}{place}"


def _next(contact: Contact) -> str:
    announced = f", announced by {' and '.join(contact.announced_by)}"
    silent = "".join(f", {words}" for words in _unconfirmed(contact.unconfirmed_by))
    when = date_words(contact.when) if contact.when else f"undated, {_day(None, contact.told)}"
    return f"next {when}{announced if contact.announced_by else ''}{silent}"


def _unconfirmed(codes: Sequence[str]) -> list[str]:
    return [f"not confirmed by {' and '.join(codes)}"] if codes else []


def _day(when: EventDate | None, told: date | None) -> str:
    if when is not None:
        return date_words(when)
    return f"told {day_words(told)}" if told else "undated"


def _when(when: EventDate | None) -> str:
    return f", {date_words(when)}" if when else ""


def _who(act: Act) -> str:
    actors, recipients = " + ".join(act.actors), " + ".join(act.recipients)
    return f"{actors or 'somebody'} -> {recipients}" if recipients else actors


def _on(issues: Sequence[str]) -> list[str]:
    return [f"on {', '.join(issues[:MOST_NAMES])}"] if issues else []


def _facts(act: Act) -> list[str]:
    """When, where, on whose word."""
    place = [f"in {act.place}"] if act.place else []
    return [_day(act.when, act.told), *place, *_voice_facts(act)]


def _voice_facts(act: Act) -> list[str]:
    return [_voices(act.voices)] if act.voices else []


def _voices(voices: Sequence[Voice]) -> str:
    tellers = [voice.name for voice in voices if voice.code.startswith(OUTLET)]
    parties = [voice.name for voice in voices if not voice.code.startswith(OUTLET)]
    named = [f"on the word of {' and '.join(parties)}"] if parties else []
    named += [f"as told by {' and '.join(tellers)}"] if tellers else []
    return ", ".join(named)


def _part(part: LinkPart) -> str:
    by = f" ({' + '.join(part.by)})" if part.by else ""
    return f'"{shorten(printable(part.words), PART_WIDTH)}"{by}'


def _mark(quote: Quote) -> str:
    return f"[{quote.report}:{quote.sentence}]"
