"""Windows with their gold -> a network that has learned from them.

In:  lessons: windows and what is right at their words.   Out: a network; its weights on the way.
Does not: measure.

Losses are added up: the type of each word (none for most; words that tell an act weigh twice, those
that a reader doubted less), status and flags and mode where there is an act, and the role of
each mention in it, whether somebody unnamed takes part, and whose those are whom no words place.
Rules' hints are dropped, and pieces hidden, at random, so that the encoder does not lean on them;
its matrix products round as those of the graph that ships.
"""

import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    MAX_PIECES,
    N_SLOTS,
    TYPES,
    Pieces,
    Seen,
    Window,
    distance,
    pieces_of,
)
from detente.records import MentionKind, Status
from training.reader.eightbit import rounded
from training.reader.network import MODES, Network, mean_vectors
from training.reader.scenes import Example, Gold, linked_at

__all__ = ["Lesson", "Told", "learn", "lessons_of", "lessons_of_sentences", "tokenizer_of"]

STATUSES = tuple(Status)
BATCH = 1600  # word pieces
RATE, HEAD_RATE = 8e-5, 6e-4
HINTS_DROPPED = 0.25
PIECES_HIDDEN = 0.08  # at random, behind the mask that the base weights know
DOUBTFUL, ACT = 0.4, 2.0  # weights of words
DOUBTFUL_SIDES, ROLE = 0.5, 1.5  # of an act's sides, and of those that take part
NOT_THERE, UNASKED = -1e4, -100
WRITTEN = 0.6  # weight of sentences that were written for the corpus, beside real ones
PIECES_A_CHARACTER = 0.25


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
) -> Network:
    """Learn for some epochs, at a share of the usual rates; weights go to ``kept`` after each.

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
    for batch in track(list(_batches(lessons, seed)), "learning", console=Console(stderr=True)):
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
    pieces = pieces_of(replace(lesson.window, rules=rules), tokenizer)
    (mask,) = tokenizer.encode("[MASK]", add_special_tokens=False).ids
    ids = [mask if chance.random() < PIECES_HIDDEN else piece for piece in pieces.ids]
    return replace(pieces, ids=ids)


def _loss(network: Network, lessons: Sequence[Lesson], pieces: Sequence[Pieces]) -> Tensor:
    longest = max(len(one.ids) for one in pieces)

    def padded(rows: Iterable[list[int]]) -> Tensor:
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows])

    mask = padded([1] * len(one.ids) for one in pieces)
    with rounded(network.enc, mask):
        states = network.states(
            padded(one.ids for one in pieces),
            padded(one.kinds for one in pieces),
            padded(one.rules for one in pieces),
            padded(one.parts for one in pieces),
            padded(one.slots for one in pieces),
            padded(one.tellings for one in pieces),
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
    return loss + _who_loss(network, states, words, where, acts, lessons, pieces)


def _who_loss(  # noqa: PLR0913, PLR0917  # what one pass has made
    network: Network,
    states: Tensor,
    words: Tensor,
    where: Sequence[tuple[int, tuple[int, int]]],
    acts: Sequence[tuple[int, int, Told]],
    lessons: Sequence[Lesson],
    pieces: Sequence[Pieces],
) -> Tensor:
    """Score the sides of all acts of a pass, in rows filled to one length."""
    near = [_near(lessons[n].window, pieces[n], where[row][1][0]) for row, n, _ in acts]
    many = max(1, *(len(one.mentions) for one in near))
    others = max(len(one.countries) for one in near)
    found: list[_At] = []
    lands: list[_At] = []
    numbers = torch.zeros((len(acts), others), dtype=torch.long)
    told = torch.zeros((4, len(acts), many), dtype=torch.long)
    there = torch.full((len(acts), 1 + many + others + 1), NOT_THERE)
    there[:, 0] = there[:, -1] = 0
    roles = torch.full((len(acts), many), UNASKED)
    whose = torch.full((len(acts), many + 2), UNASKED)
    for k, ((_, n, right), one) in enumerate(zip(acts, near, strict=True)):
        if one.mentions:
            count = len(one.mentions)
            spans = [pieces[n].mentions[place] for place in one.mentions]
            found += [(k * many + m, 1.0, (n, span)) for m, span in enumerate(spans) if span]
            told[:, k, :count] = torch.tensor(one.told).T
            there[k, 1 : 1 + count] = 0
        for m, ranges in enumerate(one.countries.values()):
            lands += [(k * others + m, 1 / len(ranges), (n, range_)) for range_ in ranges]
            numbers[k, m] = min(m + 1, N_SLOTS - 1)
            there[k, 1 + many + m] = 0
        names = list(one.countries)
        for place, kept in enumerate(one.mentions):
            if kept not in right.masked:
                roles[k, place] = right.roles.get(kept, 0)
            if kept in right.whose:
                whose[k, place] = _index(right.whose[kept], names, others)
        for place, country in enumerate(right.whose_unnamed):
            if country is not None:
                whose[k, many + place] = _index(country, names, others)
    mentions = _rows(states, found, (len(acts), many))
    countries = _rows(states, lands, (len(acts), others))
    vectors = words[[row for row, _, _ in acts]]
    found_roles, unnamed, owners = network.who(vectors, mentions, countries, *told, numbers, there)
    sure = torch.tensor([DOUBTFUL_SIDES if right.is_doubtful else 1.0 for *_, right in acts])
    weigh = sure[:, None] * torch.where(roles > 0, ROLE, 1.0)
    loss = 2 * _weighed(found_roles, roles, weigh)
    loss = loss + _weighed(owners, whose, sure[:, None].expand_as(whose))
    return loss + binary_cross_entropy_with_logits(
        unnamed, torch.tensor([right.unnamed for *_, right in acts])
    )


_At = tuple[int, float, tuple[int, tuple[int, int]]]  # a row, a share of it, a window's range


def _rows(states: Tensor, at: Sequence[_At], shape: tuple[int, int]) -> Tensor:
    """A table of vectors, each the sum of its ranges' shares; where there are none, zeros."""
    width = states.shape[-1]
    shares = torch.tensor([share for _, share, _ in at]).view(-1, 1)
    vectors = mean_vectors(states, [where for *_, where in at]) * shares
    rows = torch.tensor([row for row, *_ in at], dtype=torch.long)
    empty = states.new_zeros((shape[0] * shape[1], width))
    return empty.index_add(0, rows, vectors).view(*shape, width)


@dataclass(frozen=True)
class _Near:
    """What stands near an act: places of mentions with four numbers each, ranges of countries."""

    mentions: Sequence[int]
    told: Sequence[tuple[int, int, int, int]]
    countries: Mapping[str, Sequence[tuple[int, int]]]


def _near(window: Window, pieces: Pieces, word: int) -> _Near:
    kept = [place for place, found in enumerate(pieces.mentions) if found]
    told = [
        (
            distance(pieces.mentions[place][0] - word),  # type: ignore[index]
            window.mentions[place].kind,
            window.mentions[place].telling,
            window.slot(window.mentions[place]),
        )
        for place in kept
    ]
    return _Near(kept, told, pieces.countries(window))


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
