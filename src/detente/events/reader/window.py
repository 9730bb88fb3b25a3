"""A sentence with what stands before it, as the encoder reads it.

In:  a scene.     Out: ``Window``s, and their word pieces.
Does not: run the encoder (encoder.py) or train it (training/reader/); both use this file, so that
the encoder sees in a report what it saw in training.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from tokenizers import Tokenizer

from detente.events.reader.scene import Scene
from detente.records import MentionKind

__all__ = [
    "KINDS",
    "N_DISTANCES",
    "TYPES",
    "Pieces",
    "Seen",
    "Window",
    "distance",
    "pieces_of",
    "windows",
]

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
KINDS = {kind: number for number, kind in enumerate(MentionKind, 1)}
MAX_PIECES = 160  # a sentence of news has about 30, with what stands before it 75
MAX_BEFORE = 260  # code points of whole sentences read before a sentence
SENTENCES_BEFORE = 2
N_DISTANCES = 24
EXACT, STEPS = 6, 11  # distances told one by one, and all on one side

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """A linked mention in a window: where it stands in the text, its kind, its index of link."""

    start: int
    end: int
    kind: int
    link: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What the encoder reads for one sentence.

    ``text`` ends with the sentence, which begins at ``start``. ``words`` are the sentence's tokens,
    ``rules`` numbers of types by the word at which a rule sees an act.
    """

    sentence: int
    text: str
    start: int
    words: tuple[Range, ...]
    mentions: tuple[Seen, ...] = ()
    rules: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of a window, four numbers each; ranges of words and mentions among them.

    A word or mention that was cut off has no range.
    """

    ids: list[int]
    kinds: list[int]
    rules: list[int]
    parts: list[int]
    words: list[Range | None]
    mentions: list[Range | None]


def windows(scene: Scene) -> Iterator[Window]:
    """Yield a window for each sentence that has words."""
    rules: dict[int, dict[int, int]] = {}
    for (number, word), seen in scene.rules.items():
        rules.setdefault(number, {})[word] = TYPES.index(seen.act.type) + 1
    for place, sentence in enumerate(scene.sentences):
        if not sentence.tokens:
            continue
        first = place
        while first > 0 and place - first < SENTENCES_BEFORE:
            if sentence.span.start - scene.sentences[first - 1].span.start > MAX_BEFORE:
                break
            first -= 1
        base = scene.sentences[first].span.start
        mentions = tuple(
            Seen(
                scene.links[index].mention.span.start - base,
                scene.links[index].mention.span.end - base,
                KINDS[scene.links[index].mention.kind],
                index,
            )
            for one in scene.sentences[first : place + 1]
            for index in scene.links_by_sentence.get(one.index, ())
        )
        yield Window(
            sentence=sentence.index,
            text=scene.text[base : sentence.span.end],
            start=sentence.span.start - base,
            words=tuple((t.span.start - base, t.span.end - base) for t in sentence.tokens),
            mentions=mentions,
            rules=rules.get(sentence.index, {}),
        )


def pieces_of(window: Window, tokenizer: Tokenizer) -> Pieces:
    """Cut a window into word pieces: what stands before the sentence is cut off first."""
    encoding = tokenizer.encode(window.text)
    offsets = encoding.offsets
    cut = 0
    if len(offsets) > MAX_PIECES:
        own = (n for n, (a, b) in enumerate(offsets) if b > a >= window.start)
        cut = min(next(own, 1) - 1, len(offsets) - MAX_PIECES)
    kept = [0, *range(1 + cut, len(offsets))][:MAX_PIECES]
    offsets = [offsets[n] for n in kept]
    words = [_range(offsets, a, b) for a, b in window.words]
    mentions = [_range(offsets, seen.start, seen.end) for seen in window.mentions]
    kinds, rules = [0] * len(kept), [0] * len(kept)
    for found, seen in zip(mentions, window.mentions, strict=True):
        if found:
            kinds[found[0] : found[1]] = [seen.kind] * (found[1] - found[0])
    for word, number in window.rules.items():
        if (found := words[word]) is not None:
            rules[found[0] : found[1]] = [number] * (found[1] - found[0])
    return Pieces(
        ids=[encoding.ids[n] for n in kept],
        kinds=kinds,
        rules=rules,
        parts=[int(b > a >= window.start) for a, b in offsets],
        words=words,
        mentions=mentions,
    )


def distance(pieces: int) -> int:
    """Number a distance in word pieces: exact when short, by octaves when long, apart by sign."""
    far = abs(pieces)
    step = far if far < EXACT else EXACT + int(log2(far / EXACT) * 1.5)
    return min(step, STEPS) + (0 if pieces < 0 else N_DISTANCES // 2)


def _range(offsets: Sequence[Range], start: int, end: int) -> Range | None:
    found = [n for n, (a, b) in enumerate(offsets) if b > a and a < end and start < b]
    return (found[0], found[-1] + 1) if found else None
