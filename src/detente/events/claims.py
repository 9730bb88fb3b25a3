"""Codings -> claims: actors, date, place and speaker joined to each act, every value cited.

In:  a report's setting and its codings.   Out: claims in text order, each act once: later mentions
are its echoes, and take its day and place where the report goes on with the same sides.
Does not: decide what happened (coder.py), or merge reports (merging/), or fold a mention that tells
something new.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from detente.codebook import NOT_STATES
from detente.events.background import was_before
from detente.events.coder import VERBAL
from detente.events.coding import Coding
from detente.events.contexts import Topics, joint_contexts
from detente.events.setting import Setting, attached, carrying_verb, is_in_topic, is_of_topic, seat
from detente.events.sides import ORGANS
from detente.events.voices import is_thing, voice_at
from detente.language.clauses import Clauses, cited_span, clause_span, whole_word
from detente.records import (
    Actor,
    Cited,
    Claim,
    DateBasis,
    DateMention,
    EventDate,
    Link,
    MentionKind,
    Place,
    PlaceMention,
    Sentence,
    Span,
    Speaker,
    Speech,
    Status,
    Token,
)

DISCUSS = "discuss"
MEASURES = frozenset({"AID", "COERCE", "CONCEDE", "MOBILIZE", "SANCTION"})
LASTING = frozenset({"detain", "hold", "keep", "occupy"})
EXPECTING = frozenset({"expect", "schedule", "set", "slate"})
TOPICAL = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN"})  # the object is what is spoken of
UNNAMED = "UAF"  # attackers of whom no words tell whose they are
HISTORICAL_AFTER = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class ClaimBuilder:
    """Builds the claims of one report."""

    setting: Setting
    topics: Topics
    coder: str

    def build(self, codings: Iterable[Coding]) -> tuple[Claim, ...]:
        """Build one claim an act; repeated mentions are folded into the first full one."""
        by_index = {sentence.index: sentence for sentence in self.setting.sentences}
        given = tuple(codings)
        claims = [self._claim(coding, by_index[coding.sentence]) for coding in given]
        headlines = {s.index for s in self.setting.sentences if s.is_headline}
        retold = {
            whole_word(by_index[coding.sentence], coding.predicate): whole_word(by_index[n], word)
            for coding in given
            if coding.repeats
            for n, word in [coding.repeats]
        }
        return fold_repeats(carry_settings(claims, self.setting.sentences), headlines, retold)

    def _claim(self, coding: Coding, sentence: Sentence) -> Claim:
        report, clauses = self.setting.report, Clauses(sentence)
        predicate = whole_word(sentence, coding.predicate)
        span = clause_span(clauses, coding.predicate)
        speech = self.setting.speech_around(predicate)
        actors = self._actors(coding.agents)
        acting = [one for link in coding.agents for one in cited_actors(link, self.setting)]
        recipients = tuple(
            one for one in self._actors(coding.recipients) if is_told_apart(one.value, acting)
        )
        is_before = was_before(clauses, coding.predicate)
        date = None if is_before else self._day(clauses, coding, speech, actors)
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
            is_historical=is_before or self._is_historical(coding, date),
            date=date,
            place=self._place(clauses, coding, parties),
            speaker=speaker_of(speech, self.setting) if speech else None,
            citation=report.cite(cited_span(clauses, coding.predicate)),
            predicate=report.cite(predicate),
            score=coding.score,
            coder=self.coder,
            why=coding.why,
        )

    def _day(
        self,
        clauses: Clauses,
        coding: Coding,
        speech: Speech | None,
        actors: Sequence[Cited[Actor]],
    ) -> Cited[EventDate] | None:
        return (
            self._date(clauses, coding.predicate, speech, coding.type)
            or self._day_carried(clauses, coding, speech)
            or self._day_of_word(clauses, coding, speech, actors)
        )

    def _actors(self, links: Sequence[Link]) -> tuple[Cited[Actor], ...]:
        """Cite each party once, by the words that tell it best; two persons in office are two."""
        told: dict[object, list[tuple[Link, Cited[Actor]]]] = {}
        for link in links:
            for one in cited_actors(link, self.setting):
                told.setdefault(_party(one.value), []).append((link, one))
        return tuple(one for of_party in told.values() for one in _best_told(of_party))

    def _date(
        self, clauses: Clauses, predicate: int, speech: Speech | None, type_: str | None = None
    ) -> Cited[EventDate] | None:
        """When it took place. What dates the saying ("said *on Monday*") dates nothing in it.

        Nor has what is said of an act its day: "condemned *Monday's* raid".
        """
        dates = [mention for mention in self.setting.dates if _is_told_in(speech, mention.span)]
        if type_ in TOPICAL or type_ == "SUPPORT":
            dates = [one for one in dates if not is_of_topic(one, clauses, predicate)]
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
        is_own = speaker is not None and any(_is_one(speaker, actor) for actor in actors)
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
        found = seat(places, clauses, coding.predicate)
        return Cited(found.place, self.setting.report.cite(found.span)) if found else None

    def _is_ahead(self, date: Cited[EventDate] | None) -> bool:
        published = self.setting.report.published
        return date is not None and published is not None and date.value.earliest > published

    def _is_historical(self, coding: Coding, date: Cited[EventDate] | None) -> bool:
        """Whether it is of more than a year ago, or of no known day and told as background."""
        published = self.setting.report.published
        if date is None or published is None:
            return coding.is_background
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


def _is_one(speaker: Cited[Speaker], actor: Cited[Actor]) -> bool:
    """Whether they are the same by code or by words: what an actor does may tell his sector."""
    is_same_word = speaker.citation.span.overlap(actor.citation.span)
    return bool(is_same_word) or speaker.value.code == actor.value.code


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

    A medium that is retold is ``OUTLET:name``; words that name nobody known are ``UNK``, but for
    a text or an event, which is nobody ("a poll says").
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
        unknown = Speaker(code="UNK", name=citation.quote)
        return None if is_thing(speech.speaker, setting) else Cited(unknown, citation)
    return Cited(Speaker(code=actor.code, name=actor.name, actor=actor), citation)


def _retold_by(speech: Speech, setting: Setting) -> Speech | None:
    """Find the medium that retells somebody in the very same words."""
    if speech.cue_lemma != "say":
        return None
    retelling = (one for one in setting.speeches if one.is_retelling)
    return next((one for one in retelling if speech.content[0] in one.content), None)


def _best_told(told: Sequence[tuple[Link, Cited[Actor]]]) -> Iterator[Cited[Actor]]:
    """Yield what names a party best, or each person in office: by name, and not by his state's."""
    persons = dict.fromkeys(one.value.id for _, one in told if one.value.office and one.value.id)
    for id_ in persons or [None]:
        alike = [(link, one) for link, one in told if id_ in {None, one.value.id}]
        yield min(alike, key=_vagueness)[1]


