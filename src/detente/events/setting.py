"""What surrounds the acts of a report: who, when, where, and in whose speech.

In:  what the rooms before have found.   Out: answers for one predicate.
Does not: parse or link anything itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Protocol, TypeVar

from detente.language.clauses import HARMS, Clauses
from detente.language.tree import FINITE, UNDERGOING, children
from detente.records import (
    DateBasis,
    DateMention,
    Granularity,
    Link,
    PlaceMention,
    Precision,
    Report,
    Sentence,
    Span,
    Speech,
    Token,
)

# Prepositions that part an act from what moved it, bounded it or is its topic.
_YEAR = 4  # digits
_NOUNS = frozenset({"NOUN", "PROPN"})
_EXACT = (Precision.COUNTRY, Precision.WATER, Precision.REGION, Precision.CITY)
_PARTS = frozenset({"amod", "compound", "nmod"})  # of what a name is made
_APART = frozenset({
    "about", "after", "against", "before", "concerning", "despite", "following", "for", "from",
    "over", "pending", "regarding", "since", "to", "until",
})  # fmt: skip
_ON_THE_SPOT = frozenset({
    "doctor", "medic", "police", "rescuer", "resident", "survivor", "villager", "witness",
})  # fmt: skip
_OF_THE_PLACE = frozenset({"city", "hospital", "local", "police", "provincial", "regional"})
# Words that put what is charged or told behind a verb: "charged *over* the bombing in 1988".
_TOPICS = frozenset({"about", "concerning", "for", "of", "over", "regarding"})
_TIES = frozenset({"connection", "relation"})  # "in connection *with* the raid"
_DEEDS = frozenset({
    "assassination", "attack", "blast", "coup", "death", "explosion", "invasion", "massacre",
    "murder", "raid", "war",
})  # fmt: skip
_OWNING = frozenset({"behind", "in", "of"})  # "a suspect *in* Friday's raid"
_PLANS = frozenset({"arrangement", "invitation", "plan", "preparation", "proposal"})
_HARMS = frozenset({
    "assassinate", "assassination", "death", "die", "injure", "kill", "killing", "murder", "wound",
})  # fmt: skip
# Their object was put forward by others, or happened: whose word it is they do not tell.
_TAKING_UP = frozenset({
    "accept", "address", "brush", "debate", "discount", "discuss", "dismiss", "examine", "explore",
    "protest", "rebuff", "reject", "repudiate", "shrug", "spurn",
})  # fmt: skip
_TELLING_NOTHING = frozenset({"decline", "refusal", "refuse", "request"})
_WANTING = frozenset({"appeal", "ask", "call", "demand", "order", "press", "request", "urge"})
# What is done with an act that a noun names: its day and place are the act's.
_HOLDING = frozenset({
    "carry", "conclude", "conduct", "convene", "do", "give", "have", "hold", "host", "launch",
    "make", "mount", "perform", "reach", "sign", "stage", "strike", "take", "undertake", "wage",
})  # fmt: skip
_PHASE_VERBS = frozenset({
    "begin", "cease", "continue", "finish", "halt", "keep", "resume", "start", "stop",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One report with all that was found in it before its acts.

    ``issuer`` is the state whose own document it is, if it is one's.
    """

    report: Report
    sentences: Sequence[Sentence]
    links: Sequence[Link]
    dates: Sequence[DateMention] = ()
    places: Sequence[PlaceMention] = ()
    speeches: Sequence[Speech] = ()
    issuer: str | None = None

    def links_in(self, sentence: Sentence) -> tuple[Link, ...]:
        """The links of a sentence, in text order."""
        return self._links_by_sentence.get(sentence.index, ())

    def speech_around(self, predicate: Span) -> Speech | None:
        """The innermost stretch of speech that holds the predicate; ``None`` outside speech.

        Of a medium and those whom it cites for the same words, those whom it cites. What the
        report itself explains in passing is nobody's word: "A minister said the envoy, *who
        visited Veld last week*, would return." Nor is it his word that there is what he rejects or
        discusses.
        """
        holding = [
            speech
            for speech in self.speeches
            if any(predicate in content for content in speech.content)
            and not self._is_taken_up(predicate, speech)
        ]
        if not all(map(_keeps_asides, holding)):
            is_aside = self._is_aside(predicate)
            holding = [
                speech
                for speech in holding
                if _keeps_asides(speech) or not (is_aside or self._is_in_tail(predicate, speech))
            ]
        return min(holding, key=_width, default=None)

    def link_at(self, span: Span) -> Link | None:
        """The link that heads a phrase; in an apposition, the one known best."""
        inside = [link for link in self.links if link.mention.span.overlap(span)]
        if not inside:
            return None
        sentence = self.sentences[inside[0].mention.sentence]
        head = sentence.head_of(span)
        if head is None:
            return inside[0]
        at_head = [link for link in inside if link.mention.head == head.index]
        naming = [link for link in inside if _names(link.mention.head, head.index, sentence)]
        naming.sort(key=lambda link: not _is_apposed(sentence, link.mention.head))
        return next(iter(at_head or naming), None)

    @cached_property
    def _links_by_sentence(self) -> Mapping[int, tuple[Link, ...]]:
        found: dict[int, list[Link]] = defaultdict(list)
        for link in self.links:
            found[link.mention.sentence].append(link)
        return {sentence: tuple(links) for sentence, links in found.items()}

    def _is_aside(self, predicate: Span) -> bool:
        around = (sentence for sentence in self.sentences if predicate in sentence.span)
        return any(predicate in aside for sentence in around for aside in asides_in(sentence))

    def _is_taken_up(self, predicate: Span, speech: Speech) -> bool:
        """Whether a speaker answers what is there: "rejected *the offer*", not "that it was made".

        Who refuses to say, and who requests, tells nothing at all.
        """
        if speech.is_quoted or speech.cue_lemma not in _TAKING_UP | _TELLING_NOTHING:
            return False
        around = (sentence for sentence in self.sentences if predicate in sentence.span)
        is_told = any(_is_said_in_clause(sentence, predicate, speech) for sentence in around)
        return speech.cue_lemma in _TELLING_NOTHING or not is_told

    def _is_in_tail(self, predicate: Span, speech: Speech) -> bool:
        """Whether the report has gone on in its own words by then, or only says who is meant.

        "demanded the release of the men *whom Norland holds*", "of the men *held* in Norland",
        "ordered the fleet home *after the seizure* of a tanker"
        """
        for sentence in self.sentences:
            if speech.cue_lemma in _WANTING and predicate in sentence.span:
                verb = next(iter(sentence.tokens_in(predicate)), None)
                if verb is None:
                    continue
                if verb.dep == "relcl" or _is_participle(verb) or _is_occasion(sentence, verb):
                    return True
            for said in speech.content:
                if predicate in said and said in sentence.span:
                    return predicate not in without_tail(sentence, said)
        return False


