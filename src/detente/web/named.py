"""An id, or how it begins -> the one thing that has it.

In:  a question to the ledger, the id.   Out: what it names.
Does not: guess: of several nothing is taken, and they are named.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Protocol, TypeVar

from detente.relations.lookup import SHORTEST, SHOWN
from detente.web.failures import NotFound

__all__ = ["named"]

LONGEST = 40  # characters of an id


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)


def named(ask: Callable[[str], Iterable[T]], given: str, what: str, hint: str = "") -> T:
    """Find the ``what`` whose id is ``given`` or begins so; ``hint`` says where to look else.

    Raises:
        NotFound: there is none, or several begin so.
    """
    begin = given.lower()
    is_id = SHORTEST <= len(begin) <= LONGEST and begin.isascii() and begin.isalnum()
    found = list(islice(ask(begin), SHOWN + 1)) if is_id else []
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(one.id for one in found[:SHOWN])
        more = ", ..." if len(found) > SHOWN else ""
        raise NotFound(f"{begin!r} begins the ids of several {what}s: {ids}{more}; give more of it")
    raise NotFound(f"no {what} has the id {given[:LONGEST]!r}{hint}")
