"""``data/merging.toml`` -> families of types, modes alike, what promises and deeds are about.

In:  the packaged file.   Out: a ``MergeKnowledge``.
Does not: look at claims, or guess at a misspelt key or code.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from detente.codebook import load_codebook
from detente.errors import BadConfig, UnknownCode
from detente.records import LinkKind

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBERS = {word: number for number, word in enumerate((*_WORDS, "eleven", "twelve"), start=1)}
STEM = 6  # letters; lengths of 5 to 7 are usual for English ("truncation stemming")
Modes = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by its name in ``data/merging.toml``; ``is_undone``: ended, lifted, or forsworn."""

    name: str
    is_undone: bool

    @property
    def turned(self) -> "Measure":
        """Its contrary."""
        return Measure(self.name, not self.is_undone)


@dataclass(frozen=True, slots=True, kw_only=True)
class BearingWords:
    """The words by which a promise and a deed are of one thing.

    ``given_types`` are words given, and ``giving`` finds one in acts of ``giving_types``;
    ``conditions``, ``causes`` and ``durations`` what limits it; ``undoing`` what turns a measure
    round; ``resolve`` says that somebody will do what hangs on a condition, ``afterwards`` that a
    deed came later than what else its sentence tells; ``lasting`` that a measure is forsworn,
    ``anew`` that one is put back, ``weighed`` that one is thought of, ``occasions`` where one was
    told, ``accidents`` that nobody meant it, ``defending`` that he was attacked; ``empty`` are
    stems that all promises share, ``standing`` nouns that tell no deed. ``measure_words`` has a
    group for each of ``measures``, which are names of measures; ``undone`` are the places of the
    groups that name a contrary.
    ``truces`` are measures that need no common object when undone, ``meetings`` those that are
    talks; ``measures_of`` has the measures that a ``TYPE`` or ``TYPE/mode`` is.
    """

    given_types: frozenset[str]
    giving_types: frozenset[str]
    giving: re.Pattern[str]
    conditions: re.Pattern[str]
    causes: re.Pattern[str]
    durations: re.Pattern[str]
    undoing: re.Pattern[str]
    resolve: re.Pattern[str]
    afterwards: re.Pattern[str]
    lasting: re.Pattern[str]
    anew: re.Pattern[str]
    occasions: re.Pattern[str]
    weighed: re.Pattern[str]
    accidents: re.Pattern[str]
    defending: re.Pattern[str]
    empty: frozenset[str]
    standing: re.Pattern[str]
    measures: tuple[str, ...]
    measure_words: re.Pattern[str]
    undone: frozenset[int]
    truces: frozenset[str]
    meetings: frozenset[str]
    measures_of: Mapping[str, tuple[Measure, ...]]

    def is_truce(self, measure: Measure) -> bool:
        """Whether a measure is that violence ends."""
        return measure.is_undone and measure.name in self.truces

    def is_force(self, measure: Measure) -> bool:
        """Whether a measure is violence itself."""
        return not measure.is_undone and measure.name in self.truces


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeKnowledge:
    """What makes two claims tell of one deed, and one deed bear on another.

    ``families`` maps a type to its family, itself where it has none. ``alike`` are pairs of
    different modes, as ``TYPE/mode``, under which one deed is told.

    ``says`` finds the words of a deed that tell its bearing on another, ``says_of`` has the types
    of which they can be told. ``nouns`` has a group for each of ``named``: words for the acts of a
    ``TYPE`` or ``TYPE/mode``. ``parents`` has the issue of which one is part.
    """

    families: Mapping[str, str]
    mutual: frozenset[str]
    alike: Modes
    told_apart: frozenset[str]
    bearing: BearingWords
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


class _Bearing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    given_types: frozenset[str]
    giving_types: frozenset[str]
    giving: str
    conditions: str
    causes: str
    durations: str
    undoing: str
    resolve: str
    afterwards: str
    lasting: str
    anew: str
    occasions: str
    weighed: str
    accidents: str
    defending: str
    empty: str
    standing: str
    states: str


class _Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str
    undone: str = ""
    types: list[str] = []
    undone_types: list[str] = []
    is_truce: bool = False
    is_meeting: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    families: dict[str, list[str]]
    modes: _Alike
    issues: _Issues
    bearing: _Bearing
    measures: dict[str, _Measure]
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
    _check_codes(told)
    codebook = load_codebook()
    return MergeKnowledge(
        families={name: family for family, names in told.families.items() for name in names},
        mutual=frozenset(one.name for one in codebook.types if one.is_mutual),
        alike=frozenset(_pairs(told.modes.alike)),
        told_apart=frozenset(told.issues.tell_apart),
        bearing=_bearing_words(told),
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


def _check_codes(told: _File) -> None:
    """Refuse a type or mode that the codebook does not have.

    Raises:
        UnknownCode: there is such a one.
    """
    codebook = load_codebook()
    words = told.bearing.given_types, told.bearing.giving_types
    listed = [told.kept.types, told.broken.types, *words, told.issues.tell_apart]
    for name in (one for types in (*told.families.values(), *listed) for one in sorted(types)):
        codebook.type(name)
    deeds = [one for told in told.measures.values() for one in (*told.types, *told.undone_types)]
    for key in (*deeds, *_words(told.modes.alike), *told.answers.nouns):
        type_name, _, mode = key.partition("/")
        codebook.mode(type_name, mode) if mode else codebook.type(type_name)


def _bearing_words(told: _File) -> BearingWords:
    ways = _ways(told.measures)
    return BearingWords(
        given_types=told.bearing.given_types,
        giving_types=told.bearing.giving_types,
        **{
            name: _alone(getattr(told.bearing, name))
            for name in (
                "giving",
                "conditions",
                "causes",
                "durations",
                "undoing",
                "resolve",
                "afterwards",
                "lasting",
                "anew",
                "occasions",
                "weighed",
                "accidents",
                "defending",
                "standing",
            )
        },
        empty=frozenset(map(stem, f"{told.bearing.empty} {told.bearing.states}".split())),
        measures=tuple(name for name, _, _ in ways),
        measure_words=_alone("|".join(rf"\b({words})\b" for _, words, _ in ways) or "(?!)"),
        undone=frozenset(place for place, (_, _, is_undone) in enumerate(ways) if is_undone),
        truces=frozenset(name for name, one in told.measures.items() if one.is_truce),
        meetings=frozenset(name for name, one in told.measures.items() if one.is_meeting),
        measures_of=_measures_of(told.measures),
    )


def _ways(told: Mapping[str, _Measure]) -> list[tuple[str, str, bool]]:
    """Each measure's words, those of its contrary first: name, words, whether they undo it."""
    return [
        (name, words, is_undone)
        for name, one in told.items()
        for words, is_undone in ((one.undone, True), (one.words, False))
        if words
    ]


def _measures_of(told: Mapping[str, _Measure]) -> dict[str, tuple[Measure, ...]]:
    found: dict[str, list[Measure]] = defaultdict(list)
    for name, one in told.items():
        for types, is_undone in ((one.types, False), (one.undone_types, True)):
            for code in types:
                found[code].append(Measure(name, is_undone))
    return {code: tuple(named) for code, named in found.items()}


def stem(word: str) -> str:
    """Cut a word to its first letters: "releases" and "releasing" are one."""
    plain = word.casefold()
    return (plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain)[:STEM]


def _alone(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def _pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """Join expressions; without any, one that finds nothing."""
    return re.compile("|".join(f"(?:{cue})" for cue in cues) or "(?!)", re.IGNORECASE)
