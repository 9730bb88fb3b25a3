"""Quotations -> who is quoted: each goes to the cue beside it, or to the last speaker.

In:  the quotations, the sentences with their cues.   Out: for each cue the stretches it introduces.
Does not: take a quotation inside somebody's clause ("called it “a mistake”"); the clause has it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from detente.reading.quotes import Quote
from detente.reading.speech_cues import Cue
from detente.reading.speech_lexicon import Frame
from detente.reading.tree import FINITE, children, first_of, has_finite
from detente.records import Report, Sentence, Span, Token

__all__ = ["Heard", "Page", "Quoted", "quoted_by"]

Key = tuple[int, int]

_BREAKS = ".,:;?!…—–―-”\"'’"
_ENDS = ".?!…—"
_LEAD_IN_MARKS = frozenset({",", ":", "—", "–", "―", "--", "-"})
_LEAD_INS = frozenset({"as", "and", "but", "so", "then", "also", "however"})
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "DET", "NUM", "PUNCT"})


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue and the token indices of its speaker in the cue's sentence."""

    cue: Cue
    speaker: frozenset[int]

    @property
    def key(self) -> Key:
        """Sentence and token of the cue."""
        return self.cue.sentence.index, self.cue.head

    @property
    def first(self) -> int:
        """First token of speaker and cue together."""
        return min(self.speaker | self.cue.indices)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A report with all that may attribute speech in it."""

    report: Report
    sentences: Sequence[Sentence]
    quotes: Sequence[Quote]
    heard: Sequence[Heard]

    @cached_property
    def tellers(self) -> dict[int, list[Heard]]:
        """Cues that may introduce a quotation, by sentence."""
        tellers: dict[int, list[Heard]] = {}
        for one in self.heard:
            is_verb = one.cue.token.pos == "VERB" and not one.cue.is_passive
            if is_verb and one.cue.word.takes(Frame.QUOTE):
                tellers.setdefault(one.cue.sentence.index, []).append(one)
        return tellers

    def sentence_at(self, position: int) -> Sentence:
        """Find the sentence that holds ``position``, or the one before it."""
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    def before(self, quote: Quote) -> list[Token]:
        """List the words of the quotation's sentence between it and an earlier quotation."""
        earlier = max((q.span.end for q in self.quotes if q.span.end <= quote.span.start), default=0)
        tokens = self.sentence_at(quote.inner.start).tokens
        return [token for token in tokens if earlier <= token.span.start < quote.span.start]

    def after(self, quote: Quote) -> list[Token]:
        """List the words after a quotation, to the end of the sentence that goes on or follows."""
        sentence = self.sentence_at(quote.inner.end - 1)
        tokens = [token for token in sentence.tokens if token.span.start >= quote.span.end]
        following = self.sentences[sentence.index + 1 : sentence.index + 2]
        if all(token.pos == "PUNCT" for token in tokens):
            tokens = [t for s in following if s.paragraph == sentence.paragraph for t in s.tokens]
        later = min(
            (q.span.start for q in self.quotes if q.span.start >= quote.span.end),
            default=len(self.report.text),
        )
        return [token for token in tokens if token.span.start < later]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]


@dataclass(slots=True)
class Quoted:
    """What a cue introduces, and what its speaker goes on to say after the cue's sentence."""

    introduced: list[Span] = field(default_factory=list)
    continued: list[Span] = field(default_factory=list)


def quoted_by(page: Page) -> dict[Key, Quoted]:
    """Give each detached quotation to a cue."""
    found: dict[Key, Quoted] = {}
    last: tuple[Heard, Sentence] | None = None
    for quote in page.quotes:
        owner = _introducer(page, quote)
        ends_in = page.sentence_at(quote.inner.end - 1)
        if owner:
            span = _whole_clause(page, quote, owner)
            found.setdefault(owner.key, Quoted()).introduced.append(span)
            if owner.cue.sentence.index > ends_in.index:
                ends_in = owner.cue.sentence
        elif _is_whole(page, quote):
            owner = _who_goes_on(page, quote, last)
            if owner:
                found.setdefault(owner.key, Quoted()).continued.append(quote.span)
        last = (owner, ends_in) if owner else last
    return found


def _introducer(page: Page, quote: Quote) -> Heard | None:
    before = _before(page, quote)
    if before and page.report.text[quote.inner.end - 1] in ".!":
        return before
    after = _after(page, quote) if _may_be_said(page, quote) else None
    return after or before


def _may_be_said(page: Page, quote: Quote) -> bool:
    """Whether a quotation may be speech: "In an interview on “The Hour,” he said" has a title."""
    before = page.before(quote)
    if not before or before[-1].text in _LEAD_IN_MARKS or before[-1].text in _BREAKS:
        return True
    sentence = page.sentence_at(quote.inner.start)
    return has_finite(sentence, (t.index for t in (*before, *sentence.tokens_in(quote.inner))))


