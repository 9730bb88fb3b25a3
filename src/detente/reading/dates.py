"""Date phrases -> days: what "last week" means on the day a report came out.

In:  a phrase and the report's day, or parsed sentences.   Out: ``EventDate``, ``DateMention``.
Does not: guess. Vague words ("recently"), durations and ages give nothing, and without a
report's day only absolute dates resolve.
"""

from datetime import date

from detente.reading.date_cursor import Cursor
from detente.reading.date_finder import find_dates
from detente.reading.date_grammar import read_phrase
from detente.reading.date_units import unit_around
from detente.reading.date_vantage import Tense, Vantage, days_of
from detente.reading.date_words import word_set, words_of
from detente.reading.dateline import Dateline, find_dateline
from detente.records import EventDate, Granularity

__all__ = ["Dateline", "Tense", "find_dateline", "find_dates", "resolve_date", "whole_unit"]

_MARKS = frozenset('.,;:!?()[]"\u201c\u201d\u2018')
# Words that may stand before a date and change nothing about its days.
_LEADING = word_set(
    "in on at during over throughout around about circa approximately nearly almost roughly some "
    "sometime exactly only just more less than at least most all of for as soon late recently "
    "early its their his her our very"
)


def resolve_date(
    phrase: str, anchor: date | None, *, tense: Tense | None = None, southern: bool = False
) -> EventDate | None:
    """Find the days that ``phrase`` means in a report of the day ``anchor``.

    ``tense`` is that of the verb which the phrase goes with; ``southern`` turns the seasons.
    ``None`` when the phrase is no date, is vague, or needs an anchor and has none.
    """
    vantage = Vantage(anchor=anchor, tense=tense, southern=southern, is_alone=True)
    words = words_of(phrase)
    while words and words[-1].text in _MARKS:
        words = words[:-1]
    cursor = Cursor(words)
    for start, word in enumerate(words):
        cursor.at = start
        found = read_phrase(cursor)
        if found is not None and cursor.at == len(words):
            return days_of(found, vantage)
        if word.text not in _LEADING:
            return None
    return None


def whole_unit(when: EventDate) -> EventDate:
    """Widen a date to the unit in which it was told: "early 1990" to 1990."""
    if when.granularity is Granularity.INTERVAL:
        return when
    return unit_around(when.earliest, when.granularity)
