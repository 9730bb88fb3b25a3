"""Real text that nobody marked, two teachers -> a network that says what they say.

In:  windows of any text, teachers, a network.   Out: the teachers' ``Opinion``s; the network.
Does not: see a mark.

Two networks of unlike make that learned from the same marks err in unlike ways: the mean of what
they hold likely is right more often than either, and a small network that learns that mean from
text new to all three comes near it (Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a
neural network"). Probabilities are learned as they are, not the likeliest alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from detente.events.reader.window import Pieces, Telling, Window, pieces_of
from training.reader.network import Network, mean_vectors
from training.reader.passes import Asked, Near, Who, batches, near_act, read, who

__all__ = ["Opinion", "opinions", "soft_loss"]

Teacher = tuple[Network, Tokenizer]
Shares = NDArray[np.float16]

ACT_LIKELY = 0.1  # of a word: from here on teachers are asked who takes part
ACT, ROLE = 1.0, 0.5  # what an act's word, and one that takes part, weigh more than others


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAct:
    """What teachers say of an act: shares of each answer.

    ``statuses`` (4), ``flags`` (3), ``modes`` (modes); ``roles`` (mentions, 3) of the ``mentions``
    by place, ``unnamed`` (2), ``owners`` (mentions + 2, countries + 1).
    """

    statuses: Shares
    flags: Shares
    modes: Shares
    mentions: Sequence[int]
    roles: Shares
    unnamed: Shares
    owners: Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What teachers say of a window: ``types`` (words, 17) of the ``words`` that were not cut off.

    ``acts`` are those of the words that likely tell one.
    """

    window: Window
    words: Sequence[int]
    types: Shares
    acts: Mapping[int, OfAct]


def opinions(teachers: Sequence[Teacher], windows: Sequence[Window]) -> Iterator[Opinion]:
    """Yield what the teachers say, on average, of each window that all of them read whole."""
    for network, _ in teachers:
        network.eval()
    cut = list(batches([one.text for one in windows], 1))
    for batch in track(cut, "asking teachers", console=Console(stderr=True)):
        given = [windows[n] for n in batch]
        with torch.no_grad():
            yield from _asked(teachers, given)


def soft_loss(network: Network, given: Sequence[Opinion], pieces: Sequence[Pieces]) -> Tensor:
    """How far a network is from its teachers: cross entropies, weighed as marks are (fit.py).

    Windows of which the network reads other words or mentions than they did are left out.
    """
    states = read(network, pieces)
    same = [n for n, one in enumerate(given) if _words(pieces[n]) == one.words]
    asked = [(n, word) for n in same for word in given[n].words]
    words = mean_vectors(states, [(n, _at(pieces[n], word)) for n, word in asked])
    kinds, statuses, flags, modes = network.words(words)
    types = _shares([given[n].types for n in same])
    weigh = 1 + ACT * (1 - types[:, 0])
    each = cross_entropy(kinds.float(), types, reduction="none")
    loss = 3 * (each * weigh).sum() / weigh.sum()
    rows: list[int] = []
    acts: list[OfAct] = []
    near: list[Near] = []
    for row, (n, word) in enumerate(asked):
        act = given[n].acts.get(word)
        if act is not None:
            beside = near_act(given[n].window, pieces[n], _at(pieces[n], word)[0])
            if list(beside.mentions) == list(act.mentions):
                rows.append(row)
                acts.append(act)
                near.append(beside)
    if not acts:
        return loss
    sure = 1 - types[rows, 0]

    def mean(each: Tensor) -> Tensor:
        return (each * sure).sum() / sure.sum()

    def entropy(logits: Tensor, shares: Sequence[Shares]) -> Tensor:
        return mean(cross_entropy(logits[rows], _stacked(shares), reduction="none"))

    loss = loss + 0.5 * entropy(statuses, [one.statuses for one in acts])
    loss = loss + 0.3 * entropy(modes, [one.modes for one in acts])
    flagged = _stacked([one.flags for one in acts])
    each = binary_cross_entropy_with_logits(flags[rows], flagged, reduction="none")
    loss = loss + 0.9 * mean(each.mean(dim=1))
    windows = [asked[row][0] for row in rows]
    found = who(network, states, pieces, Asked(words[rows], windows, near))
    return loss + _who_loss(found, acts, near, sure)


