"""What the model's outputs stand for, in their order.

In:  the codebook.   Out: names of types, modes, statuses and contexts.
"""

from functools import lru_cache

from detente.codebook import load_codebook
from detente.records import Status
from training.corpus import NO_EVENT

__all__ = ["CONTEXTS", "MODES", "STATUSES", "TYPES", "modes_of"]

STATUSES = tuple(Status)


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    book = load_codebook()
    types = (*(event_type.name for event_type in book.types), NO_EVENT)
    modes = tuple(
        f"{event_type.name}/{mode}"
        for event_type in book.types
        if event_type.modes
        for mode in ("", *(mode.name for mode in event_type.modes))
    )
    return types, modes, tuple(context.name for context in book.contexts)


TYPES, MODES, CONTEXTS = _names()


def modes_of(type_: str) -> list[int]:
    """The places of a type's modes among ``MODES``; "no mode" is the first of them."""
    return [place for place, name in enumerate(MODES) if name.startswith(f"{type_}/")]
