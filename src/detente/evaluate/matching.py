"""Which prediction answers which gold item: ranges that overlap by half, one to one.

In:  ranges of code points, sentences, or the pairs that may match with their weights.
Out: overlaps, and a matching that uses every item at most once and leaves as few as it can.
Does not: know what makes a pair right; the suites say so by the pairs they offer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from detente.records import Span

__all__ = ["HALF", "days_overlap", "match_items", "spans_overlap"]

HALF = 0.5  # "overlap by half": what two ranges share is at least half of the longer one

Weights = Mapping[tuple[int, int], float]  # (gold item, prediction) -> how well they fit


def spans_overlap(some: Iterable[Span], others: Iterable[Span]) -> float:
    """Measure what two sets of ranges share, as a share of the longer set, 0..1.

    The longer one, so that neither a word of a speech nor the whole article can pass for it.
    """
    some, others = _disjoint(some), _disjoint(others)
    longest = max(sum(map(len, some)), sum(map(len, others)))
    shared = sum(one.overlap(other) for one in some for other in others)
    return shared / longest if longest else 0.0


def days_overlap(some: tuple[date, date], others: tuple[date, date]) -> float:
    """Measure the days that two intervals share, as a share of the longer interval, 0..1."""
    shared = (min(some[1], others[1]) - max(some[0], others[0])).days + 1
    longest = max((last - first).days + 1 for first, last in (some, others))
    return max(0, shared) / longest


def match_items(stages: Sequence[Weights]) -> dict[int, int]:
    """Match gold items with predictions, one to one; gold item -> prediction.

    The best-fitting pairs come first (ties: the earlier item); then chains of exchanges match
    what is left, so that no order of the items hides a match. Gold items of a later stage take
    only predictions that those of the earlier stages can spare.
    """
    matching = _Matching()
    for weights in stages:
        matching.add_stage(weights)
    return dict(sorted(matching.prediction_of.items()))


class _Matching:
    """A growing matching between gold items and predictions (Kuhn 1955)."""

    def __init__(self) -> None:
        self.prediction_of: dict[int, int] = {}
        self._gold_of: dict[int, int] = {}
        self._choices: dict[int, list[int]] = defaultdict(list)

    def add_stage(self, weights: Weights) -> None:
        ranked = sorted(weights, key=lambda pair: (-weights[pair], pair))
        for gold, prediction in ranked:
            self._choices[gold].append(prediction)
            if gold not in self.prediction_of and prediction not in self._gold_of:
                self._link(gold, prediction)
        for gold in sorted({gold for gold, _ in ranked}):
            if gold not in self.prediction_of:
                self._exchange(gold, set())

    def _exchange(self, gold: int, tried: set[int]) -> bool:
        for prediction in self._choices[gold]:
            if prediction in tried:
                continue
            tried.add(prediction)
            holder = self._gold_of.get(prediction)
            if holder is None or self._exchange(holder, tried):
                self._link(gold, prediction)
                return True
        return False

    def _link(self, gold: int, prediction: int) -> None:
        self.prediction_of[gold] = prediction
        self._gold_of[prediction] = gold


def _disjoint(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
