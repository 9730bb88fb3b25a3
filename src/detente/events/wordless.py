"""Speech -> whether nothing is said by it: a deed done with words, or words not said.

In:  a stretch of speech, its kind and the sentences.   Out: yes or no.
Does not: find speech, or judge what is in quotation marks, which is said in any case.
"""

from collections.abc import Sequence

from detente.records import Sentence, Span, Speech, SpeechKind, Token

__all__ = ["is_deed", "is_unsaid"]

DEEDS = frozenset({"accept", "agree", "command", "decree", "instruct", "order", "sentence"})
CLAIMING = frozenset({  # of whose object something is said: "accused Norland of spying"
    "accuse", "blame", "charge", "complain", "dismiss", "fault", "predict", "report", "suspect",
})  # fmt: skip
SAYING = frozenset({
    "add", "announce", "clarify", "comment", "confirm", "disclose", "elaborate", "explain",
    "indicate", "mention", "reveal", "say", "signal", "specify", "state", "tell",
})  # fmt: skip
LOOSE = frozenset({SpeechKind.POSITION, SpeechKind.ASSESSMENT})  # kinds that no word tells
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
PREDICATES = frozenset({"acomp", "advcl", "amod", "oprd", "xcomp"})


def is_deed(speech: Speech, kind: SpeechKind, sentences: Sequence[Sentence]) -> bool:
    """Whether the verb does what it says: "accepted the plan", "ordered the envoy to leave".

    Of a noun phrase alone something is said only by a claim, a demand, a denial and the like:
    not by "condemned the raid" or "wants a truce".
    """
    if speech.is_quoted or speech.cue is None:
        return False
    if speech.cue_lemma in DEEDS and not _has_subject(speech.content[0], sentences):
        return True
    return (
        kind in LOOSE
        and len(speech.content) == 1  # "*what* they said were *camps*"
        and speech.cue_lemma not in CLAIMING
        and _is_noun_phrase(speech.content[0], sentences)
    )


def is_unsaid(speech: Speech, sentences: Sequence[Sentence]) -> bool:
    """Whether it is told that somebody does not say: "has not said whether it will go"."""
    if speech.is_quoted or speech.cue is None or speech.cue_lemma not in SAYING:
        return False
    return any(token.dep == "neg" for token in _tokens(speech.cue, sentences))


# Private functions


def _is_noun_phrase(span: Span, sentences: Sequence[Sentence]) -> bool:
    """Whether a range is a noun with what belongs to it, without a verb or a predicate."""
    inside = [token for token in _tokens(span, sentences) if token.pos != "PUNCT"]
    places = {token.index for token in inside}
    tops = [token for token in inside if token.head not in places or token.head == token.index]
    return bool(tops) and all(token.pos in NOUNS for token in tops) and not _judges(tops, inside)


def _judges(tops: Sequence[Token], inside: Sequence[Token]) -> bool:
    """Whether something is said of the noun: "the plan *hypocritical*"."""
    heads = {token.index for token in tops}
    return any(
        token.head in heads and token.dep in PREDICATES and token.index > token.head
        for token in inside
    )


def _has_subject(span: Span, sentences: Sequence[Sentence]) -> bool:
    return any(token.dep in {"nsubj", "nsubjpass"} for token in _tokens(span, sentences))


def _tokens(span: Span, sentences: Sequence[Sentence]) -> tuple[Token, ...]:
    around = (sentence for sentence in sentences if sentence.span.overlap(span))
    return next((sentence.tokens_in(span) for sentence in around), ())
