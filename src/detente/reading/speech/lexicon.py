"""Data files -> the words that attribute speech, and media that are retold.

In:  data/speech_*.toml.   Out: what each verb, noun and adjective takes as content; whether a
speaker is a medium.
Does not: tell one outlet from another. Strict: an unknown key, frame or act is a ``BadConfig``.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from detente.errors import BadConfig
from detente.records import Sentence, SpeechKind, Token

DATA = files("detente.reading") / "data"
T = TypeVar("T")


class Act(StrEnum):
    """What a cue does: utters, thinks, takes sides, or shows (a poll or document)."""

    SAY = "say"
    THINK = "think"
    JUDGE = "judge"
    SHOW = "show"


class Part(StrEnum):
    """The part of speech of a cue word."""

    VERB = "verb"
    NOUN = "noun"
    ADJECTIVE = "adjective"


class Frame(StrEnum):
    """What of a cue's surroundings is the content; a bare preposition stands for its phrase."""

    QUOTE = "quote"
    ASIDE = "aside"
    CLAUSE = "clause"
    OBJECT = "object"
    PREDICATIVE = "predicative"
    INFINITIVE = "infinitive"
    CAUSATIVE = "causative"
    GERUND = "gerund"


PREPOSITIONS = frozenset(
    {"about", "against", "at", "for", "of", "on", "over", "to", "upon", "with"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWord:
    """A verb, noun or adjective that attributes content."""

    lemma: str
    part: Part
    act: Act
    frames: frozenset[str]
    kind: SpeechKind | None = None
    retells: bool = False
    hearer: bool = False

    def takes(self, *frames: str) -> bool:
        """Whether any of ``frames`` is among the word's."""
        return not self.frames.isdisjoint(frames)

    @property
    def prepositions(self) -> frozenset[str]:
        """Prepositions whose phrase is content."""
        return self.frames & PREPOSITIONS


@dataclass(frozen=True, kw_only=True)
class SpeechLexicon:
    """All cue words by lemma, the phrases, and the words that name media."""

    verbs: Mapping[str, CueWord]
    nouns: Mapping[str, CueWord]
    adjectives: Mapping[str, CueWord]
    phrases: tuple[tuple[str, ...], ...]
    repairs: Mapping[str, str]
    occasions: frozenset[str]
    exhibits: frozenset[str]
    headings: frozenset[str]
    media: "Media"

    def verb(self, lemma: str, particle: str | None = None) -> CueWord | None:
        """Look up a verb; with a particle it is another verb ("point out", "carry out")."""
        lemma = self.repaired(lemma)
        return self.verbs.get(f"{lemma} {particle}" if particle else lemma)

    def repaired(self, lemma: str) -> str:
        """Repair a lemma that the parser gets wrong, and spell it in ``-ize``."""
        lemma = self.repairs.get(lemma, lemma)
        return lemma[:-3] + "ize" if lemma.endswith("ise") and lemma not in self.verbs else lemma


class _Group(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    source: str
    act: Act
    frames: list[str]
    verbs: list[str] = []
    words: list[str] = []
    kind: SpeechKind | None = None
    retells: bool = False
    hearer: bool = False


class _Verbs(msgspec.Struct, forbid_unknown_fields=True):
    groups: list[_Group]
    repairs: dict[str, str]


class _Phrase(msgspec.Struct, forbid_unknown_fields=True):
    words: str
    source: str


class Media(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that name media, and those that tell who asks and who tells in a transcript."""

    source: str
    nouns: frozenset[str]
    names: frozenset[str]
    endings: frozenset[str]
    beginnings: frozenset[str]
    reports: frozenset[str]
    askers: frozenset[str]
    tellers: frozenset[str]


class _Nouns(msgspec.Struct, forbid_unknown_fields=True):
    source: str
    nouns: frozenset[str]


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    nouns: list[_Group]
    adjectives: list[_Group]
    phrases: list[_Phrase]
    occasions: _Nouns
    exhibits: _Nouns
    headings: _Nouns
    media: Media


@cache
def load_speech_lexicon() -> SpeechLexicon:
    """Read the lexicon that ships with detente; once per process.

    Raises:
        BadConfig: a data file is wrong.
    """
    verbs = read_data("speech_verbs.toml", _Verbs)
    words = read_data("speech_words.toml", _Words)
    return SpeechLexicon(
        verbs=_cue_words("speech_verbs.toml", verbs.groups, Part.VERB),
        nouns=_cue_words("speech_words.toml", words.nouns, Part.NOUN),
        adjectives=_cue_words("speech_words.toml", words.adjectives, Part.ADJECTIVE),
        phrases=tuple(tuple(phrase.words.split()) for phrase in words.phrases),
        repairs=verbs.repairs,
        occasions=words.occasions.nouns,
        exhibits=words.exhibits.nouns,
        headings=words.headings.nouns,
        media=words.media,
    )


def read_data(name: str, shape: type[T]) -> T:
    """Read the TOML file ``name`` of this room.

    Raises:
        BadConfig: the file does not have the shape.
    """
    try:
        return msgspec.toml.decode(DATA.joinpath(name).read_bytes(), type=shape)
    except msgspec.DecodeError as err:
        raise BadConfig(f"reading/data/{name}: {err}") from err


def _cue_words(file: str, groups: Iterable[_Group], part: Part) -> dict[str, CueWord]:
    words: dict[str, CueWord] = {}
    for group in groups:
        frames = frozenset(group.frames)
        unknown = sorted(frames - PREPOSITIONS - frozenset(Frame))
        if unknown:
            raise BadConfig(f"reading/data/{file}, group {group.name!r}: unknown frames {unknown}")
        for lemma in (*group.verbs, *group.words):
            known = words.get(lemma)
            words[lemma] = CueWord(
                lemma=lemma,
                part=part,
                act=known.act if known else group.act,
                frames=frames | (known.frames if known else frozenset()),
                kind=known.kind if known else group.kind,
                retells=known.retells if known else group.retells,
                hearer=known.hearer if known else group.hearer,
            )
    return words


# --- Speaker -> whether it is a medium that is being retold.
_LEAST_WORDS = 2
_LINKS = frozenset({"compound", "nmod", "poss", "appos", "amod"})


def is_medium(sentence: Sentence, speaker: Collection[int], lexicon: SpeechLexicon) -> bool:
    """Whether ``speaker`` (token indices) is headed by a medium: "The New York Times (NYT)"."""
    inside = set(speaker)
    heads = [
        i
        for i in sorted(inside)
        if sentence.tokens[i].head not in inside or sentence.tokens[i].head == i
    ]
    if not heads:
        return False
    head = sentence.tokens[heads[0]]
    if head.pos != "PROPN" and head.lemma in lexicon.media.nouns:
        return True
    named = (
        _is_named(sentence, head.index, lexicon)
        or _is_called(sentence, inside, head, lexicon)
        or _is_introduced(sentence, min(inside), head, lexicon)
    )
    if head.lemma in lexicon.media.reports:
        return any(
            _is_named(sentence, below, lexicon)
            or _is_called(sentence, inside, sentence.tokens[below], lexicon)
            for below in sentence.children[head.index]
            if sentence.tokens[below].dep in _LINKS
        )
    return named


def _is_called(
    sentence: Sentence, speaker: Collection[int], head: Token, lexicon: SpeechLexicon
) -> bool:
    """Whether a name of several words is made as outlets' names are: "the Veld Gazette"."""
    name = [sentence.tokens[i] for i in sorted(speaker) if sentence.tokens[i].pos != "DET"]
    if len(name) < _LEAST_WORDS or head.entity == "PERSON":
        return False
    before = sentence.tokens[: head.index][-1:]
    is_ended = head.text in lexicon.media.endings and any(one.pos == "PROPN" for one in before)
    return is_ended or (name[0].text in lexicon.media.beginnings and name[0].pos == "PROPN")


def _is_introduced(sentence: Sentence, first: int, head: Token, lexicon: SpeechLexicon) -> bool:
    """Whether a kind of medium stands before a name: "the Veld daily El Faro"."""
    tokens = sentence.tokens
    for index in range(head.index - 1, max(first - 2, -1), -1):
        if tokens[index].text in lexicon.media.nouns:
            return head.pos == "PROPN"
        if tokens[index].pos != "PROPN" and tokens[index].text not in {"the", "The"}:
            return False
    return False


def _is_named(sentence: Sentence, last: int, lexicon: SpeechLexicon) -> bool:
    """Whether the name that ends with token ``last`` ends with an outlet's name."""
    words: list[str] = []
    for index in range(last, max(-1, last - 5), -1):
        words.insert(0, sentence.tokens[index].text)
        if " ".join(words).replace(" ’", "’").replace(" '", "'") in lexicon.media.names:
            return True
        if sentence.tokens[index].pos not in {"PROPN", "NOUN", "PART", "ADJ"}:
            break
    return False
