"""Text -> where known names stand in it.

In:  a text and all names.   Out: the longest names at word boundaries, in order.
Does not: choose between the meanings of a name, or know sentences.
"""

import unicodedata
from collections.abc import Iterable, Iterator

from detente.records import Span

__all__ = ["NameMatcher", "spellings"]

_APOSTROPHES = str.maketrans({"'": "\u2019"})  # typographic texts write 's with U+2019


class NameMatcher:
    """Finds many names at once with an Aho-Corasick automaton. Case counts: "us" is not "US"."""

    def __init__(self, names: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick  # noqa: PLC0415  # not needed to import the room

        self._names = sorted(set(names))
        self._automaton = AhoCorasick(self._names) if self._names else None

    def find(self, text: str) -> list[tuple[Span, str]]:
        """Find names in ``text``: whole words, the longest first, none overlapping."""
        if self._automaton is None:
            return []
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        whole = [hit for hit in found if _is_whole(text, hit[1], hit[2])]
        whole.sort(key=lambda hit: (hit[1], -hit[2]))
        return list(self._leftmost_longest(whole))

    def _leftmost_longest(self, hits: Iterable[tuple[int, int, int]]) -> Iterator[tuple[Span, str]]:
        last = 0
        for pattern, start, end in hits:
            if start >= last:
                last = end
                yield Span(start, end), self._names[pattern]


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


def _is_whole(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before == "_" or after.isalnum() or after == "_")
