"""Datelines: "BEIJING, Feb. 2 (Xinhua) --" says where and when a report was filed.

In:  a report's text.   Out: place, day, agency and where the dateline stands. Without a day and an
agency, a city that stands before a dash is one ("BEIJING - ").
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
from detente.reading.place_atlas import load_atlas
from detente.records import DateBasis, EventDate, Granularity, Precision, Sentence, Span

__all__ = ["Dateline", "dateline_span", "find_dateline", "text_of"]

_PARAGRAPHS = 8  # a headline, a byline and a picture's caption may stand above the dateline
_PLACE_WORDS = 5
_HEAD = r"(?P<head>[^()\n:\u2013\u2014]{0,70}?)\s*"
_AGENCY = r"\((?P<agency>[A-Z][\w .,&/'\u2019-]{1,40})\)"
_WIRE = r"(?P<agency>[A-Z]{3,6})"
_STARTS = (
    re.compile(rf"{_HEAD}(?:{_AGENCY})?\s*(?P<mark>--+|[\u2013\u2014:-])(?=\s|$)"),
    re.compile(r"(?P<head>[^()\n:/]{0,70}?)\.?\s*/(?P<agency>[A-Z]{2,10})(?P<mark>/)[.:]?"),
    re.compile(rf"(?P<head>[^()\n:/]{{0,70}}?\d),\s{_WIRE}\s+(?P<mark>--+|[\u2013\u2014-])(?=\s)"),
    re.compile(rf"{_HEAD}{_AGENCY}(?P<mark>)(?=\s?[A-Z\u201c\"])"),  # "Hong Kong (CNN)China said"
)
_COUNTRY = re.compile(r"\[[^\]]*\]")
_LONG_DASHES = frozenset({"--", "---", "\u2013", "\u2014"})
_SEATS = frozenset({"united nations", "washington d.c"})
_INITIALS = "D.C"
_KNOWN = 1e7  # inhabitants times names in other languages: Kyiv and Bern, but not Reading
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
        matches = (start.match(text, span.start, span.end) for start in _STARTS)
        read = (_read_dateline(match) for match in matches if match)
        dateline = next((one for one in read if one is not None), None)
        if dateline is not None:
            return dateline
    return None


def dateline_span(sentences: Sequence[Sentence]) -> Span | None:
    """Range of the dateline of a parsed report, which may be parsed as several sentences."""
    parts = [sentence.span for sentence in sentences if sentence.is_dateline]
    return Span(parts[0].start, parts[-1].end) if parts else None


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
    place = head[: words[at].start if at < len(words) else len(head)].strip(" ,./")
    place += "." if place.endswith(_INITIALS) else ""
    if not (place or match["agency"]) or (place and not _is_place(place)):
        return None
    if not _is_marked(match, place, is_dated=when is not None):
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


def _is_marked(match: re.Match[str], place: str, *, is_dated: bool) -> bool:
    """Tell a dateline from a sentence that only happens to have a dash."""
    mark, city = match["mark"], place.partition(",")[0]
    if match["agency"] and mark:
        return mark != ":" or is_dated
    if match["agency"]:
        return is_dated or (match["agency"].isupper() and _is_city(city))
    if mark in _LONG_DASHES and (is_dated or place.isupper()):
        return True
    if is_dated and place.isupper():
        return True
    if city.isupper():
        return _is_city(city)
    goes_on = match.string[match.end() :].lstrip()[:1]
    return mark != ":" and goes_on.isupper() and _is_city(city, is_known=True)


def _is_city(name: str, *, is_known: bool = False) -> bool:
    """Whether a city is called so; ``is_known``: one that is no small town with a common name."""
    if name.lower() in _SEATS:
        return True
    least = _KNOWN if is_known else 0.0
    found = load_atlas().look_up(name.title() if name.isupper() else name)
    return any(entry.place.precision is Precision.CITY and entry.weight >= least for entry in found)
