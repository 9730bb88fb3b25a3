"""Cue -> the words of its sentence that are what was said, thought or wanted.

In:  a cue and its speaker.   Out: token indices of the content, empty where the cue has none.
Does not: handle words in quotation marks that a cue introduces (speech_quotes.py does).
"""

from detente.reading.speech_asides import SEMICOLON, around, around_cue, rest_after
from detente.reading.speech_credits import credited_medium, is_charge_denied
from detente.reading.speech_cues import Cue, goes_on_telling, is_of_other_form
from detente.reading.speech_lexicon import Act, Frame, Part, load_speech_lexicon
from detente.reading.speech_objects import object_of, predicate_of, prepositional_of
from detente.reading.tree import (
    FINITE,
    child,
    children,
    first_of,
    has_finite,
    has_to,
    noun_phrase,
    subtree,
)
from detente.records import Sentence, Token

__all__ = ["content_of"]

NOTHING: frozenset[int] = frozenset()
_BEFORE_THAT = frozenset({"ADV", "ADP"})  # "said on Monday that"
_ADDED = frozenset({"appos", "npadvmod", "oprd"})  # how the parser hangs what is added
_COUNTS = frozenset({"claim", "count", "figure", "number", "toll"})  # which the report weighs
_CONTENT_POS = frozenset({"VERB", "AUX", "ADJ", "NOUN", "PROPN"})


def content_of(cue: Cue, speaker: frozenset[int]) -> frozenset[int]:
    """Find the content that ``cue`` governs, without the cue, the speaker and a leading "that"."""
    if _is_idle(cue) or (not speaker and cue.token.tag in {"VBG", "VB"}):
        return NOTHING  # "It is worth noting that ...": nobody's words
    if is_charge_denied(cue):
        return NOTHING
    medium = credited_medium(cue)
    if medium:
        return around(cue.sentence, medium | cue.indices, NOTHING)
    if not speaker and cue.word.part == Part.NOUN:
        content = _clause(cue)  # "fears that it could close", but not "a demand for coal"
    elif cue.is_passive:
        content = _passive(cue)
    else:
        content = _active(cue, speaker)
    content = content - cue.indices - speaker - _told_besides(cue) - _told_of(cue, content)
    return _without_that(cue.sentence, _without_day(cue, content))


def _told_besides(cue: Cue) -> frozenset[int]:
    """What the speaker does next is not said: "noted that trade grew, *and agreed to meet*"."""
    if cue.word.part != Part.VERB:
        return NOTHING
    sentence = cue.sentence
    besides = NOTHING
    for token in children(sentence, cue.head, "conj"):
        is_next = token.index > cue.head and token.tag in FINITE
        if is_next and not child(sentence, token.index, "nsubj", "nsubjpass"):
            besides |= sentence.subtrees[token.index]
    return besides


def _told_of(cue: Cue, content: frozenset[int]) -> frozenset[int]:
    """What the report adds is not said: ", *an assurance that Sudria called empty*"."""
    sentence = cue.sentence
    added = NOTHING
    for index in content:
        token = sentence.tokens[index]
        first = first_of(sentence, index).index
        is_behind = first > cue.head and sentence.tokens[first - 1].text == ","
        if not is_behind or token.dep not in _ADDED:
            continue
        telling = children(sentence, index, "relcl", "acl")
        if (telling and token.lemma in _COUNTS) or any(
            _is_telling(sentence, one) for one in telling
        ):
            added |= sentence.subtrees[index]
    return added


def _is_telling(sentence: Sentence, verb: Token) -> bool:
    """Whether a relative clause tells what somebody said: "which Sudria called empty"."""
    subject = child(sentence, verb.index, "nsubj")
    if verb.dep == "acl":
        agent = child(sentence, verb.index, "agent")
        subject = child(sentence, agent.index, "pobj") if agent else None
    is_named = subject is not None and subject.pos in {"NOUN", "PROPN"}
    return is_named and load_speech_lexicon().verb(verb.lemma) is not None


