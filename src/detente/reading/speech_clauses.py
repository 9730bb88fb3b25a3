"""Cue -> the words of its sentence that are what was said, thought or wanted.

In:  a cue and its speaker.   Out: token indices of the content, empty where the cue has none.
Does not: handle words in quotation marks that a cue introduces (speech_quotes.py does).
"""

from collections.abc import Iterable

from detente.reading.speech_cues import Cue, child, is_next_cue
from detente.reading.speech_speakers import noun_phrase
from detente.records import Sentence, Token

__all__ = ["around", "content_of"]

NOTHING: frozenset[int] = frozenset()
_DELIMITERS = frozenset({",", ";", ":", "—", "–", "―", "--", "-", "(", ")", "[", "]"})
_LEAD_INS = frozenset({"as", "also", "and", "but", "so", "then", "however"})
_RELATIVE = frozenset({"WP", "WDT"})
_WHEN = frozenset({"DATE", "TIME"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_COMPLETING = frozenset({"as", "for", "of", "to", "from", "about", "against", "over", "on"})
_ASIDES = frozenset({"—", "–", "―", "--", "-", ";", "("})
_ASIDE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})


def content_of(cue: Cue, speaker: frozenset[int]) -> frozenset[int]:
    """Find the content that ``cue`` governs, without the cue and the speaker."""
    if cue.token.pos == "VERB" and cue.is_passive:
        content = _passive(cue)
    else:
        content = _active(cue, speaker)
    if not speaker and cue.token.tag in {"VBG", "VB"}:
        return NOTHING  # "It is worth noting that ...": nobody's words
    if not speaker and cue.token.pos == "NOUN":
        return _clause(cue)  # "fears that the strait could close", but not "a demand for coal"
    return content - cue.indices - speaker


def around(sentence: Sentence, core: Iterable[int], owned: frozenset[int]) -> frozenset[int]:
    """Take the clause around a parenthesis ("..., he said on Friday, ...").

    ``core`` are the words of the attribution; ``owned`` words that belong to it besides.
    """
    tokens = sentence.tokens
    inside = sorted(core)
    left, right = inside[0], inside[-1] + 1
    while left and tokens[left - 1].text.lower() in _LEAD_INS:
        left -= 1
    while right < len(tokens) and not _is_delimiter(tokens[right]):
        right += 1
    before = [index for index in range(left) if tokens[index].pos != "PUNCT"]
    if not before:
        has_as = right < len(tokens) and tokens[left].text.lower() == "as"
        return frozenset(range(right, len(tokens))) if has_as else NOTHING
    if not _is_delimiter(tokens[left - 1]):
        return NOTHING
    if left > 1 and tokens[left - 2].tag in _RELATIVE:  # "..., which, he said, ..."
        return frozenset({left - 2}) | frozenset(range(right, len(tokens)))
    if not _has_finite(sentence, before):  # "The plan, he said, would fail"
        return frozenset(range(left)) | frozenset(range(right, len(tokens)))
    return frozenset(range(left)) | (frozenset(range(right, len(tokens))) - owned)


def _has_finite(sentence: Sentence, indices: Iterable[int]) -> bool:
    return any(sentence.tokens[index].tag in _FINITE for index in indices)


def _active(cue: Cue, speaker: frozenset[int]) -> frozenset[int]:
    clause = _clause(cue)
    if clause and min(clause) > cue.head:
        return clause
    for find in (_infinitive, _object, _predicative, _prepositional):
        found = find(cue)
        if found:
            return found
    if cue.word.takes("aside") and cue.token.pos == "VERB":
        found = around(cue.sentence, speaker | cue.indices, _owned(cue))
        if found and _has_finite(cue.sentence, found) and _is_governed(cue, found):
            return found
    return clause or _rest(cue, speaker)


def _is_governed(cue: Cue, found: frozenset[int]) -> bool:
    """Whether the words around a cue are its content rather than its circumstances.

    "After they met, the minister responded" has only adverbial clauses around the cue.
    """
    tokens = cue.sentence.tokens
    for index in found:
        token = tokens[index]
        if token.head not in found and token.head != cue.head and token.pos != "PUNCT":
            return True
        if token.head == cue.head and token.dep in {"ccomp", "parataxis"}:
            return True
    return cue.token.head in found


