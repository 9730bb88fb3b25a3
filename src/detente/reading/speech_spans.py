"""Token indices -> ranges of the text, fitted to quotation marks.

In:  indices of one sentence, the page.   Out: trimmed spans in order.
Does not: know what speech is.
"""

from collections.abc import Collection, Iterable, Sequence

from detente.reading.speech_page import Page
from detente.records import Sentence, Span, Token

__all__ = ["fit_to_quotes", "share_quoted", "spans_of", "without"]

_OUTER = frozenset({",", ";", ":", ".", "-", "–", "—", "―", "--", "(", ")", "[", "]"})
_EDGE = " \t\xa0,;:-–—―"
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


def fit_to_quotes(spans: Iterable[Span], page: Page, *, apart: Collection[Span]) -> list[Span]:
    """Let spans that cut a quotation hold all of it, unless it holds one of ``apart``."""
    fitted: list[Span] = []
    for span in sorted(spans):
        start, end = span.start, span.end
        for quote in page.quotes_near(span):
            if any(quote.span.overlap(other) for other in apart):
                continue
            if quote.span.start < end < quote.span.end:
                end = quote.span.end
            if quote.span.start < start <= quote.inner.start:
                start = quote.span.start
        if fitted and start <= fitted[-1].end:
            start, end = fitted[-1].start, max(end, fitted.pop().end)
        fitted.append(Span(start, end))
    return fitted


def without(spans: Iterable[Span], hole: Span, page: Page) -> list[Span]:
    """Cut ``hole`` out of ``spans``, with the commas around it; sorted, none twice."""
    pieces: set[Span | None] = set()
    for span in spans:
        if not span.overlap(hole):
            pieces.add(span)
            continue
        sides = ((span.start, hole.start), (hole.end, span.end))
        pieces.update(_cleaned(page.report.text, start, end) for start, end in sides if start < end)
    return sorted(piece for piece in pieces if piece is not None)


def share_quoted(spans: Sequence[Span], page: Page) -> float:
    """Share of the spans' code points that stand in quotation marks."""
    inside = sum(span.overlap(q.span) for span in spans for q in page.quotes_near(span))
    return inside / sum(len(span) for span in spans)


def _trimmed(run: list[Token]) -> Span | None:
    first, last = 0, len(run)
    texts = {token.text for token in run}
    outer = _OUTER - {")", "]"} if texts & {"(", "["} else _OUTER
    while last and (run[last - 1].text in outer or run[last - 1].text in _DANGLING):
        last -= 1
    while first < last and run[first].text in _OUTER:
        first += 1
    if all(token.pos == "PUNCT" for token in run[first:last]):
        return None
    return Span(run[first].span.start, run[last - 1].span.end)


def _cleaned(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_EDGE))
    end = start + len(text[start:end].rstrip(_EDGE))
    return Span(start, end) if any(sign.isalnum() for sign in text[start:end]) else None
