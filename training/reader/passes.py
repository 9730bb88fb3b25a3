"""One pass of a network over windows: what learning from marks and from teachers share.

In:  windows, a network.   Out: batches, pieces, vectors, logits of sides.
Does not: know what is right.

Rules' hints are dropped, and pieces hidden, at random, so that the encoder does not lean on them;
its matrix products round as those of the graph that ships.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer
from torch import Tensor

from detente.events.reader.window import MAX_PIECES, N_SLOTS, Pieces, Window, distance, pieces_of
from training.reader.eightbit import rounded
from training.reader.network import Network, mean_vectors

__all__ = ["Asked", "Near", "Who", "batches", "hidden", "near_act", "read", "who"]

BATCH = 1600  # word pieces
HINTS_DROPPED = 0.25
PIECES_HIDDEN = 0.08  # at random, behind the mask that the base weights know
PIECES_A_CHARACTER = 0.25
NOT_THERE = -1e4


def batches(texts: Sequence[str], seed: int) -> Iterator[list[int]]:
    """Batches of windows of like length, by their texts, in an order of their own."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    lengths = [min(MAX_PIECES, int(len(text) * PIECES_A_CHARACTER) + 8) for text in texts]
    order = sorted(range(len(lengths)), key=lambda n: lengths[n] + chance.random() * 15)
    found: list[list[int]] = [[]]
    for n in order:
        if found[-1] and lengths[n] * (len(found[-1]) + 1) > BATCH:
            found.append([])
        found[-1].append(n)
    chance.shuffle(found)
    yield from found


def hidden(window: Window, tokenizer: Tokenizer, chance: random.Random) -> Pieces:
    """The pieces of a window, some of them and of the rules' hints hidden at random."""
    rules = {w: t for w, t in window.rules.items() if chance.random() >= HINTS_DROPPED}
    pieces = pieces_of(replace(window, rules=rules), tokenizer)
    (mask,) = tokenizer.encode("[MASK]", add_special_tokens=False).ids
    ids = [mask if chance.random() < PIECES_HIDDEN else piece for piece in pieces.ids]
    return replace(pieces, ids=ids)


def read(network: Network, pieces: Sequence[Pieces]) -> Tensor:
    """Read windows in one pass -> vectors (windows, pieces, width).

    A network that will ship rounds as its graph does; a teacher reads at sixteen bits, for speed.
    """
    longest = max(len(one.ids) for one in pieces)

    def padded(rows: Iterable[list[int]]) -> Tensor:
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows])

    mask = padded([1] * len(one.ids) for one in pieces)
    sixteen = torch.autocast("cpu", dtype=torch.bfloat16)
    with sixteen if network.is_teacher else rounded(network.enc, mask):
        return network.states(
            padded(one.ids for one in pieces),
            padded(one.kinds for one in pieces),
            padded(one.rules for one in pieces),
            padded(one.parts for one in pieces),
            padded(one.slots for one in pieces),
            padded(one.tellings for one in pieces),
            mask,
        )


@dataclass(frozen=True)
class Near:
    """What stands near an act: places of mentions with four numbers each, ranges of countries."""

    mentions: Sequence[int]
    told: Sequence[tuple[int, int, int, int]]
    countries: Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class Asked:
    """Acts: their vectors (acts, width), the number of each one's window, what stands near it."""

    vectors: Tensor
    windows: Sequence[int]
    near: Sequence[Near]


@dataclass(frozen=True)
class Who:
    """Logits of each act's sides, in rows filled to one length; shapes as ``Network.who`` gives."""

    roles: Tensor
    unnamed: Tensor
    owners: Tensor


def near_act(window: Window, pieces: Pieces, word: int) -> Near:
    """What stands near the act whose first piece is ``word``."""
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
    return Near(kept, told, pieces.countries(window))


def who(network: Network, states: Tensor, pieces: Sequence[Pieces], asked: Asked) -> Who:
    """Score the sides of all acts of a pass."""
    acts, near = len(asked.near), asked.near
    many = max(1, *(len(one.mentions) for one in near))
    others = max(len(one.countries) for one in near)
    found: list[_At] = []
    lands: list[_At] = []
    numbers = torch.zeros((acts, others), dtype=torch.long)
    told = torch.zeros((4, acts, many), dtype=torch.long)
    there = torch.full((acts, 1 + many + others + 1), NOT_THERE)
    there[:, 0] = there[:, -1] = 0
    for k, (n, one) in enumerate(zip(asked.windows, near, strict=True)):
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
    mentions = _rows(states, found, (acts, many))
    countries = _rows(states, lands, (acts, others))
    return Who(*network.who(asked.vectors, mentions, countries, *told, numbers, there))


# Private functions


_At = tuple[int, float, tuple[int, tuple[int, int]]]  # a row, a share of it, a window's range


def _rows(states: Tensor, at: Sequence[_At], shape: tuple[int, int]) -> Tensor:
    """A table of vectors, each the sum of its ranges' shares; where there are none, zeros."""
    width = states.shape[-1]
    shares = torch.tensor([share for _, share, _ in at]).view(-1, 1)
    vectors = mean_vectors(states, [where for *_, where in at]) * shares
    rows = torch.tensor([row for row, *_ in at], dtype=torch.long)
    empty = states.new_zeros((shape[0] * shape[1], width))
    return empty.index_add(0, rows, vectors).view(*shape, width)
