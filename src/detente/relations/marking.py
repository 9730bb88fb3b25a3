"""A claim and its report -> the sentences it rests on, with the cited words marked by their role.

In:  a report's text and a claim's citations.   Out: excerpts, each a row of marked parts.
Does not: replace strings: marks come from spans. Render; cli/ and web/ do.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from detente.records import Citation, Claim, Report, Span
from detente.relations.imported import cells_apart, row_name

__all__ = ["Excerpt", "Part", "Role", "excerpts_of"]

_END = re.compile(r"\n+|[.!?][\"\u201d\u2019)]*\s+(?=[\"\u201c\u2018(]?[A-Z0-9])")
_ENDED = re.compile(r"(?:\A|\n|[.!?][\"\u201d\u2019)]*)\s*\Z")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Adm|Capt|Maj|Prof|St|No|[A-Z])\.\s*\Z"
)
_REACH = 600  # characters shown on either side of the cited clause at most


class Role(StrEnum):
    """What cited words are to the claim."""

    WHERE = "where"
    WHEN = "when"
    SPEAKER = "said by"
    WHOM = "whom"
    WHO = "who"
    ACT = "act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words with one role; ``None`` for words that are not cited."""

    words: str
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A sentence or more of a report. ``start`` counts characters of its text, from 0.

    ``is_echo``: the report tells the same act again there. ``is_cut_before``, ``is_cut_after``:
    the sentence goes on.
    """

    start: int
    parts: tuple[Part, ...]
    is_echo: bool = False
    is_cut_before: bool = False
    is_cut_after: bool = False


def excerpts_of(claim: Claim, report: Report | None) -> tuple[Excerpt, ...]:
    """Show the sentence of the claim first, then those of further cited words and of its echoes.

    Without the report's text the clause is all there is.
    """
    if report is None or not report.text:
        return (_bare(claim),)
    marks = _marks(claim)
    own = _around(report.text, claim.citation.span)
    spans = [own]
    for span, _ in marks:
        if not any(span in shown for shown in spans):
            spans.append(_around(report.text, span))
    echoes = [_around(report.text, echo.span) for echo in claim.echoes]
    told_again = [span for span in dict.fromkeys(echoes) if span not in spans]
    found = tuple(
        _excerpt(report.text, span, marks, is_echo=span in told_again)
        for span in (*spans, *told_again)
    )
    return tuple(map(_with_cells_apart, found)) if row_name(report) else found


# Private functions

Mark = tuple[Span, Role]


def _marks(claim: Claim) -> list[Mark]:
    """List cited words with their roles, what counts most last."""
    cited: list[tuple[Citation, Role]] = []
    if claim.place:
        cited.append((claim.place.citation, Role.WHERE))
    if claim.date:
        cited.append((claim.date.citation, Role.WHEN))
    if claim.speaker:
        cited.append((claim.speaker.citation, Role.SPEAKER))
    cited += [(one.citation, Role.WHOM) for one in claim.recipients]
    cited += [(one.citation, Role.WHO) for one in claim.actors]
    cited.append((claim.predicate, Role.ACT))
    return [
        (citation.span, role)
        for citation, role in cited
        if citation.span != claim.citation.span  # the whole clause marks nothing in it
    ]


def _around(text: str, span: Span) -> Span:
    """Grow a span to the sentences that hold it, by their marks, not by parsing."""
    start, end = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    for found in _END.finditer(text, start, span.start + 1):
        if found.end() <= span.start and _is_end(text, found):
            start = found.end()
    for found in _END.finditer(text, max(span.start, span.end - 1), end):
        if _is_end(text, found):
            end = max(span.end, found.start() + len(found.group().rstrip()))
            break
    while start < span.start and text[start].isspace():
        start += 1
    return Span(start, end)


def _is_end(text: str, found: "re.Match[str]") -> bool:
    if found.group().startswith("\n"):
        return True
    return not _ABBREVIATION.search(text, max(0, found.start() - 8), found.start() + 1)


def _excerpt(text: str, span: Span, marks: Sequence[Mark], *, is_echo: bool) -> Excerpt:
    roles: list[Role | None] = [None] * len(span)
    for mark, role in marks:
        if mark.overlap(span):
            first, last = max(mark.start, span.start), min(mark.end, span.end)
            roles[first - span.start : last - span.start] = [role] * (last - first)
    letters = zip(text[span.start : span.end], roles, strict=True)
    return Excerpt(
        start=span.start,
        parts=_joined(letters),
        is_echo=is_echo,
        is_cut_before=not _ENDED.search(text, max(0, span.start - 8), span.start),
        is_cut_after=not (
            _ENDED.search(text, max(0, span.end - 8), span.end)
            or text[span.end :][:1] in {"", "\n"}
        ),
    )


def _with_cells_apart(row: Excerpt) -> Excerpt:
    parts = (replace(part, words=cells_apart(part.words)) for part in row.parts)
    return replace(row, parts=tuple(parts))


def _joined(letters: Iterable[tuple[str, Role | None]]) -> tuple[Part, ...]:
    return tuple(
        Part(words="".join(letter for letter, _ in run), role=role)
        for role, run in groupby(letters, key=lambda pair: pair[1])
    )


def _bare(claim: Claim) -> Excerpt:
    """Make an excerpt of the clause alone, for a report without text."""
    span = claim.citation.span
    inside = [(mark, role) for mark, role in _marks(claim) if mark in span]
    letters: list[tuple[str, Role | None]] = [(letter, None) for letter in claim.citation.quote]
    for mark, role in inside:
        for index in range(mark.start - span.start, min(mark.end - span.start, len(letters))):
            letters[index] = (letters[index][0], role)
    return Excerpt(start=span.start, parts=_joined(letters))
