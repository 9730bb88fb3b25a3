"""What a brief may rest on, numbered: reports on both sides, acts with all their words.

In:  coded reports and the events of their claims; or an open ledger and two sides.
Out: ``Evidence``, the same from either, rulings heeded.
Does not: code, choose what stands in the brief, or weigh who tells. Claims known on the brief's day
are merged anew: what was published later must not tell on an earlier day.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from detente.actors import load_gazetteer
from detente.actors.senses import NameKind
from detente.events.merging.knowledge import load_knowledge
from detente.events.merging.links import is_own_word
from detente.events.merging.merge import merge
from detente.events.merging.options import MergeOptions
from detente.events.rulings import Decisions
from detente.ledger import Filter, Ledger
from detente.ledger.address import id_list, packaged_sql
from detente.ledger.ask import conditions
from detente.ledger.columns import decode
from detente.records import (
    Citation,
    Claim,
    Coded,
    DateBasis,
    Event,
    EventDate,
    EventLink,
    LinkKind,
    Remark,
    RemarkKind,
    Report,
    ReportFacts,
    Ruling,
    Span,
    Statement,
    Status,
    alike,
)
from detente.relations.sides import (
    AT_HOME,
    Scope,
    countries_of,
    is_between,
    is_of_one_side,
    states_of,
)
from detente.relations.wording import OUTLET, claim_words, statement_words

FactsOf = Callable[[Iterable[Report]], Mapping[str, ReportFacts]]
WHOLE = MergeOptions(is_whole=True)  # a promise to nobody named is kept towards the other side
VAGUE = 31  # days: a longer date does not say when
WIDEST = 1000  # characters about words: what has no full stop is no sentence
ENOUGH = 180  # characters: words longer than that tell no more on a line
_STOP = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z]\.[A-Z])[.!?][\"'”’]?\s+(?=[^a-z\s])|\n")  # not "U.S. "
_REST = re.compile(r"[-'’]?\w[\w-]*")  # of a word that is cut in its midst: "Moon Jae" + "-in"
_OF_STATES = frozenset(
    {NameKind.NAME, NameKind.SHORT, NameKind.ACRONYM, NameKind.ADJECTIVE, NameKind.DEMONYM}
)  # not places: Georgia, Paris, Washington
HELP = frozenset({"AID", "COOPERATE", "SUPPORT"})
_AGAINST = re.compile(
    r"\b(?:prevent|stop|keep|kept|deter|contain|counter|isolat|punish|weaken|defeat)\w*"
    r" (?:the |an? )?$",
    re.IGNORECASE,
)
NEAR = 400  # characters: how far behind an act words may refer to it


# --- Events -> one line each with all its citations.
@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a report at their place.

    ``report`` is its number in the brief, ``sentence`` counts from 0, ``start`` and ``end`` are the
    span in its text, ``focus`` is the place within ``words`` of the word that names the act.
    ``words`` are those at the span; an imported row, which has none, is said in words.
    """

    report: int
    key: str
    sentence: int
    start: int
    end: int
    words: str
    focus: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody on whose word."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Act:
    """An event and the words that tell it.

    ``words`` are the clause that tells it most fully, or the sentence where a clause alone does not
    say who acts. ``voices`` are those on whose word; empty where outlets tell it in their own
    voice. Who is retold is named only where no outlet tells it itself. ``told`` is the first day
    on which a report told it. ``denials`` are the words that deny it, of ``denied_by``: they tell
    it only where nothing else does. ``denied_by`` and ``unconfirmed_by`` are codes, ``n_outlets``
    the independent outlets that tell it, ``links`` its bearing on other events; ``ruled_out`` are
    those who ruled it negated, with their reasons.
    """

    event_id: str
    claim_ids: tuple[str, ...]
    type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: Status
    is_historical: bool
    issues: tuple[str, ...]
    when: EventDate | None
    told: date | None
    place: str | None
    words: str
    voices: tuple[Voice, ...]
    quotes: tuple[Quote, ...]
    denials: tuple[Quote, ...] = ()
    denied_by: tuple[str, ...] = ()
    unconfirmed_by: tuple[str, ...] = ()
    n_outlets: int = 0
    links: tuple[EventLink, ...] = ()
    ruled_out: tuple[str, ...] = ()

    @cached_property
    def sentences(self) -> frozenset[tuple[int, int]]:
        """The report and sentence of each quote."""
        return frozenset((quote.report, quote.sentence) for quote in self.quotes)

    @property
    def parties(self) -> tuple[str, ...]:
        """Who acts and who is acted on, by code."""
        return (*self.actors, *self.recipients)

    @cached_property
    def doers(self) -> frozenset[str]:
        """The countries of those who act."""
        return states_of(self.actors)

    @cached_property
    def receivers(self) -> frozenset[str]:
        """The countries of those who are acted on."""
        return states_of(self.recipients)

    @cached_property
    def sides(self) -> frozenset[str]:
        """The countries of all who take part."""
        return self.doers | self.receivers

    @cached_property
    def day(self) -> date | None:
        """The first day on which it can have been; that of its telling where none near is told."""
        if self.when is None or (self.when.latest - self.when.earliest).days > VAGUE:
            return self.told or (self.when.earliest if self.when else None)
        return self.when.earliest

    @cached_property
    def last_day(self) -> date | None:
        """The last day of those of which ``day`` is the first."""
        is_dated = self.when is not None and self.when.earliest == self.day
        return self.when.latest if self.when and is_dated else self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim, its report, and the report's number in the brief."""

    claim: Claim
    report: Report
    number: int


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a brief rests on. ``cited`` are the reports that speak of both sides, by their day.

    ``n_read`` counts all that were given, ``n_late`` those that ``scope.as_of`` leaves out,
    ``n_older`` earlier ones on both sides that are not looked at; ``facts`` are by report id.
    ``events`` are of the claims of ``cited``.
    """

    scope: Scope
    cited: tuple[Coded, ...]
    events: tuple[Event, ...]
    facts: Mapping[str, ReportFacts]
    n_read: int
    n_late: int = 0
    n_older: int = 0

    @cached_property
    def day(self) -> date | None:
        """The day as of which the brief speaks: the one asked for, else the last report's."""
        days = [one.report.published for one in self.cited if one.report.published]
        return self.scope.as_of or max(days, default=None)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each report in the brief, by id, from 1."""
        return {one.report.id: number for number, one in enumerate(self.cited, start=1)}

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """The events in scope as acts, in the order of their days."""
        named = {name.lower() for name in self.scope.names.values()}
        acts = (act_from_event(event, told) for event, told in self._told() if told)
        return tuple(sorted((_about_others(act, named) for act in acts), key=act_order))

    @cached_property
    def between(self) -> tuple[Act, ...]:
        """Acts between the sides."""
        return tuple(act for act in self.acts if is_between(act, self.scope))

    @cached_property
    def others(self) -> tuple[Act, ...]:
        """Acts of one side, alone or with others."""
        return tuple(
            act
            for act in self.acts
            if not is_between(act, self.scope) and is_of_one_side(act, self.scope)
        )

    @cached_property
    def kept(self) -> frozenset[str]:
        """Plans and promises that a later act fulfils, by event id."""
        links = (link for event in self.events for link in event.links)
        return frozenset(link.event_id for link in links if link.kind is LinkKind.FULFILS)

    @cached_property
    def relied_on(self) -> tuple[Coded, ...]:
        """The reports of the days asked for, and earlier ones that tell an act of these days."""
        told = {quote.report for act in self.acts for quote in act.quotes}
        recent = {one.report.id for one in self._recent()}
        return tuple(
            one
            for number, one in enumerate(self.cited, start=1)
            if number in told or one.report.id in recent
        )

    def is_of_standing(self, act: Act) -> bool:
        """Whether it is no deed of states but how things stand ("the war"), or done at home."""
        if act.mode in AT_HOME:
            return True
        standing, told = load_knowledge().bearing.standing, self.claims_of(act)
        return bool(told) and all(standing.fullmatch(claim.predicate.quote) for claim in told)

    def is_accident(self, act: Act) -> bool:
        """Whether words that tell it say that nobody meant it."""
        accidents = load_knowledge().bearing.accidents
        return any(accidents.search(claim.citation.quote) for claim in self.claims_of(act))

    def is_own_word(self, act: Act) -> bool:
        """Whether a side that acts says so, or an outlet does, or nobody known.

        What others say that it will do is a charge or a forecast, no announcement.
        """
        told, bound = self.claims_of(act), act.doers & {*self.scope.sides}
        return not told or is_own_word(told, self.by_id[act.event_id], bound)

    @cached_property
    def by_id(self) -> dict[str, Event]:
        """The events by their ids."""
        return {event.id: event for event in self.events}

    @cached_property
    def claims(self) -> dict[str, Told]:
        """The claims of the reports cited, by id."""
        return {
            claim.id: Told(claim=claim, report=one.report, number=self.numbers[one.report.id])
            for one in self.cited
            for claim in one.claims
        }

    @cached_property
    def silences(self) -> dict[str, dict[str, Quote]]:
        """The words that tell of an act that a side does not confirm it, by event id and side.

        The act is the last one between the sides that is told before the words, close by.
        """
        found: dict[str, dict[str, Quote]] = defaultdict(dict)
        for remark, report in self.remarks(RemarkKind.UNCONFIRMED):
            act = self.act_before(remark.cue) if remark.side in self.scope.sides else None
            if act is None or remark.side is None:
                continue
            # a comment declined says nothing of what outlets know
            if "confirm" in remark.cue.quote.lower() or act.status is Status.FUTURE or act.voices:
                found[act.event_id][remark.side] = self.quote_remark(remark, report)
        return found

    def unconfirmed_by(self, act: Act) -> tuple[str, ...]:
        """Who is told not to confirm an act, and who of those who take part does not tell it."""
        return tuple(sorted({*act.unconfirmed_by, *self.silences.get(act.event_id, ())}))

    def claims_of(self, act: Act) -> list[Claim]:
        """The claims of the reports cited that tell an act, in its order."""
        return [self.claims[one].claim for one in act.claim_ids if one in self.claims]

    def remarks(self, *kinds: RemarkKind) -> Iterator[tuple[Remark, Report]]:
        """Yield remarks of some kinds told since the first day, in the order of the reports."""
        for one in self._recent():
            for remark in one.remarks:
                if remark.kind in kinds:
                    yield remark, one.report

    def statements(self) -> Iterator[tuple[Statement, Report]]:
        """Yield the statements told since the first day, with their reports."""
        for one in self._recent():
            for statement in one.statements:
                yield statement, one.report

    def _recent(self) -> Iterator[Coded]:
        since = self.scope.since
        for one in self.cited:
            if since is None or one.report.published is None or one.report.published >= since:
                yield one

    def quote(self, statement: Statement, report: Report) -> Quote:
        """Quote a statement of a report that is cited."""
        return _quote(
            statement, report, self.numbers[report.id], statement_words(statement, report), 0
        )

    def quote_remark(self, remark: Remark, report: Report) -> Quote:
        """Quote the sentence of a remark, its cue in focus."""
        told = remark.citation
        focus = max(0, remark.cue.span.start - told.span.start)
        return _quote(remark, report, self.numbers[report.id], told.quote, focus)

    def acts_in(self, citation: Citation) -> list[Act]:
        """List the acts that are named within some words, or told again there."""
        return [
            act
            for act, claims in self._acts_by_report.get(citation.report_id, ())
            if any(_is_named(claim, citation.span) for claim in claims)
        ]

    def act_before(self, citation: Citation) -> Act | None:
        """Find the act between the sides that is told last before some words, and close by."""
        told = [
            (place.span.end, act)
            for act, claims in self._acts_by_report.get(citation.report_id, ())
            if is_between(act, self.scope)
            for claim in claims
            for place in (claim.citation, *claim.echoes)
            if 0 <= citation.span.start - place.span.end <= NEAR
        ]
        return max(told, key=lambda one: one[0])[1] if told else None

    @cached_property
    def _acts_by_report(self) -> dict[str, list[tuple[Act, list[Claim]]]]:
        """The acts that each report tells, in their order, with its claims of them."""
        found: dict[str, list[tuple[Act, list[Claim]]]] = defaultdict(list)
        for act in self.acts:
            told: dict[str, list[Claim]] = defaultdict(list)
            for claim in self.claims_of(act):
                told[claim.report_id].append(claim)
            for report_id, claims in told.items():
                found[report_id].append((act, claims))
        return found

    def _told(self) -> Iterator[tuple[Event, list[Told]]]:
        for event in self.events:
            told = [self.claims[one] for one in event.claim_ids if one in self.claims]
            told.sort(key=lambda one: (one.number, one.claim.citation.span.start))
            if any(self.scope.holds_claim(one.claim, one.report) for one in told):
                yield event, told


def gather(coded: Iterable[Coded], scope: Scope, facts_of: FactsOf | None = None) -> Evidence:
    """Number the reports that speak of both sides, and merge their claims.

    A report speaks of both where it codes both, or tells an act of one in a sentence that names
    the other; of the latter only these acts are kept. A report given twice counts once.
    ``facts_of`` tells which reports are copies of one another,
    by report id; without it every report speaks for its outlet.
    """
    known = {one.report.id: one for one in coded}
    kept = [one for one in known.values() if scope.holds_report(one.report)]
    facts = (facts_of or _facts)(one.report for one in known.values())
    n_late = len(known) - len(kept)
    return _evidence(kept, scope, facts, (), n_read=len(known), n_late=n_late)


def _evidence(
    coded: Iterable[Coded],
    scope: Scope,
    facts: Mapping[str, ReportFacts],
    rulings: Sequence[Ruling],
    **counts: int,
) -> Evidence:
    """Merge what was read, as rulings say, and cite it as it was ruled."""
    told, decisions = sorted(_speaking(coded, scope), key=report_order), Decisions(rulings)
    testimony = [claim for one in told for claim in one.claims]
    return Evidence(
        scope=scope,
        cited=tuple(_ruled(one, decisions) for one in told),
        events=tuple(merge(testimony, facts, rulings, WHOLE)),
        facts=facts,
        **counts,
    )


def _speaking(coded: Iterable[Coded], scope: Scope) -> Iterator[Coded]:
    """Yield the reports that speak of both sides, as far as they do."""
    for one in coded:
        if scope.tells_of_both(one):
            yield one
        elif claims := tuple(claim for claim in one.claims if _names_both(claim, one, scope)):
            yield replace(one, claims=claims, statements=(), remarks=())


def _names_both(claim: Claim, coded: Coded, scope: Scope) -> bool:
    """Whether a side takes part in an act, and its sentence names the other."""
    own = countries_of((*claim.actors, *claim.recipients)) & {*scope.sides}
    if not own:
        return False
    gazetteer = load_gazetteer()
    sentence = _sentence_at(coded.report.text, claim.citation.span)
    senses = (
        each for *_, name in gazetteer.matcher.find(sentence) for each in gazetteer.senses(name)
    )
    named = {each.actor for each in senses if each.kind in _OF_STATES}
    return own | named >= {*scope.sides}


def _is_named(claim: Claim, span: Span) -> bool:
    """Whether words name an act, or tell it again."""
    if claim.predicate.span.overlap(span):
        return True
    return any(2 * one.span.overlap(span) > len(one.span) for one in claim.echoes)


def _about_others(act: Act, sides: AbstractSet[str]) -> Act:
    """An act between two states has neither of them as its issue."""
    issues = tuple(issue for issue in act.issues if issue not in sides)
    return act if issues == act.issues else replace(act, issues=issues)


def report_order(coded: Coded) -> tuple[str, str, str, str]:
    """Order reports by their day, then by outlet and key."""
    report = coded.report
    day = report.published.isoformat() if report.published else "undated"
    return (day, report.outlet or "", report.key, report.id)


def _facts(reports: Iterable[Report]) -> dict[str, ReportFacts]:
    return {one.id: ReportFacts(published=one.published, outlet=one.outlet) for one in reports}


def _helped(event: Event, claims: Sequence[Claim]) -> tuple[str, ...]:
    """The codes of those acted on; help that is to hold somebody back is none to him."""
    codes = dict.fromkeys(actor.code for actor in event.recipients)
    if event.type not in HELP:
        return tuple(codes)
    ways: dict[str, set[bool]] = defaultdict(set)
    for claim in claims:
        for one in claim.recipients:
            end = one.citation.span.start - claim.citation.span.start
            before = claim.citation.quote[: max(0, end)]
            ways[one.value.code].add(_AGAINST.search(before) is not None)
    return tuple(code for code in codes if ways.get(code) != {True})


def act_from_event(event: Event, group: Sequence[Told]) -> Act:
    """Tell an event by its claims: ``group``, in the order of the reports."""
    denying = [one for one in group if one.claim.status is Status.NEGATED]
    telling = [one for one in group if one.claim.status is not Status.NEGATED] or denying
    claims = [one.claim for one in telling]
    days = [one.report.published for one in telling if one.report.published]
    standing = event.standing
    return alike(
        Act,
        event,
        event_id=event.id,
        actors=tuple(dict.fromkeys(actor.code for actor in event.actors)),
        recipients=_helped(event, claims),
        is_historical=all(claim.is_historical for claim in claims),
        when=_own_day(event.date),
        told=min(days) if days else None,
        place=event.place.name if event.place else None,
        words=_whole_words(max(telling, key=lambda one: _fullness(one, event.status))),
        voices=_voices(claims),
        quotes=tuple(_claim_quote(one) for one in telling),
        denials=tuple(_claim_quote(one) for one in denying),
        denied_by=standing.denied_by,
        unconfirmed_by=standing.unconfirmed_by,
        n_outlets=standing.n_outlets,
        ruled_out=standing.ruled_out,
    )


def act_order(act: Act) -> tuple[object, ...]:
    """Order acts by their day, else by the day they were told."""
    first = act.quotes[0]
    day = act.when.earliest if act.when else act.told
    return (day or date.max, first.report, first.start, act.type)


def _own_day(when: EventDate | None) -> EventDate | None:
    """The day that the words tell; that of publication is only a day of telling."""
    return None if when and when.basis is DateBasis.PUBLICATION else when


def _whole_words(told: Told) -> str:
    """The clause, whole names; the whole sentence where the clause begins in its midst."""
    claim, text = told.claim, told.report.text
    words = claim_words(claim, told.report)
    if words != claim.citation.quote:
        return words
    if not words[:1].islower():
        rest = _REST.match(text, claim.citation.span.end)
        return words + (rest[0] if rest and words[-1:].isalnum() else "")
    return _sentence_at(text, claim.citation.span)


def _sentence_at(text: str, span: Span) -> str:
    first, last = max(0, span.start - WIDEST), span.end + WIDEST
    start = max((found.end() for found in _STOP.finditer(text, first, span.start)), default=first)
    stop = _STOP.search(text, span.end, last)
    return text[start : stop.start() + 1 if stop else last].strip()


def _fullness(told: Told, status: Status) -> tuple[bool, bool, int]:
    """Clauses that stand alone go before sentences, long ones before short ones.

    First of all those of the act's own status: what was planned before tells no deed.
    """
    clause = told.claim.citation.quote
    is_own = told.claim.status is status
    return (is_own, not clause[:1].islower(), min(len(clause), ENOUGH))


def _voices(claims: Sequence[Claim]) -> tuple[Voice, ...]:
    named = [claim.speaker.value for claim in claims if claim.speaker]
    is_told_first_hand = len(named) < len(claims)
    voices: dict[str, Voice] = {}
    for speaker in named:
        if not (is_told_first_hand and speaker.code.startswith(OUTLET)):
            voices.setdefault(speaker.code, alike(Voice, speaker))
    return tuple(voices.values())


def _claim_quote(told: Told) -> Quote:
    claim = told.claim
    span, word = claim.citation.span, claim.predicate.span
    words = claim_words(claim, told.report)
    is_quoted = words == claim.citation.quote
    focus = max(0, min(word.start, span.end - 1) - span.start) if is_quoted else 0
    return _quote(claim, told.report, told.number, words, focus)


def _quote(
    told: Claim | Statement | Remark, report: Report, number: int, words: str, focus: int
) -> Quote:
    return Quote(
        report=number,
        key=report.key,
        sentence=told.sentence,
        start=told.citation.span.start,
        end=told.citation.span.end,
        words=words,
        focus=focus,
    )


# --- A ledger -> the evidence of a brief: the reports that speak of both sides, as they are
# coded.
MOST_REPORTS = 2_000  # the latest ones: some seconds of reading; a brief is of the present
T = TypeVar("T")
_RECORDS: Mapping[type, str] = {Claim: "claims", Statement: "statements", Remark: "remarks"}


def evidence_in(
    ledger: Ledger, scope: Scope, most: int = MOST_REPORTS, fitting: Filter | None = None
) -> Evidence:
    """Gather what a ledger holds of two sides, from the latest ``most`` reports on both.

    ``n_read`` counts all reports of the ledger that were published by ``scope.as_of``. Claims that
    are not ``fitting`` count for nothing; events are of the others.
    """
    one, other = sorted(scope.sides)
    words = {"words_of_one": _words_for(one), "words_of_other": _words_for(other)}
    values = {"one": one, "other": other, "as_of": scope.as_of, **words}
    found = [row[0] for row in _rows(ledger, packaged_sql("reports_of_both", "relations"), values)]
    ids = found[:most]
    claims = _by_report(ledger, Claim, ids, fitting)
    statements, remarks = _by_report(ledger, Statement, ids), _by_report(ledger, Remark, ids)
    coded = (
        Coded(
            report=report,
            claims=tuple(claims[report.id]),
            statements=tuple(statements[report.id]),
            remarks=tuple(remarks[report.id]),
        )
        for report in ledger.reports_of(ids)
    )
    n_all = ledger.reports().count()
    n_known = ledger.reports(until=scope.as_of).count() if scope.as_of else n_all
    counts = {"n_read": n_all, "n_late": n_all - n_known, "n_older": len(found) - len(ids)}
    return _evidence(coded, scope, ledger.facts(ids), ledger.rulings(), **counts)


def _ruled(coded: Coded, decisions: Decisions) -> Coded:
    kept = tuple(ruled for claim in coded.claims if (ruled := decisions.ruled(claim)))
    return replace(coded, claims=kept)


def _words_for(side: str) -> str:
    """A pattern of a state's names; one that fits nothing where none are known."""
    names = sorted(load_gazetteer().names_of(side, _OF_STATES))
    return "|".join(map(re.escape, names)) or "$.^"


def _by_report(
    ledger: Ledger, kind: type[T], ids: Sequence[str], fitting: Filter | None = None
) -> dict[str, list[T]]:
    """Records of some reports, by report, in the order of the text."""
    name = _RECORDS[kind]
    words, values = conditions(name, fitting or {})
    where = " AND ".join(["t.report_id IN (SELECT unnest(string_split($of, ',')))", *words])
    sql = (
        f"SELECT t.report_id, t.record FROM current_{name} AS t"  # noqa: S608  # one of ours
        f" JOIN reports AS r ON r.id = t.report_id WHERE {where}"
        " ORDER BY t.report_id, sentence, span_start, t.id"
    )
    found: dict[str, list[T]] = defaultdict(list)
    for report_id, record in _rows(ledger, sql, {"of": id_list(ids), **values}):
        found[report_id].append(decode(kind, record))
    return found


def _rows(ledger: Ledger, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with ledger.query() as cursor:
        return cursor.execute(sql, values).fetchall()
