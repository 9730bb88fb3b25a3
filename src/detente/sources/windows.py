"""A stream -> the part of it between two bytes, and where lines begin in it.

In:  an open stream.   Out: a stream that ends early, or the places of some lines.
Does not: decode, or hold more than a chunk.
"""

import io
import re
from collections.abc import Iterator
from typing import IO

__all__ = ["line_starts", "window"]

_CHUNK = 1 << 20
_LINE_ENDS = {"\n": re.compile(rb"\n"), "": re.compile(rb"\r\n?|\n")}  # as ``open`` has them


def window(stream: IO[bytes], start: int, stop: int | None, head: bytes = b"") -> io.BufferedReader:
    """Read ``stream`` from byte ``start`` to ``stop`` (to its end), with ``head`` before it."""
    if stream.seekable():
        stream.seek(start)
    return io.BufferedReader(_Window(stream, None if stop is None else stop - start, head))


def line_starts(stream: IO[bytes], newline: str) -> Iterator[int]:
    """Yield where each line begins, and at last where the stream ends.

    ``newline`` is as in ``open``: a line ends at a line feed, or with "" at a bare carriage
    return, too. An empty stream has no line, and a line feed at the end begins none.
    """
    ends, base, start = _LINE_ENDS[newline], 0, 0
    while chunk := _chunk(stream):
        for end in ends.finditer(chunk):
            yield start
            start = base + end.end()
        base += len(chunk)
    if start < base:
        yield start
    yield base


# Private functions


def _chunk(stream: IO[bytes]) -> bytes:
    """Read a chunk that does not end between the two halves of a line's end."""
    chunk = stream.read(_CHUNK)
    while chunk.endswith(b"\r") and (more := stream.read(1)):
        chunk += more
    return chunk


class _Window(io.RawIOBase):
    """Some bytes, and then so many of a stream (``None``: all that are left).

    It tells its place, which readers of web archives ask, but goes to no other.
    """

    def __init__(self, stream: IO[bytes], n_bytes: int | None, head: bytes) -> None:
        self._stream = stream
        self._left = n_bytes
        self._head = head
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Stay where it is.

        Raises:
            UnsupportedOperation: it would have to move.
        """
        if (offset, whence) not in {(0, io.SEEK_CUR), (self._at, io.SEEK_SET)}:
            raise io.UnsupportedOperation("a window is read from its beginning to its end")
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer`` as far as there is something left."""
        view = memoryview(buffer)  # type: ignore[arg-type]  # typeshed has no name for it before 3.12
        data = self._head[: len(view)] or self._stream.read(self._wanted(len(view)))
        view[: len(data)] = data
        if self._head:
            self._head = self._head[len(data) :]
        elif self._left is not None:
            self._left -= len(data)
        self._at += len(data)
        return len(data)

    def _wanted(self, n_bytes: int) -> int:
        return n_bytes if self._left is None else min(n_bytes, self._left)
