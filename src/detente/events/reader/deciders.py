"""The deciders: small ensembles of trees that weigh what encoder, rules and grammar say.

In:  rows of features.py.     Out: shares.
Does not: know what a row describes. Knows onnxruntime.

``sides`` says whether a link acts, suffers or neither, ``doers`` and ``others`` whether somebody
acts, or is acted on, whom no words name, ``countries`` whether a side is of a country,
``preferred`` weighs the versions of an act, and ``accepted`` says whether the best one is right in
type, sides and direction: that share is a claim's score. ``repeats`` says whether one act is an
earlier one told again.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.events.model import session
from detente.events.reader.folders import READER, SPOKEN, digest_of, read_graphs

NAMES = ("sides", "doers", "others", "countries", "preferred", "accepted", "repeats")
DECIMALS = 4

Rows = Sequence[Sequence[float]] | NDArray[np.float32]
Shares = list[tuple[float, ...]]


class Deciders(Protocol):
    """What decide.py asks; training asks its own before it writes them down."""

    def shares(self, name: str, rows: Rows) -> Shares:
        """The shares of each row's classes, in their order."""


class OnnxDeciders:
    """Deciders as graphs of trees, one file each."""

    def __init__(self, graphs: Mapping[str, bytes]) -> None:
        self._sessions = {name: session(graph) for name, graph in graphs.items()}
        self.digest = digest_of(graphs)

    def shares(self, name: str, rows: Rows) -> Shares:
        """The shares of each row's classes, in their order."""
        if not len(rows):
            return []
        asked = self._sessions[name].run(["probabilities"], {"rows": np.asarray(rows, np.float32)})
        rounded = np.round(asked[0].astype(np.float64), DECIMALS)
        return [tuple(row) for row in rounded.tolist()]


@cache
def load_deciders(*, is_spoken: bool = False) -> OnnxDeciders:
    """Load the deciders that the package carries for news, or for what is spoken."""
    return read_deciders(SPOKEN if is_spoken else READER)


def read_deciders(folder: Traversable) -> OnnxDeciders:
    """Read the deciders of a folder."""
    return OnnxDeciders(read_graphs(folder, NAMES))
