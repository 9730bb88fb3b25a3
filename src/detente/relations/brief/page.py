"""A brief -> one page: a title, what it rests on, blocks of lines, each line with its quotes.

In:  a ``Brief``.   Out: a ``Page`` of plain words, the same for text, Markdown and HTML.
Does not: know a format. What happened comes first; each block is ranked by weight, shows as many
lines as there is room for, and counts the rest.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from detente.records import EventDate, Granularity, Status
from detente.relations.brief.affairs import Affair
from detente.relations.brief.brief import Brief, Verdict
from detente.relations.brief.channels import Channel, Contact, Level, Move
from detente.relations.brief.commitments import (
    Commitment,
    CommitmentKind,
    CommitmentState,
    Dispute,
    DisputeKind,
)
from detente.relations.brief.limits import Limit, LimitKind, Linkage, LinkPart
from detente.relations.brief.sections import NOBODY, Assessment, ReportLine, Said, Watched
from detente.relations.brief.story import SETTLED, Balance, Late, Story, Trend
from detente.relations.evidence import Act, Quote, Voice
from detente.relations.sides import Scope, answering_for, states_of
from detente.relations.wording import (
    MONTHS,
    OUTLET,
    STATUS_WORDS,
    act_words,
    count_words,
    date_words,
    day_words,
    in_sentence,
    listed,
    printable,
    shorten,
    sides_words,
)

T = TypeVar("T")
Quoted = TypeVar("Quoted", Linkage, Said)
MOST = 8  # lines of a block
MAIN = 11  # with the story above, the first screen
FEW = 5
MOST_ISSUES = 12
OF_THE_REST = frozenset({"Done", "Possible", "Denied", "Background", "Said"})
MOST_QUOTES = 2  # whose words a line shows; its marks lead to all


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page. ``state`` is a word to be seen first.

    ``quotes`` are all that the line rests on; ``shown`` those whose words stand under it, ``proof``
    those that ``facts`` name.
    ``is_short``: its head is enough.
    """

    head: str
    state: str | None = None
    facts: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    shown: tuple[Quote, ...] = ()
    proof: tuple[Quote, ...] = ()
    is_short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines under a heading; ``n_more`` have no room, ``n_above`` are told by blocks above.

    ``is_row``: its lines are words that stand in a row.
    """

    name: str
    lines: tuple[Line, ...]
    n_more: int = 0
    n_above: int = 0
    is_row: bool = False


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
    shown = tuple(block for block in _told_once(_laid(brief), most) if block.lines)
    if isinstance(brief, Verdict):
        shown += (_verdict(brief),)
    lines = [line for block in shown for line in block.lines]
    marked = {quote.report for line in lines for quote in (*line.quotes, *line.proof)}
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


def _laid(brief: Brief) -> tuple[tuple[Block, int], ...]:
    """The blocks of a brief in their order, each with the lines that it shows at first."""

    def ranked(name: str, acts: Iterable[Act]) -> Block:
        heaviest_first = sorted(acts, key=lambda act: _rank(brief, act))
        return _block(name, heaviest_first, lambda act: _marked(brief, act, act_line(act)))

    def commit(one: Commitment) -> Line:
        return _marked(brief, one.act, commitment_line(one, brief.scope))

    channels = [one for one in brief.channels if one.last or one.next]
    done = _acts(brief, Status.ACTUAL)
    fresh = [one for one in done if not one.is_historical]
    old = [one for one in done if one.is_historical]
    return (
        (Block(name="How they stand", lines=tuple(story_lines(brief))), MOST),
        (_block("Main events", _untold_first(brief.affairs), affair_line), MAIN),
        (_block("Channels", channels, channel_line), MOST),
        (_block("Agreed, promised, threatened", _ranked(brief), commit), MOST),
        (_block("Linked", _newest(brief.linkages), linkage_line), FEW),
        (_block("Disputed", _framing_first(brief), dispute_line), FEW),
        (_block("Limits", brief.limits, limit_line), MOST),
        (_frictions(brief), MOST_ISSUES),
        (_block("Assessments", brief.assessments, assessment_line), FEW),
        (_block("To watch", brief.watch, watched_line), MOST),
        (ranked("Done", fresh), MOST),
        (ranked("Possible", _acts(brief, Status.HYPOTHETICAL)), FEW),
        (ranked("Denied", _acts(brief, Status.NEGATED)), FEW),
        (ranked("Background", old), FEW),
        (_block("Said", _other_statements(brief), said_line), FEW),
    )


def _verdict(brief: Verdict) -> Block:
    """A model's sentences, each with the acts that it names and their words."""
    lines = [
        Line(
            head=printable(f"{one.text} (event {', '.join(act.event_id for act in one.acts)})"),
            quotes=tuple(quote for act in one.acts for quote in act.quotes),
            shown=tuple(act.quotes[0] for act in one.acts if act.quotes)[:MOST_QUOTES],
        )
        for one in brief.judged
    ]
    if brief.n_dropped:
        dropped = count_words(brief.n_dropped, "sentence")
        lines.append(Line(head=f"{dropped} dropped: no act named, too long, or beyond the fifth"))
    return Block(name=printable(f"In the words of {brief.model}"), lines=tuple(lines))


