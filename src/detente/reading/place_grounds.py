"""What lies on a state's ground -> that an act done there took place in the state.

In:  parsed sentences and the states named in them.   Out: places: "Polish airspace" is Poland.
Does not: take what moves or may stand elsewhere (a state's ships, its embassy) for its ground.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from detente.reading.place_atlas import Atlas
from detente.reading.place_phrases import is_locative_part
from detente.reading.place_words import load_place_words
from detente.records import Place, PlaceMention, Precision, Sentence, Span, Token

__all__ = ["grounds_in"]

_MODIFIES = frozenset({"amod", "compound", "nmod", "poss"})
_JOINED = frozenset({"conj", "appos"})
_OBJECTS = frozenset({"dobj", "nsubjpass"})
_STATES = frozenset({"NORP", "GPE"})
_TOWNS = frozenset({"city", "port", "town", "village"})
_STEPS = 6  # nouns joined one to the other; longer chains are a parser's error


def grounds_in(
    sentence: Sentence, atlas: Atlas, states: Mapping[Span, str]
) -> Iterator[PlaceMention]:
    """Yield the states on whose ground something happens.

    ``states`` are country codes (ISO alpha-3) by the words that name them, adjectives included.
    """
    for span, code in states.items():
        name = _adjective(sentence, span) if span in sentence.span else None
        if name is None:
            continue
        noun = sentence.tokens[name.head]
        ground = _ground(sentence, noun, atlas, code)
        if ground is None or noun.lemma not in load_place_words().fixtures:
            continue
        place, told = ground
        if _is_done_to(sentence, noun) or is_locative_part(sentence, noun, name, place):
            where = span if told is None else _range(told)
            yield PlaceMention(span=where, sentence=sentence.index, head=name.index, place=place)


def _adjective(sentence: Sentence, span: Span) -> Token | None:
    """Find the word that says whose ground it is: "*Polish* airspace", "the *Polish* village"."""
    name = sentence.head_of(span)
    if name is None or name.dep in _MODIFIES:
        return name
    below = (sentence.tokens[index] for index in sentence.children[name.index])
    owners = (token for token in below if token.dep in _MODIFIES and token.entity in _STATES)
    return next(owners, None) if name.lemma in _TOWNS else None


def _ground(
    sentence: Sentence, noun: Token, atlas: Atlas, code: str
) -> tuple[Place, Sequence[Token] | None] | None:
    """Find what ground of a state is meant, and the words of its own name.

    "The Sudrian *capital*" is Aldane; "the Sudrian village of *Ost*" is Ost, though no list has it.
    A name that the atlas knows is a place mention of its own.
    """
    state = atlas.country(code)
    if any(sentence.tokens[i].dep == "appos" for i in sentence.children[noun.index]):
        return None if noun.lemma == "capital" else _with(state)
    named = _called(sentence, noun)
    if named:
        words = " ".join(token.text for token in named)
        if atlas.look_up(words):
            return None
        if noun.lemma in _TOWNS:
            return Place(country=code, name=words, precision=Precision.CITY), named
    return _with(atlas.capital(code) if noun.lemma == "capital" else state)


def _with(place: Place | None) -> tuple[Place, None] | None:
    return None if place is None else (place, None)


def _called(sentence: Sentence, noun: Token) -> list[Token]:
    """Words of the name of "the village *of Ost*"."""
    for index in sentence.children[noun.index]:
        if sentence.tokens[index].lemma == "of":
            for below in sentence.children[index]:
                inside = [sentence.tokens[i] for i in sorted(sentence.subtrees[below])]
                name = takewhile(lambda token: token.pos == "PROPN", inside)
                return list(name)
    return []


def _range(tokens: Sequence[Token]) -> Span:
    return Span(tokens[0].span.start, tokens[-1].span.end)


def _is_done_to(sentence: Sentence, noun: Token) -> bool:
    """Whether the noun is what is hit, entered or damaged."""
    words, steps = load_place_words(), 0
    while noun.dep in _JOINED and steps < _STEPS:
        noun, steps = sentence.tokens[noun.head], steps + 1
    verb = sentence.tokens[noun.head]
    return noun.dep in _OBJECTS and verb.lemma in words.assaults | words.trespasses
