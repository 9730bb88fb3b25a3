"""A code -> its entry, or an error that helps.

In:  a table of entries and a code.   Out: the entry.
Does not: guess. The nearest codes are shown to a person, never used.
"""

from collections.abc import Mapping
from typing import TypeVar

from detente.errors import UnknownCode

__all__ = ["find"]

Entry = TypeVar("Entry")

N_NEAREST = 3


def find(table: Mapping[str, Entry], code: str, what: str) -> Entry:
    """Look up ``code``; ``what`` is the kind of code, for the message.

    Raises:
        UnknownCode: the table does not list it; the message shows the nearest codes.
    """
    try:
        return table[code]
    except KeyError:
        nearest = ", ".join(_nearest(table, code))
        advice = f"nearest: {nearest}" if nearest else "it lists none"
        raise UnknownCode(f"no {what} {code!r} in the codebook; {advice}") from None


def _nearest(table: Mapping[str, Entry], code: str) -> list[str]:
    from rapidfuzz import process, utils  # noqa: PLC0415  # only an error needs it

    found = process.extract(code, list(table), processor=utils.default_process, limit=N_NEAREST)
    return [match for match, _, _ in found]
