"""Nouns that take up states named before: "the two countries", "its neighbour", "a group of".

In:  a phrase and the memory of the report.   Out: the actors that it takes up.
Does not: guess when nothing fits: then the phrase names nobody.
"""

from dataclasses import replace

from detente.actors.pairs import pair_of_states
from detente.actors.phrases import Phrase, prepositional
from detente.actors.view import Resolution, View
from detente.records import Actor, MentionKind

__all__ = ["collective", "neighbour", "north_or_south", "pair", "the_country"]

_SIDES = frozenset(
    {"country", "nation", "side", "neighbor", "neighbour", "power", "state", "government",
     "capital", "rival", "ally", "superpower", "giant", "economy", "leader", "president",
     "party", "two", "both", "foe"}
)  # fmt: skip
_BARE_SIDES = frozenset({"nation", "country", "side", "neighbor", "neighbour"})
_LEADERS = frozenset({"leader", "president", "government", "capital"})
_BOTH = frozenset({"two", "both"})
_ONE_COUNTRY = frozenset({"country", "nation", "kingdom", "republic"})
_NEIGHBOURS = frozenset({"neighbor", "neighbour", "rival", "ally", "foe"})
_THIS = frozenset({"the", "this", "that"})
_DIRECTIONS = frozenset({"North", "South"})
_COLLECTIVES = frozenset(
    {"group", "number", "dozen", "hundred", "thousand", "ten", "million", "score", "handful",
     "couple", "majority", "rest", "some", "many", "most", "several", "all", "one", "two",
     "three", "four", "five", "each", "both", "crowd", "team", "part", "half", "third", "member",
     "coalition", "series", "minority", "alliance", "delegation", "bunch", "band", "gang",
     "column", "convoy"}
)  # fmt: skip


def collective(view: View, phrase: Phrase) -> Resolution | None:
    """Look through "a group of", "thousands of" to those who are meant."""
    token = view.tokens[phrase.head]
    if token.lemma not in _COLLECTIVES or view.hit_at(phrase.head) is not None:
        return None
    for word, below in prepositional(view.sentence, phrase.head):
        inner = view.resolve(below) if word == "of" else None
        if inner is not None and _is_many(view, below, inner):
            return replace(inner, first=phrase.first, reason=f"{token.text!r} of {inner.reason}")
    return None


def pair(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "the two countries", "both sides" to the two states that belong together."""
    token = view.tokens[phrase.head]
    cues = _words(view, phrase)
    if token.lemma not in _SIDES or not (_BOTH.intersection(cues) or _are_sides(token.tag, cues)):
        return None
    countries = pair_of_states(view.memory, view.sentence.index)
    if not countries or cues == ["two"]:
        return None
    sector = "GOV" if token.lemma in _LEADERS else None
    actors = tuple(_country(view, code, sector) for code in countries)
    return _taken_up(view, phrase, actors, "the two that belong together")


def the_country(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "the country" to the state mentioned last, the subject before others."""
    token = view.tokens[phrase.head]
    cues = _words(view, phrase)
    if token.lemma not in _ONE_COUNTRY or token.tag != "NN" or len(cues) != len(_BOTH):
        return None
    code = view.memory.last_state(view.sentence.index)
    if cues[0] not in _THIS or code is None:
        return None
    return _taken_up(view, phrase, (_country(view, code),), "the state named last")


def neighbour(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "its neighbour" to the other one of the two states mentioned last."""
    token = view.tokens[phrase.head]
    if token.lemma not in _NEIGHBOURS or token.tag != "NN":
        return None
    for child in view.children(phrase.head, "poss"):
        owner = view.resolve(child)
        others = [
            code
            for code in view.memory.last_countries(2)
            if owner is not None and code not in owner.countries
        ]
        if owner is not None and len(others) == 1:
            return _taken_up(view, phrase, (_country(view, others[0]),), "the other one")
    return None


def north_or_south(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "the North", "the South" to the state of that name, if its twin was mentioned."""
    cues = _words(view, phrase)
    word = view.tokens[phrase.head].text
    if word not in _DIRECTIONS or cues != ["the", word.lower()]:
        return None
    for code in view.memory.last_countries(None):
        entry = view.gazetteer.entries.get(code)
        direction, _, land = entry.name.partition(" ") if entry else ("", "", "")
        if direction in _DIRECTIONS:
            for sense in view.gazetteer.senses(f"{word} {land}")[:1]:
                return _taken_up(view, phrase, (_country(view, sense.actor),), f"half of {land}")
    return None


def _words(view: View, phrase: Phrase) -> list[str]:
    return [token.text.lower() for token in view.tokens[phrase.first : phrase.head + 1]]


def _are_sides(tag: str, cues: list[str]) -> bool:
    """Whether "the nations", "the sides" take up a pair: bare plurals after two states."""
    return (
        tag == "NNS"
        and cues[0] == "the"
        and len(cues) == len(_BOTH)
        and (cues[1].removesuffix("s") in _BARE_SIDES or cues[1] == "countries")
    )


def _is_many(view: View, head: int, inner: Resolution) -> bool:
    """Whether the noun after "of" stands for people, not for a state ("parts of Norland")."""
    return inner.kind is MentionKind.ROLE or view.tokens[head].tag in {"NNS", "NNPS"}


def _country(view: View, code: str, sector: str | None = None) -> Actor:
    entry = view.gazetteer.entries.get(code)
    if entry is None:
        return Actor(country=code, sector=sector, name=code)
    return Actor(country=code, sector=sector, id=entry.id, name=entry.name)


def _taken_up(view: View, phrase: Phrase, actors: tuple[Actor, ...], why: str) -> Resolution:
    return Resolution(
        actors=actors,
        kind=MentionKind.GROUP,
        first=phrase.first,
        last=phrase.head,
        score=0.7,
        reason=f"{view.words(phrase.first, phrase.head)!r}: {why}",
    )
