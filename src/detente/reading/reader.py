"""What a language knows beside its grammar, behind one protocol; and English.

In:  a report and its sentences.   Out: speech, places, dates, and paragraphs that need no reading.
Does not: parse (parse.py), or know politics.

Another language is added by implementing ``Parser`` and ``Reader``.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from detente.reading.dates.mentions import find_dates
from detente.reading.places import find_places
from detente.reading.speech.attribution import find_speech
from detente.reading.speech.cues import is_uttered, kind_of
from detente.reading.speech.speakers import carried_on
from detente.reading.subjects import unread_in
from detente.records import DateMention, PlaceMention, Report, Sentence, Span, Speech, SpeechKind


class Reader(Protocol):
    """Finds in one language what every language tells. Spans count in the report's text."""

    def unread(self, text: str, names_anybody: Callable[[str], bool]) -> Mapping[Span, str]:
        """Paragraphs that hold no politics, each with what it is about instead."""

    def speech(self, report: Report, sentences: Sequence[Sentence]) -> Sequence[Speech]:
        """Reported speech, opinions and intentions, with whoever has them."""

    def voices(self, speeches: Sequence[Speech], sentences: Sequence[Sentence]) -> Sequence[Speech]:
        """On whose word things are told: what was uttered, and the sentences that go on in it."""

    def speech_kind(
        self, speech: Speech, sentences: Sequence[Sentence], *, is_scholar: bool
    ) -> SpeechKind:
        """What the speaker does with the words; ``is_scholar``: he is known for an expert."""

    def places(
        self, sentences: Sequence[Sentence], countries: Collection[str], named: Mapping[Span, str]
    ) -> Sequence[PlaceMention]:
        """Places of acts.

        ``countries`` (ISO alpha-3) decide between namesakes; ``named`` are the codes of states by
        the words that name them.
        """

    def dates(self, sentences: Sequence[Sentence], published: date | None) -> Sequence[DateMention]:
        """Dates, as of the day of publication."""


class EnglishReader:
    """``Reader`` for English."""

    def unread(self, text: str, names_anybody: Callable[[str], bool]) -> Mapping[Span, str]:
        """Paragraphs that hold no politics, by their words."""
        return unread_in(text, names_anybody)

    def speech(self, report: Report, sentences: Sequence[Sentence]) -> Sequence[Speech]:
        """Reported speech."""
        return find_speech(report, sentences)

    def voices(self, speeches: Sequence[Speech], sentences: Sequence[Sentence]) -> Sequence[Speech]:
        """What was uttered, and what goes on in it."""
        uttered = (speech for speech in speeches if is_uttered(speech))
        return [*uttered, *carried_on(sentences, speeches)]

    def speech_kind(
        self, speech: Speech, sentences: Sequence[Sentence], *, is_scholar: bool
    ) -> SpeechKind:
        """By the cue and the main verb of what is said."""
        return kind_of(speech, sentences, is_scholar=is_scholar)

    def places(
        self, sentences: Sequence[Sentence], countries: Collection[str], named: Mapping[Span, str]
    ) -> Sequence[PlaceMention]:
        """Places by their names and prepositions."""
        return find_places(sentences, countries, named)

    def dates(self, sentences: Sequence[Sentence], published: date | None) -> Sequence[DateMention]:
        """Dates by the interval grammar."""
        return find_dates(sentences, published)
