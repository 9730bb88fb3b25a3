"""A retold medium -> the sentences in which the report goes on retelling it.

In:  sentences and the speech found in them.   Out: further speech of the same medium.
Does not: take sentences away from whoever else speaks in them, or go on past the next paragraph.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.reading.speech_kinds import is_uttered
from detente.reading.tree import FINITE
from detente.records import Sentence, Speech

__all__ = ["carried_on"]

_TITLE_MARKS = frozenset({":", "\u2014"})  # "Norland and Sudria to meet: Report"
_LEAD = 4  # paragraphs; a headline's caption and a byline may stand above the one that credits


def carried_on(sentences: Sequence[Sentence], speeches: Sequence[Speech]) -> tuple[Speech, ...]:
    """Find the sentences after a retelling that are still on the medium's word.

    "The paper reported that ..." opens a retelling, which runs to the end of its paragraph. The
    lead's credit ("..., the paper reported.") runs on through the next paragraph, which tells in
    full what the lead sums up; a later credit only closes what it stands with. All end where
    anybody else is heard.
    """
    page = _Heard(sentences, speeches)
    return tuple(found for speech in page.retellings for found in page.carried(speech))


class _Heard:
    """Who is heard in which sentence."""

    def __init__(self, sentences: Sequence[Sentence], speeches: Sequence[Speech]) -> None:
        self.sentences = sentences
        self.voices = {
            sentence
            for speech in speeches
            if is_uttered(speech) and self._tells(speech)
            for sentence in self._held(speech)
        }
        self.retellings = [
            speech
            for speech in speeches
            if speech.is_retelling and speech.cue_lemma not in _TITLE_MARKS
        ]

    def carried(self, speech: Speech) -> Iterator[Speech]:
        last = max(self._held(speech))
        reach = self._reach(speech)
        for sentence in self.sentences[last + 1 :]:
            if sentence.paragraph > reach or sentence.index in self.voices:
                return
            yield replace(speech, sentence=sentence.index, content=(sentence.span,))

    # Private functions

    def _tells(self, speech: Speech) -> bool:
        """Whether somebody tells something: a subject alone ("addressed the war") tells nothing."""
        sentence = self.sentences[speech.sentence]
        words = (token for span in speech.content for token in sentence.tokens_in(span))
        return speech.is_quoted or any(token.tag in FINITE for token in words)

    def _reach(self, speech: Speech) -> int:
        """Last paragraph to which a retelling runs; -1 for none after its own sentence."""
        paragraph = self.sentences[max(self._held(speech))].paragraph
        if speech is self.retellings[0] and self._is_lead(paragraph):
            return paragraph + 1
        is_opening = speech.cue is not None and speech.cue.start < speech.content[0].start
        return paragraph if is_opening else -1

    def _is_lead(self, paragraph: int) -> bool:
        body = [one for one in self.sentences if not (one.is_headline or one.is_dateline)]
        return paragraph - body[0].paragraph < _LEAD

    def _held(self, speech: Speech) -> range:
        """Indices of the sentences that hold cue and content."""
        spans = [*speech.content, *((speech.cue,) if speech.cue else ())]
        start, end = min(spans).start, max(span.end for span in spans)
        inside = [
            one.index for one in self.sentences if one.span.start < end and one.span.end > start
        ]
        return range(inside[0], inside[-1] + 1)