def _is_idle(cue: Cue) -> bool:
    """Whether a thought only describes or purposes: "anyone wanting ...", "in order to admire"."""
    is_described = cue.token.tag == "VBG" and cue.token.dep == "acl"
    return cue.word.act != Act.SAY and (is_described or has_to(cue.sentence, cue.head))


def _active(cue: Cue, speaker: frozenset[int]) -> frozenset[int]:
    clause = _clause(cue)
    if clause and min(clause) > cue.head:
        return clause | _begun_before(cue, speaker)
    for find in (_infinitive, object_of, predicate_of, prepositional_of):
        found = find(cue)
        if found:
            return found
    if _has_foreign_object(cue):
        return NOTHING
    if cue.word.takes(Frame.ASIDE) and cue.word.part == Part.VERB:
        found = around_cue(cue, speaker)
        if found:
            return found
    return clause or rest_after(cue, speaker)


def _begun_before(cue: Cue, speaker: frozenset[int]) -> frozenset[int]:
    """The subject that "said Berg" parts from its clause: "*The bridge*, said Berg, is down"."""
    sentence = cue.sentence
    if not cue.first or sentence.tokens[cue.first - 1].text != ",":
        return NOTHING
    subjects = (token for token in children(sentence, cue.head, "nsubj", "nsubjpass"))
    begun = [token for token in subjects if token.index < cue.first and token.index not in speaker]
    return NOTHING.union(*(sentence.subtrees[token.index] for token in begun))


def _has_foreign_object(cue: Cue) -> bool:
    """Whether the verb governs what it cannot say: "maintains its stance", "argued the case"."""
    if cue.word.takes(Frame.OBJECT) or cue.word.hearer:
        return False
    objects = children(cue.sentence, cue.head, "dobj")
    nouns = (token for token in objects if token.index > cue.head and token.pos != "PRON")
    return any(token.entity not in {"DATE", "TIME"} for token in nouns)


def _clause(cue: Cue) -> frozenset[int]:
    """Gather content clauses, those after the cue if there are any."""
    if not cue.word.takes(Frame.CLAUSE):
        return NOTHING
    sentence, left, right = cue.sentence, NOTHING, NOTHING
    for below in sentence.children[cue.head]:
        if not _is_clausal(cue, sentence.tokens[below]):
            continue
        if below < cue.head:
            left |= sentence.subtrees[below]
        else:
            right |= sentence.subtrees[below]
    if right and _is_past_semicolon(cue, right):
        right = NOTHING
    if not right:
        return NOTHING if _is_cut_off(cue, left) else left
    return _without_telling(cue, _before_semicolon(sentence, _past_colon(sentence, right)))


def _is_cut_off(cue: Cue, left: frozenset[int]) -> bool:
    """Whether a clause goes before the cue's own: "Norland attacked; Sudria answered"."""
    between = cue.sentence.tokens[max(left) + 1 : cue.first] if left else ()
    after = next((token for token in between if token.text != ","), None)
    is_joined = after is not None and after.dep == "cc" and after.text in {"and", "but"}
    return is_joined or any(token.text == SEMICOLON for token in between)


def _is_past_semicolon(cue: Cue, clause: frozenset[int]) -> bool:
    """Whether a semicolon parts the cue from a clause behind it: "asked for aid; it rained"."""
    between = cue.sentence.tokens[cue.last + 1 : min(clause) + 1]
    return any(token.text == SEMICOLON for token in between)


def _before_semicolon(sentence: Sentence, clause: frozenset[int]) -> frozenset[int]:
    """End a clause at a semicolon behind which another begins, with a subject of its own."""
    for index in sorted(clause)[1:]:
        if sentence.tokens[index].text != SEMICOLON:
            continue
        rest = frozenset(other for other in clause if other > index)
        if _is_full(sentence, rest):
            return clause - rest
    return clause


