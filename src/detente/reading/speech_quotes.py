"""Quotations -> who is quoted: each goes to the cue beside it, or to the last speaker.

In:  the quotations, the sentences with their cues.   Out: for each cue the stretches it introduces.
Does not: take a quotation inside somebody's clause ("called it “a mistake”"); the clause has it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from detente.reading.quotes import Quote
from detente.reading.speech_cues import Cue, passing_on
from detente.reading.speech_lexicon import Frame, Part
from detente.reading.speech_page import Page, words_between
from detente.reading.tree import FINITE, children, first_of, has_finite
from detente.records import Sentence, Span, Token

__all__ = ["Heard", "Quoted", "quoted_by"]

Key = tuple[int, int]

LONGEST_SMALL_WORD = 3  # "of" and "the" are small in a title
_BREAKS = ".,:;?!…—–―-”\"'’"
_ENDS = ".?!…—"
_FULL_STOP = re.compile(r"[.?!] +[A-Z“‘\"']")
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


@dataclass(slots=True)
class Quoted:
    """What a cue introduces, and what its speaker goes on to say after the cue's sentence."""

    introduced: list[Span] = field(default_factory=list)
    continued: list[Span] = field(default_factory=list)


def quoted_by(page: Page, heard: Sequence[Heard]) -> dict[Key, Quoted]:
    """Give each detached quotation to one of the cues ``heard``."""
    found: dict[Key, Quoted] = {}
    scene = _Scene(page, _tellers(heard))
    last: tuple[Heard, Sentence] | None = None
    begun: list[Quote] = []  # paragraphs of one quotation whose speaker is named at its end
    for quote in page.quotes:
        owner = scene.introducer(quote)
        ends_in = page.sentence_at(quote.inner.end - 1)
        if owner:
            introduced = found.setdefault(owner.key, Quoted()).introduced
            introduced += [earlier.span for earlier in begun]
            introduced.append(scene.clause(quote, owner))
            if owner.cue.sentence.index > ends_in.index:
                ends_in = owner.cue.sentence
        elif scene.is_whole(quote):
            owner = scene.who_goes_on(quote, last)
            if owner:
                found.setdefault(owner.key, Quoted()).continued.append(quote.span)
        begun = [*begun, quote] if quote.goes_on and owner is None else []
        last = (owner, ends_in) if owner else last
    return found


def _tellers(heard: Sequence[Heard]) -> dict[int, list[Heard]]:
    """Sort by sentence the cues that may introduce a quotation."""
    tellers: dict[int, list[Heard]] = {}
    passing = {(one.cue.sentence.index, passing_on(one.cue)) for one in heard}
    for one in heard:
        is_verb = one.cue.word.part == Part.VERB and not one.cue.is_passive
        is_passing = (one.cue.sentence.index, one.cue.head) in passing
        if is_verb and one.cue.word.takes(Frame.QUOTE) and not is_passing:
            tellers.setdefault(one.cue.sentence.index, []).append(one)
    return tellers


