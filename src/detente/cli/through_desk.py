"""A ledger that a desk holds: asked in a copy that the desk makes, written to through its API.

In:  a ledger's name, what $DETENTE_TOKEN holds.   Out: a client of the desk; a copy of the ledger,
for one command.
Does not: look for desks elsewhere: a desk notes its address beside the ledger that it holds.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from detente.errors import BadInput, DeskRefusal
from detente.ledger.address import LedgerName, beside

if TYPE_CHECKING:
    from detente.client import Client

NOTE = ".desk"  # how the name of the file ends in which a desk notes its address
TOKEN = "DETENTE_TOKEN"  # noqa: S105  # a variable's name


@contextmanager
def noted(path: LedgerName, address: str) -> Iterator[None]:
    """Note the address of a desk beside its ledger, for as long as the block lasts."""
    note = beside(path, NOTE)
    note.write_bytes(msgspec.json.encode({"address": address, "pid": os.getpid()}))
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def desk_at(path: LedgerName) -> "Client | None":
    """Find the desk that holds a ledger; ``None`` where none answers."""
    try:
        address = msgspec.json.decode(beside(path, NOTE).read_bytes(), type=_Note).address
    except (OSError, msgspec.MsgspecError):
        return None
    from detente.client import Client

    desk = Client(address, os.environ.get(TOKEN) or None, attempts=1)
    try:
        desk.relations_known()
    except DeskRefusal as err:
        return desk if err.status is not None else None
    return desk


@contextmanager
def copied(path: LedgerName, desk: "Client") -> Iterator[Path]:
    """Fetch a copy of the ledger from its desk, as it stands now; it is deleted after the block."""
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        copy = Path(folder) / Path(str(path)).name
        desk.copy_ledger(copy)
        yield copy


def must_have_token(desk: "Client", what: str, role: str) -> None:
    """Refuse to write through a desk without a token.

    Raises:
        BadInput: there is none.
    """
    if not os.environ.get(TOKEN):
        raise BadInput(
            f"the ledger is held by the desk at {desk.url}; to {what} through it, make a token "
            f"with detente token add NAME --role {role} and put it into ${TOKEN}"
        )


class _Note(msgspec.Struct):
    address: str
