"""A report's words -> its shingles, and how much of them another report shares.

In:  reports.   Out: overlapping runs of words, in text order; shares between 0 and 1.
Does not: look at outlets, days or headlines, or decide what a share means (copies.py does).
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.records import Report

if TYPE_CHECKING:
    from array import array

__all__ = ["N_WORDS", "share", "share_at_the_top", "shingles_of", "words_of"]

N_WORDS = 4  # to a shingle; see docs/decisions/0006-copies-count-once.md for the measurement

_WORD = re.compile(r"[^\W_]+")
_REACH = 2  # a story cut short holds the beginning of the longer one: its first twofold


def words_of(report: Report) -> list[str]:
    """List the words under the headline, case folded; punctuation and typography do not count."""
    return _WORD.findall(report.text[report.body_start :].casefold())


def shingles_of(words: Sequence[str]) -> list[str]:
    """List the runs of ``N_WORDS`` words, each once, in text order; fewer words are one run."""
    if len(words) < N_WORDS:
        return [" ".join(words)] if words else []
    runs = zip(*(words[start:] for start in range(N_WORDS)), strict=False)
    return list(dict.fromkeys(map(" ".join, runs)))


def share(one: "array[int]", other: "array[int]") -> float:
    """Share of the shorter text's shingles that stand in the longer one; 0 without a shingle."""
    shorter, longer = _by_length(one, other)
    return _share(shorter, longer)


def share_at_the_top(one: "array[int]", other: "array[int]") -> tuple[float, float]:
    """Share of the shorter text that stands at the top of the longer, twice its length.

    The second figure is the same for the first half of the shorter text alone: what papers
    repeat without retelling, such as background and footers, stands in second halves.
    """
    shorter, longer = _by_length(one, other)
    top = longer[: _REACH * len(shorter)]
    half = shorter[: (len(shorter) + 1) // 2]
    return _share(shorter, top), _share(half, top)


def _by_length(one: "array[int]", other: "array[int]") -> "list[array[int]]":
    """Put the shorter text first; of two equally long ones, always the same."""
    return sorted((one, other), key=lambda text: (len(text), text))


def _share(part: "array[int]", whole: "array[int]") -> float:
    if not part:
        return 0.0
    return len(set(whole).intersection(part)) / len(part)