def _is_full(sentence: Sentence, rest: frozenset[int]) -> bool:
    has_subject = any(sentence.tokens[index].dep in {"nsubj", "nsubjpass"} for index in rest)
    return has_subject and has_finite(sentence, rest) and sentence.tokens[min(rest)].text != "that"


def _is_clausal(cue: Cue, token: Token) -> bool:
    """Whether a dependent is a content clause, by whatever name the parser calls it."""
    if token.pos not in _CONTENT_POS:
        return False
    first = first_of(cue.sentence, token.index)
    if token.dep == "ccomp":
        return first.tag != "TO"
    if token.dep == "acl" and cue.word.part != Part.VERB:
        if _is_relative(cue.sentence, token):
            return False
        return first.text == "that" or child(cue.sentence, token.index, "mark") is not None
    if token.dep != "advcl":
        return False
    return (first.tag == "WRB" and first.index == cue.last + 1) or _is_that_clause(cue, token)


def _is_that_clause(cue: Cue, token: Token) -> bool:
    """Whether what looks like a circumstance is told to a hearer: "warned him *that* he could"."""
    mark = child(cue.sentence, token.index, "mark")
    is_that = mark is not None and mark.text == "that" and token.index > cue.head
    return is_that and child(cue.sentence, cue.head, "dobj") is not None


