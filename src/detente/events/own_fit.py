"""A user's sentences -> heads for types of their own, fitted in seconds, without a network.

In:  definitions, marked sentences, sentences of other acts as contrast, the claim model.
Out: heads, and figures from sentences that a fit had not seen.
Does not: change the claim model, read files, or draw lots: the same sentences, the same heads.

A multinomial logit on the model's view with a ridge penalty. Penalty and thresholds are chosen on
five parts, each held back in turn; neighbouring sentences stay in one part, since people write
minimal pairs side by side.
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.codebook import OwnType, is_own
from detente.errors import BadInput
from detente.events.marked import Example, read_corpus
from detente.events.model import DECIMALS, NO_EVENT
from detente.events.model_input import Candidate
from detente.events.own_heads import OwnHead, OwnHeads, Seer, own_shares
from detente.events.own_logit import Cases, fit_logit, log_loss, unseen_logits
from detente.records import digest

__all__ = ["LEAST_SENTENCES", "OwnFigures", "Sentences", "fit_own", "read_sentences"]

LEAST_SENTENCES = 20  # of a type; fewer give heads that know their sentences and nothing else
N_CONTRAST = 2000  # the example: 86 % found, 93 % right at 1,000; 83, 95 here; 75, 96 at 4,000
HIDDEN_IN = 4  # one contrast in four does not show its predicate, as when only sides are given
N_PARTS = 5
NEIGHBOURS = 4
PENALTIES = (0.1, 0.03, 0.01, 0.003)
THRESHOLDS = tuple(step / 20 for step in range(10, 20))  # never less likely than not

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFigures:
    """How a head does on sentences that the fit had not seen.

    ``precision`` and ``recall`` are shares, 0..1, on the mix of sentences given; in news, where
    the type is rarer, precision is lower. ``alarms_of`` counts, by type, other acts taken for it.
    """

    n_sentences: int
    n_others: int
    recall: float
    precision: float
    alarms_of: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What to fit on: a user's sentences, other acts, and the digest of both."""

    examples: tuple[Example, ...]
    contrast: tuple[Example, ...]
    digest: str


def read_sentences(own: Sequence[OwnType], paths: Sequence[Path], contrast: Path) -> Sentences:
    """Read a user's marked sentences, and others as contrast.

    Raises:
        BadConfig: a file cannot be read, or lines are at fault; the message lists them all.
    """
    names = {one.name: one for one in own}
    examples = [example for path in paths for example in read_corpus(path, names)]
    others = read_corpus(contrast)
    said = (f"{one.id} {one.mode or one.type}" for one in (*examples, *others))
    return Sentences(
        examples=tuple(examples), contrast=tuple(others), digest=digest("sentences", list(said))
    )


def fit_own(
    own: Sequence[OwnType], examples: Sequence[Example], contrast: Sequence[Example], model: Seer
) -> tuple[OwnHeads, list[OwnFigures]]:
    """Fit heads for ``own`` on ``examples`` against ``contrast``; figures in the same order.

    ``examples`` may hold near misses, coded with PLOVER's types. Of ``contrast`` at most
    ``N_CONTRAST`` are taken, by the digests of their texts.

    Raises:
        BadInput: a type has too few sentences, or the model gives no view.
    """
    _check_numbers(own, examples)
    shown = [*_shown(examples), *_contrasted(contrast, {example.id for example in examples})]
    cases = _cases(own, shown, _views(shown, model))
    logits = {penalty: unseen_logits(cases, penalty) for penalty in PENALTIES}
    penalty = min(PENALTIES, key=lambda one: log_loss(logits[one], cases))
    shares = own_shares(logits[penalty])
    weights, biases = fit_logit(cases, penalty)
    heads, figures = [], []
    for place, one in enumerate(own):
        judged = _judged(shown, shares[:, place], one)
        threshold = max(THRESHOLDS, key=lambda least: _f1(judged, least))
        figures.append(_figures(judged, threshold))
        heads.append(
            OwnHead(
                own=one,
                weights=tuple(round(float(weight), 6) for weight in weights[place]),
                bias=round(float(biases[place]), 6),
                threshold=threshold,
            )
        )
    return OwnHeads(tuple(heads), model.digest), figures


