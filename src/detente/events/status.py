"""Predicate -> whether it happened, is planned, is only possible, or is denied.

In:  a sentence's clauses and the predicate's token; the cue words of ``data/status.toml``.
Out: a ``Status`` and the word behind it.
Does not: replace a type (a threat is THREATEN, whatever it threatens), or weigh speakers.

Three things decide, in this order: what stands with the act itself, what its governor makes of it,
and whether the governor's own status reaches down to it at all: "will condemn the raid" speaks of a
raid that took place.

After the implicative verbs of Karttunen (1971): to fail to act is not to act, to plan is not to
have acted; a governor in none of the lists tells nothing. Objects of factive verbs were there
before ("will condemn the raid"), objects of light verbs and verbs of making come about with them
("will hold talks"); of other verbs' objects, those that are definite were there before (Karttunen
1971 on presupposition).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from detente.errors import BadConfig
from detente.events.patterns import packaged
from detente.language.clauses import Clauses
from detente.language.tree import UNDERGOING
from detente.records import Status

ANY = "any"  # of which nothing else is said
RULING_OUT = "rule_out"  # what is denied stays open
MAX_STEPS = 8  # governors asked; the ninth is hardly ever about this act


@dataclass(frozen=True, slots=True)
class StatusReading:
    """A status and the word that made it so (``None`` for a plain actual act)."""

    status: Status
    because: str | None = None


def read_status(clauses: Clauses, index: int) -> StatusReading:
    """Read the status of the act named by the token at ``index``.

    The word nearest to the act decides; a negation above a plan denies the plan ("does not
    plan to meet" is negated), a plan above a negation stays negated. A plan in a clause that is
    itself only feared or possible is hypothetical, and so are "any talks" of which nothing else
    is said.
    """
    reading = _climb(clauses, index)
    is_any = any(clauses.token(i).lemma == ANY for i in clauses.below(index, "det"))
    if is_any and reading.status is Status.ACTUAL:
        return StatusReading(Status.HYPOTHETICAL, ANY)
    return reading


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
    """Whether an end is denied: who "never stopped *shelling*" shelled."""
    token = clauses.token(index)
    ends = clauses.token(token.head).lemma in load_cues().endings
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
    if noun.pos == "NOUN" and noun.dep in UNDERGOING and noun.head != head:
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
        return StatusReading(Status.HYPOTHETICAL, above.because)
    if clauses.is_infinitive(head):
        tried = read_status(clauses, head)
        if tried.status in {Status.FUTURE, Status.HYPOTHETICAL}:
            return StatusReading(Status.HYPOTHETICAL, tried.because)
    return reading


# --- The cue words of status, as `data/status.toml` groups them.
class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each class of words does to the act beside or below it; lemmas in lower case."""

    governors: dict[str, Status]
    modals: dict[str, Status]
    negators: frozenset[str]
    tellers: frozenset[str]
    clausal_only: frozenset[str]
    reactions: frozenset[str]
    answers: frozenset[str]
    messages: frozenset[str]
    makers: frozenset[str]
    parts: frozenset[str]
    reports: frozenset[str]
    schemes: frozenset[str]
    departures: frozenset[str]
    showing: frozenset[str]
    confirming: frozenset[str]
    endings: frozenset[str]
    rejecting: frozenset[str]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    future: str
    hypothetical: str
    negated: str
    modals: dict[Status, str]
    negators: dict[str, str]
    verbs: dict[str, str]
    nouns: dict[str, str]


@cache
def load_cues() -> Cues:
    """Read the cue words of the package.

    Raises:
        BadConfig: the file is not TOML of the expected tables, or a governor stands in two lists.
    """
    try:
        file = msgspec.toml.decode(packaged("status.toml"), type=_File)
        words = file.verbs | file.nouns | {"negators": file.negators["words"]}
        governors = {status: getattr(file, status) for status in Status if status != "actual"}
        tables = {"governors": _by_word(governors), "modals": _by_word(file.modals)}
        return msgspec.convert(tables | {name: told.split() for name, told in words.items()}, Cues)
    except (msgspec.MsgspecError, KeyError) as err:
        raise BadConfig(f"status.toml: {err}") from err


def _by_word(lists: Mapping[Status, str]) -> dict[str, Status]:
    found: dict[str, Status] = {}
    for status, words in lists.items():
        for word in words.split():
            if found.setdefault(word, status) is not status:
                raise BadConfig(
                    f"status.toml: {word!r} stands as {found[word]} and as {status}; keep one"
                )
    return found


# --- Governor -> what its meaning makes of the act below it: "refused to", "plans to".
CLAUSAL = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl", "relcl"})
OCCURRING = frozenset({"take", "occur", "happen", "begin", "start", "resume", "follow", "come"})
COMPLEMENTING = frozenset({"on", "upon", "to", "of", "for", "about", "against", "with", "over"})
WITH_GERUND = COMPLEMENTING | {"at", "from", "in", "into"}  # "aimed *at* winning"
SHORT_OF = frozenset({"back", "far", "instead", "short"})
SHARES = frozenset({"complicity", "hand", "involvement", "part", "responsibility", "role"})
RANKS = frozenset({"first", "last", "latest", "only", "second", "third"})  # "the first to sign"
SAYING = frozenset({"allege", "claim", "say", "state", "suggest"})
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
    """Whether a report is said to be false: "denied *claims*", "a report that *says* he left"."""
    cues, noun = load_cues(), clauses.token(index)
    if noun.dep == "relcl" and noun.lemma in SAYING:
        noun = clauses.token(noun.head)
    is_answered = noun.dep in UNDERGOING and noun.lemma in cues.reports
    return is_answered and clauses.token(noun.head).lemma in cues.rejecting


def is_denied_outright(clauses: Clauses, index: int) -> bool:
    """Whether words leave no doubt that an act was not done, whatever else is heard there.

    It is what a report says that is said to be false ("dismissed reports that *it had fired*"), or
    what somebody "*stopped* short of" doing.
    """
    is_short = clauses.token(index).lemma == "stop" and any(
        clauses.token(i).lemma == "short" and clauses.below(i, "prep")
        for i in clauses.below(index, "advmod")
    )
    for _ in range(MAX_STEPS):
        token = clauses.token(index)
        is_content = token.dep in {"acl", "ccomp"} and is_finite(clauses, index)
        if is_short or (is_content and is_denied_report(clauses, token.head)):
            return True
        if token.dep not in {"acomp", "ccomp", "xcomp"} or token.head == index:
            return False
        index = token.head
    return False


def not_ruled_out(clauses: Clauses, index: int) -> Status | None:
    """What stands of an act that is not ruled out, or of the ruling out itself.

    In "has not *ruled out* *strikes*" the strikes are possible, and nothing is refused.
    """
    token = clauses.token(index)
    own = token.head if token.dep == "aux" else index
    if governor_name(clauses, own) == RULING_OUT:
        return Status.NEGATED if _is_denied(clauses, own) else None
    is_ruled = governor_name(clauses, token.head) == RULING_OUT
    is_object = token.dep in {"dobj", "pcomp", "xcomp", "nsubjpass", "ccomp"}
    is_open = is_ruled and is_object and _is_denied(clauses, token.head)
    return Status.HYPOTHETICAL if is_open else None


def _is_denied(clauses: Clauses, index: int) -> bool:
    return read_status(clauses, index).status is Status.NEGATED


def is_finite(clauses: Clauses, index: int) -> bool:
    """Whether a clause has tense ("that it *had* left"); "that they *be* freed" has none."""
    if clauses.is_infinitive(index):
        return False
    token = clauses.token(index)
    helpers = [clauses.token(i) for i in clauses.below(index, "aux", "auxpass")]
    if token.tag in {"VB", "VBG", "VBN"}:
        return any(helper.tag in {"VBD", "VBZ", "VBP", "MD"} for helper in helpers)
    return token.dep in {"ccomp", "advcl", "acl"}


def _under_preposition(clauses: Clauses, index: int) -> StatusReading:
    """Read "without" and, before a gerund, "instead of", "far from", "decided against"."""
    prep = clauses.token(clauses.token(index).head)
    word = prep.text.lower()
    if word == "without":
        clause = clauses.clause_of(prep.head)
        is_condition = clauses.is_infinitive(clause) or own_status(clauses, clause).because
        return StatusReading(Status.HYPOTHETICAL if is_condition else Status.NEGATED, word)
    before = clauses.token(max(prep.index - 1, 0)).text.lower()
    is_short = before in SHORT_OF and word in {"of", "from"}
    is_decided = word == "against" and clauses.token(prep.head).lemma in {"decide", "rule"}
    is_gerund = clauses.token(index).dep == "pcomp"
    if is_gerund and (is_short or is_decided):
        return StatusReading(Status.NEGATED, f"{before} {word}")
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
    if governor in cues.clausal_only | cues.tellers:
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
    """Read "is *to* meet", "has *to* meet", "has *yet to* meet"."""
    head = clauses.token(index).head
    verb = clauses.token(head)
    if any(clauses.token(i).text.lower() == "yet" for i in clauses.below(head, "advmod")):
        return StatusReading(Status.NEGATED, "yet to")
    if verb.lemma == "have" and verb.tag in {"VBZ", "VBP"}:
        return StatusReading(Status.HYPOTHETICAL, "has to")
    if verb.lemma == "be" and not clauses.below(head, "acomp", "attr", "expl"):
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


# --- Predicate -> what its own auxiliaries, adverbs, subjects and conditions say of its status.
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided"})
INVERTED = frozenset({"were", "had"})  # "*had* they attacked, he would have fled"
SCENARIOS = frozenset({"event", "case"})  # "in the event of", "in case of"
OCCASIONS = frozenset(
    {"time", "point", "stage", "moment", "circumstance", "way", "account", "case"}
)
BOUND = frozenset({"can", "ca", "could", "would"})  # "cannot meet *unless*"
UNDENYING = frozenset({"only", "just", "merely", "least", "fewer", "less"})
STATIVE = frozenset({"have", "see", "know", "serve", "hear"})  # "knows no rest": one does know
UNSURE_NOT = frozenset({"may", "might", "should", "must"})  # "may not": possible, not denied
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
        if token.dep == "acomp" and token.lemma in governors and not clauses.below(child, "xcomp"):
            return StatusReading(governors[token.lemma], token.text.lower())
    return ACTUAL


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
    is_beside = token.dep == "advcl" or (token.dep == "ccomp" and index < token.head)
    if is_beside and (word := _inverted(clauses, index)):
        return word
    return "in the event of" if _is_scenario(clauses, index) else None


def _inverted(clauses: Clauses, index: int) -> str | None:
    """Find the helping verb before its subject that supposes."""
    first = min(clauses.below(index, "nsubj", "nsubjpass"), default=0)
    words = (_word(clauses, i) for i in clauses.below(index, "aux", "auxpass") if i < first)
    return next((word for word in words if word in INVERTED), None)


def _is_scenario(clauses: Clauses, index: int) -> bool:
    """Read "in case *of an attack*"."""
    token = clauses.token(index)
    is_inside = token.dep == "pobj" and clauses.token(token.head).lemma == "of"
    return is_inside and _opens_scenario(clauses, clauses.token(token.head).head)


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


def _negator(clauses: Clauses, index: int) -> str | None:
    """Find a negation of the word itself, of its subject or object, or of its occasion."""
    negators = load_cues().negators
    for child in clauses.below(index, "neg", "det", "advmod", "preconj", "predet", "cc"):
        word = _word(clauses, child)
        if word in negators and word != "nor" and not _is_only(clauses, child):
            return word
        if _is_past_end(clauses, child):
            return "no longer"
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


def _is_past_end(clauses: Clauses, index: int) -> bool:
    """Whether it is the "longer" of "no longer", but not of "no longer than a week"."""
    around = clauses.sentence.tokens[max(index - 1, 0) : index + 2]
    words = [token.text.lower() for token in around]
    return words[:2] == ["no", "longer"] and words[2:] != ["than"]


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
        if word in cues.modals:
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


MANNERS = frozenset({"easy", "free", "hard"})


def _modifier(clauses: Clauses, index: int) -> StatusReading:
    """Read an adverb or adjective: "*possibly* struck", "the *planned* visit"."""
    cues = load_cues()
    for child in clauses.below(index, "amod", "advmod"):
        token = clauses.token(child)
        is_manner = token.dep == "advmod" and token.lemma in MANNERS  # "was hit *hard*"
        fits = (token.dep == "advmod" and not is_manner) or (
            child < index and token.lemma not in cues.clausal_only
        )
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


# --- Act and governor -> whether the governor's own modals and negations reach the act.
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
        return _is_report(clauses, index)
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


def _is_report(clauses: Clauses, index: int) -> bool:
    """Whether a clause tells what a report says: "reports *that it had left*"."""
    token = clauses.token(index)
    is_content = token.dep in {"acl", "ccomp"} and is_finite(clauses, index)
    return is_content and clauses.token(token.head).lemma in load_cues().reports


def _brings_about(clauses: Clauses, index: int) -> bool:
    """Whether an object hangs on its verb ("hold talks"), or was there before ("end *the* war")."""
    token = clauses.token(index)
    head = clauses.token(token.head)
    cues = load_cues()
    if token.dep not in ARGUMENTS or (token.dep == "nsubj" and head.lemma not in OCCURRING):
        return False
    if head.lemma in cues.reactions:
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