def _vagueness(told: tuple[Link, Cited[Actor]]) -> tuple[bool, bool]:
    link, one = told
    is_pronoun = link.mention.kind in {MentionKind.PRONOUN, MentionKind.GROUP}
    return is_pronoun, one.value.id == one.value.country


def _party(actor: Actor) -> tuple[str, str | None]:
    """What tells parties apart: a state's organs by their code, others of one code by name.

    Of bodies of many states, who are known: "NATO and the African Union".
    """
    if actor.country in NOT_STATES and actor.sector in {None, *ORGANS}:
        return actor.code, actor.own_id
    return actor.code, None if actor.sector in ORGANS else actor.id or actor.name


def is_told_apart(one: Actor, others: Sequence[Cited[Actor]]) -> bool:
    """Whether somebody is none of these: of another code, or in an office, and known by name.

    "A minister urged *Premier Berg* to resign": but a state does nothing to its own premier.
    """
    alike = [other.value for other in others if _party(other.value) == _party(one)]
    is_known = one.office is not None
    return not alike or (is_known and all(two.id not in {one.id, two.country} for two in alike))


def _as_government(actor: Actor) -> Actor:
    if (actor.country in NOT_STATES and actor.sector == "GOV") or actor.country == "NGO":
        return replace(actor, sector=None)  # an organisation's spokesman is the organisation
    if actor.country and actor.sector is None and actor.country not in NOT_STATES:
        return replace(actor, sector="GOV")
    return actor


