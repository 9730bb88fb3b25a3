"""Marked sides -> the table of sectors that events/reader/sectors.py reads.

In:  examples.     Out: bytes of an .npz: cues, sectors, weights.
Does not: need the encoder, so it learns from documents that the encoder knows, too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import numpy as np
import torch
from torch import Tensor, nn

from detente.codebook import NOT_STATES
from detente.evaluate.marks import Side
from detente.events.reader.scene import Scene
from detente.events.reader.sectors import STATE, Across, Sided, across, cues
from training.reader.scenes import Example, linked

__all__ = ["fit_sectors", "taught_sides"]

LEAST = 5  # a cue is told so often, or it tells nothing
PENALTY = 3.3  # of the squared weights, beside the summed loss
STEPS = 80

Taught = tuple[frozenset[str], str]


def taught_sides(examples: Iterable[Example]) -> Iterator[Taught]:
    """Yield the cues of each marked side of one country, and its sector."""
    for one in examples:
        for (sentence, word), gold in one.gold.items():
            act = gold.act
            for role, sides, others in (
                (1, act.actors, act.recipients),
                (2, act.recipients, act.actors),
            ):
                beside = [told for side in others for told in _across(one.scene, side)]
                for side in sides:
                    country, _, sector = side.code.partition("-")
                    link = linked(one.scene, side.span) if side.span else None
                    if "+" in side.code or country in NOT_STATES or (side.span and link is None):
                        continue
                    asked = Sided(
                        sentence=sentence,
                        word=word,
                        type=act.type,
                        role=role,
                        link=link,
                        country=country,
                        across=beside,
                    )
                    yield frozenset(cues(one.scene, asked)), sector or STATE


def fit_sectors(taught: Iterable[Taught]) -> bytes:
    """Fit the regression by L-BFGS, all rows at once; give the table as an .npz."""
    rows = list(taught)
    counted = Counter(cue for told, _ in rows for cue in told)
    known = sorted(cue for cue, n in counted.items() if n >= LEAST)
    sectors = sorted({sector for _, sector in rows})
    number = {cue: n for n, cue in enumerate(known)}
    told = [sorted(number[cue] for cue in given if cue in number) for given, _ in rows]
    labels = torch.tensor([sectors.index(sector) for _, sector in rows])
    weights = _fitted(told, labels, len(known), len(sectors))
    written = BytesIO()
    np.savez_compressed(
        written,
        cues=np.asarray(known),
        sectors=np.asarray(sectors),
        weights=weights.numpy().astype(np.float16),
    )
    return written.getvalue()


# Private functions


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
