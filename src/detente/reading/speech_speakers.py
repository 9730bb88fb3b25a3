"""Cue -> the noun phrase that names who speaks.

In:  a cue in its sentence.   Out: token indices of the speaker's whole phrase, apposition included.
Does not: resolve names or pronouns; only a relative pronoun is followed to its noun.
"""

from itertools import takewhile

from detente.reading.speech_credits import credited_medium, is_charge_denied
from detente.reading.speech_cues import Cue, goes_on_telling, passing_on
from detente.reading.speech_lexicon import Frame, Part, load_speech_lexicon
from detente.reading.speech_objects import AUTHORIAL, preposition_of
from detente.reading.tree import NOMINAL, child, children, noun_phrase
from detente.records import Sentence, Token

__all__ = ["speaker_of"]

_RELATIVE = frozenset({"WP", "WDT", "WP$"})
_INVERTED = ("dobj", "attr", "npadvmod", "oprd", "appos", "dep", "nsubjpass", "conj")
_CAUSING = frozenset({"allow", "cause", "compel", "force", "help", "lead", "let", "make", "permit"})
_SEEMING = frozenset({"be", "become", "remain", "seem", "take"})
_NAMING = frozenset({"ADJ", "DET", "NOUN", "PART", "PROPN"})
_MAX_CLIMB = 6  # verbs from a cue to its subject; longer chains are parse errors


def speaker_of(cue: Cue) -> frozenset[int]:
    """Find who speaks; empty where the sentence does not tell."""
    medium = credited_medium(cue)
    if medium or is_charge_denied(cue):
        return medium
    head = _head_of_speaker(cue)
    if head is None:
        return frozenset()
    topic = preposition_of(cue) if cue.word.part == Part.NOUN else None
    return noun_phrase(cue.sentence, head.index, topic.index if topic else cue.head)


def _head_of_speaker(cue: Cue) -> Token | None:
    if cue.word.part == Part.NOUN:
        return _of_noun(cue)
    if cue.word.part == Part.ADJECTIVE:
        return _of_state(cue)
    if cue.is_passive:
        return _agent(cue.sentence, cue.head)
    passing = passing_on(cue)
    passed_on = None if passing is None else child(cue.sentence, passing, "dobj")
    named = passed_on or _of_verb(cue.sentence, cue.head) or _inverted(cue)
    return named or _behind_quotation(cue) or _left(cue)


def _of_verb(sentence: Sentence, verb: int) -> Token | None:
    """Climb from a verb to whatever word is its subject, shared or understood."""
    start = verb
    if goes_on_telling(sentence, sentence.tokens[verb]):
        verb = _matrix(sentence, verb)
    for _ in range(_MAX_CLIMB):
        subject = _subject(sentence, verb)
        if subject:
            is_thing = sentence.tokens[verb].lemma in _SEEMING  # "it is worth noting that"
            is_nobody = subject.lemma == "it" and verb != start and is_thing
            return None if is_nobody else _antecedent(sentence, subject, verb)
        token = sentence.tokens[verb]
        if child(sentence, verb, "expl", "csubj") or token.head == verb:
            return None
        understood = _understood(sentence, token)
        if understood:
            return understood
        governor = sentence.tokens[token.head]
        if governor.pos == "ADP" and sentence.tokens[governor.head].pos in NOMINAL:
            return None
        verb = governor.index
    return None


def _understood(sentence: Sentence, token: Token) -> Token | None:
    """Find the noun that is the subject of a participle or of a controlled infinitive."""
    governor = sentence.tokens[token.head]
    if governor.pos in NOMINAL and token.dep in {"acl", "relcl", "advcl", "conj", "appos"}:
        return governor
    word = load_speech_lexicon().verb(governor.lemma)
    is_told = word is not None and (word.hearer or word.takes(Frame.CAUSATIVE))
    if token.dep == "xcomp" and (is_told or governor.lemma in _CAUSING):
        return child(sentence, governor.index, "dobj", "dative")
    return None


