"""Sentences -> reported speech: what was said, by what cue, by whom.

In:  a report and its sentences.   Out: ``Speech`` in text order, its speaker as words only.
Does not: identify speakers, weigh what they say, or take a scare quote for speech.
"""

from collections.abc import Iterator, Sequence

from detente.reading.quotes import Quote, find_quotes
from detente.reading.speech_clauses import content_of
from detente.reading.speech_cues import find_cues
from detente.reading.speech_labels import Label, find_labels
from detente.reading.speech_lexicon import SpeechLexicon, load_speech_lexicon
from detente.reading.speech_media import is_medium
from detente.reading.speech_quotes import Heard, quoted_by
from detente.reading.speech_speakers import speaker_of
from detente.reading.speech_spans import fit_to_quotes, share_quoted, spans_of, without
from detente.records import Report, Sentence, Span, Speech

__all__ = ["find_speech"]


def find_speech(report: Report, sentences: Sequence[Sentence]) -> tuple[Speech, ...]:
    """Find direct and indirect speech, opinions and intentions; nested speech is its own record."""
    if not sentences:
        return ()
    lexicon = load_speech_lexicon()
    quotes = find_quotes(report.text)
    heard = [
        Heard(cue, speaker_of(cue))
        for sentence in sentences
        for cue in find_cues(sentence, lexicon)
        if not any(cue.span.overlap(quote.span) for quote in quotes)
    ]
    quoted = quoted_by(report.text, sentences, quotes, heard)
    found = [
        speech
        for one in heard
        if (speech := _speech(one, quoted.get(one.key), quotes, lexicon)) is not None
    ]
    found += [
        _labelled(label, quotes) for label in find_labels(report, sentences, quotes, lexicon)
    ]
    return tuple(sorted(_outermost(found), key=_place))


def _outermost(found: list[Speech]) -> list[Speech]:
    """What stands within somebody's words is theirs, but a medium retells whom it quotes."""
    kept: list[Speech] = []
    for speech in sorted(found, key=_length, reverse=True):
        if all(other.is_retelling for other in kept if _holds(other, speech)):
            kept.append(speech)
    return kept


def _length(speech: Speech) -> int:
    return sum(len(span) for span in speech.content)


def _holds(outer: Speech, inner: Speech) -> bool:
    place = inner.cue or inner.content[0]
    return any(place.start in span for span in outer.content)


def _place(speech: Speech) -> tuple[int, int]:
    return speech.content[0].start, -speech.content[-1].end


def _labelled(label: Label, quotes: Sequence[Quote]) -> Speech:
    return Speech(
        sentence=label.sentence.index,
        content=label.content,
        cue=label.cue,
        cue_lemma=label.lemma,
        speaker=label.speaker,
        is_quoted=share_quoted(label.content, quotes) > 0.5,
    )


def _speech(
    one: Heard, quoted: list[Span] | None, quotes: Sequence[Quote], lexicon: SpeechLexicon
) -> Speech | None:
    cue, sentence = one.cue, one.cue.sentence
    speaker = spans_of(sentence, one.speaker)
    if quoted and not any(q.start>cue.span.end and sentence.span.end<=q.start for q in quoted[:1]):
        content = quoted
    else:
        content = spans_of(sentence, content_of(cue, one.speaker))
        content = fit_to_quotes(content, quotes, [cue.span, *speaker]) + (quoted or [])
    content = without(content, [cue.span])
    if not content:
        return None
    return Speech(
        sentence=sentence.index,
        content=tuple(content),
        cue=cue.span,
        cue_lemma=cue.word.lemma,
        speaker=speaker[0] if speaker else None,
        is_quoted=share_quoted(content, quotes) > 0.5,
        is_retelling=cue.word.retells and is_medium(sentence, one.speaker, lexicon),
    )
