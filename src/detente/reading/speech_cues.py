"""Sentence -> the words in it that may attribute speech, opinion or intention.

In:  one parsed sentence and the lexicon.   Out: cues with their word group ("has also said").
Does not: decide whether a cue has content; most "calls" and "plans" have none.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.reading.speech_lexicon import CueWord, SpeechLexicon, load_speech_lexicon
from detente.records import Sentence, Span, Token

__all__ = ["Cue", "child", "find_cues", "is_next_cue"]

_ATTRIBUTIVE = frozenset({"amod", "compound", "nmod"})
_GROUP = frozenset({"aux", "auxpass", "neg", "advmod"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A cue word in its sentence. ``first`` to ``last`` are the tokens of its group."""

    sentence: Sentence
    head: int
    word: CueWord
    first: int
    last: int

    @property
    def token(self) -> Token:
        """The cue word itself."""
        return self.sentence.tokens[self.head]

    @property
    def span(self) -> Span:
        """Range of the whole group."""
        tokens = self.sentence.tokens
        return Span(tokens[self.first].span.start, tokens[self.last].span.end)

    @property
    def indices(self) -> frozenset[int]:
        """Token indices of the group."""
        return frozenset(range(self.first, self.last + 1))

    @property
    def is_passive(self) -> bool:
        """Whether the cue is a passive verb ("was quoted", "demanded by")."""
        if child(self.sentence, self.head, "auxpass", "nsubjpass"):
            return True
        is_participle = self.token.tag == "VBN" and self.token.dep in {"acl", "advcl", "prep", "pcomp"}
        return is_participle and not child(self.sentence, self.head, "aux", "nsubj")


def find_cues(sentence: Sentence, lexicon: SpeechLexicon) -> Iterator[Cue]:
    """Yield the cues of ``sentence`` in order."""
    for token in sentence.tokens:
        word = _cue_word(sentence, token, lexicon)
        if word:
            first, last = _group(sentence, token)
            yield Cue(sentence=sentence, head=token.index, word=word, first=first, last=last)


def child(sentence: Sentence, index: int, *deps: str) -> Token | None:
    """Find the first dependent of ``index`` with one of the labels ``deps``."""
    for below in sentence.children[index]:
        if sentence.tokens[below].dep in deps:
            return sentence.tokens[below]
    return None


def is_next_cue(sentence: Sentence, token: Token) -> bool:
    """Whether a verb inside a clause rather goes on with the telling.

    "..., adding that ..." and "... and warned that ..." are the same speaker's next words;
    "..., and the ministry warned that ..." is somebody else's.
    """
    lexicon = load_speech_lexicon()
    word = lexicon.verbs.get(lexicon.lemma(token.lemma))
    if word is None or token.pos != "VERB" or not word.takes("clause") or word.act != "say":
        return False
    first = min(sentence.subtrees[token.index])
    before = sentence.tokens[first - 1].text if first else ""
    if token.tag == "VBG" and token.dep in {"advcl", "acl", "conj"}:
        return before == ","
    if token.dep != "conj" or not child(sentence, token.index, "ccomp"):
        return False
    has_subject = child(sentence, token.index, "nsubj") is not None
    after_comma = first > 1 and sentence.tokens[first - 2].text == ","
    return token.tag in {"VBD", "VBZ", "VBP"} and (after_comma or not has_subject)


def _cue_word(sentence: Sentence, token: Token, lexicon: SpeechLexicon) -> CueWord | None:
    if token.dep in _ATTRIBUTIVE:
        return None
    if token.pos in {"VERB", "AUX"}:
        particle = child(sentence, token.index, "prt")
        lemma = lexicon.lemma(token.lemma)
        return lexicon.verbs.get(f"{lemma} {particle.lemma}" if particle else lemma)
    if token.pos == "NOUN":
        return lexicon.nouns.get(lexicon.lemma(token.lemma))
    if token.pos == "ADJ" and token.dep == "acomp":
        return lexicon.adjectives.get(token.lemma)
    return None


def _group(sentence: Sentence, token: Token) -> tuple[int, int]:
    """Auxiliaries, negation and adverbs before the word, its particle after it."""
    if token.pos == "NOUN":
        return token.index, token.index
    below = {index for index in sentence.children[token.index]}
    anchor = token.index
    if token.pos == "ADJ":
        below |= set(sentence.children[token.head]) | {token.head}
    first, last = anchor, anchor
    while first - 1 in below and (
        sentence.tokens[first - 1].dep in _GROUP or first - 1 == token.head
    ):
        first -= 1
    while last + 1 in below and sentence.tokens[last + 1].dep in {"prt", "neg"}:
        last += 1
    while first < anchor and sentence.tokens[first].tag in {"WRB", "RB"} and sentence.tokens[first].dep != "neg":
        first += 1
    return first, last
