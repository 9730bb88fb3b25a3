"""An answer -> acts whose every word stands in the report, and the faults of the rest.

In:  an answer and the page that was asked about.   Out: acts and statements found, and faults.
Does not: mend an answer, or let a fault in one act touch another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TypeVar

from detente.actors import Gazetteer
from detente.codebook import Codebook
from detente.errors import UnknownCode
from detente.events.claims import outlet_name
from detente.llm.answer import Act, Answer, Fault, Said, Side, When, Where
from detente.llm.quotes import find_words, first_within
from detente.llm.request import Page
from detente.llm.sides import Sides, Unfounded
from detente.reading.atlas import load_atlas
from detente.reading.dates.mentions import resolve_date
from detente.reading.dates.units import Tense
from detente.records import (
    Actor,
    Cited,
    EventDate,
    Granularity,
    Place,
    Precision,
    Sentence,
    Span,
    Speaker,
    SpeechKind,
    Status,
    alike,
)

ENGLISH = "en"
MEDIA = "JRN"
T = TypeVar("T")
LONGEST = 2_000  # characters of a quote
LONGEST_PREDICATE = 60
MOST_SIDES = 12
PLACE_LEADS = ("in ", "at ", "near ", "the ", "of ", "outside ", "on ", "off ")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAct:
    """An act whose words stand in the report. ``same``: number of its first telling."""

    n: int
    sentence: Sentence
    predicate: Span
    clause: Span
    type: str
    mode: str | None
    status: Status
    actors: tuple[Cited[Actor], ...]
    recipients: tuple[Cited[Actor], ...]
    date: Cited[EventDate] | None
    place: Cited[Place] | None
    speaker: Cited[Speaker] | None
    same: int | None
    is_background: bool
    is_doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStatement:
    """A statement whose words stand in the report."""

    sentence: Sentence
    said: Span
    cue: Span | None
    speaker: Cited[Speaker]
    kind: SpeechKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What of an answer holds, and what does not."""

    acts: tuple[FoundAct, ...] = ()
    statements: tuple[FoundStatement, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks answers about one page."""

    page: Page
    gazetteer: Gazetteer
    codebook: Codebook
    _sides: Sides = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sides", Sides(self.page, self.gazetteer, self.codebook))

    def check(self, answer: Answer) -> Checked:
        """Keep what holds. An act given twice under one number counts once, as it came first."""
        faults = list(answer.faults)
        acts: dict[int, FoundAct] = {}
        for act in answer.acts:
            found, wrong = self._act(act)
            faults += wrong
            if found is not None and found.n in acts:
                faults.append(Fault(f"act {act.n}", "another act has this number"))
            elif found is not None:
                acts[found.n] = found
        statements = []
        for place, said in enumerate(answer.statements, 1):
            try:
                statements.append(self._statement(said))
            except Unfounded as err:
                faults.append(Fault(f"statement {place}", str(err)))
        return Checked(
            acts=tuple(acts.values()),
            statements=tuple(statements),
            faults=tuple(faults),
            is_whole=answer.is_whole,
        )

    def _act(self, act: Act) -> tuple[FoundAct | None, list[Fault]]:
        faults: list[Fault] = []
        try:
            found = self._founded(act)
        except Unfounded as err:
            return None, [Fault(f"act {act.n}", str(err))]
        when = _or_fault(act, faults, lambda: self._date(act.when, found))
        where = _or_fault(act, faults, lambda: self._place(act.where, found))
        return replace(found, date=when, place=where), faults

    def _founded(self, act: Act) -> FoundAct:
        """Check all without which there is no act."""
        sentence = self._sentence(act.sentence)
        clause = self._quoted(act.clause, sentence.span, f"sentence {act.sentence}", LONGEST)
        predicate = self._quoted(act.predicate, clause, "its clause", LONGEST_PREDICATE)
        self._codes(act)
        cited = partial(self._cited, sentence=sentence, clause=clause, predicate=predicate)
        actors = cited(act.actors)
        acting = {_party(one.value) for one in actors}
        recipients = tuple(c for c in cited(act.recipients) if _party(c.value) not in acting)
        if not actors and not recipients:
            raise Unfounded("it has neither an actor nor a recipient")
        return alike(
            FoundAct,
            act,
            sentence=sentence,
            predicate=predicate,
            clause=clause,
            status=Status(act.status),
            actors=actors,
            recipients=recipients,
            date=None,
            place=None,
            speaker=self._speaker(act.speaker, sentence, clause),
            is_background=act.background,
            is_doubtful=act.doubtful,
        )

    def _cited(
        self, sides: Sequence[Side], *, sentence: Sentence, clause: Span, predicate: Span
    ) -> tuple[Cited[Actor], ...]:
        found = [
            one
            for side in sides[:MOST_SIDES]
            for one in self._sides.cited(side, sentence, clause, predicate)
        ]
        return tuple({_party(one.value): one for one in found}.values())

    def _codes(self, act: Act) -> None:
        try:
            kind = self.codebook.type(act.type)
        except UnknownCode as err:
            raise Unfounded(str(err)) from err
        if act.mode is not None and act.mode not in {mode.name for mode in kind.modes}:
            known = ", ".join(mode.name for mode in kind.modes) or "none"
            raise Unfounded(f"{act.type} has no mode {act.mode!r}; it has {known}")
        if act.status not in set(Status):
            raise Unfounded(f"{act.status!r} is no status; write one of {', '.join(Status)}")

    def _sentence(self, number: int) -> Sentence:
        sentence = self._sides.sentence(number)
        if not self.page.is_asked(sentence):
            raise Unfounded(f"sentence {number} was not asked about")
        return sentence

    def _quoted(self, words: str, within: Span, name: str, longest: int = LONGEST) -> Span:
        if len(words) > longest:
            raise Unfounded(f"a quote of {len(words)} characters; {longest} are the most")
        span = first_within(find_words(words, self.page.report, within), None)
        if span is None:
            raise Unfounded(f"{words!r} does not stand in {name}")
        return span

    def _speaker(
        self, side: Side | None, sentence: Sentence, clause: Span
    ) -> Cited[Speaker] | None:
        if side is None:
            return None
        if side.mention is None and not side.words:
            raise Unfounded("a speaker needs a mention or words")
        cited = self._sides.cited(side, sentence, clause, clause)[0]
        actor = cited.value
        if actor.sector == MEDIA:  # it is retold; nobody's word but the outlet's
            name = outlet_name(cited.citation.span, self.page.setting)
            return Cited(Speaker(code=f"OUTLET:{name}", name=name), cited.citation)
        return Cited(Speaker(code=actor.code, name=actor.name, actor=actor), cited.citation)

    def _date(self, when: When | None, act: FoundAct) -> Cited[EventDate] | None:
        """The days that our own reading gives the words; the model's only where we cannot read."""
        if when is None or not when.words.strip():
            return None
        span = self._told_in(act, when.words, "date")
        told = [one for one in self.page.setting.dates if one.span.overlap(span)]
        span = told[0].span if told else span
        days = told[0].date if told else None
        if self.page.language != ENGLISH:
            days = _days(when)
        elif days is None or self._is_ahead(days) != (act.status is Status.FUTURE):
            days = self._days_by_status(span, act.status) or days
        return Cited(days, self.page.report.cite(span)) if days else None

    def _told_in(self, act: FoundAct, words: str, what: str) -> Span:
        found = find_words(words, self.page.report, act.sentence.span)
        span = first_within(found, act.clause)
        if span is None:
            raise Unfounded(f"the {what} {words!r} does not stand in its sentence")
        return span

    def _days_by_status(self, span: Span, status: Status) -> EventDate | None:
        """Read a date as of an act that is done or planned: "*ordered* to leave on Saturday"."""
        words, published = self.page.report.cite(span).quote, self.page.report.published
        tense = {Status.ACTUAL: Tense.PAST, Status.FUTURE: Tense.FUTURE}.get(status)
        return resolve_date(words, published, tense=tense)

    def _is_ahead(self, days: EventDate) -> bool:
        published = self.page.report.published
        return published is not None and days.earliest > published

    def _place(self, where: Where | None, act: FoundAct) -> Cited[Place] | None:
        if where is None or not where.words.strip():
            return None
        span = self._told_in(act, where.words, "place")
        told = [one for one in self.page.setting.places if one.span.overlap(span)]
        if told:
            return Cited(told[0].place, self.page.report.cite(told[0].span))
        place = self._placed(self.page.report.cite(span).quote, where.country)
        return Cited(place, self.page.report.cite(span)) if place else None

    def _placed(self, words: str, country: str | None) -> Place | None:
        """The place of our atlas in the country named; in another language the words' own name."""
        known = country if country in self.gazetteer.states else None
        for name in _names_of_place(words):
            entries = load_atlas().look_up(name)
            if any(entry.place.country == known or known is None for entry in entries):
                return load_atlas().choose(name, {known} if known else ())
        if self.page.language != ENGLISH and known is not None:
            land = load_atlas().country(known)
            kind = Precision.REGION
            return Place(country=known, name=words, precision=kind) if land else None
        return None

    def _statement(self, said: Said) -> FoundStatement:
        sentence = self._sentence(said.sentence)
        where = f"sentence {said.sentence}"
        span = self._quoted(said.words, sentence.span, where)
        cue = self._quoted(said.cue, sentence.span, where) if said.cue else None
        speaker = self._speaker(said.speaker, sentence, sentence.span)
        if speaker is None:
            raise Unfounded("a statement needs its speaker")
        if said.kind not in set(SpeechKind):
            raise Unfounded(f"{said.kind!r} is no kind; write one of {', '.join(SpeechKind)}")
        return FoundStatement(
            sentence=sentence, said=span, cue=cue, speaker=speaker, kind=SpeechKind(said.kind)
        )


def _or_fault(
    act: Act, faults: list[Fault], find: Callable[[], Cited[T] | None]
) -> Cited[T] | None:
    """A date or a place, or the fault that leaves the act without."""
    try:
        return find()
    except Unfounded as err:
        faults.append(Fault(f"act {act.n}", str(err)))
        return None


def _party(actor: Actor) -> tuple[str, str]:
    return actor.code, actor.id or actor.name


def _names_of_place(words: str) -> list[str]:
    """A place's words, then without what leads to them: "in the city of Basra"."""
    names = [words]
    while True:
        lead = next((one for one in PLACE_LEADS if names[-1].lower().startswith(one)), None)
        if lead is None:
            return names
        names.append(names[-1][len(lead) :])


def _days(when: When) -> EventDate | None:
    """The days by the model's word, where both are days and in order."""
    try:
        first = date.fromisoformat(when.first or "")
        last = date.fromisoformat(when.last or when.first or "")
    except ValueError:
        return None
    if last < first:
        return None
    unit = Granularity.DAY if first == last else Granularity.INTERVAL
    return EventDate(earliest=first, latest=last, granularity=unit)
