"""Parsed sentences -> the dates told in them.

In:  sentences and the report's day.   Out: date mentions, in text order, none overlapping.
Does not: take durations, ages, frequencies or datelines for dates, or carry a date from one
sentence to the next.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from detente.reading.date_checks import Found, is_date
from detente.reading.date_cursor import Cursor
from detente.reading.date_grammar import read_phrase
from detente.reading.date_tense import tense_at
from detente.reading.date_triggers import may_begin
from detente.reading.date_vantage import Vantage, days_of
from detente.reading.date_words import words_of
from detente.reading.dateline import dateline_span, text_of
from detente.records import DateMention, EventDate, Sentence

__all__ = ["find_dates"]


def find_dates(sentences: Sequence[Sentence], anchor: date | None) -> tuple[DateMention, ...]:
    """Find every date phrase of a report that came out on ``anchor``."""
    dateline = dateline_span(sentences)
    return tuple(
        mention
        for sentence in sentences
        for mention in _find_in(sentence, anchor)
        if dateline is None or not dateline.overlap(mention.span)
    )


def _find_in(sentence: Sentence, anchor: date | None) -> Iterator[DateMention]:
    phrases = list(_phrases(sentence))
    alone = [_resolve(found, anchor) for found in phrases]
    reference: EventDate | None = None
    for number, found in enumerate(phrases):
        when = alone[number]
        if when is None:
            leads_to = _led_to(found, phrases[number + 1 :])
            following = None if leads_to is None else alone[number + 1 + leads_to]
            when = _resolve(found, anchor, reference, following)
        if when is not None:
            reference = when
            head = found.head.index
            yield DateMention(span=found.span, sentence=sentence.index, head=head, date=when)


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


def _resolve(
    found: Found,
    anchor: date | None,
    reference: EventDate | None = None,
    following: EventDate | None = None,
) -> EventDate | None:
    tense = tense_at(found.sentence, found.head.index)
    vantage = Vantage(anchor=anchor, tense=tense, reference=reference, following=following)
    return days_of(found.expression, vantage)


def _led_to(found: Found, later: Sequence[Found]) -> int | None:
    """Which of the ``later`` phrases lies below the last word: "two days after ... on 3 March"."""
    last = found.tokens[-1]
    top = last.head if last.dep == "mark" else last.index
    below = found.sentence.subtrees[top]
    return next((place for place, other in enumerate(later) if other.head.index in below), None)
