"""Datelines: "BEIJING, Feb. 2 (Xinhua) --" says where and when a report was filed.

In:  a report's text.   Out: place, day, agency and where the dateline stands.
Does not: date or place an act; what happened on the day of filing says so itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.reading.date_calendar import read_yearly
from detente.reading.date_cursor import Cursor
from detente.reading.date_vantage import Tense, Vantage, days_of
from detente.reading.date_words import Word, words_of
from detente.reading.date_yearly import MonthDay, Yearly
from detente.reading.paragraphs import paragraph_spans
from detente.records import DateBasis, EventDate, Granularity, Sentence, Span

__all__ = ["Dateline", "dateline_span", "find_dateline", "text_of"]

_PARAGRAPHS = 8  # a headline, a byline and a picture's caption may stand above the dateline
_PLACE_WORDS = 5
_START = re.compile(
    r"(?P<head>[^()\n:\u2013\u2014]{0,70}?)\s*"
    r"(?:\((?P<agency>[A-Z][\w .,&/'\u2019-]{1,40})\))?\s*"
    r"(?P<mark>--+|[\u2013\u2014:-])(?=\s|$)"
)
_COUNTRY = re.compile(r"\[[^\]]*\]")
_SMALL_WORDS = frozenset({"de", "del", "da", "di", "el", "al", "la", "of", "the", "and", "on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Where and when a report was filed; what is not told is ``None``."""

    span: Span
    place: str | None = None
    agency: str | None = None
    told: Yearly | None = None

    @property
    def month(self) -> int | None:
        """Month of filing, 1..12."""
        return self.told.part.month if self.told and isinstance(self.told.part, MonthDay) else None

    @property
    def day(self) -> int | None:
        """Day of the month."""
        return self.told.part.day if self.told and isinstance(self.told.part, MonthDay) else None

    def filed(self, anchor: date | None) -> EventDate | None:
        """Day of filing: in the year told, else the last such day up to the day after ``anchor``.

        A report may come out a day before its dateline, west of where it was filed.
        """
        latest = anchor and anchor + timedelta(days=1)
        if self.told is None:
            return None
        found = days_of(self.told, Vantage(anchor=latest, tense=Tense.PAST))
        if found is None:
            return None
        return EventDate(
            earliest=found.earliest,
            latest=found.latest,
            granularity=Granularity.DAY,
            basis=DateBasis.DATELINE,
        )


def find_dateline(text: str) -> Dateline | None:
    """Find the dateline at the start of one of the first paragraphs of ``text``."""
    for number, span in enumerate(paragraph_spans(text)):
        if number == _PARAGRAPHS:
            break
        match = _START.match(text, span.start, span.end)
        dateline = match and _read_dateline(match)
        if dateline is not None:
            return dateline
    return None


def dateline_span(sentences: Sequence[Sentence]) -> Span | None:
    """Range of the dateline of a parsed report, which may be parsed as several sentences."""
    first = [sentence for sentence in sentences if sentence.paragraph < _PARAGRAPHS]
    dateline = find_dateline(text_of(first, at=0)) if first else None
    return dateline.span if dateline else None


def text_of(sentences: Sequence[Sentence], at: int | None = None) -> str:
    """Rebuild the text from ``at`` (or the first word) on; what no token covers is blank.

    Paragraphs are apart, so that spans count as in the report.
    """
    position = sentences[0].span.start if at is None else at
    paragraph = 0
    pieces: list[str] = []
    for sentence in sentences:
        for token in sentence.tokens:
            gap = token.span.start - position
            is_break = sentence.paragraph != paragraph and gap
            pieces.append("\n" + " " * (gap - 1) if is_break else " " * gap)
            pieces.append(token.text)
            position, paragraph = token.span.end, sentence.paragraph
    return "".join(pieces)


def _read_dateline(match: re.Match[str]) -> Dateline | None:
    head = _COUNTRY.sub(lambda found: " " * len(found.group()), match["head"])
    words = words_of(head)
    when, at = _date_at_end(words)
    place = head[: words[at].start if at < len(words) else len(head)].strip(" ,/")
    if not (place or match["agency"]) or (place and not _is_place(place)):
        return None
    if not _is_marked(match, is_dated=when is not None, is_shouted=place.isupper()):
        return None
    agency = match["agency"]
    return Dateline(span=Span(*match.span()), place=place or None, agency=agency, told=when)


def _date_at_end(words: tuple[Word, ...]) -> tuple[Yearly | None, int]:
    for at in range(len(words)):
        cursor = Cursor(words, at)
        found = read_yearly(cursor)
        is_day = isinstance(found, Yearly) and isinstance(found.part, MonthDay)
        if is_day and isinstance(found, Yearly) and cursor.at == len(words):
            return found, at
    return None, len(words)


def _is_place(place: str) -> bool:
    words = [word for word in re.split(r"[\s,/]+", place) if word]
    return len(words) <= _PLACE_WORDS and all(
        word[0].isupper() or word in _SMALL_WORDS for word in words
    )


def _is_marked(match: re.Match[str], *, is_dated: bool, is_shouted: bool) -> bool:
    """Tell a dateline from a sentence that only happens to have a dash."""
    if match["agency"]:
        return match["mark"] != ":" or is_dated
    if match["mark"] in {"-", ":"}:
        return is_dated and is_shouted
    return is_dated or is_shouted
