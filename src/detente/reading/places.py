"""Parsed sentences -> where the acts told in them take place.

In:  sentences and the countries that the report names.   Out: place mentions, in text order.
Does not: take every place name for a place of an act: "Washington agreed" and "talks with
Beijing" name actors, "exports to Norland" a market.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from detente.reading.dateline import dateline_span
from detente.reading.place_atlas import Atlas, load_atlas
from detente.reading.place_phrases import is_locative
from detente.reading.place_words import load_place_words
from detente.records import Place, PlaceMention, Precision, Sentence, Span, Token

__all__ = ["find_places"]

_MAX_TOKENS = 7  # "Xinjiang Uyghur Autonomous Region", "Bab el-Mandeb Strait" with its hyphens
_NOT_PLACES = frozenset({"PERSON", "NORP", "WORK_OF_ART", "PRODUCT", "LANGUAGE", "DATE"})


@dataclass(frozen=True, slots=True)
class _Name:
    """A place name in a sentence: tokens ``start`` to ``end``, and the place it means."""

    start: int
    end: int
    place: Place


def find_places(
    sentences: Sequence[Sentence], countries: Collection[str] = ()
) -> tuple[PlaceMention, ...]:
    """Find the places of acts; ``countries`` (ISO alpha-3) decide between namesakes."""
    dateline = dateline_span(sentences)
    return tuple(
        mention
        for sentence in sentences
        for mention in _places_in(sentence, countries)
        if dateline is None or not dateline.overlap(mention.span)
    )


def _places_in(sentence: Sentence, countries: Collection[str]) -> Iterator[PlaceMention]:
    for name in _names_in(sentence, load_atlas(), countries):
        tokens = sentence.tokens[name.start : name.end]
        span = Span(tokens[0].span.start, tokens[-1].span.end)
        head = sentence.head_of(span)
        if head is not None and is_locative(sentence, head, name.place):
            yield PlaceMention(
                span=span, sentence=sentence.index, head=head.index, place=name.place
            )


def _names_in(sentence: Sentence, atlas: Atlas, countries: Collection[str]) -> Iterator[_Name]:
    """Yield the longest place names, left to right; "Bangkok, Thailand" is one place."""
    at = 0
    while at < len(sentence.tokens):
        name = _name_at(sentence, atlas, countries, at)
        if name is None:
            at += 1
            continue
        outer = _name_behind(sentence, atlas, countries, name.end)
        inner = outer and atlas.choose(
            _written(sentence, name.start, name.end), countries, within=outer.place
        )
        yield _Name(name.start, name.end, inner) if inner else name
        at = outer.end if inner and outer else name.end


def _name_at(sentence: Sentence, atlas: Atlas, countries: Collection[str], at: int) -> _Name | None:
    if not _may_begin(sentence.tokens[at]):
        return None
    for end in range(min(at + _MAX_TOKENS, len(sentence.tokens)), at, -1):
        place = atlas.choose(_written(sentence, at, end), countries)
        if place is not None and _is_whole(sentence, at, end):
            return _Name(at, end, place)
    return None


def _name_behind(
    sentence: Sentence, atlas: Atlas, countries: Collection[str], at: int
) -> _Name | None:
    """Find the country or state behind a comma: ", Thailand"."""
    if at + 1 >= len(sentence.tokens) or sentence.tokens[at].text != ",":
        return None
    name = _name_at(sentence, atlas, countries, at + 1)
    is_outer = name is not None and name.place.precision in {Precision.COUNTRY, Precision.REGION}
    return name if is_outer else None


def _may_begin(token: Token) -> bool:
    return token.text[0].isupper() or token.text in load_place_words().leads


def _is_whole(sentence: Sentence, start: int, end: int) -> bool:
    """Refuse half a name: the Washington of "Washington Post", the Jordan of "Michael Jordan"."""
    first, last = sentence.tokens[start], sentence.tokens[end - 1]
    if last.entity in _NOT_PLACES or not last.text[0].isupper():
        return False
    before = sentence.tokens[start - 1] if start else None
    behind = sentence.tokens[end] if end < len(sentence.tokens) else None
    is_inside = first.entity == "ORG" and not first.entity_start
    goes_on = last.entity == "ORG" and behind is not None and _same_entity(last, behind)
    is_surname = before is not None and before.entity == "PERSON" and first.dep != "appos"
    return not (
        is_inside
        or goes_on
        or (
            is_surname
            and before is not None
            and before.pos == "PROPN"
            and before.head == last.index
        )
    )


def _same_entity(token: Token, behind: Token) -> bool:
    return behind.entity == token.entity and not behind.entity_start


def _written(sentence: Sentence, start: int, end: int) -> str:
    """The words as they stand, blanks where the text has any."""
    tokens = sentence.tokens[start:end]
    pieces = [tokens[0].text]
    for before, token in zip(tokens, tokens[1:], strict=False):
        pieces.append(token.text if token.span.start == before.span.end else f" {token.text}")
    return "".join(pieces)
