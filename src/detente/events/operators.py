"""Verbs that take over another act: "agreed to lift", "refused to meet", "warned of", "urged X to".

In:  a predicate and the acts below it.   Out: the operator, the acts it takes, the mode it gets;
whether a speaker promises, refuses or threatens.
Does not: find participants (coder.py joins both), or read a forecast of what somebody else will do
as a promise or threat.
"""

from dataclasses import dataclass

from detente.events.matching import Match, Matcher
from detente.events.patterns import Lexicon, Operator
from detente.events.sides import countries_of
from detente.events.status import is_denied_report
from detente.language.clauses import Clauses

CONFLICT = frozenset({"THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
ENDING = frozenset({
    "end", "stop", "halt", "cease", "lift", "ease", "release", "free", "withdraw", "suspend",
    "drop",
})  # fmt: skip
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
NO_WISHES = frozenset({"would", "will", "could", "may", "might", "can", "had", "has", "have"})
VIOLENT = frozenset({
    "hit", "strike", "retaliate", "avenge", "punish", "destroy", "raze", "crush", "bomb",
    "annihilate",
})  # fmt: skip
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
        taken = tuple(verb for verb in taken if _is_heard(index, verb, operator, matcher))
        if not taken or operator.becomes is None:
            continue
        match = next((m for m in map(matcher.match, taken) if m), None)
        type_ = _type_of(index, operator, taken[0], match, matcher)
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
    if match.pattern.mode in {"arrest", "expel"}:
        return match.pattern.mode
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
        return operator.other
    if is_wish and match is None:
        return None  # "wants to do something": no act that anybody could hold it to
    is_violent = clauses.token(verb).lemma in VIOLENT
    hostile = match.pattern.type in CONFLICT if match is not None else is_violent
    if operator.only_hostile and not hostile:
        return None
    return operator.hostile if hostile and operator.hostile else operator.becomes


def _is_noun(index: int, clauses: Clauses) -> bool:
    return clauses.token(index).pos in {"NOUN", "PROPN"}


def _is_heard(index: int, verb: int, operator: Operator, matcher: Matcher) -> bool:
    if operator.announces_help:
        return announces_help(index, verb, matcher.clauses, matcher)
    return not keeps_unnamed(verb, matcher.clauses)


def _filtered(
    index: int, operator: Operator, taken: tuple[int, ...], matcher: Matcher
) -> tuple[int, ...]:
    """Keep the acts on which the operator's conditions hold."""
    clauses = matcher.clauses
    if operator.becomes == "REJECT":  # "declined to comment": nobody was refused anything
        return tuple(verb for verb in taken if clauses.token(verb).lemma not in TELLING)
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
    if operator.announces_help:
        said = (i for child in objects for i in clauses.below(child, "relcl"))
        found = [*found, *clauses.below(index, "ccomp"), *said]  # "warned X *it would shoot*"
        return [i for i in found if clauses.is_verb(i)]
    if not objects or operator.control == "object":
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


# --- Speech -> what the speaker announces: help ("said it would free X") or harm ("warned of
# ...").
HELPFUL = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE"})
WILL = frozenset({"will", "'ll", "’ll", "would", "shall"})
OWN = frozenset({"it", "they", "he", "she", "we", "i"})
ORGANS = frozenset({None, "GOV", "MIL", "SPY", "COP", "LEG", "ELI", "REB", "UAF"})
OWN_THINGS = frozenset({"its", "their", "his", "her", "our", "my"})


def announces_help(speech: int, verb: int, clauses: Clauses, matcher: Matcher) -> bool:
    """Whether the speaker says that it will itself do something for somebody."""
    match = matcher.match(verb)
    if match is None or match.pattern.type not in HELPFUL or clauses.below(verb, "neg"):
        return False
    if match.pattern.mode == "resign":
        return False
    if match.pattern.type == "CONSULT" and _is_dated(verb, clauses):
        return False  # a meeting with a date is planned, not promised
    modals = clauses.helpers(verb)
    if _is_named(verb, clauses) and (modals != {"would"} or verb < speech):
        return False  # "the navy *will* sail, officials said" tells of a plan
    return bool(modals & WILL) and _is_own(speech, verb, clauses, matcher)


def _is_named(verb: int, clauses: Clauses) -> bool:
    subjects = clauses.subjects(verb)
    return bool(subjects) and clauses.token(subjects[0]).text.lower() not in OWN


def _is_own(speech: int, verb: int, clauses: Clauses, matcher: Matcher) -> bool:
    """Whether the speaker, or something of its own, is to do it."""
    speakers = clauses.agents(speech)
    subjects = clauses.subjects(verb)
    if not subjects or not speakers:
        return False
    if subjects == speakers or clauses.token(subjects[0]).text.lower() in OWN:
        return True
    owners = clauses.below(subjects[0], "poss")
    if any(clauses.token(i).text.lower() in OWN_THINGS for i in owners):
        return True
    return bool(_codes(subjects, matcher) & _codes(speakers, matcher))


def _codes(indices: tuple[int, ...], matcher: Matcher) -> set[str]:
    """States for which somebody named speaks or acts."""
    links = (link for index in indices for link in matcher.participants.at(index))
    actors = (actor for link in links for actor in link.actors)
    return {actor.country for actor in actors if actor.country and actor.sector in ORGANS}


def _is_dated(verb: int, clauses: Clauses) -> bool:
    below = clauses.sentence.subtrees[verb]
    return any(clauses.token(i).entity in {"DATE", "TIME"} for i in below)


# --- An act -> the words below it that belong to it and are no acts of their own.
NAMING = frozenset({"name", "identify", "quote", "cite"})
GIVES_REASONS = frozenset({"ACCUSE", "COERCE", "SANCTION", "SUPPORT", "THREATEN", "CONCEDE"})


def contents_of(match: Match, clauses: Clauses) -> tuple[int, ...]:
    """What it is done for: "gave permission *to cross*", "sent troops *to protect* X"."""
    purposes = [
        *(verb for patient in match.patients for verb in clauses.below(patient, "acl")),
        *clauses.below(match.predicate, "advcl"),
    ]
    return tuple(filter(clauses.is_infinitive, purposes))


def taken_in(takeover: Takeover, clauses: Clauses, matcher: Matcher) -> set[int]:
    """The words that tell no act of their own any more: verbs taken over, and their objects.

    Where no pattern knows what is agreed, asked or refused, so are meetings: "to resume *visits*".
    """
    if takeover.match is not None:
        objects = set(takeover.match.patients)
    else:
        below = {i for verb in takeover.taken for i in clauses.patients(verb)}
        matches = ((i, matcher.match(i)) for i in below)
        objects = {i for i, match in matches if match and match.pattern.type == "CONSULT"}
    return {*takeover.taken, *clauses.states_of(takeover.taken), *objects}


def reasons_of(match: Match, clauses: Clauses) -> tuple[int, ...]:
    """Acts told as the reason of this one: "jailed X for *helping* Y"."""
    if match.pattern.type not in GIVES_REASONS:
        return ()
    preps = (i for i in clauses.below(match.predicate, "prep"))
    reasons = (i for i in preps if clauses.token(i).text.lower() in {"for", "over"})
    return tuple(i for prep in reasons for i in sorted(clauses.sentence.subtrees[prep]))


def keeps_unnamed(verb: int, clauses: Clauses) -> bool:
    """Whether somebody only wants no name in the paper: "asked not *to be identified*"."""
    token = clauses.token(verb)
    is_passive = bool(clauses.below(verb, "auxpass")) and bool(clauses.below(verb, "neg"))
    is_silent = any(clauses.token(i).lemma == "anonymous" for i in clauses.below(verb, "acomp"))
    return is_silent or (is_passive and token.lemma in NAMING)
