"""Sentences -> reported speech: what was said, by what cue, by whom.

In:  a report and its sentences.   Out: ``Speech`` in text order, its speaker as words only.
Does not: identify speakers, weigh what they say, or take a scare quote for speech.
"""

from collections.abc import Sequence
from dataclasses import replace

from detente.reading.quotes import find_quotes
from detente.reading.speech_clauses import content_of
from detente.reading.speech_cues import find_cues
from detente.reading.speech_kinds import is_uttered, kind_of
from detente.reading.speech_labels import Label, find_labels
from detente.reading.speech_lexicon import SpeechLexicon, load_speech_lexicon
from detente.reading.speech_media import is_medium
from detente.reading.speech_page import Page
from detente.reading.speech_quotes import Heard, Quoted, quoted_by
from detente.reading.speech_spans import fit_to_quotes, share_quoted, spans_of, without
from detente.reading.speech_speakers import speaker_of
from detente.records import Report, Sentence, Span, Speech

__all__ = ["find_speech", "is_uttered", "kind_of"]

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
    told = (_told(page, one, quoted.get(one.key, Quoted()), lexicon) for one in heard)
    labels = list(find_labels(page, lexicon))
    names = {place for label in labels for place in range(label.speaker.start, label.speaker.end)}
    told = [speech for speech in told if speech and _cue_start(speech) not in names]
    found += [_labelled(page, label, lexicon) for label in labels]
    apart = _without_retellers(page, found)
    return tuple(sorted(_outermost(page, apart), key=_place))


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
    words = [token.index for token in label.sentence.tokens_in(speaker)]
    return Speech(
        sentence=page.sentence_at(label.content[0].start).index,
        content=label.content,
        cue=label.cue,
        cue_lemma=label.lemma,
        speaker=speaker,
        is_quoted=share_quoted(label.content, page) > MOSTLY,
        is_retelling=is_medium(label.sentence, words, lexicon),
    )


def _without_retellers(page: Page, found: Sequence[Speech]) -> list[Speech]:
    """Take ", the paper reported" out of the words of those whom the paper retells."""
    retold = {
        speech.cue.start: Span(
            min(speech.cue.start, speech.speaker.start), max(speech.cue.end, speech.speaker.end)
        )
        for speech in found
        if speech.is_retelling and speech.cue and speech.speaker
    }
    cut: list[Speech] = []
    for speech in found:
        content = list(speech.content)
        for start, core in retold.items():
            if any(start in span for span in content):
                content = without(content, core, page)
        if content:
            cut.append(replace(speech, content=tuple(content)))
    return cut


def _outermost(page: Page, found: Sequence[Speech]) -> list[Speech]:
    """Leave out speech within speech, but for what a medium retells."""
    kept: list[Speech] = []
    holders: dict[int, list[Speech]] = {}
    for speech in sorted(found, key=_length, reverse=True):
        place = (speech.cue or speech.content[0]).start
        around = holders.get(page.sentence_at(place).index, ())
        holding = (o for o in around if any(place in span for span in o.content))
        if not all(other.is_retelling for other in holding):
            continue
        kept.append(speech)
        for span in speech.content:
            first, last = page.sentence_at(span.start), page.sentence_at(span.end - 1)
            for index in range(first.index, last.index + 1):
                holders.setdefault(index, []).append(speech)
    return kept


def _length(speech: Speech) -> int:
    return sum(len(span) for span in speech.content)


def _place(speech: Speech) -> tuple[int, int]:
    return speech.content[0].start, -speech.content[-1].end
