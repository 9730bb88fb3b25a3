"""Coded reports and events -> what a brief may rest on, numbered.

In:  reports that speak of both sides, the events of their claims.   Out: ``Evidence``.
Does not: choose what stands in the brief.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain

from detente.events.merge import merge
from detente.records import (
    Citation,
    Coded,
    Event,
    LinkKind,
    Remark,
    RemarkKind,
    Report,
    ReportFacts,
    Statement,
)
from detente.relations.acts import Act, Quote, Told, act_from_event, act_order, quote_from
from detente.relations.sides import (
    CODE_LENGTH,
    Scope,
    is_between,
    is_of_one_side,
    states_of,
)

__all__ = ["Evidence", "FactsOf", "gather", "report_order"]

FactsOf = Callable[[Iterable[Report]], Mapping[str, ReportFacts]]
NEAR = 400  # characters: how far behind an act words may refer to it


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
        named = {name.lower() for name in (self.scope.name_a, self.scope.name_b) if name}
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

    def is_own_word(self, act: Act) -> bool:
        """Whether those who act say so, or an outlet does, or nobody known.

        What one side says that the other will do is a charge or a forecast, no announcement.
        """
        said = {voice.code.partition("-")[0] for voice in act.voices if ":" not in voice.code}
        known = {code for code in said if len(code) == CODE_LENGTH and code != "UNK"}
        return not known or bool(known & states_of(act.actors))

    @cached_property
    def claims(self) -> dict[str, Told]:
        """The claims of the reports cited, by id."""
        return {
            claim.id: Told(claim=claim, report=one.report, number=self.numbers[one.report.id])
            for one in self.cited
            for claim in one.claims
        }

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
        return quote_from(statement, report, self.numbers[report.id])

    def quote_remark(self, remark: Remark, report: Report) -> Quote:
        """Quote the sentence of a remark, its cue in focus."""
        start = remark.cue.span.start - remark.citation.span.start
        told = remark.citation
        return Quote(
            report=self.numbers[report.id],
            key=report.key,
            sentence=remark.sentence,
            start=told.span.start,
            end=told.span.end,
            words=told.quote,
            focus=max(0, start),
        )

    def acts_in(self, citation: Citation) -> list[Act]:
        """List the acts that are named within some words, or told again there."""
        return [act for act in self.acts if self._is_named(act, citation)]

    def _is_named(self, act: Act, citation: Citation) -> bool:
        claims = (self.claims[one].claim for one in act.claim_ids if one in self.claims)
        for claim in claims:
            if claim.report_id != citation.report_id:
                continue
            if claim.predicate.span.overlap(citation.span):
                return True
            if any(2 * one.span.overlap(citation.span) > len(one.span) for one in claim.echoes):
                return True
        return False

    def act_before(self, citation: Citation) -> Act | None:
        """Find the act between the sides that is told last before some words, and close by."""
        told = [
            (place.span.end, act)
            for act in self.between
            for place in self._places(act, citation.report_id)
            if 0 <= citation.span.start - place.span.end <= NEAR
        ]
        return max(told, key=lambda one: one[0])[1] if told else None

    def _places(self, act: Act, report_id: str) -> list[Citation]:
        claims = (self.claims[one].claim for one in act.claim_ids if one in self.claims)
        found = ((claim.citation, *claim.echoes) for claim in claims)
        return [place for place in chain(*found) if place.report_id == report_id]

    def _told(self) -> Iterator[tuple[Event, list[Told]]]:
        for event in self.events:
            told = [self.claims[one] for one in event.claim_ids if one in self.claims]
            told.sort(key=lambda one: (one.number, one.claim.citation.span.start))
            if any(self.scope.holds_claim(one.claim, one.report) for one in told):
                yield event, told


def gather(coded: Iterable[Coded], scope: Scope, facts_of: FactsOf | None = None) -> Evidence:
    """Number the reports that speak of both sides, and merge their claims.

    A report given twice counts once. ``facts_of`` tells which reports are copies of one another,
    by report id; without it every report speaks for its outlet.
    """
    known = {one.report.id: one for one in coded}
    kept = [one for one in known.values() if scope.holds_report(one.report)]
    cited = sorted((one for one in kept if scope.tells_of_both(one)), key=report_order)
    facts = _facts([one.report for one in known.values()], facts_of)
    claims = [claim for one in cited for claim in one.claims]
    return Evidence(
        scope=scope,
        cited=tuple(cited),
        events=tuple(merge(claims, facts)),
        facts=facts,
        n_read=len(known),
        n_late=len(known) - len(kept),
    )


def _about_others(act: Act, sides: AbstractSet[str]) -> Act:
    """An act between two states has neither of them as its issue."""
    issues = tuple(issue for issue in act.issues if issue not in sides)
    return act if issues == act.issues else replace(act, issues=issues)


def report_order(coded: Coded) -> tuple[str, str, str, str]:
    """Order reports by their day, then by outlet and key."""
    report = coded.report
    day = report.published.isoformat() if report.published else "undated"
    return (day, report.outlet or "", report.key, report.id)


def _facts(reports: Sequence[Report], facts_of: FactsOf | None) -> Mapping[str, ReportFacts]:
    if facts_of is not None:
        return facts_of(reports)
    return {
        report.id: ReportFacts(published=report.published, outlet=report.outlet)
        for report in reports
    }