def _who_loss(found: Who, acts: Sequence[OfAct], near: Sequence[Near], sure: Tensor) -> Tensor:
    others = found.owners.shape[2] - 1
    at = [(k, m) for k, one in enumerate(near) for m in range(len(one.mentions))]
    unnamed = _stacked([one.unnamed for one in acts])
    each = binary_cross_entropy_with_logits(found.unnamed, unnamed, reduction="none").mean(dim=1)
    loss = (each * sure).sum() / sure.sum()
    if at:
        acts_, places = (list(some) for some in zip(*at, strict=True))
        roles = _shares([one.roles for one in acts])
        weigh = sure[acts_] * (1 + ROLE * (1 - roles[:, 0]))
        each = cross_entropy(found.roles[acts_, places], roles, reduction="none")
        loss = loss + 2 * (each * weigh).sum() / weigh.sum()
    asked, shares, weights = [], [], []
    many = found.owners.shape[1] - 2
    for k, (act, one) in enumerate(zip(acts, near, strict=True)):
        count, countries = len(one.mentions), len(one.countries)
        guessed = [m for m in range(count) if one.told[m][2] != Telling.SURELY]
        taken = [float(1 - act.roles[m, 0]) for m in guessed] + [float(s) for s in act.unnamed]
        for m, weight in zip((*guessed, count, count + 1), taken, strict=True):
            wide = np.zeros(others + 1, dtype=np.float32)
            wide[:countries], wide[-1] = act.owners[m, :-1], act.owners[m, -1]
            asked.append((k, m if m < count else many + m - count))
            shares.append(wide)
            weights.append(weight)
    acts_, places = (list(some) for some in zip(*asked, strict=True))
    weigh = sure[acts_] * torch.tensor(weights)
    each = cross_entropy(
        found.owners[acts_, places], torch.tensor(np.stack(shares)), reduction="none"
    )
    return loss + (each * weigh).sum() / weigh.sum().clamp_min(1e-6)


@dataclass(frozen=True, slots=True)
class _Heard:
    """One teacher's pass: pieces and vectors of its windows, vectors and logits of their words."""

    network: Network
    pieces: Sequence[Pieces]
    states: Tensor
    words: Tensor
    logits: tuple[Tensor, Tensor, Tensor, Tensor]


def _asked(teachers: Sequence[Teacher], given: Sequence[Window]) -> Iterator[Opinion]:
    cuts = [[pieces_of(one, tokenizer) for one in given] for _, tokenizer in teachers]
    kept = [n for n in range(len(given)) if _is_one([_read_of(cut[n]) for cut in cuts])]
    asked = [(n, word) for n in kept for word in _words(cuts[0][n])]
    if not asked:
        return
    heard = []
    for (network, _), pieces in zip(teachers, cuts, strict=True):
        states = read(network, pieces)
        words = mean_vectors(states, [(n, _at(pieces[n], word)) for n, word in asked])
        heard.append(_Heard(network, pieces, states, words, network.words(words)))
    types = _mean([one.logits[0].float().softmax(-1) for one in heard])
    rows = [row for row in range(len(asked)) if types[row, 0] < 1 - ACT_LIKELY]
    acts = dict(zip(rows, _acts(heard, given, asked, rows), strict=True)) if rows else {}
    row = 0
    for n in kept:
        words_ = _words(cuts[0][n])
        yield Opinion(
            window=given[n],
            words=words_,
            types=_half(types[row : row + len(words_)]),
            acts={word: acts[row + k] for k, word in enumerate(words_) if row + k in acts},
        )
        row += len(words_)


def _acts(
    heard: Sequence[_Heard],
    given: Sequence[Window],
    asked: Sequence[tuple[int, int]],
    rows: Sequence[int],
) -> Iterator[OfAct]:
    """What teachers say of the acts at some of the words that they were asked about."""
    windows = [asked[row][0] for row in rows]
    told: list[tuple[Tensor, ...]] = []
    near: list[Near] = []
    for one in heard:
        near = [
            near_act(given[n], one.pieces[n], _at(one.pieces[n], word)[0])
            for n, word in (asked[row] for row in rows)
        ]
        found = who(one.network, one.states, one.pieces, Asked(one.words[rows], windows, near))
        _, statuses, flags, modes = (some[rows].float() for some in one.logits)
        told.append((
            *(some.softmax(-1) for some in (statuses, modes, found.roles, found.owners)),
            *(some.sigmoid() for some in (flags, found.unnamed)),
        ))  # fmt: skip
    statuses, modes, roles, owners, flags, unnamed = map(_mean, zip(*told, strict=True))
    many, others = roles.shape[1], owners.shape[2] - 1
    for k, beside in enumerate(near):
        count, countries = len(beside.mentions), len(beside.countries)
        whose = owners[k][[*range(count), many, many + 1]][:, [*range(countries), others]]
        yield OfAct(
            statuses=_half(statuses[k]),
            flags=_half(flags[k]),
            modes=_half(modes[k]),
            mentions=tuple(beside.mentions),
            roles=_half(roles[k, :count]),
            unnamed=_half(unnamed[k]),
            owners=_half(whose),
        )


def _at(pieces: Pieces, word: int) -> tuple[int, int]:
    """Where a word stands that was not cut off."""
    found = pieces.words[word]
    if found is None:
        raise AssertionError(word)
    return found


def _read_of(pieces: Pieces) -> tuple[list[int], list[int]]:
    """The words and mentions that were not cut off."""
    return _words(pieces), [place for place, found in enumerate(pieces.mentions) if found]


def _is_one(some: Sequence[object]) -> bool:
    return all(one == some[0] for one in some)


def _words(pieces: Pieces) -> list[int]:
    return [word for word, found in enumerate(pieces.words) if found]


def _mean(some: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(some)).mean(dim=0)


def _half(shares: Tensor) -> Shares:
    half: Shares = shares.numpy().astype(np.float16)
    return half


def _stacked(shares: Sequence[Shares]) -> Tensor:
    return torch.tensor(np.stack(shares).astype(np.float32))


def _shares(shares: Sequence[Shares]) -> Tensor:
    return torch.tensor(np.concatenate(shares).astype(np.float32))
