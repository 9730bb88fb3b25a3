"""Pattern files -> what a predicate can mean. Strict on load.

In:  data/patterns/*.toml, data/nouns.toml, data/operators.toml.   Out: a ``Lexicon``.
Does not: look at sentences (matching.py and matching.py do), or guess at a misspelt key.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from detente.errors import BadConfig
from detente.records import alike, digest

Kind = str  # "verb" or "noun"
CONDITIONS = (
    "object", "subject", "modifier", "prep", "companion", "of", "complement", "unless",
)  # fmt: skip  # each a set of lemmas
PARTIES = frozenset(
    {"ACTOR", "PERSON", "PEOPLE", "STATE", "ARMED", "REBEL", "CIVIL", "POLICE"}
    | {"BODY", "FIRM", "SIDES", "@captive", "@diplomat", "@force", "@police", "@people", "@crowd"}
    | {"@party", "@access", "@territory", "@property", "@outlet", "@needy", "@fighter", "@wanted"}
)  # classes of objects that somebody is or owns


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """What a predicate means under conditions.

    ``lemma`` is the predicate; ``particle`` a word it must take ("call *off*", "warn *of*").
    ``object``, ``subject``, ``modifier``, ``prep``, ``companion``, ``of``, ``complement`` are
    sets of lemmas of which one must be there (``None``: no condition); the capitals ACTOR,
    PERSON, PEOPLE, STATE, BODY (an organisation of states), FIRM, ARMED, REBEL, POLICE and CIVIL
    (without arms or office) ask for an identified actor, SIDES for several, THING for something
    that is none.
    ``recipient`` lists the prepositions that hold the recipient, best first. ``swap``: the
    grammatical subject is the recipient; ``has_topic``: the object is what is talked about, not
    somebody; ``is_intransitive``: it has no object ("returned to Paris", not "returned the vase");
    ``is_bare``: no clause follows ("helped Peru", not "helped Peru win"). ``object_is_party``:
    the object can be the recipient ("freed *hostages*", not "voiced *opposition*").
    ``unless``: lemmas none of which may be subject, object or stand with it ("a *storm* hit X").
    ``has_tool``: the object is what is acted with, and its owner acts where nobody else is named
    ("sent *warships*", "*Russian troops* were massed"). ``is_never_alone``: it makes no claim, and
    only tells an operator what it takes over ("accused X of *abusing* Y").
    """

    type: str
    mode: str | None
    kind: Kind
    lemma: str
    particle: str | None
    object: frozenset[str] | None = None
    subject: frozenset[str] | None = None
    modifier: frozenset[str] | None = None
    prep: frozenset[str] | None = None
    companion: frozenset[str] | None = None
    of: frozenset[str] | None = None
    complement: frozenset[str] | None = None
    unless: frozenset[str] | None = None
    recipient: tuple[str, ...] = ()
    is_mutual: bool = False
    swap: bool = False
    takes_clause: bool = False
    is_never_alone: bool = False
    has_topic: bool = False
    is_intransitive: bool = False
    is_bare: bool = False
    has_tool: bool = False
    object_is_party: bool = True
    place: str = ""

    @property
    def n_conditions(self) -> int:
        """Count the conditions: who asks for more says more, and words say more than kinds."""
        words = (self.object, self.subject, self.modifier, self.prep)
        asked = [a for a in (*words, self.companion, self.of, self.complement) if a is not None]
        n_kinds = sum(all(map(str.isupper, a)) for a in asked)  # "THING", no words
        return 2 * len(asked) - n_kinds + self.takes_clause + bool(self.particle)

    @property
    def spells_out(self) -> bool:
        """Whether it names what an operator would take over: "ordered *envoys* to *leave*"."""
        return self.object is not None and self.complement is not None


@dataclass(frozen=True, kw_only=True)
class Operator:
    """A verb that takes over another act. See data/operators.toml for the fields."""

    lemma: str
    particle: str | None
    becomes: str | None
    hostile: str | None
    control: str
    is_taken: bool = False
    modal: frozenset[str] | None = None
    only_hostile: bool = False
    finite: bool = False
    announces_help: bool = False
    other: str | None = None
    is_end: bool = False
    is_denied: bool = False


@dataclass(frozen=True)
class Lexicon:
    """All patterns by (kind, lemma), most demanding first, and the operators by lemma."""

    patterns: dict[tuple[Kind, str], tuple[Pattern, ...]]
    operators: dict[str, tuple[Operator, ...]]
    noun_operators: dict[str, tuple[Operator, ...]]
    digest: str


def _named(name: str) -> bool:
    """A mark that is off unless a file sets it, under a name of its own there."""
    mark: bool = msgspec.field(name=name, default=False)
    return mark


class _Entry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    lemmas: str
    mode: str = ""
    object: str = ""
    subject: str = ""
    modifier: str = ""
    prep: str = ""
    companion: str = msgspec.field(name="with", default="")
    of: str = ""
    complement: str = ""
    unless: str = ""
    recipient: str = ""
    is_mutual: bool = _named("mutual")
    swap: bool = False
    takes_clause: bool = _named("clause")
    is_never_alone: bool = _named("never_alone")
    has_topic: bool = _named("topic")
    is_intransitive: bool = _named("intransitive")
    is_bare: bool = _named("bare")
    has_tool: bool = _named("tool")


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    type: str
    source: str
    verbs: list[_Entry] = []
    nouns: list[_Entry] = []


class _OperatorEntry(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    lemmas: str
    becomes: str = ""
    hostile: str = ""
    control: str
    is_taken: bool = _named("taken")
    modal: str = ""
    only_hostile: bool = False
    finite: bool = False
    announces_help: bool = False
    other: str = ""
    is_end: bool = _named("end")
    is_denied: bool = _named("denied")


class _Operators(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    operators: list[_OperatorEntry]
    nouns: list[_OperatorEntry] = []


@cache
def load_lexicon() -> Lexicon:
    """Load and check the package's own pattern files."""
    return read_lexicon(files("detente.events") / "data")


