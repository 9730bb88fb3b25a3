"""Cue -> the words of its sentence that are what was said, thought or wanted.

In:  a cue and its speaker.   Out: token indices of the content, a clause or a noun phrase; empty
where the cue has none. Who is credited in a clause behind a comma.
Does not: handle words in quotation marks that a cue introduces (quotes.py does).
"""

from collections.abc import Iterable

from detente.language.tree import (
    FINITE,
    child,
    children,
    first_of,
    has_finite,
    has_to,
    noun_phrase,
    subtree,
)
from detente.reading.speech.cues import Cue, goes_on_telling, is_of_other_form
from detente.reading.speech.lexicon import Act, Frame, Part, load_speech_lexicon
from detente.records import Sentence, Token

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
    if tokens[at].tag == "POS":  # "described *Sunday's* vote"
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
            return sentence.subtrees[token.index] | _caused(cue)
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


# --- Parenthetical cues -> the clause around them; and clauses that the parser missed.
_DELIMITERS = frozenset({",", ";", ":", "—", "–", "―", "--", "-", "(", ")", "[", "]"})
SEMICOLON = ";"
_QUOTES = frozenset({'"', "“", "”", "‘", "’", "'", "''", "``"})
_LEAD_INS = frozenset({"as", "also", "and", "but", "so", "then", "however"})
_JOINING = frozenset({"and", "but"})
_RELATIVE = frozenset({"WP", "WDT"})
_CLAUSE_DEPS = frozenset({"ccomp", "parataxis"})


def around(sentence: Sentence, core: Iterable[int], owned: frozenset[int]) -> frozenset[int]:
    """Take the clause around a parenthesis ("..., he said on Friday, ...").

    ``core`` are the words of the attribution; ``owned`` words that belong to it besides.
    """
    tokens = sentence.tokens
    left, right = _parenthesis(sentence, core)
    first, last = _between_semicolons(sentence, left, right)
    before, after = frozenset(range(first, left)), frozenset(range(right, last))
    if all(tokens[index].pos == "PUNCT" for index in before):
        return after if tokens[left].text.lower() == "as" else NOTHING
    if not _is_delimiter(tokens[left - 1]):
        return NOTHING
    return _beside(sentence, left, before, after, owned)


def _beside(
    sentence: Sentence,
    left: int,
    before: frozenset[int],
    after: frozenset[int],
    owned: frozenset[int],
) -> frozenset[int]:
    """Take of the words ``before`` and ``after`` a parenthesis those that it attributes."""
    tokens = sentence.tokens
    relative = _relative_before(sentence, left)
    if tokens[left].text.lower() in _JOINING:  # "The road is shut, and he proposed a detour"
        return after - owned
    if relative is not None:  # "..., which, he said, ...", "... whom guards, he said, ..."
        return after | frozenset(range(relative, left))
    if not has_finite(sentence, before):  # "The plan, he said, would fail"
        return before | after
    return before | (after - owned)


def around_cue(cue: Cue, speaker: frozenset[int]) -> frozenset[int]:
    """Take the clause around a parenthetical cue; empty where it only sets the scene."""
    found = around(cue.sentence, speaker | cue.indices, _owned(cue))
    is_content = has_finite(cue.sentence, found) and _is_governed(cue, found)
    return found if is_content else NOTHING


def rest_after(cue: Cue, speaker: frozenset[int]) -> frozenset[int]:
    """Take all that follows "the minister said", where the parser saw no clause in it."""
    tokens, after = cue.sentence.tokens, cue.next_token
    is_finite = cue.token.tag in FINITE or child(cue.sentence, cue.head, "aux") is not None
    if not (after and speaker and max(speaker) < cue.first and is_finite):
        return NOTHING
    if not cue.word.takes(Frame.ASIDE) or cue.word.part != Part.VERB or after.text in _DELIMITERS:
        return NOTHING
    is_answered = cue.token.lemma == "reply" and after.lemma == "with"  # "replied with tariffs"
    if is_answered or child(cue.sentence, cue.head, "dobj") is not None:
        return NOTHING  # "accepted it and the others would not"
    for token in tokens[after.index :]:
        if token.text == SEMICOLON or (token.dep == "cc" and tokens[token.index - 1].text == ","):
            break  # "accepted only after a delay, but ..."
        if goes_on_telling(cue.sentence, token):
            break  # "threatened to leave, saying that ..."
        if token.text == "that":
            return frozenset(range(token.index, len(tokens)))
        if token.tag in FINITE:
            return frozenset(range(after.index, len(tokens)))
    return NOTHING


