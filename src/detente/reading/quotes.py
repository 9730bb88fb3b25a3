"""Report text -> quoted stretches, told from apostrophes and feet.

In:  the text.   Out: outermost quotations with their marks, in order, never across a paragraph.
Does not: know who speaks, or whether the words are speech, a title or a sneer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.reading.paragraphs import paragraph_spans
from detente.records import Span

__all__ = ["Quote", "find_quotes"]

_DOUBLE = {  # what may close each mark; typists mix straight and curly ones
    "“": ("”", '"'), "„": ("“", "”"), "«": ("»",), "‟": ("”",), "``": ("''",),
    '"': ('"', "”"), "''": ("''", '"'), "”": ("”", '"'),
}  # fmt: skip
_MARK = re.compile(r"``|''|[“”„‟«»\"]")
_SINGLE_OPEN = re.compile(r"(?<![^\s(\[—–―:-])[‘'](?=[\w“\"\[$£€])")
_SINGLE_CLOSE = re.compile(r"(?<=\S)[’'](?!\w)")
_SENTENCE_MARKS = ",.?!…"


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation. ``span`` and ``inner`` are with and without its marks.

    ``goes_on``: no closing mark ends it, and the next paragraph opens with one again.
    """

    span: Span
    inner: Span
    goes_on: bool = False


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Find the outermost quotations of ``text``; a mark without its partner is no quotation."""
    paragraphs = list(paragraph_spans(text))
    quotes: list[Quote] = []
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        doubles = list(_doubles(text, paragraph, following))
        quotes += _apart([*doubles, *_singles(text, paragraph, doubles)])
    return tuple(quotes)


def _apart(quotes: list[Quote]) -> list[Quote]:
    """Keep the outer of two quotations, and the earlier of two that cross."""
    kept: list[Quote] = []
    for quote in sorted(quotes, key=_place):
        if not kept or quote.span.start >= kept[-1].span.end:
            kept.append(quote)
    return kept


def _place(quote: Quote) -> tuple[int, int]:
    return quote.span.start, -quote.span.end


def _doubles(text: str, paragraph: Span, following: Span | None) -> Iterator[Quote]:
    opening: re.Match[str] | None = None
    depth = 0
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        if opening is None:
            opening, depth = (mark, 0) if _opens(text, mark) else (None, 0)
        elif _only_opens(text, mark):
            depth += 1
        elif depth and _closes_inner(text, mark, paragraph):
            depth -= 1
        elif depth or mark.group() in _DOUBLE[opening.group()]:
            yield from _quote(opening, mark.start(), mark.end())
            opening = None
    if opening:
        goes_on = following is not None and text.startswith(opening.group(), following.start)
        if goes_on or opening.start() == paragraph.start:
            yield from _quote(opening, paragraph.end, paragraph.end, goes_on=goes_on)


def _closes_inner(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    """Whether another closing mark follows, so that this one ends a quotation within."""
    return any(
        not _only_opens(text, later) for later in _MARK.finditer(text, mark.end(), paragraph.end)
    )


def _quote(
    opening: re.Match[str], inner_end: int, end: int, *, goes_on: bool = False
) -> Iterator[Quote]:
    if opening.end() < inner_end:
        yield Quote(Span(opening.start(), end), Span(opening.end(), inner_end), goes_on)


def _opens(text: str, mark: re.Match[str]) -> bool:
    if mark.group() not in _DOUBLE:
        return False
    if mark.group() == "”":  # a typist's slip, believed only at the start of a word
        return _only_opens(text, mark)
    return not text[mark.end() : mark.end() + 1].isspace()


def _only_opens(text: str, mark: re.Match[str]) -> bool:
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    return (not before or before.isspace()) and bool(after) and not after.isspace()


def _singles(text: str, paragraph: Span, doubles: list[Quote]) -> Iterator[Quote]:
    position = paragraph.start
    while opening := _SINGLE_OPEN.search(text, position, paragraph.end):
        position = opening.end()
        inside = next((quote for quote in doubles if opening.start() in quote.span), None)
        if inside:
            position = inside.span.end
            continue
        close = _single_close(text, position, paragraph.end)
        if close and close.start() > position:
            yield Quote(Span(opening.start(), close.end()), Span(position, close.start()))
            position = close.end()


def _single_close(text: str, start: int, end: int) -> re.Match[str] | None:
    """Prefer a mark after a comma or stop: the first may be a plural's ("the leaders' view")."""
    next_opening = _SINGLE_OPEN.search(text, start, end)
    candidates = list(
        _SINGLE_CLOSE.finditer(text, start, next_opening.start() if next_opening else end)
    )
    after_stop = (mark for mark in candidates if text[mark.start() - 1] in _SENTENCE_MARKS)
    return next(after_stop, candidates[0] if candidates else None)
