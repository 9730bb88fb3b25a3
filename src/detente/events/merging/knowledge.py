"""``data/merging.toml`` -> families of types, modes alike, promises, threats, breaches.

In:  the packaged file.   Out: a ``MergeKnowledge``.
Does not: look at claims, or guess at a misspelt key or code.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from detente.codebook import load_codebook
from detente.errors import BadConfig, UnknownCode
from detente.records import LinkKind

__all__ = ["MergeKnowledge", "load_knowledge", "read_knowledge"]

Modes = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeKnowledge:
    """What makes two claims tell of one deed, and one deed bear on another.

    ``families`` maps a type to its family, itself where it has none. ``alike`` are pairs of
    different modes, as ``TYPE/mode``, under which one deed is told. ``breaches`` has types and
    ``TYPE/mode`` as keys; ``threats`` the modes of THREATEN, as have ``measures``, whose values are
    ``TYPE/mode``. ``says`` finds the words of a deed that tell its bearing on another, ``says_of``
    has the types of which they can be told. ``nouns`` has a group for each of ``named``: words
    for the acts of a ``TYPE`` or ``TYPE/mode``. ``parents`` has the issue of which one is part.
    """

    families: Mapping[str, str]
    mutual: frozenset[str]
    alike: Modes
    told_apart: frozenset[str]
    promises: Mapping[str, frozenset[str]]
    threats: Mapping[str, frozenset[str]]
    measures: Mapping[str, frozenset[str]]
    breaches: Mapping[str, frozenset[str]]
    says: Mapping[LinkKind, re.Pattern[str]]
    says_of: Mapping[LinkKind, frozenset[str]]
    nouns: re.Pattern[str]
    named: tuple[str, ...]
    parents: Mapping[str, str]

    def family(self, type_name: str) -> str:
        """Name the family of types that tell such a deed at other grain."""
        return self.families.get(type_name, type_name)

    def named_after(self, words: Iterable[str]) -> set[str]:
        """Name what words name first after an answer's cue, as ``TYPE`` or ``TYPE/mode``."""
        found: set[str] = set()
        for one in words:
            cue = self.says[LinkKind.ANSWERS].search(one)
            noun = self.nouns.search(one, cue.end()) if cue else None
            if noun and noun.lastindex:
                found.add(self.named[noun.lastindex - 1])
        return found

    def with_wider(self, issues: Iterable[str]) -> frozenset[str]:
        """Add to issues all those that they are part of."""
        found: set[str] = set()
        for issue in issues:
            part: str | None = issue
            while part is not None and part not in found:
                found.add(part)
                part = self.parents.get(part)
        return frozenset(found)


class _Alike(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    alike: list[str]


class _Issues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tell_apart: list[str]


class _Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cues: list[str]
    nouns: dict[str, str]


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    types: list[str]
    cues: list[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    families: dict[str, list[str]]
    modes: _Alike
    issues: _Issues
    promises: dict[str, list[str]]
    threats: dict[str, list[str]]
    breaches: dict[str, list[str]]
    answers: _Answers
    kept: _Words
    broken: _Words


@cache
def load_knowledge() -> MergeKnowledge:
    """Load the packaged file, once."""
    return read_knowledge(files("detente.events").joinpath("data/merging.toml").read_bytes())


def read_knowledge(data: bytes) -> MergeKnowledge:
    """Read the file's bytes.

    Raises:
        BadConfig: a key is unknown, or a code is none of the codebook's.
    """
    try:
        told = msgspec.toml.decode(data, type=_File)
        return _checked(told)
    except (msgspec.MsgspecError, UnknownCode, re.error) as err:
        raise BadConfig(f"events/data/merging.toml: {err}") from err


def _checked(told: _File) -> MergeKnowledge:
    codebook = load_codebook()
    named = [told.families, told.promises, told.breaches]
    listed = [types for table in named for types in table.values()]
    listed += [told.kept.types, told.broken.types]
    for name in (*told.issues.tell_apart, *(one for types in listed for one in types)):
        codebook.type(name)
    keys = [*told.promises, *told.breaches, *_words(told.modes.alike), *told.answers.nouns]
    for key in (*keys, *(one for types in told.threats.values() for one in types)):
        type_name, _, mode = key.partition("/")
        codebook.mode(type_name, mode) if mode else codebook.type(type_name)
    for mode in filter(None, told.threats):
        codebook.mode("THREATEN", mode)
    return MergeKnowledge(
        families={name: family for family, names in told.families.items() for name in names},
        mutual=frozenset(one.name for one in codebook.types if one.is_mutual),
        alike=frozenset(_pairs(told.modes.alike)),
        told_apart=frozenset(told.issues.tell_apart),
        promises=_sets(told.promises),
        threats=_sets(told.threats, lambda name: "/" not in name),
        measures=_sets(told.threats, lambda name: "/" in name),
        breaches=_sets(told.breaches),
        says={
            LinkKind.ANSWERS: _pattern(told.answers.cues),
            LinkKind.FULFILS: _pattern(told.kept.cues),
            LinkKind.BREAKS: _pattern(told.broken.cues),
        },
        says_of={
            LinkKind.FULFILS: frozenset(told.kept.types),
            LinkKind.BREAKS: frozenset(told.broken.types),
        },
        nouns=re.compile(
            "|".join(rf"\b({words})\b" for words in told.answers.nouns.values()) or "(?!)",
            re.IGNORECASE,
        ),
        named=tuple(told.answers.nouns),
        parents={issue.id: issue.parent for issue in codebook.issues if issue.parent},
    )


def _words(lines: Iterable[str]) -> list[str]:
    return [word for line in lines for word in line.split()]


def _pairs(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        words = line.split()
        yield from ((one, other) for one in words for other in words if one != other)


def _sets(
    table: Mapping[str, Iterable[str]], is_meant: Callable[[str], bool] = bool
) -> dict[str, frozenset[str]]:
    return {key: frozenset(filter(is_meant, names)) for key, names in table.items()}


def _pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """Join expressions; without any, one that finds nothing."""
    return re.compile("|".join(f"(?:{cue})" for cue in cues) or "(?!)", re.IGNORECASE)
