"""Speaker -> whether it is a medium that is being retold.

In:  the speaker's words, a sentence, the lexicon of media.   Out: yes or no.
Does not: tell one outlet from another.
"""

from collections.abc import Collection

from detente.reading.speech_lexicon import SpeechLexicon
from detente.records import Sentence, Token

__all__ = ["is_medium"]

_LEAST_WORDS = 2
_LINKS = frozenset({"compound", "nmod", "poss", "appos", "amod"})


def is_medium(sentence: Sentence, speaker: Collection[int], lexicon: SpeechLexicon) -> bool:
    """Whether ``speaker`` (token indices) is headed by a medium: "The New York Times (NYT)"."""
    inside = set(speaker)
    heads = [
        i
        for i in sorted(inside)
        if sentence.tokens[i].head not in inside or sentence.tokens[i].head == i
    ]
    if not heads:
        return False
    head = sentence.tokens[heads[0]]
    if head.pos != "PROPN" and head.lemma in lexicon.media_nouns:
        return True
    named = (
        _is_named(sentence, head.index, lexicon)
        or _is_called(sentence, inside, head, lexicon)
        or _is_introduced(sentence, min(inside), head, lexicon)
    )
    if head.lemma in lexicon.media_reports:
        return any(
            _is_named(sentence, below, lexicon)
            for below in sentence.children[head.index]
            if sentence.tokens[below].dep in _LINKS
        )
    return named


def _is_called(
    sentence: Sentence, speaker: Collection[int], head: Token, lexicon: SpeechLexicon
) -> bool:
    """Whether a name of several words is made as outlets' names are: "the Veld Gazette"."""
    name = [sentence.tokens[i] for i in sorted(speaker) if sentence.tokens[i].pos != "DET"]
    if len(name) < _LEAST_WORDS or head.entity == "PERSON":
        return False
    before = sentence.tokens[head.index - 1] if head.index else head
    is_ended = head.text in lexicon.media_endings and before.pos == "PROPN"
    return is_ended or (name[0].text in lexicon.media_beginnings and name[0].pos == "PROPN")


def _is_introduced(sentence: Sentence, first: int, head: Token, lexicon: SpeechLexicon) -> bool:
    """Whether a kind of medium stands before a name: "the Veld daily El Faro"."""
    tokens = sentence.tokens
    for index in range(head.index - 1, max(first - 2, -1), -1):
        if tokens[index].text in lexicon.media_nouns:
            return head.pos == "PROPN"
        if tokens[index].pos != "PROPN" and tokens[index].text not in {"the", "The"}:
            return False
    return False


def _is_named(sentence: Sentence, last: int, lexicon: SpeechLexicon) -> bool:
    """Whether the name that ends with token ``last`` ends with an outlet's name."""
    words: list[str] = []
    for index in range(last, max(-1, last - 5), -1):
        words.insert(0, sentence.tokens[index].text)
        if " ".join(words).replace(" ’", "’").replace(" '", "'") in lexicon.media_names:
            return True
        if sentence.tokens[index].pos not in {"PROPN", "NOUN", "PART", "ADJ"}:
            break
    return False