def title_of(scope: Scope) -> str:
    """Name the sides and the days covered."""
    covered = f" since {day_words(scope.since)}" if scope.since else ""
    known = f", as of {day_words(scope.as_of)}" if scope.as_of else ""
    names = {code: f"{name} ({code})" for code, name in scope.names.items()}
    sides = " and ".join(names.get(code, code) for code in scope.sides)
    return printable(f"{sides}{covered}{known}")


def basis_of(brief: Brief) -> list[str]:
    """Say what the brief rests on, how cooperative the done acts are, who else is named."""
    told, halves = brief.provenance, (brief.story.early, brief.story.late)
    if not told.n_cited:
        read = f"None of {count_words(told.n_read, 'report')} speaks of both sides"
        return [f"{read if told.n_read else 'No report was read'}; there is nothing to say."]
    when = " to ".join(dict.fromkeys(day_words(day) for day in (told.first, told.last) if day))
    outlets = _listed(told.outlets) or "no named outlet"
    if told.n_independent < len(told.outlets):
        outlets += f" ({count_words(told.n_independent, 'independent outlet')})"
    retelling = f", retelling {_listed(told.credited)}" if told.credited else ""
    others = f" (of {told.n_read:,} read)" if told.n_read > told.n_cited else ""
    tongue = f", in {' and '.join(told.languages)}"
    rests = (
        f"Rests on {count_words(told.n_cited, 'report')}{others} by {outlets}{retelling}{tongue}"
    )
    lines = [f"{rests}; {when}." if when else f"{rests}."]
    cooperative, conflictual = (
        sum(one.n_cooperative for one in halves),
        sum(one.n_conflictual for one in halves),
    )
    if cooperative or conflictual:
        lines.append(
            f"Done between the sides: {cooperative} cooperative, {conflictual} conflictual;"
            " background, wars as such and acts told for more than three months are not counted."
        )
    if brief.third_parties:
        named = _listed([one.name or one.country for one in brief.third_parties])
        lines.append(f"Third parties named: {named}.")
    return lines


def _marked(brief: Brief, act: Act, line: Line) -> Line:
    """Say of an act that no believed claim tells that it is doubtful."""
    is_doubtful = act.event_id in brief.doubtful
    return replace(line, facts=(*line.facts, "doubtful")) if is_doubtful else line


def _block(name: str, found: Sequence[T], line: Callable[[T], Line]) -> Block:
    return Block(name=name, lines=tuple(line(one) for one in found))


def _told_once(laid: Iterable[tuple[Block, int]], most: int | None) -> Iterator[Block]:
    """Show words once, where they come first; later lines have only the marks of them.

    Blocks of acts and statements leave out, and count, what is told whole by blocks above. Each
    block keeps as many lines as there is room for.
    """
    known: dict[int, list[Quote]] = defaultdict(list)  # by report
    whole: dict[int, list[Quote]] = defaultdict(list)  # with the main events, in their own words
    for block, at_first in laid:
        room = at_first if most is None else most or len(block.lines)
        is_rest = block.name in OF_THE_REST
        told = [line for line in block.lines if not is_rest or _fresh(line, whole)]
        lines = []
        for line in told[:room]:
            worded = [quote for quote in _fresh(line, known) if quote.words.strip()]
            shown = () if line.is_short else tuple(worded[:MOST_QUOTES])
            for quote in shown:
                known[quote.report].append(quote)
            for quote in (*shown, *(line.quotes if block.name == "Main events" else ())):
                whole[quote.report].append(quote)
            lines.append(replace(line, shown=shown))
        yield replace(
            block,
            lines=tuple(lines),
            n_more=len(told) - len(lines),
            n_above=len(block.lines) - len(told),
        )


