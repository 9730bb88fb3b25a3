"""What names can mean, and where known names stand in a text.

In:  a text and all names.   Out: the longest names at word boundaries, in order; the gazetteer's
own records, and the rule for partial dates.
Does not: read files, know sentences, or choose between the meanings of a name.

The records are structs, not dataclasses: 30,000 of them are made at every start.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

import msgspec

from detente.language.letters import unmarked

UNDATED = "9999-12-31"  # the day of a report without a date: what is still open then holds


class EntryKind(StrEnum):
    """What sort of actor an entry is."""

    STATE = "state"
    ORGANISATION = "organisation"
    PERSON = "person"


class NameKind(StrEnum):
    """How a name stands for its bearer."""

    NAME = "name"
    SHORT = "short"
    ACRONYM = "acronym"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    METONYM = "metonym"
    FULL = "full"
    SURNAME = "surname"
    TRANSLITERATION = "transliteration"
    PLACE = "place"
    PEOPLE = "people"
    DISCARD = "discard"


PERSONAL_NAMES = frozenset({NameKind.FULL, NameKind.SURNAME, NameKind.TRANSLITERATION})


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An actor the gazetteer knows. ``sector`` is ``None`` for states.

    ``form`` is the sort of an organisation: "ministry", "firm".
    """

    id: str
    kind: EntryKind
    name: str
    country: str | None
    sector: str | None
    parent: str | None = None
    form: str = ""
    start: str = ""
    end: str = ""
    source: str


class Sense(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One meaning of a name. ``actor`` is an entry's id; for places, the country's."""

    name: str
    actor: str
    kind: NameKind
    start: str = ""
    end: str = ""
    sector: str | None = None
    source: str


class Holding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody's time in an office. ``rank`` 0 is a leader, higher numbers stand lower."""

    office: str
    title: str
    country: str
    sector: str
    person: str
    start: str
    end: str
    source: str
    rank: int


def day_key(day: date | None) -> str:
    """Write a day so that it can be compared with partial dates."""
    return day.isoformat() if day else UNDATED


def holds(start: str, end: str, day: str) -> bool:
    """Whether ``day`` lies between two partial dates; empty ones are open.

    A partial date stands for all its days: ``2023-10`` starts on the 1st and ends on the 31st.
    """
    return start <= day and (not end or day <= end or day.startswith(end))


# --- Text -> where known names stand in it.
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
        """Find names in ``text``: whole words, the leftmost and longest, none overlapping.

        A name that is listed without its accents is found with them: "Nguyễn Xuân Phúc".
        """
        found = self._find(text)
        plain = unmarked(text)
        if plain == text or len(plain) != len(text):
            return found
        marked = [one for one in self._find(plain) if text[one[0] : one[1]] != one[2]]
        longer = [one for one in marked if not any(_covers(other, one) for other in found)]
        kept = [one for one in found if not any(_overlap(one, other) for other in longer)]
        return sorted((*kept, *longer))

    def _find(self, text: str) -> list[Found]:
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
    """Yield ``name`` and the ways in which texts write it: without accents, with U+2019.

    "Peoples Republic of China" is not the Republic of China. A sentence begins with "The".
    """
    yield name
    if name.startswith("the "):
        yield f"T{name[1:]}"
    if "'" in name:
        yield name.translate(_APOSTROPHES)
        if "People's" in name:
            yield from (name.replace("People's", other) for other in ("Peoples", "Peoples'"))
    plain = unmarked(name)
    if plain != name and plain.isascii():
        yield plain


def _covers(one: Found, other: Found) -> bool:
    """Whether a name is as long as one that it overlaps."""
    return _overlap(one, other) and one[1] - one[0] >= other[1] - other[0]


def _overlap(one: Found, other: Found) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _joins(char: str) -> bool:
    """Whether a character beside a name makes it a part of a longer word."""
    return char.isalnum() or char == "_"
