"""Speech -> its kind: position, assessment, warning, demand, denial or plan.

In:  one speech and the sentences of its report.   Out: a ``SpeechKind``.
Does not: judge whether what is said is true, or who the speaker is.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

import msgspec

from detente.reading.speech_lexicon import Act, CueWord, load_speech_lexicon, read_data
from detente.reading.tree import children
from detente.records import Sentence, Span, Speech, SpeechKind, Token

__all__ = ["is_uttered", "kind_of"]


class _Experts(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    titles: frozenset[str]
    houses: frozenset[str]
    studies: frozenset[str]


class _Modals(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    demand: frozenset[str]
    assessment: frozenset[str]
    plan: frozenset[str]


class _Adverbs(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    assessment: frozenset[str]


class _Denials(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    subjects: frozenset[str]
    auxiliaries: frozenset[str]


class _Kinds(msgspec.Struct, forbid_unknown_fields=True):
    experts: _Experts
    modals: _Modals
    adverbs: _Adverbs
    denials: _Denials


def kind_of(
    speech: Speech, sentences: Sequence[Sentence], *, is_scholar: bool = False
) -> SpeechKind:
    """Tell what the speaker does with the words.

    ``is_scholar``: who speaks is known for an expert, whatever the words call them here.

    An expert's warning or forecast is an assessment; else the cue decides ("vowed", "denied"),
    then the main verb of the content ("must", "may", "will"), then who speaks.
    """
    kinds = _load_kinds()
    word = _cue_word(speech, sentences)
    is_expert = is_scholar or _is_expert(speech, sentences, kinds)
    if word and word.kind and not _is_negated(speech, sentences):
        softened = is_expert and word.kind == SpeechKind.WARNING
        return SpeechKind.ASSESSMENT if softened else word.kind
    told = _kind_of_content(speech, sentences, kinds)
    if is_expert and told in {None, SpeechKind.PLAN}:
        return SpeechKind.ASSESSMENT
    return told or SpeechKind.POSITION


def is_uttered(speech: Speech) -> bool:
    """Whether the words were said or written, rather than thought, wanted or shown by an act."""
    word = _cue_word(speech)
    return word is None or word.act in {Act.SAY, Act.SHOW}


@cache
def _load_kinds() -> _Kinds:
    return read_data("speech_kinds.toml", _Kinds)


def _cue_word(speech: Speech, sentences: Sequence[Sentence] = ()) -> CueWord | None:
    """Look the cue up, with its preposition where that makes another word of it ("call for")."""
    lexicon, lemma = load_speech_lexicon(), speech.cue_lemma or ""
    last = _tokens_in(speech.cue, sentences)[-1:] if speech.cue else ()
    particle = last[0].lemma if last and last[0].pos == "ADP" else None
    verb = lexicon.verb(lemma, particle) or lexicon.verb(lemma)
    return verb or lexicon.nouns.get(lemma) or lexicon.adjectives.get(lemma)


def _is_expert(speech: Speech, sentences: Sequence[Sentence], kinds: _Kinds) -> bool:
    tokens = _tokens_in(speech.speaker, sentences) if speech.speaker else ()
    if any(token.text in kinds.experts.houses for token in tokens):
        return True
    return any(token.lemma in kinds.experts.titles | kinds.experts.studies for token in tokens)


def _is_negated(speech: Speech, sentences: Sequence[Sentence]) -> bool:
    tokens = _tokens_in(speech.cue, sentences) if speech.cue else ()
    return any(token.dep == "neg" for token in tokens)


def _kind_of_content(
    speech: Speech, sentences: Sequence[Sentence], kinds: _Kinds
) -> SpeechKind | None:
    lexicon = load_speech_lexicon()
    if _is_negated(speech, sentences):
        return None  # "has not confirmed such a plan"
    sentence = _sentence_at(speech.content[0], sentences)
    head = _main_word(sentence, speech.content[0]) if sentence else None
    if sentence is None or head is None:
        return None
    noun = lexicon.nouns.get(head.lemma) if head.pos == "NOUN" else None
    intention = lexicon.verb(head.lemma) if head.pos == "VERB" else None
    if noun and noun.kind:
        return noun.kind  # "indicated plans for a call"
    if intention and intention.kind in {SpeechKind.PLAN, SpeechKind.DENIAL}:
        return intention.kind  # "said it plans to ..."
    return _mood(sentence, head, kinds)


def _main_word(sentence: Sentence, span: Span) -> Token | None:
    """Find the word of ``span`` on which the rest hangs; a verb rather than a mark before it."""
    inside = [token for token in sentence.tokens_in(span) if token.pos != "PUNCT"]
    indices = {token.index for token in inside}
    tops = [token for token in inside if token.head not in indices or token.head == token.index]
    verbs = [token for token in tops if token.pos in {"VERB", "AUX"}]
    return next(iter((*verbs, *tops)), None)


def _mood(sentence: Sentence, head: Token, kinds: _Kinds) -> SpeechKind | None:
    """Read the main verb's modal, adverbs and negation."""
    auxiliaries = children(sentence, head.index, "aux", "auxpass")
    modals = {token.text.lower() for token in auxiliaries}
    adverbs = children(sentence, head.index, "advmod", "acomp")
    nearby = {token.text.lower() for token in adverbs}
    if modals & kinds.modals.demand:
        return SpeechKind.DEMAND
    if modals & kinds.modals.assessment or nearby & kinds.adverbs.assessment:
        return SpeechKind.ASSESSMENT
    if _is_denial(sentence, head, auxiliaries, kinds):
        return SpeechKind.DENIAL
    is_negated = bool(children(sentence, head.index, "neg"))  # "will not tolerate" is no plan
    return SpeechKind.PLAN if modals & kinds.modals.plan and not is_negated else None


def _is_denial(
    sentence: Sentence, head: Token, auxiliaries: Sequence[Token], kinds: _Kinds
) -> bool:
    """Whether speakers deny a deed of their own: "said it had not fired"."""
    subjects = children(sentence, head.index, "nsubj", "nsubjpass")
    is_own = any(token.text.lower() in kinds.denials.subjects for token in subjects)
    is_past = any(token.text.lower() in kinds.denials.auxiliaries for token in auxiliaries)
    return is_own and is_past and bool(children(sentence, head.index, "neg"))


def _sentence_at(span: Span, sentences: Sequence[Sentence]) -> Sentence | None:
    number = bisect_right(sentences, span.start, key=lambda sentence: sentence.span.start)
    return sentences[number - 1] if number else None


def _tokens_in(span: Span, sentences: Sequence[Sentence]) -> tuple[Token, ...]:
    sentence = _sentence_at(span, sentences)
    return sentence.tokens_in(span) if sentence else ()