def _rest(cue: Cue, speaker: frozenset[int]) -> frozenset[int]:
    """Take all that follows "the minister said", where the parser saw no clause in it."""
    tokens = cue.sentence.tokens
    after = range(cue.last + 1, len(tokens))
    if not (cue.word.takes("aside") and speaker and max(speaker) < cue.first and after):
        return NOTHING
    is_finite = cue.token.tag in _FINITE or child(cue.sentence, cue.head, "aux")
    if cue.token.pos != "VERB" or not is_finite or tokens[after[0]].text in _DELIMITERS:
        return NOTHING
    start = next((i for i in after if tokens[i].text == "that" or tokens[i].tag in _FINITE), None)
    if start is None:
        return NOTHING
    return frozenset(range(start if tokens[start].text == "that" else after[0], len(tokens)))


def _clause(cue: Cue) -> frozenset[int]:
    if not cue.word.takes("clause"):
        return NOTHING
    left: frozenset[int] = NOTHING
    right: frozenset[int] = NOTHING
    for below in cue.sentence.children[cue.head]:
        if not _is_clausal(cue, cue.sentence.tokens[below]):
            continue
        if below < cue.head:
            left |= cue.sentence.subtrees[below]
        else:
            right |= cue.sentence.subtrees[below]
    return _own(cue, _past_colon(cue.sentence, right)) if right else left


def _past_colon(sentence: Sentence, clause: frozenset[int]) -> frozenset[int]:
    """What a colon introduces after a clause is part of it ("said that two things matter: ...")."""
    after = max(clause) + 1
    if after < len(sentence.tokens) - 1 and sentence.tokens[after].text == ":":
        if sentence.tokens[after + 1].tag != "``":
            return clause | frozenset(range(after, len(sentence.tokens)))
    return clause


def _is_bare_infinitive(sentence: Sentence, verb: int) -> bool:
    first = sentence.tokens[min(sentence.subtrees[verb])]
    return first.tag == "TO"


def _is_clausal(cue: Cue, token: Token) -> bool:
    """Whether a dependent is a content clause, by whatever name the parser calls it."""
    if token.pos not in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}:
        return False
    if token.dep == "ccomp":
        return not _is_bare_infinitive(cue.sentence, token.index)
    if token.dep == "acl" and cue.token.pos in {"NOUN", "ADJ"}:
        return child(cue.sentence, token.index, "mark") is not None
    first = cue.sentence.tokens[min(cue.sentence.subtrees[token.index])]
    return token.dep == "advcl" and first.tag == "WRB" and first.index == cue.last + 1


def _own(cue: Cue, clause: frozenset[int]) -> frozenset[int]:
    """Leave out ", adding that ..." and "and warned that ...": the speaker's own next words.

    The parser likes to hang them on the verb inside the clause.
    """
    sentence = cue.sentence
    for index in sorted(clause):
        token = sentence.tokens[index]
        if index < cue.head or token.head not in clause or not is_next_cue(sentence, token):
            continue
        clause -= sentence.subtrees[index]
    return clause


def _infinitive(cue: Cue) -> frozenset[int]:
    sentence = cue.sentence
    if not cue.word.takes("infinitive", "causative", "gerund"):
        return NOTHING
    for below in sentence.children[cue.head]:
        token = sentence.tokens[below]
        if below < cue.head or token.dep not in {"xcomp", "ccomp", "acl", "advcl"}:
            continue
        if _has_to(sentence, below):
            if not cue.word.takes("infinitive", "causative"):
                continue
            if token.dep == "advcl" and not child(sentence, cue.head, "dobj"):
                continue
            content = sentence.subtrees[below] | _joined(cue)
            if cue.word.takes("causative"):
                content |= _subtree(sentence, child(sentence, cue.head, "dobj"))
            return content
        if cue.word.takes("gerund") and token.tag == "VBG" and token.dep in {"xcomp", "ccomp"}:
            return sentence.subtrees[below]
    return NOTHING


def _joined(cue: Cue) -> frozenset[int]:
    """Bare infinitives that the parser joins to the cue: "plans to meet, talk and sign"."""
    sentence = cue.sentence
    joined: frozenset[int] = NOTHING
    for below in sentence.children[cue.head]:
        is_bare = sentence.tokens[below].dep == "conj" and sentence.tokens[below].tag == "VB"
        if is_bare and not child(sentence, below, "nsubj"):
            joined |= sentence.subtrees[below]
    return joined


def _object(cue: Cue) -> frozenset[int]:
    """Gather the object and what completes it ("criticized Norland for its raids")."""
    sentence = cue.sentence
    if not cue.word.takes("object"):
        return NOTHING
    content: frozenset[int] = NOTHING
    for below in sentence.children[cue.head]:
        token = sentence.tokens[below]
        if below < cue.head:
            continue
        is_object = token.dep in {"dobj", "oprd", "ccomp", "attr"}
        is_more = token.lemma == "as" or (bool(content) and _completes(sentence, token))
        if is_object or is_more:
            content |= sentence.subtrees[below]
    if cue.word.takes("quote") and all(sentence.tokens[i].pos == "PRON" for i in content):
        return NOTHING  # "as she put it"
    return _cut(sentence, content)