def _is_relative(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb lacks the object that "that" is: "a claim *that* the ministry rejected"."""
    word = load_speech_lexicon().verb(verb.lemma)
    is_transitive = word is not None and word.takes(Frame.OBJECT, Frame.PREDICATIVE)
    objects = ("dobj", "ccomp", "xcomp", "nsubjpass", "auxpass", "oprd")
    return is_transitive and child(sentence, verb.index, *objects) is None


def _past_colon(sentence: Sentence, clause: frozenset[int]) -> frozenset[int]:
    """What a colon introduces after a clause is part of it ("said that two things matter: ...")."""
    after = sentence.tokens[max(clause) + 1 :]
    if len(after) > 1 and after[0].text == ":" and after[1].tag != "``":
        return clause | frozenset(token.index for token in after)
    return clause


def _without_telling(cue: Cue, clause: frozenset[int]) -> frozenset[int]:
    """Leave out ", adding that ..." and "and warned that ...", which the parser hangs inside."""
    sentence = cue.sentence
    for index in sorted(clause):
        token = sentence.tokens[index]
        if index <= cue.head or token.head not in clause:
            continue
        if goes_on_telling(sentence, token) or _turns_away(sentence, token):
            clause -= sentence.subtrees[index]
    return clause


def _turns_away(sentence: Sentence, token: Token) -> bool:
    """Whether "but" goes on with what the speaker did: "said it had won, *but gave no details*"."""
    if not is_of_other_form(sentence, token):
        return False
    joining = child(sentence, token.head, "cc")
    return joining is not None and joining.text == "but"


def _without_day(cue: Cue, content: frozenset[int]) -> frozenset[int]:
    """Leave out the day right behind the cue, when it was said: "said *on Monday* they left"."""
    tokens, at = cue.sentence.tokens, cue.last + 1
    if at < len(tokens) and tokens[at].pos == "ADP":
        at += 1
    start = at
    while at < len(tokens) and tokens[at].entity in {"DATE", "TIME"}:
        at += 1
    if at == start or at == len(tokens) or tokens[at].pos in {"VERB", "AUX", "PUNCT"}:
        return content
    return frozenset(index for index in content if index < cue.head or index >= at)


def _without_that(sentence: Sentence, content: frozenset[int]) -> frozenset[int]:
    """Begin the content after its "that", and after what stands before that ("*earlier* that")."""
    for index in sorted(content):
        token = sentence.tokens[index]
        if token.text == "that" and token.dep in {"mark", "dobj"}:
            return frozenset(other for other in content if other > index)
        if token.pos not in _BEFORE_THAT and token.entity not in {"DATE", "TIME"}:
            break
    return content


def _infinitive(cue: Cue) -> frozenset[int]:
    """`plans to meet`, `urged both sides to talk`, `denied spying`."""
    if not cue.word.takes(Frame.INFINITIVE, Frame.CAUSATIVE, Frame.GERUND):
        return NOTHING
    sentence = cue.sentence
    for token in children(sentence, cue.head, "xcomp", "ccomp", "acl", "advcl"):
        if token.index < cue.head:
            continue
        if _is_gerund(token) and cue.word.takes(Frame.GERUND):
            return sentence.subtrees[token.index]
        if has_to(sentence, token.index) and _is_wanted(cue, token):
            return sentence.subtrees[token.index] | _joined(cue) | _caused(cue)
    return NOTHING


def _is_gerund(token: Token) -> bool:
    return token.tag == "VBG" and token.dep in {"xcomp", "ccomp"}


def _is_wanted(cue: Cue, token: Token) -> bool:
    """Whether an infinitive is what is wanted, not what for ("agreed, to save the deal")."""
    if not cue.word.takes(Frame.INFINITIVE, Frame.CAUSATIVE):
        return False
    is_caused = cue.word.hearer or cue.word.takes(Frame.CAUSATIVE)
    return token.dep != "advcl" or (is_caused and child(cue.sentence, cue.head, "dobj") is not None)


def _caused(cue: Cue) -> frozenset[int]:
    """Whom the speaker wants to act belongs to the content: "both sides to talk"."""
    if not cue.word.takes(Frame.CAUSATIVE):
        return NOTHING
    return subtree(cue.sentence, child(cue.sentence, cue.head, "dobj"))


def _joined(cue: Cue) -> frozenset[int]:
    """Bare infinitives that the parser joins to the cue: "plans to meet, talk and sign"."""
    sentence = cue.sentence
    bare = [
        sentence.subtrees[token.index]
        for token in children(sentence, cue.head, "conj")
        if token.tag == "VB" and not child(sentence, token.index, "nsubj")
    ]
    return NOTHING.union(*bare)


def _passive(cue: Cue) -> frozenset[int]:
    """`X was accused by Y of Z`, `X is expected to Y`, `demands made by Y`."""
    sentence = cue.sentence
    clause = _clause(cue)
    if clause:
        return clause
    complement = _complement(cue)
    is_done = cue.word.takes(Frame.OBJECT, Frame.PREDICATIVE)  # not "seen by", "heard by"
    agent = child(sentence, cue.head, "agent") if is_done else None
    reason = _reason(cue)
    patient = child(sentence, cue.head, "nsubjpass")
    if patient and (complement or agent or reason):
        content = noun_phrase(sentence, patient.index, cue.head)
    elif agent and cue.token.dep == "acl":
        content = noun_phrase(sentence, cue.token.head, cue.head)
    else:
        return NOTHING
    if _is_quoted_saying(sentence, reason):
        return NOTHING
    return content | subtree(sentence, complement) | subtree(sentence, reason)


def _complement(cue: Cue) -> Token | None:
    """What is said of the passive's subject: "is expected to abdicate", "was called a traitor"."""
    complement = child(cue.sentence, cue.head, "xcomp", "oprd")
    is_judged = cue.word.takes(Frame.PREDICATIVE) or cue.word.takes(Frame.OBJECT)
    is_claimed = complement is not None and has_to(cue.sentence, complement.index)
    return complement if is_claimed or is_judged else None


def _reason(cue: Cue) -> Token | None:
    wanted = cue.word.prepositions | {"as"}
    prepositions = children(cue.sentence, cue.head, "prep")
    return next((token for token in prepositions if token.lemma in wanted), None)


def _is_quoted_saying(sentence: Sentence, reason: Token | None) -> bool:
    """In "was quoted as saying that ...", the second verb is the cue."""
    verb = child(sentence, reason.index, "pcomp") if reason else None
    word = load_speech_lexicon().verb(verb.lemma) if verb else None
    return word is not None and word.act == Act.SAY
