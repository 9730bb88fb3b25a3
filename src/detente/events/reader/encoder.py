"""The reader's encoder: hears in one pass of a sentence which words tell acts, and who takes part.

In:  windows.   Out: for each the words that may tell an act, as ``Heard``.
Does not: decide (decide.py).

Three graphs: ``states`` reads a window's pieces, ``words`` says of a word's vector what act it
tells, ``who`` says of the vectors of acts, mentions and countries who takes part, and whose each
is. One window a pass, because the graph's eight-bit scales are taken over a pass: what stands
beside a sentence must not change how it is read.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from detente.events.model import session
from detente.events.reader.features import ELSEWHERE, Heard, View
from detente.events.reader.folders import READER, SPOKEN, digest_of, read_graphs
from detente.events.reader.window import N_SLOTS, Pieces, Window, distance, pieces_of

DECIMALS = 4  # beyond them processors may differ; see docs/model.md
HEARD_FROM = 0.1  # the share from which a word may tell an act
MOST_WORDS = 60  # of one sentence that are weighed; the likeliest
GRAPHS = ("states", "words", "who")

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Vectors:
    """What the encoder sees of a window: by word, by index of link, and the sentence's mean."""

    words: Mapping[int, View]
    mentions: Mapping[int, View]
    around: View


class Encoder:
    """Three graphs and a tokenizer. One thread."""

    def __init__(
        self, graphs: dict[str, bytes], tokenizer: Tokenizer, modes: tuple[str, ...]
    ) -> None:
        self._states, self._words, self._who = (session(graphs[name]) for name in GRAPHS)
        self._tokenizer = tokenizer
        self.modes = modes
        self.digest = digest_of(graphs)

    def hear(self, windows: Iterable[Window]) -> dict[int, list[Heard]]:
        """Hear each window's words that may tell an act, by sentence, in text order.

        A window in which nobody is named and no rule sees an act tells none, and is left out.
        """
        told = (window for window in windows if window.mentions or window.rules)
        return {window.sentence: self._hear(window) for window in told}

    def _hear(self, window: Window) -> list[Heard]:
        pieces = pieces_of(window, self._tokenizer)
        states = self._read(pieces)
        words = [(word, where) for word, where in enumerate(pieces.words) if where]
        if not words:
            return []
        vectors = _means(states, [where for _, where in words])
        types, statuses, flags, modes = self._words.run(None, {"words": vectors})
        acts = _softmax(types)
        likely = sorted(range(len(words)), key=lambda n: (acts[n, 0], n))[:MOST_WORDS]
        told = [
            n for n in sorted(likely) if 1 - acts[n, 0] >= HEARD_FROM or words[n][0] in window.rules
        ]
        near = _near(window, pieces, states)
        around, mentions = _around(states, pieces), _by_link(near)
        sides = self._sides(near, [(words[n][1][0], vectors[n]) for n in told])
        heard = (acts, _softmax(statuses), _sigmoid(flags), modes)
        return [
            Heard(
                word=words[n][0],
                types=tuple(shares),
                statuses=tuple(status),
                background=marks[0],
                retold=marks[1],
                unnamed=marks[2],
                modes=tuple(mode),
                vector=vectors[n],
                around=around,
                mentions=mentions,
                **one,
            )
            for n, shares, status, marks, mode, one in zip(
                told, *(_rounded(rows[told]) for rows in heard), sides, strict=True
            )
        ]

    def vectors(self, window: Window) -> Vectors:
        """Give the vectors of all words and mentions, but of those that were cut off."""
        pieces = pieces_of(window, self._tokenizer)
        states = self._read(pieces)
        words = [(word, where) for word, where in enumerate(pieces.words) if where]
        found = _means(states, [where for _, where in words])
        return Vectors(
            words={word: vector for (word, _), vector in zip(words, found, strict=True)},
            mentions=_by_link(_near(window, pieces, states)),
            around=_around(states, pieces),
        )

    def _read(self, pieces: Pieces) -> Floats:
        names = ("ids", "kinds", "rules", "parts", "slots", "tellings")
        feed = {name: getattr(pieces, name) for name in names}
        arrays = {name: np.asarray([row], dtype=np.int64) for name, row in feed.items()}
        return np.asarray(self._states.run(None, arrays)[0][0])

    def _sides(self, near: "_Near", acts: Sequence[tuple[int, Floats]]) -> list[dict[str, Any]]:
        """Say who takes part in acts, given by first piece and vector, as fields of ``Heard``."""
        if not acts:
            return []
        many = len(acts)
        far = [[distance(place - word) for place in near.places] for word, _ in acts]
        feed = {
            "acts": np.stack([vector for _, vector in acts]),
            "mentions": np.broadcast_to(near.mentions, (many, *near.mentions.shape)),
            "countries": np.broadcast_to(near.countries, (many, *near.countries.shape)),
            "distances": np.asarray(far, dtype=np.int64).reshape(many, len(near.links)),
        }
        for name, row in (
            ("kinds", near.kinds),
            ("tellings", near.tellings),
            ("slots", near.slots),
        ):
            feed[name] = np.broadcast_to(np.asarray(row, dtype=np.int64), (many, len(row)))
        numbers = [min(n, N_SLOTS - 1) for n in range(1, len(near.names) + 1)]
        feed["numbers"] = np.broadcast_to(np.asarray(numbers, dtype=np.int64), (many, len(numbers)))
        roles, unnamed, whose = self._who.run(None, feed)
        told = map(_rounded, (_softmax(roles), _sigmoid(unnamed), _softmax(whose)))
        names = (*near.names, ELSEWHERE)
        found = []
        for of_links, of_nobody, of_countries in zip(*told, strict=True):
            shares = [dict(zip(names, row, strict=True)) for row in of_countries]
            found.append(
                {
                    "roles": dict(zip(near.links, map(tuple, of_links), strict=True)),
                    "unnamed_sides": tuple(of_nobody),
                    "whose": dict(zip(near.links, shares[:-2], strict=True)),
                    "whose_unnamed": tuple(shares[-2:]),
                }
            )
        return found


