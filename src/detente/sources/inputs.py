"""A path, a page or standard input -> an open stream of known kind, or a part of it; its encoding.

In:  what a person named, and what fetches pages.   Out: ``Input``: its bytes, unzipped; text, and
how it was decoded.
Does not: read the reports in it (files.py does), or hold a file in memory: bytes stream. A name
decides the kind before the bytes do, but bytes of a binary file decide.
"""

import codecs
import gzip
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.resources import files
from pathlib import Path, PurePath
from typing import IO, BinaryIO, Protocol, cast
from urllib.parse import urlsplit

from detente.errors import BadReport
from detente.sources.fetch import Fetched
from detente.sources.options import ProblemKind

STDIN = "-"
DEMO = "examples/reports.jsonl"  # a dozen reports, written for the project
EXAMPLES = "examples"  # all that the manual's pages read
FIRST_PROJECT = "examples/first-project"  # the manual's table, R script and notebook
HEAD = 65_536  # bytes looked at to tell kind and encoding
UNKNOWN_BYTES = (
    "holds XML, or JSON over many lines; what is read is text, Markdown, HTML, CSV, Parquet, WARC, "
    "and JSON with one object a line (jq -c . FILE, or jq -c '.[]' FILE for a list)"
)


class FetchesPages(Protocol):
    """Turns an address into the bytes behind it."""

    def fetch(self, url: str) -> Fetched:
        """Fetch ``url``; raise ``BadReport`` when it cannot be had."""


class FileKind(StrEnum):
    """How reports are written down."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    WARC = "warc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """An open input. ``key`` is its name as given; ``charset`` what was declared for its bytes.

    ``first`` is the number of the first line or row that ``stream`` gives, where only a stretch
    of a file is read; of Parquet, whose stream is the whole file, ``count`` rows are read then.
    """

    key: str
    stream: io.BufferedReader
    head: bytes
    kind: FileKind
    charset: str | None = None
    url: str | None = None
    first: int = 1
    count: int | None = None


def packaged(name: str) -> Path:
    """Find examples or corpus: the wheel holds them inside the package, a checkout beside it."""
    package = Path(str(files("detente")))
    inside = package / name
    return inside if inside.exists() else package.parents[1] / name


def is_url(path: str) -> bool:
    """Whether ``path`` is an address of the web."""
    return path.lower().startswith(("http://", "https://"))


@contextmanager
def open_input(
    path: str, text_column: str, fetcher: FetchesPages, stdin: BinaryIO
) -> Iterator[Input]:
    """Open ``path``, which may be an address or ``-``; closed at the end, but for ``stdin``.

    Raises:
        BadReport: it is missing, unreadable, or a binary file.
    """
    if path == STDIN:
        yield _known(path, _buffered(stdin), None, text_column)
        return
    if is_url(path):
        page = fetcher.fetch(path)
        kind = kind_of_type(page.content_type) or kind_of_name(urlsplit(page.url).path)
        known = _known(path, _buffered(io.BytesIO(page.body)), kind, text_column)
        yield replace(known, charset=page.charset, url=page.url)
        return
    with open_file(path, text_column) as given:
        yield given


@contextmanager
def open_file(path: str, text_column: str) -> Iterator[Input]:
    """Open a file; closed at the end.

    Raises:
        BadReport: it is missing, unreadable, or a binary file.
    """
    with _opened(path) as stream:
        yield _known(path, stream, kind_of_name(path), text_column)


def _opened(path: str) -> io.BufferedReader:
    try:
        return cast("io.BufferedReader", Path(path).open("rb", buffering=HEAD))
    except FileNotFoundError as err:
        raise BadReport(
            path, ProblemKind.MISSING_FILE, "there is no such file or folder; check the path"
        ) from err
    except (OSError, ValueError) as err:
        raise BadReport(path, ProblemKind.UNREADABLE, f"cannot be opened: {err}") from err


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast("io.RawIOBase", stream), HEAD)  # reads by readinto alone


def _known(key: str, stream: io.BufferedReader, kind: FileKind | None, text_column: str) -> Input:
    """Unzip ``stream`` if need be, and tell its kind."""
    head = stream.peek(HEAD)[:HEAD]
    if is_gzip(head):
        stream = io.BufferedReader(gzip.GzipFile(fileobj=stream), HEAD)
        head = stream.peek(HEAD)[:HEAD]
    kind = kind or kind_of_bytes(head, text_column)
    binary = binary_name(head)
    if binary and kind not in {FileKind.PARQUET, FileKind.WARC}:
        detail = f"is {binary}, not text; convert it to text, HTML or Markdown first"
        raise BadReport(key, ProblemKind.BINARY, detail)
    if kind is None:
        raise BadReport(key, ProblemKind.UNKNOWN_KIND, UNKNOWN_BYTES)
    return Input(key=key, stream=stream, head=head, kind=kind)


# --- Bytes -> text: which encoding, and whether that was a guess.
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
# Sets of a few countries, of DOS and of mainframes; western bytes are like theirs by chance.
_RARE = frozenset(
    {f"iso8859_{n}" for n in (3, 4, 10, 13, 14, 16)}
    | {f"cp{n}" for n in (437, 500, 775, 850, 857, 858, 860, 861, 863, 865, 1026, 1140, 1257)}
    | {"cp037", "cp273", "hp_roman8", "latin_1", "iso8859_9", "iso8859_15"}
    | {"mac_iceland", "mac_roman", "mac_turkish"}
)


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
    if best.encoding in _RARE:  # which tell its letters otherwise, and no reports are written in
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


# --- A name and the first bytes -> what kind of file it is, or why it is none that can be read.
_SUFFIXES = {
    ".txt": FileKind.TEXT, ".text": FileKind.TEXT, ".md": FileKind.MARKDOWN,
    ".markdown": FileKind.MARKDOWN, ".html": FileKind.HTML, ".htm": FileKind.HTML,
    ".xhtml": FileKind.HTML, ".jsonl": FileKind.JSONL, ".ndjson": FileKind.JSONL,
    ".csv": FileKind.CSV, ".tsv": FileKind.CSV, ".parquet": FileKind.PARQUET,
    ".pq": FileKind.PARQUET, ".warc": FileKind.WARC,
}  # fmt: skip
_TYPES = {
    "text/html": FileKind.HTML,
    "application/xhtml+xml": FileKind.HTML,
    "text/markdown": FileKind.MARKDOWN,
    "text/csv": FileKind.CSV,
    "text/tab-separated-values": FileKind.CSV,
    "application/jsonl": FileKind.JSONL,
    "application/x-ndjson": FileKind.JSONL,
    "application/vnd.apache.parquet": FileKind.PARQUET,
    "application/warc": FileKind.WARC,
}
_MAGIC = (  # first bytes of files that people take for articles
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image or sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "an SQLite database"),
)
_GZIP = b"\x1f\x8b"
_FIRST = {b"PAR1": FileKind.PARQUET, b"WARC/": FileKind.WARC}
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON_LINE = re.compile(r'\s*\{[ \t]*["}]')
# XML, JSON over many lines, web archives older than WARC
_FOREIGN = re.compile(r'\s*(?:<[?!]|<rss\b|<feed\b|\{\s*"|\[\s*[\[{"]|filedesc://)')


def is_gzip(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is compressed by gzip."""
    return head.startswith(_GZIP)


