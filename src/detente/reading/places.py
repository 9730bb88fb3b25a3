"""Parsed sentences -> where the acts told in them take place.

In:  sentences and the countries that the report names.   Out: place mentions, in text order.
Does not: take every place name for a place of an act: "Washington agreed" and "talks with
Beijing" name actors, "exports to Norland" a market.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from detente.reading.date_words import MONTHS, WEEKDAYS
from detente.reading.place_atlas import Atlas, load_atlas
from detente.reading.place_grounds import grounds_in
from detente.reading.place_phrases import is_locative
from detente.reading.place_words import load_place_words
from detente.records import Place, PlaceMention, Sentence, Span, Token

__all__ = ["find_places"]

NO_STATES: Mapping[Span, str] = MappingProxyType({})
_MODIFIES = frozenset({"compound", "amod", "nmod"})
_ACTS = frozenset({"VERB", "AUX", "NOUN"})
_HYPHENS = frozenset("-\u2010\u2011\u2013")
_TOKENS_A_WORD = 2  # the parser sets hyphens apart: "Nagorno - Karabakh"
_NOT_PLACES = frozenset({"WORK_OF_ART", "LANGUAGE"})
_NAMES = frozenset(
    {"PERSON", "ORG", "PRODUCT"}
)  # often wrong on a town; a name it is part of is not


@dataclass(frozen=True, slots=True)
class _Name:
    """A place name in a sentence: tokens ``start`` to ``end``, and the place it means.

    ``passed``: where reading goes on, behind the country that is told after the name.
    """

    start: int
    end: int
    place: Place
    passed: int = 0


def find_places(
    sentences: Sequence[Sentence],
    countries: Collection[str] = (),
    states: Mapping[Span, str] = NO_STATES,
) -> tuple[PlaceMention, ...]:
    """Find the places of acts.

    ``countries`` (ISO alpha-3) decide between namesakes; ``states`` are the codes of the states
    that the report names, by the words that name them, adjectives included.
    """
    here = next(_filed_from(sentences, countries), None)
    return tuple(
        mention
        for sentence in sentences
        if not sentence.is_dateline
        for mention in _in_order(sentence, countries, states, here)
    )


def _filed_from(sentences: Sequence[Sentence], countries: Collection[str]) -> Iterator[Place]:
    """Yield the places of the dateline: "VIENTIANE, Oct. 15"."""
    for sentence in sentences:
        for name in _names_in(sentence, load_atlas(), countries) if sentence.is_dateline else ():
            yield name.place


def _said_here(sentence: Sentence, here: Place | None) -> Iterator[PlaceMention]:
    """Yield each "here" in the report's own words: it is where the report was filed."""
    if here is None:
        return
    for token in sentence.tokens:
        above = sentence.tokens[token.head]
        if token.text == "here" and token.dep == "advmod" and above.pos in _ACTS:
            yield PlaceMention(
                span=token.span, sentence=sentence.index, head=token.index, place=here
            )


def _in_order(
    sentence: Sentence,
    countries: Collection[str],
    states: Mapping[Span, str],
    here: Place | None,
) -> list[PlaceMention]:
    named = {mention.span: mention for mention in _places_in(sentence, countries)}
    named |= {mention.span: mention for mention in _said_here(sentence, here)}
    inside = {span: code for span, code in states.items() if span in sentence.span}
    if inside:
        named |= {one.span: one for one in grounds_in(sentence, load_atlas(), inside)}
    return [named[span] for span in sorted(named)]


def _places_in(sentence: Sentence, countries: Collection[str]) -> Iterator[PlaceMention]:
    for name in _names_in(sentence, load_atlas(), countries):
        tokens = sentence.tokens[name.start : name.end]
        span = Span(tokens[0].span.start, tokens[-1].span.end)
        head = sentence.head_of(span)
        if head is not None and is_locative(sentence, name.start, head, name.place):
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
        inner = _within_next(sentence, atlas, countries, name)
        yield inner or name
        at = inner.passed if inner else name.end


def _within_next(
    sentence: Sentence, atlas: Atlas, countries: Collection[str], name: _Name
) -> _Name | None:
    """Choose the namesake that lies in the country or state behind a comma."""
    at = name.end + 1
    if at >= len(sentence.tokens) or sentence.tokens[name.end].text != ",":
        return None
    outer = _name_at(sentence, atlas, countries, at)
    if outer is None:
        return None
    written = _written(sentence, name.start, name.end)
    for entry in atlas.look_up(_written(sentence, outer.start, outer.end)):
        place = atlas.choose(written, countries, within=entry.place)
        if place is not None:
            return _Name(name.start, name.end, place, passed=outer.end)
    return None


def _name_at(sentence: Sentence, atlas: Atlas, countries: Collection[str], at: int) -> _Name | None:
    if not _may_begin(sentence.tokens[at]):
        return None
    most = _TOKENS_A_WORD * atlas.longest(sentence.tokens[at].text)
    for end in range(min(at + most, len(sentence.tokens)), at, -1):
        place = atlas.choose(_written(sentence, at, end), countries)
        if place is not None and _is_whole(sentence, at, end):
            return _Name(at, end, place)
    return None


def _may_begin(token: Token) -> bool:
    return token.text[0].isupper() or token.text in load_place_words().leads


def _is_whole(sentence: Sentence, start: int, end: int) -> bool:
    """Refuse half a name: the Washington of "Washington Post", the Jordan of "Michael Jordan"."""
    first, last = sentence.tokens[start], sentence.tokens[end - 1]
    behind = sentence.tokens[end] if end < len(sentence.tokens) else None
    if not _is_name(sentence.tokens[start:end]) or _is_hyphened(sentence, start, end):
        return False
    if last.entity not in _NAMES:
        return True
    goes_on = behind is not None and behind.entity == last.entity and not behind.entity_start
    return first.entity_start and not goes_on


def _is_name(tokens: Sequence[Token]) -> bool:
    """Refuse months, signs, words without a capital and adjectives such as "Thai"."""
    last = tokens[-1]
    is_date = last.text.lower() in MONTHS or last.text.lower() in WEEKDAYS
    is_adjective = last.pos == "ADJ" or (last.entity == "NORP" and last.dep in _MODIFIES)
    is_sign = not any(letter.isalnum() for letter in last.text)
    if is_date or is_adjective or is_sign or last.entity in _NOT_PLACES:
        return False
    return any(token.text[0].isupper() for token in tokens)


def _is_hyphened(sentence: Sentence, start: int, end: int) -> bool:
    """Tell half of a compound: "Tokyo-based", "China-US"."""
    first, last = sentence.tokens[start], sentence.tokens[end - 1]
    before, behind = sentence.tokens[start - 1 : start], sentence.tokens[end : end + 1]
    touching = [token for token in before if token.span.end == first.span.start]
    touching += [token for token in behind if token.span.start == last.span.end]
    return any(token.text in _HYPHENS for token in touching)


def _written(sentence: Sentence, start: int, end: int) -> str:
    """The words as they stand, blanks where the text has any."""
    tokens = sentence.tokens[start:end]
    pieces = [tokens[0].text]
    for before, token in pairwise(tokens):
        pieces.append(token.text if token.span.start == before.span.end else f" {token.text}")
    return "".join(pieces)
