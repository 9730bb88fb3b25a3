"""A report laid out for looking around a quotation or a word.

In:  text, sentences, quotations.   Out: what stands before, after and at a place.
Does not: decide anything.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.reading.dateline import dateline_span
from detente.reading.quotes import Quote
from detente.records import Report, Sentence, Span, Token

__all__ = ["Page", "words_between"]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A report with all that may attribute speech in it."""

    report: Report
    sentences: Sequence[Sentence]
    quotes: Sequence[Quote]

    def sentence_at(self, position: int) -> Sentence:
        """Find the sentence that holds ``position``, or the one before it."""
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    def sentence_before(self, sentence: Sentence) -> Sentence | None:
        """Find the sentence before ``sentence``."""
        return self.sentences[sentence.index - 1] if sentence.index else None

    def before(self, quote: Quote) -> Sequence[Token]:
        """List the words of the quotation's sentence between it and an earlier quotation."""
        number = bisect_left(self._quote_starts, quote.span.start)
        earlier = self.quotes[number - 1].span.end if number else 0
        return words_between(self.sentence_at(quote.inner.start), earlier, quote.span.start)

    def after(self, quote: Quote) -> Sequence[Token]:
        """List the words after a quotation, to the end of the sentence that goes on or follows."""
        sentence = self.sentence_at(quote.inner.end - 1)
        number = bisect_left(self._quote_starts, quote.span.end)
        is_last = number == len(self.quotes)
        later = len(self.report.text) if is_last else self.quotes[number].span.start
        words = words_between(sentence, quote.span.end, later)
        following = self.sentences[sentence.index + 1 : sentence.index + 2]
        if sentence.span.end > later or any(token.pos != "PUNCT" for token in words):
            return words
        is_near = following and following[0].paragraph == sentence.paragraph
        return words_between(following[0], quote.span.end, later) if is_near else ()

    def quotes_near(self, span: Span) -> Sequence[Quote]:
        """List the quotations that touch ``span``."""
        first = max(0, bisect_left(self._quote_starts, span.start) - 1)
        last = bisect_left(self._quote_starts, span.end)
        near = self.quotes[first:last]
        return [quote for quote in near if quote.span.end > span.start]

    @cached_property
    def dateline(self) -> Span | None:
        """Range of "BEIJING, Feb. 2 (Xinhua) --", which nobody says."""
        return dateline_span(self.sentences)

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [quote.span.start for quote in self.quotes]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]


def words_between(sentence: Sentence, start: int, end: int) -> Sequence[Token]:
    """Slice the tokens of ``sentence`` that begin at ``start`` or later and before ``end``."""
    first = bisect_left(sentence.tokens, start, key=_start)
    return sentence.tokens[first : bisect_left(sentence.tokens, end, lo=first, key=_start)]


def _start(token: Token) -> int:
    return token.span.start
