"""A predicate under a pattern, before anybody asks who takes part.

In:  what matching.py found.   Out: the record that roles.py reads.
Does not: hold actors; all positions are token indices.
"""

from dataclasses import dataclass

from detente.events.patterns import Pattern

__all__ = ["Match"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A predicate under a pattern. All positions are token indices.

    ``agents`` and ``patients`` are logical subjects and objects, ``others`` the objects of
    prepositions in the order in which a recipient is looked for, ``held`` those of the pattern's
    own prepositions; ``means`` is a deed told as the way in which this one was done.
    """

    pattern: Pattern
    predicate: int
    agents: tuple[int, ...]
    patients: tuple[int, ...]
    others: tuple[int, ...]
    sides: tuple[int, ...]
    held: tuple[int, ...] = ()
    means: int | None = None