def _after(page: Page, quote: Quote) -> Heard | None:
    """`"...," said the minister` and `"...," the minister said`."""
    tokens = page.after(quote)
    lead = next((token for token in tokens if not _is_lead_in(token)), None)
    if lead is None:
        return None
    sentence = page.sentence_at(lead.span.start)
    for one in page.tellers.get(sentence.index, ()):
        between = sentence.tokens[lead.index : one.first]
        is_named = bool(one.speaker) and one.first >= lead.index
        is_naming = is_named and all(token.pos in _NAMING for token in between)
        if one.cue.first == lead.index or is_naming:
            return None if _has_own_clause(one) else one
    return None


def _before(page: Page, quote: Quote) -> Heard | None:
    """`The minister said, "..."` and `The minister said in Paris: "..."`."""
    tokens = page.before(quote)
    if not tokens:
        return _colon_before(page, quote)
    sentence = page.sentence_at(quote.inner.start)
    tellers = [
        one for one in page.tellers.get(sentence.index, ()) if sentence.tokens[one.cue.head] in tokens
    ]
    if not tellers:
        return None
    one = tellers[-1]
    between = [token for token in tokens if token.index > one.cue.last]
    if not between:
        return one if _closes_clause(page, quote) else None
    if between[-1].text == ":":
        return one
    others = (token for token in between if token.index not in one.speaker)
    is_plain = not any(token.tag in FINITE for token in others)
    return one if is_plain and between[-1].text in _LEAD_IN_MARKS else None


def _closes_clause(page: Page, quote: Quote) -> bool:
    """Whether a quotation after a bare "said" is all that was said, not the start of a clause."""
    text = page.report.text
    after = text[quote.span.end : quote.span.end + 2].strip()
    return not after[:1].isalnum() or text[quote.inner.end - 1] in _BREAKS


def _colon_before(page: Page, quote: Quote) -> Heard | None:
    """Look to the sentence before, where it ends in a colon."""
    sentence = page.sentence_at(quote.inner.start)
    if sentence.index == 0 or page.sentences[sentence.index - 1].tokens[-1].text != ":":
        return None
    tellers = page.tellers.get(sentence.index - 1, ())
    return tellers[-1] if tellers else None


def _has_own_clause(one: Heard) -> bool:
    """Whether a clause of its own follows the cue ("..., adding that ..."), without a comma."""
    sentence = one.cue.sentence
    clausal = ("ccomp", "xcomp") if one.cue.word.hearer else ("ccomp", "xcomp", "dobj")
    for token in children(sentence, one.cue.head, *clausal):
        if token.index > one.cue.last and token.index not in one.speaker:
            first = first_of(sentence, token.index)
            return first.pos != "PUNCT" and sentence.tokens[first.index - 1].pos != "PUNCT"
    return False


def _whole_clause(page: Page, quote: Quote, owner: Heard) -> Span:
    """Widen a quotation that ends a clause begun without marks ("The plan “is dead,” he said")."""
    before = page.before(quote)
    is_after = owner.cue.token.span.start > quote.span.start
    words = [token for token in before if token.pos != "PUNCT"]
    if not words or not is_after or before[-1].text[-1] in _BREAKS:
        return quote.span
    return Span(words[0].span.start, quote.span.end)


def _is_whole(page: Page, quote: Quote) -> bool:
    """Whether the quotation is made of whole sentences."""
    if quote.goes_on:
        return True
    text = page.report.text
    before = text[page.sentence_at(quote.inner.start).span.start : quote.span.start].strip()
    words = text[quote.inner.start : quote.inner.end].rstrip("'’”\" ")
    return not before.strip(_BREAKS) and len(words) > 1 and words[-1] in _ENDS


def _who_goes_on(page: Page, quote: Quote, last: tuple[Heard, Sentence] | None) -> Heard | None:
    """Find the last speaker, when nothing but the attribution stands between."""
    sentence = page.sentence_at(quote.inner.start)
    if last:
        one, ends_in = last
        is_next = sentence.index - ends_in.index <= 1
        if is_next and sentence.paragraph - ends_in.paragraph <= 1:
            return one
    if sentence.index == 0 or page.sentences[sentence.index - 1].paragraph != sentence.paragraph:
        return None
    tellers = [one for one in page.tellers.get(sentence.index - 1, ()) if one.speaker]
    return tellers[-1] if tellers else None


def _is_lead_in(token: Token) -> bool:
    return token.pos == "PUNCT" or token.text.lower() in _LEAD_INS
