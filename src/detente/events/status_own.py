"""Predicate -> what its own auxiliaries, adverbs, subjects and conditions say of its status.

In:  a sentence's clauses and a token.   Out: a ``StatusReading``, actual if none speaks.
Does not: climb to governors (status.py does).
"""

from dataclasses import dataclass

from detente.events.status_cues import Cues, load_cues
from detente.events.syntax import Clauses
from detente.records import Status

__all__ = ["ACTUAL", "StatusReading", "own_status", "predicative", "standing"]

CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided"})
INVERTED = frozenset({"should", "were", "had"})  # "*should* the raid be proved"
SCENARIOS = frozenset({"event", "case"})  # "in the event of", "in case of"
OCCASIONS = frozenset(
    {"time", "point", "stage", "moment", "circumstance", "way", "account", "case"}
)
BOUND = frozenset({"can", "ca", "could", "would"})  # "cannot meet *unless*"
UNDENYING = frozenset({"only", "just", "merely", "least", "fewer", "less"})
STATIVE = frozenset({"have", "see", "know", "serve", "hear"})  # "knows no rest": one does know
UNSURE_NOT = frozenset({"may", "might", "should", "must"})  # "may not": possible, not denied


@dataclass(frozen=True, slots=True)
class StatusReading:
    """A status and the word that made it so (``None`` for a plain actual act)."""

    status: Status
    because: str | None = None


ACTUAL = StatusReading(Status.ACTUAL)


def own_status(clauses: Clauses, index: int) -> StatusReading:
    """Read what stands with a word itself; a condition outweighs a negation within it."""
    condition = _condition(clauses, index)
    if condition:
        return StatusReading(Status.HYPOTHETICAL, condition)
    modal = _modal(clauses, index)
    negator = _negator(clauses, index)
    if negator:
        bound = modal.because in BOUND and _is_conditioned(clauses, index)
        unsure = bound or modal.because in UNSURE_NOT
        return modal if unsure else StatusReading(Status.NEGATED, negator)
    if modal.status is not Status.ACTUAL:
        return modal
    adverb = _modifier(clauses, index)
    if adverb.status is not Status.ACTUAL:
        return adverb
    if clauses.is_verb(index):
        return _alone(clauses, index)
    return ACTUAL


def standing(clauses: Clauses, index: int) -> StatusReading:
    """Read a governor's own status; an adjective's stands with its verb ("is *not* ready to")."""
    reading = own_status(clauses, index)
    token = clauses.token(index)
    if reading.status is Status.ACTUAL and token.dep in {"acomp", "oprd"}:
        return own_status(clauses, token.head)
    return reading


def predicative(clauses: Clauses, index: int) -> StatusReading:
    """Read what is said of a clause or noun: "is *possible*", "was *false*", "is due"."""
    governors = load_cues().governors
    if clauses.token(index).lemma != "be":
        return ACTUAL
    negator = _negator(clauses, index)
    for child in clauses.below(index, "acomp", "attr"):
        token = clauses.token(child)
        if token.lemma in {"true", "case"} and negator:
            return StatusReading(Status.NEGATED, f"not {token.lemma}")
        if token.lemma == "clear" and negator:
            return StatusReading(Status.HYPOTHETICAL, "not clear")
        if token.dep == "acomp" and token.lemma in governors and not clauses.below(child, "xcomp"):
            return StatusReading(governors[token.lemma], token.text.lower())
    return ACTUAL


# Private functions


def _plain(word: str) -> str:
    """Lower-case, with a typewriter's apostrophe ("n’t" is "n't")."""
    return word.lower().replace("’", "'")


def _word(clauses: Clauses, index: int) -> str:
    return _plain(clauses.token(index).text)


def _condition(clauses: Clauses, index: int) -> str | None:
    for child in clauses.below(index, "mark"):
        if _word(clauses, child) in CONDITIONS:
            return _word(clauses, child)
    token = clauses.token(index)
    is_fronted = token.dep == "ccomp" and index < token.head
    if (token.dep == "advcl" or is_fronted) and _is_inverted(clauses, index):
        return "should"
    if _is_scenario(clauses, index):
        return "in the event of"
    return None


def _is_scenario(clauses: Clauses, index: int) -> bool:
    """Read "in case *of an attack*", "in the event that", and the clause beside them."""
    token = clauses.token(index)
    if token.dep == "pobj" and clauses.token(token.head).lemma == "of":
        return _opens_scenario(clauses, clauses.token(token.head).head)
    return any(_opens_scenario(clauses, obj) for _, obj in clauses.prepositions(index))


def _opens_scenario(clauses: Clauses, index: int) -> bool:
    """Whether a noun is the "event" of "in the event of", not a law case or a sports event."""
    noun = clauses.token(index)
    return (
        noun.lemma in SCENARIOS
        and not (noun.lemma == "case" and clauses.below(index, "det"))
        and clauses.token(noun.head).lemma == "in"
        and not clauses.below(index, "compound", "amod", "poss")
        and bool(clauses.below(index, "prep", "acl"))
    )