def _is_said_in_clause(sentence: Sentence, predicate: Span, speech: Speech) -> bool:
    """Whether a word stands in a clause that is said: "reports *that they left*"."""
    token = next(iter(sentence.tokens_in(predicate)), None)
    while token is not None and any(token.span in content for content in speech.content):
        helping = children(sentence, token.index, "aux", "auxpass", "mark")
        is_finite = any(one.tag in FINITE for one in (token, *helping))
        if is_finite and (token.dep != "relcl" or any(one.text == "that" for one in helping)):
            return True
        token = sentence.tokens[token.head] if token.head != token.index else None
    return False


def _is_occasion(sentence: Sentence, noun: Token) -> bool:
    """Whether a noun is what came before: "*after the seizure* of a tanker"."""
    return noun.dep == "pobj" and sentence.tokens[noun.head].lemma in {"after", "following"}


def _is_participle(verb: Token) -> bool:
    return verb.dep == "acl" and verb.tag == "VBN"


def _is_apposed(sentence: Sentence, head: int) -> bool:
    """Whether it says who is meant: "one of them, *Norland*"."""
    return sentence.tokens[head].dep == "appos"


def _names(word: int, head: int, sentence: Sentence) -> bool:
    """Whether a word helps to name a phrase's head: not "Berg, who teaches *Sudrian* history"."""
    while word != head:
        token = sentence.tokens[word]
        if token.dep == "relcl" or token.head == word:
            return token.dep != "relcl"
        word = token.head
    return True


