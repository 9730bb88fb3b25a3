"""Governor -> what its meaning makes of the act below it: "refused to", "plans to".

In:  a sentence's clauses and the act's token.   Out: a ``StatusReading``, actual if it is silent.
Does not: ask for the governor's own modals and negations (status.py does), except where a denied
governor means something of its own ("has not confirmed").

After the implicative verbs of Karttunen (1971): to fail to act is not to act, to plan is not to
have acted; a governor in none of the lists of status.toml tells nothing.
"""

from detente.events.status_cues import load_cues
from detente.events.status_own import ACTUAL, StatusReading, own_status, predicative
from detente.events.syntax import Clauses
from detente.records import Status

__all__ = [
    "denying",
    "governor_name",
    "is_denied_report",
    "is_finite",
    "read_governed",
    "read_unproved",
]

CLAUSAL = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl", "relcl"})
OCCURRING = frozenset({"take", "occur", "happen", "begin", "start", "resume", "follow", "come"})
COMPLEMENTING = frozenset({"on", "upon", "to", "of", "for", "about", "against", "with", "over"})
WITH_GERUND = COMPLEMENTING | {"at", "from", "in", "into"}  # "aimed *at* winning"
SHORT_OF = frozenset({"far", "short", "instead"})
SHARES = frozenset({"complicity", "hand", "involvement", "part", "responsibility", "role"})
RANKS = frozenset({"first", "last", "latest", "only", "second", "third"})  # "the first to sign"
PENDING = frozenset({"until", "before", "once", "when", "after"})


def read_governed(clauses: Clauses, index: int) -> StatusReading:
    """Read what the governor of the token at ``index`` makes of it."""
    token = clauses.token(index)
    if token.head == index:
        return ACTUAL
    head = clauses.token(token.head)
    denied = denying(clauses, index)
    if denied is not None:
        return StatusReading(Status.NEGATED, clauses.token(denied).text.lower())
    if head.dep in {"prep", "agent"} or head.pos == "ADP":
        return _under_preposition(clauses, index)
    is_content = token.dep in {"acl", "ccomp"} and is_finite(clauses, index)
    if is_content and is_denied_report(clauses, head.index):
        return StatusReading(Status.NEGATED, clauses.token(head.head).text.lower())
    for read in (_lexical, _said_of, _infinitive):
        reading = read(clauses, index)
        if reading.status is not Status.ACTUAL:
            return reading
    return ACTUAL


def read_unproved(clauses: Clauses, index: int) -> StatusReading:
    """Read "has *not confirmed* that", "*nothing suggests* that"."""
    cues = load_cues()
    token = clauses.token(index)
    lemma = clauses.token(token.head).lemma
    if token.dep not in {"ccomp", "dobj"} or lemma not in cues.confirming | cues.showing:
        return ACTUAL
    above = own_status(clauses, token.head)
    if above.status is not Status.NEGATED or (token.dep == "dobj" and lemma in cues.showing):
        return ACTUAL
    status = Status.HYPOTHETICAL if lemma in cues.confirming else Status.NEGATED
    return StatusReading(status, f"{above.because} {lemma}")


def denying(clauses: Clauses, noun: int) -> int | None:
    """Find the verb that denies what a noun names: "*denied* any part in the attack".

    What was put forward in words was put forward: "denied a request".
    """
    token = clauses.token(noun)
    if token.lemma in load_cues().messages:
        return None
    while token.dep == "pobj" and clauses.token(clauses.token(token.head).head).lemma in SHARES:
        token = clauses.token(clauses.token(token.head).head)
    is_denied = token.dep == "dobj" and clauses.token(token.head).lemma == "deny"
    return token.head if is_denied and not clauses.below(token.head, "dative") else None


def governor_name(clauses: Clauses, index: int) -> str:
    """Name a governor as the word lists do: "plan_n" for a noun, "call_off" with a particle."""
    token = clauses.token(index)
    if token.pos in {"NOUN", "PROPN"}:
        return f"{token.lemma}_n"
    return "_".join((token.lemma, *(clauses.token(i).lemma for i in clauses.below(index, "prt"))))


def is_denied_report(clauses: Clauses, index: int) -> bool:
    """Whether a noun is a report that somebody says is false: "denied *claims*"."""
    cues, noun = load_cues(), clauses.token(index)
    is_answered = noun.dep in {"dobj", "nsubjpass"} and noun.lemma in cues.reports
    return is_answered and clauses.token(noun.head).lemma in cues.rejecting


