"""Warm and cold ties -> groups of countries that are warmer with each other than with the rest.

In:  codes and signed weights of ties.   Out: the number of each code's group, the biggest 1.
Does not: draw lots; equal gains are decided by the order of the codes.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["groups_of"]


def groups_of(codes: Sequence[str], ties: Mapping[tuple[str, str], float]) -> dict[str, int]:
    """Group ``codes``, which are sorted; ``ties`` have weights above or below zero.

    Greedy agglomeration by modularity (Clauset, Newman and Moore 2004) in the form for signed
    ties of Gomez, Jensen and Arenas (2009): a cold tie within a group costs as much as a warm one
    earns. (rustworkx has no community detection.)
    """
    index = {code: n for n, code in enumerate(codes)}
    weights = np.zeros((len(codes), len(codes)))
    for (left, right), weight in ties.items():
        weights[index[left], index[right]] = weights[index[right], index[left]] = weight
    members = [[code] for code in codes]
    gains = _surplus(np.maximum(weights, 0)) - _surplus(np.maximum(-weights, 0))
    while len(members) > 1:
        np.fill_diagonal(gains, -np.inf)
        one, other = sorted(divmod(int(np.argmax(gains)), len(members)))
        if not gains[one, other] > 0:
            break
        gains[one] += gains[other]
        gains[:, one] += gains[:, other]
        gains = np.delete(np.delete(gains, other, 0), other, 1)
        members[one] += members.pop(other)
    ordered = sorted(members, key=lambda group: (-len(group), min(group)))
    return {code: n for n, group in enumerate(ordered, 1) for code in group}


def _surplus(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """What ties weigh beyond what chance would give countries of such ties."""
    strength, total = weights.sum(axis=0), weights.sum()
    return weights - np.outer(strength, strength) / total if total else weights
