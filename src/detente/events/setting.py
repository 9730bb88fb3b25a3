"""What surrounds the acts of a report: who, when, where, and in whose speech.

In:  what the rooms before have found.   Out: answers for one predicate.
Does not: parse or link anything itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from detente.events.asides import asides_in
from detente.events.far_dates import FarDates
from detente.events.syntax import Clauses
from detente.events.tails import without_tail
from detente.records import (
    DateBasis,
    DateMention,
    Link,
    PlaceMention,
    Report,
    Sentence,
    Span,
    Speech,
)

__all__ = ["Setting", "attached", "carrying_verb", "is_in_topic"]


# Prepositions that part an act from what moved it, bounded it or is its topic.
_APART = frozenset({
    "about", "after", "against", "before", "concerning", "despite", "following", "for", "from",
    "over", "pending", "regarding", "since", "to", "until",
})  # fmt: skip


_WANTING = frozenset({"appeal", "ask", "call", "demand", "press", "request", "urge"})
_PHASES = frozenset({
    "begin", "cease", "continue", "finish", "halt", "keep", "resume", "start", "stop",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One report with all that was found in it before its acts."""

    report: Report
    sentences: Sequence[Sentence]
    links: Sequence[Link]
    dates: Sequence[DateMention] = ()
    places: Sequence[PlaceMention] = ()
    speeches: Sequence[Speech] = ()

    def speech_around(self, predicate: Span) -> Speech | None:
        """The innermost stretch of speech that holds the predicate; ``None`` outside speech.

        Of a medium and those whom it cites for the same words, those whom it cites. What the
        report itself explains in passing is nobody's word: "A minister said the envoy, *who
        visited Veld last week*, would return."
        """
        holding = [
            speech
            for speech in self.speeches
            if any(predicate in content for content in speech.content)
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

    def _is_aside(self, predicate: Span) -> bool:
        around = (sentence for sentence in self.sentences if predicate in sentence.span)
        return any(predicate in aside for sentence in around for aside in asides_in(sentence))

    def _is_in_tail(self, predicate: Span, speech: Speech) -> bool:
        """Whether the report has gone on in its own words by then, or only says who is meant.

        "demanded the release of the men *whom Norland holds*"
        """
        for sentence in self.sentences:
            if speech.cue_lemma in _WANTING and predicate in sentence.span:
                verb = next(iter(sentence.tokens_in(predicate)), None)
                if verb is not None and verb.dep == "relcl":
                    return True
            for said in speech.content:
                if predicate in said and said in sentence.span:
                    return predicate not in without_tail(sentence, said)
        return False


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
    if not reaching and clauses.token(predicate).lemma in _PHASES:
        begun = clauses.below(predicate, "xcomp")  # "stopped *buying coal in May*"
        return attached(own, clauses, begun[0]) if begun else None
    return min(reaching, key=lambda m: (_is_indirect(m), abs(m.span.start - here)), default=None)


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
    if is_date and _dates_noun_alone(clauses, mention.head):
        return [*way, clauses.token(mention.head).head]
    while not clauses.is_verb(way[-1]):
        head = clauses.token(way[-1]).head
        if head == way[-1] or head in way:
            break
        if is_date and clauses.token(head).lemma in _APART and _holds_noun(clauses, way[1:]):
            break
        way.append(head)
    while clauses.token(way[-1]).dep in {"aux", "auxpass"}:
        way.append(clauses.token(way[-1]).head)
    return way


def _dates_noun_alone(clauses: Clauses, head: int) -> bool:
    """Whether a phrase with "since" hangs on a noun: "the ties *that they have had since May*"."""
    token = clauses.token(head)
    return token.lemma == "since" and clauses.token(token.head).pos in {"NOUN", "PROPN"}


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
