"""Text -> where known names stand in it.

In:  a text and all names.   Out: the longest names at word boundaries, in order.
Does not: choose between the meanings of a name, or know sentences.
"""

import unicodedata
from collections.abc import Iterable, Iterator

__all__ = ["Found", "NameMatcher", "spellings"]

Found = tuple[int, int, str]  # start and end in the text, and the name; plain, for speed

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
            if is_part or start < done:
                # A longer name that is no whole word may hide a shorter one.
                for hidden in self._hidden(text, max(start, done), end):
                    found.append(hidden)
                    done = hidden[1]
            else:
                found.append((start, end, names[pattern]))
        return found

    def _hidden(self, text: str, start: int, end: int) -> Iterator[Found]:
        """Look word by word for whole names that start within a rejected match."""
        while start < end:
            stop = min(len(text), start + self._longest)
            if not (start and _joins(text[start - 1])):
                for cut in range(stop, start, -1):
                    whole = cut == len(text) or not _joins(text[cut])
                    if whole and text[start:cut] in self._known:
                        yield start, cut, text[start:cut]
                        start = cut - 1
                        break
            start += 1


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