def _parenthesis(sentence: Sentence, core: Iterable[int]) -> tuple[int, int]:
    """Widen the attribution to the delimiters: "as the minister said on Friday"."""
    tokens, inside = sentence.tokens, sorted(core)
    left, right = inside[0], inside[-1] + 1
    while left and tokens[left - 1].text.lower() in _LEAD_INS:
        left -= 1
    while right < len(tokens) and not _is_delimiter(tokens[right]):
        right += 1
    return left, right


def _relative_before(sentence: Sentence, left: int) -> int | None:
    """Find the relative pronoun of the clause that a parenthesis breaks off before its verb."""
    for index in range(left - 1, -1, -1):
        if sentence.tokens[index].tag in _RELATIVE:
            return index
        if sentence.tokens[index].tag in FINITE or sentence.tokens[index].text in {";", ":"}:
            return None
    return None


def _between_semicolons(sentence: Sentence, left: int, right: int) -> tuple[int, int]:
    """Bound what a parenthesis may attribute: "The road is open; the bridge, he said, is shut".

    Only at the end of all ("...; ..., he said") it goes with both.
    """
    marks = [token.index for token in sentence.tokens if token.text == SEMICOLON]
    after = [index for index in marks if index >= right]
    is_last = all(token.pos == "PUNCT" for token in sentence.tokens[right:])
    before = [index for index in marks if index < left]
    opens = bool(before) and before[-1] == left - 1
    first = before[-1] + 1 if before and (opens or not is_last) else 0
    return first, after[0] if after else len(sentence.tokens)


def _is_governed(cue: Cue, found: frozenset[int]) -> bool:
    """Whether the words around a cue are its content rather than its circumstances.

    "After they met, the minister responded" has only an adverbial clause around the cue.
    """
    tokens = cue.sentence.tokens
    for index in found:
        token = tokens[index]
        if token.head == cue.head:
            if token.dep in _CLAUSE_DEPS:
                return True
        elif token.head not in found and token.pos != "PUNCT":
            return True
    return cue.token.head in found


def _owned(cue: Cue) -> frozenset[int]:
    """Words right of a cue that hang on it, such as ", adding that ..."."""
    sentence = cue.sentence
    owned: frozenset[int] = NOTHING
    for below in sentence.children[cue.head]:
        is_other = sentence.tokens[below].dep not in _CLAUSE_DEPS | {"punct"}
        if below > cue.head and is_other and not _resumes(sentence, below):
            owned |= sentence.subtrees[below]
    return owned


def _resumes(sentence: Sentence, verb: int) -> bool:
    """Whether a clause behind a comma goes on with what was said: "..., he added, although ..."."""
    mark = child(sentence, verb, "mark")
    first = min(sentence.subtrees[verb])
    is_finite = sentence.tokens[verb].tag in FINITE or child(sentence, verb, "aux") is not None
    is_clause = mark is not None and mark.index == first and is_finite
    return is_clause and sentence.tokens[first - 1].text == ","


def _is_delimiter(token: Token) -> bool:
    return token.text in _DELIMITERS or token.text in _QUOTES or token.tag in {"``", "''"}


# --- A clause behind a comma that the parser took for a relative one -> who is credited.
NOBODY: frozenset[int] = frozenset()
_CLAUSE_POS = frozenset({"VERB", "AUX", "SCONJ"})
_CHARGES = frozenset({
    "accusation", "account", "allegation", "argument", "assertion", "charge", "claim", "figure",
    "idea", "move", "report", "step", "suggestion", "version", "view",
})  # fmt: skip


