"""Texts, each once, and which of them are copies of each other.

In:  the words of reports, and their addresses.   Out: a number for each text, and for each
number those of its copies.
Does not: know outlets or days. A chain of copies is one group, however unlike its ends.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.records import Report, digest
from detente.sources.shingles import share, share_at_the_top, shingles_of
from detente.sources.sketches import SketchIndex, hashes_of

if TYPE_CHECKING:
    from array import array

__all__ = ["Wordings"]

# Of 590 statements of 2025 on one subject every re-issued one has 0.98 or more in common, no
# other pair more than 0.66 (an order and its amendment). Of the same statements with 5 % of the
# words replaced 99 % have 0.7; see docs/decisions/0006-copies-count-once.md.
_COPIED = 0.7
_COPIED_HALF = 0.5  # of its first half; background and footers stand in the second
_SAME_ADDRESS = 0.5  # an address that both have is evidence, too; alone it may be a front page
_MIN_WORDS = 20  # shorter reports are copies only of the very same words


class Wordings:
    """All texts so far, grouped; headlines, punctuation and case make no difference."""

    def __init__(self) -> None:
        self.shingles: list[array[int]] = []
        self._numbers: dict[str, int] = {}
        self._urls: list[set[str]] = []
        self._sketches = SketchIndex()
        self._groups: list[list[int]] = []  # of each text; copies share one list

    def add(self, words: Sequence[str], report: Report) -> int:
        """Number a report's text; the same words have the same number."""
        key = digest("words", words) if words else report.id
        shingles = shingles_of(words)
        text = self._numbers.setdefault(key, len(self.shingles))
        is_new = text == len(self.shingles)
        if is_new:
            self.shingles.append(hashes_of(shingles))
            self._urls.append(set())
            self._groups.append([text])
        is_elsewhere = report.url is not None and report.url not in self._urls[text]
        if report.url is not None:
            self._urls[text].add(report.url)
        if len(words) >= _MIN_WORDS and (is_new or is_elsewhere):
            for other in self._sketches.near(shingles, text if is_new else None):
                self._join_copies(text, other, report.url)
        return text

    def copies_of(self, text: int) -> Sequence[int]:
        """List a text and its copies."""
        return self._groups[text]

    def _join_copies(self, text: int, other: int, url: str | None) -> None:
        """Make one group of two texts if one is a copy of the other."""
        smaller, bigger = sorted((self._groups[text], self._groups[other]), key=len)
        if smaller is bigger or not self._are_copies(text, other, url):
            return
        bigger.extend(smaller)
        for moved in smaller:
            self._groups[moved] = bigger

    def _are_copies(self, text: int, other: int, url: str | None) -> bool:
        one, two = self.shingles[text], self.shingles[other]
        whole, half = share_at_the_top(one, two)
        if whole >= _COPIED and half >= _COPIED_HALF:
            return True
        return url in self._urls[other] and share(one, two) >= _SAME_ADDRESS
