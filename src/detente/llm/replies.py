"""Replies of models, kept: each under the digest of all that was asked.

In:  a reply, with what it cost.   Out: the same reply whenever the same is asked again.
Does not: forget, or change a reply: the first one stands. A file appears whole or not at all.
"""

import os
from pathlib import Path
from threading import get_ident

import msgspec

from detente.errors import BadConfig
from detente.ledger import Ledger
from detente.ledger.address import LedgerName
from detente.records import Reply


class ReplyFolder:
    """Replies as files: ``ab/abcdef....json``. Any number of processes may write at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, asked: str) -> Reply | None:
        """Find the reply to what has this digest.

        Raises:
            BadConfig: its file cannot be read, or holds something else.
        """
        path = self._path(asked)
        try:
            reply = msgspec.json.decode(path.read_bytes(), type=Reply)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError) as err:
            raise BadConfig(f"{path}: is no reply of a model: {err}; remove it") from err
        if reply.asked != asked:
            raise BadConfig(f"{path}: is the reply to {reply.asked}; remove it")
        return reply

    def keep(self, reply: Reply) -> None:
        """Keep a reply, unless one is there.

        Raises:
            BadConfig: the folder cannot be written.
        """
        path = self._path(reply.asked)
        part = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                return
            with part.open("wb") as stream:
                stream.write(msgspec.json.format(msgspec.json.encode(reply), indent=1) + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        except OSError as err:
            raise BadConfig(f"{self.path}: replies cannot be kept here: {err}") from err

    def _path(self, asked: str) -> Path:
        return self.path / asked[:2] / f"{asked}.json"


def unpack_replies(path: LedgerName, folder: ReplyFolder) -> int:
    """Put the replies of a ledger that came without its folder into one; count them.

    Raises:
        LedgerBusy: another process writes the ledger.
    """
    if folder.path.exists() or (isinstance(path, Path) and not path.exists()):
        return 0
    n_replies = 0
    with Ledger.open(path, read_only=True) as ledger:
        for reply in ledger.replies():
            folder.keep(reply)
            n_replies += 1
    return n_replies
