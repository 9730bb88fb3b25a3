"""What binds two sides: limits, frictions, and linkages of one act to another.

In:  the evidence of a brief.   Out: what a side will not do, or cannot, with its words; frictions,
issue by issue; what came, and what it answered or cost.
Does not: say whether a limit is meant, or infer a link from nearness in time.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from detente.codebook import Codebook
from detente.records import LinkKind, Remark, RemarkKind, Report, Status, alike
from detente.relations.evidence import Act, Evidence, Quote, Voice
from detente.relations.sides import Direction, answering_for, direction_of, states_of

COOPERATIVE = (1, 2)  # quads: verbal and material cooperation
REJECTION = "REJECT"
LEAST_REFUSALS = 2  # one refusal is an answer, several are a closed door
CYBER = "cyber"
LONGEST = 100  # characters
# words that are cut: "In a", of "in a tit-for-tat move"; "Vostia two days ago, it ...", the end
# of a name
_CUT = re.compile(
    r"(?:\w+ )?(?:an?|the|in|on|of)$|\S+ \w+ (?:hour|day|week|month|year)s? ago,", re.IGNORECASE
)


class LimitKind(StrEnum):
    """What sort of limit it is."""

    RED_LINE = "red line"
    HOME = "at home"
    THIRD_PARTY = "third party"
    CLOSED = "every approach refused"


KINDS = {
    RemarkKind.RED_LINE: LimitKind.RED_LINE,
    RemarkKind.HOME: LimitKind.HOME,
    RemarkKind.THIRD_PARTY: LimitKind.THIRD_PARTY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit of one side. ``what`` are the words for the thing, ``why`` the cue.

    ``issue`` is the codebook's where it has one, ``third`` the countries spared. ``voice`` is on
    whose word the limit is told, ``None`` for the outlet's own.
    """

    side: str
    kind: LimitKind
    what: str
    why: str
    issue: str | None
    third: tuple[str, ...] = ()
    voice: Voice | None = None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Friction:
    """An issue that strains the relation, with the words that tell so."""

    issue: str
    quotes: tuple[Quote, ...]


def find_limits(evidence: Evidence) -> tuple[Limit, ...]:
    """Find the limits of both sides; one told several times is one, with all its quotes."""
    found = [*_of_remarks(evidence), *_closed(evidence)]
    by_thing: dict[tuple[str, LimitKind, str], list[Limit]] = defaultdict(list)
    for limit in found:
        thing = limit.issue or "+".join(limit.third) or limit.what.lower()
        by_thing[limit.side, limit.kind, thing].append(limit)
    joined = [_joined(same) for same in by_thing.values()]
    kinds = list(LimitKind)
    order = {side: place for place, side in enumerate(evidence.scope.sides)}
    return tuple(sorted(joined, key=lambda one: (order[one.side], kinds.index(one.kind))))


def find_frictions(
    evidence: Evidence, limits: Sequence[Limit], codebook: Codebook
) -> tuple[Friction, ...]:
    """List the issues of hostile acts, of limits and of words of strain; the most told first."""
    quotes: dict[str, dict[Quote, None]] = defaultdict(dict)
    for act in evidence.between:
        if act.status is not Status.NEGATED and codebook.quad(act.type) not in COOPERATIVE:
            mode = [CYBER] if act.mode == CYBER else []
            for issue in (*act.issues, *mode):
                quotes[issue] |= dict.fromkeys(act.quotes)
    for limit in limits:
        if limit.issue and limit.kind is not LimitKind.HOME:
            quotes[limit.issue] |= dict.fromkeys(limit.quotes)
    for remark, report in evidence.remarks(RemarkKind.FRICTION):
        if _is_of_both(remark, evidence):
            for issue in remark.issues:
                quotes[issue][evidence.quote_remark(remark, report)] = None
    made = (Friction(issue=issue, quotes=tuple(found)) for issue, found in quotes.items())
    return tuple(sorted(made, key=lambda one: (-len(one.quotes), one.issue)))


