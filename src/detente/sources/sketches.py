"""Texts that may be copies of each other, found fast. The only file that imports rensa.

In:  the words of reports, one after the other.   Out: overlapping runs of words (shingles), shares
between 0 and 1; for each text, each once, its copies.
Does not: look at outlets, days or headlines. Every candidate of a sketch is compared exactly. A
chain of copies is one group, however unlike its ends.
"""

import re
from array import array
from collections.abc import Iterator, Sequence

from detente.records import Report, digest

_SEED = 20240202  # any fixed number
_N_BANDS = 64
# Four hashes to a band: sketches that share a half meet in 98 of 100 cases, a tenth (a footer)
# in 1 of 150. With three, 10,000 reports under one footer took 87 s instead of some seconds.
_N_HASHES = 256
_FIRST = 16  # shingles of the shortest beginning that is sketched; _MIN_WORDS have 17


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


# --- A report's words -> its shingles, and how much of them another report shares.
N_WORDS = 4  # to a shingle; see docs/decisions.md, 6, for the measurement
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


# --- Texts, each once, and which of them are copies of each other.
# Of 590 statements of 2025 on one subject every re-issued one has 0.98 or more in common, no
# other pair more than 0.66 (an order and its amendment). Of the same statements with 5 % of the
# words replaced 99 % have 0.7; see docs/decisions.md, 6.
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
