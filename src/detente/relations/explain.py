"""An event -> why it stands as it does: claims, words, links, rivals, rulings.

In:  an open ledger, and the id of an event or claim, or how it begins.
Out: an ``Explanation``, all of records; the sentences a claim rests on, its words marked by role.
Does not: render, replace strings (marks come from spans), or guess: what several ids begin with is
refused, with these.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from itertools import groupby, islice
from typing import Any, TypeVar

from detente.errors import BadInput
from detente.events.merging.clusters import what_tells_apart
from detente.ledger import Filter, Ledger
from detente.records import (
    Cited,
    Claim,
    Event,
    LinkKind,
    Report,
    ReportFacts,
    Ruling,
    RulingKind,
    Span,
    alike,
    event_id_of,
)
from detente.relations.wording import cells_apart, row_name

NEAR = timedelta(days=7)  # how far from an event its rivals are looked for
MOST_RIVALS = 5


# --- A claim and its report -> the sentences it rests on, with the cited words marked by their
# role.
class Role(StrEnum):
    """What cited words are to the claim."""

    WHERE = "where"
    WHEN = "when"
    SPEAKER = "said by"
    WHOM = "whom"
    WHO = "who"
    ACT = "act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words with one role; ``None`` for words that are not cited."""

    words: str
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A sentence or more of a report. ``start`` counts characters of its text, from 0.

    ``is_echo``: the report tells the same act again there. ``is_cut_before``, ``is_cut_after``:
    the sentence goes on.
    """

    start: int
    parts: tuple[Part, ...]
    is_echo: bool = False
    is_cut_before: bool = False
    is_cut_after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """One report's claim and the words it rests on."""

    claim: Claim
    report: Report | None
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """A link to another event; ``is_backward``: the other bears on this one."""

    kind: LinkKind
    event: Event
    is_backward: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A near event of the same kind and parties. ``apart`` names what tells them apart.

    ``apart`` is one of the words of ``Cluster.clash``, ``act``, or ``None``: nothing clashes.
    """

    event: Event
    apart: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that is behind an event; ``event`` is ``None`` for claims that were rejected."""

    event: Event | None
    testimonies: tuple[Testimony, ...]
    bearings: tuple[Bearing, ...] = ()
    rivals: tuple[Rival, ...] = ()
    rulings: tuple[Ruling, ...] = ()


def _age(testimony: Testimony) -> tuple[object, ...]:
    report, claim = testimony.report, testimony.claim
    told = report.published.isoformat() if report and report.published else "9999"
    return (told, claim.report_id, claim.sentence, claim.id)


def _bearings(event: Event, linked: Iterable[Event]) -> Iterable[Bearing]:
    by_id = {other.id: other for other in linked}
    for link in event.links:
        if link.event_id in by_id:
            yield Bearing(kind=link.kind, event=by_id[link.event_id])
    for other in by_id.values():
        for link in other.links:
            if link.event_id == event.id:
                yield Bearing(kind=link.kind, event=other, is_backward=True)


def _rivals(
    claims: Sequence[Claim],
    near: Iterable[Event],
    known: Mapping[str, Claim],
    reports: Mapping[str, Report],
) -> Iterator[Rival]:
    facts = {name: alike(ReportFacts, one, copy_group=None) for name, one in reports.items()}
    for other in near:
        theirs = [known[claim_id] for claim_id in other.claim_ids if claim_id in known]
        if theirs:
            yield Rival(event=other, apart=what_tells_apart(claims, theirs, facts))


def _days_between(event: Event, other: Event) -> int:
    if event.date is None or other.date is None:
        return 0
    return abs((other.date.earliest - event.date.earliest).days)


# --- The beginning of an id -> the claims a person means by it.
SHORTEST = 4  # characters of an id
SHOWN = 4  # ids that a refusal lists
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An event with its claims, or a claim that is in no event; ``claim`` if it was asked for."""

    event: "Event | None"
    claims: "tuple[Claim, ...]"
    claim: "Claim | None" = None

    @property
    def meant(self) -> "tuple[Claim, ...]":
        """The one claim that was asked for, else all claims of the event."""
        return (self.claim,) if self.claim else self.claims


def look_up(ledger: "Ledger", given: str) -> Found:
    """Find what an id names.

    Raises:
        BadInput: nothing has it, or several do.
    """
    given = given.strip().lower()
    if len(given) < SHORTEST or not given.isalnum():
        raise BadInput(f"{given!r} is no id; give at least {SHORTEST} characters of an event's id")
    events = list(islice(ledger.events(id=given), SHOWN + 1))
    claims = {one.id: one for one in islice(ledger.claims(id=given), SHOWN + 1)}
    named = [f"event {event.id}" for event in events] + [f"claim {name}" for name in claims]
    gone = [] if named else _rejected(ledger, given)
    if len(gone) == 1:
        return Found(event=None, claims=tuple(ledger.claims(ids=list(gone[0]))))
    if len(named) != 1:
        raise BadInput(_refusal(ledger, given, named))
    if events:
        return Found(event=events[0], claims=_claims_of(ledger, events[0]))
    (claim,) = claims.values()
    event = ledger.events(claim=claim.id).first()
    return Found(event=event, claims=_claims_of(ledger, event) if event else (claim,), claim=claim)


def events_ruled(ledger: "Ledger", rulings: Sequence[Ruling]) -> dict[str, str]:
    """Name the event of each ruling's claim: of a rejected one, that which it was."""
    targets = sorted({one.target for one in rulings})
    sql = "SELECT claim_id, event_id FROM event_claims WHERE claim_id IN (SELECT unnest(?))"
    with ledger.query() as query:
        known = dict(query.execute(sql, [targets]).fetchall())
    gone = {one: event_id for event_id, ids in _events_gone(rulings) for one in ids}
    return known | {one: gone[one] for one in gone.keys() - known.keys()}


