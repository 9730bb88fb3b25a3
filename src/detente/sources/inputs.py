"""A path, a page or standard input -> an open stream of known kind.

In:  what a person named, and what fetches pages.   Out: ``Input``: its bytes, unzipped.
Does not: read the reports in it (files.py does), or hold a file in memory: bytes stream.
"""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from urllib.parse import urlsplit

from detente.errors import BadReport
from detente.sources.fetch import Fetched
from detente.sources.kinds import (
    FileKind,
    binary_name,
    is_gzip,
    kind_of_bytes,
    kind_of_name,
    kind_of_type,
)
from detente.sources.problems import ProblemKind

__all__ = ["STDIN", "FetchesPages", "Input", "is_url", "open_file", "open_input"]

STDIN = "-"
HEAD = 65_536  # bytes looked at to tell kind and encoding
UNKNOWN_BYTES = (
    "holds XML, or JSON over many lines; what is read is text, Markdown, HTML, CSV, Parquet, WARC, "
    "and JSON with one object a line (jq -c . FILE, or jq -c '.[]' FILE for a list)"
)


class FetchesPages(Protocol):
    """Turns an address into the bytes behind it."""

    def fetch(self, url: str) -> Fetched:
        """Fetch ``url``; raise ``BadReport`` when it cannot be had."""


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
    """Unzip ``stream`` if need be, and tell its kind.

    Raises:
        BadReport: it is a binary file, or of a kind that is not read.
    """
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
