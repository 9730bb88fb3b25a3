"""A text -> the news items of which it is a digest, each to be read for itself.

In:  a report, and a way to ask whose countries a paragraph names.   Out: its items, and what was
found in them at its place in the whole.
Does not: cut a story. It goes on speaking of those of whom it spoke; a digest names others in
most of its paragraphs, and somebody in nearly all. In an item that is read with all before it
"the police" would be those of the item above, and what is told late in a text be background.

Of 400 days of current events, items in paragraphs, four in five are known as digests; of 5,000
stories cut at every sentence one in two hundred is taken for one, of 540 statements and
transcripts one.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any, TypeVar

from detente.reading.parse import paragraph_spans
from detente.records import Citation, Cited, Claim, Coded, Remark, Report, Span, Statement

Testimony = TypeVar("Testimony", Claim, Statement, Remark)
Countries = Callable[[str], frozenset[str]]
_LEAST = 6  # paragraphs
# Shares: of neighbours that name a country alike, of paragraphs that name the commonest country,
# of those that name none, of those that take up the one before.
_MOST_ALIKE, _MOST_OF_ONE, _MOST_EMPTY, _MOST_TAKING_UP = 0.5, 0.5, 0.15, 0.06
_TAKING_UP = re.compile(
    r"\W*(Also|Another|Both|But|He|Her|His|However|In addition|It|Its|Meanwhile|She|That|The group"
    r"|Their|These|They|This|Those)\b"
)


def items_of(report: Report, countries: Countries) -> list[tuple[int, Report]]:
    """Give the items of a digest and where each begins; the report itself where it is none."""
    spans = list(paragraph_spans(report.text))
    texts = [report.text[span.start : span.end] for span in spans]
    if len(texts) < _LEAST or not _are_apart(texts, countries):
        return [(0, report)]
    return [
        (span.start, _item(report, span, text)) for span, text in zip(spans, texts, strict=True)
    ]


def _item(report: Report, span: Span, text: str) -> Report:
    headed = min(max(report.body_start - span.start, 0), len(span))
    return replace(report, text=text, body_start=headed)


def _are_apart(paragraphs: Sequence[str], countries: Countries) -> bool:
    n = len(paragraphs)
    if sum(_TAKING_UP.match(one) is not None for one in paragraphs) > _MOST_TAKING_UP * n:
        return False
    named = [countries(one) for one in paragraphs]
    n_alike = sum(not one.isdisjoint(other) for one, other in pairwise(named))
    ((_, n_of_one),) = Counter(code for one in named for code in one).most_common(1) or [("", n)]
    return (
        n_alike < _MOST_ALIKE * (n - 1)
        and n_of_one < _MOST_OF_ONE * n
        and sum(not one for one in named) < _MOST_EMPTY * n
    )


def put_together(report: Report, found: Iterable[tuple[int, int, Coded]]) -> Coded:
    """Give what was found in the items of a report as found in it, but for their problems.

    ``found``: where each item begins, in code points and in sentences.
    """
    placed = [(_Place(report.id, start, sentence), coded) for start, sentence, coded in found]
    return Coded(
        report=report,
        claims=tuple(place.put(one) for place, coded in placed for one in coded.claims),
        statements=tuple(place.put(one) for place, coded in placed for one in coded.statements),
        remarks=tuple(place.put(one) for place, coded in placed for one in coded.remarks),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item stands in its report."""

    report_id: str
    start: int
    sentence: int

    def put(self, one: Testimony) -> Testimony:
        """Place what cites words of the item."""
        moved = {field.name: self._moved(getattr(one, field.name)) for field in fields(one)}
        moved |= {"report_id": self.report_id, "sentence": one.sentence + self.sentence}
        return type(one)(**moved)

    def _moved(self, value: Any) -> Any:
        match value:
            case Citation(span=span):
                there = Span(span.start + self.start, span.end + self.start)
                return Citation(self.report_id, there, value.quote)
            case Cited():
                return Cited(value.value, self._moved(value.citation))
            case tuple():
                return tuple(map(self._moved, value))
        return value
