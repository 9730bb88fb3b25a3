"""Pronouns -> actors named before.

In:  a phrase and the memory of the report.   Out: the actors that the pronoun takes up.
Does not: guess when nothing fits: then the pronoun names nobody.
"""

from detente.actors.memory import Said
from detente.actors.phrases import Phrase
from detente.actors.view import Resolution, View
from detente.records import MentionKind

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
