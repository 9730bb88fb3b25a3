"""Verbs that take over another act: "agreed to lift", "refused to meet", "urged X to free".

In:  a predicate and the acts below it.   Out: the operator, the acts it takes, the mode it gets.
Does not: find participants; coder.py joins both.
"""

from dataclasses import dataclass

from detente.events.announcing import (
    announces_deed,
    announces_harm,
    announces_help,
    announces_refusal,
)
from detente.events.contents import keeps_unnamed
from detente.events.match import Match
from detente.events.matching import Matcher
from detente.events.patterns import Lexicon, Operator
from detente.events.sides import countries_of
from detente.events.status_governed import is_denied_report
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
REPRISALS = frozenset({"SANCTION", "ACCUSE"})
BANS = frozenset({"bar", "ban", "blacklist", "outlaw", "proscribe", "punish", "isolate", "refer"})
REFLEXIVES = frozenset({"itself", "themselves", "himself", "herself", "ourselves", "myself"})
NO_WISHES = frozenset({"would", "will", "could", "may", "might", "can", "had", "has", "have"})
VIOLENT = frozenset(
    {
        "hit",
        "strike",
        "retaliate",
        "avenge",
        "punish",
        "destroy",
        "raze",
        "crush",
        "bomb",
        "annihilate",
    }
)
PRICES = frozenset({"face", "lose", "suffer", "die", "risk", "see", "pay", "expect"})
_ENDED: dict[str, tuple[str, str | None]] = {  # what it is to stop doing something
    "AID": ("SANCTION", "discontinue"),
    "COOPERATE": ("SANCTION", "discontinue"),
    "CONSULT": ("SANCTION", "discontinue"),
    "ASSAULT": ("RETREAT", "ceasefire"),
    "PROTEST": ("CONCEDE", None),
    "COERCE": ("CONCEDE", None),
    "SANCTION": ("CONCEDE", None),
    "CONCEDE": ("SANCTION", "discontinue"),
    "RETREAT": ("REJECT", "yield"),
}
TELLING = frozenset({
    "say", "comment", "answer", "explain", "elaborate", "disclose", "reveal", "identify", "name",
    "speculate", "give", "specify", "confirm", "discuss",
})  # fmt: skip  # what one declines towards reporters
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
    if is_denied_report(clauses, index) and not matcher.participants.owner_of(index):
        return None  # "denied *claims that* it had struck first": whose claims, nobody tells
    for operator in _operators_of(index, clauses, lexicon):
        end = _find_end(index, operator, matcher) if operator.is_end else None
        if end:
            return end
        is_unsaid = operator.is_denied and not clauses.below(index, "neg")
        if is_unsaid or (operator.becomes is None and not operator.is_taken):
            continue
        taken = _filtered(index, operator, _taken(index, operator, clauses), matcher)
        taken = tuple(verb for verb in taken if _is_announced(index, verb, operator, matcher))
        if not taken or operator.becomes is None:
            continue
        match = next((m for m in map(matcher.match, taken) if m), None)
        type_ = _type_of(index, operator, taken[0], match, matcher)
        if type_ == "REQUEST" and operator.control == "object" and _is_or_else(taken, clauses):
            type_ = "THREATEN"
        if type_ is not None:
            return Takeover(
                operator=operator, predicate=index, taken=taken, match=match, type=type_
            )
    return None


def mode_of(takeover: Takeover, clauses: Clauses) -> str | None:
    """Derive the mode from the act taken over ("refused to meet" -> REJECT-meet)."""
    match = takeover.match
    lemma = clauses.token(takeover.taken[0]).lemma
    if takeover.operator.is_end and match:
        return _ENDED[match.pattern.type][1]
    if takeover.type == "THREATEN":
        return threat_mode(match, lemma)
    if takeover.type in {"REQUEST", "REJECT"}:
        if lemma in ENDING:
            return "yield"
        return _BY_TAKEN.get(match.pattern.type, "change") if match else "change"
    if takeover.type == "ACCUSE":
        return "allege" if takeover.operator.finite else "disapprove"
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


def _find_end(index: int, operator: Operator, matcher: Matcher) -> Takeover | None:
    """Read the end of a deed as a deed: "stopped *selling* arms", "ceased *shelling* the town"."""
    clauses = matcher.clauses
    verbs = [i for i in clauses.below(index, "xcomp") if clauses.token(i).tag == "VBG"]
    match = next((m for m in map(matcher.match, verbs) if m), None)
    if match is None or match.pattern.type not in _ENDED:
        return None
    type_, _ = _ENDED[match.pattern.type]
    taken = tuple(joined for verb in verbs for joined in clauses.with_conjuncts(verb))
    return Takeover(operator=operator, predicate=index, taken=taken, match=match, type=type_)