def _of_remarks(evidence: Evidence) -> Iterator[Limit]:
    for remark, report in evidence.remarks(*KINDS):
        if remark.side not in evidence.scope.sides:
            continue
        other = set(evidence.scope.sides) - {remark.side}
        if remark.kind is RemarkKind.THIRD_PARTY and set(remark.named) <= other:
            continue  # what a side will not do to the other is no third party's matter
        yield from _limits(remark, report, evidence)


def _limits(remark: Remark, report: Report, evidence: Evidence) -> Iterator[Limit]:
    things = [part.quote for part in remark.parts] or [_from_cue(remark)]
    speaker = remark.speaker.value if remark.speaker else None
    for thing in things:
        yield Limit(
            side=str(remark.side),
            kind=KINDS[remark.kind],
            what=thing,
            why=remark.cue.quote,
            issue=_issue_of(thing, remark, alone=len(things) == 1),
            third=_thirds(remark, evidence),
            voice=alike(Voice, speaker) if speaker else None,
            quotes=(evidence.quote_remark(remark, report),),
        )


def _from_cue(remark: Remark) -> str:
    """The words from the cue on, as far as a line takes them."""
    start = remark.cue.span.start - remark.citation.span.start
    words = remark.citation.quote[start:].rstrip(".").split(", ")[0]
    return words if len(words) <= LONGEST else remark.cue.quote


def _issue_of(thing: str, remark: Remark, *, alone: bool) -> str | None:
    """The remark's issue that the thing's own words name; its first one where it is alone."""
    named = [issue for issue in remark.issues if issue in thing.lower()]
    if named or not alone:
        return named[0] if named else None
    return remark.issues[0] if remark.issues else None


def _thirds(remark: Remark, evidence: Evidence) -> tuple[str, ...]:
    if remark.kind is not RemarkKind.THIRD_PARTY:
        return ()
    return tuple(code for code in remark.named if code not in evidence.scope.sides)


def _closed(evidence: Evidence) -> Iterator[Limit]:
    """Issues on which a side has refused the other more than once and never given way."""
    refused: dict[tuple[str, str], list[Act]] = defaultdict(list)
    moved: set[str] = set()
    for act in evidence.between:
        if act.status is not Status.ACTUAL or act.is_historical:
            continue
        if act.type == REJECTION:
            side = _actor_side(act, evidence)
            for issue in act.issues if side else ():
                refused[str(side), issue].append(act)
        elif act.type in {"AGREE", "CONCEDE", "RETREAT", "COOPERATE", "SUPPORT"}:
            moved.update(act.issues)
    for (side, issue), acts in refused.items():
        if issue not in moved and len(acts) >= LEAST_REFUSALS:
            yield Limit(
                side=side,
                kind=LimitKind.CLOSED,
                what=issue,
                why=f"refused {len(acts)} times",
                issue=issue,
                quotes=tuple(quote for act in acts for quote in act.quotes),
            )


def _actor_side(act: Act, evidence: Evidence) -> str | None:
    direction = direction_of(act, evidence.scope)
    sides = {Direction.A_TO_B: evidence.scope.side_a, Direction.B_TO_A: evidence.scope.side_b}
    return sides.get(direction) if direction else None


def _joined(same: Sequence[Limit]) -> Limit:
    quotes = dict.fromkeys(quote for limit in same for quote in limit.quotes)
    return replace(same[0], quotes=tuple(quotes))


def _is_of_both(remark: Remark, evidence: Evidence) -> bool:
    """Whether words of strain are about the two: they name a side, and no third state alone."""
    sides = set(evidence.scope.sides)
    return not remark.about or bool(sides & set(remark.about))


