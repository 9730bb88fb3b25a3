"""The words that date phrases are made of, and how a text is cut into them.

In:  text.   Out: words with their places; tables from word to meaning.
Does not: decide what a sequence of words means (date_grammar.py does).
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from detente.records import Granularity

__all__ = [
    "ABBREVIATED",
    "DASHES",
    "DAY_PARTS",
    "DECADES",
    "MONTHS",
    "ORDINALS",
    "PORTIONS",
    "SEASONS",
    "SMALL_NUMBERS",
    "TENS",
    "UNIT",
    "UNITS",
    "WEEKDAYS",
    "Word",
    "word_set",
    "words_of",
]

_WORD = re.compile(r"[^\W\d_]+|\d+[^\W\d_]*|[^\w\s]|_")
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014")


class Word(NamedTuple):
    """One word, number or sign. ``text`` is lower-case, ``raw`` as written."""

    raw: str
    text: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """Cut ``text`` into letters, numbers with their endings ("1990s"), and single signs."""
    return tuple(
        Word(match.group(), match.group().lower().replace("\u2019", "'"), *match.span())
        for match in _WORD.finditer(text)
    )


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words that blanks set apart."""
    return frozenset(words.split())


def _numbered(words: str, start: int = 0) -> Mapping[str, int]:
    """Number the groups of ``words`` apart by ";"; words of a group share a number."""
    groups = enumerate(words.split(";"), start)
    return MappingProxyType({word: number for number, group in groups for word in group.split()})


MONTHS = _numbered(
    "january jan;february feb;march mar;april apr;may;june jun;july jul;august aug;"
    "september sept sep;october oct;november nov;december dec",
    start=1,
)
WEEKDAYS = _numbered(
    "monday mon;tuesday tue tues;wednesday wed;thursday thu thurs;friday fri;"
    "saturday sat;sunday sun"
)
SEASONS = _numbered("spring springtime;summer summertime;autumn fall;winter wintertime")
SMALL_NUMBERS = _numbered(
    "one a an;two;three;four;five;six;seven;eight;nine;ten;eleven;twelve;thirteen;fourteen;"
    "fifteen;sixteen;seventeen;eighteen;nineteen",
    start=1,
)
TENS = _numbered("twenty;thirty;forty;fifty;sixty;seventy;eighty;ninety", start=2)
DECADES = _numbered(
    "twenties;thirties;forties;fifties;sixties;seventies;eighties;nineties", start=2
)
ORDINALS = _numbered(
    "first;second;third;fourth;fifth;sixth;seventh;eighth;ninth;tenth;eleventh;twelfth;"
    "thirteenth;fourteenth;fifteenth;sixteenth;seventeenth;eighteenth;nineteenth;twentieth",
    start=1,
)

# A unit and how many of it the word means; hours are told apart by the grammar. "The past week"
# has days, "past weeks" has none that can be told: one unit needs UNIT, a number takes UNITS.
UNIT: Mapping[str, tuple[Granularity, int]] = MappingProxyType(
    {
        "day": (Granularity.DAY, 1),
        "week": (Granularity.WEEK, 1),
        "fortnight": (Granularity.WEEK, 2),
        "month": (Granularity.MONTH, 1),
        "quarter": (Granularity.QUARTER, 1),
        "year": (Granularity.YEAR, 1),
        "decade": (Granularity.DECADE, 1),
        "century": (Granularity.CENTURY, 1),
    }
)
UNITS: Mapping[str, tuple[Granularity, int]] = MappingProxyType(
    {
        **UNIT,
        "centuries": UNIT["century"],
        **{f"{word}s": meaning for word, meaning in UNIT.items() if word != "century"},
    }
)

# Which of how many equal parts; the start and the end of something are shorter than "early".
PORTIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "early": (0, 3),
        "mid": (1, 3),
        "middle": (1, 3),
        "late": (2, 3),
        "start": (0, 6),
        "beginning": (0, 6),
        "outset": (0, 6),
        "end": (5, 6),
        "close": (5, 6),
    }
)

DAY_PARTS = word_set("morning noon midday afternoon evening night midnight dawn dusk")
ABBREVIATED = word_set(
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri sat sun"
)
