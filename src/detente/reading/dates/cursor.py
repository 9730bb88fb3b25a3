"""A place in a row of words, and the rules that read numbers and years there.

In:  words.   Out: what stands at the cursor, which moves past it.
Does not: know dates. A rule that finds nothing returns ``None``; ``attempt`` puts the cursor back.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import wraps
from typing import TypeVar

from detente.reading.dates.units import DASHES, ORDINALS, SMALL_NUMBERS, TENS, Expression, Word

T = TypeVar("T")

_YEARS = range(1000, 2200)  # four digits outside are amounts, not years, in news
_UNITS = range(1, 10)
_ENDINGS = frozenset(ordinal[1:] for ordinal in ("1st", "2nd", "3rd", "4th"))
_FOUR, _HUNDRED = 4, 100
_SPOKEN_CENTURIES = range(10, 22)  # "nineteen ninety-six", "twenty ten"


class Cursor:
    """A row of words and how far it has been read."""

    __slots__ = ("at", "read", "words")

    def __init__(self, words: Sequence[Word], at: int = 0) -> None:
        self.words = words
        self.at = at
        self.read: dict[tuple[str, int], tuple[Expression | None, int]] = {}

    def peek(self, ahead: int = 0) -> str:
        """Text of the word at the cursor, or further ahead; ``""`` past the end."""
        index = self.at + ahead
        return self.words[index].text if index < len(self.words) else ""

    def take(self, *phrases: str) -> bool:
        """Move past the first of ``phrases`` that stands here."""
        here = self.peek()
        for phrase in phrases:
            if phrase == here:
                self.at += 1
                return True
            if here and phrase.startswith(here) and " " in phrase and self._take_all(phrase):
                return True
        return False

    def _take_all(self, phrase: str) -> bool:
        wanted = phrase.split(" ")
        if any(self.peek(ahead) != text for ahead, text in enumerate(wanted)):
            return False
        self.at += len(wanted)
        return True

    def take_any(self, texts: Container[str]) -> str | None:
        """Move past the word here if it is one of ``texts``."""
        text = self.peek()
        if not text or text not in texts:
            return None
        self.at += 1
        return text

    def look_up(self, table: Mapping[str, T]) -> T | None:
        """Move past the word here if ``table`` has it, and return its meaning."""
        text = self.take_any(table)
        return None if text is None else table[text]

    def touches(self) -> bool:
        """Tell whether the word here follows the last one without a blank."""
        if not 0 < self.at < len(self.words):
            return False
        return self.words[self.at - 1].end == self.words[self.at].start


Rule = Callable[[Cursor], T | None]


def remembered(rule: Rule[Expression]) -> Rule[Expression]:
    """Let a cursor remember what ``rule`` found where: larger rules ask again and again."""
    name = rule.__qualname__

    @wraps(rule)
    def remembering(cursor: Cursor) -> Expression | None:
        key = (name, cursor.at)
        if key not in cursor.read:
            found = rule(cursor)
            cursor.read[key] = (found, cursor.at)
        found, cursor.at = cursor.read[key]
        return found

    return remembering


def attempt(cursor: Cursor, rule: Rule[T]) -> T | None:
    """Apply ``rule``; put the cursor back if it finds nothing."""
    start = cursor.at
    found = rule(cursor)
    if found is None:
        cursor.at = start
    return found


def longest(cursor: Cursor, rules: Iterable[Rule[T]]) -> T | None:
    """Apply every rule here and keep what reads furthest; the earlier rule wins a draw."""
    start = end = cursor.at
    best: T | None = None
    for rule in rules:
        cursor.at = start
        found = rule(cursor)
        if found is not None and cursor.at > end:
            best, end = found, cursor.at
    cursor.at = end
    return best


def read_number(cursor: Cursor) -> int | None:
    """Read "3", "three", "twenty-five", "a", "a couple of", "a hundred"."""
    if cursor.peek().isdecimal():
        return _digits(cursor, limit=_FOUR)
    if cursor.take("a couple of", "a couple", "couple of"):
        return 2
    if cursor.take("a dozen"):
        return 12
    tens = cursor.look_up(TENS)
    if tens is not None:
        return 10 * tens + (attempt(cursor, _unit_after_tens) or 0)
    small = cursor.look_up(SMALL_NUMBERS)
    if small and cursor.take("hundred"):
        return 100 * small
    return small


def read_ordinal(cursor: Cursor) -> int | None:
    """Read "3rd", "third", "twenty-first"."""
    text = cursor.peek()
    if text[-2:] in _ENDINGS and text[:-2].isdecimal():
        return _digits(cursor, limit=4, ending=2)
    tens = cursor.look_up(TENS)
    if tens is not None:
        _skip_dash(cursor)
        small = cursor.look_up(ORDINALS)
        return 10 * tens + small if small and small in _UNITS else None
    return cursor.look_up(ORDINALS)


def read_year_number(cursor: Cursor) -> int | None:
    """Read "1989", "nineteen eighty-nine", "two thousand and one", "twenty ten"."""
    text = cursor.peek()
    if text.isdecimal():
        year = _digits(cursor, limit=_FOUR) if len(text) == _FOUR else None
        return year if year in _YEARS else None
    return attempt(cursor, _thousands) or attempt(cursor, _spoken_year)


def _digits(cursor: Cursor, limit: int, ending: int = 0) -> int | None:
    digits = cursor.peek()[: -ending or None]
    cursor.at += 1
    return int(digits) if len(digits) <= limit else None


def _unit_after_tens(cursor: Cursor) -> int | None:
    _skip_dash(cursor)
    if cursor.peek() in {"a", "an"}:
        return None
    small = cursor.look_up(SMALL_NUMBERS)
    return small if small in _UNITS else None


def _skip_dash(cursor: Cursor) -> None:
    if cursor.touches():
        cursor.take_any(DASHES)


def _thousands(cursor: Cursor) -> int | None:
    if not cursor.take("two thousand"):
        return None
    cursor.take("and")
    return 2000 + (attempt(cursor, _below_hundred) or 0)


def _spoken_year(cursor: Cursor) -> int | None:
    century = attempt(cursor, _below_hundred)
    rest = attempt(cursor, _below_hundred)
    if century is None or rest is None or rest < 10:  # noqa: PLR2004  # "nineteen six" is no year
        return None
    return 100 * century + rest if century in _SPOKEN_CENTURIES else None


def _below_hundred(cursor: Cursor) -> int | None:
    if cursor.peek().isdecimal() or cursor.peek() in {"a", "an"}:
        return None
    number = read_number(cursor)
    return number if number is not None and number < _HUNDRED else None