# --- Words that tie one act to another -> linkages: what came, and what it answered or cost.
@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPart:
    """One end of a linkage: who acts, states and others; empty where the words do not tell."""

    words: str
    by: tuple[str, ...]
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """``what`` came, answered, or was given for ``for_what``, in the words ``cue``.

    ``other`` tells ``for_what`` where ``quote`` does not.
    """

    cue: str
    what: LinkPart
    for_what: LinkPart | None
    told: date | None
    quote: Quote
    other: Quote | None = None


def find_linkages(evidence: Evidence) -> tuple[Linkage, ...]:
    """Find the linkages in which both sides stand, in the order of the reports, told ones first.

    A linkage told in words needs an act of a side in one of its parts, or a channel that is cut or
    resumed: "the trip came after a long winter" links nothing.
    """
    told = list(_told(evidence))
    known = {frozenset(_events(one)) for one in told}
    answers = [one for one in _answers(evidence) if frozenset(_events(one)) not in known]
    return (*told, *answers)


def _told(evidence: Evidence) -> Iterator[Linkage]:
    both = set(evidence.scope.sides)
    channels = {
        (one.report_id, one.sentence)
        for one, _ in evidence.remarks(RemarkKind.CHANNEL)
        if both <= set(one.about)
    }
    for remark, report in evidence.remarks(RemarkKind.LINKAGE):
        ends = [
            LinkPart(
                words=_whole(part.quote),
                by=_by(acts),
                event_ids=tuple(dict.fromkeys(act.event_id for act in acts)),
            )
            for part in remark.parts
            for acts in [evidence.acts_in(part)]
        ]
        within = evidence.acts_in(remark.citation)
        sides = {side for act in within for side in act.sides}
        if any(_CUT.match(end.words) for end in ends):
            continue
        named = both & {*remark.about, *sides}
        is_of_channel = (remark.report_id, remark.sentence) in channels
        sentence = remark.citation.quote
        if sentence.rstrip("\u201d\"'").endswith("?") or sentence.startswith("Q "):  # a question
            continue
        if named != both or not (is_of_channel or any(both & states_of(end.by) for end in ends)):
            continue
        yield Linkage(
            cue=remark.cue.quote,
            what=ends[0],
            for_what=ends[1] if len(ends) > 1 else None,
            told=report.published,
            quote=evidence.quote_remark(remark, report),
        )


def _whole(words: str) -> str:
    """Words without a closing mark that nothing opened, and without an opening one left open."""
    if words.count('"') % 2 and words.rstrip().endswith('"'):
        words = words.rstrip()[:-1]
    return words.strip()


def _answers(evidence: Evidence) -> Iterator[Linkage]:
    """Acts whose own words say that they answer another act of the record, of days before."""
    acts = {act.event_id: act for act in evidence.between}
    for act in evidence.between:
        for link in act.links:
            answered = acts.get(link.event_id)
            if link.kind is not LinkKind.ANSWERS or answered is None:
                continue
            if (last := _last_day(answered)) and act.day and last < act.day:
                yield Linkage(
                    cue="in answer to",
                    what=_end(act),
                    for_what=_end(answered),
                    told=act.told,
                    quote=act.quotes[0],
                    other=answered.quotes[0],
                )


def _last_day(act: Act) -> date | None:
    """The last day on which it can have been done: that of its telling, or one told before."""
    days = [day for day in (act.told, act.when.latest if act.when else None) if day]
    return min(days, default=None)


def _end(act: Act) -> LinkPart:
    return LinkPart(words=act.quotes[0].words, by=_by([act]), event_ids=(act.event_id,))


def _by(acts: Iterable[Act]) -> tuple[str, ...]:
    codes = (answering_for(code) for act in acts for code in sorted(act.actors))
    return tuple(dict.fromkeys(code for code in codes if states_of([code])))


def _events(linkage: Linkage) -> tuple[str, ...]:
    return (*linkage.what.event_ids, *(linkage.for_what.event_ids if linkage.for_what else ()))
