"""What an act is about, as the encoder hears it: shares of contexts.

In:  the vectors of an act's word and of its sentence.     Out: a share for each context.
Does not: look for cue words; ``joint_contexts`` weighs them beside these shares.

A logistic regression for each context, which training/reader/topics.py fits to corpus/real.
"""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.resources.abc import Traversable
from io import BytesIO

import numpy as np

from detente.events.reader.features import Heard, View
from detente.events.reader.folders import READER

DECIMALS = 4  # beyond them processors may differ; see docs/model.md


def view_of(word: View, around: View) -> View:
    """What is looked at: the vector of an act's word, then its sentence's mean."""
    return np.concatenate([word, around]).astype(np.float64)


class ContextHead:
    """Weights: a row a number of both vectors and a last one beside them, a column a context."""

    def __init__(self, written: bytes) -> None:
        with np.load(BytesIO(written), allow_pickle=False) as table:
            self._names = [str(one) for one in table["contexts"]]
            self._weights = table["weights"].astype(np.float64)
        self.digest = sha256(written).hexdigest()[:12]

    def shares(self, heard: Heard) -> Mapping[str, float]:
        """Give each context's share, 0..1, before any cue is seen."""
        odds = view_of(heard.vector, heard.around) @ self._weights[:-1] + self._weights[-1]
        shares = np.round(1.0 / (1.0 + np.exp(-odds)), DECIMALS).tolist()
        return dict(zip(self._names, shares, strict=True))


@lru_cache(maxsize=1)
def load_contexts() -> ContextHead:
    """Load the head that the package carries."""
    return read_contexts(READER)


def read_contexts(folder: Traversable) -> ContextHead:
    """Read the head of a folder."""
    return ContextHead((folder / "contexts.npz").read_bytes())
