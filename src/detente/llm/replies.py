"""Replies of models, kept: each under the digest of all that was asked.

In:  a reply, with what it cost.   Out: the same reply whenever the same is asked again.
Does not: forget, or change a reply: the first one stands. A file appears whole or not at all.
"""

import os
from pathlib import Path
from threading import get_ident
from typing import Protocol

import msgspec

from detente.errors import BadConfig

__all__ = ["Reply", "ReplyFolder", "ReplyStore"]


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a model answered. ``asked`` is the digest of words, model and parameters.

    ``guidelines`` is the version of the prompt file, ``tokens_*`` the endpoint's own count, 0 where
    it tells none.
    """

    asked: str
    model: str
    guidelines: str
    parameters: dict[str, float]
    text: str
    tokens_in: int = 0
    tokens_out: int = 0


class ReplyStore(Protocol):
    """Where replies are kept."""

    def get(self, asked: str) -> Reply | None:
        """Find the reply to what has this digest."""

    def keep(self, reply: Reply) -> None:
        """Keep a reply, on the disk before this returns."""


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