def _predicative(cue: Cue) -> frozenset[int]:
    """`called the plan a mistake`, however the parser splits it; a bare object is not enough."""
    sentence = cue.sentence
    if not cue.word.takes("predicative"):
        return NOTHING
    parts = [
        below
        for below in sentence.children[cue.head]
        if below > cue.head and sentence.tokens[below].dep in {"dobj", "oprd", "ccomp", "xcomp"}
    ]
    if not parts or sentence.tokens[cue.last + 1].dep == "prep":
        return NOTHING
    content = frozenset[int]().union(*(sentence.subtrees[part] for part in parts))
    is_double = len(parts) > 1 or sentence.tokens[parts[0]].dep in {"ccomp", "xcomp", "oprd"}
    has_marks = any(sentence.tokens[index].tag == "``" for index in content)
    if not is_double and not has_marks:
        return NOTHING
    return _cut(sentence, frozenset(range(min(content), max(content) + 1)))


def _completes(sentence: Sentence, token: Token) -> bool:
    """Whether a preposition's phrase goes with the object, not with the act of speaking."""
    if token.dep == "xcomp":
        return True
    if token.dep not in {"prep", "dative"}:
        return False
    if token.lemma not in _COMPLETING:
        return token.lemma == "in" and child(sentence, token.index, "pcomp") is not None
    governed = child(sentence, token.index, "pobj")
    return governed is None or governed.entity not in _WHEN


def _cut(sentence: Sentence, content: frozenset[int]) -> frozenset[int]:
    """End a noun phrase before an aside: ", which ...", " - ...", ", according to ..."."""
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


def _prepositional(cue: Cue) -> frozenset[int]:
    sentence = cue.sentence
    for below in sentence.children[cue.head]:
        token = sentence.tokens[below]
        if below < cue.head or token.dep not in {"prep", "dative"}:
            continue
        governed = child(sentence, below, "pobj", "pcomp")
        if token.lemma in cue.word.prepositions and governed and governed.entity not in _WHEN:
            content = _cut(sentence, sentence.subtrees[below] - {below})
            for other in sentence.children[cue.head]:
                if other > below and sentence.tokens[other].dep in {"xcomp", "advcl"} and _has_to(sentence, other):
                    content |= sentence.subtrees[other]
            return content
    return NOTHING


def _passive(cue: Cue) -> frozenset[int]:
    """`X was accused by Y of Z`, `X is expected to Y`, `demands made by Y`."""
    sentence = cue.sentence
    clause = _clause(cue)
    if clause:
        return clause
    complement = child(sentence, cue.head, "xcomp", "oprd")
    agent = child(sentence, cue.head, "agent")
    reason = next(
        (
            sentence.tokens[below]
            for below in sentence.children[cue.head]
            if sentence.tokens[below].dep == "prep"
            and sentence.tokens[below].lemma in cue.word.prepositions | {"as"}
        ),
        None,
    )
    patient = child(sentence, cue.head, "nsubjpass")
    if patient and (complement or agent or reason):
        content = noun_phrase(sentence, patient.index, cue.head)
    elif agent and cue.token.dep == "acl":
        content = noun_phrase(sentence, cue.token.head, cue.head)
    else:
        return NOTHING
    return content | _subtree(sentence, complement) | _subtree(sentence, reason)


def _owned(cue: Cue) -> frozenset[int]:
    """Words right of a cue that hang on it, such as ", adding that ..."."""
    sentence = cue.sentence
    owned: set[int] = set()
    for below in sentence.children[cue.head]:
        if below > cue.head and sentence.tokens[below].dep not in {"ccomp", "parataxis", "punct"}:
            owned |= sentence.subtrees[below]
    return frozenset(owned)


def _has_to(sentence: Sentence, verb: int) -> bool:
    return any(
        sentence.tokens[below].tag == "TO" and sentence.tokens[below].dep == "aux"
        for below in sentence.children[verb]
    )


def _subtree(sentence: Sentence, token: Token | None) -> frozenset[int]:
    return sentence.subtrees[token.index] if token else NOTHING


def _is_delimiter(token: Token) -> bool:
    return token.text in _DELIMITERS or token.tag in {"``", "''"} or token.text in "\"“”‘’'"
