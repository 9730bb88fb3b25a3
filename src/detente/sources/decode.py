"""Bytes -> text: which encoding, and whether that was a guess.

In:  bytes of a file, page or line, and the encoding that was declared for them, if any.
Out: the text without its byte order mark, and how it was decoded; nothing else is changed.
Does not: refuse bytes (the last resort decodes any), or tell binary files apart (kinds.py does).
"""

import codecs
import re
from dataclasses import dataclass

__all__ = ["Decoded", "bom_encoding", "decode", "page_charset"]

_BOMS = (  # the longer marks first: the UTF-32 one begins like the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_SAMPLE = 100_000  # bytes that are looked at to guess an encoding
_META_REACH = 4096  # bytes; HTML demands the declaration within the first 1,024
# English text that is not Unicode is nearly always this; among equals it is taken first.
_WESTERN = "cp1252"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, its encoding, and whether the encoding was guessed."""

    text: str
    encoding: str
    is_guess: bool = False


def bom_encoding(head: bytes) -> str | None:
    """Name the encoding that a byte order mark announces."""
    return next((name for mark, name in _BOMS if head.startswith(mark)), None)


def page_charset(page: bytes) -> str | None:
    """Find the encoding that an HTML page declares for itself."""
    match = _META_CHARSET.search(page[:_META_REACH])
    return match[1].decode("ascii") if match else None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode by byte order mark, as UTF-8, as declared, or by guess; in this order."""
    for name in (bom_encoding(data), "utf-8", declared):
        text = _strictly(data, name)
        if name and text is not None:
            return Decoded(text, name.removesuffix("-sig"))
    return _guessed(data)


def _strictly(data: bytes, name: str | None) -> str | None:
    """Decode without loss; ``None`` if that fails, or if no such text encoding exists."""
    try:
        return data.decode(name) if name else None
    except (UnicodeError, LookupError):
        return None


def _guessed(data: bytes) -> Decoded:
    """Decode as announced but damaged, as damaged UTF-8, or as charset-normalizer finds."""
    announced = bom_encoding(data) or "utf-8"
    damaged = data.decode(announced, "replace")
    n_lost = damaged.count("\ufffd")
    n_good = sum(1 for char in damaged if char > "\x7f") - n_lost
    if announced != "utf-8" or n_good > n_lost:
        return Decoded(damaged, announced.removesuffix("-sig"), is_guess=True)
    encoding = _likeliest(_sample(data))
    return Decoded(data.decode(encoding, "replace"), encoding, is_guess=True)


def _likeliest(data: bytes) -> str:
    """Name the most likely encoding of ``data``, which is no UTF-8."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  # only damaged input pays for it

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        return _WESTERN
    equals = (match for match in matches if match.chaos <= best.chaos)
    is_western = any(_WESTERN in match.could_be_from_charset for match in equals)
    return _WESTERN if is_western else best.encoding


def _sample(data: bytes) -> bytes:
    """Cut whole lines around the first byte that is not ASCII."""
    first = next((at for at, byte in enumerate(data) if byte > 0x7F), 0)  # noqa: PLR2004  # ASCII
    start = data.rfind(b"\n", 0, first) + 1
    end = data.rfind(b"\n", first, start + _SAMPLE)
    return data[start : end if end > first else start + _SAMPLE]