def _keeps_asides(speech: Speech) -> bool:
    """Whether a speaker's words are his to the last: in quotation marks, or a medium's."""
    return speech.is_quoted or speech.is_retelling


def _width(speech: Speech) -> tuple[int, bool]:
    return sum(map(len, speech.content)), speech.is_retelling


class _Attachable(Protocol):
    @property
    def sentence(self) -> int: ...
    @property
    def head(self) -> int: ...
    @property
    def span(self) -> Span: ...


Found = TypeVar("Found", bound=_Attachable)


def attached(mentions: Iterable[Found], clauses: Clauses, predicate: int) -> Found | None:
    """Pick the date or place that belongs to the act of ``predicate``.

    A phrase belongs to every noun on its way up, and to the first verb it reaches; but in "closed
    the border after Friday's *attack*" Friday is the attack's day alone. A phrase
    before the verb ("In March the two met and *agreed*") also dates the verbs joined to it.
    The nearest phrase wins; an occasion ("at the summit") only where no phrase tells the date.
    """
    own = [m for m in mentions if m.sentence == clauses.sentence.index]
    here = clauses.token(predicate).span.start
    reaching = [
        m
        for m in own
        if predicate in _way_up(clauses, m) or _stands_behind(clauses, predicate, m.span)
    ]
    if not reaching:
        reaching = _reaching_from_afar(own, clauses, predicate)
    if not reaching and clauses.token(predicate).lemma in _PHASE_VERBS:
        begun = clauses.below(predicate, "xcomp")  # "stopped *buying coal in May*"
        return attached(own, clauses, begun[0]) if begun else None
    token = clauses.token(predicate)
    if not reaching and token.dep in UNDERGOING and clauses.token(token.head).lemma in _HOLDING:
        return attached(own, clauses, token.head)  # "*held* talks in Veld *on Monday*"
    return min(reaching, key=lambda m: (_is_indirect(m), abs(m.span.start - here)), default=None)


def seat(places: Iterable[PlaceMention], clauses: Clauses, predicate: int) -> PlaceMention | None:
    """Pick the place of an act; the town of "in Norland's *Veld*", not the state.

    What has none of its own took place where its clause tells: "*In Veld*, a bomb killed ten",
    "killed five and wounded ten *in Veld*", "*In Veld*, police say a bomb killed ten".
    """
    told = [one for one in places if one.sentence == clauses.sentence.index]
    for verb in _telling(clauses, predicate):
        found = attached(told, clauses, verb)
        if found is not None:
            return _finest(told, found, clauses, verb)
    return _told_first(told, clauses, predicate)


def _telling(clauses: Clauses, predicate: int) -> Iterator[int]:
    """Yield an act, the verb of the harm that it did, and what else tells of this harm."""
    yield predicate
    token = clauses.token(predicate)
    verb = token.head if token.dep == "nsubj" and not clauses.is_verb(predicate) else predicate
    if clauses.token(verb).lemma not in HARMS:
        return
    if verb != predicate:
        yield verb
    yield from clauses.more_harm(verb)
    yield from (i for i in clauses.below(verb, "advcl") if _is_when(clauses, i))
    above = carrying_verb(clauses, verb)  # "attacked a bus in Veld, *killing* ten"
    if above is not None:
        yield above


def _is_when(clauses: Clauses, verb: int) -> bool:
    """Whether a clause tells how harm was done: "killed *when a bomb exploded in Veld*"."""
    return any(clauses.token(i).lemma == "when" for i in clauses.below(verb, "advmod", "mark"))


def _finest(
    told: Sequence[PlaceMention], found: PlaceMention, clauses: Clauses, verb: int
) -> PlaceMention:
    """Pick the town or province in the state that was found, where the same phrase tells it."""
    wide = _EXACT.index(found.place.precision)
    inside = (
        one
        for one in told
        if one.place.country == found.place.country is not None
        and _EXACT.index(one.place.precision) > wide
        and verb in _way_up(clauses, one)
    )
    return next(inside, found)


