"""A sentence with what stands before it, as the encoder reads it.

In:  a scene.     Out: ``Window``s, and their word pieces.
Does not: run the encoder (encoder.py) or train it (training/reader/); both use this file, so that
the encoder sees in a report what it saw in training.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, cached_property
from math import log2

from tokenizers import Tokenizer

from detente.events.reader.scene import Scene
from detente.records import Link, MentionKind, PlaceMention

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
N_SLOTS = 9  # countries of a window that are told apart, after none; the last is all others

Range = tuple[int, int]


class Telling(IntEnum):
    """How words tell a country."""

    UNASKED = 0
    SURELY = 1
    BY_GUESS = 2
    NOT = 3
    BY_PLACE = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """A linked mention or a place in a window: where it stands in the text, and whose it is.

    ``kind`` is the mention's, 0 for a place; ``link`` its index of link, -1 for a place.
    """

    start: int
    end: int
    kind: int
    link: int
    country: str | None = None
    telling: Telling = Telling.UNASKED


@dataclass(frozen=True, kw_only=True)
class Window:
    """What the encoder reads for one sentence.

    ``text`` ends with the sentence, which begins at ``start``; where somebody speaks who is named
    further above, it begins with his name ("Berg: ..."). ``words`` are the sentence's tokens,
    ``rules`` numbers of types by the word at which a rule sees an act.
    """

    sentence: int
    text: str
    start: int
    words: tuple[Range, ...]
    mentions: tuple[Seen, ...] = ()
    places: tuple[Seen, ...] = ()
    rules: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries that mentions and places tell, by where they are told first."""
        told = sorted(
            (one.start, one.country) for one in (*self.mentions, *self.places) if one.country
        )
        return tuple(dict.fromkeys(country for _, country in told))

    def slot(self, seen: Seen) -> int:
        """The number of a mention's or place's country in the window, from 1; 0 for none."""
        if seen.country is None:
            return 0
        return min(self.countries.index(seen.country) + 1, N_SLOTS - 1)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of a window, six numbers each; ranges of words, mentions, places among them.

    A word, mention or place that was cut off has no range.
    """

    ids: list[int]
    kinds: list[int]
    rules: list[int]
    parts: list[int]
    slots: list[int]
    tellings: list[int]
    words: list[Range | None]
    mentions: list[Range | None]
    places: list[Range | None]

    def countries(self, window: Window) -> dict[str, list[Range]]:
        """The ranges of the pieces that tell each country, in the order of the window's."""
        found: dict[str, list[Range]] = {country: [] for country in window.countries}
        told = zip((*window.mentions, *window.places), (*self.mentions, *self.places), strict=True)
        for seen, where in told:
            if seen.country and where:
                found[seen.country].append(where)
        return {country: ranges for country, ranges in found.items() if ranges}


def windows(scene: Scene) -> Iterator[Window]:
    """Yield a window for each sentence that may tell an act."""
    rules: dict[int, dict[int, int]] = {}
    for (number, word), seen in scene.rules.items():
        rules.setdefault(number, {})[word] = TYPES.index(seen.act.type) + 1
    for place, sentence in enumerate(scene.sentences):
        if scene.may_tell(sentence):
            yield _window(scene, place, rules.get(sentence.index, {}))


def _window(scene: Scene, place: int, rules: Mapping[int, int]) -> Window:
    sentence, first = scene.sentences[place], place
    while first > 0 and place - first < SENTENCES_BEFORE:
        if sentence.span.start - scene.sentences[first - 1].span.start > MAX_BEFORE:
            break
        first -= 1
    base = scene.sentences[first].span.start
    voice = scene.voices.get(sentence.index)
    head, mentions, places = "", [], []
    if voice and voice.end <= base and len(voice) <= MAX_BEFORE:
        head = f"{scene.text[voice.start : voice.end]}: "
        said = [one.index for one in scene.sentences if voice in one.span]
        mentions, places = (
            [one for one in found if one.start >= 0 and one.end <= len(voice)]
            for found in _seen_in(scene, said, voice.start)
        )
    near = [one.index for one in scene.sentences[first : place + 1]]
    origin = base - len(head)
    own = _seen_in(scene, near, origin)
    return Window(
        sentence=sentence.index,
        text=head + scene.text[base : sentence.span.end],
        start=sentence.span.start - origin,
        words=tuple((t.span.start - origin, t.span.end - origin) for t in sentence.tokens),
        mentions=(*mentions, *own[0]),
        places=(*places, *own[1]),
        rules=rules,
    )


def _seen_in(scene: Scene, sentences: Sequence[int], origin: int) -> tuple[list[Seen], list[Seen]]:
    """The mentions and places of sentences, counted from ``origin`` in the text."""
    return (
        [
            _seen(scene.links[index], index, origin)
            for number in sentences
            for index in scene.links_by_sentence.get(number, ())
        ],
        [
            _placed(spot, origin)
            for number in sentences
            for spot in scene.places_by_sentence.get(number, ())
        ],
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
    ranges = _Ranges(offsets)
    words = [ranges.of(a, b) for a, b in window.words]
    mentions, places = (
        [ranges.of(seen.start, seen.end) for seen in told]
        for told in (window.mentions, window.places)
    )
    kinds, rules, slots, tellings = ([0] * len(kept) for _ in range(4))
    told = zip((*places, *mentions), (*window.places, *window.mentions), strict=True)
    for found, seen in told:  # a mention says more than a place of the same words
        if found:
            for row, value in (
                (kinds, seen.kind),
                (slots, window.slot(seen)),
                (tellings, seen.telling),
            ):
                row[found[0] : found[1]] = [value] * (found[1] - found[0])
    for word, number in window.rules.items():
        if (found := words[word]) is not None:
            rules[found[0] : found[1]] = [number] * (found[1] - found[0])
    return Pieces(
        ids=[encoding.ids[n] for n in kept],
        kinds=kinds,
        rules=rules,
        parts=[int(b > a >= window.start) for a, b in offsets],
        slots=slots,
        tellings=tellings,
        words=words,
        mentions=mentions,
        places=places,
    )


@cache
def distance(pieces: int) -> int:
    """Number a distance in word pieces: exact when short, by octaves when long, apart by sign."""
    far = abs(pieces)
    step = far if far < EXACT else EXACT + int(log2(far / EXACT) * 1.5)
    return min(step, STEPS) + (0 if pieces < 0 else N_DISTANCES // 2)


class _Ranges:
    """Finds the pieces that overlap a range of code points; pieces stand in text order."""

    def __init__(self, offsets: Sequence[Range]) -> None:
        self._places = [n for n, (a, b) in enumerate(offsets) if b > a]  # all but [CLS] and [SEP]
        self._starts = [offsets[n][0] for n in self._places]
        self._ends = [offsets[n][1] for n in self._places]

    def of(self, start: int, end: int) -> Range | None:
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end) - 1
        return (self._places[first], self._places[last] + 1) if first <= last else None


def _seen(link: Link, index: int, base: int) -> Seen:
    actor, span = link.actors[0], link.mention.span
    telling = Telling.BY_GUESS if actor.is_guessed else Telling.SURELY
    return Seen(
        span.start - base,
        span.end - base,
        KINDS[link.mention.kind],
        index,
        actor.country,
        telling if actor.country else Telling.NOT,
    )


def _placed(one: PlaceMention, base: int) -> Seen:
    start, end = one.span.start - base, one.span.end - base
    return Seen(start, end, 0, -1, one.place.country, Telling.BY_PLACE)
