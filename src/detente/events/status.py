"""Predicate -> whether it happened, is planned, is only possible, or is denied.

In:  a sentence's clauses and the predicate's token.   Out: a ``Status`` and the word behind it.
Does not: replace a type (a threat is THREATEN, whatever it threatens), or weigh speakers.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from detente.errors import BadConfig
from detente.events.syntax import Clauses
from detente.records import Status

__all__ = ["StatusReading", "read_status"]

CLAUSAL = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest"})
OCCURRING = frozenset({"take", "occur", "happen", "begin", "start", "resume", "follow", "come"})
COMPLEMENTING = frozenset({"on", "upon", "to", "of", "for", "about", "against", "with", "over"})
SCENARIOS = frozenset({"event", "case"})  # "in the event of", "in case of"
MAX_STEPS = 8  # governors asked; the ninth is hardly ever about this act


@dataclass(frozen=True, slots=True)
class StatusReading:
    """A status and the word that made it so (``None`` for a plain actual act)."""

    status: Status
    because: str | None = None


class _Modals(msgspec.Struct, forbid_unknown_fields=True):
    future: str
    hypothetical: str


class _Negators(msgspec.Struct, forbid_unknown_fields=True):
    words: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    future: str
    hypothetical: str
    negated: str
    modals: _Modals
    negators: _Negators


@dataclass(frozen=True)
class _Cues:
    governors: dict[str, Status]
    modals: dict[str, Status]
    negators: frozenset[str]


@cache
def _load_cues() -> _Cues:
    path = files("detente.events") / "data" / "status.toml"
    try:
        file = msgspec.toml.decode(path.read_bytes(), type=_File)
    except msgspec.DecodeError as err:
        raise BadConfig(f"status.toml: {err}") from err
    by_status = (
        (Status.FUTURE, file.future),
        (Status.HYPOTHETICAL, file.hypothetical),
        (Status.NEGATED, file.negated),
    )
    modals = (
        (Status.FUTURE, file.modals.future),
        (Status.HYPOTHETICAL, file.modals.hypothetical),
    )
    return _Cues(
        {word: status for status, words in by_status for word in words.split()},
        {word: status for status, words in modals for word in words.split()},
        frozenset(file.negators.words.split()),
    )


def read_status(clauses: Clauses, index: int) -> StatusReading:
    """Read the status of the act named by the token at ``index``.

    The word nearest to the act decides; a negation above a plan denies the plan ("does not
    plan to meet" is negated), a plan above a negation stays negated.
    """
    own = _own_status(clauses, index)
    if own.status is not Status.ACTUAL:
        return own
    current = index
    for _ in range(MAX_STEPS):
        token = clauses.token(current)
        if token.dep == "conj" and not _own_auxiliaries(clauses, current):
            current = token.head
            if _own_status(clauses, current).status is not Status.ACTUAL:
                return _own_status(clauses, current)
            continue
        reading = _governed(clauses, current)
        if reading.status is not Status.ACTUAL:
            return _under_negation(clauses, token.head, reading)
        if token.head == current or not _passes_on(clauses, current):
            return StatusReading(Status.ACTUAL)
        current = token.head
        above = _own_status(clauses, current)
        if above.status is not Status.ACTUAL:
            return above
    return StatusReading(Status.ACTUAL)


# Private functions


def _own_auxiliaries(clauses: Clauses, index: int) -> bool:
    return bool(clauses.below(index, "aux", "auxpass", "nsubj", "nsubjpass", "neg"))


def _own_status(clauses: Clauses, index: int) -> StatusReading:
    """What a word's own auxiliaries, negation and adverbs say."""
    cues = _load_cues()
    modal: StatusReading | None = None
    for child in clauses.below(index, "neg", "aux", "det", "advmod", "preconj", "amod", "mark"):
        token = clauses.token(child)
        word = _plain(token.text)
        if word in cues.negators and token.dep in {"neg", "det", "advmod", "preconj"}:
            return StatusReading(Status.NEGATED, word)
        if token.dep == "aux" and word in cues.modals:
            modal = StatusReading(_modal_status(clauses, index, word, cues), word)
        elif token.dep in {"amod", "advmod"} and token.lemma in cues.governors:
            modal = modal or StatusReading(cues.governors[token.lemma], word)
        elif token.dep == "mark" and word in CONDITIONS:
            modal = StatusReading(Status.HYPOTHETICAL, word)
    if modal is None and _in_scenario(clauses, index):
        return StatusReading(Status.HYPOTHETICAL, "in the event of")
    return modal or _nominal_subject(clauses, index, cues)


def _plain(word: str) -> str:
    """Lower-case, with a typewriter's apostrophe ("n’t" is "n't")."""
    return word.lower().replace("’", "'")


def _in_scenario(clauses: Clauses, index: int) -> bool:
    return any(
        prep == "in" and clauses.token(obj).lemma in SCENARIOS
        for prep, obj in clauses.prepositions(index)
    )


def _nominal_subject(clauses: Clauses, index: int, cues: _Cues) -> StatusReading:
    """Find a negation that sits on an argument: "*no* talks were held", "*neither* side"."""
    if not clauses.is_verb(index):
        return StatusReading(Status.ACTUAL)
    for child in clauses.below(index, "nsubj", "nsubjpass", "dobj"):
        for below in clauses.below(child, "det", "neg"):
            if _plain(clauses.token(below).text) in cues.negators:
                return StatusReading(Status.NEGATED, _plain(clauses.token(below).text))
    return StatusReading(Status.ACTUAL)


def _modal_status(clauses: Clauses, index: int, word: str, cues: _Cues) -> Status:
    """Read "would": a future seen from the past, or a condition's consequence."""
    if word != "would":
        return cues.modals[word]
    told = clauses.token(index).dep in {"ccomp", "conj"}
    conditioned = any(
        clauses.token(mark).text.lower() in CONDITIONS
        for clause in clauses.below(index, "advcl")
        for mark in clauses.below(clause, "mark")
    )
    return Status.FUTURE if told and not conditioned else Status.HYPOTHETICAL


def _governed(clauses: Clauses, index: int) -> StatusReading:
    """What the governor makes of the act below it."""
    token = clauses.token(index)
    if token.head == index:
        return StatusReading(Status.ACTUAL)
    cues = _load_cues()
    head = clauses.token(token.head)
    if head.dep == "prep" or head.pos == "ADP":
        if head.lemma == "without":
            return StatusReading(Status.NEGATED, "without")
        return StatusReading(Status.ACTUAL)
    is_noun = head.pos in {"NOUN", "PROPN"}
    key = f"{head.lemma}_n" if is_noun else head.lemma
    status = cues.governors.get(key)
    infinitive = any(clauses.token(i).tag == "TO" for i in clauses.below(index, "aux"))
    finite = token.dep in {"ccomp", "advcl"} and not infinitive and token.tag != "VBG"
    if token.dep == "prep" and token.text.lower() not in COMPLEMENTING:
        status = None  # "agreed *at a summit*": an occasion is not what was agreed
    told = status is Status.FUTURE and finite  # "announced that it had ...": told, not planned
    if status and not told and token.dep in CLAUSAL | {"dobj", "prep", "nsubjpass"}:
        return StatusReading(status, head.text.lower())
    if infinitive and token.dep in {"advcl", "acl", "relcl"}:
        return StatusReading(Status.FUTURE, "to")
    return StatusReading(Status.ACTUAL)


def _passes_on(clauses: Clauses, index: int) -> bool:
    """Whether the governor's own status reaches the act: "would begin to withdraw" does."""
    token = clauses.token(index)
    head = clauses.token(token.head)
    if token.dep in {"xcomp", "prep", "pobj", "pcomp"}:
        return True
    if token.dep == "nsubj" and head.lemma not in OCCURRING:
        return False
    if token.dep in {"dobj", "nsubjpass", "nsubj", "attr"}:
        return not clauses.is_verb(index) and head.pos in {"VERB", "AUX"}
    return token.dep in {"acl", "compound", "amod"} and not clauses.is_verb(index)


def _under_negation(clauses: Clauses, head: int, reading: StatusReading) -> StatusReading:
    above = _own_status(clauses, head)
    if above.status is Status.NEGATED and reading.status is not Status.NEGATED:
        return above
    return reading
