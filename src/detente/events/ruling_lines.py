"""Rulings -> JSON lines that a team can share, and back.

In:  rulings, or the bytes of a file and its name.   Out: lines, sorted by instant; rulings.
Does not: lose a withdrawn ruling, or take one that could not be applied.
"""

from collections.abc import Iterable, Iterator

import msgspec

from detente.errors import BadInput
from detente.events.rulings import check_ruling
from detente.records import Ruling

__all__ = ["ruling_lines", "rulings_from_lines"]


def ruling_lines(rulings: Iterable[Ruling]) -> Iterator[bytes]:
    """Write one line of JSON a ruling, oldest first; what is not set is left out."""
    for ruling in sorted(rulings, key=lambda one: (one.made_at, one.id)):
        fields = msgspec.to_builtins(ruling).items()
        told = {name: value for name, value in fields if value is not None}
        yield msgspec.json.encode({"id": ruling.id, **told}) + b"\n"


def rulings_from_lines(lines: Iterable[bytes], name: str) -> list[Ruling]:
    """Read rulings; empty lines are skipped. ``name`` is the file's, for messages.

    Raises:
        BadInput: a line is no ruling that can be applied; the message names file and line.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(_ruling(line))
            except (msgspec.MsgspecError, ValueError, BadInput) as err:
                raise BadInput(f"{name}:{number}: {err}") from err
    return found


def _ruling(line: bytes) -> Ruling:
    row = msgspec.json.decode(line)
    if not isinstance(row, dict):
        raise BadInput("not a JSON object")
    told_id = row.pop("id", None)
    known = set(Ruling.__dataclass_fields__)
    if unknown := sorted(set(row) - known):
        raise BadInput(f"unknown field {unknown[0]!r}")
    ruling = msgspec.convert(row, Ruling)
    if told_id is not None and told_id != ruling.id:
        raise BadInput(f"id {told_id!r} is not that of the ruling, {ruling.id}; was it edited?")
    check_ruling(ruling)
    return ruling
