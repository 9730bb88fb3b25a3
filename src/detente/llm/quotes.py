"""Quoted words -> their place in a sentence, or nowhere.

In:  words that a model says stand in a sentence.   Out: their range in the report's text.
Does not: guess. Blanks and the shape of quotation marks and dashes may differ; letters may not.
"""

import re
from collections.abc import Iterator

from detente.records import Report, Span

_SAME = str.maketrans({
    **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
})  # fmt: skip
_NTH = re.compile(r"^(.*\S)~([1-9])$", re.DOTALL)
_UNPARTED = "\u0e00"  # from Thai on, many scripts part no words


def find_words(words: str, report: Report, within: Span) -> list[Span]:
    """Find all places of quoted words within a range, in text order; ``word~2`` has but one."""
    text, places = _flat(report.text[within.start : within.end])
    found = [Span(within.start + places[at], within.start + places[end - 1] + 1)
             for at, end in _occurrences(_flat(words)[0], text)]  # fmt: skip
    numbered = _NTH.match(words.strip())
    if found or not numbered:
        return found
    named = find_words(numbered[1], report, within)
    nth = int(numbered[2])
    return named[nth - 1 : nth]


def first_within(found: list[Span], around: Span | None) -> Span | None:
    """Choose among places: the first inside a clause, else the one nearest to it."""
    if not found or around is None:
        return found[0] if found else None
    inside = [span for span in found if span in around]
    return inside[0] if inside else min(found, key=lambda span: abs(span.start - around.start))


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        if _parts(text, at) and _parts(text, end):
            yield at, end
        at = text.find(words, at + 1)


def _parts(text: str, at: int) -> bool:
    """Whether a word may begin or end at a place: not within "Germany", anywhere in Chinese."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    return not (before.isalnum() and after.isalnum()) or max(before, after) >= _UNPARTED


def _flat(text: str) -> tuple[str, list[int]]:
    """Each run of blanks as one blank, marks as typewriters have them, with their places."""
    letters, places = list[str](), list[int]()
    for place, letter in enumerate(text.translate(_SAME)):
        if not letter.isspace():
            letters.append(letter)
            places.append(place)
        elif letters and letters[-1] != " ":
            letters.append(" ")
            places.append(place)
    while letters and letters[-1] == " ":
        letters.pop(), places.pop()
    return "".join(letters), places
