"""What lies on a state's ground -> that an act done there took place in the state.

In:  parsed sentences and the states named in them.   Out: places: "Polish airspace" is Poland.
Does not: take what moves or may stand elsewhere (a state's ships, its embassy) for its ground.
"""

from collections.abc import Iterator, Mapping

from detente.reading.place_atlas import Atlas
from detente.reading.place_phrases import is_locative_part
from detente.reading.place_words import load_place_words
from detente.records import PlaceMention, Sentence, Span, Token

__all__ = ["grounds_in"]

_MODIFIES = frozenset({"amod", "compound", "nmod", "poss"})
_JOINED = frozenset({"conj", "appos"})
_OBJECTS = frozenset({"dobj", "nsubjpass"})
_STEPS = 6  # nouns joined one to the other; longer chains are a parser's error


def grounds_in(
    sentence: Sentence, atlas: Atlas, states: Mapping[Span, str]
) -> Iterator[PlaceMention]:
    """Yield the states on whose ground something happens.

    ``states`` are country codes (ISO alpha-3) by the words that name them, adjectives included.
    """
    for span, code in states.items():
        name = sentence.head_of(span) if span in sentence.span else None
        if name is None or name.dep not in _MODIFIES:
            continue
        noun, place = sentence.tokens[name.head], atlas.country(code)
        if place is None or noun.lemma not in load_place_words().fixtures:
            continue
        if _is_done_to(sentence, noun) or is_locative_part(sentence, noun, name, place):
            yield PlaceMention(span=span, sentence=sentence.index, head=name.index, place=place)


def _is_done_to(sentence: Sentence, noun: Token) -> bool:
    """Whether the noun is what is hit, entered or damaged."""
    words, steps = load_place_words(), 0
    while noun.dep in _JOINED and steps < _STEPS:
        noun, steps = sentence.tokens[noun.head], steps + 1
    verb = sentence.tokens[noun.head]
    return noun.dep in _OBJECTS and verb.lemma in words.assaults | words.trespasses