def _operators_of(index: int, clauses: Clauses, lexicon: Lexicon) -> tuple[Operator, ...]:
    token = clauses.token(index)
    is_noun = token.pos == "NOUN" and not clauses.is_verb(index)
    return (lexicon.noun_operators if is_noun else lexicon.operators).get(token.lemma, ())


def _type_of(
    index: int, operator: Operator, verb: int, match: Match | None, matcher: Matcher
) -> str | None:
    """What operator and act make together; ``None`` where the operator does not apply."""
    clauses = matcher.clauses
    own = clauses.below(verb, "nsubj", "nsubjpass")
    is_wish = operator.lemma in MERE_WISHES
    if is_wish and own and not set(own) & set(clauses.subjects(index)):
        # "wants X to halve fees" asks X, "wants to halve fees" only says what it would do
        if not matcher.participants.at(own[0]) or not _is_noun(own[0], clauses):
            return None
        is_reprisal = _is_reprisal(verb, match, clauses) and _has_target(verb, match, matcher)
        return operator.against if operator.against and is_reprisal else operator.other
    if is_wish and match is None:
        return None  # "wants to do something": no act that anybody could hold it to
    if operator.against and _is_reprisal(verb, match, clauses):
        return operator.against if _has_target(verb, match, matcher) else operator.becomes
    is_violent = clauses.token(verb).lemma in VIOLENT
    hostile = match.pattern.type in CONFLICT if match is not None else is_violent
    if operator.only_hostile and not hostile:
        return None
    return operator.hostile if hostile and operator.hostile else operator.becomes


def _is_noun(index: int, clauses: Clauses) -> bool:
    return clauses.token(index).pos in {"NOUN", "PROPN"}


def _is_reprisal(verb: int, match: Match | None, clauses: Clauses) -> bool:
    is_named = clauses.token(verb).lemma in BANS
    return is_named or (match is not None and match.pattern.type in REPRISALS)


def _is_or_else(taken: tuple[int, ...], clauses: Clauses) -> bool:
    """Whether what is asked comes with its price: "told X to leave *or face* war"."""
    words = {clauses.token(i).text.lower() for i in clauses.below(taken[0], "cc")}
    return "or" in words and any(clauses.token(i).lemma in PRICES for i in taken[1:])


def _has_target(verb: int, match: Match | None, matcher: Matcher) -> bool:
    """Whether somebody else is to suffer the act: "urged the EU to *punish X*"."""
    clauses = matcher.clauses
    if clauses.below(verb, "neg"):
        return False
    doers = matcher.participants.of_all(match.agents if match else clauses.agents(verb))
    own = countries_of(doers)
    aimed_at = (*match.patients, *match.others) if match else clauses.patients(verb)
    targets = matcher.participants.of_all(aimed_at)
    return any(actor.country not in own for link in targets for actor in link.actors)


def _is_announced(index: int, verb: int, operator: Operator, matcher: Matcher) -> bool:
    if operator.announces == "refusal":
        return announces_refusal(index, verb, matcher.clauses, matcher)
    if operator.announces == "help":
        return announces_help(index, verb, matcher.clauses, matcher)
    if operator.announces == "deed":
        return announces_deed(index, verb, matcher.clauses, matcher)
    if operator.announces in {"harm", "warning"}:
        warns = operator.announces == "warning"
        return announces_harm(index, verb, matcher.clauses, matcher, warns=warns)
    return not keeps_unnamed(verb, matcher.clauses)


def _filtered(
    index: int, operator: Operator, taken: tuple[int, ...], matcher: Matcher
) -> tuple[int, ...]:
    """Keep the acts on which the operator's conditions hold."""
    clauses = matcher.clauses
    if operator.becomes == "REJECT":  # "declined to comment": nobody was refused anything
        return tuple(verb for verb in taken if clauses.token(verb).lemma not in TELLING)
    if operator.same_subject:
        return tuple(verb for verb in taken if _threatens(index, verb, clauses))
    if operator.modal is None:
        return taken
    return tuple(
        verb
        for verb in taken
        if _has_modal(operator.modal, verb, clauses)
        and not (operator.becomes == "REQUEST" and _is_about_own(index, verb, matcher))
    )


def _has_modal(modal: frozenset[str], verb: int, clauses: Clauses) -> bool:
    """Whether a verb has one of these modals; what one "has to" do one must."""
    is_duty = clauses.obliged(clauses.token(verb).head) == verb
    return bool(modal & (clauses.helpers(verb) | ({"must"} if is_duty else set())))


