"""What a suite finds out: scores, misses, what it left out; and these as text for people.

In:  counts, or pairs of a right and a predicted label.   Out: shares within 0..1, the same on every
Python; the object that ``detente evaluate --format json`` prints; aligned tables.
Does not: know what is counted, colour, or print.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import msgspec

from detente.records import alike


class Suite(StrEnum):
    """What is measured."""

    PAIRS = "pairs"
    SENTENCES = "sentences"
    DOCUMENTS = "documents"
    SPEECH = "speech"
    DATES = "dates"
    STATUS = "status"
    LINKS = "links"
    PROMISES = "promises"
    BRIEFS = "briefs"


# --- Counts -> shares, precision, recall and F1.
Share = float | None  # within 0..1; None: nothing to measure


class ClassScores(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of one class. ``n`` is how many rows have it as their right label."""

    precision: Share
    recall: Share
    f1: Share
    n: int


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


class DocumentScores(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``n``: documents. From ``status`` to ``sector``: shares of the matched events.

    ``intervals``: of precision, recall and F1, by name, what 95 % of resamples of the documents
    give; none of fewer than two documents.

    ``sector``: of those all of whose sides have the right one. ``side``: of their gold sides whose
    country is found, that have it. ``mode``: F1 of their modes.
    """

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
    side: Share
    mode: Share
    statements_f1: Share
    intervals: dict[str, tuple[float, float]] = {}


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


class LinkScores(msgspec.Struct, frozen=True, kw_only=True):
    """``n``: linked actors. ``identity``: share of those that the gazetteer has.

    ``right``: country, sector and identity. The others are ``right`` by family, on the half to
    develop on and on the half set aside: states with organs and forces; parties, armed groups and
    international bodies; offices; persons.
    """

    n: int
    found: Share
    country: Share
    sector: Share
    identity: Share
    right: Share
    develop_states: Share
    develop_groups: Share
    develop_offices: Share
    develop_persons: Share
    aside_states: Share
    aside_groups: Share
    aside_offices: Share
    aside_persons: Share


class PromiseScores(msgspec.Struct, frozen=True, kw_only=True):
    """``n``: pairs. ``precision``: of stated verdicts; ``recall_heard``: of pairs coded whole."""

    n: int
    precision: Share
    recall: Share
    recall_heard: Share
    per_half: dict[str, ClassScores]


class BriefHalf(msgspec.Struct, frozen=True, kw_only=True):
    """``n``: briefs. Shares of main facts on the first screen, of its lines, of verdicts.

    ``off_key``: lines that cite no text which the key names; they may be true. ``false_lines``: of
    those of which a person has read whether their words tell their act, ``judged_lines`` of all.
    """

    n: int
    recall: Share
    recall_coded: Share
    off_key: Share
    false_lines: Share
    judged_lines: Share
    verdict: Share


class BriefScores(BriefHalf, frozen=True, kw_only=True):
    """The same over all, and for each half."""

    per_half: dict[str, BriefHalf]


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

    scores: msgspec.Struct
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
            case (
                PairScores(per_type=classes)
                | StatusScores(per_class=classes)
                | PromiseScores(per_half=classes)
            ):
                return classes
            case _:
                return {}

    def intervals(self) -> dict[str, str]:
        """Write the intervals of figures, in per cent, by their keys."""
        known = self.scores.intervals if isinstance(self.scores, DocumentScores) else {}
        return {key: f"[{percent(low)}, {percent(high)}]" for key, (low, high) in known.items()}

    def items(self) -> Iterator[tuple[str, float | None]]:
        """Yield each plain figure by its key, without the classes."""
        for key, value in self.as_json().items():
            if value is None or isinstance(value, int | float):
                yield key, value


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

    def scores(self, n: int | None = None) -> ClassScores:
        """Give the figures of a class; ``n`` are its rows, else all that were wanted."""
        return alike(ClassScores, self, n=self.wanted if n is None else n)


_RESAMPLES = 2_000
_WITHIN = (2.5, 97.5)  # per cent of the resamples


def intervals_of(tallies: Sequence[Tally]) -> dict[str, tuple[float, float]]:
    """Give the 95 % intervals of precision, recall and F1, by a bootstrap over ``tallies``.

    One tally is of one document: acts of the same text are right or wrong together. The draws are
    the same at each call. Efron and Tibshirani (1993), chapter 13, percentiles.
    """
    if len(tallies) < 2:  # noqa: PLR2004  # of one document there is no spread
        return {}
    import numpy as np  # noqa: PLC0415  # other suites need it not

    counts = np.array([(one.right, one.predicted, one.wanted) for one in tallies])
    draws = np.random.default_rng(0).integers(len(tallies), size=(_RESAMPLES, len(tallies)))
    right, predicted, wanted = counts[draws].sum(axis=1).T.astype(float)
    parts = {
        "precision": (right, predicted),
        "recall": (right, wanted),
        "f1": (2 * right, predicted + wanted),
    }
    found = {}
    for name, (part, whole) in parts.items():
        drawn = part[whole > 0] / whole[whole > 0]
        if drawn.size:
            low, high = np.percentile(drawn, _WITHIN)
            found[name] = (round(float(low), _DECIMALS), round(float(high), _DECIMALS))
    return found


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
    return {label: _tally_of(label, counts).scores() for label in labels}


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


# --- Figures -> text for people: aligned columns, shares in per cent.
_COUNTS = frozenset({"n", "targets", "claims_per_sentence"})
_GAP = "  "
_CLASS_HEADER = ("", "precision", "recall", "F1", "n")
_KIND_HEADER = ("", "right", "n")


def render_table(figures: Figures) -> str:
    """Write the figures, those of each class and kind, and the notes."""
    between = figures.intervals()
    lines = [(key, _write(key, value), between.get(key, "")) for key, value in figures.items()]
    blocks = [align(lines)]
    if figures.classes():
        rows = (_class_row(*item) for item in figures.classes().items())
        blocks.append(align([_CLASS_HEADER, *rows]))
    if figures.kinds:
        kinds = ((name, percent(n_right / n), f"{n:,}") for name, n_right, n in figures.kinds)
        blocks.append(align([_KIND_HEADER, *kinds]))
    if figures.notes:
        blocks.append("\n".join(figures.notes))
    return "\n\n".join(blocks)


def render_misses(misses: Sequence[Miss]) -> str:
    """Write each miss as a block: its row, its text, what was expected and what came."""
    return "\n\n".join("\n".join(_miss_lines(miss)) for miss in misses)


def align(rows: Sequence[Sequence[str]]) -> str:
    """Align rows of equal length: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_GAP.join(_padded(row, widths)).rstrip() for row in rows)


def percent(value: Share) -> str:
    """Write a share in per cent with one decimal; ``-`` where there is nothing to measure."""
    return "-" if value is None else f"{100 * value:.1f}"


def _write(key: str, value: float | None) -> str:
    if key not in _COUNTS or value is None:
        return percent(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"


def _class_row(name: str, scores: ClassScores) -> tuple[str, ...]:
    shares = (scores.precision, scores.recall, scores.f1)
    return (name, *map(percent, shares), f"{scores.n:,}")


def _padded(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    yield row[0].ljust(widths[0])
    for cell, width in zip(row[1:], widths[1:], strict=True):
        yield cell.rjust(width)


def _miss_lines(miss: Miss) -> Iterator[str]:
    yield f"{miss.id}: {' '.join(miss.text.split())}"
    yield f"    expected {miss.expected}, got {miss.got}"
    if miss.why:
        yield f"    {miss.why}"
