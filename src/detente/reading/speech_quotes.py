"""Quotations -> who is quoted: each goes to the cue beside it, or to the last speaker.

In:  the quotations, the sentences with their cues.   Out: for each cue the stretches it introduces.
Does not: take a quotation inside somebody's clause ("called it “a mistake”"); the clause has it.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.reading.quotes import Quote
from detente.reading.speech_cues import Cue
from detente.records import Sentence, Span, Token

__all__ = ["Heard", "quoted_by"]

_BREAKS = ".,:;?!—–―-”\"'’"
_ENDS = ".?!…—"
_HEARD_BY = frozenset({"tell", "ask", "remind", "assure", "warn", "inform", "reassure"})  # take a hearer
_LEAD_INS = frozenset({"as", "and", "but", "so", "then", "also", "however"})
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "DET", "NUM", "PUNCT"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue and the token indices of its speaker in the cue's sentence."""

    cue: Cue
    speaker: frozenset[int]

    @property
    def key(self) -> tuple[int, int]:
        """Sentence and token of the cue."""
        return self.cue.sentence.index, self.cue.head

    @property
    def first(self) -> int:
        """First token of speaker and cue together."""
        return min(self.speaker | self.cue.indices)


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    sentences: Sequence[Sentence]
    starts: Sequence[int]
    heard: Mapping[int, Sequence[Heard]]

    def sentence_at(self, position: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self.starts, position) - 1)]


def quoted_by(
    text: str,
    sentences: Sequence[Sentence],
    quotes: Sequence[Quote],
    heard: Sequence[Heard],
) -> dict[tuple[int, int], list[Span]]:
    """Give each detached quotation to a cue; keys are the cue's sentence and token."""
    by_sentence: dict[int, list[Heard]] = {}
    for one in heard:
        if one.cue.token.pos == "VERB" and one.cue.word.takes("quote") and not one.cue.is_passive:
            by_sentence.setdefault(one.cue.sentence.index, []).append(one)
    page = _Page(text, sentences, [sentence.span.start for sentence in sentences], by_sentence)
    found: dict[tuple[int, int], list[Span]] = {}
    last: Heard | None = None
    last_end: Sentence | None = None
    for number, quote in enumerate(quotes):
        previous_end = quotes[number - 1].span.end if number else 0
        next_start = quotes[number + 1].span.start if number + 1 < len(quotes) else len(text)
        owner = _owner(page, quote, previous_end, next_start)
        if owner is None and _is_whole(page, quote) and last and last_end and _is_next(page, last_end, quote):
            owner = last
        if owner is None and _is_whole(page, quote):
            teller = _teller_before(page, quote)
            if teller:
                found.setdefault(teller.key, []).append(quote.span)
                last, last_end = teller, page.sentence_at(quote.inner.end - 1)
                continue
        if owner is None:
            continue
        found.setdefault(owner.key, []).append(_whole_clause(page, quote, owner, previous_end))
        last, last_end = owner, _later(owner.cue.sentence, page.sentence_at(quote.inner.end - 1))
    return found


def _is_said(page: _Page, quote: Quote, previous_end: int) -> bool:
    """Whether a quotation may be speech: "In an interview on “The Hour,” he said" has a title."""
    sentence = page.sentence_at(quote.inner.start)
    before = [t for t in sentence.tokens if previous_end <= t.span.start < quote.span.start]
    if not before or before[-1].text in {",", ":", ";", "—", "–", "―", "--", "-", ".", "?", "!"}:
        return True
    inside = sentence.tokens_in(quote.inner)
    return any(token.tag in _FINITE for token in (*before, *inside))


def _whole_clause(page: _Page, quote: Quote, owner: Heard, previous_end: int) -> Span:
    """Widen a quotation that ends a clause begun without marks ("The plan “is dead,” he said")."""
    sentence = page.sentence_at(quote.inner.start)
    start = max(sentence.span.start, previous_end)
    lead_in = page.text[start : quote.span.start].rstrip()
    if not lead_in.strip() or lead_in[-1] in _BREAKS or owner.cue.token.span.start < quote.span.start:
        return quote.span
    return Span(start + len(lead_in) - len(lead_in.lstrip(" ,;")), quote.span.end)


def _owner(page: _Page, quote: Quote, previous_end: int, next_start: int) -> Heard | None:
    after = _after(page, quote, next_start) if _is_said(page, quote, previous_end) else None
    before = _before(page, quote, previous_end)
    if page.text[quote.inner.end - 1] in ".!" and before:
        return before
    return after or before


