"""Token indices -> ranges of the text, fitted to quotation marks.

In:  indices of one sentence, the quotations.   Out: trimmed spans in order.
Does not: know what speech is.
"""

from collections.abc import Collection, Iterable, Sequence

from detente.reading.quotes import Quote
from detente.records import Sentence, Span, Token

__all__ = ["fit_to_quotes", "share_quoted", "spans_of", "without"]

_OUTER = frozenset({",", ";", ":", ".", "-", "–", "—", "―", "--", "(", ")", "[", "]"})
_DANGLING = frozenset({"and", "but", "or"})


def spans_of(sentence: Sentence, indices: Iterable[int]) -> list[Span]:
    """Join neighbouring tokens; outer punctuation is cut off, quotation marks are kept."""
    runs: list[list[Token]] = []
    for index in sorted(indices):
        if runs and index == runs[-1][-1].index + 1:
            runs[-1].append(sentence.tokens[index])
        else:
            runs.append([sentence.tokens[index]])
    return [span for run in runs if (span := _trimmed(run)) is not None]


def fit_to_quotes(
    spans: Iterable[Span], quotes: Sequence[Quote], *, apart: Collection[Span]
) -> list[Span]:
    """Let spans that cut a quotation hold all of it, unless it holds one of ``apart``."""
    outside = [q for q in quotes if not any(q.span.overlap(other) for other in apart)]
    fitted: list[Span] = []
    for span in sorted(spans):
        start, end = span.start, span.end
        for quote in outside:
            if quote.span.start < end < quote.span.end:
                end = quote.span.end
            if quote.span.start < start <= quote.inner.start:
                start = quote.span.start
        if fitted and start <= fitted[-1].end:
            start, end = fitted[-1].start, max(end, fitted.pop().end)
        fitted.append(Span(start, end))
    return fitted


def without(spans: Iterable[Span], hole: Span) -> list[Span]:
    """Cut ``hole`` out of ``spans``; sorted, none twice."""
    pieces: set[tuple[int, int]] = set()
    for span in spans:
        pieces.add((span.start, min(span.end, hole.start)))
        pieces.add((max(span.start, hole.end), span.end))
    return [Span(start, end) for start, end in sorted(pieces) if start < end]


def share_quoted(spans: Sequence[Span], quotes: Iterable[Quote]) -> float:
    """Share of the spans' code points that stand in quotation marks."""
    inside = sum(span.overlap(quote.span) for span in spans for quote in quotes)
    return inside / sum(len(span) for span in spans)


def _trimmed(run: list[Token]) -> Span | None:
    first, last = 0, len(run)
    while last and (run[last - 1].text in _OUTER or run[last - 1].text in _DANGLING):
        last -= 1
    while first < last and run[first].text in _OUTER:
        first += 1
    if all(token.pos == "PUNCT" for token in run[first:last]):
        return None
    return Span(run[first].span.start, run[last - 1].span.end)
