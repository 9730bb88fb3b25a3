"""Text -> paragraphs, as ranges.

In:  a report's text.   Out: the range of each paragraph, outer blanks left out.
Does not: clean anything; the ranges count in the text as it is.
"""

import re
from collections.abc import Iterator

from detente.records import Span

__all__ = ["paragraph_spans"]

MAX_PARAGRAPH = 20_000  # characters parsed at once; longer paragraphs are cut at a blank
_PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]*[^\s][^\r\n\u2028\u2029]*")


def paragraph_spans(text: str) -> Iterator[Span]:
    """Yield the range of each paragraph, in order; blank lines and outer blanks left out."""
    for match in _PARAGRAPH.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        end = start + len(match.group().strip())
        while end - start > MAX_PARAGRAPH:
            cut = text.rfind(" ", start + 1, start + MAX_PARAGRAPH)
            cut = cut if cut > start else start + MAX_PARAGRAPH
            yield Span(start, cut)
            start = cut
        yield Span(start, end)
