"""Shingles -> texts that may be copies of each other. The only file that imports rensa.

In:  the shingles of one text after the other.   Out: numbers of texts seen before that may
share much with it; most others do not.
Does not: decide: every candidate is compared exactly afterwards (copies.py does).
"""

from array import array
from collections.abc import Iterator, Sequence

__all__ = ["SketchIndex", "hashes_of"]

_SEED = 20240202  # any fixed number
_N_BANDS = 64
# Four hashes to a band: sketches that share a half meet in 98 of 100 cases, a tenth (a footer)
# in 1 of 150. With three, 10,000 reports under one footer took 87 s instead of some seconds.
_N_HASHES = 256
_FIRST = (
    16  # shingles of the shortest beginning that is sketched; _MIN_WORDS of wordings.py have 17
)


def hashes_of(shingles: Sequence[str]) -> "array[int]":
    """Hash each shingle to 64 bits, the same in every run."""
    from rensa import RMinHash  # noqa: PLC0415  # a compiled library

    return array("Q", RMinHash.hash_token_sets([list(shingles)])[0])


class SketchIndex:
    """Sketches of the whole of each text and of its beginnings, each twice as long as the last.

    MinHash finds texts of like length. A long story and its first three paragraphs are unlike,
    but the three paragraphs are like a beginning of the story.
    """

    def __init__(self) -> None:
        from rensa import RMinHashLSH  # noqa: PLC0415  # a compiled library

        self._lsh = RMinHashLSH(threshold=0.3, num_perm=_N_HASHES, num_bands=_N_BANDS)
        self._numbers: list[int] = []  # of each sketch: rensa keeps one to a key

    def near(self, shingles: Sequence[str], number: int | None) -> list[int]:
        """Number the texts that may be like this one, and remember it as ``number``, if any."""
        from rensa import RMinHash  # noqa: PLC0415  # a compiled library

        found: set[int] = set()
        sketch = RMinHash(num_perm=_N_HASHES, seed=_SEED)
        for start, end in _beginnings(len(shingles)):
            sketch.update(shingles[start:end])
            found.update(self._numbers[key] for key in self._lsh.query(sketch))
            if number is not None:
                self._lsh.insert(len(self._numbers), sketch)
                self._numbers.append(number)
        return sorted(found - {number})


def _beginnings(length: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches that lengthen one beginning to the next, up to the whole."""
    start, end = 0, _FIRST
    while start < length:
        yield start, min(end, length)
        start, end = end, 2 * end
