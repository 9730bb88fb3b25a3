"""Windows with their gold -> a network that has learned from them.

In:  lessons: windows and what is right at their words.   Out: a network; its weights on the way.
Does not: measure.

Losses are added up: the type of each word (none for most; words that tell an act weigh twice, those
that a reader doubted less), status and flags and mode where there is an act, and the role of
each mention in it, whether somebody unnamed takes part, and whose those are whom no words place.
"""

import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import track
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from detente.events.examples import Example as Sentence
from detente.events.reader.features import is_sure
from detente.events.reader.window import (
    KINDS,
    TYPES,
    Pieces,
    Seen,
    Window,
)
from detente.records import MentionKind, Status
from training.reader.distil import Opinion, soft_loss
from training.reader.network import MODES, Network, mean_vectors
from training.reader.passes import Asked, Near, Who, batches, hidden, near_act, read, who
from training.reader.scenes import Example, Gold, linked_at

__all__ = ["Lesson", "Told", "learn", "lessons_of", "lessons_of_sentences", "tokenizer_of"]

STATUSES = tuple(Status)
RATE, HEAD_RATE = 8e-5, 6e-4
DOUBTFUL, ACT = 0.4, 2.0  # weights of words
DOUBTFUL_SIDES, ROLE = 0.5, 1.5  # of an act's sides, and of those that take part
UNASKED = -100
WRITTEN = 0.6  # weight of sentences that were written for the corpus, beside real ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is right at a word. ``type`` 0 is no act; ``roles`` are by place among the mentions.

    ``unnamed`` says whether actor and recipient have no words; ``whose`` gives the countries of
    mentions that don't tell theirs, ``whose_unnamed`` those of such an actor and recipient.
    """

    type: int
    status: int = 0
    mode: int | None = None
    flags: tuple[float, float, float] = (0.0, 0.0, 0.0)
    roles: Mapping[int, int] = field(default_factory=dict)
    masked: frozenset[int] = frozenset()
    unnamed: tuple[float, float] = (0.0, 0.0)
    whose: Mapping[int, str] = field(default_factory=dict)
    whose_unnamed: tuple[str | None, str | None] = (None, None)
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
                        unnamed=(float(gold.is_unnamed(1)), float(gold.is_unnamed(2))),
                        whose=_whose(one, gold, places),
                        whose_unnamed=_whose_unnamed(gold),
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
    pace: float = 1.0,
    heard: Sequence[Opinion] = (),
) -> Network:
    """Learn for some epochs, at a share of the usual rates; weights go to ``kept`` after each.

    What teachers were ``heard`` to say of other windows is learned beside the lessons.
    Where ``kept`` holds the weights of an epoch of this very run, learning goes on from there.
    """
    torch.manual_seed(seed)
    for weights in network.enc.get_input_embeddings().parameters():
        weights.requires_grad = False
    body = [
        w for name, w in network.named_parameters() if name.startswith("enc.") and w.requires_grad
    ]
    heads = [w for name, w in network.named_parameters() if not name.startswith("enc.")]
    groups = [{"params": body, "lr": pace * RATE}, {"params": heads, "lr": pace * HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    given: list[Lesson | Opinion] = [*lessons, *heard]
    total = epochs * len(_passes(given, 0))
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
        loss = _epoch(network, tokenizer, given, seed + epoch, optimizer, schedule)
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
    given: Sequence[Lesson | Opinion],
    seed: int,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> float:
    network.train()
    chance = random.Random(seed)  # noqa: S311  # no secret
    losses: list[float] = []
    for batch in track(_passes(given, seed), "learning", console=Console(stderr=True)):
        pieces = [hidden(one.window, tokenizer, chance) for one in batch]
        if isinstance(batch[0], Lesson):
            loss = _loss(network, [one for one in batch if isinstance(one, Lesson)], pieces)
        else:
            loss = soft_loss(network, [one for one in batch if isinstance(one, Opinion)], pieces)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return sum(losses) / max(1, len(losses))


def _passes(given: Sequence[Lesson | Opinion], seed: int) -> list[list[Lesson | Opinion]]:
    """What is read together, in an order of its own; lessons and opinions each for themselves."""
    found: list[list[Lesson | Opinion]] = []
    for kind in (Lesson, Opinion):
        some = [one for one in given if isinstance(one, kind)]
        cut = batches([one.window.text for one in some], seed)
        found += [[some[n] for n in batch] for batch in cut if batch]
    random.Random(seed).shuffle(found)  # noqa: S311  # no secret
    return found


def _loss(network: Network, lessons: Sequence[Lesson], pieces: Sequence[Pieces]) -> Tensor:
    states = read(network, pieces)
    where: list[tuple[int, tuple[int, int]]] = []
    types: list[int] = []
    weights: list[float] = []
    acts: list[tuple[int, Told]] = []
    for n, (lesson, cut) in enumerate(zip(lessons, pieces, strict=True)):
        for word, place in enumerate(cut.words):
            told = lesson.told.get(word)
            if place is None or (told is None and not lesson.is_full):
                continue
            if told and told.type:
                acts.append((len(where), told))
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
    rows = [row for row, _ in acts]
    loss = loss + 0.5 * cross_entropy(statuses[rows], torch.tensor([t.status for _, t in acts]))
    marked = torch.tensor([t.flags for _, t in acts])
    loss = loss + 0.9 * binary_cross_entropy_with_logits(flags[rows], marked)
    moded = [(row, t.mode) for row, t in acts if t.mode is not None]
    if moded:
        wanted = torch.tensor([mode for _, mode in moded])
        loss = loss + 0.3 * cross_entropy(modes[[row for row, _ in moded]], wanted)
    near = [
        near_act(lessons[n].window, pieces[n], at) for n, (at, _) in (where[row] for row in rows)
    ]
    asked = Asked(vectors=words[rows], windows=[where[row][0] for row in rows], near=near)
    return loss + _who_loss(who(network, states, pieces, asked), [told for _, told in acts], near)


def _who_loss(found: Who, acts: Sequence[Told], near: Sequence[Near]) -> Tensor:
    many, others = found.roles.shape[1], found.owners.shape[2] - 1
    roles = torch.full((len(acts), many), UNASKED)
    whose = torch.full((len(acts), many + 2), UNASKED)
    for k, (right, one) in enumerate(zip(acts, near, strict=True)):
        names = list(one.countries)
        for place, kept in enumerate(one.mentions):
            if kept not in right.masked:
                roles[k, place] = right.roles.get(kept, 0)
            if kept in right.whose:
                whose[k, place] = _index(right.whose[kept], names, others)
        for place, country in enumerate(right.whose_unnamed):
            if country is not None:
                whose[k, many + place] = _index(country, names, others)
    sure = torch.tensor([DOUBTFUL_SIDES if right.is_doubtful else 1.0 for right in acts])
    weigh = sure[:, None] * torch.where(roles > 0, ROLE, 1.0)
    loss = 2 * _weighed(found.roles, roles, weigh)
    loss = loss + _weighed(found.owners, whose, sure[:, None].expand_as(whose))
    return loss + binary_cross_entropy_with_logits(
        found.unnamed, torch.tensor([right.unnamed for right in acts])
    )


def _index(country: str, names: Sequence[str], many: int) -> int:
    """A country's place among those of the window; after the last one where it isn't there."""
    return names.index(country) if country in names else many


def _weighed(logits: Tensor, right: Tensor, weights: Tensor) -> Tensor:
    asked = right != UNASKED
    if not asked.any():
        return logits.new_zeros(())
    each = cross_entropy(logits[asked], right[asked], reduction="none")
    return (each * weights[asked]).sum() / weights[asked].sum()


def _whose(one: Example, gold: Gold, places: Mapping[int, int]) -> dict[int, str]:
    """The countries of sides whose words don't tell theirs, by place among the mentions."""
    found: dict[int, str] = {}
    for side in (*gold.act.actors, *gold.act.recipients):
        index = linked_at(one.scene, side.span) if side.span and "+" not in side.code else None
        if index is not None and index in places and not is_sure(one.scene.links[index]):
            found[places[index]] = side.code.partition("-")[0]
    return found


def _whose_unnamed(gold: Gold) -> tuple[str | None, str | None]:
    actor, recipient = (
        next(
            (s.code.partition("-")[0] for s in sides if s.span is None and "+" not in s.code), None
        )
        for sides in (gold.act.actors, gold.act.recipients)
    )
    return actor, recipient


def _mode(type_: str, mode: str | None) -> int | None:
    name = f"{type_}/{mode}"
    return MODES.index(name) if name in MODES else None