@dataclass(frozen=True)
class _Near:
    """What a window shows of mentions and countries: vectors, and numbers mention by mention."""

    links: Sequence[int]
    places: Sequence[int]  # of mentions, in pieces
    mentions: Floats
    kinds: Sequence[int]
    tellings: Sequence[int]
    slots: Sequence[int]
    names: Sequence[str]
    countries: Floats


def _near(window: Window, pieces: Pieces, states: Floats) -> _Near:
    seen = [(m, at) for m, at in zip(window.mentions, pieces.mentions, strict=True) if at]
    countries = pieces.countries(window)
    return _Near(
        links=[one.link for one, _ in seen],
        places=[at[0] for _, at in seen],
        mentions=_means(states, [at for _, at in seen]),
        kinds=[one.kind for one, _ in seen],
        tellings=[one.telling for one, _ in seen],
        slots=[window.slot(one) for one, _ in seen],
        names=list(countries),
        countries=_stacked(
            [_means(states, ranges).mean(axis=0) for ranges in countries.values()], states
        ),
    )


def _by_link(near: _Near) -> dict[int, View]:
    return dict(zip(near.links, near.mentions, strict=True))


def _around(states: Floats, pieces: Pieces) -> Floats:
    """The mean of the sentence's own rows."""
    return np.asarray(states[np.asarray(pieces.parts, dtype=bool)].mean(axis=0))


def _means(states: Floats, ranges: Sequence[tuple[int, int]]) -> Floats:
    """The mean of each range of rows."""
    means = states[np.asarray([a for a, _ in ranges], dtype=np.intp)]
    for n, (a, b) in enumerate(ranges):
        if b - a > 1:
            means[n] = states[a:b].mean(axis=0)
    return means


def _stacked(vectors: Sequence[Floats], states: Floats) -> Floats:
    return np.stack(vectors) if vectors else np.zeros((0, states.shape[1]), dtype=states.dtype)


@cache
def load_encoder(*, is_spoken: bool = False) -> Encoder:
    """Load the encoder that the package carries for news, or for what is spoken."""
    return read_encoder(SPOKEN if is_spoken else READER)


def read_encoder(folder: Traversable) -> Encoder:
    """Read an encoder's three graphs from a folder; tokenizer.json and modes.json are shared."""
    with as_file(READER / "tokenizer.json") as path:
        tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    modes = json.loads((READER / "modes.json").read_text(encoding="utf-8"))
    return Encoder(read_graphs(folder, GRAPHS), tokenizer, tuple(modes))


def _rounded(values: Floats) -> list[Any]:
    """Round as ``round`` does: four bytes times ten thousand are exact in eight."""
    rounded: list[Any] = np.round(values.astype(np.float64), DECIMALS).tolist()
    return rounded


def _softmax(logits: Floats) -> Floats:
    shares = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))
