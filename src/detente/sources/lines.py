"""A byte stream -> lines of text, each bounded, however long the line in the file is.

In:  a stream of rows, and its encoding.   Out: ``Line``: number, text, what was lost.
Does not: hold more than one line; one that is too long is passed over, not kept.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from detente.sources.decode import bom_encoding, decode

__all__ = ["Line", "StreamEncoding", "find_encoding", "read_lines"]

_HIGH = bytes(range(0x80, 0x100))  # bytes of characters that are not ASCII


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line with its end, counted from 1.

    ``is_cut``: it was too long and ``text`` is only a line's end. ``guess``: the encoding by
    which it was decoded, where its bytes are not UTF-8 in a file that is.
    """

    number: int
    text: str
    is_cut: bool = False
    guess: str | None = None


@dataclass(frozen=True, slots=True)
class StreamEncoding:
    """How a stream is decoded, and whether that was guessed from its beginning."""

    name: str
    is_guess: bool = False


def find_encoding(head: bytes, declared: str | None = None) -> StreamEncoding:
    """Tell the encoding of a stream by its first bytes, which may end within a character."""
    announced = bom_encoding(head)
    if announced:
        return StreamEncoding(announced)
    decoded = decode(head[: head.rfind(b"\n") + 1] or head.rstrip(_HIGH), declared)
    is_guess = decoded.is_guess and decoded.encoding != "utf-8"  # lines mend damaged UTF-8
    return StreamEncoding(decoded.encoding, is_guess=is_guess)


def read_lines(
    stream: io.BufferedReader, encoding: str, *, max_chars: int, newline: str, first: int = 1
) -> Iterator[Line]:
    """Yield the lines of ``stream``, line ends kept; ``newline`` is as in ``open``.

    ``first`` is the number of the stream's first line, where it begins within a file.
    """
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    wrapped = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=newline)
    try:
        number = first - 1
        while text := wrapped.readline(max_chars):
            number += 1
            if _is_whole(text, max_chars):
                yield _line(number, text)
            else:
                while not _is_whole(wrapped.readline(max_chars), max_chars):
                    pass
                yield Line(number=number, text="\n", is_cut=True)
    finally:
        if not stream.closed:
            wrapped.detach()  # the stream is the caller's: standard input stays open


def _is_whole(text: str, max_chars: int) -> bool:
    """Whether ``text`` reaches to the end of its line."""
    return len(text) < max_chars or text.endswith(("\n", "\r"))


def _line(number: int, text: str) -> Line:
    """Decode anew a line whose bytes were no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:  # surrogates stand for the bytes that were none
        decoded = decode(text.encode("utf-8", "surrogateescape"))
        return Line(number=number, text=decoded.text, guess=decoded.encoding)
    return Line(number=number, text=text)