def kind_of_name(name: str) -> FileKind | None:
    """Tell the kind by the suffix, with or without ``.gz``; ``None`` for a suffix not known."""
    path = PurePath(name.lower())
    suffix = PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix
    return _SUFFIXES.get(suffix)


def kind_of_type(content_type: str | None) -> FileKind | None:
    """Tell the kind by a content type; ``None`` for one that says nothing certain."""
    return _TYPES.get((content_type or "").lower())


def kind_of_bytes(head: bytes, text_column: str) -> FileKind | None:
    """Tell the kind of an unnamed file by its first bytes; plain text if nothing else fits.

    ``None`` for XML that is no page, JSON that is not one object a line, and ARC files.
    """
    for magic, kind in _FIRST.items():
        if head.startswith(magic):
            return kind
    start = head.decode(bom_encoding(head) or "utf-8", "replace")
    if _HTML.match(start):
        return FileKind.HTML
    if _JSON_LINE.match(start):
        return FileKind.JSONL
    if _FOREIGN.match(start):
        return None
    first, _, rest = start.partition("\n")
    columns = {field.strip(' "\r') for field in re.split(r"[,;\t]", first)}
    if rest and len(columns) > 1 and text_column in columns:
        return FileKind.CSV
    return FileKind.TEXT


def binary_name(head: bytes) -> str | None:
    """Say what a binary file is; ``None`` for text in any encoding."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if b"\0" in head and bom_encoding(head) not in {"utf-16", "utf-32"}:
        return "a binary file (it has NUL bytes)"
    return None


# --- A stream -> the part of it between two bytes, and where lines begin in it.
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