def _speaking_actor(span: Span, setting: Setting) -> Actor | None:
    link = voice_at(span, setting)
    return _as_government(link.actors[0]) if link else None


# --- Claims of one episode -> each with the day and place that its first sentence tells.
NOT_RETOLD: Mapping[Span, Span] = {}
_FAR = 6  # sentences: further on, "they" may speak of another day
_SHORT = timedelta(days=7)  # a meeting; what took a month leaves the day open
_SEVERAL = re.compile(
    r"(they|both|the two|the (sides|leaders|ministers|presidents|premiers|governments"
    r"|neighbou?rs|countries|states|parties|delegations))\b",
    re.IGNORECASE,
)
_PAIR = 2


def carry_settings(claims: Sequence[Claim], sentences: Sequence[Sentence]) -> list[Claim]:
    """Let an act that the next sentence tells of the same sides have the day of the one before.

    "The two presidents met on Tuesday in Veld. *They agreed* to open the border."
    """
    by_index = {sentence.index: sentence for sentence in sentences}
    told: list[Claim] = []
    for claim in claims:
        opening = next((one for one in reversed(told) if _opens(one, claim, by_index)), None)
        told.append(_dated_as(claim, opening) if opening else claim)
    return told


def _opens(earlier: Claim, claim: Claim, sentences: dict[int, Sentence]) -> bool:
    if claim.date is not None or earlier.date is None:
        return False
    before, here = sentences[earlier.sentence], sentences[claim.sentence]
    return (
        (_goes_on(before, here) or _is_taken_up(earlier.date, claim, before, here))
        and earlier.date.value.basis is DateBasis.EXPRESSION
        and (_sides(earlier) == _sides(claim) or _is_same_doer(earlier, claim))
        and _voice(earlier) == _voice(claim)
        and _is_narrated(earlier, before)
        and _is_narrated(claim, here)
    )


def _goes_on(before: Sentence, here: Sentence) -> bool:
    """Whether a sentence follows in the same paragraph."""
    return here.index - before.index == 1 and before.paragraph == here.paragraph


def _is_same_doer(earlier: Claim, claim: Claim) -> bool:
    """Whether one side goes on to do something else: "struck the port. *It also struck* ..."."""
    doers = [{actor.value.code for actor in one.actors} for one in (earlier, claim)]
    date = earlier.date
    is_short = date is not None and date.value.latest - date.value.earliest <= _SHORT
    return bool(doers[0]) and doers[0] == doers[1] and is_short


def _is_taken_up(date: Cited[EventDate], claim: Claim, before: Sentence, here: Sentence) -> bool:
    """Whether the sides of a meeting are taken up together: "*The two ministers* agreed ..."."""
    is_near = 0 < here.index - before.index <= _FAR and not before.is_headline
    is_short = date.value.latest - date.value.earliest <= _SHORT
    is_pair = len(_sides(claim)) >= _PAIR
    words = {actor.citation.quote for actor in claim.actors}
    return is_near and is_short and is_pair and any(map(_SEVERAL.match, words))


def _dated_as(claim: Claim, opening: Claim) -> Claim:
    place = claim.place or (opening.place if _sides(opening) == _sides(claim) else None)
    return replace(claim, date=opening.date, place=place, is_historical=opening.is_historical)


def _sides(claim: Claim) -> frozenset[str]:
    parties = (*claim.actors, *claim.recipients)
    return frozenset(party.value.country for party in parties if party.value.country)


def _voice(claim: Claim) -> str | None:
    return claim.speaker.value.code if claim.speaker else None


def _is_narrated(claim: Claim, sentence: Sentence) -> bool:
    """Whether the act is what the sentence tells in the simple past: "met", "met and agreed"."""
    verb = next(iter(sentence.tokens_in(claim.predicate.span)), None)
    if claim.status is not Status.ACTUAL or verb is None or verb.tag != "VBD":
        return False
    while verb.dep == "conj":
        verb = sentence.tokens[verb.head]
    return _is_top(verb)


def _is_top(verb: Token) -> bool:
    return verb.head == verb.index


