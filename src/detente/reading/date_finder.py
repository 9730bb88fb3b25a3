"""Parsed sentences -> the dates told in them.

In:  sentences and the report's day.   Out: date mentions, in text order, none overlapping.
Does not: take durations, ages, frequencies or datelines for dates, or carry a date from one
sentence to the next, but to count from it ("a day earlier").
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.reading.date_checks import Found, is_date
from detente.reading.date_cursor import Cursor
from detente.reading.date_grammar import read_phrase
from detente.reading.date_occasions import OccasionDates
from detente.reading.date_tense import tense_at
from detente.reading.date_triggers import may_begin
from detente.reading.date_vantage import Vantage, days_of
from detente.reading.date_words import words_of
from detente.reading.dateline import text_of
from detente.records import DateBasis, DateMention, EventDate, Granularity, Sentence, Span

__all__ = ["find_dates"]


def find_dates(
    sentences: Sequence[Sentence], anchor: date | None, southern: Collection[int] = ()
) -> tuple[DateMention, ...]:
    """Find every date phrase of a report that came out on ``anchor``, and dated occasions.

    ``southern`` are the indices of sentences told of the southern hemisphere, where the seasons
    turn.
    """
    pages = [
        _Page(sentence, anchor, sentence.index in southern, tuple(_phrases(sentence)))
        for sentence in sentences
        if not sentence.is_dateline
    ]
    told = [mention for page in pages for mention in page.mentions()]
    occasions = OccasionDates(sentences, told, anchor)
    found: list[DateMention] = []
    for number, page in enumerate(pages):
        before = _last_before(page, pages[number - 1] if number else None, found)
        found += _with_occasions(page, occasions, before)
    return tuple(found)


def _last_before(
    page: "_Page", earlier: "_Page | None", found: Sequence[DateMention]
) -> EventDate | None:
    """Give the date that the paragraph told last, in the sentence before: "*A day earlier* ..."."""
    if earlier is None or earlier.sentence.paragraph != page.sentence.paragraph:
        return None
    is_told = bool(found) and found[-1].sentence == earlier.sentence.index
    return found[-1].date if is_told else None


def _with_occasions(
    page: "_Page", occasions: OccasionDates, before: EventDate | None
) -> list[DateMention]:
    """Add what is dated by an occasion, where no date phrase stands already."""
    told = list(page.mentions(occasions, before))
    for mention in occasions.mentions(page.sentence):
        if not any(mention.span.overlap(other.span) for other in told):
            told.append(mention)
    return _joined(sorted(told, key=lambda mention: mention.span.start), page.sentence)


@dataclass(frozen=True, slots=True)
class _Page:
    """One sentence and from where its dates are seen."""

    sentence: Sentence
    anchor: date | None
    southern: bool
    phrases: tuple[Found, ...]

    def mentions(
        self, occasions: OccasionDates | None = None, before: EventDate | None = None
    ) -> Iterator[DateMention]:
        alone = [self._resolve(found) for found in self.phrases]
        reference = before
        for number, found in enumerate(self.phrases):
            when = alone[number]
            if when is None:
                leads_to = _led_to(found, self.phrases[number + 1 :])
                following = None if leads_to is None else alone[number + 1 + leads_to]
                if following is None and occasions:
                    following = self._occasion_after(found, occasions)
                when = self._resolve(found, reference, following)
                if following is None:
                    when = self._back_from_main(found, alone) or when
            if when is not None:
                reference = when
                yield self._mention(found, when)

    def _mention(self, found: Found, when: EventDate) -> DateMention:
        return DateMention(
            span=found.span, sentence=self.sentence.index, head=found.head.index, date=when
        )

    def _resolve(
        self,
        found: Found,
        reference: EventDate | None = None,
        following: EventDate | None = None,
    ) -> EventDate | None:
        vantage = Vantage(
            anchor=self.anchor,
            tense=tense_at(self.sentence, found.head.index),
            southern=self.southern,
            reference=reference,
            following=following,
        )
        when = days_of(found.expression, vantage)
        if when and following and following.basis is DateBasis.EVENT:
            return replace(when, basis=DateBasis.EVENT)
        return when

    def _back_from_main(self, found: Found, alone: Sequence[EventDate | None]) -> EventDate | None:
        """Date a clause by the one it follows: "expelled him on Friday, *two days after* ..."."""
        clause = found.tokens[-1]
        verb = self.sentence.tokens[clause.head]
        if clause.dep != "mark" or verb.dep != "advcl":
            return None
        for other, when in zip(self.phrases, alone, strict=True):
            if when and when.granularity is Granularity.DAY and self._reaches(other, verb.head):
                counted = self._resolve(found, following=when)
                return counted and _turned(counted, when)
        return None

    def _reaches(self, found: Found, verb: int) -> bool:
        """Whether a phrase is that of a verb: "on Friday" of "expelled"."""
        place = found.head.index
        while self.sentence.tokens[place].pos not in {"VERB", "AUX"}:
            above = self.sentence.tokens[place].head
            if above == place:
                break
            place = above
        return place == verb

    def _occasion_after(self, found: Found, occasions: OccasionDates) -> EventDate | None:
        """Find the occasion that a phrase leads to: "two days after *the summit*"."""
        below = self.sentence.children[found.tokens[-1].index]
        nouns = (self.sentence.tokens[index] for index in below)
        dates = (occasions.date_of(self.sentence, noun) for noun in nouns if noun.dep == "pobj")
        return next((when for when in dates if when is not None), None)


def _turned(counted: EventDate, when: EventDate) -> EventDate:
    """As long before ``when`` as ``counted`` is after it, or the reverse."""
    first = when.earliest - (counted.earliest - when.earliest)
    return replace(counted, earliest=first, latest=first + (counted.latest - counted.earliest))


def _joined(mentions: Sequence[DateMention], sentence: Sentence) -> list[DateMention]:
    """Make one of two units in a row: "in *April and May*"."""
    told: list[DateMention] = []
    for mention in mentions:
        before = told[-1] if told else None
        if before and _goes_on(before, mention, sentence):
            when = replace(
                before.date, latest=mention.date.latest, granularity=Granularity.INTERVAL
            )
            span = Span(before.span.start, mention.span.end)
            told[-1] = replace(before, span=span, date=when)
        else:
            told.append(mention)
    return told


def _goes_on(before: DateMention, mention: DateMention, sentence: Sentence) -> bool:
    """Whether "and" joins to a date the very next unit of its size."""
    token = sentence.tokens[mention.head]
    is_joined = token.dep == "conj" and token.head == before.head
    is_next = mention.date.earliest - before.date.latest == timedelta(days=1)
    return is_joined and is_next and mention.date.granularity is before.date.granularity


def _phrases(sentence: Sentence) -> Iterator[Found]:
    words = words_of(text_of((sentence,)))
    cursor = Cursor(words)
    while cursor.at < len(words):
        start = cursor.at
        expression = read_phrase(cursor) if may_begin(words, start) else None
        found = expression and Found.locate(expression, sentence, words, (start, cursor.at))
        if found and is_date(found):
            yield found
        else:
            cursor.at = start + 1


def _led_to(found: Found, later: Sequence[Found]) -> int | None:
    """Which of the ``later`` phrases lies below the last word: "two days after ... on 3 March"."""
    last = found.tokens[-1]
    top = last.head if last.dep == "mark" else last.index
    below = found.sentence.subtrees[top]
    return next((place for place, other in enumerate(later) if other.head.index in below), None)
