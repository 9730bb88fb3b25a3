"""Speech within speech: whose record stays.

In:  all speech that was found.   Out: the outermost, and what media retell.
Does not: change who speaks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.reading.speech_page import Page
from detente.reading.speech_spans import without
from detente.records import Span, Speech

__all__ = ["disentangled"]


def disentangled(page: Page, found: Sequence[Speech]) -> list[Speech]:
    """Leave out speech within speech, but for what a medium retells; in text order."""
    apart = _without_retellers(page, found)
    return sorted(_outermost(page, apart), key=_place)


def _without_retellers(page: Page, found: Sequence[Speech]) -> Iterator[Speech]:
    """Take ", the paper reported" out of the words of those whom the paper retells."""
    tellings: dict[int, list[Span]] = {}
    for speech in found:
        if speech.is_retelling and speech.cue and speech.speaker:
            start = min(speech.cue.start, speech.speaker.start)
            telling = Span(start, max(speech.cue.end, speech.speaker.end))
            tellings.setdefault(page.sentence_at(speech.cue.start).index, []).append(telling)
    for speech in found:
        content = list(speech.content)
        for index in _sentences_of(page, speech):
            for telling in tellings.get(index, ()):
                content = without(content, telling, page)
        if content:
            yield replace(speech, content=tuple(content))


def _outermost(page: Page, found: Iterator[Speech]) -> Iterator[Speech]:
    kept: dict[int, list[Speech]] = {}
    for speech in sorted(found, key=_length, reverse=True):
        place = (speech.cue or speech.content[0]).start
        around = kept.get(page.sentence_at(place).index, ())
        holding = (other for other in around if any(place in span for span in other.content))
        if all(other.is_retelling for other in holding):
            yield speech
            for index in _sentences_of(page, speech):
                kept.setdefault(index, []).append(speech)


def _sentences_of(page: Page, speech: Speech) -> set[int]:
    """Indices of the sentences that hold some of the content."""
    return {
        index
        for span in speech.content
        for index in range(
            page.sentence_at(span.start).index, page.sentence_at(span.end - 1).index + 1
        )
    }


def _length(speech: Speech) -> int:
    return sum(len(span) for span in speech.content)


def _place(speech: Speech) -> tuple[int, int]:
    return speech.content[0].start, -speech.content[-1].end