def _fresh(line: Line, known: Mapping[int, Sequence[Quote]]) -> list[Quote]:
    """The quotes of a line whose words have not been shown yet, for the most part."""
    return [
        quote
        for quote in line.quotes
        if not any(_is_within(quote, one) for one in known.get(quote.report, ()))
    ]


def _is_within(quote: Quote, shown: Quote) -> bool:
    overlap = min(quote.end, shown.end) - max(quote.start, shown.start)
    return 2 * overlap > quote.end - quote.start


def _other_statements(brief: Brief) -> list[Said]:
    """Statements that no other block is made of: those of a side on both first, then the latest."""
    judged = {quote for one in brief.assessments for quote in one.quotes}
    others = [one for one in brief.statements if one.quote not in judged]
    both = set(brief.scope.sides)

    def rank(one: Said) -> tuple[bool, bool]:
        is_press = one.speaker is not None and one.speaker.code.endswith("-JRN")
        return is_press, not both <= {one.side, *one.about}

    return sorted(_newest(others), key=rank)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST
    return printable(", ".join(names[:MOST]) + (f" and {more} more" if more > 0 else ""))


def _acts(brief: Brief, status: Status) -> list[Act]:
    sections = (one for one in brief.sections if one.status is status)
    return [act for one in sections for group in one.groups for act in group.acts]


def _newest(found: Sequence[Quoted]) -> list[Quoted]:
    """The latest told first; what one report tells stays in its order."""
    return sorted(found, key=lambda one: one.quote.report, reverse=True)


def _untold_first(affairs: Sequence[Affair]) -> list[Affair]:
    """Put affairs behind that are told by sentences of weightier ones alone."""
    known: set[tuple[int, int]] = set()
    repeated = []
    for one in affairs:
        told = {place for act in one.acts for place in act.sentences}
        repeated.append(told <= known)
        known |= told
    order = sorted(range(len(affairs)), key=lambda n: repeated[n])
    return [affairs[n] for n in order]


def _rank(brief: Brief, act: Act) -> tuple[bool, float]:
    """The weightiest first; doubtful ones never lead."""
    return (act.event_id in brief.doubtful, -brief.weights.get(act.event_id, 0.0))


def _ranked(brief: Brief) -> list[Commitment]:
    """What was settled first, then what is open, each by weight; what is overdue in between."""
    order = (
        CommitmentState.BROKEN,
        CommitmentState.DELIVERED,
        CommitmentState.OVERDUE,
        CommitmentState.PENDING,
    )
    return sorted(
        brief.commitments, key=lambda one: (order.index(one.state), *_rank(brief, one.act))
    )


def _framing_first(brief: Brief) -> list[Dispute]:
    """The framing first, what only one side tells last, in between the weightiest first."""

    def rank(one: Dispute) -> tuple[object, ...]:
        is_last = one.kind is DisputeKind.ONE_SIDED
        return (is_last, one.act is not None, *(_rank(brief, one.act) if one.act else ()))

    return sorted(brief.disputed, key=rank)


def _frictions(brief: Brief) -> Block:
    lines = (
        Line(head=printable(one.issue), quotes=one.quotes[:1], is_short=True)
        for one in brief.frictions
    )
    return Block(name="Frictions", lines=tuple(lines), is_row=True)


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
LEAD_WIDTH = 180
REASON_WIDTH = 110
LONGEST_WORD = 20
_LAST_STOP = re.compile(r"(?<![A-Z])[.,;]+$")  # not of "U.S."
MOST_NAMES = 4
MOST_PARTS = 3  # of an affair, beside its lead
MOST_CHANGES = 4
KEPT = {
    CommitmentKind.THREATENED: "carried out",
    CommitmentKind.ANNOUNCED: "did",
    CommitmentKind.PROMISED: "kept",
    CommitmentKind.AGREED: "kept",
}
MOVES = {
    Move.MET: "last contact",
    Move.RESUMED: "resumed",
    Move.AGREED: "agreed to resume",
    Move.SUSPENDED: "suspended",
    Move.REFUSED: "refused",
}


