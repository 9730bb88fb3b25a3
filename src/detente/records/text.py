"""Reports and the words in them, and the digests that are the ids of records.

A ``Report`` is one published article. A ``Sentence`` is a parsed stretch of it. A ``Citation`` is
words of a report at their place, and ``Cited`` is a value together with the words it rests on.
Digests do not hash joined strings, which let ("a.b", "c") and ("a", "b.c") meet.
"""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Generic, TypeVar

from detente.errors import BadInput, CitationMismatch

T = TypeVar("T")


def day_of(given: object) -> date | None:
    """Take a day as a day: of an instant its date, as written there; no time (NaT, NaN) is none.

    So the same day gives the same digest, whatever library it comes from.

    Raises:
        BadInput: it is neither a day, nor written as 2024-02-02.
    """
    if given is None or given != given:  # noqa: PLR0124  # what pandas puts where nothing is
        return None
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given if isinstance(given, str) else "")
    except ValueError as err:
        raise BadInput(f"{given!r} is not a day; write it as 2024-02-02, or give a date") from err


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points in ``Report.text`` (not bytes, not tokens)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            msg = f"span {self.start}:{self.end} is empty or reversed"
            raise ValueError(msg)

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: object) -> bool:
        """Whether another span (or a position) lies within this one."""
        if isinstance(other, Span):
            return self.start <= other.start and other.end <= self.end
        return isinstance(other, int) and self.start <= other < self.end

    def overlap(self, other: "Span") -> int:
        """Count the code points that both spans hold."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a report at their place: ``report.text[span.start:span.end] == quote``."""

    report_id: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Cited(Generic[T]):
    """A value and the words it rests on."""

    value: T
    citation: Citation


@dataclass(frozen=True, kw_only=True)
class Report:
    """One published article, as coded.

    ``text`` is what spans count in; it is never cleaned after the report exists.
    ``published`` becomes a day where it is an instant, or written as 2024-02-02.
    ``key`` is the caller's own name for it (a row's id, a file's name, a URL); two copies of one
    text under two keys are the same report. ``outlet`` published it; ``credited`` is whom it
    retells ("The New York Times" in an agency's digest). ``body_start`` is where the text goes
    on after a headline that stands at its top (0 without one).
    """

    key: str
    text: str
    title: str | None = None
    outlet: str | None = None
    credited: str | None = None
    url: str | None = None
    published: date | None = None
    body_start: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "published", day_of(self.published))

    @cached_property
    def id(self) -> str:
        """Digest of outlet, address, day and text."""
        day = self.published.isoformat() if self.published else None
        return digest("report", self.outlet, self.url, day, self.text)

    def cite(self, span: Span) -> Citation:
        """Cite the words at ``span``.

        Raises:
            CitationMismatch: the span reaches past the text.
        """
        if span.end > len(self.text):
            msg = f"span {span.start}:{span.end} is past the end of report {self.key!r}"
            raise CitationMismatch(msg)
        return Citation(self.id, span, self.text[span.start : span.end])

    def check(self, citation: Citation) -> None:
        """Refuse a citation whose quote is not at its span.

        Raises:
            CitationMismatch: the words differ, or belong to another report.
        """
        found = self.text[citation.span.start : citation.span.end]
        if citation.report_id != self.id or found != citation.quote:
            msg = (
                f"report {self.key!r} has {found!r} at {citation.span.start}:"
                f"{citation.span.end}, not {citation.quote!r}"
            )
            raise CitationMismatch(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of a parsed sentence. Labels are Universal POS and CLEAR dependencies.

    ``head`` is the index, within the sentence, of the governing token (its own for the root).
    ``entity`` is the named-entity label that covers the token (``None`` outside).
    """

    index: int
    span: Span
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str | None = None
    entity_start: bool = False


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A parsed sentence. ``index`` counts from 0 through the report; ``paragraph`` too.

    ``is_dateline``: the words tell where and when the report was filed, and nothing else;
    ``is_label``: they say whose turn follows, and nothing else; ``is_topic``: they name what the
    paragraph is about ("War in Norland: ...").
    """

    index: int
    paragraph: int
    span: Span
    tokens: tuple[Token, ...]
    is_headline: bool = False
    is_dateline: bool = False
    is_label: bool = False
    is_topic: bool = False

    @property
    def tells(self) -> bool:
        """Whether it may tell an act: a label or a topic tells nothing, nor does a question.

        In what is spoken a question may (``Scene.may_tell``).
        """
        return not self.is_heading and bool(self.tokens) and self.tokens[-1].text != "?"

    @property
    def is_heading(self) -> bool:
        """Whether it only heads what follows: a label or a topic."""
        return self.is_label or self.is_topic

    @property
    def root(self) -> Token | None:
        """The first token that hangs on none; ``None`` without a token."""
        return next((token for token in self.tokens if token.head == token.index), None)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Indices of each token's dependents, in sentence order."""
        children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                children[token.head].append(token.index)
        return tuple(tuple(below) for below in children)

    @cached_property
    def subtrees(self) -> tuple[frozenset[int], ...]:
        """Indices of each token and of all below it."""
        below: list[set[int]] = [{token.index} for token in self.tokens]
        for token in self.tokens:
            index, steps = token.index, 0
            while self.tokens[index].head != index and steps < len(self.tokens):
                index, steps = self.tokens[index].head, steps + 1
                below[index].add(token.index)
        return tuple(frozenset(indices) for indices in below)

    def subtree_span(self, index: int) -> Span:
        """Range from the first to the last word of a token's subtree."""
        below = self.subtrees[index]
        return Span(self.tokens[min(below)].span.start, self.tokens[max(below)].span.end)

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """Tokens that overlap ``span``, in order."""
        starts, ends = self._edges
        return self.tokens[bisect_right(ends, span.start) : bisect_left(starts, span.end)]

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """Starts and ends of the tokens, both rising."""
        spans = [token.span for token in self.tokens]
        return [span.start for span in spans], [span.end for span in spans]

    def head_of(self, span: Span) -> Token | None:
        """Find the token in ``span`` whose head lies outside it; ``None`` without a token."""
        inside = self.tokens_in(span)
        indices = {token.index for token in inside}
        for token in inside:
            if token.head not in indices or token.head == token.index:
                return token
        return inside[0] if inside else None


# --- Content digests: the ids of records.
ID_LENGTH = 20  # 80 bits: a collision among 10 billion records has a chance below 1 in 10,000
Part = str | int | float | bool | None


def digest(*parts: Part | Sequence[Part]) -> str:
    """Digest ``parts`` as one JSON array: SHA-256, the first ``ID_LENGTH`` hexadecimal digits."""
    array = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(array.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]
