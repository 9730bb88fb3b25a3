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
    for find in (_infinitive, _object, _prepositional):
        found = find(cue)
        if found:
            return found
    if cue.word.takes("quote") and cue.token.pos == "VERB":
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
    if not (cue.word.takes("clause") and speaker and max(speaker) < cue.first and after):
        return NOTHING
    if cue.token.pos != "VERB" or tokens[after[0]].text in _DELIMITERS:
        return NOTHING
    start = next((i for i in after if tokens[i].text == "that" or tokens[i].tag in _FINITE), None)
    if start is None:
        return NOTHING
    return frozenset(range(start if tokens[start].text == "that" else after[0], len(tokens)))


def _clause(cue: Cue) -> frozenset[int]:
    if not cue.word.takes("clause"):
        return NOTHING
    sentence = cue.sentence
    for below in reversed(sentence.children[cue.head]):
        token = sentence.tokens[below]
        if token.pos not in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}:
            continue
        if (token.dep == "ccomp" and not _is_bare_infinitive(sentence, below)) or _is_clausal(cue, token):
            return _own(cue, sentence.subtrees[below])
    return NOTHING


def _is_bare_infinitive(sentence: Sentence, verb: int) -> bool:
    first = sentence.tokens[min(sentence.subtrees[verb])]
    return first.tag == "TO"


def _is_clausal(cue: Cue, token: Token) -> bool:
    """Whether a dependent that is not called ``ccomp`` is a content clause all the same."""
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
            content = sentence.subtrees[below]
            if cue.word.takes("causative"):
                content |= _subtree(sentence, child(sentence, cue.head, "dobj"))
            return content
        if cue.word.takes("gerund") and token.tag == "VBG" and token.dep in {"xcomp", "ccomp"}:
            return sentence.subtrees[below]
    return NOTHING


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


def _completes(sentence: Sentence, token: Token) -> bool:
    """Whether a preposition's phrase goes with the object, not with the act of speaking."""
    if token.dep == "xcomp":
        return True
    if token.dep not in {"prep", "dative"} or token.lemma not in _COMPLETING:
        return False
    governed = child(sentence, token.index, "pobj")
    return governed is None or governed.entity not in {"DATE", "TIME"}


def _cut(sentence: Sentence, content: frozenset[int]) -> frozenset[int]:
    """End a noun phrase before an aside: ", which ...", " - ...", ", according to ..."."""
    kept: list[int] = []
    for index in sorted(content):
        token = sentence.tokens[index]
        if kept and token.text in _ASIDES:
            break
        if kept and sentence.tokens[index - 1].text == "," and token.tag in _ASIDE_TAGS:
            break
        kept.append(index)
    return frozenset(kept)


def _prepositional(cue: Cue) -> frozenset[int]:
    sentence = cue.sentence
    for below in sentence.children[cue.head]:
        token = sentence.tokens[below]
        if below < cue.head or token.dep not in {"prep", "dative"}:
            continue
        if token.lemma in cue.word.prepositions:
            content = _cut(sentence, sentence.subtrees[below] - {below})
            for other in sentence.children[cue.head]:
                if other > below and sentence.tokens[other].dep in {"xcomp", "advcl"} and _has_to(sentence, other):
                    content |= sentence.subtrees[other]
            return content
    return NOTHING


def _passive(cue: Cue) -> frozenset[int]:
    sentence = cue.sentence
    clause = _clause(cue)
    if clause:
        return clause
    complement = child(sentence, cue.head, "xcomp", "oprd")
    patient = child(sentence, cue.head, "nsubjpass")
    content = NOTHING
    if patient:
        content = noun_phrase(sentence, patient.index, cue.head)
    elif cue.token.dep == "acl":
        content = noun_phrase(sentence, cue.token.head, cue.head)
    if not (complement or child(sentence, cue.head, "agent")):
        return NOTHING
    return content | _subtree(sentence, complement)


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