# Private functions


def _check_numbers(own: Sequence[OwnType], examples: Sequence[Example]) -> None:
    for one in own:
        count = sum(example.mode == one.mode for example in examples)
        if count < LEAST_SENTENCES:
            raise BadInput(
                f"{one.name}: {count} sentences are too few; write at least {LEAST_SENTENCES}, "
                "better two hundred"
            )


class _Shown(NamedTuple):
    """A sentence as it is shown to the model. Those that were given are shown in two ways."""

    example: Example
    weight: float
    part: int
    has_predicate: bool

    @property
    def candidate(self) -> Candidate:
        one = self.example
        predicates = (one.predicate,) if self.has_predicate else ()
        return Candidate(one.text, one.actors, one.recipients, predicates)


class _Judged(NamedTuple):
    """A sentence's share for a type, whether it is of the type, and what it is."""

    share: float
    is_right: bool
    type: str


def _shown(examples: Sequence[Example]) -> Iterator[_Shown]:
    for number, example in enumerate(examples):
        part = number // NEIGHBOURS % N_PARTS
        yield _Shown(example, 0.5, part, has_predicate=True)
        yield _Shown(example, 0.5, part, has_predicate=False)


def _contrasted(contrast: Sequence[Example], given: Container[str]) -> Iterator[_Shown]:
    """Take other acts, chosen by digests, which nobody chose."""
    others = sorted((one for one in contrast if one.id not in given), key=lambda one: one.id)
    for number, example in enumerate(others[:N_CONTRAST]):
        yield _Shown(example, 1.0, number % N_PARTS, has_predicate=number % HIDDEN_IN > 0)


def _views(shown: Sequence[_Shown], model: Seer) -> Floats:
    views = [view for _, view in model.look([one.candidate for one in shown])]
    if not views[0].size:
        raise BadInput(
            f"model {model.digest} gives no view to fit on; make one with training/export.py as it "
            "stands in this version (make train)"
        )
    return np.asarray(views, dtype=np.float64)


def _cases(own: Sequence[OwnType], shown: Sequence[_Shown], views: Floats) -> Cases:
    labels = {one.mode: number for number, one in enumerate(own, start=1)}
    return Cases(
        views=views,
        labels=np.array([labels.get(one.example.mode or "", 0) for one in shown]),
        weights=np.array([one.weight for one in shown]),
        parts=np.array([one.part for one in shown]),
        n_labels=len(own),
    )


def _judged(shown: Sequence[_Shown], shares: Floats, own: OwnType) -> list[_Judged]:
    """Each sentence once: as it stands in a report, its predicate shown."""
    return [
        _Judged(float(share), one.example.mode == own.mode, _name(one.example))
        for one, share in zip(shown, shares, strict=True)
        if one.has_predicate
    ]


def _name(example: Example) -> str:
    return example.mode if is_own(example.mode) else example.type or NO_EVENT


def _f1(judged: Sequence[_Judged], threshold: float) -> float:
    """The harmonic mean of precision and recall (van Rijsbergen 1979)."""
    n_found = sum(one.share >= threshold for one in judged)
    n_right = sum(one.share >= threshold and one.is_right for one in judged)
    return 2 * n_right / (n_found + sum(one.is_right for one in judged))


def _figures(judged: Sequence[_Judged], threshold: float) -> OwnFigures:
    n_sentences = sum(one.is_right for one in judged)
    found = [one for one in judged if one.share >= threshold]
    n_right = sum(one.is_right for one in found)
    alarms = Counter(one.type for one in found if not one.is_right)
    return OwnFigures(
        n_sentences=n_sentences,
        n_others=len(judged) - n_sentences,
        recall=round(n_right / n_sentences, DECIMALS),
        precision=round(n_right / max(1, len(found)), DECIMALS),
        alarms_of=dict(sorted(alarms.items(), key=lambda one: (-one[1], one[0]))),
    )
