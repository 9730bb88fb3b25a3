"""Marked sides -> the weights of sectors that events/reader/sectors.py reads.

In:  examples, the encoder.     Out: bytes of an .npz: cues, sectors, weights of cues and vectors.
Does not: change the encoder; learns from documents that the encoder knows, too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from detente.codebook import NOT_STATES
from detente.evaluate.marks import Side
from detente.events.reader.encoder import Encoder, Vectors
from detente.events.reader.features import View
from detente.events.reader.scene import Scene
from detente.events.reader.sectors import STATE, VIEWS, Across, Sided, across, cues, views
from training.reader.scenes import Example, linked, linked_at

__all__ = ["TaughtSide", "fit_sectors", "taught_sides"]

LEAST = 5  # a cue is told so often, or it tells nothing
PENALTY = 3.3  # of the squared weights, beside the summed loss
SCALE = 0.1  # of a vector's numbers, brought to one spread, beside a cue
STEPS = 80

Floats = NDArray[Any]


@dataclass(frozen=True, slots=True)
class TaughtSide:
    """A marked side: its cues, the vectors that tell of it (``VIEWS``), its sector."""

    cues: frozenset[str]
    views: Sequence[View | None]
    sector: str


def taught_sides(examples: Iterable[Example], encoder: Encoder) -> Iterator[TaughtSide]:
    """Yield each marked side of one country."""
    for one in examples:
        for window in one.windows:
            words = [word for n, word in one.gold if n == window.sentence]
            if not words:
                continue
            seen = encoder.vectors(window)
            for word in words:
                yield from _taught(one, window.sentence, word, seen)


def fit_sectors(taught: Iterable[TaughtSide]) -> bytes:
    """Fit the regression by L-BFGS, all sides at once; give the weights as an .npz."""
    rows = list(taught)
    counted = Counter(cue for one in rows for cue in one.cues)
    known = sorted(cue for cue, n in counted.items() if n >= LEAST)
    number = {cue: n for n, cue in enumerate(known)}
    told = [sorted(number[cue] for cue in one.cues if cue in number) for one in rows]
    starts = np.cumsum([0, *map(len, told)])
    flat = [n for row in told for n in row]
    of_cues = csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(rows), len(known)))
    sectors = sorted({one.sector for one in rows})
    labels = np.asarray([sectors.index(one.sector) for one in rows])
    evened = [_evened([one.views[n] for one in rows]) for n in range(len(VIEWS))]
    of_views = np.concatenate([view for view, _ in evened], axis=1)
    weights = _fitted(of_cues, of_views, labels, len(sectors))
    parts = np.split(weights[len(known) :], len(VIEWS))
    tables: dict[str, Any] = {
        name: _undone(part, centre_and_spread).astype(np.float16)
        for name, part, (_, centre_and_spread) in zip(VIEWS, parts, evened, strict=True)
    }
    written = BytesIO()
    np.savez_compressed(
        written,
        cues=np.asarray(known),
        sectors=np.asarray(sectors),
        weights=weights[: len(known)].astype(np.float16),
        **tables,
    )
    return written.getvalue()


# Private functions


def _taught(one: Example, sentence: int, word: int, seen: Vectors) -> Iterator[TaughtSide]:
    scene, act = one.scene, one.gold[sentence, word].act
    for role, sides, others in ((1, act.actors, act.recipients), (2, act.recipients, act.actors)):
        beside = [told for side in others for told in _across(scene, side)]
        for side in sides:
            country, _, sector = side.code.partition("-")
            at = linked_at(scene, side.span) if side.span else None
            if "+" in side.code or country in NOT_STATES or (side.span and at is None):
                continue
            asked = Sided(
                sentence=sentence,
                word=word,
                type=act.type,
                role=role,
                link=None if at is None else scene.links[at],
                country=country,
                across=beside,
                seen=None if at is None else seen.mentions.get(at),
                seen_word=seen.words.get(word),
            )
            yield TaughtSide(frozenset(cues(scene, asked)), views(asked), sector or STATE)


def _across(scene: Scene, side: Side) -> Iterator[Across]:
    country = side.code.partition("-")[0]
    if side.span is None:
        yield from across(None, country)
    elif link := linked(scene, side.span):
        yield from across(link, country)


def _evened(seen: Sequence[View | None]) -> tuple[Floats, tuple[Floats, Floats]]:
    """Vectors with the middle at nought and one spread, nought where none is; middle and spread."""
    there = np.asarray([one is not None for one in seen])
    rows = np.stack([one for one in seen if one is not None]).astype(np.float32)
    centre, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    evened = np.zeros((len(seen), rows.shape[1]), dtype=np.float32)
    evened[there] = SCALE * (rows - centre) / spread
    return evened, (centre, spread)


def _undone(weights: Floats, centre_and_spread: tuple[Floats, Floats]) -> Floats:
    """The weights for vectors as they are; the last row is added where there is one."""
    centre, spread = centre_and_spread
    raw = SCALE * weights / spread[:, None]
    return np.concatenate([raw, -(centre @ raw)[None]])


def _fitted(cues: csr_matrix, views: Floats, labels: Floats, n_sectors: int) -> Floats:
    """The weights, cues and numbers of vectors by sectors, that make the labels likeliest."""
    shape = (cues.shape[1] + views.shape[1], n_sectors)
    each = np.arange(len(labels))
    right = np.zeros((len(labels), n_sectors), dtype=np.float32)
    right[each, labels] = 1

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape).astype(np.float32)
        scores = cues @ weights[: cues.shape[1]] + views @ weights[cues.shape[1] :]
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        sums = shares.sum(axis=1, keepdims=True)
        missed = shares / sums - right
        slope = np.concatenate([cues.T @ missed, views.T @ missed]) + 2 * PENALTY * weights
        told = (np.log(sums[:, 0]) - scores[each, labels]).sum()
        return float(told + PENALTY * np.square(weights).sum()), slope.ravel().astype(np.float64)

    start = np.zeros(shape).ravel()
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(found.x).reshape(shape)
