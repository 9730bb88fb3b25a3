"""Checked acts and statements -> claims and statements, as the journey makes them.

In:  what of a model's answer holds, and its page.   Out: claims and statements in text order.
Does not: decide anything but what follows from the words: contexts, issues, what is long past.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.events.coder import VERBAL
from detente.events.contexts import joint_contexts
from detente.language.clauses import Clauses, clause_span
from detente.llm.check import ENGLISH, Checked, FoundAct, FoundStatement
from detente.llm.request import Page
from detente.reading.speech.quotes import find_quotes
from detente.records import Claim, Span, Statement, Status

SURE, DOUBTFUL = 0.9, 0.6  # the model's word, not a probability
HISTORICAL_AFTER = timedelta(days=365)
MOSTLY = 0.5  # of a statement's characters in quotation marks make it quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """Builds what one page tells. ``coder`` and ``why`` go into each claim."""

    page: Page
    coder: str
    why: str

    def claims(self, checked: Checked) -> tuple[Claim, ...]:
        """One claim an act; its other tellings become echoes, and lend it what it lacks.

        Where a headline and the body tell the same act, the body's telling is the claim.
        """
        tellings: dict[int, list[FoundAct]] = {}
        for first, act in _by_first_telling(checked.acts):
            tellings.setdefault(first, []).append(act)
        claims = {claim.id: claim for claim in map(self._claim, tellings.values())}
        return tuple(sorted(claims.values(), key=lambda claim: claim.predicate.span))

    def statements(self, checked: Checked) -> tuple[Statement, ...]:
        """One statement for each that holds."""
        quotes = [quote.span for quote in find_quotes(self.page.report.text)]
        found = (self._statement(one, quotes) for one in checked.statements)
        once = {statement.id: statement for statement in found}
        return tuple(sorted(once.values(), key=lambda one: one.citation.span))

    def _claim(self, tellings: Sequence[FoundAct]) -> Claim:
        act = min(tellings, key=lambda one: (one.sentence.is_headline, one.same is not None))
        others = [one for one in tellings if one is not act]
        report = self.page.report
        date = act.date or next((one.date for one in others if one.date), None)
        place = act.place or next((one.place for one in others if one.place), None)
        status = act.status
        published = report.published
        is_ahead = date is not None and published is not None and date.value.earliest > published
        if status is Status.ACTUAL and is_ahead:
            # nothing has happened before its day: what is only said bears no such date
            date, status = (None, status) if act.type in VERBAL else (date, Status.FUTURE)
        return Claim(
            report_id=report.id,
            sentence=act.sentence.index,
            type=act.type,
            mode=act.mode or next((one.mode for one in others if one.type == act.type), None),
            contexts=joint_contexts(*self.page.topics.told(act.sentence), None),
            issues=self._issues(act),
            actors=act.actors,
            recipients=act.recipients,
            status=status,
            is_historical=act.is_background if date is None else self._is_past(date.value.latest),
            date=date,
            place=place,
            speaker=act.speaker,
            citation=report.cite(act.clause),
            predicate=report.cite(act.predicate),
            score=DOUBTFUL if all(one.is_doubtful for one in tellings) else SURE,
            coder=self.coder,
            why=self.why,
            echoes=tuple(report.cite(one.clause) for one in others),
        )

    def _issues(self, act: FoundAct) -> tuple[str, ...]:
        topics = self.page.topics
        head = act.sentence.head_of(act.predicate)
        if self.page.language != ENGLISH or head is None:
            return topics.issues_in(act.clause)
        clauses = Clauses(act.sentence)
        span = clause_span(clauses, head.index)
        whole = Span(min(span.start, act.clause.start), max(span.end, act.clause.end))
        parties = {one.citation.span for one in (*act.actors, *act.recipients)}
        return topics.issues(whole, clauses, head.index, parties)

    def _is_past(self, latest: date) -> bool:
        published = self.page.report.published
        return published is not None and latest < published - HISTORICAL_AFTER

    def _statement(self, found: FoundStatement, quotes: Sequence[Span]) -> Statement:
        report = self.page.report
        quoted = sum(found.said.overlap(quote) for quote in quotes)
        about = {
            actor.country
            for link in self.page.setting.links
            if link.mention.span in found.said
            for actor in link.actors
            if actor.country
        }
        return Statement(
            report_id=report.id,
            sentence=found.sentence.index,
            speaker=found.speaker,
            is_quoted=quoted > MOSTLY * len(found.said),
            kind=found.kind,
            issues=self.page.topics.issues_in(found.said),
            about=tuple(sorted(about)),
            citation=report.cite(found.said),
            cue=report.cite(found.cue) if found.cue else None,
        )


def _by_first_telling(acts: Sequence[FoundAct]) -> Iterator[tuple[int, FoundAct]]:
    """Acts in text order, each with the number of its first telling; a chain leads to its end."""
    numbered = {act.n: act for act in acts}
    for act in sorted(acts, key=lambda one: (one.predicate, one.n)):
        first, passed = act.n, {act.n}
        while (before := numbered[first].same) in numbered and before not in passed:
            passed.add(before)
            first = before
        yield first, act
