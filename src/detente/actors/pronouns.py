"""Pronouns -> actors named before.

In:  a phrase and the memory of the report.   Out: the actors that the pronoun takes up.
Does not: guess when nothing fits: then the pronoun names nobody. "They" is no state.
"""

from collections.abc import Iterable, Sequence

from detente.actors.memory import Said
from detente.actors.pairs import joint_subject
from detente.actors.phrases import Phrase
from detente.actors.view import Resolution, View
from detente.records import Actor, MentionKind

__all__ = ["pronoun"]

_WITHIN = 2  # sentences back to look for an antecedent
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers"})
_SINGULAR = frozenset({"it", "its"})
_PLURAL = frozenset({"they", "them", "their", "theirs"})


def pronoun(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve he, she, it and they to the latest mention that agrees, subjects first."""
    token = view.tokens[phrase.head]
    word = token.text.lower()
    if token.pos != "PRON" or word not in _PERSONAL | _SINGULAR | _PLURAL:
        return None
    if word == "it" and _is_empty_it(view, phrase):
        return None
    if word in _PLURAL:
        return _plural(view, phrase)
    best = _nearest(view, _candidates(view, phrase, word))
    return None if best is None else _taken_up(view, phrase, best.actors, (best.noun,), best)


def _plural(view: View, phrase: Phrase) -> Resolution | None:
    """Take up several: a plural or two who acted together, else one body; never a lone state."""
    fitting = _candidates(view, phrase, view.tokens[phrase.head].text.lower())
    many = _nearest(view, [said for said in fitting if said.is_plural])
    couple = joint_subject(view.memory, view.sentence.index)
    mates = {actor for said in _clausemates(view, phrase) for actor in said.actors}
    if couple is not None:
        one, other = couple
        actors = (*one.actors, *other.actors)
        is_better = many is None or many.sentence < one.sentence or not many.is_subject
        if is_better and mates.isdisjoint(actors):
            return _taken_up(view, phrase, actors, (one.noun, other.noun), one)
    best = many or _nearest(view, [said for said in fitting if not said.is_person])
    return None if best is None else _taken_up(view, phrase, best.actors, (best.noun,), best)


def _candidates(view: View, phrase: Phrase, word: str) -> list[Said]:
    """List mentions that agree and do not hang on the same verb: they would be "itself"."""
    mates = _clausemates(view, phrase)
    taken = {said.actors for said in mates}
    return [
        said
        for said in view.memory.latest(view.sentence.index, _WITHIN)
        if _agrees(view, said, word) and said not in mates and said.actors not in taken
    ]


def _nearest(view: View, fitting: Sequence[Said]) -> Said | None:
    """Choose the nearest sentence's subject; of an earlier sentence the main clause's."""

    def order(said: Said) -> tuple[int, bool, bool]:
        back = view.sentence.index - said.sentence
        is_embedded = back > 0 and not (said.place is not None and said.place.is_main)
        return back, not said.is_subject, is_embedded

    return min(fitting, key=order, default=None)


def _taken_up(
    view: View, phrase: Phrase, actors: tuple[Actor, ...], nouns: Iterable[str], said: Said
) -> Resolution:
    word = view.tokens[phrase.head].text.lower()
    return Resolution(
        actors=actors,
        kind=MentionKind.PRONOUN,
        first=phrase.head,
        last=phrase.head,
        score=0.6,
        reason=f"{word!r} takes up {' and '.join(map(repr, nouns))}",
        is_person=said.is_person,
    )


def _agrees(view: View, said: Said, word: str) -> bool:
    if said.kind is MentionKind.GROUP:
        return word in _PLURAL
    if word in _PERSONAL:
        return said.is_person and not said.is_plural
    if word in _SINGULAR:
        return not said.is_person and not said.is_plural
    return said.is_plural or not (said.is_person or _is_state(view, said))


def _is_state(view: View, said: Said) -> bool:
    first = said.actors[0]
    return first.id is not None and first.id in view.gazetteer.states


def _clausemates(view: View, phrase: Phrase) -> list[Said]:
    """List mentions of this sentence that hang on the same verb as the pronoun itself."""
    mine = view.tokens[phrase.head]
    if mine.dep == "poss":
        return []
    return [
        said
        for said in view.memory.said
        if said.sentence == view.sentence.index and view.tokens[said.head].head == mine.head
    ]


def _is_empty_it(view: View, phrase: Phrase) -> bool:
    """Whether the word stands for nobody: "it is clear that", "it rained"."""
    token = view.tokens[phrase.head]
    verb = view.tokens[token.head]
    if token.dep == "expl":
        return True
    return verb.lemma in {"be", "seem", "appear", "take", "rain"} and bool(
        view.children(verb.index, "ccomp", "acomp", "xcomp", "advcl")
    )