def read_lexicon(data: Traversable) -> Lexicon:
    """Load and check the pattern files in a folder.

    Raises:
        BadConfig: a file has an unknown key, an unknown noun class or an empty lemma.
    """
    classes = {
        name: frozenset(words.split())
        for name, words in _decode(data / "nouns.toml", dict[str, str]).items()
    }
    patterns: dict[tuple[Kind, str], list[Pattern]] = defaultdict(list)
    folder = sorted((data / "patterns").iterdir(), key=lambda path: path.name)
    for path in folder:
        for pattern in _patterns_of(path, classes):
            patterns[pattern.kind, pattern.lemma].append(pattern)
    ranked = {
        key: tuple(sorted(found, key=lambda p: -p.n_conditions)) for key, found in patterns.items()
    }
    names = [data / "nouns.toml", data / "operators.toml", *folder]
    content = b"\0".join(path.read_bytes() for path in names)
    file = _decode(data / "operators.toml", _Operators)
    return Lexicon(ranked, _operators(file.operators), _operators(file.nouns), _digest(content))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


Decoded = TypeVar("Decoded")


def _decode(path: Traversable, shape: type[Decoded]) -> Decoded:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=shape)
    except msgspec.DecodeError as err:
        raise BadConfig(f"{path.name}: {err}") from err


def _patterns_of(path: Traversable, classes: dict[str, frozenset[str]]) -> Iterator[Pattern]:
    file = _decode(path, _File)
    for kind, entries in (("verb", file.verbs), ("noun", file.nouns)):
        for number, entry in enumerate(entries, start=1):
            where = f"{path.name}: {kind} {number}"
            yield from _expand(entry, kind, file.type, _Classes(classes, where))


@dataclass(frozen=True)
class _Classes:
    known: dict[str, frozenset[str]]
    where: str

    def words(self, text: str) -> frozenset[str] | None:
        """Turn "@talks crisis" into lemmas; ``None`` for the empty text.

        Raises:
            BadConfig: a class is not in nouns.toml.
        """
        if not text:
            return None
        lemmas: set[str] = set()
        for word in text.split():
            if not word.startswith("@"):
                lemmas.add(word.replace("_", " "))
                continue
            if word[1:] not in self.known:
                raise BadConfig(f"{self.where}: no noun class {word!r} in nouns.toml")
            lemmas.update(lemma.replace("_", " ") for lemma in self.known[word[1:]])
        return frozenset(lemmas)


def _expand(entry: _Entry, kind: Kind, type_: str, classes: _Classes) -> Iterator[Pattern]:
    if not entry.lemmas.split():
        raise BadConfig(f"{classes.where}: no lemmas")
    conditions = {name: classes.words(getattr(entry, name)) for name in CONDITIONS}
    for lemma in entry.lemmas.split():
        head, _, rest = lemma.partition("_")
        yield alike(
            Pattern,
            entry,
            type=type_,
            mode=entry.mode or None,
            kind=kind,
            lemma=lemma.replace("_", " ") if kind == "noun" else head,
            particle=(rest.replace("_", " ") or None) if kind != "noun" else None,
            **conditions,
            recipient=tuple(entry.recipient.split()),
            object_is_party=not entry.object or bool(PARTIES & set(entry.object.split())),
            place=f"{classes.where} {lemma}",
        )


def _operators(entries: list[_OperatorEntry]) -> dict[str, tuple[Operator, ...]]:
    found: dict[str, list[Operator]] = defaultdict(list)
    for entry in entries:
        for lemma in entry.lemmas.split():
            head, _, rest = lemma.partition("_")
            made = alike(
                Operator,
                entry,
                lemma=head,
                particle=rest.replace("_", " ") or None,
                modal=frozenset(entry.modal.split()) or None,
                **{name: getattr(entry, name) or None for name in ("becomes", "hostile", "other")},
            )
            found[head].append(made)
    return {
        lemma: tuple(sorted(ops, key=lambda o: o.particle is None)) for lemma, ops in found.items()
    }


# --- The word lists of the package -> their bytes, and one digest of what no pattern file holds.
_WORDS = ("remarks.toml", "status.toml")


def packaged(name: str) -> bytes:
    """The bytes of a file in events/data/."""
    return files("detente.events").joinpath("data", name).read_bytes()


@cache
def words_digest() -> str:
    """Digest of the word lists, part of every run: other words find other statuses and remarks."""
    return digest("words", *(packaged(name).decode("utf-8") for name in _WORDS))[:8]
