"""Windows with their gold -> a network that has learned from them.

In:  lessons: windows and what is right at their words.   Out: a network; its weights on the way.
Does not: measure.

Losses are added up: the type of each word (none for most; words that tell an act weigh twice, those
that a reader doubted less), status and flags and mode where there is an act, and the role of
each mention in it. Rules' hints are dropped at random, so that the encoder does not lean on them.
"""

import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from detente.events.examples import Example as Sentence
from detente.events.reader.window import (
    KINDS,
    MAX_PIECES,
    TYPES,
    Pieces,
    Seen,
    Window,
    distance,
    pieces_of,
)
from detente.records import MentionKind, Status
from training.reader.network import MODES, Network, mean_vectors
from training.reader.scenes import Example

__all__ = ["Lesson", "Told", "learn", "lessons_of", "lessons_of_sentences", "tokenizer_of"]

STATUSES = tuple(Status)
BATCH = 1600  # word pieces
RATE, HEAD_RATE = 8e-5, 6e-4
HINTS_DROPPED = 0.25
DOUBTFUL, ACT = 0.4, 2.0  # weights of words
WRITTEN = 0.6  # weight of sentences that were written for the corpus, beside real ones
PIECES_A_CHARACTER = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is right at a word. ``type`` 0 is no act; ``roles`` are by place among the mentions."""

    type: int
    status: int = 0
    mode: int | None = None
    flags: tuple[float, float, float] = (0.0, 0.0, 0.0)
    roles: Mapping[int, int] = field(default_factory=dict)
    masked: frozenset[int] = frozenset()
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A window and what is right at its words; ``is_full``: all other words tell no act."""

    window: Window
    told: Mapping[int, Told]
    is_full: bool = True
    weight: float = 1.0


def lessons_of(examples: Iterable[Example], weight: float = 1.0) -> Iterator[Lesson]:
    """Yield a lesson for each sentence of marked documents."""
    for one in examples:
        for window in one.windows:
            places = {seen.link: place for place, seen in enumerate(window.mentions)}
            told = {}
            for (sentence, word), gold in one.gold.items():
                if sentence == window.sentence:
                    act = gold.act
                    named = any(role == 1 for role in gold.roles.values())
                    told[word] = Told(
                        type=gold.type,
                        status=gold.status,
                        mode=_mode(act.type, act.mode),
                        flags=(
                            float(act.is_background),
                            float(bool(act.same_as)),
                            float(not named),
                        ),
                        roles={places[n]: role for n, role in gold.roles.items()},
                        masked=frozenset(places[n] for n in gold.masked),
                        is_doubtful=act.is_doubtful,
                    )
            yield Lesson(window=window, told=told, weight=weight)


def lessons_of_sentences(
    sentences: Iterable[Sentence], words: Iterable[Sequence[tuple[int, int]]]
) -> Iterator[Lesson]:
    """Yield a lesson for each sentence with one act marked; ``words`` are its tokens' spans."""
    for one, spans in zip(sentences, words, strict=True):
        sides = [
            *((s, 1) for s in one.actors),
            *((s, 2) for s in one.recipients),
            *((s, 0) for s in one.others),
        ]
        window = Window(
            sentence=0,
            text=one.text,
            start=0,
            words=tuple(spans),
            mentions=tuple(Seen(s.start, s.end, KINDS[MentionKind.NAME], -1) for s, _ in sides),
        )
        word = next(
            (
                n
                for n, (a, b) in enumerate(spans)
                if a < one.predicate.end and one.predicate.start < b
            ),
            None,
        )
        if word is None:
            continue
        told = Told(type=0)
        if one.type and one.status:
            told = Told(
                type=TYPES.index(one.type) + 1,
                status=STATUSES.index(one.status),
                mode=_mode(one.type, one.mode),
                flags=(float(one.is_historical), 0.0, float(not one.actors)),
                roles={place: role for place, (_, role) in enumerate(sides) if role},
            )
        yield Lesson(window=window, told={word: told}, is_full=False, weight=WRITTEN)