@dataclass(frozen=True, slots=True)
class _Scene:
    """A page and who tells what in it; ``tellers`` by the index of their sentence."""

    page: Page
    tellers: Mapping[int, Sequence[Heard]]

    def introducer(self, quote: Quote) -> Heard | None:
        before = self._before(quote)
        if before and self.page.report.text[quote.inner.end - 1] in ".!":
            return before
        after = self._after(quote) if self._may_be_said(quote) else None
        return after or before

    def clause(self, quote: Quote, owner: Heard) -> Span:
        """Widen a quotation that ends a clause begun without marks ("The plan “died,” he said")."""
        before = self.page.before(quote)
        is_after = owner.cue.token.span.start > quote.span.start
        words = [token for token in before if token.pos != "PUNCT"]
        if not words or not is_after or before[-1].text[-1] in _BREAKS:
            return quote.span
        return Span(words[0].span.start, quote.span.end)

    def is_whole(self, quote: Quote) -> bool:
        """Whether the quotation is made of whole sentences."""
        if quote.goes_on:
            return True
        text = self.page.report.text
        sentence = self.page.sentence_at(quote.inner.start)
        before = text[sentence.span.start : quote.span.start].strip()
        words = text[quote.inner.start : quote.inner.end].rstrip("'’”\" ")
        is_ended = words[-1:] in _ENDS or _FULL_STOP.search(words) is not None
        return not before.strip(_BREAKS) and len(words) > 1 and is_ended

    def who_goes_on(self, quote: Quote, last: tuple[Heard, Sentence] | None) -> Heard | None:
        """Find the last speaker, when nothing but the attribution stands between."""
        sentence = self.page.sentence_at(quote.inner.start)
        if last:
            one, ends_in = last
            is_next = sentence.index - ends_in.index <= 1
            if is_next and sentence.paragraph - ends_in.paragraph <= 1:
                return one
        previous = self.page.sentence_before(sentence)
        if previous is None or previous.paragraph != sentence.paragraph:
            return None
        named = [one for one in self.tellers.get(previous.index, ()) if one.speaker]
        return named[-1] if named else None

    def _may_be_said(self, quote: Quote) -> bool:
        """Whether a quotation may be speech: in "On “The Hour,” he said ..." it is a title."""
        before = self.page.before(quote)
        if not before or before[-1].text in _LEAD_IN_MARKS or before[-1].text in _BREAKS:
            return True
        sentence = self.page.sentence_at(quote.inner.start)
        inside = words_between(sentence, quote.inner.start, quote.inner.end)
        words = [token.text for token in inside if len(token.text) > LONGEST_SMALL_WORD]
        is_title = all(word[0].isupper() for word in words)
        return not is_title and has_finite(sentence, (token.index for token in (*before, *inside)))

    def _after(self, quote: Quote) -> Heard | None:
        """`"...," said the minister` and `"...," the minister said`."""
        lead = next((t for t in self.page.after(quote) if not _is_lead_in(t)), None)
        if lead is None:
            return None
        sentence = self.page.sentence_at(lead.span.start)
        for one in self.tellers.get(sentence.index, ()):
            passing = passing_on(one.cue)
            between = [t for t in sentence.tokens[lead.index : one.first] if t.index != passing]
            is_named = bool(one.speaker) and one.first >= lead.index
            is_naming = is_named and all(token.pos in _NAMING for token in between)
            if one.cue.first == lead.index or is_naming:
                return None if _has_own_clause(one) else one
        return None

    def _before(self, quote: Quote) -> Heard | None:
        """`The minister said, "..."` and `The minister said in Paris: "..."`."""
        tokens = self.page.before(quote)
        if not tokens:
            return self._colon_before(quote)
        sentence = self.page.sentence_at(quote.inner.start)
        first = tokens[0].index
        tellers = self.tellers.get(sentence.index, ())
        near = [one for one in tellers if first <= one.cue.head <= tokens[-1].index]
        if not near:
            return None
        one = near[-1]
        between = [token for token in tokens if token.index > one.cue.last]
        while len(between) > 1 and between[-1].text in {"and", "but"}:
            between.pop()
        if not between:
            return one if self._closes_clause(quote) else None
        others = (token for token in between if token.index not in one.speaker)
        is_plain = not any(token.tag in FINITE for token in others)
        is_led_in = between[-1].text in _LEAD_IN_MARKS and is_plain
        return one if is_led_in or between[-1].text == ":" else None

    def _closes_clause(self, quote: Quote) -> bool:
        """Whether a quotation after a bare "said" is all that was said, not a clause's start."""
        text = self.page.report.text
        after = text[quote.span.end : quote.span.end + 2].strip()
        return not after[:1].isalnum() or text[quote.inner.end - 1] in _BREAKS

    def _colon_before(self, quote: Quote) -> Heard | None:
        """Look to the sentence before, where it ends in a colon."""
        previous = self.page.sentence_before(self.page.sentence_at(quote.inner.start))
        if previous is None or previous.tokens[-1].text != ":":
            return None
        tellers = self.tellers.get(previous.index, ())
        return tellers[-1] if tellers else None


def _has_own_clause(one: Heard) -> bool:
    """Whether a clause of its own follows the cue ("..., adding that ..."), without a comma."""
    sentence = one.cue.sentence
    clausal = ("ccomp", "xcomp") if one.cue.word.hearer else ("ccomp", "xcomp", "dobj")
    for token in children(sentence, one.cue.head, *clausal):
        if token.index > one.cue.last and token.index not in one.speaker:
            first = first_of(sentence, token.index)
            if first.index in one.speaker:
                continue  # "said *Berg*, whose home was burnt": no clause of what is said
            return first.pos != "PUNCT" and sentence.tokens[first.index - 1].pos != "PUNCT"
    return False


def _is_lead_in(token: Token) -> bool:
    return token.pos == "PUNCT" or token.text.lower() in _LEAD_INS
