"""Sentences -> reported speech: what was said, by what cue, by whom.

In:  a report and its sentences.   Out: ``Speech`` in text order, its speaker as words only.
Does not: identify speakers, weigh what they say, or take a scare quote for speech.
"""

from collections.abc import Sequence

from detente.reading.quotes import find_quotes
from detente.reading.speech_clauses import content_of
from detente.reading.speech_cues import find_cues
from detente.reading.speech_kinds import is_uttered, kind_of
from detente.reading.speech_labels import Label, find_labels
from detente.reading.speech_lexicon import SpeechLexicon, load_speech_lexicon
from detente.reading.speech_media import is_medium
from detente.reading.speech_nesting import disentangled, sourced
from detente.reading.speech_page import Page
from detente.reading.speech_quotes import Heard, Quoted, quoted_by
from detente.reading.speech_spans import fit_to_quotes, share_quoted, spans_of, without
from detente.reading.speech_speakers import speaker_of
from detente.reading.speech_voices import carried_on
from detente.records import Report, Sentence, Speech

__all__ = ["carried_on", "find_speech", "is_uttered", "kind_of"]

MOSTLY = 0.5  # of the content's code points in quotation marks make it quoted


def find_speech(report: Report, sentences: Sequence[Sentence]) -> tuple[Speech, ...]:
    """Find direct and indirect speech, opinions and intentions.

    A medium that retells somebody gives two records, the outer one marked ``is_retelling``;
    otherwise what stands inside somebody's words is theirs and has no record of its own.
    """
    if not sentences:
        return ()
    lexicon = load_speech_lexicon()
    page = Page(report=report, sentences=sentences, quotes=find_quotes(report.text))
    heard = _hear(page, lexicon)
    quoted = quoted_by(page, heard)
    told = [_told(page, one, quoted.get(one.key, Quoted()), lexicon) for one in heard]
    labels = list(find_labels(page, lexicon))
    named = {label.speaker.start for label in labels}  # in "...: Report", "Report" is no verb
    found = [speech for speech in told if speech and speech.cue and speech.cue.start not in named]
    found += [_labelled(page, label, lexicon) for label in labels]
    return tuple(disentangled(page, sourced(page, found)))


def _hear(page: Page, lexicon: SpeechLexicon) -> list[Heard]:
    """Pair cues with their speakers; what is inside quotation marks is the quoted one's."""
    cues = (cue for sentence in page.sentences for cue in find_cues(sentence, lexicon))
    return [Heard(cue, speaker_of(cue)) for cue in cues if not page.quotes_near(cue.span)]


def _told(page: Page, one: Heard, quoted: Quoted, lexicon: SpeechLexicon) -> Speech | None:
    """Make the record of what a cue word attributes."""
    cue, sentence = one.cue, one.cue.sentence
    named = spans_of(sentence, one.speaker)
    content = quoted.introduced
    if not content:
        governed = spans_of(sentence, content_of(cue, one.speaker))
        content = fit_to_quotes(governed, page, apart=[cue.span, *named])
    content = without([*content, *quoted.continued], cue.span, page)
    if page.dateline:
        content = without(content, page.dateline, page)
    if not content:
        return None
    return Speech(
        sentence=page.sentence_at(content[0].start).index,
        content=tuple(content),
        cue=cue.span,
        cue_lemma=cue.word.lemma,
        speaker=named[0] if named else None,
        is_quoted=share_quoted(content, page) > MOSTLY,
        is_retelling=cue.word.retells and is_medium(sentence, one.speaker, lexicon),
    )


def _labelled(page: Page, label: Label, lexicon: SpeechLexicon) -> Speech:
    """Make the record of what a phrase or a mark attributes."""
    speaker = label.speaker
    content = tuple(fit_to_quotes(label.content, page, apart=[label.cue, speaker]))
    words = [token.index for token in label.sentence.tokens_in(speaker)]
    return Speech(
        sentence=page.sentence_at(content[0].start).index,
        content=content,
        cue=label.cue,
        cue_lemma=label.lemma,
        speaker=speaker,
        is_quoted=share_quoted(content, page) > MOSTLY,
        is_retelling=is_medium(label.sentence, words, lexicon),
    )
