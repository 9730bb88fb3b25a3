"""Own types for tests: a model that sees a few words, and heads that look for them."""

from collections.abc import Sequence

import numpy as np

from detente.codebook import OwnType, load_codebook
from detente.events.model import NO_EVENT, Candidate, Reading, View
from detente.events.own import OwnHead, OwnHeads
from detente.records import Status

SWAP = OwnType(name="prisoner-swap", parent="RETREAT", definition="Both sides free captives.")
SEEN = ("swapped", "prisoners", "praised", "fruit")  # a view's numbers: is the word there?
TYPES = (*(event_type.name for event_type in load_codebook().types), NO_EVENT)


def reading(type_: str = "COOPERATE", share: float = 0.9) -> Reading:
    rest = (1.0 - share) / (len(TYPES) - 1)
    return Reading(
        types={name: share if name == type_ else rest for name in TYPES},
        modes={},
        statuses={name: 0.97 if name is Status.ACTUAL else 0.01 for name in Status},
        historical=0.0,
        contexts={},
    )


class FakeSeer:
    """Sees which of ``SEEN`` stand in a sentence, and says one and the same of each."""

    digest = "fake"

    def __init__(self, says: Reading | None = None) -> None:
        self.says = says or reading()

    def look(self, candidates: Sequence[Candidate]) -> list[tuple[Reading, View]]:
        return [(self.says, self._view(candidate.text)) for candidate in candidates]

    def read(self, candidates: Sequence[Candidate]) -> list[Reading]:
        return [self.says for _ in candidates]

    @staticmethod
    def _view(text: str) -> View:
        return np.array([float(word in text) for word in SEEN])


def head(own: OwnType = SWAP, bias: float = -6.0, threshold: float = 0.5) -> OwnHead:
    """A head that takes what is swapped, prisoners above all, for the type."""
    return OwnHead(own=own, weights=(6.5, 3.0, 0.0, -4.0), bias=bias, threshold=threshold)


def heads(*some: OwnHead) -> OwnHeads:
    return OwnHeads(some or (head(),), "fake")
