"""Occasions by name, from data: what nouns name one, and when the fixed ones were.

In:  ``data/occasions.toml`` and ``data/occasions.csv``.   Out: groups of nouns, tabled days.
Does not: read sentences (date_occasions.py does).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import msgspec

from detente.errors import BadConfig
from detente.reading.data_rows import data_text, read_rows

__all__ = ["Occasions", "Tabled", "load_occasions", "occasions_from"]

Name = tuple[str, ...]


class _Group(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    nouns: list[str]
    within: frozenset[str]
    verbs: list[str]


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    parts: frozenset[str]
    happenings: frozenset[str]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    groups: list[_Group]
    words: _Words


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    """One line of ``occasions.csv``: names apart by ``;``, and one time it took place."""

    names: str
    first: date
    last: date
    source: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Tabled:
    """One time that a named occasion took place; ``place`` in lower case, ``""`` unknown."""

    first: date
    last: date
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasions:
    """Nouns and verbs of occasions by group, words around them, and the table of fixed occasions.

    ``within`` are, by group, the prepositions that put an act in the occasion, ``parts`` what may
    stand between ("the sidelines of"), ``happenings`` verbs whose day is the occasion's.
    """

    group_of: Mapping[str, int]
    verb_group: Mapping[str, int]
    within: tuple[frozenset[str], ...]
    parts: frozenset[str]
    happenings: frozenset[str]
    tabled: Mapping[Name, tuple[Tabled, ...]]

    def named_in(self, words: Sequence[str]) -> tuple[Tabled, ...]:
        """Find the fixed occasion that ``words`` name; of several names the longest."""
        words = [plain for word in words if (plain := word.lower().replace("-", ""))]
        found = [name for name in self.tabled if any(_holds(words, name))]
        return self.tabled[max(found, key=len)] if found else ()


@cache
def load_occasions() -> Occasions:
    """Load the package's own data."""
    return occasions_from(data_text("occasions.toml"), data_text("occasions.csv"))


def occasions_from(words: str, table: str) -> Occasions:
    """Read both files.

    Args:
        words: the text of ``occasions.toml``.
        table: the text of ``occasions.csv``.

    Returns:
        The nouns and the table.

    Raises:
        BadConfig: a file cannot be read; the message names it.
    """
    try:
        file = msgspec.toml.decode(words, type=_File)
    except msgspec.MsgspecError as err:
        raise BadConfig(f"occasions.toml: {err}") from err
    tabled: dict[Name, list[Tabled]] = {}
    for line, row in read_rows("occasions.csv", table, _Row):
        if row.first > row.last:
            raise BadConfig(f"occasions.csv line {line}: it ends before it begins")
        one = Tabled(row.first, row.last, row.place.lower())
        for name in row.names.split(";"):
            tabled.setdefault(tuple(name.replace("-", " ").split()), []).append(one)
    return Occasions(
        group_of={noun: n for n, group in enumerate(file.groups) for noun in group.nouns},
        verb_group={verb: n for n, group in enumerate(file.groups) for verb in group.verbs},
        within=tuple(group.within for group in file.groups),
        parts=file.words.parts,
        happenings=file.words.happenings,
        tabled={name: tuple(sorted(times, key=_first)) for name, times in tabled.items()},
    )


def _first(one: Tabled) -> date:
    return one.first


def _holds(words: Sequence[str], name: Name) -> Iterator[bool]:
    for start in range(len(words) - len(name) + 1):
        yield tuple(words[start : start + len(name)]) == name