def _told_first(
    told: Sequence[PlaceMention], clauses: Clauses, predicate: int
) -> PlaceMention | None:
    """Find where those on the spot tell of it: "*In Veld*, police say a bomb killed ten"."""
    verb = clauses.clause_of(predicate)
    says = clauses.token(verb).head
    speakers = clauses.below(says, "nsubj")
    if clauses.token(verb).dep != "ccomp" or not speakers or not _is_local(clauses, speakers[-1]):
        return None
    leading = [one for one in told if one.head < speakers[0] and says in _way_up(clauses, one)]
    return leading[-1] if leading else None


def _is_local(clauses: Clauses, speaker: int) -> bool:
    """Whether somebody speaks of the place that he speaks at."""
    beside = {clauses.token(i).lemma for i in clauses.below(speaker, "amod", "compound")}
    return clauses.token(speaker).lemma in _ON_THE_SPOT or bool(beside & _OF_THE_PLACE)


def carrying_verb(clauses: Clauses, predicate: int) -> int | None:
    """Find the verb whose day and place an act shares that has no clause of its own.

    "*began* on Monday to withdraw", "*shelled* the town on Monday, killing ten", "*passed* a law
    on Monday banning it", "*met* him on Monday before flying on"; not "claimed to have won".
    """
    token = clauses.token(predicate)
    helping = [clauses.token(index) for index in clauses.below(predicate, "aux")]
    is_infinitive = any(one.tag == "TO" for one in helping)
    if not (is_infinitive or token.tag == "VBG") or any(one.lemma == "have" for one in helping):
        return None
    above = token.head
    is_object = token.dep == "acl" and clauses.token(above).dep == "dobj"
    is_next = token.dep == "pcomp" and clauses.token(above).lemma in {"before", "after"}
    if is_object or is_next:
        above = clauses.token(above).head
    elif token.dep not in {"xcomp", "advcl"}:
        return None
    return above if clauses.is_verb(above) and above != predicate else None


def is_in_topic(mention: PlaceMention, clauses: Clauses, predicate: int) -> bool:
    """Whether a phrase is inside what is spoken of: "condemned *the raid in Veld*"."""
    if mention.sentence != clauses.sentence.index:
        return False
    above = (clauses.token(index) for index in _way_up(clauses, mention)[1:])
    return any(token.dep == "dobj" and token.head == predicate for token in above)


def is_of_topic(mention: DateMention, clauses: Clauses, predicate: int) -> bool:
    """Whether a date is that of what is spoken of, not of the speaking.

    "condemned *Monday's* raid"; "condemned the raid *of 2003*"; "the raid *on Monday* was denied"
    """
    if mention.sentence != clauses.sentence.index:
        return False
    for index in _way_up(clauses, mention)[1:]:
        token = clauses.token(index)
        if token.head != predicate or index == predicate:
            continue
        if token.dep == "nsubjpass":
            return True
        is_of_noun = mention.head < index or (_tells_year(clauses, mention) and _is_deed(token))
        if token.dep == "dobj" and is_of_noun:
            return True
    return False


def _reaching_from_afar(own: Sequence[Found], clauses: Clauses, predicate: int) -> list[Found]:
    """List the phrases that reach an act from another clause: before joined verbs, or ", when"."""
    first = _first_of_joined(clauses, predicate)
    joined = [
        m
        for m in own
        if first is not None
        and _is_before(clauses, m, first, predicate)
        and first in _way_up(clauses, m)
    ]
    if joined:
        return joined
    far = FarDates(clauses)
    return [m for m in own if isinstance(m, DateMention) and far.reaches(m, predicate)]


def _is_before(clauses: Clauses, mention: _Attachable, first: int, predicate: int) -> bool:
    """Whether a phrase before the first verb, or between two of one subject, holds for both.

    "In March they *met* and *agreed*"; "they *met* on Monday and *agreed*".
    """
    one, other = clauses.token(first), clauses.token(predicate)
    is_shared = one.tag == other.tag and not clauses.below(predicate, "nsubj", "nsubjpass")
    return mention.span.start < (other if is_shared else one).span.start