def is_charge_denied(cue: Cue) -> bool:
    """Whether what stands before a cue is what it is about: ", *a charge Sudria* denied"."""
    named = sorted(_phrase_before(cue))
    if len(named) < len("aXY"):
        return False
    article, noun, other = (cue.sentence.tokens[index] for index in (named[0], *named[1:3]))
    is_charge = article.text in {"a", "an"} and noun.lemma in _CHARGES
    return is_charge and other.pos in {"PROPN", "DET", "PRON", "ADJ"}


def _phrase_before(cue: Cue) -> frozenset[int]:
    """Gather the words between the last comma and a cue, if no verb is among them."""
    sentence = cue.sentence
    commas = [token.index for token in sentence.tokens[: cue.first] if token.text == ","]
    start = commas[-1] + 1 if commas else cue.first
    words = sentence.tokens[start : cue.first]
    is_clause = any(token.pos in _CLAUSE_POS or _is_mark(sentence, token.index) for token in words)
    return NOBODY if is_clause else frozenset(token.index for token in words)


def _is_mark(sentence: Sentence, index: int) -> bool:
    token = sentence.tokens[index]
    return token.tag in {"WDT", "WP", "WRB", "``", "''"} or token.text in {";", ":", '"'}


# --- Cue -> a noun phrase as its content: objects, predicates, prepositional phrases.
AUTHORIAL = frozenset({"by", "from"})
_OBJECTS = ("dobj", "oprd", "ccomp", "attr")
_WHEN = frozenset({"DATE", "TIME"})
_COMPLETING = frozenset({"as", "for", "of", "to", "from", "about", "against", "over", "on"})
_ASIDES = frozenset({"—", "–", "―", "--", "-", ";", "("})
_ASIDE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})


def object_of(cue: Cue) -> frozenset[int]:
    """Gather the object and what completes it ("criticized Norland for its raids")."""
    if not cue.word.takes(Frame.OBJECT):
        return NOTHING
    sentence, content = cue.sentence, NOTHING
    if cue.word.act == Act.SHOW and _is_thing_shown(cue):
        return NOTHING
    for below in sentence.children[cue.head]:
        token = sentence.tokens[below]
        if below < cue.head:
            continue
        is_object = token.dep in _OBJECTS
        is_more = token.lemma == "as" or (bool(content) and _completes(sentence, token))
        if is_object or is_more:
            content |= sentence.subtrees[below]
    if content and child(sentence, cue.head, *_OBJECTS) is None:
        content |= _antecedent(cue)
    if cue.word.takes(Frame.QUOTE) and all(sentence.tokens[i].pos == "PRON" for i in content):
        return NOTHING  # "said it" has its content elsewhere
    return _cut(sentence, content)


def _antecedent(cue: Cue) -> frozenset[int]:
    """Take the noun before "that": "*a claim* that they denied as untrue"."""
    is_relative = cue.token.dep in {"relcl", "acl"} and cue.token.tag in FINITE
    return noun_phrase(cue.sentence, cue.token.head, cue.head) if is_relative else NOTHING


def _is_thing_shown(cue: Cue) -> bool:
    """Whether something to look at is shown: "photographs of the camp", not "a lead of Berg's"."""
    shown = child(cue.sentence, cue.head, "dobj")
    return shown is not None and shown.lemma in load_speech_lexicon().exhibits


def predicate_of(cue: Cue) -> frozenset[int]:
    """`called the plan a mistake`, however the parser splits it; a bare object is not enough."""
    sentence, after = cue.sentence, cue.next_token
    if not cue.word.takes(Frame.PREDICATIVE) or after is None or after.dep == "prep":
        return NOTHING
    linking = {"as"} | (cue.word.prepositions & {"to", "with"})
    parts = [
        token
        for token in children(
            sentence, cue.head, "dobj", "oprd", "ccomp", "xcomp", "prep", "dative"
        )
        if token.index > cue.head and (token.pos != "ADP" or token.lemma in linking)
    ]
    content = NOTHING.union(*(sentence.subtrees[token.index] for token in parts))
    judged = [token for token in parts if _is_judged(sentence, token)]
    if judged:  # "called the plan unlikely *for now*"
        content |= frozenset(i for i in sentence.subtrees[cue.head] if i > max(content))
    is_double = len(parts) > 1 or bool(judged) or any(token.dep != "dobj" for token in parts)
    has_marks = any(sentence.tokens[index].tag == "``" for index in content)
    if not is_double and not has_marks:
        return NOTHING
    return _cut(sentence, frozenset(range(min(content), max(content) + 1)))


