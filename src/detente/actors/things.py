"""Whether "it" stands for a thing: a plan, a claim, the weather.

In:  an "it" in its sentence, and which sentences had a thing for their subject.   Out: yes or no.
Does not: say which thing.
"""

from detente.actors.clauses import main_subject
from detente.actors.view import View

__all__ = ["has_thing_as_subject", "is_thing"]

_EMPTY = frozenset({"be", "seem", "appear", "take", "rain"})
_DETERMINERS = frozenset({"the", "a", "an", "this", "that"})


def is_thing(view: View, index: int, antecedent: int | None) -> bool:
    """Whether the "it" at ``index`` is no actor.

    ``antecedent`` is the sentence of the actor that it would be. An earlier sentence about a
    thing is gone on about, unless the verb is one of those that only actors do.
    """
    token = view.tokens[index]
    verb = view.tokens[token.head]
    if token.dep == "expl" or _is_empty(view, index):
        return True
    if token.dep == "dobj" and ("thing taken", verb.lemma) in view.gazetteer.anaphors:
        return not view.children(verb.index, "xcomp", "ccomp")
    if token.dep not in {"nsubj", "nsubjpass"} or antecedent == view.sentence.index:
        return False
    if ("actor doing", verb.lemma) in view.gazetteer.anaphors:
        return False
    before = view.sentence.index - 1
    is_of_things = ("thing doing", verb.lemma) in view.gazetteer.anaphors
    return is_of_things or before in view.memory.things


def has_thing_as_subject(view: View) -> bool:
    """Whether the main subject is one thing that no actor is: "the draft runs to 17 articles"."""
    subject = main_subject(view.sentence)
    if subject is None or view.tokens[subject].tag != "NN" or view.resolve(subject) is not None:
        return False
    words = {view.tokens[i].text.lower() for i in view.children(subject, "det")}
    return bool(words & _DETERMINERS)


def _is_empty(view: View, index: int) -> bool:
    """Whether the word stands for nobody: "it is clear that", "it rained"."""
    verb = view.tokens[view.tokens[index].head]
    return verb.lemma in _EMPTY and bool(
        view.children(verb.index, "ccomp", "acomp", "xcomp", "advcl")
    )