def _is_about_own(index: int, verb: int, matcher: Matcher) -> bool:
    """Whether a speaker tells what its own side ought to do: "X said that *it* must wait"."""
    clauses, participants = matcher.clauses, matcher.participants
    speakers, doers = clauses.subjects(index), clauses.subjects(verb)
    by, of = (countries_of(participants.of_all(who)) for who in (speakers, doers))
    return bool(set(speakers) & set(doers) or (by & of) - {None})


def _threatens(index: int, verb: int, clauses: Clauses) -> bool:
    """Whether the warner itself will act: "X warned *it would* cut off gas"."""
    modals = clauses.helpers(verb)
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
    if operator.particle and clauses.below(index, "oprd"):
        return ()  # "called X a liar for doing so"
    if operator.particle:
        first = operator.particle.split()[0]
        preps = [i for i in clauses.below(index) if clauses.token(i).text.lower() == first]
        preps = [i for i in preps if not clauses.is_dating(i)]  # "called up men *on Monday*"
        if not preps:
            return ()
        for prep in preps:
            heads.extend(clauses.below(prep, "pcomp"))
            for pobj in clauses.below(prep, "pobj"):
                heads.extend(clauses.below(pobj, "acl"))  # "called on Iran to halt", as parsed
    heads.extend(_complements(index, operator, clauses))
    heads = [clauses.obliged(head) for head in heads] if operator.modal else heads
    return tuple(verb for head in heads for verb in (head, *_joined_verbs(head, clauses)))


def _complements(index: int, operator: Operator, clauses: Clauses) -> list[int]:
    """Find the verbs that complete the operator.

    With an object of its own ("rejected an ultimatum to ...") only an operator that controls its
    object takes more than a bare infinitive.
    """
    if not clauses.is_verb(index) and clauses.token(index).pos == "NOUN":
        return _noun_complements(index, operator, clauses)
    found = list(clauses.below(index, "xcomp"))
    objects = clauses.below(index, "dobj")
    if operator.announces:
        said = (i for child in objects for i in clauses.below(child, "relcl"))
        found = [*found, *clauses.below(index, "ccomp"), *said]  # "warned X *it would shoot*"
        return [i for i in found if clauses.is_verb(i)]
    is_reflexive = any(clauses.token(i).text.lower() in REFLEXIVES for i in objects)
    if not objects or is_reflexive or operator.control == "object":
        finite = clauses.below(index, "ccomp")
        found.extend(i for i in finite if _is_complement(i, operator, clauses))
        found.extend(i for i in clauses.below(index, "advcl") if clauses.is_infinitive(i))
        for child in objects:
            below = clauses.below(child, "acl", "relcl")
            found.extend(i for i in below if clauses.is_infinitive(i))
    return [i for i in found if clauses.is_verb(i)]


def _is_complement(index: int, operator: Operator, clauses: Clauses) -> bool:
    """Tell "agreed *that they would*" from speech around its own attribution."""
    first = clauses.sentence.subtrees[index]
    if min(first) < clauses.token(index).head:
        return operator.modal is not None  # "X *must leave*, said Y"
    bare = (index, *clauses.below(index, "auxpass"))  # "demanded that X *release*", "*be* freed"
    modals = clauses.helpers(index)
    is_wish = not modals & NO_WISHES and any(_is_bare(i, operator, clauses) for i in bare)
    tells = operator.control == "subject" or operator.only_hostile or operator.modal is not None
    tells = tells or operator.finite
    return tells or is_wish


def _is_bare(index: int, operator: Operator | None, clauses: Clauses) -> bool:
    """Whether a verb has no tense: parsers take "that the rebels *release* X" for the present."""
    token = clauses.token(index)
    asks = operator is None or operator.control == "none"
    looks_bare = token.tag in {"VBP", "VBD", "NN"} and token.lemma == token.text.lower()
    return token.tag == "VB" or (asks and looks_bare)


def _noun_complements(index: int, operator: Operator, clauses: Clauses) -> list[int]:
    """What a noun is about: "refusal *to talk*", "a plea that X *lay* down its arms"."""
    clausal = clauses.below(index, "acl", "relcl", "xcomp", "advcl")
    found = [
        i
        for i in clausal
        if clauses.is_infinitive(i)
        or (clauses.below(i, "mark") and (operator.finite or _is_bare(i, None, clauses)))
    ]
    for prep in clauses.below(index, "prep"):
        if clauses.token(prep).text.lower() in {"of", "for"}:
            found.extend(clauses.below(prep, "pcomp"))
            objects = clauses.below(prep, "pobj")
            below = (i for obj in objects for i in clauses.below(obj, "acl", "relcl"))
            found.extend(i for i in below if clauses.is_infinitive(i))
    return [i for i in found if clauses.is_verb(i)]


def _joined_verbs(index: int, clauses: Clauses) -> tuple[int, ...]:
    return tuple(i for i in clauses.with_conjuncts(index) if i != index)