def _subject(sentence: Sentence, verb: int) -> Token | None:
    """Take the subject nearest to the verb: the parser may give it the quotation's, too.

    Behind a comma the one that follows goes first: "The bridge, said *the army*, is down".
    """
    subjects = children(sentence, verb, "nsubj", "nsubjpass")
    if verb and sentence.tokens[verb - 1].text == ",":
        subjects = [token for token in subjects if token.index > verb] or subjects
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
    """Follow "who" and "which" to their noun."""
    if subject.tag not in _RELATIVE:
        return subject if subject.lemma != "there" else None
    for _ in range(_MAX_CLIMB):
        token = sentence.tokens[verb]
        governor = sentence.tokens[token.head]
        if token.dep == "relcl" and governor.pos in NOMINAL:
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
    if not cue.word.takes(Frame.QUOTE):
        return None
    for token in children(cue.sentence, cue.head, *_INVERTED):
        if token.index > cue.head and token.pos in {"PROPN", "NOUN", "PRON"}:
            return token if token.entity not in {"DATE", "TIME"} else None
    return None


def _behind_quotation(cue: Cue) -> Token | None:
    """Take who follows `"...," said` where the parser began a clause: "said *Berg*, whose ..."."""
    tokens = cue.sentence.tokens
    if not cue.first or tokens[cue.first - 1].tag != "''" or not cue.word.takes(Frame.QUOTE):
        return None
    run = list(takewhile(lambda token: token.pos in _NAMING, tokens[cue.last + 1 :]))
    nouns = [token for token in run if token.pos in {"NOUN", "PROPN"}]
    return nouns[-1] if nouns else None


def _left(cue: Cue) -> Token | None:
    """Take the noun phrase right before "said" where the parser saw no subject.

    Without a comma before "said" it begins behind the last one, whatever noun the parser hung
    it on: "killed near Veld, *the ministry in Aldane* said".
    """
    tokens = cue.sentence.tokens
    index = cue.first - 1
    while index > 0 and tokens[index].pos in {"PUNCT", "ADV"}:
        index -= 1
    if index < 0 or tokens[index].pos not in NOMINAL or not cue.word.takes(Frame.QUOTE):
        return None
    commas = [token.index for token in tokens[:index] if token.text == ","]
    is_open = all(token.pos != "PUNCT" for token in tokens[index : cue.first])
    start = commas[-1] if commas and is_open else -1
    for _ in range(_MAX_CLIMB):
        governor = tokens[tokens[index].head]
        if governor.pos not in NOMINAL | {"ADP"} or not start < governor.index < cue.first:
            break
        index = governor.index
    if tokens[index].dep == "dobj":
        return _of_clause_before(cue, tokens[index])
    return tokens[index] if tokens[index].pos in NOMINAL else None


def _of_clause_before(cue: Cue, noun: Token) -> Token | None:
    """Take who tells already: "*Berg* admitted that ten planes caught fire, said raids went on"."""
    sentence, verb = cue.sentence, noun.head
    for _ in range(_MAX_CLIMB):
        above = sentence.tokens[verb].head
        if above == verb or above >= cue.head:
            break
        verb = above
    is_telling = load_speech_lexicon().verb(sentence.tokens[verb].lemma) is not None
    return _subject(sentence, verb) if is_telling else None


def _of_state(cue: Cue) -> Token | None:
    """`the union is critical`: the subject may hang on the adjective or on its "is"."""
    copula = child(cue.sentence, cue.head, "auxpass")
    holders = (cue.head, copula.index if copula else cue.token.head)
    return next(filter(None, (_of_verb(cue.sentence, holder) for holder in holders)), None)


def _of_noun(cue: Cue) -> Token | None:
    """`Norland's claim`, `warnings by the FBI`, `the envoy issued a warning`."""
    sentence, after = cue.sentence, cue.next_token
    owner = child(sentence, cue.head, "poss")
    if owner:
        return owner
    if after and after.lemma in AUTHORIAL:
        return child(sentence, after.index, "pobj")
    for token in children(sentence, cue.head, "prep", "agent"):
        if token.lemma in AUTHORIAL | {"of"} and not cue.word.takes(token.lemma):
            return child(sentence, token.index, "pobj")
    governor = sentence.tokens[cue.token.head]
    is_object = cue.token.dep == "dobj" and governor.pos == "VERB"
    if is_object and not child(sentence, governor.index, "nsubjpass"):
        return _of_verb(sentence, governor.index)
    return None
