"""Cue -> the noun phrase that names who speaks.

In:  a cue in its sentence.   Out: token indices of the speaker's whole phrase, apposition included.
Does not: resolve names or pronouns; only a relative pronoun is followed to its noun.
"""

from detente.reading.speech_cues import Cue, child, is_next_cue
from detente.records import Sentence, Token

__all__ = ["noun_phrase", "speaker_of"]

_RELATIVE = frozenset({"WP", "WDT", "WP$"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_INVERTED = frozenset({"dobj", "attr", "npadvmod", "oprd", "appos", "dep", "nsubjpass", "conj"})
_FROM = ("by", "from", "of")
_DASHES = frozenset({"—", "–", "―", "--", "-", ":"})
_MAX_CLIMB = 6


def speaker_of(cue: Cue) -> frozenset[int]:
    """Find who speaks; empty where the sentence does not tell."""
    if cue.token.pos == "NOUN":
        head = _of_noun(cue)
    elif cue.token.pos == "ADJ":
        head = _of_verb(cue.sentence, cue.token.head)
    elif cue.is_passive:
        head = _agent(cue.sentence, cue.head)
    else:
        head = _of_verb(cue.sentence, cue.head) or _inverted(cue) or _left(cue)
    return noun_phrase(cue.sentence, head.index, cue.head) if head else frozenset()


def noun_phrase(sentence: Sentence, head: int, apart_from: int) -> frozenset[int]:
    """Gather the phrase of ``head``, without the branch that holds ``apart_from``."""
    indices = set(sentence.subtrees[head])
    for below in sentence.children[head]:
        if apart_from in sentence.subtrees[below]:
            indices -= sentence.subtrees[below]
    first, last = head, head
    while first - 1 in indices and not _stands_before(sentence, first - 1, head):
        first -= 1
    while last + 1 in indices:
        last += 1
    while last > head and sentence.tokens[last].pos in {"PUNCT", "CCONJ", "SPACE"}:
        last -= 1
    while first < head and sentence.tokens[first].pos == "PUNCT":
        first += 1
    return frozenset(range(first, last + 1))


def _stands_before(sentence: Sentence, index: int, head: int) -> bool:
    """Whether a word does not belong to the phrase after it: "and", a dateline's dash."""
    token = sentence.tokens[index]
    if token.text in _DASHES:
        return token.span.end < sentence.tokens[index + 1].span.start
    return token.head == head and token.dep in {"cc", "preconj", "mark"}


def _of_verb(sentence: Sentence, verb: int) -> Token | None:
    """Climb from a verb to whatever word is its subject, shared or understood."""
    start = verb
    if is_next_cue(sentence, sentence.tokens[verb]):
        verb = _matrix(sentence, verb)
    for _ in range(_MAX_CLIMB):
        token = sentence.tokens[verb]
        subject = _subject(sentence, verb)
        if subject:
            if subject.lemma == "it" and verb != start:
                return None  # "it is worth noting": nobody in particular
            return _antecedent(sentence, subject, verb)
        if child(sentence, verb, "expl", "csubj") or token.head == verb:
            return None
        governor = sentence.tokens[token.head]
        if token.dep in {"acl", "relcl"} and governor.pos in _NOMINAL:
            return governor
        if token.dep == "xcomp":
            controller = child(sentence, governor.index, "dobj", "dative")
            if controller:
                return controller
        if governor.pos in _NOMINAL and token.dep in {"advcl", "conj", "appos"}:
            return governor
        if governor.pos == "ADP" and sentence.tokens[governor.head].pos in _NOMINAL:
            return None
        verb = governor.index
    return None


def _subject(sentence: Sentence, verb: int) -> Token | None:
    """Take the subject nearest to the verb: the parser may give it the quotation's, too."""
    subjects = [
        sentence.tokens[below]
        for below in sentence.children[verb]
        if sentence.tokens[below].dep in {"nsubj", "nsubjpass"}
    ]
    return min(subjects, key=lambda token: abs(token.index - verb), default=None)


def _matrix(sentence: Sentence, verb: int) -> int:
    """Climb out of the content clause on which the parser hung ", adding that ..."."""
    above = sentence.tokens[verb].head
    for _ in range(_MAX_CLIMB):
        token = sentence.tokens[above]
        if token.dep == "ccomp" and token.head < above:
            return token.head
        if token.head == above:
            break
        above = token.head
    return verb


def _antecedent(sentence: Sentence, subject: Token, verb: int) -> Token | None:
    if subject.tag not in _RELATIVE:
        return subject if subject.lemma != "there" else None
    for _ in range(_MAX_CLIMB):
        token = sentence.tokens[verb]
        governor = sentence.tokens[token.head]
        if token.dep == "relcl" and governor.pos in _NOMINAL:
            return governor
        if governor.index == verb:
            return None
        verb = governor.index
    return None


def _agent(sentence: Sentence, verb: int) -> Token | None:
    agent = child(sentence, verb, "agent")
    return child(sentence, agent.index, "pobj") if agent else None


def _inverted(cue: Cue) -> Token | None:
    """Take the noun right after "said" where the parser saw no subject."""
    if not cue.word.takes("quote"):
        return None
    for below in cue.sentence.children[cue.head]:
        token = cue.sentence.tokens[below]
        if below > cue.head and token.pos in {"PROPN", "NOUN", "PRON"} and token.dep in _INVERTED:
            return token if token.entity not in {"DATE", "TIME"} else None
    return None


def _left(cue: Cue) -> Token | None:
    """Take the noun phrase right before "said" where the parser saw no subject."""
    tokens = cue.sentence.tokens
    index = cue.first - 1
    while index > 0 and tokens[index].pos in {"PUNCT", "ADV"}:
        index -= 1
    if index < 0 or tokens[index].pos not in _NOMINAL or not cue.word.takes("quote"):
        return None
    for _ in range(_MAX_CLIMB):
        governor = tokens[tokens[index].head]
        if governor.pos not in _NOMINAL | {"ADP"} or governor.index >= cue.first:
            break
        index = governor.index
    return tokens[index] if tokens[index].pos in _NOMINAL else None


def _of_noun(cue: Cue) -> Token | None:
    sentence = cue.sentence
    owner = child(sentence, cue.head, "poss")
    if owner:
        return owner
    for below in sentence.children[cue.head]:
        token = sentence.tokens[below]
        if token.dep in {"prep", "agent"} and token.lemma in _FROM and not cue.word.takes(token.lemma):
            return child(sentence, below, "pobj")
    governor = sentence.tokens[cue.token.head]
    if cue.token.dep == "dobj" and governor.pos == "VERB":
        if child(sentence, governor.index, "nsubjpass"):
            return None
        return _of_verb(sentence, governor.index)
    return None
