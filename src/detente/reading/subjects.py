"""Paragraphs -> those in which no act needs to be looked for, and what they are about instead.

In:  the paragraphs of a report, and a way to ask whether a text names anybody.   Out: subjects.
Does not: parse, or know names. It weighs words (data/subjects.toml): two strong ones of a subject,
or their worth in weak ones, and no word of politics.

News is mostly about something else, and there "attacked", "beat" and "withdrew" mean something
else. So this saves time and spares false claims.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from detente.errors import BadConfig
from detente.reading.atlas import data_text
from detente.reading.parse import paragraph_spans
from detente.records import Span

POLITICS = "politics"
STRONG, WEAK = 2, 1
ENOUGH = 4  # for a paragraph: two strong words, or one and two weak ones
ENOUGH_OF_REPORT = 6
MOST = 0.5  # share of a report's characters from which its other paragraphs follow
NOBODY = "nobody known"
_WORD_CHARACTER = re.compile(r"\w")


class Cue(NamedTuple):
    """What a word tells. ``is_stem``: any ending may follow it."""

    subject: str
    weight: int
    is_stem: bool


class Weighed(NamedTuple):
    """One paragraph: its subject, if it has a plain one, and whether it may be politics."""

    subject: str | None
    may_be_politics: bool


class SubjectIndex:
    """All cue words, ready to be matched at once."""

    def __init__(self, cues: Mapping[str, Sequence[Cue]]) -> None:
        self._words = sorted(cues)
        self._cues = cues
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def unread(
        self, paragraphs: Sequence[str], names_anybody: Callable[[str], bool]
    ) -> dict[int, str]:
        """Give the subject of each paragraph, by its place, in which no act is looked for.

        A report without any word of politics is about one subject as a whole, if it has words
        enough of it; else its paragraphs that name nobody are passed over. In others, a paragraph
        without such a word goes with its own subject or with that of most of the report.
        """
        weighed = [self.weigh(paragraph) for paragraph in paragraphs]
        if any(found.may_be_politics for found in weighed):
            rest = self._lead(paragraphs, weighed)
            subjects = [None if w.may_be_politics else w.subject or rest for w in weighed]
        elif whole := self.weigh("\n".join(paragraphs), ENOUGH_OF_REPORT).subject:
            subjects = [whole for _ in paragraphs]
        else:
            subjects = [
                found.subject or (None if names_anybody(paragraph) else NOBODY)
                for paragraph, found in zip(paragraphs, weighed, strict=True)
            ]
        return {place: subject for place, subject in enumerate(subjects) if subject}

    def weigh(self, text: str, enough: int = ENOUGH) -> Weighed:
        """Weigh the words of a text. Each cue counts once, however often it stands there."""
        weights: Counter[str] = Counter()
        for cue in dict.fromkeys(self._found(text)):
            weights[cue[1].subject] += cue[1].weight
        may_be_politics = weights.pop(POLITICS, 0) > 0
        best = max(sorted(weights), key=weights.__getitem__, default=None)
        is_plain = best is not None and weights[best] >= enough and not may_be_politics
        return Weighed(best if is_plain else None, may_be_politics)

    def _found(self, written: str) -> Iterator[tuple[str, Cue]]:
        text = written.lower()
        for pattern, start, end in self._automaton.find_matches_as_indexes(text):
            if start and _WORD_CHARACTER.match(text[start - 1]):
                continue
            goes_on = end < len(text) and bool(_WORD_CHARACTER.match(text[end]))
            word = self._words[pattern]
            yield from ((word, cue) for cue in self._cues[word] if cue.is_stem or not goes_on)

    def _lead(self, paragraphs: Sequence[str], weighed: Sequence[Weighed]) -> str | None:
        sizes: Counter[str] = Counter()
        for paragraph, found in zip(paragraphs, weighed, strict=True):
            if found.subject:
                sizes[found.subject] += len(paragraph)
        subject = max(sorted(sizes), key=sizes.__getitem__, default=None)
        total = sum(map(len, paragraphs))
        return subject if subject and sizes[subject] > MOST * total else None


def unread_in(text: str, names_anybody: Callable[[str], bool]) -> dict[Span, str]:
    """Give the subject of each paragraph of a report's text in which no act is looked for."""
    spans = list(paragraph_spans(text))
    paragraphs = [text[span.start : span.end] for span in spans]
    unread = load_subjects().unread(paragraphs, names_anybody)
    return {spans[place]: subject for place, subject in unread.items()}


@lru_cache(maxsize=1)
def load_subjects() -> SubjectIndex:
    """Load the package's cue words.

    Raises:
        BadConfig: a key is unknown, a word is not in lower case or stands twice in one subject.
    """
    return index_of(tomllib.loads(data_text("subjects.toml")))


def index_of(table: Mapping[str, Mapping[str, Sequence[str]]]) -> SubjectIndex:
    """Build an index from tables of words.

    Raises:
        BadConfig: as ``load_subjects``.
    """
    cues: dict[str, list[Cue]] = {}
    for subject, lists in table.items():
        for key, words in lists.items():
            for word in words:
                stem, star, rest = word.partition("*")
                cue = Cue(subject, _weight(subject, key), bool(star))
                if rest or not stem or stem != stem.lower():
                    raise BadConfig(f"subjects.toml: {subject}.{key}: bad cue {word!r}")
                if any(other.subject == subject for other in cues.get(stem, ())):
                    raise BadConfig(f"subjects.toml: {subject}: {word!r} stands there twice")
                cues.setdefault(stem, []).append(cue)
    return SubjectIndex(cues)


def _weight(subject: str, key: str) -> int:
    weights = {"cues": STRONG} if subject == POLITICS else {"strong": STRONG, "weak": WEAK}
    if key not in weights:
        raise BadConfig(
            f"subjects.toml: {subject} has no list {key!r}; known: {', '.join(weights)}"
        )
    return weights[key]