def _is_indirect(mention: _Attachable) -> bool:
    return isinstance(mention, DateMention) and mention.date.basis is DateBasis.EVENT


def _way_up(clauses: Clauses, mention: _Attachable) -> list[int]:
    """Tokens from a phrase up to and including the first verb, unless a noun has the day alone."""
    way = [mention.head]
    is_date = isinstance(mention, DateMention)
    if is_date and _names_noun(clauses, mention.head):
        return [*way, *_named_by_year(clauses, mention.head)]
    if isinstance(mention, DateMention) and _tells_year(clauses, mention):
        prep = clauses.token(mention.head).head
        deed = _deed_closed_by(clauses, prep)
        if deed is not None:
            verb = () if _is_topic(clauses, deed) else (clauses.token(prep).head,)
            return [*way, prep, deed, *verb]
    if is_date and _planned_before(clauses, clauses.token(mention.head).head):
        return way
    while not clauses.is_verb(way[-1]):
        head = clauses.token(way[-1]).head
        if head == way[-1] or head in way:
            break
        if is_date and clauses.token(head).lemma in _APART and _holds_noun(clauses, way[1:]):
            break
        if _is_of_subject(clauses, way[-1]):
            break
        way.append(head)
    while clauses.token(way[-1]).dep in {"aux", "auxpass"}:
        way.append(clauses.token(way[-1]).head)
    return way


def _is_of_subject(clauses: Clauses, noun: int) -> bool:
    """Whether a deed is told of in a subject, with a day and place of its own.

    "The leader *of the 2015 Veld attacks* was shot", "Berg, their leader, was"; not "*Friday's
    attack* killed five".
    """
    token = clauses.token(noun)
    prep = clauses.token(token.head)
    owner = clauses.token(prep.head)
    is_owned = token.dep == "pobj" and prep.lemma in _OWNING and owner.pos in _NOUNS
    while owner.dep in {"appos", "conj"} and owner.head != owner.index:
        owner = clauses.token(owner.head)
    return is_owned and owner.dep in {"nsubj", "nsubjpass"} and _is_deed(token)


def _planned_before(clauses: Clauses, prep: int) -> bool:
    """Whether a phrase behind a verb's object is of what is planned.

    "dropped plans for *a vote* on 9 May"; none in "dropped the case on 9 May"
    """
    verb = clauses.token(prep).head
    plans = (i for i in clauses.below(verb, "dobj") if clauses.token(i).lemma in _PLANS)
    return any(prep - 1 in clauses.sentence.subtrees[i] and i < prep - 1 for i in plans)


def _names_noun(clauses: Clauses, head: int) -> bool:
    """Whether a year is part of a name, which it dates alone: "met amid the *2017* crisis"."""
    token = clauses.token(head)
    return _is_year(token) and token.head > head and clauses.token(token.head).pos in _NOUNS


def _is_year(token: Token) -> bool:
    return len(token.text) == _YEAR and token.text.isdecimal()


def _tells_year(clauses: Clauses, mention: DateMention) -> bool:
    return any(map(_is_year, clauses.sentence.tokens_in(mention.span)))


def _named_by_year(clauses: Clauses, head: int) -> list[int]:
    """List what a year names: "the *2001* U.S.-led *invasion*"; "*killed* in a *2005* *blast*"."""
    found = [clauses.token(head).head]
    while clauses.token(found[-1]).dep in _PARTS and clauses.token(found[-1]).head > found[-1]:
        found.append(clauses.token(found[-1]).head)
    prep = clauses.token(clauses.token(found[-1]).head)
    if clauses.token(found[-1]).dep == "pobj" and prep.lemma == "in":
        deed = _deed_closed_by(clauses, prep.index)
        harm = prep.head if deed is None else deed
        found += [harm] if clauses.token(harm).lemma in _HARMS else []
    return found