def _is_judged(sentence: Sentence, noun: Token) -> bool:
    """Whether an adjective behind a noun says something of it: "such a plan *unlikely*"."""
    adjectives = children(sentence, noun.index, "amod", "acomp")
    return any(token.index > noun.index and token.pos == "ADJ" for token in adjectives)


def prepositional_of(cue: Cue) -> frozenset[int]:
    """`called for a truce`, `called on both sides to talk`: the phrase, not its preposition."""
    sentence, preposition = cue.sentence, preposition_of(cue)
    if preposition is None:
        return NOTHING
    content = _cut(sentence, sentence.subtrees[preposition.index] - {preposition.index})
    return content | _more_after(sentence, cue.head, preposition.index)


def preposition_of(cue: Cue) -> Token | None:
    """Find the preposition whose phrase is the content.

    After a noun it may hang on the author: "warnings by the service about raids".
    """
    sentence, after = cue.sentence, cue.next_token
    heads = [cue.head]
    if cue.word.part == Part.NOUN and after and after.lemma in AUTHORIAL:
        heads += [author.index for author in children(sentence, after.index, "pobj")]
    for token in (one for head in heads for one in children(sentence, head, "prep", "dative")):
        governed = child(sentence, token.index, "pobj", "pcomp")
        is_after = token.index > cue.head and token.lemma in cue.word.prepositions
        if is_after and governed and not _is_occasion(governed):
            return token
    return None


def _is_occasion(governed: Token) -> bool:
    """Whether a phrase tells when or how one speaks: "on Friday", "on condition of anonymity"."""
    return governed.entity in _WHEN or governed.lemma in load_speech_lexicon().occasions


def _more_after(sentence: Sentence, verb: int, preposition: int) -> frozenset[int]:
    """`called on both sides *to talk*`, `referred to the raid *as a crime*`."""
    more = [
        sentence.subtrees[token.index]
        for token in children(sentence, verb, "xcomp", "advcl", "prep")
        if token.index > preposition and (token.lemma == "as" or has_to(sentence, token.index))
    ]
    return NOTHING.union(*more)


def _completes(sentence: Sentence, token: Token) -> bool:
    """Whether a phrase goes with the object, not with the act of speaking."""
    if token.dep == "xcomp":
        return True
    if token.dep not in {"prep", "dative"}:
        return False
    if token.lemma not in _COMPLETING:
        return token.lemma == "in" and _is_part_in(sentence, token)
    governed = child(sentence, token.index, "pobj")
    return governed is None or governed.entity not in _WHEN


def _is_part_in(sentence: Sentence, preposition: Token) -> bool:
    """Whether "in" tells of what: "in making it", "denied any part *in the raid*"."""
    thing = child(sentence, preposition.head, "dobj")
    is_any = thing is not None and any(
        token.lemma in {"any", "no"} for token in children(sentence, thing.index, "det")
    )
    governed = child(sentence, preposition.index, "pobj")
    is_noun = governed is not None and governed.pos == "NOUN" and governed.entity not in _WHEN
    return child(sentence, preposition.index, "pcomp") is not None or (is_any and is_noun)


def _cut(sentence: Sentence, content: frozenset[int]) -> frozenset[int]:
    """End a noun phrase before an aside: ", which ...", " - ..."."""
    kept: list[int] = []
    for index in sorted(content):
        token = sentence.tokens[index]
        if kept and token.text in _ASIDES and _stands_apart(sentence, index):
            break
        if kept and sentence.tokens[index - 1].text == "," and token.tag in _ASIDE_TAGS:
            break
        kept.append(index)
    return frozenset(kept)


def _stands_apart(sentence: Sentence, index: int) -> bool:
    """Whether a dash has blanks around it: "so-called" has none."""
    return sentence.tokens[index - 1].span.end < sentence.tokens[index].span.start
