"""What surrounds the acts of a report: who, when, where, and in whose speech.

In:  what the rooms before have found.   Out: answers for one predicate.
Does not: parse or link anything itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from detente.events.syntax import Clauses
from detente.records import (
    DateBasis,
    DateMention,
    Link,
    PlaceMention,
    Report,
    Sentence,
    Span,
    Speech,
)

__all__ = ["Setting", "attached"]


# Prepositions that part an act from what moved it, bounded it or is its topic.
_APART = frozenset({
    "about", "after", "against", "before", "concerning", "despite", "following", "for", "from",
    "over", "pending", "regarding", "since", "to", "until",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One report with all that was found in it before its acts."""

    report: Report
    sentences: Sequence[Sentence]
    links: Sequence[Link]
    dates: Sequence[DateMention] = ()
    places: Sequence[PlaceMention] = ()
    speeches: Sequence[Speech] = ()

    def speech_around(self, predicate: Span) -> Speech | None:
        """The innermost stretch of speech that holds the predicate; ``None`` outside speech.

        Of a medium and those whom it cites for the same words, those whom it cites.
        """
        holding = [
            speech
            for speech in self.speeches
            if any(predicate in content for content in speech.content)
        ]
        return min(holding, key=_width, default=None)


def _width(speech: Speech) -> tuple[int, bool]:
    return sum(map(len, speech.content)), speech.is_retelling


class _Attachable(Protocol):
    @property
    def sentence(self) -> int: ...
    @property
    def head(self) -> int: ...
    @property
    def span(self) -> Span: ...


Found = TypeVar("Found", bound=_Attachable)


def attached(mentions: Iterable[Found], clauses: Clauses, predicate: int) -> Found | None:
    """Pick the date or place that belongs to the act of ``predicate``.

    A phrase belongs to every noun on its way up, and to the first verb it reaches; but in "closed
    the border after Friday's *attack*" Friday is the attack's day alone. A phrase
    before the verb ("In March the two met and *agreed*") also dates the verbs joined to it.
    The nearest phrase wins; an occasion ("at the summit") only where no phrase tells the date.
    """
    own = [m for m in mentions if m.sentence == clauses.sentence.index]
    here = clauses.token(predicate).span.start
    reaching = [
        m
        for m in own
        if predicate in _way_up(clauses, m) or _stands_behind(clauses, predicate, m.span)
    ]
    if not reaching:
        first = _first_of_joined(clauses, predicate)
        reaching = [
            m
            for m in own
            if first is not None
            and m.span.start < clauses.token(first).span.start
            and first in _way_up(clauses, m)
        ]
    return min(reaching, key=lambda m: (_is_indirect(m), abs(m.span.start - here)), default=None)


def _is_indirect(mention: _Attachable) -> bool:
    return isinstance(mention, DateMention) and mention.date.basis is DateBasis.EVENT


def _way_up(clauses: Clauses, mention: _Attachable) -> list[int]:
    """Tokens from a phrase up to and including the first verb, unless a noun has the day alone."""
    way = [mention.head]
    is_date = isinstance(mention, DateMention)
    while not clauses.is_verb(way[-1]):
        head = clauses.token(way[-1]).head
        if head == way[-1] or head in way:
            break
        if is_date and clauses.token(head).lemma in _APART and _holds_noun(clauses, way[1:]):
            break
        way.append(head)
    while clauses.token(way[-1]).dep in {"aux", "auxpass"}:
        way.append(clauses.token(way[-1]).head)
    return way


def _holds_noun(clauses: Clauses, way: Sequence[int]) -> bool:
    return any(clauses.token(index).pos in {"NOUN", "PROPN"} for index in way)


def _stands_behind(clauses: Clauses, noun: int, span: Span) -> bool:
    """Whether a phrase follows a noun at once, however the parse attaches it."""
    if clauses.is_verb(noun) or noun + 1 >= len(clauses.sentence.tokens):
        return False
    after = clauses.token(noun + 1)
    first = after.span.end + 1 if after.pos == "ADP" else after.span.start
    return span.start == first


def _first_of_joined(clauses: Clauses, predicate: int) -> int | None:
    current, first = predicate, None
    while clauses.token(current).dep == "conj" and clauses.is_verb(current):
        current = clauses.token(current).head
        first = current
        if clauses.token(current).head == current:
            break
    return first
