"""A clause behind a comma that the parser took for a relative one -> who is credited.

In:  a cue in its sentence.   Out: token indices of the medium that stands before the cue.
Does not: take "a charge that Sudria denied" for a credit; that says nothing of its own.
"""

from detente.reading.speech_cues import Cue
from detente.reading.speech_lexicon import Frame, Part, load_speech_lexicon
from detente.reading.tree import FINITE
from detente.records import Sentence

__all__ = ["credited_medium", "is_charge_denied"]

NOBODY: frozenset[int] = frozenset()
_HUNG = frozenset({"acl", "relcl", "appos"})
_CLAUSAL = frozenset({"VERB", "AUX", "SCONJ"})
_CHARGES = frozenset({
    "accusation", "account", "allegation", "argument", "assertion", "charge", "claim", "figure",
    "idea", "move", "report", "step", "suggestion", "version", "view",
})  # fmt: skip


def credited_medium(cue: Cue) -> frozenset[int]:
    """Find the medium of "..., *the Veld daily El Faro* reported", taken for a relative clause."""
    word, sentence = cue.word, cue.sentence
    if word.part != Part.VERB or not (word.retells and word.takes(Frame.ASIDE)):
        return NOBODY
    named = _phrase_before(cue)
    if cue.token.dep not in _HUNG or cue.token.tag not in FINITE or cue.token.head not in named:
        return NOBODY
    media = load_speech_lexicon().media_nouns
    is_medium = any(sentence.tokens[index].lemma.lower() in media for index in named)
    return named if is_medium else NOBODY


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
    is_clause = any(token.pos in _CLAUSAL or _is_mark(sentence, token.index) for token in words)
    return NOBODY if is_clause else frozenset(token.index for token in words)


def _is_mark(sentence: Sentence, index: int) -> bool:
    token = sentence.tokens[index]
    return token.tag in {"WDT", "WP", "WRB", "``", "''"} or token.text in {";", ":", '"'}
