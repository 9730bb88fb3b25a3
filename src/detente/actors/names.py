"""Text -> where known names stand in it.

In:  a text and all names.   Out: the longest names at word boundaries, in order.
Does not: choose between the meanings of a name, or know sentences.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

__all__ = ["Found", "NameMatcher", "spellings"]

Found = tuple[int, int, str]  # start and end in the text, and the name; plain, for speed

_WORD = re.compile(r"\w[\w.]*")
_BETWEEN = re.compile(r"\W")
_APOSTROPHES = str.maketrans({"'": "\u2019"})  # typographic texts write 's with U+2019


class NameMatcher:
    """Finds many names at once with an Aho-Corasick automaton. Case counts: "us" is not "US"."""

    def __init__(self, names: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind  # noqa: PLC0415  # only to match

        self._names = sorted(set(names))
        self._automaton = AhoCorasick(self._names, matchkind=MatchKind.LeftmostLongest)
        self._known = frozenset(self._names)
        self._longest = max(map(len, self._names), default=0)

    def find(self, text: str) -> list[Found]:
        """Find names in ``text``: whole words, the leftmost and longest, none overlapping."""
        found: list[Found] = []
        size, names = len(text), self._names
        done = 0
        for pattern, start, end in self._automaton.find_matches_as_indexes(text):
            is_part = (start and _joins(text[start - 1])) or (end < size and _joins(text[end]))
            if not is_part and start >= done:
                found.append((start, end, names[pattern]))
            elif start < done or _BETWEEN.search(text, start, end):
                # A longer name that is no whole word may hide a shorter one.
                for hidden in self._hidden(text, max(start, done), end):
                    found.append(hidden)
                    done = hidden[1]
        return found

    def _hidden(self, text: str, start: int, end: int) -> Iterator[Found]:
        """Look for whole names that start within a rejected match; one of one word hides none."""
        for word in _WORD.finditer(text, start, end):
            if word.start() < start or (word.start() and _joins(text[word.start() - 1])):
                continue
            for cut in self._cuts(text, word.start()):
                if text[word.start() : cut] in self._known:
                    yield word.start(), cut, text[word.start() : cut]
                    start = cut
                    break

    def _cuts(self, text: str, start: int) -> list[int]:
        """List the ends of words after ``start``, the farthest that a name can reach first."""
        stop = min(len(text), start + self._longest)
        return [cut for cut in range(stop, start, -1) if cut == len(text) or not _joins(text[cut])]


def spellings(name: str) -> Iterator[str]:
    """Yield ``name`` and the ways in which texts write it: without accents, with U+2019."""
    yield name
    if "'" in name:
        yield name.translate(_APOSTROPHES)
    if not name.isascii():
        marked = unicodedata.normalize("NFD", name)
        plain = "".join(char for char in marked if not unicodedata.combining(char))
        if plain != name and plain.isascii():
            yield plain


def _joins(char: str) -> bool:
    """Whether a character beside a name makes it a part of a longer word."""
    return char.isalnum() or char == "_"
