"""``data/pointing.toml`` -> which nouns point back at which acts.

In:  the packaged file.   Out: a ``Pointer`` for a noun.
Does not: look at reports. An unknown key or a noun given twice is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from detente.errors import BadConfig
from detente.events.packaged import packaged

__all__ = ["Pointer", "load_pointers", "read_pointers"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """The types of act that a noun may point back at; ``is_speech``: or at what somebody said."""

    types: frozenset[str]
    is_speech: bool


class _Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nouns: str
    types: str
    is_speech: bool


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    point: list[_Point]


@cache
def load_pointers() -> Mapping[str, Pointer]:
    """Load the packaged file, once."""
    return read_pointers(packaged("pointing.toml"))


def read_pointers(data: bytes) -> Mapping[str, Pointer]:
    """Read the file's bytes.

    Raises:
        BadConfig: a key is unknown, or a noun is given twice.
    """
    try:
        told = msgspec.toml.decode(data, type=_File)
    except msgspec.MsgspecError as err:
        raise BadConfig(f"events/data/pointing.toml: {err}") from err
    pointers: dict[str, Pointer] = {}
    for point in told.point:
        for noun in point.nouns.split():
            if noun in pointers:
                raise BadConfig(f"events/data/pointing.toml: {noun!r} is given twice; drop one")
            pointers[noun] = Pointer(frozenset(point.types.split()), point.is_speech)
    return pointers