def story_lines(brief: Brief) -> Iterator[Line]:
    """How they stand and why; what changed."""
    story = brief.story
    of_late = [story.of_late.reason] if story.of_late else []
    reasons = [*of_late, *story.reasons, *([story.turn] if story.turn else [])]
    if not story.n_acts:
        return
    yield Line(
        head=printable(f"{_stand(brief)} Told: {_halves(story)}."),
        state=story.trend.value,
        quotes=tuple(dict.fromkeys(_worded(act) for act in reasons)),
        is_short=True,
    )
    said = {_worded(act) for act in reasons}  # that relations were broken off needs no second line
    turned = [
        (one, contact)
        for one in story.channels
        if (contact := one.last) and not (one.level is Level.RELATIONS and said & {*contact.quotes})
    ]
    told = [_changed(one, contact) for one, contact in turned]
    told += [_promise(one, brief.scope) for one in story.commitments]
    settled = [act for one in story.commitments for act in (one.act, *one.proof)]
    quotes = [quote for _, contact in turned for quote in contact.quotes[:1]]
    quotes += [_worded(act) for act in settled]
    if told:
        shown, more = "; ".join(told[:MOST_CHANGES]), len(told) - MOST_CHANGES
        yield Line(
            head=printable(f"What changed: {shown}{f'; and {more} more' if more > 0 else ''}."),
            quotes=tuple(dict.fromkeys(quotes)),
            is_short=True,
        )


def affair_line(affair: Affair) -> Line:
    """An affair: its days, its lead in the report's words, its further parts.

    Of these come first what other reports tell, and of that what was not done so before.
    """
    lead = affair.lead
    told, kinds = lead.sentences, {_kind(lead)}
    known = {quote.report for quote in lead.quotes}
    parts = []
    for act in affair.parts:
        if not told & act.sentences:
            is_known = known >= {one.report for one in act.quotes}
            parts.append((is_known, _kind(act) in kinds, act))
            kinds.add(_kind(act))
        told |= act.sentences
    shown = [act for *_, act in sorted(parts, key=lambda part: part[:2])[:MOST_PARTS]]
    more = len(parts) - len(shown)
    is_done = any(act.status is Status.ACTUAL for act in affair.acts)
    state = "doubtful" if affair.is_doubtful else None if is_done else STATUS_WORDS[lead.status]
    facts = [_shortened(act, PART_WIDTH) for act in shown]
    facts = [*_unsaid(lead), *facts]
    facts += [f"and {count_words(more, 'further act')}"] if more > 0 else []
    quotes = [*lead.quotes, *(quote for act in shown for quote in act.quotes)]
    return Line(
        head=printable(f"{_days(affair)}: {_shortened(lead, LEAD_WIDTH)}"),
        state=state,
        facts=_clean(facts),
        quotes=tuple(dict.fromkeys(quotes)),
        is_short=True,
    )


def _kind(act: Act) -> tuple[str, frozenset[str], frozenset[str]]:
    return act.type, act.doers, act.receivers


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


def commitment_line(one: Commitment, scope: Scope) -> Line:
    """A commitment: who is bound to what, and what became of it."""
    act = one.act
    first = tuple(proof.quotes[0] for proof in one.proof)
    marks = " ".join(f"[{quote.report}:{quote.sentence}]" for quote in first)
    word = one.state.value if one.state in SETTLED else "perhaps settled"
    proof = [f"{word} by {marks}"] if marks else []
    alone = (
        [f"on the word of {_named([one.only_told_by], scope)} alone"] if one.only_told_by else []
    )
    what = [] if act.status is Status.ACTUAL else [act_words(act.type, act.mode)]
    return Line(
        head=_capital(printable(" ".join(_bound(one, scope)))),
        state=one.state.value,
        facts=_clean((*what, *_on(act.issues), *_facts(act), *alone, *proof)),
        quotes=act.quotes,
        proof=first,
    )