# --- A retold medium's words -> its name: "the Veld daily El Faro", and then "the paper".
UNNAMED_MEDIA = frozenset({
    "agency", "broadcaster", "channel", "correspondent", "daily", "journalist", "magazine",
    "media", "network", "news agency", "newspaper", "outlet", "paper", "photographer", "press",
    "report", "reporter", "reports", "station", "website", "weekly",
})  # fmt: skip


def outlet_name(span: Span, setting: Setting) -> str:
    """Name the outlet for which the words at ``span`` stand.

    "The paper" is the outlet that the report credits, else the last one that it retold.
    """
    credited, name = setting.report.credited, _own_name(span, setting)
    words = name.removeprefix("The ")
    if words.lower() in UNNAMED_MEDIA:
        return credited or _last_named(span, setting) or words.lower()
    if credited is None:
        return name
    return credited if _is_same(words, credited) else words


def _own_name(span: Span, setting: Setting) -> str:
    """Leave out the article, an abbreviation, whose it is, and what kind of medium it is."""
    words = setting.report.cite(span).quote.partition(" (")[0].split()
    words = words[1:] if words[0] in {"a", "an", "the", "A", "An"} and words[1:] else words
    words = [word for word in words if not word.endswith(("'s", "\u2019s"))] or words
    words = _without_kind(words, _peoples(span, setting))
    kinds = [n for n, word in enumerate(words[:-1]) if word in UNNAMED_MEDIA]
    name = words[kinds[-1] + 1 :] if kinds else words
    is_name = all(word[:1].isupper() for word in name)
    return " ".join(name) if is_name else " ".join(words).removeprefix("The ")


def _peoples(span: Span, setting: Setting) -> set[str]:
    """Adjectives of states among words: "an *Israeli* newspaper" has no name."""
    words = (token for sentence in setting.sentences for token in sentence.tokens_in(span))
    return {token.text for token in words if token.entity == "NORP" or token.pos == "ADJ"}


def _without_kind(words: list[str], peoples: Collection[str]) -> list[str]:
    """Leave out the kind behind a name: "the Norfax *news agency*"."""
    named = [n for n, word in enumerate(words) if word[:1].isupper() and word != "The"]
    last = max(named, default=-1)
    kind = " ".join(words[last + 1 :])
    is_name = any(words[n] not in peoples for n in named)
    return words[: last + 1] if is_name and kind in UNNAMED_MEDIA else words


def _last_named(span: Span, setting: Setting) -> str | None:
    for speech in sorted(setting.speeches, key=lambda one: one.content[0].start, reverse=True):
        named = speech.speaker
        if speech.is_retelling and named is not None and named.end <= span.start:
            name = _own_name(named, setting)
            words = name.removeprefix("The ")
            if words.lower() not in UNNAMED_MEDIA and words[:1].isupper():
                return name
    return None


def _is_same(words: str, credited: str) -> bool:
    """Whether the words are the credited outlet's name, a part of it, or its initials."""
    initials = "".join(word[0] for word in credited.split() if word[0].isupper())
    is_part = words in credited or credited in words
    return is_part or initials.endswith(words.split(maxsplit=1)[0]) or words[:1].islower()


# --- One act, one claim: later mentions of an act in the same report become its echoes.
def fold_repeats(
    claims: Sequence[Claim], headlines: Collection[int], retold: Mapping[Span, Span] = NOT_RETOLD
) -> tuple[Claim, ...]:
    """Fold each claim into the first one that tells the same act.

    Two claims tell the same act when type, status, sides and speaker agree and the later one
    tells nothing that the first does not: no other mode, day, place or issue. ``headlines`` are
    sentences whose claims give way to the body's, which may name more sides. ``retold`` says of
    predicates which earlier one told their act. Claims come back in text order.
    """
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.sentence in headlines, c.predicate.span)):
        is_headline, span = claim.sentence in headlines, claim.predicate.span
        first = retold.get(span, span)
        for position, earlier in enumerate(kept):
            if first == retold.get(earlier.predicate.span, earlier.predicate.span) or (
                _is_same_kind(earlier, claim, is_headline)
                and _adds_nothing(earlier, claim, is_headline)
            ):
                has_mode = claim.type == earlier.type and not is_headline
                kept[position] = replace(
                    earlier,
                    actors=claim.actors if _names_doer(earlier, claim) else earlier.actors,
                    echoes=(*earlier.echoes, claim.citation),
                    mode=earlier.mode or (claim.mode if has_mode else None),
                    date=earlier.date or _lent_day(claim),
                    place=earlier.place or claim.place,
                )
                break
        else:
            kept.append(claim)
    return tuple(sorted(kept, key=lambda claim: claim.predicate.span))