def _rejected(ledger: "Ledger", given: str) -> list[tuple[str, ...]]:
    """List the claims of events that were rejected as a whole, whose ids begin so."""
    found = _events_gone(ledger.rulings())
    return [ids for event_id, ids in dict(found).items() if event_id.startswith(given)]


def _events_gone(rulings: Iterable[Ruling]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what was an event until all of its claims were rejected, and these.

    An event's id is a digest of its claims, so that of one that is gone can be told anew.
    """
    rejecting = (one for one in rulings if one.kind is RulingKind.REJECT)
    by_decision = defaultdict[tuple[object, ...], list[str]](list)
    for one in rejecting:
        by_decision[one.by, one.because, one.made_at].append(one.target)
    for ids in by_decision.values():
        yield event_id_of(sorted(ids)), tuple(sorted(ids))


def one_of(items: Iterable[T], given: str, what: str) -> T:
    """Take the only one of ``items``.

    Raises:
        BadInput: there is none, or more than one.
    """
    found = list(items)
    if len(found) != 1:
        count = "no" if not found else f"{len(found)}"
        raise BadInput(f"{count} {what} begin with {given!r}; give more of the id")
    return found[0]


def _claims_of(ledger: "Ledger", event: "Event") -> "tuple[Claim, ...]":
    return tuple(ledger.claims(ids=list(event.claim_ids)))


def _refusal(ledger: "Ledger", given: str, named: list[str]) -> str:
    if named:
        more = ", ..." if len(named) > SHOWN else ""
        return f"{given!r} begins several ids: {', '.join(named[:SHOWN])}{more}; give more of one"
    return (
        f"no event or claim in {ledger.path} has an id that begins with {given!r}; an event gets "
        "another id when claims join or leave it: look for it with detente events"
    )


_END = re.compile(r"\n+|[.!?][\"\u201d\u2019)]*\s+(?=[\"\u201c\u2018(]?[A-Z0-9])")
_ENDED = re.compile(r"(?:\A|\n|[.!?][\"\u201d\u2019)]*)\s*\Z")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Adm|Capt|Maj|Prof|St|No|[A-Z])\.\s*\Z"
)
_REACH = 600  # characters shown on either side of the cited clause at most


def excerpts_of(claim: Claim, report: Report | None) -> tuple[Excerpt, ...]:
    """Show the sentence of the claim first, then those of further cited words and of its echoes.

    Without the report's text the clause is all there is.
    """
    if report is None or not report.text:
        return (_bare(claim),)
    marks = _marks(claim)
    own = sentence_at(report.text, claim.citation.span)
    spans = [own]
    for span, _ in marks:
        if not any(span in shown for shown in spans):
            spans.append(sentence_at(report.text, span))
    echoes = [sentence_at(report.text, echo.span) for echo in claim.echoes]
    told_again = [span for span in dict.fromkeys(echoes) if span not in spans]
    found = tuple(
        _excerpt(report.text, span, marks, is_echo=span in told_again)
        for span in (*spans, *told_again)
    )
    return tuple(map(_with_cells_apart, found)) if row_name(report) else found


def sentence_at(text: str, span: Span) -> Span:
    """Grow a span to the sentences that hold it, by their marks, not by parsing."""
    start, end = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    for found in _END.finditer(text, start, span.start + 1):
        if found.end() <= span.start and _is_end(text, found):
            start = found.end()
    for found in _END.finditer(text, max(span.start, span.end - 1), end):
        if _is_end(text, found):
            end = max(span.end, found.start() + len(found.group().rstrip()))
            break
    while start < span.start and text[start].isspace():
        start += 1
    return Span(start, end)


Mark = tuple[Span, Role]


def _marks(claim: Claim) -> list[Mark]:
    """List cited words with their roles, what counts most last."""
    cited: list[tuple[Cited[Any] | None, Role]] = [
        (claim.place, Role.WHERE),
        (claim.date, Role.WHEN),
        (claim.speaker, Role.SPEAKER),
        *((one, Role.WHOM) for one in claim.recipients),
        *((one, Role.WHO) for one in claim.actors),
    ]
    spans = [(one.citation.span, role) for one, role in cited if one]
    told = [mark for mark in spans if mark[0] != claim.citation.span]  # all of it tells no side
    return [*told, (claim.predicate.span, Role.ACT)]


def _is_end(text: str, found: "re.Match[str]") -> bool:
    if found.group().startswith("\n"):
        return True
    return not _ABBREVIATION.search(text, max(0, found.start() - 8), found.start() + 1)


def _excerpt(text: str, span: Span, marks: Sequence[Mark], *, is_echo: bool) -> Excerpt:
    return Excerpt(
        start=span.start,
        parts=_parts(text[span.start : span.end], span, marks),
        is_echo=is_echo,
        is_cut_before=not _ENDED.search(text, max(0, span.start - 8), span.start),
        is_cut_after=not (
            _ENDED.search(text, max(0, span.end - 8), span.end)
            or text[span.end :][:1] in {"", "\n"}
        ),
    )


def _with_cells_apart(row: Excerpt) -> Excerpt:
    parts = (replace(part, words=cells_apart(part.words)) for part in row.parts)
    return replace(row, parts=tuple(parts))


def _parts(words: str, span: Span, marks: Iterable[Mark]) -> tuple[Part, ...]:
    """Part the words at a span by what marks they have; a later mark covers an earlier one."""
    roles: list[Role | None] = [None] * len(words)
    for mark, role in marks:
        if mark.overlap(span) and mark != span:
            first, last = max(mark.start, span.start), min(mark.end, span.end)
            roles[first - span.start : last - span.start] = [role] * (last - first)
    runs = groupby(zip(words, roles, strict=False), key=lambda pair: pair[1])
    return tuple(Part(words="".join(letter for letter, _ in run), role=role) for role, run in runs)


def _bare(claim: Claim) -> Excerpt:
    """Make an excerpt of the clause alone, for a report without text."""
    span = claim.citation.span
    inside = [(mark, role) for mark, role in _marks(claim) if mark in span]
    return Excerpt(start=span.start, parts=_parts(claim.citation.quote, span, inside))


# --- A ledger and an event -> all that is behind it.
NEAR_EVENTS = 200  # of one kind, parties and fortnight; the nearest of them are shown


def explanation_in(ledger: Ledger, event: Event | None, claims: Sequence[Claim]) -> Explanation:
    """Ask a ledger for all that is behind an event, or behind claims that are in none.

    The oldest testimony comes first.
    """
    linked = [*_linked(ledger, event)] if event else []
    near = _nearest(ledger, event) if event else []
    claim_ids = [claim_id for other in near for claim_id in other.claim_ids]
    known = {claim.id: claim for claim in ledger.claims(ids=claim_ids)} if event else {}
    report_ids = sorted({one.report_id for one in (*claims, *known.values())})
    reports = {report.id: report for report in ledger.reports_of(report_ids)}
    ids = {claim.id for claim in claims}
    testimonies = [
        Testimony(
            claim=claim,
            report=reports.get(claim.report_id),
            excerpts=excerpts_of(claim, reports.get(claim.report_id)),
        )
        for claim in claims
    ]
    rulings = ledger.rulings(with_withdrawn=True)
    return Explanation(
        event=event,
        testimonies=tuple(sorted(testimonies, key=_age)),
        bearings=tuple(_bearings(event, linked)) if event else (),
        rivals=tuple(_rivals(claims, near, known, reports)),
        rulings=tuple(one for one in rulings if one.target in ids or one.other in ids),
    )


def _linked(ledger: Ledger, event: Event) -> Iterator[Event]:
    if event.links:
        yield from ledger.events(ids=[link.event_id for link in event.links])
    yield from ledger.events(linked_to=event.id)


def _nearest(ledger: Ledger, event: Event) -> list[Event]:
    """Events of the same kind and parties, by how many days they are apart, then by id."""
    others = [one for one in ledger.events(**_like(event)) if one.id != event.id]
    return sorted(others, key=lambda one: (_days_between(event, one), one.id))[:MOST_RIVALS]


def _like(event: Event) -> Filter:
    """Ask for events of the same kind and parties, at about the same time."""
    wanted: Filter = {"type": event.type, "limit": NEAR_EVENTS}
    countries = sorted({one.country for one in (*event.actors, *event.recipients) if one.country})
    if len(countries) > 1:
        wanted["dyad"] = (countries[0], countries[1])
    elif event.actors:
        wanted["actor"] = countries[0] if countries else event.actors[0].code
    elif event.recipients:
        wanted["recipient"] = countries[0] if countries else event.recipients[0].code
    if event.date is not None:
        wanted["since"], wanted["until"] = event.date.earliest - NEAR, event.date.latest + NEAR
    return wanted
