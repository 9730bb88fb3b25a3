"""The claim model: a small encoder that says what a candidate act is. Knows onnxruntime.

In:  candidates.   Out: a ``Reading`` each: shares for type, mode, status, contexts; and the view,
the numbers that these are computed from.
Does not: find candidates, or decide what becomes of its readings (judge.py).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from detente.records import Span, Status

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

NO_EVENT = "NONE"
DECIMALS = 4  # beyond them processors may differ; see docs/model.md
FOLDER = files("detente.events") / "data" / "model"
View = NDArray[np.floating[Any]]
NO_VIEW: View = np.zeros(0)  # of a graph that gives none


@dataclass(frozen=True, slots=True)
class Labels:
    """What the model's outputs stand for, in their order, and the temperature of the types.

    ``modes`` are ``TYPE/mode``. ``temperature`` divides the logits of types so that their shares
    are calibrated on held-back sentences (Guo et al. 2017, On Calibration of Modern Neural
    Networks).
    """

    types: tuple[str, ...]
    modes: tuple[str, ...]
    statuses: tuple[Status, ...]
    contexts: tuple[str, ...]
    temperature: float


@dataclass(frozen=True, slots=True)
class OwnReading:
    """The user's own type that an act is taken for: its parent, its mode, its share 0..1."""

    type: str
    mode: str
    share: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The model's view of one candidate.

    ``types`` are shares that add up to 1, with ``NO_EVENT`` among them; ``statuses`` likewise.
    ``modes`` are shares among the modes of each type, "" for none. ``historical`` and each of
    ``contexts`` are shares of their own, 0..1. ``own`` is there where a type of the user's own is
    likely enough to count (own.py).
    """

    types: Mapping[str, float]
    modes: Mapping[str, Mapping[str, float]]
    statuses: Mapping[Status, float]
    historical: float
    contexts: Mapping[str, float]
    own: OwnReading | None = None

    @property
    def event(self) -> float:
        """The share of there being any act."""
        return 1.0 - self.types[NO_EVENT]

    def best_mode(self, type_: str) -> str | None:
        """The likeliest mode of a type; ``None`` where none is likeliest."""
        shares = self.modes.get(type_, {})
        return max(shares, key=lambda mode: shares[mode]) or None if shares else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may act on whom, in which word of ``text``; any of the three may be missing."""

    text: str
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    predicates: tuple[Span, ...] = ()


class ClaimModel:
    """An ONNX graph with its tokenizer and labels. One thread, one candidate a pass.

    One at a time, because the graph's eight-bit scales are taken over a pass: what stands beside
    a sentence must not change how it is read.
    """

    def __init__(self, graph: bytes, tokenizer: Tokenizer, labels: Labels) -> None:
        self._graph = graph
        self._tokenizer = tokenizer
        self.labels = labels
        self.digest = sha256(graph).hexdigest()[:12]

    @cached_property
    def _session(self) -> "InferenceSession":
        return session(self._graph)

    def read(self, candidates: Sequence[Candidate]) -> list[Reading]:
        """Read each candidate."""
        return [reading for reading, _ in self.look(candidates)]

    def look(self, candidates: Sequence[Candidate]) -> list[tuple[Reading, View]]:
        """Read each candidate, and give the view that its reading was made from."""
        return [self._look(candidate) for candidate in candidates]

    def _look(self, candidate: Candidate) -> tuple[Reading, View]:
        tokens = encode(candidate, self._tokenizer)
        feed = {"ids": [tokens.ids], "roles": [tokens.roles]}
        outputs = self._session.run(
            None, {name: np.asarray(value, dtype=np.int64) for name, value in feed.items()}
        )
        types, modes, statuses, historical, contexts, *view = (
            np.asarray(out[0]) for out in outputs
        )
        labels = self.labels
        reading = Reading(
            types=_named(labels.types, _softmax(types / labels.temperature)),
            modes=_modes(labels.modes, modes),
            statuses=_named(labels.statuses, _softmax(statuses)),
            historical=round(float(_sigmoid(historical)[0]), DECIMALS),
            contexts=_named(labels.contexts, _sigmoid(contexts)),
        )
        return reading, view[0] if view else NO_VIEW


def session(graph: bytes) -> "InferenceSession":
    """Open an ONNX graph: one thread, no spinning."""
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  # slow to import

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(graph, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def load_model() -> ClaimModel:
    """Load the model that the package carries."""
    return read_model(FOLDER)


def read_model(folder: Traversable) -> ClaimModel:
    """Load a model from its folder: coder.onnx, labels.json, tokenizer.json."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    with as_file(folder / "tokenizer.json") as path:
        tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return ClaimModel(
        (folder / "coder.onnx").read_bytes(),
        tokenizer,
        Labels(
            types=tuple(labels["types"]),
            modes=tuple(labels["modes"]),
            statuses=tuple(Status(name) for name in labels["statuses"]),
            contexts=tuple(labels["contexts"]),
            temperature=labels["temperature"],
        ),
    )


Floats = NDArray[np.floating[Any]]


def _softmax(logits: Floats) -> Floats:
    shares = np.exp(logits - logits.max())
    return np.asarray(shares / shares.sum())


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))


def _named(names: Sequence[str], shares: Floats) -> Mapping[Any, float]:
    rounded = (round(float(share), DECIMALS) for share in shares)
    return dict(zip(names, rounded, strict=True))


def _modes(names: Sequence[str], logits: Floats) -> Mapping[str, Mapping[str, float]]:
    by_type: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        by_type.setdefault(name.partition("/")[0], []).append(position)
    return MappingProxyType(
        {
            type_: _named([names[i].partition("/")[2] for i in where], _softmax(logits[where]))
            for type_, where in by_type.items()
        }
    )


# --- A candidate act -> the numbers that the claim model reads.
MAX_TOKENS = 128  # word pieces; a sentence of news has about 30


class Role(IntEnum):
    """What a token is to the act."""

    NONE = 0
    ACTOR = 1
    RECIPIENT = 2
    PREDICATE = 3


@dataclass(frozen=True, slots=True)
class Tokens:
    """Word pieces of a candidate: ``ids`` in the tokenizer's vocabulary, a ``Role`` for each."""

    ids: tuple[int, ...]
    roles: tuple[int, ...]


def encode(candidate: Candidate, tokenizer: Tokenizer) -> Tokens:
    """Cut a candidate's text into at most ``MAX_TOKENS`` word pieces with their roles.

    Where spans overlap, an actor's role wins over a recipient's, and that over a predicate's.
    """
    encoding = tokenizer.encode(candidate.text)
    offsets = encoding.offsets[:MAX_TOKENS]
    roles = [int(Role.NONE)] * len(offsets)
    for role, spans in (
        (Role.PREDICATE, candidate.predicates),
        (Role.RECIPIENT, candidate.recipients),
        (Role.ACTOR, candidate.actors),
    ):
        for position in _inside(offsets, spans):
            roles[position] = int(role)
    return Tokens(tuple(encoding.ids[:MAX_TOKENS]), tuple(roles))


def _inside(offsets: Sequence[tuple[int, int]], spans: Iterable[Span]) -> Iterable[int]:
    for span in spans:
        for position, (start, end) in enumerate(offsets):
            if start < span.end and span.start < end and start < end:
                yield position