def _deed_closed_by(clauses: Clauses, prep: int) -> int | None:
    """Find the deed told last before a phrase that the parser hangs on the verb.

    "charged over the *bombing* of a plane in 1988"; none in "left the town in 1988"
    """
    verb = clauses.token(prep).head
    if clauses.token(prep).dep != "prep" or not clauses.is_verb(verb) or prep < verb:
        return None
    index, deed = prep - 1, None
    while index not in {verb, clauses.token(index).head}:
        token = clauses.token(index)
        if clauses.is_verb(index):
            return None
        deed = index if _is_deed(token) and clauses.below(index, "det", "poss") else deed
        index = token.head
    return deed if index == verb else None


def _is_deed(token: Token) -> bool:
    return token.pos in _NOUNS and (token.lemma in _DEEDS or token.text.endswith("ing"))


def _is_topic(clauses: Clauses, noun: int) -> bool:
    """Whether a noun tells what a charge is about: "over the *raid*", "in relation with it"."""
    token = clauses.token(noun)
    prep = clauses.token(token.head)
    is_tie = prep.lemma == "with" and clauses.token(prep.head).lemma in _TIES
    return token.dep == "pobj" and (prep.lemma in _TOPICS or is_tie)


def _holds_noun(clauses: Clauses, way: Sequence[int]) -> bool:
    return any(clauses.token(index).pos in {"NOUN", "PROPN"} for index in way)


def _stands_behind(clauses: Clauses, noun: int, span: Span) -> bool:
    """Whether a phrase follows a noun at once, however the parse attaches it."""
    if clauses.is_verb(noun) or noun + 1 >= len(clauses.sentence.tokens):
        return False
    after = clauses.token(noun + 1)
    first = after.span.end + 1 if after.pos == "ADP" else after.span.start
    return span.start == first


def _first_of_joined(clauses: Clauses, predicate: int) -> int | None:
    current, first = predicate, None
    while clauses.token(current).dep == "conj" and clauses.is_verb(current):
        current = clauses.token(current).head
        first = current
        if clauses.token(current).head == current:
            break
    return first


# --- A sentence -> the clauses in which a report explains somebody in passing.
_WHO = frozenset({"WP", "WDT", "WP$", "WRB"})
_NAMING = frozenset({"appos"})


def asides_in(sentence: Sentence) -> Iterator[Span]:
    """Yield the relative clauses behind a comma, or in an apposition, that tell what was."""
    for token in sentence.tokens:
        if token.dep == "relcl" and _tells_what_was(sentence, token):
            below = sorted(sentence.subtrees[token.index])
            first, last = sentence.tokens[below[0]], sentence.tokens[below[-1]]
            if _is_relative(sentence, first) and _is_apart(sentence, token, first):
                yield Span(first.span.start, last.span.end)


def _tells_what_was(sentence: Sentence, verb: Token) -> bool:
    """Whether a clause stands in the simple past: "will", "has" and "is" may be a speaker's."""
    helping = [sentence.tokens[i] for i in sentence.children[verb.index]]
    auxiliaries = [token for token in helping if token.dep in {"aux", "auxpass"}]
    finite = auxiliaries[0] if auxiliaries else verb
    return finite.tag == "VBD"


def _is_relative(sentence: Sentence, first: Token) -> bool:
    """Whether a clause begins with "who", "in which" or the like."""
    begun = sentence.tokens[first.index : first.index + 2]
    return any(token.tag in _WHO for token in begun)


def _is_apart(sentence: Sentence, verb: Token, first: Token) -> bool:
    """Whether the clause only adds: behind a comma, or to what a comma adds to a name."""
    is_behind_comma = first.index > 0 and sentence.tokens[first.index - 1].text == ","
    return is_behind_comma or sentence.tokens[verb.head].dep in _NAMING


# --- A date phrase -> the acts of other clauses that it dates as well.
_MAX_CLIMB = 12
_LINKS_TO_FAR = frozenset(
    {"after", "until", "when"}
)  # "in March they broke, after X had shelled Y"
_BROAD = frozenset({Granularity.MONTH, Granularity.QUARTER, Granularity.SEASON})
_MEETINGS = frozenset({
    "call", "ceremony", "conference", "conversation", "meeting", "negotiation", "session",
    "summit", "talk", "visit",
})  # fmt: skip
_OPENERS = frozenset({"cc", "prep", "punct", "det", "advmod", "amod", "compound", "nummod"})


