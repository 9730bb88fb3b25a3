"""Counts -> shares, precision, recall and F1.

In:  how many were right, predicted and wanted, or pairs of a right and a predicted label.
Out: shares within 0..1, the same on every Python; ``None`` where there is nothing to divide by.
Does not: know what is counted.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

__all__ = [
    "ClassScores",
    "LabelPair",
    "Share",
    "Tally",
    "accuracy",
    "macro_f1",
    "mean",
    "score_classes",
    "share",
    "weighted_f1",
]

Share = float | None  # within 0..1; None: nothing to measure
LabelPair = tuple[str, str | None]  # the right label, the predicted one (None: no prediction)

_DECIMALS = 6
_K = TypeVar("_K")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many items were predicted, wanted, and both."""

    right: int = 0
    predicted: int = 0
    wanted: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            right=self.right + other.right,
            predicted=self.predicted + other.predicted,
            wanted=self.wanted + other.wanted,
        )

    @property
    def precision(self) -> Share:
        """Share of the predicted that are right; 0 if some were wanted but none predicted."""
        if self.predicted:
            return share(self.right, self.predicted)
        return 0.0 if self.wanted else None

    @property
    def recall(self) -> Share:
        """Share of the wanted that were found."""
        return share(self.right, self.wanted)

    @property
    def f1(self) -> Share:
        """Harmonic mean of precision and recall, over the counts."""
        return share(2 * self.right, self.predicted + self.wanted)


class ClassScores(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of one class. ``n`` is how many rows have it as their right label."""

    precision: Share
    recall: Share
    f1: Share
    n: int


def share(part: float, whole: float) -> Share:
    """Divide ``part`` by ``whole``; ``None`` where ``whole`` is 0."""
    return round(part / whole, _DECIMALS) if whole else None


def mean(values: Iterable[Share]) -> Share:
    """Average the values that are there; ``None`` where none is."""
    present = [value for value in values if value is not None]
    return share(math.fsum(present), len(present))


def accuracy(pairs: Sequence[LabelPair]) -> Share:
    """Share of pairs whose two labels are the same."""
    return share(sum(right == predicted for right, predicted in pairs), len(pairs))


def score_classes(pairs: Iterable[LabelPair], labels: Iterable[str]) -> dict[str, ClassScores]:
    """Score each of ``labels``, in the order given. A missing prediction is a miss of its class."""
    counts = Counter(pairs)
    return {label: _class_scores(_tally_of(label, counts)) for label in labels}


def macro_f1(classes: Mapping[_K, ClassScores]) -> Share:
    """Average F1 over the classes that have rows; a class without rows has no say."""
    return mean(scores.f1 for scores in classes.values() if scores.n)


def weighted_f1(classes: Mapping[_K, ClassScores]) -> Share:
    """Average F1 over the classes, each weighted by its rows."""
    parts = [(scores.f1 or 0.0) * scores.n for scores in classes.values()]
    return share(math.fsum(parts), sum(scores.n for scores in classes.values()))


def _tally_of(label: str, counts: Mapping[LabelPair, int]) -> Tally:
    return Tally(
        right=counts.get((label, label), 0),
        predicted=sum(n for (_, predicted), n in counts.items() if predicted == label),
        wanted=sum(n for (right, _), n in counts.items() if right == label),
    )


def _class_scores(tally: Tally) -> ClassScores:
    return ClassScores(precision=tally.precision, recall=tally.recall, f1=tally.f1, n=tally.wanted)
