"""Types of a user's own, beside those that the claim model has learned.

In:  what the model looks at (its view of a candidate), and heads fitted on a user's sentences.
Out: the share of each own type; readings in which they count.
Does not: fit heads (own_fit.py) or read files (own_file.py).

An own type lies within its parent, so its share is added to the parent's and taken from all in
proportion: the shares of a reading still add up to 1, and a head that never
says yes changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from detente.codebook import OwnType
from detente.errors import BadConfig
from detente.events.model import DECIMALS, OwnReading, Reading, View
from detente.events.model_input import Candidate
from detente.records import digest

__all__ = ["NO_OWN", "OwnHead", "OwnHeads", "OwnReader", "Seer", "own_shares", "with_own"]

Floats = NDArray[np.floating[Any]]


class Seer(Protocol):
    """A claim model that also gives its views."""

    digest: str

    def look(self, candidates: Sequence[Candidate]) -> list[tuple[Reading, View]]:
        """Read each candidate, and give the view that its reading was made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHead:
    """A linear head on the view: ``weights``, one a number of the view, and ``bias``.

    From ``threshold`` on, 0..1, an act is taken for the type.
    """

    own: OwnType
    weights: tuple[float, ...]
    bias: float
    threshold: float


@dataclass(frozen=True, slots=True)
class OwnHeads:
    """Heads that were fitted together or one by one on the views of ``model`` (its digest)."""

    heads: tuple[OwnHead, ...] = ()
    model: str = ""

    @property
    def digest(self) -> str:
        """Names what they say: the same heads, the same digest."""
        said = (
            [head.own.mode, head.own.parent, *map(repr, (head.bias, head.threshold, *head.weights))]
            for head in self.heads
        )
        return digest("own heads", *said)[:8]

    def shares(self, view: View) -> Floats:
        """The share of each own type; (heads,) float, 0..1 and in all at most 1."""
        weights = np.array([head.weights for head in self.heads], dtype=np.float64)
        biases = np.array([head.bias for head in self.heads])
        return own_shares(weights @ view.astype(np.float64) + biases)

    def read(self, reading: Reading, view: View) -> Reading:
        """Let own types count in a reading; of several above their thresholds the greatest."""
        shares = [round(float(share), DECIMALS) for share in self.shares(view)]
        types = with_own(
            reading.types, [(h.own.parent, s) for h, s in zip(self.heads, shares, strict=True)]
        )
        likely = [
            (share, head)
            for share, head in zip(shares, self.heads, strict=True)
            if share >= head.threshold
        ]
        if not likely:
            return replace(reading, types=types)
        share, head = max(likely, key=lambda one: one[0])
        return replace(reading, types=types, own=OwnReading(head.own.parent, head.own.mode, share))


NO_OWN = OwnHeads()


class OwnReader:
    """A claim model with heads for own types, to be asked like the model itself."""

    def __init__(self, model: Seer, heads: OwnHeads) -> None:
        if heads.model != model.digest:
            names = ", ".join(head.own.name for head in heads.heads)
            raise BadConfig(
                f"{names}: fitted on the views of model {heads.model}, and this is model "
                f"{model.digest}; fit again with detente types fit"
            )
        self._model = model
        self._heads = heads
        self.digest = f"{model.digest}+own-{heads.digest}"

    def read(self, candidates: Sequence[Candidate]) -> list[Reading]:
        """Read each candidate."""
        return [self._heads.read(reading, view) for reading, view in self._model.look(candidates)]


def own_shares(logits: Floats) -> Floats:
    """Turn logits (..., heads) against "none of them" into shares; what is left to 1 is none.

    A multinomial logit whose reference is everything else, also where each head was fitted against
    the reference alone (Begg and Gray 1984, Biometrika 71).
    """
    top = np.maximum(logits.max(axis=-1, keepdims=True, initial=0.0), 0.0)
    odds = np.exp(logits - top)
    return np.asarray(odds / (np.exp(-top) + odds.sum(axis=-1, keepdims=True)))


def with_own(types: Mapping[str, float], own: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Give each parent the share of its own types, and take it from all types in proportion."""
    left = 1.0 - sum(share for _, share in own)
    joint = {name: share * left for name, share in types.items()}
    for parent, share in own:
        joint[parent] += share
    return {name: round(share, DECIMALS) for name, share in joint.items()}
