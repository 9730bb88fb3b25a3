"""Marked contexts -> the head that events/reader/topics.py reads.

In:  examples whose contexts are marked, the encoder.     Out: bytes of an .npz.
Does not: change the encoder.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from detente.codebook import load_codebook
from detente.events.contexts import NEAR_CUE, OWN_CUE, TopicIndex, Topics
from detente.events.reader.encoder import Encoder
from detente.events.reader.features import View
from detente.events.reader.topics import view_of
from detente.records import Report
from training.reader.scenes import Example

__all__ = ["Taught", "fit_contexts", "taught_contexts"]

CONTEXTS = tuple(context.name for context in load_codebook().contexts)
PENALTY = 0.01  # of half the squared weights of numbers of one spread, beside the mean loss
TOLD_FROM = 0.35  # on held-out documents F1 is best if contexts count from this share on
STEPS = 150

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Taught:
    """An act's view, the contexts that cues of its sentence and its neighbours name, the marked."""

    view: View
    own: Sequence[str]
    near: Sequence[str]
    marked: Sequence[str]


def taught_contexts(examples: Iterable[Example], encoder: Encoder) -> Iterator[Taught]:
    """Yield each act of documents whose contexts are marked."""
    index = TopicIndex(load_codebook())
    for one in examples:
        scene = one.scene
        report = Report(key=one.id, text=scene.text)
        topics = Topics(report, scene.sentences, scene.links, index)
        by_sentence = {sentence.index: sentence for sentence in scene.sentences}
        for window in one.windows:
            acts = {word: gold for (n, word), gold in one.gold.items() if n == window.sentence}
            if not acts:
                continue
            seen, told = encoder.vectors(window), topics.told(by_sentence[window.sentence])
            for word in sorted(acts.keys() & seen.words.keys()):
                view = view_of(seen.words[word], seen.around)
                yield Taught(view, *told, acts[word].act.contexts)


def fit_contexts(taught: Iterable[Taught]) -> bytes:
    """Fit one logistic regression a context, cues held at what they add; give them as an .npz.

    Shares are shifted so that a context counts from one half on.
    """
    rows = list(taught)
    views = np.stack([one.view for one in rows])
    centre, spread = views.mean(axis=0), views.std(axis=0) + 1e-3
    cues = OWN_CUE * _marked([one.own for one in rows]) + NEAR_CUE * _marked(
        [one.near for one in rows]
    )
    fitted = _fitted((views - centre) / spread, cues, _marked([one.marked for one in rows]))
    weights = fitted[:-1] / spread[:, None]
    none = fitted[-1] - centre @ weights + log((1 - TOLD_FROM) / TOLD_FROM)
    written = BytesIO()
    np.savez_compressed(
        written,
        contexts=np.asarray(CONTEXTS),
        weights=np.concatenate([weights, none[None]]).astype(np.float16),
    )
    return written.getvalue()


# Private functions


def _marked(told: Iterable[Sequence[str]]) -> Floats:
    return np.asarray([[name in names for name in CONTEXTS] for names in told], dtype=np.float64)


def _fitted(views: Floats, cues: Floats, marked: Floats) -> Floats:
    """The weights, and last the biases, that make the marks likeliest under the penalty."""
    shape, many = (views.shape[1] + 1, marked.shape[1]), len(views)
    start = np.zeros(shape)
    start[-1] = np.log((marked.mean(axis=0) + 1e-4) / (1 - marked.mean(axis=0)))

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        odds = views @ weights[:-1] + weights[-1] + cues
        missed = (1 / (1 + np.exp(-odds)) - marked) / many
        slope = np.concatenate(
            [views.T @ missed + PENALTY * weights[:-1], missed.sum(axis=0)[None]]
        )
        told = (np.logaddexp(0, odds) - marked * odds).sum() / many
        return told + PENALTY / 2 * np.square(weights[:-1]).sum(), slope.ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(found.x).reshape(shape)