def linkage_line(linkage: Linkage) -> Line:
    """A linkage: both ends in the text's words, joined by its cue."""
    for_what = f" {_part(linkage.for_what)}" if linkage.for_what else ""
    return Line(
        head=printable(f"{_part(linkage.what)} -- {linkage.cue} --{for_what}"),
        quotes=(linkage.quote, *((linkage.other,) if linkage.other else ())),
        is_short=True,
    )


def dispute_line(dispute: Dispute) -> Line:
    """A dispute: what it is about, and what each side says; first words of each, then the rest."""
    act = dispute.act
    if act is None:
        head = "what the relation is"
    else:
        when = f", {date_words(act.when)}" if act.when else ""
        head = f"{_who(act)}: {act_words(act.type, act.mode)}{when}"
    quotes = [quote for position in dispute.positions for quote in position.quotes[:1]]
    quotes += [quote for position in dispute.positions for quote in position.quotes]
    says = [f"{one.side}: {one.says}" for one in dispute.positions]
    return Line(
        head=printable(head),
        state=dispute.kind.value,
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
    outlets = [count_words(act.n_outlets, "outlet")] if act.n_outlets > 1 else []
    ruled = [f"ruled negated by {' and '.join(act.ruled_out)}"] if act.ruled_out else []
    return Line(
        head=printable(f"{_who(act)}: {act_words(act.type, act.mode)}"),
        facts=_clean((*_on(act.issues), *_facts(act), *outlets, *ruled)),
        quotes=act.quotes,
    )


def said_line(said: Said) -> Line:
    """A statement: who says it, what sort it is, what it is about."""
    kind = f"{said.kind}, quoted" if said.is_quoted else said.kind.value
    who = f"{said.speaker.name} ({said.speaker.code}; {kind})" if said.speaker else kind
    about = [f"on {', '.join((*said.about, *said.issues))}"] if said.about or said.issues else []
    return Line(head=printable(who), facts=_clean(about), quotes=(said.quote,))


def _stand(brief: Brief) -> str:
    """The first sentence: how they stand against when, and why."""
    story, scope = brief.story, brief.scope
    sides = _capital(_named(scope.sides, scope))
    if story.trend is Trend.UNKNOWN or story.since is None:
        are = "is" if story.n_acts == 1 else "are"
        return f"{sides}: {count_words(story.n_acts, 'act')} done between them {are} told."
    month = f"{MONTHS[story.since.month - 1]} {story.since.year}"
    is_this_month = story.until is not None and story.until.replace(day=1) <= story.since
    since = f"on {day_words(story.since)}" if is_this_month else f"in {month}"
    why = "; ".join(_reason(act) for act in story.reasons)
    late = _of_late(story.of_late) if story.of_late else ""
    if story.trend is not Trend.SAME:
        return f"{sides} stand {story.trend} than {since}{late}.{f' Why: {why}.' if why else ''}"
    is_said = story.of_late is not None and story.of_late.reason == story.turn
    later = f" Later: {_reason(story.turn)}." if story.turn and not is_said else ""
    first = f" First: {why}." if why else ""
    return f"{sides} stand {story.trend} as {since}{late}.{first}{later}"


def _of_late(late: Late) -> str:
    since = f"{MONTHS[late.since.month - 1]} {late.since.year}"
    return f", but of late (since {since}) {late.trend}: {_reason(late.reason)}"


def _reason(act: Act) -> str:
    words = _shortened(act, REASON_WIDTH)
    voice = "".join(f"; {one}" for one in _unsaid(act))
    is_dated = act.when is not None and act.day == act.when.earliest  # else it is too vague
    return f"{words} ({_day(act.when if is_dated else None, act.told)}{voice})"


def _unsaid(act: Act) -> list[str]:
    """On whose word it stands, if the words that are shown do not say so."""
    last = (name for voice in act.voices for name in voice.name.split()[-1:])
    is_said = any(name in act.words for name in last)
    return [] if is_said else _voice_facts(act)


def _changed(channel: Channel, contact: Contact) -> str:
    quote = contact.quotes[0]
    words = _cut(quote.words, quote.focus, REASON_WIDTH)
    what = "relations" if channel.level is Level.RELATIONS else "channel"
    return f"{what} {MOVES[contact.move]}: {words} ({_day(contact.when, contact.told)})"


def _promise(one: Commitment, scope: Scope) -> str:
    """``China kept what it promised to Japan: "..."``; a common word is broken by who breaks it."""
    words = _shortened(one.act, REASON_WIDTH)
    by, to = _bound(one, scope)
    they = "they" if len(one.by or one.act.actors) > 1 else "it"
    if one.state is CommitmentState.DELIVERED:
        return f'{by} {KEPT[one.kind]} what {they} {to}: "{words}"'
    doers = [code for proof in one.proof for code in proof.actors]
    broke = [answering_for(code) for code in doers if code.partition("-")[0] in one.by]
    if 0 < len(states_of(broke)) < len(one.by):
        by, they = _named(broke, scope), by
    return f'{by} broke what {they} {to}: "{words}"'


def _bound(one: Commitment, scope: Scope) -> tuple[str, str]:
    """Who is bound, and how to whom: ``China``, ``promised to the United States``.

    Rebels and others who are not the state stand there by their code, which says so.
    """
    act = one.act
    by = _named(_bound_ones(one), scope)
    others = [
        code
        for code in act.recipients
        if code.partition("-")[0] not in one.by and code not in NOBODY
    ]
    to = "" if one.kind is CommitmentKind.THREATENED else " to"
    return by, f"{one.kind}{f'{to} {_named(others, scope)}' if others else ''}"


def _bound_ones(one: Commitment) -> list[str]:
    """Those who act, of the sides that are bound; no organ beside its state."""
    own = [code for code in one.act.actors if code.partition("-")[0] in one.by]
    whole = {code.removesuffix("-GOV") for code in own} & {*one.by}
    parts = [code for code in own if answering_for(code) not in whole]
    found = {code: code.partition("-")[0] for code in (*whole, *parts)} if own else {}
    return sorted(found, key=lambda code: (one.by.index(found[code]), code)) or [*one.act.actors]


def _named(codes: Iterable[str], scope: Scope) -> str:
    """Name parties in a sentence: the two sides and their governments by name, others by code."""
    names = {code: in_sentence(name) for code, name in scope.names.items()}
    told = (names.get(code.removesuffix("-GOV"), code) for code in codes)
    return listed(list(dict.fromkeys(told)))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _halves(story: Story) -> str:
    if story.since is None or story.until is None:
        return f"{_counted(story.early)}, then {_counted(story.late)}"
    middle = day_words(story.since + (story.until - story.since) / 2)
    return f"{_counted(story.early)} up to {middle}, {_counted(story.late)} since"


def _counted(balance: Balance) -> str:
    counts = (
        (balance.n_cooperative, "cooperative act"),
        (balance.n_conflictual, "conflictual act"),
    )
    return " and ".join(count_words(n, noun) for n, noun in counts if n) or "no act"


def _days(affair: Affair) -> str:
    """The days of its lead; behind them those of all its acts."""
    first, last = affair.earliest, affair.latest
    own = _day(affair.lead.when, affair.lead.told)
    if first is None or last is None:
        return own
    told = "told " if all(act.when is None for act in affair.acts) else ""
    days = EventDate(earliest=first, latest=last, granularity=Granularity.INTERVAL)
    span = f"{told}{date_words(days)}"
    is_more = affair.parts and span != own
    return f"{own} ({span.removeprefix('told ')})" if is_more else own


def _shortened(act: Act, width: int) -> str:
    """The words that tell an act, cut to a width."""
    quote = _worded(act)
    place = act.words.find(quote.words)
    return _cut(act.words, place + quote.focus if place >= 0 else 0, width)


def _worded(act: Act) -> Quote:
    """The quote from which the words of an act are."""
    return next((one for one in act.quotes if one.words in act.words), act.quotes[0])


def _cut(words: str, focus: int, width: int) -> str:
    """Cut words to a width; from the front only if the cut would hide the word in focus."""
    n_before = len(printable(words[:focus]))
    is_hidden = n_before > width - LONGEST_WORD
    cut = shorten(printable(words), width, around=n_before if is_hidden else 0)
    return _LAST_STOP.sub("", cut)


def _clean(facts: Iterable[str]) -> tuple[str, ...]:
    return tuple(printable(fact) for fact in facts if fact)


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


def _who(act: Act) -> str:
    return sides_words(act.actors, act.recipients)


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
