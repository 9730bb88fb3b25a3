"""What a person calls a side, for commands: ``detente.actors.side_names`` knows.

In:  words of a command line.   Out: a country's code and name.
Does not: load the gazetteer before a command needs it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.actors import Gazetteer

__all__ = ["resolve_side"]


def resolve_side(written: str, gazetteer: "Gazetteer") -> tuple[str, str | None]:
    """Find the code of a side, and its name where the gazetteer has one."""
    from detente.actors.side_names import resolve_side as resolve

    return resolve(written, gazetteer)
