"""Token indices -> ranges of the text, fitted to quotation marks.

In:  indices of one sentence, the quotations.   Out: trimmed spans in order.
Does not: know what speech is.
"""

from collections.abc import Iterable, Sequence

from detente.reading.quotes import Quote
from detente.records import Sentence, Span

__all__ = ["fit_to_quotes", "share_quoted", "spans_of", "without"]

_OUTER = frozenset(",;:.-–—―()[] ")


def spans_of(sentence: Sentence, indices: Iterable[int]) -> list[Span]:
    """Join neighbouring tokens; outer punctuation is cut off, quotation marks are kept."""
    runs: list[list[int]] = []
    for index in sorted(indices):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    tokens = sentence.tokens
    spans: list[Span] = []
    for run in runs:
        while run and _is_outer(tokens[run[-1]].text, is_last=True):
            run.pop()
        while run and _is_outer(tokens[run[0]].text, is_last=False):
            run.pop(0)
        if run and any(tokens[index].pos != "PUNCT" for index in run):
            spans.append(Span(tokens[run[0]].span.start, tokens[run[-1]].span.end))
    return spans


def fit_to_quotes(spans: Sequence[Span], quotes: Sequence[Quote], apart: Iterable[Span]) -> list[Span]:
    """Let spans that cut a quotation hold all of it, unless it holds one of ``apart``."""
    fitted: list[Span] = []
    kept_apart = list(apart)
    for span in spans:
        start, end = span.start, span.end
        for quote in quotes:
            if any(quote.span.overlap(other) for other in kept_apart):
                continue
            if quote.span.start < end < quote.span.end:
                end = quote.span.end
            if quote.span.start < start <= quote.inner.start:
                start = quote.span.start
        fitted.append(Span(start, end))
    return _merged(fitted)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Cut ``taken`` out of ``spans``."""
    left = list(spans)
    for hole in taken:
        pieces = [(s.start, min(s.end, hole.start)) for s in left]
        pieces += [(max(s.start, hole.end), s.end) for s in left]
        left = [Span(start, end) for start, end in sorted(set(pieces)) if start < end]
    return left


def share_quoted(spans: Sequence[Span], quotes: Iterable[Quote]) -> float:
    """Share of the spans' code points that stand in quotation marks."""
    inside = sum(span.overlap(quote.span) for span in spans for quote in quotes)
    return inside / sum(len(span) for span in spans)


def _is_outer(text: str, *, is_last: bool) -> bool:
    return text in _OUTER or text == "--" or (is_last and text in {"and", "but", "or"})


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