def _lent_day(later: Claim) -> Cited[EventDate] | None:
    """The day that a later mention tells: no stretch ("killed *since Tuesday*"), none long past."""
    date = later.date
    is_day = date is not None and date.value.earliest == date.value.latest
    return date if is_day and not later.is_historical else None


def _names_doer(earlier: Claim, later: Claim) -> bool:
    """Whether a later mention names the attackers whom the first one does not.

    "A bomb killed nine in Veld. *The Lake Brigade claimed responsibility* for the attack." A
    state's army that is heard of there rather answers it.
    """
    is_alike = (earlier.type, earlier.status) == (later.type, later.status)
    doers, hurt = _side_codes(later)[0], _side_codes(earlier)[1]
    is_state = any(actor.value.sector in ORGANS for actor in later.actors)
    is_named = bool(doers - hurt) and not is_state and not _is_by_unnamed(later)
    return is_alike and is_named and _is_by_unnamed(earlier)


def _is_by_unnamed(claim: Claim) -> bool:
    doers = [actor.value for actor in claim.actors]
    return bool(doers) and all(one.sector == UNNAMED and one.id is None for one in doers)


def _is_same_kind(earlier: Claim, later: Claim, is_headline: bool) -> bool:  # noqa: FBT001
    def kind(claim: Claim) -> tuple[str, str, bool, str | None]:
        speaker = None if is_headline else _speaker(claim)
        return claim.type, claim.status, claim.is_historical, speaker

    return kind(earlier) == kind(later)


def _adds_nothing(earlier: Claim, later: Claim, is_headline: bool) -> bool:  # noqa: FBT001
    if is_headline:
        mine, theirs = map(_countries, (earlier, later))
        return theirs[0] <= mine[0] and theirs[1] <= mine[1]
    return (
        _side_codes(earlier) == _side_codes(later)
        and not _is_on_others(earlier, later)
        and _modes_agree(earlier, later)
        and set(later.issues) <= set(earlier.issues)
        and (later.date is None or _dates_meet(earlier, later))
        and (later.place is None or _places_agree(earlier, later))
    )


def _is_on_others(earlier: Claim, later: Claim) -> bool:
    """Whether a later mention is of others known by name: "jailed *Berg* and fined *Holt*"."""
    mine, theirs = map(_named_recipients, (earlier, later))
    return bool(mine and theirs) and not theirs <= mine


def _named_recipients(claim: Claim) -> set[str]:
    return set(filter(None, (one.value.own_id for one in claim.recipients)))


def _modes_agree(earlier: Claim, later: Claim) -> bool:
    return later.mode in {None, earlier.mode}


def _side_codes(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(actor.value.code for actor in claim.actors),
        frozenset(actor.value.code for actor in claim.recipients),
    )


def _countries(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    """The sides as headlines name them, which say "Norland" for its army or its minister."""
    actors, recipients = _side_codes(claim)
    return (
        frozenset(code.partition("-")[0] for code in actors),
        frozenset(code.partition("-")[0] for code in recipients),
    )


def _speaker(claim: Claim) -> str | None:
    """On whose word; a medium that is retold says what the outlet says."""
    code = claim.speaker.value.code if claim.speaker else None
    return None if code and code.startswith("OUTLET:") else code


def _dates_meet(one: Claim, other: Claim) -> bool:
    if one.date is None or other.date is None:
        return False
    mine, theirs = one.date.value, other.date.value
    return mine.earliest <= theirs.latest and theirs.earliest <= mine.latest


def _places_agree(one: Claim, other: Claim) -> bool:
    if one.place is None or other.place is None:
        return False
    return one.place.value.name == other.place.value.name