def tokenizer_of(base: Path) -> Tokenizer:
    """The tokenizer of a folder of weights, neither cutting nor padding."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def learn(  # noqa: PLR0913, PLR0917  # a run's whole setting
    network: Network,
    tokenizer: Tokenizer,
    lessons: Sequence[Lesson],
    epochs: int,
    kept: Path,
    seed: int = 1,
) -> Network:
    """Learn for some epochs; the weights are written to ``kept`` after each.

    Where ``kept`` holds the weights of an epoch of this very run, learning goes on from there.
    """
    torch.manual_seed(seed)
    for weights in network.enc.get_input_embeddings().parameters():
        weights.requires_grad = False
    body = [
        w for name, w in network.named_parameters() if name.startswith("enc.") and w.requires_grad
    ]
    heads = [w for name, w in network.named_parameters() if not name.startswith("enc.")]
    groups = [{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    total = epochs * len(list(_batches(lessons, 0)))
    warm = max(1, int(0.06 * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.03, (total - step) / total))
    )
    begun = 0
    if kept.exists():
        state = torch.load(kept)
        network.load_state_dict(state["network"])
        if state.get("total") == total:
            optimizer.load_state_dict(state["optimizer"])
            schedule.load_state_dict(state["schedule"])
            begun = state["epochs"]
    for epoch in range(begun, epochs):
        started = time.monotonic()
        loss = _epoch(network, tokenizer, lessons, seed + epoch, optimizer, schedule)
        state = {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "epochs": epoch + 1,
            "total": total,
        }
        torch.save(state, kept)
        minutes = (time.monotonic() - started) / 60
        sys.stderr.write(f"epoch {epoch + 1} of {epochs}: loss {loss:.3f}, {minutes:.0f} min\n")
    return network


# Private functions


def _epoch(  # noqa: PLR0913, PLR0917  # what a run has set up
    network: Network,
    tokenizer: Tokenizer,
    lessons: Sequence[Lesson],
    seed: int,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> float:
    network.train()
    chance = random.Random(seed)  # noqa: S311  # no secret
    losses: list[float] = []
    for batch in _batches(lessons, seed):
        given = [lessons[n] for n in batch]
        loss = _loss(network, given, [_pieces(one, tokenizer, chance) for one in given])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return sum(losses) / max(1, len(losses))


def _batches(lessons: Sequence[Lesson], seed: int) -> Iterator[list[int]]:
    """Batches of lessons of like length, in an order of their own."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    lengths = [
        min(MAX_PIECES, int(len(one.window.text) * PIECES_A_CHARACTER) + 8) for one in lessons
    ]
    order = sorted(range(len(lessons)), key=lambda n: lengths[n] + chance.random() * 15)
    batches: list[list[int]] = [[]]
    for n in order:
        if batches[-1] and lengths[n] * (len(batches[-1]) + 1) > BATCH:
            batches.append([])
        batches[-1].append(n)
    chance.shuffle(batches)
    yield from batches


def _pieces(lesson: Lesson, tokenizer: Tokenizer, chance: random.Random) -> Pieces:
    rules = {w: t for w, t in lesson.window.rules.items() if chance.random() >= HINTS_DROPPED}
    return pieces_of(replace(lesson.window, rules=rules), tokenizer)


def _loss(network: Network, lessons: Sequence[Lesson], pieces: Sequence[Pieces]) -> Tensor:
    longest = max(len(one.ids) for one in pieces)

    def padded(rows: Iterable[list[int]]) -> Tensor:
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows])

    mask = padded([1] * len(one.ids) for one in pieces)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = network.states(
            padded(one.ids for one in pieces),
            padded(one.kinds for one in pieces),
            padded(one.rules for one in pieces),
            padded(one.parts for one in pieces),
            mask,
        )
    where: list[tuple[int, tuple[int, int]]] = []
    types: list[int] = []
    weights: list[float] = []
    acts: list[tuple[int, int, Told]] = []
    for n, (lesson, cut) in enumerate(zip(lessons, pieces, strict=True)):
        for word, place in enumerate(cut.words):
            told = lesson.told.get(word)
            if place is None or (told is None and not lesson.is_full):
                continue
            if told and told.type:
                acts.append((len(where), n, told))
            where.append((n, place))
            types.append(told.type if told else 0)
            sure = DOUBTFUL if told and told.is_doubtful else 1.0
            weights.append(lesson.weight * sure * (ACT if told and told.type else 1.0))
    words = mean_vectors(states, where)
    kinds, statuses, flags, modes = network.words(words)
    weigh = torch.tensor(weights)
    each = cross_entropy(kinds.float(), torch.tensor(types), reduction="none")
    loss = 3 * (each * weigh).sum() / weigh.sum()
    if not acts:
        return loss
    rows = [row for row, _, _ in acts]
    loss = loss + 0.5 * cross_entropy(statuses[rows], torch.tensor([t.status for *_, t in acts]))
    marked = torch.tensor([t.flags for *_, t in acts])
    loss = loss + 0.9 * binary_cross_entropy_with_logits(flags[rows], marked)
    moded = [(row, t.mode) for row, _, t in acts if t.mode is not None]
    if moded:
        wanted = torch.tensor([mode for _, mode in moded])
        loss = loss + 0.3 * cross_entropy(modes[[row for row, _ in moded]], wanted)
    return loss + 2 * _role_loss(network, states, words, where, acts, lessons, pieces)


def _role_loss(  # noqa: PLR0913, PLR0917  # what one pass has made
    network: Network,
    states: Tensor,
    words: Tensor,
    where: Sequence[tuple[int, tuple[int, int]]],
    acts: Sequence[tuple[int, int, Told]],
    lessons: Sequence[Lesson],
    pieces: Sequence[Pieces],
) -> Tensor:
    rows, mentions, labels, far, kinds, weights = [], [], [], [], [], []
    for row, n, told in acts:
        for place, found in enumerate(pieces[n].mentions):
            if found is None or place in told.masked:
                continue
            role = told.roles.get(place, 0)
            rows.append(row)
            mentions.append((n, found))
            labels.append(role)
            far.append(distance(found[0] - where[row][1][0]))
            kinds.append(lessons[n].window.mentions[place].kind)
            weights.append((0.5 if told.is_doubtful else 1.0) * (1.5 if role else 1.0))
    if not rows:
        return words.new_zeros(())
    logits = network.pairs(
        words[rows], mean_vectors(states, mentions), torch.tensor(far), torch.tensor(kinds)
    )
    weigh = torch.tensor(weights)
    each = cross_entropy(logits, torch.tensor(labels), reduction="none")
    return (each * weigh).sum() / weigh.sum()


def _mode(type_: str, mode: str | None) -> int | None:
    name = f"{type_}/{mode}"
    return MODES.index(name) if name in MODES else None
