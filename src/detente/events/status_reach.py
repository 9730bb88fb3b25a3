"""Act and governor -> whether the governor's own modals and negations reach the act.

In:  a sentence's clauses and the act's token.   Out: yes or no.
Does not: say what the status is (status.py does).

Objects of factive verbs were there before ("will condemn the raid"), objects of light verbs and
verbs of making come about with them ("will hold talks"); of other verbs' objects, those that are
definite were there before. After Karttunen (1971) on presupposition.
"""

from detente.events.status_cues import load_cues
from detente.events.status_governed import OCCURRING, WITH_GERUND, is_finite
from detente.events.status_own import StatusReading
from detente.events.syntax import Clauses
from detente.records import Status

__all__ = ["reaches", "shares_status", "stands_alone"]

MEANS = WITH_GERUND | {"by"}  # "will punish them *by* cutting aid"
DIRECT = frozenset({"by", "of", "in", "into", "on", "to"})
RESULTS = frozenset({"to", "into", "in", "of"})  # "would lead *to* war"
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
ARGUMENTS = frozenset({"dobj", "nsubjpass", "nsubj", "attr"})


def reaches(clauses: Clauses, index: int) -> bool:
    """Whether the governor's own status is the act's: "would begin to withdraw"."""
    token = clauses.token(index)
    if token.dep in {"xcomp", "pobj"}:
        return True
    if token.dep == "pcomp":
        return clauses.token(token.head).text.lower() in MEANS
    if token.dep == "prep":
        return _brings_below(clauses, index)
    if clauses.is_verb(index):
        return _is_report(clauses, index) or _is_gerund(clauses, index)
    return token.dep in {"compound", "amod", "acl", "acomp"} or _brings_about(clauses, index)


def stands_alone(clauses: Clauses, index: int) -> bool:
    """Whether a joined verb has auxiliaries, a subject or a tense of its own, or is speech."""
    if clauses.below(index, "aux", "auxpass", "nsubj", "nsubjpass", "neg"):
        return True
    if clauses.goes_on_from_speech(index):
        return True
    token = clauses.token(index)
    return token.tag in {"VBD", "VBZ"} and clauses.token(token.head).tag in {"VB", "VBG"}


def shares_status(clauses: Clauses, index: int, above: StatusReading) -> bool:
    """Whether a joined verb shares the first one's status: not in "heard *no* defence and left"."""
    token = clauses.token(index)
    if token.tag not in {"VBD", "VBZ", "VBP"} or above.status is Status.HYPOTHETICAL:
        return True
    joiners = {clauses.token(i).text.lower() for i in clauses.below(token.head, "cc")}
    return bool(joiners & {"or", "nor"})


# Private functions


def _is_report(clauses: Clauses, index: int) -> bool:
    """Whether a clause tells what a report says: "reports *that it had left*"."""
    token = clauses.token(index)
    is_content = token.dep in {"acl", "ccomp"} and is_finite(clauses, index)
    return is_content and clauses.token(token.head).lemma in load_cues().reports


def _is_gerund(clauses: Clauses, index: int) -> bool:
    """Whether a word parsed as an adjective is a gerund with its object: "denied *arming* them"."""
    token = clauses.token(index)
    noun = clauses.token(token.head)
    return (
        token.dep == "amod"
        and token.tag == "VBG"
        and noun.dep == "dobj"
        and (noun.head == index - 1)
    )


def _brings_about(clauses: Clauses, index: int) -> bool:
    """Whether an object hangs on its verb ("hold talks"), or was there before ("end *the* war")."""
    token = clauses.token(index)
    head = clauses.token(token.head)
    cues = load_cues()
    if token.dep not in ARGUMENTS or (token.dep == "nsubj" and head.lemma not in OCCURRING):
        return False
    if head.pos not in {"VERB", "AUX"} or head.lemma in cues.reactions:
        return False
    return head.lemma in cues.makers | OCCURRING or not _is_definite(clauses, index)


def _brings_below(clauses: Clauses, index: int) -> bool:
    """Whether what follows a preposition hangs on the word before it: "lead to war"."""
    token = clauses.token(index)
    head = clauses.token(token.head)
    cues = load_cues()
    if clauses.below(index, "pcomp"):
        return token.text.lower() in DIRECT
    if head.pos in {"NOUN", "PROPN"}:
        return token.text.lower() == "of" and head.lemma in cues.parts
    if head.lemma in cues.reactions or token.text.lower() not in RESULTS:
        return False
    return not any(_is_definite(clauses, i) for i in clauses.below(index, "pobj"))


def _is_definite(clauses: Clauses, index: int) -> bool:
    words = {clauses.token(i).text.lower() for i in clauses.below(index, "det")}
    return bool(words & DEFINITE) or bool(clauses.below(index, "poss"))
