"""Words that put an act into the past where no day tells it.

In:  a clause and the word of an act.   Out: whether what it names was so before.
Does not: read dates (claims.py asks them), or say what is told of the act itself.
"""

from detente.language.clauses import Clauses
from detente.language.tree import UNDERGOING

MEASURES = frozenset({
    "ban", "bar", "barrier", "blacklist", "blockade", "boycott", "cap", "curb", "curfew", "duty",
    "embargo", "freeze", "levy", "lockdown", "moratorium", "quota", "restriction", "sanction",
    "siege", "suspension", "tariff",
})  # fmt: skip
_ENDING = frozenset({
    "abolish", "cancel", "drop", "ease", "eliminate", "end", "lift", "loosen", "relax", "remove",
    "repeal", "rescind", "revoke", "scrap", "suspend", "terminate", "unfreeze", "waive",
})  # fmt: skip
_LONG = frozenset({"decade", "year"})
_SINCE = frozenset({"after", "since"})


def ends_measure(clauses: Clauses, index: int) -> bool:
    """Whether a verb ends a measure: "*suspended* the embargo", "the ban was *lifted*"."""
    objects = clauses.below(index, *UNDERGOING)
    is_ending = clauses.token(index).lemma in _ENDING
    return is_ending and any(clauses.token(one).lemma in MEASURES for one in objects)


def was_before(clauses: Clauses, index: int) -> bool:
    """Whether an act is only what ended, is marked or is counted from.

    "Lifted the *ban*", "lifted sanctions *imposed* on Norland", "the lifting of the *embargo*";
    "two years after rebels *attacked*", "the anniversary of the *killing*".
    """
    token = clauses.token(index)
    noun = clauses.token(token.head) if token.dep == "acl" and token.tag == "VBN" else token
    return (
        (noun.lemma in MEASURES and _is_ended(clauses, noun.index))
        or _is_marked(clauses, index)
        or _is_counted_from(clauses, index)
    )


def _is_ended(clauses: Clauses, noun: int) -> bool:
    token = clauses.token(noun)
    above = clauses.token(token.head)
    if token.dep == "pobj" and above.text.lower() == "of":
        return clauses.token(above.head).lemma in _ENDING | {"lifting", "easing"}
    return token.dep in UNDERGOING and above.lemma in _ENDING


def _is_marked(clauses: Clauses, noun: int) -> bool:
    token = clauses.token(noun)
    above = clauses.token(token.head)
    is_of = token.dep == "pobj" and above.text.lower() in {"of", "since"}
    return is_of and clauses.token(above.head).lemma == "anniversary"


def _is_counted_from(clauses: Clauses, index: int) -> bool:
    """Whether years lie between: "*twenty years* after it invaded", "a decade since the war"."""
    token = clauses.token(index)
    if token.dep == "pobj" and clauses.token(token.head).text.lower() in _SINCE:
        return _is_long(clauses, token.head)
    words = (clauses.token(one).text.lower() for one in clauses.below(index, "mark"))
    is_since = token.dep in {"advcl", "acl"} and not _SINCE.isdisjoint(words)
    return is_since and (_is_long(clauses, index) or _is_long(clauses, token.head, "dobj"))


def _is_long(clauses: Clauses, index: int, *by: str) -> bool:
    measures = clauses.below(index, *(by or ("npadvmod", "nmod", "nummod")))
    return any(clauses.token(one).lemma in _LONG for one in (index, *measures))