@dataclass(frozen=True)
class FarDates:
    """The clauses of a sentence, asked which dates reach across them."""

    clauses: Clauses

    def reaches(self, date: DateMention, act: int) -> bool:
        """Whether ``date`` dates the act of another clause.

        "On Oct. 7, *when* gunmen stormed"; "In April one side *raised* duties; the other
        *halted* imports"; "broke with it in March 2008 *after* jets had bombed a camp".
        """
        verb = self._verb_of(act)
        dated = self._verb_of(date.head)
        if self._is_when(date, verb) or self._is_astray(date, verb, dated):
            return True
        if self._is_opening(date, verb, dated) or self._is_at_once(verb, dated):
            return True
        if not self._is_past(verb) or dated == verb:
            return False
        if self._is_fronted(date) and {dated, verb} <= self._main_verbs():
            return True
        if self._goes_on(date, verb, dated):
            return True
        return date.date.granularity in _BROAD and self._is_phase(verb, dated)

    def _verb_of(self, index: int) -> int:
        return self.clauses.clause_of(index)

    def _is_past(self, verb: int) -> bool:
        """Whether a verb tells what happened then: "shelled", "had shelled", not "has shelled"."""
        helping = self.clauses.below(verb, "aux", "auxpass")
        finite = helping[0] if helping else verb
        return self.clauses.token(finite).tag == "VBD"

    def _is_when(self, date: DateMention, verb: int) -> bool:
        """Whether the act is in the clause that "when" hangs on the date."""
        sentence = self.clauses.sentence
        behind = [token for token in sentence.tokens if token.span.start >= date.span.end][:2]
        when = next((token for token in behind if token.lemma == "when"), None)
        if when is None or (when is not behind[0] and behind[0].text != ","):
            return False
        return verb == self._verb_of(when.head)

    def _is_astray(self, date: DateMention, verb: int, dated: int) -> bool:
        """Whether the parser hung what was said to be then on the saying.

        "The ministers *met*, on Sunday, the ministry in Veld *said*."
        """
        said, saying = self.clauses.token(verb), self.clauses.token(dated)
        speakers = self.clauses.below(dated, "nsubj")
        if said.dep != "ccomp" or said.head != dated or not verb < dated or not speakers:
            return False
        first = self.clauses.token(min(self.clauses.sentence.subtrees[speakers[-1]]))
        return date.span.end <= min(first.span.start, saying.span.start)

    def _is_opening(self, date: DateMention, verb: int, dated: int) -> bool:
        """Whether a meeting that a sentence opens with is where the act is done.

        "*Meeting* on Tuesday, they agreed"; "After *talks* in Veld on Monday, they agreed".
        """
        if not self._is_led_in(date, verb):
            return False
        opening = self.clauses.token(dated)
        if dated != verb:
            is_participle = opening.dep == "advcl" and opening.tag == "VBG"
            return is_participle and opening.head == verb
        above = self.clauses.token(self.clauses.token(date.head).head)
        noun = self.clauses.token(above.head) if above.pos == "ADP" else above
        return date.date.granularity is Granularity.DAY and noun.lemma in _MEETINGS

    def _is_led_in(self, date: DateMention, verb: int) -> bool:
        """Whether a date stands before the subject of the verb."""
        subjects = self.clauses.below(verb, "nsubj", "nsubjpass")
        return bool(subjects) and date.head < subjects[0]

    def _is_at_once(self, verb: int, dated: int) -> bool:
        """Whether "when" ties the dated clause to the act: "will sign *when* they meet in May"."""
        when = [self.clauses.token(i) for i in self.clauses.below(dated, "advmod", "mark")]
        token = self.clauses.token(dated)
        is_when = any(mark.lemma == "when" for mark in when)
        return token.dep == "advcl" and token.head == verb and is_when

    def _goes_on(self, date: DateMention, verb: int, dated: int) -> bool:
        """Whether "and" joins what somebody else did then: "X struck on Friday, *and Y fell*"."""
        act, first = self.clauses.token(verb), self.clauses.token(dated)
        joining = self.clauses.below(dated, "cc")
        is_and = bool(joining) and self.clauses.token(joining[0]).text == "and"
        is_joined = act.dep == "conj" and act.head == dated and is_and
        is_day = date.date.granularity is Granularity.DAY
        return is_joined and is_day and act.tag == first.tag == "VBD"

    def _is_fronted(self, date: DateMention) -> bool:
        """Whether the phrase opens the sentence: "In April", "A day earlier"."""
        tokens = self.clauses.sentence.tokens
        before = takewhile(lambda token: token.span.start < date.span.start, tokens)
        return all(token.dep in _OPENERS for token in before)

    def _main_verbs(self) -> set[int]:
        """Verbs that carry the sentence: the root, what is joined to it, what "; " sets beside."""
        return {token.index for token in self.clauses.sentence.tokens if self._is_main(token)}

    def _is_main(self, token: Token) -> bool:
        if not self.clauses.is_verb(token.index):
            return False
        for _ in range(_MAX_CLIMB):
            head = self.clauses.token(token.head)
            if head.index == token.index:
                return True
            if not self.clauses.is_verb(head.index) or not self._is_beside(token, head):
                return False
            token = head
        return False

    def _is_beside(self, token: Token, head: Token) -> bool:
        if token.dep == "conj":
            return True
        first, last = sorted((token.index, head.index))
        between = self.clauses.sentence.tokens[first:last]
        is_set_apart = any(one.text == ";" for one in between)
        return token.dep in {"ccomp", "parataxis"} and is_set_apart

    def _is_phase(self, verb: int, dated: int) -> bool:
        """Whether "after" or "until" hangs the act's clause on the dated verb."""
        token = self.clauses.token(verb)
        marks = [self.clauses.token(i) for i in self.clauses.below(verb, "mark", "advmod")]
        is_phased = any(mark.lemma in _LINKS_TO_FAR for mark in marks)
        return token.dep == "advcl" and is_phased and token.head == dated


