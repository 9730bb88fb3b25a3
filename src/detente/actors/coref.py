"""Words that take up others: pronouns, "the two countries", "a group of" -> actors.

In:  a phrase and the memory of the report.   Out: the actors that it takes up.
Does not: guess when nothing fits: then the phrase names nobody.
"""

from dataclasses import replace

from detente.actors.memory import Said
from detente.actors.phrases import Phrase, prepositional
from detente.actors.view import Resolution, View
from detente.records import Actor, MentionKind

__all__ = ["collective", "group", "north_or_south", "pronoun"]

_WITHIN = 2  # sentences back to look for a pronoun's antecedent
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers"})
_SINGULAR = frozenset({"it", "its"})
_PLURAL = frozenset({"they", "them", "their", "theirs"})
_SIDES = frozenset(
    {"country", "nation", "side", "neighbor", "neighbour", "power", "state", "government",
     "capital", "rival", "ally", "superpower", "giant", "economy", "leader", "president",
     "party", "two", "both", "foe"}
)  # fmt: skip
_BARE = frozenset({"nation", "country", "side", "neighbor", "neighbour"})
_PAIR = frozenset({"two", "both"})
_COLLECTIVES = frozenset(
    {"group", "number", "dozen", "hundred", "thousand", "ten", "million", "score", "handful",
     "couple", "majority", "rest", "some", "many", "most", "several", "all", "one", "two",
     "three", "four", "five", "each", "both", "crowd", "team", "part", "half", "third", "member",
     "coalition", "series", "minority", "alliance", "delegation", "bunch", "band", "gang",
     "column", "convoy"}
)  # fmt: skip
_DIRECTIONS = frozenset({"North", "South"})


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


def north_or_south(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "the North", "the South" to the state of that name, if its twin was mentioned."""
    word = view.tokens[phrase.head].text
    if word not in _DIRECTIONS or view.tokens[phrase.first].text.lower() != "the":
        return None
    if phrase.head - phrase.first != 1:
        return None
    for said in view.memory.latest(view.sentence.index, 100):
        for actor in said.actors:
            entry = view.gazetteer.entries.get(actor.country or "")
            direction, _, land = entry.name.partition(" ") if entry else ("", "", "")
            if direction in _DIRECTIONS:
                for sense in view.gazetteer.senses(f"{word} {land}")[:1]:
                    return _state(view, phrase, sense.actor)
    return None


def _state(view: View, phrase: Phrase, code: str) -> Resolution:
    entry = view.gazetteer.entries[code]
    return Resolution(
        actors=(Actor(country=entry.country, id=entry.id, name=entry.name),),
        kind=MentionKind.GROUP,
        first=phrase.first,
        last=phrase.head,
        score=0.8,
        reason=f"the other half of {entry.name.partition(' ')[2]}",
    )


def _is_many(view: View, head: int, inner: Resolution) -> bool:
    """Whether the noun after "of" stands for people, not for a state ("members of Congress")."""
    return inner.kind is MentionKind.ROLE or view.tokens[head].tag in {"NNS", "NNPS"}


def pronoun(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve he, she, it and they to the latest mention that agrees, subjects first."""
    token = view.tokens[phrase.head]
    word = token.text.lower()
    if token.pos != "PRON" or word not in _PERSONAL | _SINGULAR | _PLURAL:
        return None
    if word == "it" and _is_empty_it(view, phrase):
        return None
    fitting = [
        said
        for said in view.memory.latest(view.sentence.index, _WITHIN)
        if _agrees(said, word) and not _is_clausemate(view, said, phrase)
    ]
    if not fitting:
        return None
    best = min(fitting, key=lambda said: (view.sentence.index - said.sentence, not said.is_subject))
    return Resolution(
        actors=best.actors,
        kind=MentionKind.PRONOUN,
        first=phrase.head,
        last=phrase.head,
        score=0.6,
        reason=f"{word!r} takes up {best.noun!r}",
        is_person=best.is_person,
    )


def group(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "the two countries", "both sides" to the two states mentioned last."""
    token = view.tokens[phrase.head]
    if token.lemma not in _SIDES:
        return None
    cues = [token.text.lower() for token in view.tokens[phrase.first : phrase.head + 1]]
    if not _PAIR.intersection(cues) and not _are_the_sides(view, phrase, cues):
        return None
    pair: dict[str, Actor] = {}
    for said in view.memory.latest(view.sentence.index, 100):
        for actor in said.actors:
            if actor.country and len(pair) < len(_PAIR):
                pair.setdefault(actor.country, Actor(country=actor.country, name=actor.country))
    if len(pair) < len(_PAIR):
        return None
    sector = "GOV" if token.lemma in {"leader", "president", "government", "capital"} else None
    return Resolution(
        actors=tuple(
            Actor(
                country=code,
                sector=sector,
                id=code if code in view.gazetteer.entries else None,
                name=_name(view, code),
            )
            for code in sorted(pair)
        ),
        kind=MentionKind.GROUP,
        first=phrase.first,
        last=phrase.head,
        score=0.7,
        reason=f"{view.words(phrase.first, phrase.head)!r}: the two named last",
    )


def _are_the_sides(view: View, phrase: Phrase, cues: list[str]) -> bool:
    """Whether "the nations", "the sides" take up a pair: bare plurals after two states."""
    token = view.tokens[phrase.head]
    return token.lemma in _BARE and token.tag == "NNS" and cues == ["the", token.text.lower()]


def _name(view: View, code: str) -> str:
    entry = view.gazetteer.entries.get(code)
    return entry.name if entry else code


def _agrees(said: Said, word: str) -> bool:
    if said.kind is MentionKind.GROUP:
        return word in _PLURAL
    if word in _PERSONAL:
        return said.is_person and not said.is_plural
    if word in _SINGULAR:
        return not said.is_person and not said.is_plural
    return said.is_plural or not said.is_person


def _is_clausemate(view: View, said: Said, phrase: Phrase) -> bool:
    """Whether both hang on the same verb: then the pronoun would have been "itself"."""
    if said.sentence != view.sentence.index:
        return False
    mine, other = view.tokens[phrase.head], view.tokens[said.head]
    return mine.dep != "poss" and mine.head == other.head


def _is_empty_it(view: View, phrase: Phrase) -> bool:
    """Whether the word stands for nobody: "it is clear that", "it rained"."""
    token = view.tokens[phrase.head]
    verb = view.tokens[token.head]
    if token.dep == "expl":
        return True
    return verb.lemma in {"be", "seem", "appear", "take", "rain"} and bool(
        view.children(verb.index, "ccomp", "acomp", "xcomp", "advcl")
    )
