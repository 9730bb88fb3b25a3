"""What a suite finds out: its scores, its misses, and what it left out.

In:  the scores of a suite, as the structs of this file.   Out: the object that
``detente evaluate --format json`` prints, and each figure by its name.
Does not: compute a score, or render one (tables.py does).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from detente.evaluate.arithmetic import ClassScores, Share

__all__ = [
    "DateScores",
    "DocumentScores",
    "Figures",
    "Miss",
    "PairScores",
    "Scores",
    "SentenceScores",
    "SpeechScores",
    "StatusScores",
    "Suite",
    "TripleScores",
]


class Suite(StrEnum):
    """What is measured."""

    PAIRS = "pairs"
    SENTENCES = "sentences"
    DOCUMENTS = "documents"
    SPEECH = "speech"
    DATES = "dates"
    STATUS = "status"


class PairScores(msgspec.Struct, frozen=True, kw_only=True):
    """``n``: rows."""

    n: int
    accuracy: Share
    macro_f1: Share
    weighted_f1: Share
    quad_macro_f1: Share
    per_type: dict[str, ClassScores]


class SentenceScores(msgspec.Struct, frozen=True, kw_only=True):
    """``n``: sentences."""

    n: int
    type_any: Share
    type_first: Share
    type_and_countries: Share
    country: Share
    sector: Share
    claims_per_sentence: float | None


class TripleScores(msgspec.Struct, frozen=True, kw_only=True):
    """``n``: sentences."""

    n: int
    precision: Share
    recall: Share
    f1: Share


class DocumentScores(msgspec.Struct, frozen=True, kw_only=True):
    """``n``: documents. From ``status`` to ``sector``: shares of the matched events."""

    n: int
    precision: Share
    recall: Share
    f1: Share
    quad_f1: Share
    status: Share
    speaker: Share
    date: Share
    place: Share
    sector: Share
    statements_f1: Share


class SpeechScores(msgspec.Struct, frozen=True, kw_only=True):
    """``n``: articles. ``source``: share of the matched contents."""

    n: int
    content_precision: Share
    content_recall: Share
    content_f1: Share
    source: Share


class DateScores(msgspec.Struct, frozen=True, kw_only=True):
    """``n``: the phrases that count, those whose value is a calendar date."""

    n: int
    exact: Share


class StatusScores(msgspec.Struct, frozen=True, kw_only=True):
    """``n``: sentences; ``targets``: those of their predicates that the system reads as such."""

    n: int
    targets: int
    macro_f1: Share
    per_class: dict[str, ClassScores]


Scores = (
    PairScores
    | SentenceScores
    | TripleScores
    | DocumentScores
    | SpeechScores
    | DateScores
    | StatusScores
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One thing that was not got right. ``why`` is the system's reason, or what differs."""

    id: str
    text: str
    expected: str
    got: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The scores of one suite, with its misses in file order.

    ``notes`` say what was left out or counted apart; ``kinds`` splits the rows by kind, each with
    how many are right of how many.
    """

    suite: Suite
    scores: Scores
    misses: tuple[Miss, ...] = ()
    notes: tuple[str, ...] = ()
    kinds: tuple[tuple[str, int, int], ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give the suite's object: its keys in the order of the format, shares as 0..1."""
        built: dict[str, object] = msgspec.to_builtins(self.scores)
        return built

    def classes(self) -> dict[str, ClassScores]:
        """Give the scores of each class; empty where the suite has no classes."""
        match self.scores:
            case PairScores(per_type=classes) | StatusScores(per_class=classes):
                return classes
            case _:
                return {}

    def items(self) -> Iterator[tuple[str, float | None]]:
        """Yield each plain figure by its key, without the classes."""
        for key, value in self.as_json().items():
            if value is None or isinstance(value, int | float):
                yield key, value
