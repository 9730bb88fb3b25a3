"""Marked documents -> scenes with their gold: what the reader will look at, and what is right.

In:  documents, marks.     Out: ``Example``s: scene, windows, acts by sentence and word.
Does not: learn. Scenes are kept in a cache, since parsing takes most of the time.
"""

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from detente.config import Config
from detente.evaluate.marks import Act, Joined, Offsets, Side
from detente.evaluate.texts import Document
from detente.events.coder import RuleCoder
from detente.events.reader.scene import Scene, scene_of
from detente.events.reader.sectors import STATE
from detente.events.reader.window import TYPES, Window, windows
from detente.pipeline import Journey
from detente.records import Link, Report, Sentence, Span, Status

__all__ = ["Example", "Gold", "example_of", "examples", "linked", "scenes"]

STATUSES = tuple(Status)
MADE = 6  # what a scene holds has changed so often


@dataclass(frozen=True, kw_only=True)
class Gold:
    """What is right at a word. ``roles`` are 1 for actors, 2 for recipients, by index of link.

    ``masked`` links are neither right nor wrong: other words for a side, or part of its words.
    """

    act: Act
    type: int
    also: int | None
    status: int
    roles: Mapping[int, int]
    masked: frozenset[int]

    def is_unnamed(self, role: int) -> bool:
        """Whether somebody has a role whom neither words nor a link of his state name."""
        sides = self.act.actors if role == 1 else self.act.recipients
        return any(side.span is None for side in sides) and role not in self.roles.values()


@dataclass(frozen=True, kw_only=True)
class Example:
    """One document: what the reader sees of it, and what is right, by sentence and word."""

    id: str
    digest: str
    scene: Scene
    windows: tuple[Window, ...]
    gold: Mapping[tuple[int, int], Gold]
    marks: tuple[Act, ...]


def scenes(documents: Iterable[Document], cache: Path) -> Iterator[Scene]:
    """Yield the scene of each document, made once and kept."""
    cache.mkdir(parents=True, exist_ok=True)
    journey: Journey | None = None
    for one in documents:
        told = f"{MADE} {one.date} {one.outlet} {one.url} {one.text}"
        kept = cache / f"{sha256(told.encode()).hexdigest()[:20]}.pickle"
        if not kept.exists():
            journey = journey or Journey.from_config(Config())
            kept.write_bytes(pickle.dumps(_scene(journey, one.as_report())))
        yield pickle.loads(kept.read_bytes())  # noqa: S301  # our own cache


def examples(joined: Iterable[Joined], cache: Path) -> Iterator[Example]:
    """Yield marked documents as examples."""
    given = list(joined)
    found = scenes((one.document for one in given), cache)
    for one, scene in zip(given, found, strict=True):
        yield example_of(one.document.id, one.marked.digest, scene, one.marked.acts)


def example_of(id_: str, digest: str, scene: Scene, acts: Sequence[Act]) -> Example:
    """Say of each marked act at which word it stands and which links are its sides."""
    seen = tuple(windows(scene))
    gold: dict[tuple[int, int], Gold] = {}
    for act in acts:
        sentence = next((s for s in scene.sentences if act.predicate[0] in s.span), None)
        word = sentence.head_of(Span(*act.predicate)) if sentence else None
        if sentence is None or word is None:
            continue
        near = next((w for w in seen if w.sentence == sentence.index), None)
        if near is not None:
            links = [mention.link for mention in near.mentions]
            gold.setdefault((sentence.index, word.index), _gold(act, links, scene))
    return Example(id=id_, digest=digest, scene=scene, windows=seen, gold=gold, marks=tuple(acts))


def linked(scene: Scene, words: Offsets) -> Link | None:
    """The link that shares most with a side's words; ``None`` where none touches them."""
    index = linked_at(scene, words)
    return None if index is None else scene.links[index]


def linked_at(scene: Scene, words: Offsets) -> int | None:
    """The index of that link."""
    spans = ((one.mention.span.start, one.mention.span.end) for one in scene.links)
    shared = [_shared(span, words) for span in spans]
    return shared.index(max(shared)) if any(shared) else None


def _gold(act: Act, links: Sequence[int], scene: Scene) -> Gold:
    roles: dict[int, int] = {}
    masked: set[int] = set()
    for role, sides in ((2, act.recipients), (1, act.actors)):
        for side in sides:
            best, touched = _meant(side, links, scene)
            if side.span is None:
                best = next((n for n in _named_so(side, links, scene) if n not in roles), None)
            masked |= touched
            if best is not None:
                roles[best] = role
    who = {_who(scene, index) for index in roles}
    masked |= {index for index in links if _who(scene, index) in who}
    return Gold(
        act=act,
        type=TYPES.index(act.type) + 1,
        also=TYPES.index(act.or_type) + 1 if act.or_type else None,
        status=STATUSES.index(Status(act.status)),
        roles=roles,
        masked=frozenset(masked - roles.keys()),
    )


def _meant(side: Side, links: Sequence[int], scene: Scene) -> tuple[int | None, set[int]]:
    """The link that a side's words mean, and all that they touch."""
    if side.span is None:
        return None, set()
    found: list[tuple[tuple[bool, float], int]] = []
    for index in links:
        mention = scene.links[index].mention
        shared = _shared((mention.span.start, mention.span.end), side.span)
        if shared:
            sentence = scene.sentences[mention.sentence]
            head = sentence.tokens[mention.head].span.start
            inside = side.span[0] <= head < side.span[1]
            width = len(mention.span) + side.span[1] - side.span[0] - shared
            found.append(((inside, shared / width), index))
    best = max(found, default=None)
    return (best[1] if best else None), {index for _, index in found}


def _named_so(side: Side, links: Sequence[int], scene: Scene) -> Iterator[int]:
    """Links that name a side whom the act's words leave out: the nearest before it first.

    "Norland said it would *recall* its envoy" after Sudria was named: the state will do for its
    government.
    """
    country, _, sector = side.code.partition("-")
    for index in reversed(links):
        actors = scene.links[index].actors
        if len(actors) == 1 and actors[0].country == country:
            same = actors[0].sector or STATE
            if same == (sector or STATE):
                yield index


def _shared(one: Offsets, other: Offsets) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _who(scene: Scene, index: int) -> tuple[tuple[str | None, str | None, str | None], ...]:
    return tuple((a.country, a.sector, a.id) for a in scene.links[index].actors)


def _scene(journey: Journey, report: Report) -> Scene:
    language = journey.english
    sentences: Sequence[Sentence] = language.parser.parse(report)
    links = journey.linker.link(report, sentences)
    speeches = language.reader.speech(report, sentences)
    setting = journey._setting(report, sentences, links, speeches, language.reader)  # noqa: SLF001
    return replace(scene_of(setting, RuleCoder()))  # without what it has worked out on the way