def _after(page: _Page, quote: Quote, next_start: int) -> Heard | None:
    """`"...," said the minister` and `"...," the minister said`."""
    sentence = page.sentence_at(quote.inner.end - 1)
    tokens = [token for token in sentence.tokens if token.span.start >= quote.span.end]
    if not any(token.pos != "PUNCT" for token in tokens):
        if sentence.index + 1 == len(page.sentences):
            return None
        following = page.sentences[sentence.index + 1]
        if following.paragraph != sentence.paragraph:
            return None
        sentence, tokens = following, list(following.tokens)
    lead = next((token for token in tokens if not _is_lead(token)), None)
    if lead is None or lead.span.start >= next_start:
        return None
    for one in page.heard.get(sentence.index, ()):
        is_named = one.speaker and one.first >= lead.index
        before = sentence.tokens[lead.index : one.first]
        if one.cue.first == lead.index or (is_named and all(t.pos in _NAMING for t in before)):
            return None if _has_own_clause(one) else one
    return None


def _before(page: _Page, quote: Quote, previous_end: int) -> Heard | None:
    """`The minister said, "..."` and `The minister said in Paris: "..."`."""
    sentence = page.sentence_at(quote.inner.start)
    tokens = [t for t in sentence.tokens if previous_end <= t.span.start < quote.span.start]
    if not tokens:
        return _colon_before(page, quote, previous_end)
    candidates = [
        one
        for one in page.heard.get(sentence.index, ())
        if previous_end <= one.cue.token.span.start < quote.span.start
    ]
    if not candidates:
        return None
    one = candidates[-1]
    between = [token for token in tokens if token.index > one.cue.last]
    if not between:
        return one if _closes_clause(page, quote) else None
    if between[-1].text not in {",", ":", "—", "–", "-", "--"}:
        return None
    if between[-1].text != ":" and any(t.tag in _FINITE for t in between if t.index not in one.speaker):
        return None
    return one


def _closes_clause(page: _Page, quote: Quote) -> bool:
    """Whether a quotation after a bare "said" is all that was said, not the start of a clause."""
    after = page.text[quote.span.end : quote.span.end + 2].strip()
    return not after[:1].isalnum() or page.text[quote.inner.end - 1] in _BREAKS


def _colon_before(page: _Page, quote: Quote, previous_end: int) -> Heard | None:
    """Look to the sentence before, where it ends in a colon."""
    sentence = page.sentence_at(quote.inner.start)
    if sentence.index == 0:
        return None
    before = page.sentences[sentence.index - 1]
    if before.tokens[-1].text != ":" or before.span.start < previous_end:
        return None
    candidates = page.heard.get(before.index, ())
    return candidates[-1] if candidates else None


def _is_lead(token: Token) -> bool:
    return token.pos == "PUNCT" or token.text.lower() in _LEAD_INS


def _has_own_clause(one: Heard) -> bool:
    """Whether a clause of its own follows the cue ("..., adding that ..."), without a comma."""
    sentence = one.cue.sentence
    clausal = {"ccomp", "xcomp"} if one.cue.word.lemma in _HEARD_BY else {"ccomp", "xcomp", "dobj"}
    for below in sentence.children[one.cue.head]:
        if below > one.cue.last and sentence.tokens[below].dep in clausal:
            first = min(sentence.subtrees[below])
            if below not in one.speaker and sentence.tokens[first - 1].pos != "PUNCT":
                return sentence.tokens[first].pos != "PUNCT"
    return False


def _is_whole(page: _Page, quote: Quote) -> bool:
    """Whether the quotation is made of whole sentences."""
    if quote.goes_on:
        return True
    before = page.text[page.sentence_at(quote.inner.start).span.start : quote.span.start].strip()
    words = page.text[quote.inner.start : quote.inner.end].rstrip("'’”\" ")
    return not before.strip(_BREAKS) and words[-1:] in _ENDS and len(words) > 1


def _teller_before(page: _Page, quote: Quote) -> Heard | None:
    """Whoever is heard in the sentence before goes on ("The plan, he said, is dead. “It ...”")."""
    sentence = page.sentence_at(quote.inner.start)
    if sentence.index == 0 or page.sentences[sentence.index - 1].paragraph != sentence.paragraph:
        return None
    candidates = [one for one in page.heard.get(sentence.index - 1, ()) if one.speaker]
    return candidates[-1] if candidates else None


def _later(one: Sentence, other: Sentence) -> Sentence:
    return one if one.index > other.index else other


def _is_next(page: _Page, last_end: Sentence, quote: Quote) -> bool:
    """Whether nothing but the last speaker's own attribution stands in between."""
    sentence = page.sentence_at(quote.inner.start)
    return sentence.index - last_end.index <= 1 and sentence.paragraph - last_end.paragraph <= 1
