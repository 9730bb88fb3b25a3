"""The word lists of the package -> their bytes, and one digest of what no pattern file holds.

In:  a file's name in events/data/.   Out: its bytes.
Does not: know what is in them.
"""

from functools import cache
from importlib.resources import files

from detente.records import digest

__all__ = ["packaged", "words_digest"]

_WORDS = ("pointing.toml", "remarks.toml", "status.toml")


def packaged(name: str) -> bytes:
    """The bytes of a file in events/data/."""
    return files("detente.events").joinpath("data", name).read_bytes()


@cache
def words_digest() -> str:
    """Digest of the word lists, part of every run: other words find other statuses and remarks."""
    return digest("words", *(packaged(name).decode("utf-8") for name in _WORDS))[:8]