# --- What somebody says -> where the report goes on in its own words, though in the same
# sentence.
_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
_CONCEDING = frozenset({"although", "though", "while", "whereas"})
_PROMPTING = frozenset({"draw", "fuel", "provoke", "prompt", "spark", "trigger"})
_SHIFTED = frozenset({"had", "'d", "would", "could", "might", "should"})  # told of as his words
_SAYS_ENOUGH = 3  # words before the tail


def without_tail(sentence: Sentence, said: Span) -> Span:
    """Cut off what the report explains, concedes or tells of the effect.

    "said he would sign the law, *which bans all parties*"; "denies it, *though troops were seen*".
    """
    inside = [token for token in sentence.tokens_in(said) if token.pos != "SPACE"]
    for at, token in enumerate(inside):
        if token.text == "," and at >= _SAYS_ENOUGH and _is_tail(sentence, inside, at + 1):
            return Span(said.start, inside[at - 1].span.end)
    return said


def _is_tail(sentence: Sentence, inside: list[Token], start: int) -> bool:
    """Whether a clause of the report's own reaches from a word to the end of what is said."""
    if start >= len(inside):
        return False
    first, last = inside[start], inside[-1]
    for token in inside[start:]:
        below = sentence.subtrees[token.index]
        if min(below) == first.index and max(below) >= last.index:
            return _is_own(sentence, token, inside[start : start + 2])
    return False


def _is_own(sentence: Sentence, verb: Token, opening: list[Token]) -> bool:
    if verb.dep == "advcl" and verb.lemma in _PROMPTING:
        return verb.tag == "VBG"
    helping = (sentence.tokens[i] for i in sentence.children[verb.index])
    words = {token.text.lower() for token in helping if token.dep in {"aux", "auxpass"}}
    if words & _SHIFTED:
        return False
    is_relative = verb.dep == "relcl" and any(token.tag in _RELATIVE for token in opening)
    return is_relative or (verb.dep == "advcl" and opening[0].text in _CONCEDING)