def is_finite(clauses: Clauses, index: int) -> bool:
    """Whether a clause has tense ("that it *had* left"); "that they *be* freed" has none."""
    if clauses.is_infinitive(index):
        return False
    token = clauses.token(index)
    helpers = [clauses.token(i) for i in clauses.below(index, "aux", "auxpass")]
    if token.tag in {"VB", "VBG", "VBN"}:
        return any(helper.tag in {"VBD", "VBZ", "VBP", "MD"} for helper in helpers)
    return token.dep in {"ccomp", "advcl", "acl"}


# Private functions


def _under_preposition(clauses: Clauses, index: int) -> StatusReading:
    """Read "without" and, before a gerund, "instead of", "far from", "against"."""
    prep = clauses.token(clauses.token(index).head)
    word = prep.text.lower()
    if word == "without":
        clause = clauses.clause_of(prep.head)
        is_condition = clauses.is_infinitive(clause) or own_status(clauses, clause).because
        return StatusReading(Status.HYPOTHETICAL if is_condition else Status.NEGATED, word)
    if clauses.token(index).dep != "pcomp":
        return ACTUAL
    return _before_gerund(clauses, prep.index)


def _before_gerund(clauses: Clauses, index: int) -> StatusReading:
    prep = clauses.token(index)
    word = prep.text.lower()
    before = clauses.token(max(prep.index - 1, 0)).text.lower()
    if before in SHORT_OF and word in {"of", "from"}:
        return StatusReading(Status.NEGATED, f"{before} {word}")
    if word == "back" or (word == "from" and before == "back"):
        return StatusReading(Status.NEGATED, "back from")
    if word == "against":
        decided = clauses.token(prep.head).lemma in {"decide", "rule"}
        return StatusReading(Status.NEGATED if decided else Status.HYPOTHETICAL, word)
    return ACTUAL


def _lexical(clauses: Clauses, index: int) -> StatusReading:
    """Read the governing word, where the act is its complement."""
    head = clauses.token(clauses.token(index).head)
    status = load_cues().governors.get(governor_name(clauses, head.index))
    if status is None or not _is_complement(clauses, index, status):
        return ACTUAL
    return StatusReading(status, head.text.lower())


def _is_complement(clauses: Clauses, index: int, status: Status) -> bool:
    token = clauses.token(index)
    if token.dep == "compound":
        return clauses.token(token.head).lemma in load_cues().schemes
    if token.dep == "prep":
        return _complements(clauses, index)
    if token.dep in {"dobj", "nsubjpass"}:
        return _makes_object(clauses, index)
    return token.dep in CLAUSAL and _is_content(clauses, index, status)


def _is_content(clauses: Clauses, index: int, status: Status) -> bool:
    """Whether a clause is what is planned, feared, refused, and not merely told or beside it."""
    token = clauses.token(index)
    head = clauses.token(token.head)
    if token.dep in {"relcl", "advcl"} and not (
        clauses.is_infinitive(index) or _follows_particle(clauses, index)
    ):
        return False  # "blocked the road as the bishop *pleaded*"
    if head.lemma == "able" and _was_able(clauses, token.head):
        return False
    if token.dep == "acl" and token.tag in {"VBN", "VBG"} and not _has_marks(clauses, index):
        return False  # "demands *sent* by", not "demands that"
    if is_finite(clauses, index) and (status is Status.FUTURE or head.lemma in load_cues().tellers):
        return False  # "announced that it had ...": told, not planned
    told_first = token.dep == "ccomp" and index < token.head
    return not (told_first and status is Status.HYPOTHETICAL)


def _follows_particle(clauses: Clauses, index: int) -> bool:
    """Whether a gerund stands straight behind its governor's particle: "ruled out *selling*"."""
    token = clauses.token(index)
    return token.tag == "VBG" and index - 1 in clauses.below(token.head, "prt")


def _has_marks(clauses: Clauses, index: int) -> bool:
    return bool(clauses.below(index, "mark", "aux", "auxpass", "nsubj", "nsubjpass"))


def _complements(clauses: Clauses, index: int) -> bool:
    token = clauses.token(index)
    if clauses.token(token.head).lemma in load_cues().clausal_only - {"appeal"}:
        return False
    gerund = any(clauses.token(i).tag == "VBG" for i in clauses.below(index, "pobj", "pcomp"))
    wanted = WITH_GERUND if gerund else COMPLEMENTING
    return token.text.lower() in wanted  # "agreed *at a summit*" names an occasion


