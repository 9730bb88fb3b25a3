"""Sentences -> reported speech: what was said, by what cue, by whom.

In:  a report and its sentences.   Out: ``Speech`` in text order, its speaker as words only.
Does not: identify speakers, weigh what they say, or take a scare quote for speech.
"""

from collections.abc import Collection, Sequence

from detente.reading.quotes import Quote, find_quotes
from detente.reading.speech_clauses import content_of
from detente.reading.speech_cues import find_cues
from detente.reading.speech_kinds import is_uttered, kind_of
from detente.reading.speech_labels import Label, find_labels
from detente.reading.speech_lexicon import SpeechLexicon, load_speech_lexicon
from detente.reading.speech_media import is_medium
from detente.reading.speech_quotes import Heard, Page, Quoted, quoted_by
from detente.reading.speech_spans import fit_to_quotes, share_quoted, spans_of, without
from detente.reading.speech_speakers import speaker_of
from detente.records import Report, Sentence, Span, Speech

__all__ = ["find_speech", "is_uttered", "kind_of"]


def find_speech(report: Report, sentences: Sequence[Sentence]) -> tuple[Speech, ...]:
    """Find direct and indirect speech, opinions and intentions.

    A medium that retells somebody gives two records, the outer one marked ``is_retelling``;
    otherwise what stands inside somebody's words is theirs and has no record of its own.
    """
    if not sentences:
        return ()
    lexicon = load_speech_lexicon()
    quotes = find_quotes(report.text)
    heard = _hear(sentences, quotes, lexicon)
    page = Page(report=report, sentences=sentences, quotes=quotes, heard=heard)
    quoted = quoted_by(page)
    told = (_told(page, one, quoted.get(one.key, Quoted()), lexicon) for one in heard)
    labelled = (_labelled(page, label, lexicon) for label in find_labels(page, lexicon))
    found = [speech for speech in (*told, *labelled) if speech is not None]
    return tuple(sorted(_outermost(found), key=_place))


def _hear(
    sentences: Sequence[Sentence], quotes: Sequence[Quote], lexicon: SpeechLexicon
) -> list[Heard]:
    """Pair cues with their speakers; what is inside quotation marks is the quoted one's."""
    cues = (cue for sentence in sentences for cue in find_cues(sentence, lexicon))
    outside = (cue for cue in cues if not _is_inside(cue.span, quotes))
    return [Heard(cue, speaker_of(cue)) for cue in outside]


def _told(page: Page, one: Heard, quoted: Quoted, lexicon: SpeechLexicon) -> Speech | None:
    """Make the record of what a cue word attributes."""
    cue, sentence = one.cue, one.cue.sentence
    named = spans_of(sentence, one.speaker)
    content = quoted.introduced
    if not content:
        governed = spans_of(sentence, content_of(cue, one.speaker))
        content = fit_to_quotes(governed, page.quotes, apart=[cue.span, *named])
    content = without([*content, *quoted.continued], cue.span)
    if not content:
        return None
    return Speech(
        sentence=page.sentence_at(content[0].start).index,
        content=tuple(content),
        cue=cue.span,
        cue_lemma=cue.word.lemma,
        speaker=named[0] if named else None,
        is_quoted=share_quoted(content, page.quotes) > 0.5,  # noqa: PLR2004  # "mostly"
        is_retelling=cue.word.retells and is_medium(sentence, one.speaker, lexicon),
    )


def _labelled(page: Page, label: Label, lexicon: SpeechLexicon) -> Speech:
    """Make the record of what a phrase or a mark attributes."""
    speaker = label.speaker
    words = [token.index for token in label.sentence.tokens_in(speaker)]
    return Speech(
        sentence=page.sentence_at(label.content[0].start).index,
        content=label.content,
        cue=label.cue,
        cue_lemma=label.lemma,
        speaker=speaker,
        is_quoted=share_quoted(label.content, page.quotes) > 0.5,  # noqa: PLR2004  # "mostly"
        is_retelling=is_medium(label.sentence, words, lexicon),
    )


def _outermost(found: Sequence[Speech]) -> list[Speech]:
    """Leave out speech within speech, but for what a medium retells."""
    kept: list[Speech] = []
    for speech in sorted(found, key=_length, reverse=True):
        if all(other.is_retelling for other in kept if _holds(other, speech)):
            kept.append(speech)
    return kept


def _holds(outer: Speech, inner: Speech) -> bool:
    place = inner.cue or inner.content[0]
    return any(place.start in span for span in outer.content)


def _is_inside(span: Span, quotes: Collection[Quote]) -> bool:
    return any(span.overlap(quote.span) for quote in quotes)


def _length(speech: Speech) -> int:
    return sum(len(span) for span in speech.content)


def _place(speech: Speech) -> tuple[int, int]:
    return speech.content[0].start, -speech.content[-1].end
