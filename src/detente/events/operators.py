"""Verbs that take over another act: "agreed to lift", "refused to meet", "urged X to free".

In:  a predicate and the acts below it.   Out: the operator, the acts it takes, the mode it gets.
Does not: find participants; coder.py joins both.
"""

from dataclasses import dataclass

from detente.events.matching import Match, Matcher
from detente.events.patterns import Lexicon, Operator
from detente.events.syntax import Clauses

__all__ = [
    "CONFLICT",
    "Takeover",
    "consumed_by_operator",
    "find_takeover",
    "mode_of",
    "threat_mode",
]

CONFLICT = frozenset({"THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
ENDING = frozenset(
    {
        "end",
        "stop",
        "halt",
        "cease",
        "lift",
        "ease",
        "release",
        "free",
        "withdraw",
        "suspend",
        "drop",
    }
)
IMPOSING = frozenset(
    {"impose", "slap", "introduce", "sanction", "raise", "increase", "ban", "block"}
)
_THREATS = {
    "ASSAULT": "violence",
    "MOBILIZE": "violence",
    "SANCTION": "relations",
    "COERCE": "restrict",
    "PROTEST": "restrict",
}
MERE_WISHES = frozenset({"want", "wish", "desire", "hope"})
_BY_TAKEN = {
    "CONSULT": "meet",
    "AID": "assist",
    "COOPERATE": "assist",
    "SUPPORT": "assist",
    "RETREAT": "yield",
    "CONCEDE": "yield",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """An operator with the acts it takes over; ``taken`` are tokens, ``match`` the first's act."""

    operator: Operator
    predicate: int
    taken: tuple[int, ...]
    match: Match | None
    type: str


def find_takeover(
    index: int, clauses: Clauses, matcher: Matcher, lexicon: Lexicon
) -> Takeover | None:
    """Find what the word at ``index`` takes over; ``None`` if it is no operator here.

    Only operators that change the type count: the others speak through the status.
    """
    for operator in lexicon.operators.get(clauses.token(index).lemma, ()):
        if operator.becomes is None and not operator.is_taken:
            continue
        taken = _filtered(index, operator, _taken(index, operator, clauses), clauses)
        if not taken or operator.becomes is None:
            continue
        match = next((m for m in map(matcher.match, taken) if m), None)
        if operator.lemma in MERE_WISHES and match is None:
            continue  # "wants to do something": no act that anybody could hold it to
        hostile = match is not None and match.pattern.type in CONFLICT
        if operator.only_hostile and not hostile:
            continue
        type_ = operator.hostile if hostile and operator.hostile else operator.becomes
        return Takeover(operator=operator, predicate=index, taken=taken, match=match, type=type_)
    return None


def mode_of(takeover: Takeover, clauses: Clauses) -> str | None:
    """Derive the mode from the act taken over ("refused to meet" -> REJECT-meet)."""
    match = takeover.match
    lemma = clauses.token(takeover.taken[0]).lemma
    if takeover.type == "THREATEN":
        return threat_mode(match, lemma)
    if takeover.type in {"REQUEST", "REJECT"}:
        if lemma in ENDING:
            return "yield"
        return _BY_TAKEN.get(match.pattern.type, "change") if match else "change"
    if takeover.type == "ACCUSE":
        return "disapprove"
    return None


def threat_mode(match: Match | None, lemma: str) -> str | None:
    """What is threatened with, as a mode of THREATEN; ``None`` where no mode fits."""
    if match is None:
        return None
    if match.pattern.mode == "arrest":
        return "arrest"
    if match.pattern.mode == "expel":
        return "expel"
    if match.pattern.type == "SANCTION" and lemma in IMPOSING:
        return "restrict"
    return _THREATS.get(match.pattern.type)


def consumed_by_operator(index: int, clauses: Clauses, lexicon: Lexicon) -> tuple[int, ...]:
    """Acts that are part of this one: "accused X of *killing*", "punished X for *attacking*"."""
    if not any(op.is_taken for op in lexicon.operators.get(clauses.token(index).lemma, ())):
        return ()
    preps = clauses.below(index, "prep")
    inner = [i for prep in preps for i in clauses.below(prep, "pcomp", "pobj")]
    return tuple(below for i in inner for below in sorted(clauses.sentence.subtrees[i]))


# Private functions


def _filtered(
    index: int, operator: Operator, taken: tuple[int, ...], clauses: Clauses
) -> tuple[int, ...]:
    """Keep the acts on which the operator's conditions hold."""
    if operator.same_subject:
        return tuple(verb for verb in taken if _threatens(index, verb, clauses))
    if operator.modal is None:
        return taken
    own = set(clauses.subjects(index))
    return tuple(
        verb
        for verb in taken
        if operator.modal & {clauses.token(i).text.lower() for i in clauses.below(verb, "aux")}
        and not own & set(clauses.subjects(verb))
    )


def _threatens(index: int, verb: int, clauses: Clauses) -> bool:
    """Whether the warner itself will act: "X warned *it would* cut off gas"."""
    modals = {clauses.token(i).text.lower() for i in clauses.below(verb, "aux")}
    subjects = clauses.subjects(verb)
    own = clauses.subjects(index)
    same = any(
        clauses.token(i).text.lower() in {"it", "they", "he", "she", "we", "i"} or i in own
        for i in subjects
    )
    return same and bool(modals & {"will", "would", "could", "might", "may", "'ll"})


def _taken(index: int, operator: Operator, clauses: Clauses) -> tuple[int, ...]:
    """The verbs taken over: complements of the operator, through its particle if it has one."""
    heads: list[int] = []
    if operator.particle:
        first = operator.particle.split()[0]
        preps = [i for i in clauses.below(index) if clauses.token(i).text.lower() == first]
        if not preps:
            return ()
        for prep in preps:
            heads.extend(clauses.below(prep, "pcomp"))
            for pobj in clauses.below(prep, "pobj"):
                heads.extend(clauses.below(pobj, "acl"))  # "called on Iran to halt", as parsed
    heads.extend(_complements(index, operator, clauses))
    return tuple(verb for head in heads for verb in (head, *_joined_verbs(head, clauses)))


def _complements(index: int, operator: Operator, clauses: Clauses) -> list[int]:
    """Find the verbs that complete the operator.

    With an object of its own ("rejected an ultimatum to ...") only an operator that controls its
    object takes more than a bare infinitive.
    """
    found = list(clauses.below(index, "xcomp"))
    objects = clauses.below(index, "dobj")
    if not objects or operator.control == "object":
        finite = clauses.below(index, "ccomp")
        found.extend(i for i in finite if _is_complement(i, operator, clauses))
        found.extend(i for i in clauses.below(index, "advcl") if _is_infinitive(i, clauses))
        for child in objects:
            below = clauses.below(child, "acl", "relcl")
            found.extend(i for i in below if _is_infinitive(i, clauses))
    return [i for i in found if clauses.is_verb(i)]


def _is_complement(index: int, operator: Operator, clauses: Clauses) -> bool:
    """Tell "agreed *that they would*" from speech around its own attribution."""
    first = clauses.sentence.subtrees[index]
    if min(first) < clauses.token(index).head:
        return False
    bare = (index, *clauses.below(index, "auxpass"))  # "demanded that X *release*", "*be* freed"
    is_wish = any(clauses.token(i).tag == "VB" for i in bare)
    tells = operator.control == "subject" or operator.only_hostile or operator.modal is not None
    return tells or is_wish


def _is_infinitive(index: int, clauses: Clauses) -> bool:
    return any(clauses.token(i).tag == "TO" for i in clauses.below(index, "aux"))


def _joined_verbs(index: int, clauses: Clauses) -> tuple[int, ...]:
    return tuple(i for i in clauses.with_conjuncts(index) if i != index)