def _makes_object(clauses: Clauses, index: int) -> bool:
    """Whether the governor's meaning decides if its object came to be ("demanded a release")."""
    cues = load_cues()
    token = clauses.token(index)
    governor = governor_name(clauses, token.head)
    if governor in cues.clausal_only | cues.tellers and not (
        token.dep == "nsubjpass" and governor == "set"
    ):
        return False
    if token.lemma in cues.messages and governor in cues.answers:
        return False
    if token.dep == "dobj" or clauses.is_verb(index):
        return True
    below = [clauses.token(i) for i in clauses.below(token.head, "xcomp")]
    if below:  # "talks are expected to begin", but "the raid is expected to cost them"
        return any(verb.lemma in OCCURRING | cues.makers for verb in below)
    return not any(clauses.token(i).text == "had" for i in clauses.below(token.head, "aux"))


def _was_able(clauses: Clauses, index: int) -> bool:
    """Whether an ability was used: "was able to flee" tells of a flight."""
    verb = clauses.token(clauses.token(index).head)
    return verb.tag in {"VBD", "VBN"} and verb.lemma == "be"


def _said_of(clauses: Clauses, index: int) -> StatusReading:
    """Read what is said of the act by an adjective: "that it left is *false*"."""
    token = clauses.token(index)
    if token.dep not in {"ccomp", "csubj", "nsubj", "acl", "advcl", "xcomp"}:
        return ACTUAL
    return predicative(clauses, token.head)


def _infinitive(clauses: Clauses, index: int) -> StatusReading:
    """Read an infinitive that no listed word governs, and a clause that is waited for."""
    token = clauses.token(index)
    if token.dep == "advcl" and _is_pending(clauses, index):
        return own_status(clauses, token.head)
    if not clauses.is_infinitive(index):
        return ACTUAL
    if token.dep in {"xcomp", "advcl"} and _is_supposed(clauses, token.head):
        return StatusReading(Status.HYPOTHETICAL, "were")
    if token.dep == "xcomp":
        return _be_to(clauses, index)
    return _purpose(clauses, index) if token.dep in {"advcl", "acl", "relcl"} else ACTUAL


def _is_supposed(clauses: Clauses, index: int) -> bool:
    """Read "*were* they to meet": the verb before its subject supposes."""
    inverted = any(i > index for i in clauses.below(index, "nsubj", "nsubjpass"))
    return clauses.token(index).text.lower() == "were" and inverted


def _be_to(clauses: Clauses, index: int) -> StatusReading:
    """Read "is *to* meet", "has *to* meet", "has *yet to* meet", "were *to have* met"."""
    head = clauses.token(index).head
    verb = clauses.token(head)
    if any(clauses.token(i).text.lower() == "yet" for i in clauses.below(head, "advmod")):
        return StatusReading(Status.NEGATED, "yet to")
    if verb.lemma == "have" and verb.tag in {"VBZ", "VBP"}:
        return StatusReading(Status.HYPOTHETICAL, "has to")
    if verb.lemma == "be" and not clauses.below(head, "acomp", "attr", "expl"):
        perfect = any(clauses.token(i).text == "have" for i in clauses.below(index, "aux"))
        if perfect and verb.tag == "VBD":
            return StatusReading(Status.NEGATED, "were to have")
        return StatusReading(Status.FUTURE, "to")
    return ACTUAL


def _is_pending(clauses: Clauses, index: int) -> bool:
    """Whether a clause in the present waits for what is to come: "until the talks *end*"."""
    words = {clauses.token(i).text.lower() for i in clauses.below(index, "mark", "advmod")}
    tags = {clauses.token(i).tag for i in (index, *clauses.below(index, "aux", "auxpass"))}
    return bool(words & PENDING) and bool(tags & {"VBZ", "VBP"})


def _purpose(clauses: Clauses, index: int) -> StatusReading:
    """An infinitive of purpose is ahead, unless it tells what a deed that was done was for.

    "Sent a note to protest" and "built a wall to keep them out" tell of both; who only "travelled
    to meet" them has the meeting before him.
    """
    token = clauses.token(index)
    head = clauses.token(token.head)
    ranks = {clauses.token(i).lemma for i in (head.index, *clauses.below(head.index, "amod"))}
    if token.dep in {"acl", "relcl"} and ranks & RANKS:
        return ACTUAL
    is_done = (
        head.tag in {"VBD", "VBN"}
        and not clauses.is_infinitive(token.head)
        and own_status(clauses, token.head).status is Status.ACTUAL
    )
    if token.dep == "advcl" and is_done and head.lemma not in load_cues().departures:
        return ACTUAL
    return StatusReading(Status.FUTURE, "to")
