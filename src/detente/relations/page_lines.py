"""Parts of a brief -> lines in words.

In:  a channel, a commitment, a limit ...   Out: a ``Line``: head, state, facts, quotes.
Does not: know a format, or shorten quotes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.records import EventDate, LinkKind, Status
from detente.relations.acts import Act, Quote, Voice
from detente.relations.assessments import Assessment
from detente.relations.channel_words import Move
from detente.relations.channels import Channel, Contact
from detente.relations.commitments import Commitment, CommitmentState
from detente.relations.disputed import Dispute, DisputeKind
from detente.relations.limits import Limit, LimitKind
from detente.relations.linkages import Linkage, LinkPart
from detente.relations.sections import Said
from detente.relations.watch import Watched
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
    "Line",
    "act_line",
    "assessment_line",
    "channel_line",
    "commitment_line",
    "dispute_line",
    "limit_line",
    "linkage_line",
    "said_line",
    "watched_line",
]

PART_WIDTH = 90  # characters of one end of a linkage
MOST_NAMES = 4
MOVES = {
    Move.MET: "last contact",
    Move.RESUMED: "resumed",
    Move.SUSPENDED: "suspended",
    Move.REFUSED: "refused",
}


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
