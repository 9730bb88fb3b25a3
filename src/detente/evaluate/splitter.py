"""Text -> ranges of its sentences, by punctuation alone.

In:  a text.   Out: the range of each sentence, in order, none empty.
Does not: ask the parser under test; a parser that never ends a sentence must not score better.
"""

import re
from collections.abc import Iterator, Sequence

from detente.reading.paragraphs import paragraph_spans
from detente.records import Span

__all__ = ["sentence_spans", "sentences_of"]

_CLOSING, _OPENING = "\"'\u201d\u2019\xbb)\\]", "\"'\u201c\u2018\xab(\\["  # quotes and brackets
_END = re.compile(rf"(?P<stop>[.!?…]+[{_CLOSING}]*)\s+(?=[{_OPENING}]*[^\W_a-z])")
_ABBREVIATION = re.compile(
    r"""(?:\b[A-Z]|\b(?:Adm|Amb|Brig|Capt|Cmdr|Co|Col|Corp|Cpl|Dr|Fr|Gen|Gov|Hon|Inc|Jr"""
    r"""|Lt|Ltd|Maj|Mr|Mrs|Ms|No|Prof|Rep|Rev|Sen|Sgt|Sr|St|vs"""
    r"""|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))$"""
)


def sentence_spans(text: str) -> Iterator[Span]:
    """Yield the range of each sentence; no sentence runs over the end of a line."""
    for paragraph in paragraph_spans(text):
        start = paragraph.start
        for end, next_start in _breaks(text, paragraph):
            yield Span(start, end)
            start = next_start
        yield Span(start, paragraph.end)


def sentences_of(span: Span, sentences: Sequence[Span]) -> frozenset[int]:
    """Give the indices of the sentences that ``span`` reaches into."""
    return frozenset(i for i, sentence in enumerate(sentences) if sentence.overlap(span))


def _breaks(text: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        is_full_stop = match["stop"].startswith(".")
        if not (is_full_stop and _ABBREVIATION.search(text, paragraph.start, match.start())):
            yield match.end("stop"), match.end()
