"""Marked sides -> the table of sectors that events/reader/sectors.py reads.

In:  examples, and what encoders heard in those that they have not learned from.
Out: bytes of an .npz: cues, sectors, weights of cues and of what is heard.
Does not: weigh cues by what is heard: they are learned from all documents, and how far to trust
cues and encoder is learned from those that were heard.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

import numpy as np
import torch
from torch import Tensor, nn

from detente.codebook import NOT_STATES
from detente.evaluate.marks import Side
from detente.events.reader.features import SECTORS, Heard
from detente.events.reader.scene import Scene
from detente.events.reader.sectors import LEAST as LEAST_SHARE
from detente.events.reader.sectors import STATE, Across, Sided, across, cues
from training.reader.scenes import Example, linked, linked_at
from training.reader.trees import Heardin

__all__ = ["fit_sectors", "taught_sides"]

LEAST = 5  # a cue is told so often, or it tells nothing
PENALTY = 3.3  # of the squared weights, beside the summed loss
HEARD_PENALTY = 20.0  # of what is heard, for each weight's distance from half the identity
STEPS = 80

Taught = tuple[frozenset[str], Sequence[float], str]


def taught_sides(
    examples: Iterable[Example], heard: Mapping[str, Heardin] = MappingProxyType({})
) -> Iterator[Taught]:
    """Yield the cues of each marked side of one country, what is heard of it, and its sector."""
    for one in examples:
        acts = {
            (sentence, told.word): told
            for sentence, of_sentence in heard.get(one.id, {}).items()
            for told in of_sentence
        }
        for (sentence, word), gold in one.gold.items():
            act, told = gold.act, acts.get((sentence, word))
            for role, sides, others in (
                (1, act.actors, act.recipients),
                (2, act.recipients, act.actors),
            ):
                beside = [told for side in others for told in _across(one.scene, side)]
                for side in sides:
                    country, _, sector = side.code.partition("-")
                    index = linked_at(one.scene, side.span) if side.span else None
                    if "+" in side.code or country in NOT_STATES or (side.span and index is None):
                        continue
                    link = None if index is None else one.scene.links[index]
                    asked = Sided(
                        sentence=sentence,
                        word=word,
                        type=act.type,
                        role=role,
                        link=link,
                        country=country,
                        across=beside,
                    )
                    yield (
                        frozenset(cues(one.scene, asked)),
                        _shares(told, index, role),
                        (sector or STATE),
                    )


def fit_sectors(taught: Iterable[Taught], apart: Iterable[Taught]) -> bytes:
    """Fit the regression by L-BFGS, all rows at once; give the table as an .npz.

    ``apart`` are sides of other documents; from those of them that an encoder heard it is learned
    how far cues and encoder are to be trusted.
    """
    rows, others = list(taught), list(apart)
    first = _table(rows)
    trust, heard = _trusted(first, [one for one in others if one[1]])
    last = _table([*rows, *others], first.sectors)
    written = BytesIO()
    np.savez_compressed(
        written,
        cues=np.asarray(list(last.cues)),
        sectors=np.asarray(last.sectors),
        weights=(trust * last.weights).numpy().astype(np.float16),
        heard=heard.numpy().astype(np.float16),
    )
    return written.getvalue()


# Private functions


@dataclass(frozen=True)
class _Table:
    """Weights, cues by sectors."""

    cues: Mapping[str, int]
    sectors: Sequence[str]
    weights: Tensor

    def sums(self, rows: Sequence[Taught]) -> Tensor:
        """Add up the weights of each row's cues, in the order of the sectors."""
        told = [sorted(self.cues[cue] for cue in row[0] if cue in self.cues) for row in rows]
        return torch.stack([self.weights[one].sum(0) for one in told])


def _table(rows: Sequence[Taught], sectors: Sequence[str] = ()) -> _Table:
    counted = Counter(cue for told, _, _ in rows for cue in told)
    known = sorted(cue for cue, n in counted.items() if n >= LEAST)
    sectors = sectors or sorted({sector for *_, sector in rows})
    number = {cue: n for n, cue in enumerate(known)}
    told = [sorted(number[cue] for cue in given if cue in number) for given, _, _ in rows]
    labels = torch.tensor([sectors.index(sector) for *_, sector in rows])
    return _Table(number, sectors, _fitted(told, labels, len(known), len(sectors)))


def _trusted(table: _Table, rows: Sequence[Taught]) -> tuple[float, Tensor]:
    """How far cues are to be trusted, and the weights of what is heard, heard by told sectors."""
    labels = torch.tensor([table.sectors.index(sector) for *_, sector in rows])
    sums = table.sums(rows)
    shares = torch.tensor([row[1] for row in rows]).clamp(min=LEAST_SHARE).log()
    begun = torch.tensor([[float(one == other) for other in table.sectors] for one in SECTORS])
    trust = torch.ones(1, requires_grad=True)
    heard = (begun / 2).requires_grad_()
    optimizer = torch.optim.LBFGS([trust, heard], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        scores = trust * sums + shares @ heard
        total = nn.functional.cross_entropy(scores, labels, reduction="sum")
        total = total + HEARD_PENALTY * (heard - begun / 2).square().sum()
        total.backward()
        return total

    optimizer.step(loss)
    return float(trust), heard.detach()


def _shares(told: Heard | None, index: int | None, role: int) -> Sequence[float]:
    if told is None:
        return ()
    return told.unnamed_sectors[role - 1] if index is None else told.sectors.get(index, ())


def _across(scene: Scene, side: Side) -> Iterator[Across]:
    country = side.code.partition("-")[0]
    if side.span is None:
        yield from across(None, country)
    elif link := linked(scene, side.span):
        yield from across(link, country)


def _fitted(told: Sequence[Sequence[int]], labels: Tensor, n_cues: int, n_sectors: int) -> Tensor:
    """The weights, cues by sectors, that make the labels likeliest under the penalty."""
    flat = torch.tensor([cue for row in told for cue in row])
    starts = torch.tensor([0, *(len(row) for row in told[:-1])]).cumsum(0)
    weights = torch.zeros(n_cues, n_sectors, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        scores = nn.functional.embedding_bag(flat, weights, starts, mode="sum")
        total = nn.functional.cross_entropy(scores, labels, reduction="sum")
        total = total + PENALTY * weights.square().sum()
        total.backward()
        return total

    optimizer.step(loss)
    return weights.detach()
