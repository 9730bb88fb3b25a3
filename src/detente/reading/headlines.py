"""Words of a headline -> the same words so that a parser sees the verb.

In:  a headline's words and their first tags.   Out: words with a plain verb for a doubtful one.
Does not: parse. Parsers learn from full sentences and take "Ankara *summons* envoy" for a noun
phrase; with "accuses" in its place they do not, and what they say then holds for the real word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from detente.errors import BadConfig
from detente.reading.data_rows import data_text

__all__ = ["Stand", "stands"]

_LEAST_WORDS, _MOST_WORDS = 3, 25
_ENDS = frozenset({".", "?", "!", "\u201d", '"', "\u2026", ":"})
_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "VB", "VBP", "DT", "UH", "RB"})
_SUBJECTS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "DT", "UH", "VB", "FW", "RB"})
_PEOPLE = ("ian", "ish", "ese", "ch", "ek", "ean", "aeli", "aqi")  # "Israeli strikes": no subject
_PLURALS = frozenset({"police", "people", "taliban", "farc", "gunmen", "policemen", "women", "men"})
_PARTICLES = frozenset({"down", "off", "out", "over", "up", "back"})
_NAMES = frozenset({"NNP", "NNPS", "DT", "CD", "PRP$"})


@dataclass(frozen=True, slots=True)
class Stand:
    """``words``, best first, may stand for that at ``index``, which is then a form of ``lemma``."""

    index: int
    words: tuple[str, str]
    lemma: str


class _Verbs(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    verbs: list[str]
    doubtful: list[str]
    intransitive: list[str]


def stands(words: Sequence[str], tags: Sequence[str]) -> tuple[Stand, ...]:
    """Find the first word that may be a headline's verb, and the comma that joins its subjects.

    Empty for a full sentence, and where a verb is plain to see.
    """
    if not _LEAST_WORDS <= len(words) <= _MOST_WORDS or words[-1] in _ENDS:
        return ()
    for index in range(1, len(words) - 1):
        if tags[index] in _FINITE and words[index].islower():
            comma = _joining_comma(words, tags, index)
            itself = Stand(index, (words[index], words[index]), words[index])
            return (*comma, itself) if comma else ()
        lemma = _verb(words, tags, index)
        if lemma is not None:
            following, ahead = words[index + 1], tags[index + 1 :]
            plain = _plain(following, ahead, is_plural=words[index] == lemma)
            return (*_joining_comma(words, tags, index), Stand(index, plain, lemma))
    return ()


# Private functions


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """All verbs, those that are oftener nouns, those that stand before a preposition.

    Raises:
        BadConfig: the file has another shape.
    """
    try:
        known = msgspec.toml.decode(data_text("headline_verbs.toml"), type=_Verbs)
    except msgspec.DecodeError as err:
        raise BadConfig(f"headline_verbs.toml: {err}") from err
    alone = frozenset(known.intransitive)
    doubtful = frozenset(known.doubtful)
    return alone | doubtful | frozenset(known.verbs), doubtful, alone


def _verb(words: Sequence[str], tags: Sequence[str], index: int) -> str | None:
    """The lemma of the word if it may be the verb; its form must agree with what is before it."""
    word, before = words[index], words[index - 1]
    if not word.islower() or tags[index] not in _NOUNS or tags[index - 1] not in _SUBJECTS:
        return None
    lemma = next((base for base in _bases(word) if base in _known()[0]), None)
    if lemma is None or not _agrees(words, tags, index, is_plural=word == lemma):
        return None
    if tags[index - 1] == "JJ" and (before.islower() or before.lower().endswith(_PEOPLE)):
        return None
    return lemma if _opens_object(lemma, words[index + 1], tags[index + 1 :]) else None


def _bases(word: str) -> tuple[str, ...]:
    if not word.endswith("s") or word.endswith("ss"):
        return (word,)
    return (word, word[:-1], word.removesuffix("es"), f"{word.removesuffix('ies')}y")


def _agrees(words: Sequence[str], tags: Sequence[str], index: int, *, is_plural: bool) -> bool:
    before = words[index - 1].lower()
    several = {",", "and"} & set(words[:index])
    is_many = before.endswith("s") and tags[index - 1] in {"NNS", "NNPS"}
    if is_plural:
        return is_many or before in _PLURALS or before.endswith("is") or bool(several)
    return not is_many or words[index - 1].istitle()


def _opens_object(lemma: str, following: str, tags: Sequence[str]) -> bool:
    """Whether an object, a preposition or an infinitive can begin behind the word."""
    _, doubtful, intransitive = _known()
    if tags[0] in {"IN", "RP"} and following in _PARTICLES:
        return lemma not in doubtful and tags[1] not in {"NNP", "CD"}
    if lemma in intransitive:
        return tags[0] in {"IN", "TO", "RP"} and following not in {"of", "as"}
    if lemma in doubtful:
        return tags[0] in _NAMES or (tags[0] == "JJ" and following.istitle())
    if tags[0] == "TO":
        return tags[1] == "VB"
    return tags[0] in _NAMES | {"NN", "NNS", "JJ", "VBN", "VBG", "PRP"}


def _plain(following: str, tags: Sequence[str], *, is_plural: bool) -> tuple[str, str]:
    verb = "refuse" if tags[0] == "TO" and tags[1] == "VB" else "accuse"
    if following in _PARTICLES:
        verb = "send"
    elif tags[0] in {"IN", "TO"} and verb == "accuse":
        verb = "appear"
    return (verb, "seek") if is_plural else (f"{verb}s", "seeks")


def _joining_comma(words: Sequence[str], tags: Sequence[str], verb: int) -> tuple[Stand, ...]:
    """The comma of "Japan, India *agree*", which stands for "and"."""
    commas = [i for i in range(verb) if words[i] == ","]
    if len(commas) != 1 or words[verb].endswith("s") or tags[verb] in {"VBD", "MD"}:
        return ()
    return (Stand(commas[0], ("and", "and"), ","),) if tags[0] in _SUBJECTS else ()
