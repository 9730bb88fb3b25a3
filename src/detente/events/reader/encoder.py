"""The reader's encoder: hears in one pass of a sentence which words tell acts, and who takes part.

In:  windows.   Out: for each the words that may tell an act, as ``Heard``.
Does not: decide (decide.py). Knows onnxruntime.

Three graphs: ``states`` reads a window's pieces, ``words`` says of a word's vector what act it
tells, ``pairs`` says of a word's and a mention's vectors who takes part. One window a pass, because
the graph's eight-bit scales are taken over a pass: what stands beside a sentence must not change
how it is read.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from detente.events.reader.features import Heard
from detente.events.reader.window import Pieces, Window, distance, pieces_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["Encoder", "load_encoder", "read_encoder", "session"]

FOLDER = files("detente.events") / "data" / "reader"
DECIMALS = 4  # beyond them processors may differ; see docs/model.md
HEARD_FROM = 0.1  # the share from which a word may tell an act
MOST_WORDS = 60  # of one sentence that are weighed; the likeliest
GRAPHS = ("states", "words", "pairs")

Floats = NDArray[np.floating[Any]]


class Encoder:
    """Three graphs and a tokenizer. One thread."""

    def __init__(
        self, graphs: dict[str, bytes], tokenizer: Tokenizer, modes: tuple[str, ...]
    ) -> None:
        self._states, self._words, self._pairs = (session(graphs[name]) for name in GRAPHS)
        self._tokenizer = tokenizer
        self.modes = modes
        self.digest = sha256(b"".join(graphs[name] for name in GRAPHS)).hexdigest()[:12]

    def hear(self, windows: Iterable[Window]) -> dict[int, list[Heard]]:
        """Hear each window's words that may tell an act, by sentence, in text order."""
        return {window.sentence: self._hear(window) for window in windows}

    def _hear(self, window: Window) -> list[Heard]:
        pieces = pieces_of(window, self._tokenizer)
        states = self._read(pieces)
        words = [(word, where) for word, where in enumerate(pieces.words) if where]
        if not words:
            return []
        vectors = np.stack([states[a:b].mean(axis=0) for _, (a, b) in words])
        types, statuses, flags, modes = self._words.run(None, {"words": vectors})
        acts = _softmax(types)
        likely = sorted(range(len(words)), key=lambda n: (acts[n, 0], n))[:MOST_WORDS]
        told = [
            n for n in sorted(likely) if 1 - acts[n, 0] >= HEARD_FROM or words[n][0] in window.rules
        ]
        roles = self._roles(window, pieces, states, {n: vectors[n] for n in told}, words)
        shares, marks = _softmax(statuses), _sigmoid(flags)
        return [
            Heard(
                word=words[n][0],
                types=_rounded(acts[n]),
                statuses=_rounded(shares[n]),
                background=round(float(marks[n, 0]), DECIMALS),
                retold=round(float(marks[n, 1]), DECIMALS),
                unnamed=round(float(marks[n, 2]), DECIMALS),
                modes=_rounded(modes[n]),
                roles=roles[n],
            )
            for n in told
        ]

    def _read(self, pieces: Pieces) -> Floats:
        feed = {
            "ids": pieces.ids,
            "kinds": pieces.kinds,
            "rules": pieces.rules,
            "parts": pieces.parts,
        }
        arrays = {name: np.asarray([row], dtype=np.int64) for name, row in feed.items()}
        return np.asarray(self._states.run(None, arrays)[0][0])

    def _roles(
        self,
        window: Window,
        pieces: Pieces,
        states: Floats,
        told: dict[int, Floats],
        words: list[tuple[int, tuple[int, int]]],
    ) -> dict[int, dict[int, tuple[float, float, float]]]:
        """Who takes part in each told word's act: shares by index of link."""
        seen = [
            (m, where) for m, where in zip(window.mentions, pieces.mentions, strict=True) if where
        ]
        found: dict[int, dict[int, tuple[float, float, float]]] = {n: {} for n in told}
        if not seen or not told:
            return found
        mentions = np.stack([states[a:b].mean(axis=0) for _, (a, b) in seen])
        pairs = [(n, k) for n in told for k in range(len(seen))]
        feed = {
            "acts": np.stack([told[n] for n, _ in pairs]),
            "mentions": mentions[[k for _, k in pairs]],
            "distances": np.asarray([distance(seen[k][1][0] - words[n][1][0]) for n, k in pairs]),
            "kinds": np.asarray([seen[k][0].kind for _, k in pairs]),
        }
        shares = _softmax(self._pairs.run(None, feed)[0])
        for (n, k), row in zip(pairs, shares, strict=True):
            neither, actor, recipient = _rounded(row)
            found[n][seen[k][0].link] = (neither, actor, recipient)
        return found


def session(graph: bytes) -> "InferenceSession":
    """Open an ONNX graph: one thread, no spinning."""
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  # slow to import

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(graph, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """Load the encoder that the package carries."""
    return read_encoder(FOLDER)


def read_encoder(folder: Traversable) -> Encoder:
    """Read an encoder from its folder: three graphs, tokenizer.json, modes.json."""
    with as_file(folder / "tokenizer.json") as path:
        tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    graphs = {name: (folder / f"{name}.onnx").read_bytes() for name in GRAPHS}
    modes = json.loads((folder / "modes.json").read_text(encoding="utf-8"))
    return Encoder(graphs, tokenizer, tuple(modes))


def _rounded(row: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), DECIMALS) for value in row)


def _softmax(logits: Floats) -> Floats:
    shares = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))
