"""What becomes of a gold event on the way, and how far a claim's score can be trusted.

In:  gold documents with what the system proposed and told.   Out: lines for a person.
Does not: score; documents.py does.

The funnel counts the required events in whose sentence an act is heard, is heard with the right
type, with the right type and the countries of all sides, and is told.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from detente.events.coding import Coding
from detente.records import Claim, Report, Span

__all__ = ["Passed", "Proposing", "funnel_lines", "reliability_lines"]

STEPS = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0)


@runtime_checkable
class Proposing(Protocol):
    """A system that can say what it weighed, told or not."""

    def proposals(self, report: Report, /) -> Sequence[tuple[Span, Coding]]:
        """Every act that was weighed: its word's place, and what it was taken for."""


class Passed(NamedTuple):
    """How far one required event came."""

    heard: bool
    typed: bool
    sides: bool
    told: bool


def funnel_lines(events: Iterable[Passed]) -> Iterator[str]:
    """Write how many events come how far, each step in one of all."""
    passed = list(events)
    if passed:
        counts = [sum(step) for step in zip(*passed, strict=True)]
        shares = [f"{name} {n} ({n / len(passed):.0%})" for name, n in _named(counts)]
        yield f"funnel of {len(passed)} events: {', '.join(shares)}"


def reliability_lines(claims: Iterable[tuple[Claim, bool]]) -> Iterator[str]:
    """Write, by tenths of the score, how many claims there are and how many are right."""
    judged = list(claims)
    told = []
    for step in STEPS:
        right = [
            ok
            for claim, ok in judged
            if step <= claim.score < step + 0.1 or claim.score == 1 == step + 0.1
        ]
        if right:
            told.append(f"{step:.1f}: {sum(right)} of {len(right)} ({sum(right) / len(right):.0%})")
    if told:
        yield f"right by score (type, all sides, direction, status): {'; '.join(told)}"


def _named(counts: Sequence[int]) -> Iterator[tuple[str, int]]:
    yield from zip(("heard", "typed", "sides exact", "told"), counts, strict=True)
