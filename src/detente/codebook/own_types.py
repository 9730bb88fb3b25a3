"""A user's own types of acts: names, definitions and the types of PLOVER that they belong to.

In:  a TOML file, one table a type.   Out: ``OwnType``s, in file order.
Does not: know how to find them in a sentence (events/own_heads.py does), or let one stand outside
PLOVER: quad, intensity, exports and relations go by the parent.
"""

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from detente.codebook.entries import OwnTypeEntry, read_toml, refuse
from detente.codebook.model import Codebook
from detente.codebook.own_mode import OWN, is_own

__all__ = ["OwnType", "check_own_type", "read_own_types"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnType:
    """A type of act that a user adds. ``parent`` is the type of PLOVER that takes it in."""

    name: str
    parent: str
    definition: str

    @property
    def mode(self) -> str:
        """What stands in the mode of its claims."""
        return f"{OWN}{self.name}"


def read_own_types(path: Path, book: Codebook) -> tuple[OwnType, ...]:
    """Read a file of definitions.

    Raises:
        BadConfig: it cannot be read, or an entry is wrong; the message names file and entry.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        refuse(str(path), "the whole file", f"cannot be read: {err}")
    entries = read_toml(path.name, text, OwnTypeEntry)
    found = tuple(
        OwnType(name=name, parent=entry.parent, definition=entry.definition.strip())
        for name, entry in entries.items()
    )
    if not found:
        refuse(path.name, "the whole file", "it defines no type; write one table a type, [name]")
    for own in found:
        check_own_type(path.name, own, {event_type.name for event_type in book.types})
    return found


def check_own_type(file: str, own: OwnType, types: Container[str]) -> None:
    """Refuse a type that cannot be told from PLOVER's, or has no place among them.

    Raises:
        BadConfig: as ``read_own_types``.
    """
    if not is_own(own.mode):
        advice = 'write small letters, digits and hyphens, as in "prisoner-swap"'
        refuse(file, own.name or "a type without a name", f"{own.name!r} is no name; {advice}")
    if own.parent not in types:
        advice = "name one of PLOVER's sixteen types, as in docs/codebook.md"
        refuse(file, own.name, f"its parent {own.parent!r} is no event type; {advice}")
    if not own.definition:
        refuse(file, own.name, "it has no definition; say in a sentence what it takes in")
