"""Predicate -> whether it happened, is planned, is only possible, or is denied.

In:  a sentence's clauses and the predicate's token.   Out: a ``Status`` and the word behind it.
Does not: replace a type (a threat is THREATEN, whatever it threatens), or weigh speakers.

Three things decide, in this order: what stands with the act itself (status_own.py), what its
governor makes of it (status_governed.py), and whether the governor's own status reaches down to
it at all (status_reach.py): "will condemn the raid" speaks of a raid that took place.
"""

from detente.events.status_cues import load_cues
from detente.events.status_governed import governor_name, read_governed, read_unproved
from detente.events.status_own import ACTUAL, StatusReading, own_status, standing
from detente.events.status_reach import reaches, shares_status, stands_alone
from detente.events.syntax import Clauses
from detente.records import Status

__all__ = ["StatusReading", "read_status"]

MAX_STEPS = 8  # governors asked; the ninth is hardly ever about this act


def read_status(clauses: Clauses, index: int) -> StatusReading:
    """Read the status of the act named by the token at ``index``.

    The word nearest to the act decides; a negation above a plan denies the plan ("does not
    plan to meet" is negated), a plan above a negation stays negated. A plan in a clause that is
    itself only feared or possible is hypothetical, and so are "any talks" of which nothing else
    is said.
    """
    reading = _climb(clauses, index)
    is_any = any(clauses.token(i).lemma == "any" for i in clauses.below(index, "det"))
    if is_any and reading.status is Status.ACTUAL:
        return StatusReading(Status.HYPOTHETICAL, "any")
    return reading


# Private functions


def _climb(clauses: Clauses, index: int) -> StatusReading:
    """Ask the act's own words, then one governor after another, until one of them speaks."""
    reading = own_status(clauses, index)
    if reading.status is Status.FUTURE:
        above, _ = _step(clauses, index)
        return reading if above.status is Status.ACTUAL else above
    current: int | None = index
    for _ in range(MAX_STEPS):
        if current is None or reading.status is not Status.ACTUAL:
            break
        reading, current = _step(clauses, current)
    return reading


def _step(clauses: Clauses, current: int) -> tuple[StatusReading, int | None]:
    """Ask one governor; with it, the token to ask from next, ``None`` where nothing is left."""
    token = clauses.token(current)
    above = standing(clauses, token.head)
    if token.dep == "conj" and not stands_alone(clauses, current):
        if above.status is Status.ACTUAL:
            return ACTUAL, token.head
        return (above if shares_status(clauses, current, above) else ACTUAL), None
    reading = read_unproved(clauses, current)
    if reading.status is Status.ACTUAL:
        reading = _under_governor(clauses, current, read_governed(clauses, current))
    if reading.status is not Status.ACTUAL:
        return reading, None
    if token.head == current or not reaches(clauses, current):
        return ACTUAL, None
    if above.status is not Status.ACTUAL:
        return (ACTUAL if _goes_on(clauses, current, above) else above), None
    return ACTUAL, token.head


def _goes_on(clauses: Clauses, index: int, above: StatusReading) -> bool:
    """Whether an end or a failure is denied: who "never stopped *shelling*" shelled."""
    token = clauses.token(index)
    cues = load_cues()
    ends = clauses.token(token.head).lemma in cues.endings | cues.two_way
    return above.status is Status.NEGATED and ends and token.dep == "xcomp"


def _under_governor(clauses: Clauses, index: int, reading: StatusReading) -> StatusReading:
    """Weigh a governor's meaning against the governor's own status: "does not plan to"."""
    head = clauses.token(index).head
    above = standing(clauses, head)
    if reading.status is Status.ACTUAL:
        return reading
    if reading.status is Status.NEGATED:
        return _twice(clauses, head, above, reading)
    if above.status is Status.NEGATED:
        return above
    denied = read_governed(clauses, head)
    if denied.status is Status.NEGATED and clauses.is_verb(head):
        return denied  # "*denied* that it was preparing an attack"
    noun = clauses.token(head)
    if noun.pos == "NOUN" and noun.dep in {"dobj", "nsubjpass"} and noun.head != head:
        governor = governor_name(clauses, noun.head)
        if load_cues().governors.get(governor) is Status.NEGATED:
            return StatusReading(Status.NEGATED, clauses.token(noun.head).text.lower())
    return reading


def _twice(
    clauses: Clauses, head: int, above: StatusReading, reading: StatusReading
) -> StatusReading:
    """Read a refusal that is itself denied ("did not fail to") or open ("tried to block")."""
    if not clauses.is_verb(head) or clauses.token(head).lemma == "be":
        return reading
    if above.status is Status.NEGATED:
        is_sure = clauses.token(head).lemma in load_cues().two_way
        return ACTUAL if is_sure else StatusReading(Status.HYPOTHETICAL, above.because)
    if above.status is Status.HYPOTHETICAL:
        return above
    if clauses.is_infinitive(head):
        tried = read_status(clauses, head)
        if tried.status in {Status.FUTURE, Status.HYPOTHETICAL}:
            return StatusReading(Status.HYPOTHETICAL, tried.because)
    return reading
