"""The tense in which a date is told, from the verb that governs it.

In:  a parsed sentence and a token.   Out: past, present, future, or ``None`` without a verb.
Does not: decide whether the act happened (events/status.py does); "would meet" looks ahead.
"""

from collections.abc import Iterator

from detente.reading.date_vantage import Tense
from detente.reading.date_words import word_set
from detente.records import Sentence, Token

__all__ = ["tense_at"]

_VERBS = frozenset({"VERB", "AUX"})
# Participles and adjectives of what is still to come: "talks scheduled for Monday", "due Friday".
_PLANNED = frozenset({"schedule", "slate", "plan", "expect", "set", "due", "poise", "earmark"})
# Verbs whose infinitive happened with them: "was forced to resign on Monday".
_IMPLICATIVE = word_set(
    "manage force help begin start continue cease fail compel get come go happen use have "
    "decline refuse oblige lead cause"
)
_BE_GOING = "go"
# "The summit opens on Friday": what is planned is told in the present.
_SCHEDULED = frozenset({"open", "begin", "start", "expire", "convene", "resume", "depart"})
_TAKEN = frozenset({"effect", "place", "office", "power"})


def tense_at(sentence: Sentence, index: int) -> Tense | None:
    """Find the tense of the verb that governs the token at ``index``."""
    for token in _ancestors(sentence, index):
        if token.lemma in _PLANNED and token.pos != "NOUN" and token.tag in {"VBN", "JJ", "VBD"}:
            return _planned(sentence, token)
        if token.lemma == "ahead":
            return Tense.FUTURE
        if token.pos in _VERBS:
            return _verb_tense(sentence, token)
    return None


def _ancestors(sentence: Sentence, index: int) -> Iterator[Token]:
    seen = {index}
    token = sentence.tokens[sentence.tokens[index].head]
    while token.index not in seen:
        seen.add(token.index)
        yield token
        token = sentence.tokens[token.head]


def _planned(sentence: Sentence, token: Token) -> Tense:
    auxiliaries = _auxiliaries(sentence, token)
    is_told = token.tag == "VBD" and not auxiliaries
    was = any(aux.lemma == "have" for aux in auxiliaries)
    return Tense.PAST if is_told or was else Tense.FUTURE


def _verb_tense(sentence: Sentence, verb: Token, depth: int = 0) -> Tense | None:
    auxiliaries = _auxiliaries(sentence, verb)
    tags, lemmas = {aux.tag for aux in auxiliaries}, {aux.lemma for aux in auxiliaries}
    has_had = "have" in lemmas
    if "MD" in tags:
        return Tense.PAST if has_had and lemmas.isdisjoint({"will", "shall"}) else Tense.FUTURE
    if "TO" in tags and not has_had:
        return _borrowed_tense(sentence, verb, depth)
    if verb.tag == "VBD" or has_had or "VBD" in tags:
        return Tense.PAST
    if verb.tag in {"VBZ", "VBP"} and _is_scheduled(sentence, verb):
        return Tense.FUTURE
    told = _told_by_form(verb.tag, has_auxiliary=bool(auxiliaries))
    return told or _borrowed_tense(sentence, verb, depth)


def _is_scheduled(sentence: Sentence, verb: Token) -> bool:
    """Whether a present verb is a timetable's: "the truce takes effect on Friday"."""
    if verb.lemma in _SCHEDULED:
        return True
    below = {sentence.tokens[child].lemma for child in sentence.children[verb.index]}
    return verb.lemma == "take" and not below.isdisjoint(_TAKEN)


def _told_by_form(tag: str, *, has_auxiliary: bool) -> Tense | None:
    if tag == "VBN":
        return Tense.PRESENT if has_auxiliary else Tense.PAST
    if tag == "VBG" and has_auxiliary:
        return Tense.FUTURE  # "is visiting on Monday" is a plan
    return Tense.PRESENT if tag in {"VBZ", "VBP"} else None


def _borrowed_tense(sentence: Sentence, verb: Token, depth: int) -> Tense | None:
    """Tense of an infinitive or a participle, which the verb above it may lend."""
    above = next((up for up in _ancestors(sentence, verb.index) if up.pos in _VERBS), None)
    has_to = any(aux.tag == "TO" for aux in _auxiliaries(sentence, verb))
    if above is None or depth > len(sentence.tokens):
        return Tense.FUTURE if verb.tag == "VB" else None
    lent = _verb_tense(sentence, above, depth + 1)
    if not has_to or verb.dep == "conj":
        return lent
    is_purpose = verb.dep == "advcl" and lent is Tense.PAST
    is_going = above.lemma == _BE_GOING and above.tag == "VBG"
    is_done = above.lemma in _IMPLICATIVE and not is_going
    return lent if is_purpose or is_done else Tense.FUTURE


def _auxiliaries(sentence: Sentence, verb: Token) -> list[Token]:
    below = (sentence.tokens[child] for child in sentence.children[verb.index])
    return [token for token in below if token.dep in {"aux", "auxpass"}]
