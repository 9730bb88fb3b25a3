"""Codings -> claims: actors, date, place and speaker joined to each act, every value cited.

In:  a report's setting and its codings.   Out: claims in text order.
Does not: decide what happened (coder.py), or merge reports (merge.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from detente.events.carried import carry_settings
from detente.events.clause import clause_span
from detente.events.coder import VERBAL, Coding
from detente.events.contexts import Topics, joint_contexts
from detente.events.outlets import outlet_name
from detente.events.pointing import with_implied_recipients
from detente.events.repeats import fold_repeats
from detente.events.setting import Setting, attached, carrying_verb, is_in_topic
from detente.events.sides import ORGANS
from detente.events.syntax import Clauses
from detente.records import (
    Actor,
    Cited,
    Claim,
    DateMention,
    EventDate,
    Link,
    Place,
    PlaceMention,
    Sentence,
    Span,
    Speaker,
    Speech,
    Status,
)

__all__ = ["ClaimBuilder", "cited_actors", "speaker_of"]

DISCUSS = "discuss"
MEASURES = frozenset({"AID", "COERCE", "CONCEDE", "MOBILIZE", "SANCTION"})
LASTING = frozenset({"detain", "hold", "keep", "occupy"})
EXPECTING = frozenset({"expect", "schedule", "set", "slate"})
TOPICAL = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN"})  # the object is what is spoken of
HISTORICAL_AFTER = timedelta(days=365)
NOT_STATES = frozenset({"IGO", "NGO", "UNO", "EUR", "ISM", "IMG", "MNC"})


@dataclass(frozen=True, kw_only=True)
class ClaimBuilder:
    """Builds the claims of one report."""

    setting: Setting
    topics: Topics
    coder: str

    def build(self, codings: Iterable[Coding]) -> tuple[Claim, ...]:
        """Build one claim an act; repeated mentions are folded into the first full one."""
        by_index = {sentence.index: sentence for sentence in self.setting.sentences}
        complete = with_implied_recipients(codings, self.setting)
        told = [(coding, self._claim(coding, by_index[coding.sentence])) for coding in complete]
        first = min(by_index, default=0)  # before which nobody can have been told
        claims = [
            claim
            for coding, claim in told
            if claim.recipients or not coding.asks_another or coding.sentence == first
        ]
        headlines = {s.index for s in self.setting.sentences if s.is_headline}
        return fold_repeats(carry_settings(claims, self.setting.sentences), headlines)

    # Private functions

    def _claim(self, coding: Coding, sentence: Sentence) -> Claim:
        report, clauses = self.setting.report, Clauses(sentence)
        predicate = clauses.token(coding.predicate).span
        span = clause_span(clauses, coding.predicate)
        speech = self.setting.speech_around(predicate)
        actors = self._actors(coding.agents)
        acting = {_party(actor.value) for actor in actors}
        recipients = tuple(
            cited for cited in self._actors(coding.recipients) if _party(cited.value) not in acting
        )
        date = (
            self._date(clauses, coding.predicate, speech)
            or self._day_carried(clauses, coding, speech)
            or self._day_of_word(clauses, coding, speech, actors)
        )
        status = coding.status
        if status is Status.ACTUAL and self._is_ahead(date):
            # nothing has happened before its day: what is only said bears no such date
            date, status = (None, status) if coding.type in VERBAL else (date, Status.FUTURE)
        parties = {cited.citation.span for cited in (*actors, *recipients)}
        return Claim(
            report_id=report.id,
            sentence=sentence.index,
            type=coding.type,
            mode=coding.mode,
            contexts=joint_contexts(*self.topics.told(sentence), coding.contexts),
            issues=self.topics.issues(span, clauses, coding.predicate, parties),
            actors=actors,
            recipients=recipients,
            status=status,
            is_historical=self._is_historical(date),
            date=date,
            place=self._place(clauses, coding, parties),
            speaker=speaker_of(speech, self.setting) if speech else None,
            citation=report.cite(span),
            predicate=report.cite(predicate),
            score=coding.score,
            coder=self.coder,
            why=coding.why,
        )

    def _actors(self, links: Sequence[Link]) -> tuple[Cited[Actor], ...]:
        cited = [actor for link in links for actor in cited_actors(link, self.setting)]
        return tuple({_party(actor.value): actor for actor in cited}.values())

    def _date(
        self, clauses: Clauses, predicate: int, speech: Speech | None
    ) -> Cited[EventDate] | None:
        """When it took place. What dates the saying ("said *on Monday*") dates nothing in it."""
        dates = [mention for mention in self.setting.dates if _is_told_in(speech, mention.span)]
        found = attached(dates, clauses, predicate)
        return Cited(found.date, self.setting.report.cite(found.span)) if found else None

    def _day_carried(
        self, clauses: Clauses, coding: Coding, speech: Speech | None
    ) -> Cited[EventDate] | None:
        """When that took place of which it is a part: "*began on Monday* to withdraw"."""
        verb = carrying_verb(clauses, coding.predicate)
        if verb is None:
            return None
        is_expected = clauses.token(verb).lemma in EXPECTING  # "is expected on Monday to sign"
        if coding.status is not (Status.FUTURE if is_expected else Status.ACTUAL):
            return None
        return self._date(clauses, verb, speech)

    def _day_of_word(
        self,
        clauses: Clauses,
        coding: Coding,
        speech: Speech | None,
        actors: Sequence[Cited[Actor]],
    ) -> Cited[EventDate] | None:
        """When a speaker gave his word, which is what he does: "said *on Monday* he would sign".

        What he says that he did before has a day of its own; what he "is expelling" has not.
        """
        is_done = coding.type in VERBAL or _is_announced(clauses, coding)
        if not is_done or coding.status is not Status.ACTUAL or speech is None:
            return None
        cue = clauses.sentence.tokens_in(speech.cue) if speech.cue else ()
        speaker = speaker_of(speech, self.setting)
        codes = {actor.value.code for actor in actors}
        is_own = speaker is not None and speaker.value.code in codes
        if not cue or not is_own or not _is_of_now(clauses, coding.predicate):
            return None
        behind = [one for one in self.setting.dates if _is_right_behind(one, speech)]
        if behind:  # wherever the parser hangs it: "said *on Monday* it was"
            return Cited(behind[0].date, self.setting.report.cite(behind[0].span))
        return self._date(clauses, cue[-1].index, None)

    def _place(self, clauses: Clauses, coding: Coding, parties: set[Span]) -> Cited[Place] | None:
        """Where it took place. What is only said ("the ministry *in Paris* urged") has no seat."""
        places: Sequence[PlaceMention] = self.setting.places
        if coding.type in VERBAL:
            places = [one for one in places if not any(one.span in party for party in parties)]
        if coding.type in TOPICAL or clauses.token(coding.predicate).lemma == DISCUSS:
            places = [one for one in places if not is_in_topic(one, clauses, coding.predicate)]
        found = attached(places, clauses, coding.predicate)
        return Cited(found.place, self.setting.report.cite(found.span)) if found else None

    def _is_ahead(self, date: Cited[EventDate] | None) -> bool:
        published = self.setting.report.published
        return date is not None and published is not None and date.value.earliest > published

    def _is_historical(self, date: Cited[EventDate] | None) -> bool:
        published = self.setting.report.published
        if date is None or published is None:
            return False
        return date.value.latest < published - HISTORICAL_AFTER


def cited_actors(link: Link, setting: Setting) -> list[Cited[Actor]]:
    """Cite the actors of a link; a bare state acts through its government (``XXX-GOV``)."""
    citation = setting.report.cite(link.mention.span)
    return [Cited(_as_government(actor), citation) for actor in link.actors]


def _is_announced(clauses: Clauses, coding: Coding) -> bool:
    """Whether a measure is taken by saying so: "said it *was expelling* three envoys"."""
    token = clauses.token(coding.predicate)
    is_going_on = token.tag == "VBG" and bool(clauses.below(coding.predicate, "aux"))
    return coding.type in MEASURES and is_going_on and token.lemma not in LASTING


def _is_right_behind(mention: DateMention, speech: Speech) -> bool:
    """Whether a date stands between a cue and what it introduces."""
    said = speech.content[0].start
    return (
        speech.cue is not None and speech.cue.end <= mention.span.start < mention.span.end <= said
    )


def _is_of_now(clauses: Clauses, predicate: int) -> bool:
    """Whether an act is done by saying it: "would sign", "is ready to", but not "had agreed"."""
    verb = clauses.clause_of(predicate)
    helping = [clauses.token(index) for index in clauses.below(verb, "aux", "auxpass")]
    return not any(token.lemma == "have" for token in helping)


def _is_told_in(speech: Speech | None, span: Span) -> bool:
    return speech is None or any(span in content for content in speech.content)


def speaker_of(speech: Speech, setting: Setting) -> Cited[Speaker] | None:
    """Identify who speaks; ``None`` where the text does not tell.

    A medium that is retold is ``OUTLET:name``; words that name nobody known are ``UNK``.
    """
    if speech.speaker is None:
        return None
    citation = setting.report.cite(speech.speaker)
    if speech.is_retelling:
        name = outlet_name(speech.speaker, setting)
        return Cited(Speaker(code=f"OUTLET:{name}", name=name), citation)
    actor = _speaking_actor(speech.speaker, setting)
    retelling = _retold_by(speech, setting)
    if retelling is not None and (actor is None or actor.country is None):
        return speaker_of(retelling, setting)  # "the paper said, citing sources"
    if actor is None:
        return Cited(Speaker(code="UNK", name=citation.quote), citation)
    return Cited(Speaker(code=actor.code, name=actor.name, actor=actor), citation)


def _retold_by(speech: Speech, setting: Setting) -> Speech | None:
    """Find the medium that retells somebody in the very same words."""
    if speech.cue_lemma != "say":
        return None
    retelling = (one for one in setting.speeches if one.is_retelling)
    return next((one for one in retelling if speech.content[0] in one.content), None)


def _party(actor: Actor) -> tuple[str, str | None]:
    """What tells parties apart: a state's organs by their code, others of one code by name."""
    return actor.code, None if actor.sector in ORGANS else actor.id or actor.name


def _as_government(actor: Actor) -> Actor:
    if (actor.country in NOT_STATES and actor.sector == "GOV") or actor.country == "NGO":
        return replace(actor, sector=None)  # an organisation's spokesman is the organisation
    if actor.country and actor.sector is None and actor.country not in NOT_STATES:
        return replace(actor, sector="GOV")
    return actor


def _speaking_actor(span: Span, setting: Setting) -> Actor | None:
    link = setting.link_at(span)
    return _as_government(link.actors[0]) if link else None