def _is_inverted(clauses: Clauses, index: int) -> bool:
    subjects = clauses.below(index, "nsubj", "nsubjpass")
    helpers = [i for i in clauses.below(index, "aux", "auxpass") if _word(clauses, i) in INVERTED]
    return bool(subjects and helpers) and helpers[0] < subjects[0]


def _negator(clauses: Clauses, index: int) -> str | None:
    """Find a negation of the word itself, of its subject or object, or of its occasion."""
    negators = load_cues().negators
    for child in clauses.below(index, "neg", "det", "advmod", "preconj", "predet", "cc"):
        word = _word(clauses, child)
        if word in negators and word != "nor" and not _is_only(clauses, child):
            return word
    if not clauses.is_verb(index):
        return None
    if [token.text.lower() for token in clauses.sentence.tokens[max(index - 2, 0) : index]] == [
        "rather",
        "than",
    ]:
        return "rather than"
    stative = clauses.token(index).lemma in STATIVE
    for child in clauses.below(index, "nsubj", "nsubjpass", *(() if stative else ("dobj",))):
        for below in (child, *clauses.below(child, "det", "neg", "preconj", "predet", "nummod")):
            for word in (_word(clauses, below), *_negated_number(clauses, below)):
                if word in negators and not _is_only(clauses, below):
                    return word
    return _negated_occasion(clauses, index)


def _is_only(clauses: Clauses, index: int) -> bool:
    """Whether it belongs to "not only", "no fewer than", which deny nothing."""
    after = index + 1
    tokens = clauses.sentence.tokens
    return after < len(tokens) and tokens[after].text.lower() in UNDENYING


def _negated_number(clauses: Clauses, index: int) -> list[str]:
    """Read "*not* one protest"."""
    if clauses.token(index).dep != "nummod":
        return []
    below = clauses.below(index, "neg", "advmod", "det")
    return [_word(clauses, i) for i in below if not _is_only(clauses, i)]


def _negated_occasion(clauses: Clauses, index: int) -> str | None:
    """Read "*at no point* did the bank ask"."""
    verbs = (index, *clauses.below(index, "aux"))  # parsers hang it on either
    for prep in (prep for verb in verbs for prep in clauses.below(verb, "prep")):
        for obj in clauses.below(prep, "pobj"):
            dets = {_word(clauses, i) for i in clauses.below(obj, "det")}
            if clauses.token(obj).lemma in OCCASIONS and "no" in dets:
                return f"{_word(clauses, prep)} no {clauses.token(obj).lemma}"
    return None


def _modal(clauses: Clauses, index: int) -> StatusReading:
    cues = load_cues()
    for child in clauses.below(index, "aux"):
        word = _word(clauses, child)
        if word in cues.modals and not _is_inverted(clauses, index):
            return StatusReading(_modal_status(clauses, index, word, cues), word)
    return ACTUAL


def _modal_status(clauses: Clauses, index: int, word: str, cues: Cues) -> Status:
    """Read "would": a future seen from the past, or a condition's consequence."""
    if word != "would":
        return cues.modals[word]
    told = clauses.token(index).dep in {"ccomp", "conj"}
    perfect = any(_word(clauses, i) == "have" for i in clauses.below(index, "aux"))
    plain = told and not perfect and not _is_conditioned(clauses, index)
    return Status.FUTURE if plain else Status.HYPOTHETICAL


def _is_conditioned(clauses: Clauses, index: int) -> bool:
    """Whether a condition stands in the clause or, before reported speech, beside it."""
    beside = [
        clause
        for verb in (index, clauses.token(index).head)
        for clause in clauses.below(verb, "advcl")
    ]
    within = [i for i in clauses.sentence.subtrees[index] if clauses.token(i).dep == "advcl"]
    return any(_condition(clauses, clause) for clause in (*beside, *within) if clause != index)


def _modifier(clauses: Clauses, index: int) -> StatusReading:
    """Read an adverb or adjective: "*possibly* struck", "the *planned* visit"."""
    cues = load_cues()
    for child in clauses.below(index, "amod", "advmod"):
        token = clauses.token(child)
        fits = token.dep == "advmod" or (child < index and token.lemma not in cues.clausal_only)
        if token.lemma in cues.governors and fits:
            return StatusReading(cues.governors[token.lemma], _word(clauses, child))
    return ACTUAL


def _alone(clauses: Clauses, index: int) -> StatusReading:
    """Read a main verb without tense: a headline's "Oslo *to free* prisoners", a command."""
    token = clauses.token(index)
    if token.tag != "VB" or token.dep not in {"ROOT", "ccomp"}:
        return ACTUAL
    is_main = token.dep == "ROOT" or clauses.token(token.head).lemma == "say"
    if clauses.is_infinitive(index):
        return StatusReading(Status.FUTURE, "to") if is_main else ACTUAL
    helped = clauses.below(index, "aux", "auxpass", "nsubj", "nsubjpass", "expl")
    is_first = not any(before.pos != "PUNCT" for before in clauses.sentence.tokens[:index])
    if token.dep == "ROOT" and is_first and not helped:
        return StatusReading(Status.HYPOTHETICAL, "a command")
    return ACTUAL
