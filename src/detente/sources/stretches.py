"""Files -> stretches of so many rows each, and a stretch -> its reports.

In:  a file's path, or a stretch of it.   Out: ``Stretch``es that can be read in any order, by any
process; reports and problems as files.py gives them, under the same keys.
Does not: hold a file in memory, or cut one that can only be read from its beginning (UTF-16, a
web archive that is zipped as a whole).
"""

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from detente.errors import BadReport, needing
from detente.records import Problem, Report
from detente.sources.article import read_warc, responses_in
from detente.sources.files import ROWS, admit, guarded, list_files, read_reports, read_rows
from detente.sources.inputs import (
    STDIN,
    FileKind,
    Input,
    is_url,
    kind_of_name,
    line_starts,
    open_file,
    window,
)
from detente.sources.options import ReadOptions
from detente.sources.tabular import Row, SeenKeys, find_encoding, read_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a file that is read at once.

    ``first`` is the number of its first line, row or page, from 1; ``n_items`` how many it holds
    (0: as many as there are). ``start`` and ``stop`` are bytes of the unzipped file, of a web
    archive those of the file as it lies there; Parquet has none. A file of one report, and one
    that cannot be cut, is one stretch with ``is_whole``.
    """

    path: str
    kind: FileKind
    first: int = 1
    n_items: int
    start: int = 0
    stop: int | None = None
    is_whole: bool = False


def read_stretch(
    stretch: Stretch, options: ReadOptions, seen: SeenKeys
) -> Iterator[Report | Problem]:
    """Read one stretch; a report comes after its warnings, as from ``read_reports``."""
    if stretch.is_whole:
        yield from read_reports([stretch.path], options)
        return
    for item in guarded(stretch.path, _read(stretch, options, seen)):
        yield from (item,) if isinstance(item, Problem) else admit(item, options)


def _read(stretch: Stretch, options: ReadOptions, seen: SeenKeys) -> Iterator[Report | Problem]:
    """Open the file, and read as much of it as the stretch holds."""
    if stretch.kind is FileKind.WARC:
        with Path(stretch.path).open("rb") as stream:
            part = window(stream, stretch.start, stretch.stop)
            yield from read_warc(stretch.path, part, options, first=stretch.first)
        return
    with open_file(stretch.path, options.text_column) as given:
        yield from read_rows(_part(given, stretch), options, seen)


def _part(given: Input, stretch: Stretch) -> Input:
    """Narrow an open input down to a stretch of it; a CSV keeps its header."""
    if stretch.kind is FileKind.PARQUET:
        return replace(given, first=stretch.first, count=stretch.n_items)
    head, n_before = b"", 0
    if stretch.kind is FileKind.CSV:
        _, stop = islice(line_starts(given.stream, ""), 2)
        head, n_before = _bytes(given, stop), 1
    stream = window(given.stream, stretch.start, stretch.stop, head)
    return replace(given, stream=stream, first=stretch.first - n_before)


def _bytes(given: Input, n_bytes: int) -> bytes:
    given.stream.seek(0)
    return given.stream.read(n_bytes)


# --- A file -> stretches of so many lines, rows or pages, the same ones on every machine.
_BROKEN = (BadReport, EOFError, gzip.BadGzipFile, zlib.error, OSError, ValueError)
WHOLE = 1 << 40  # items: more than any file has
_WIDE = ("utf-16", "utf-32")  # their line ends are no single bytes
_BEGINNINGS = (b"WARC/", b"\x1f\x8b")  # of a record that can be read by itself


def cut(path: str, size: int, options: ReadOptions) -> list[Stretch]:
    """Cut a file into stretches of at most ``size`` items."""
    stretches = list[Stretch]()
    with suppress(*_BROKEN), open_file(path, options.text_column) as given:
        if given.kind in _CUTTERS:
            stretches = list(_CUTTERS[given.kind](given, size, options))
    return stretches or [Stretch(path=path, kind=FileKind.TEXT, n_items=1, is_whole=True)]


def count_items(paths: Sequence[str], options: ReadOptions) -> int | None:
    """Count the reports behind paths without coding them; ``None`` where only reading all tells.

    Standard input, addresses and files that cannot be cut are of the latter kind. Lines and rows
    count, whether or not there is a report in them.
    """
    n_items = 0
    for path in list_files(paths):
        if isinstance(path, Problem):
            continue
        if path == STDIN or is_url(path):
            return None
        stretches = cut(path, WHOLE, options)
        if kind_of_name(path) in ROWS and any(one.is_whole for one in stretches):
            return None
        n_items += sum(one.n_items for one in stretches)
    return n_items


def _cut_jsonl(given: Input, size: int, _: ReadOptions) -> Iterator[Stretch]:
    if find_encoding(given.head).name.startswith(_WIDE):
        return
    start, n_lines, place = 0, 0, 0
    for number, place in enumerate(line_starts(given.stream, "\n")):
        if number and number % size == 0:
            yield _bytes_of(given, number - size + 1, size, (start, place))
            start = place
        n_lines = number
    if n_lines % size:
        yield _bytes_of(given, n_lines - n_lines % size + 1, n_lines % size, (start, place))


def _cut_csv(given: Input, size: int, options: ReadOptions) -> Iterator[Stretch]:
    """Cut after every ``size`` records, each of which may go over several lines."""
    if find_encoding(given.head).name.startswith(_WIDE):
        return
    numbers, counts = [2], [0]  # the line with which each stretch begins; its items
    for item in read_csv(given, options):
        if isinstance(item, Row) and counts[-1] >= size:
            numbers.append(item.number)
            counts.append(0)
        counts[-1] += 1
    with open_file(given.key, options.text_column) as again:
        starts = _places(line_starts(again.stream, ""), numbers)
    bounds = zip(starts, [*starts[1:], None], strict=True) if any(counts) else ()
    for number, n_items, places in zip(numbers, counts, bounds, strict=False):
        yield _bytes_of(given, number, n_items, places)


def _places(starts: Iterator[int], numbers: list[int]) -> list[int]:
    """Find where the lines with these numbers begin."""
    wanted = set(numbers)
    return [place for number, place in enumerate(starts, 1) if number in wanted]


def _cut_parquet(given: Input, size: int, _: ReadOptions) -> Iterator[Stretch]:
    with needing("parquet", "Parquet"):
        from pyarrow import parquet  # noqa: PLC0415  # a third of a second that only it pays for

    n_rows = parquet.ParquetFile(given.stream).metadata.num_rows
    for first in range(0, n_rows, size):
        yield Stretch(
            path=given.key, kind=given.kind, first=first + 1, n_items=min(size, n_rows - first)
        )


def _cut_warc(given: Input, size: int, _: ReadOptions) -> Iterator[Stretch]:
    """Cut before every ``size``-th answer; a file that is zipped as a whole cannot be cut."""
    starts, n_items = [0], 0
    with Path(given.key).open("rb") as stream:
        try:
            for record in responses_in(stream, is_parsed=False):
                if n_items and n_items % size == 0:
                    starts.append(record.stream_pos)
                n_items += 1
        except OSError:  # the reading of the last stretch comes to the same place, and tells
            pass
        for start in starts:
            stream.seek(start)
            if not stream.read(len(_BEGINNINGS[0])).startswith(_BEGINNINGS):
                return
    for at, (start, stop) in enumerate(zip(starts, [*starts[1:], None], strict=True)):
        yield _bytes_of(given, at * size + 1, min(size, n_items - at * size), (start, stop))


def _bytes_of(given: Input, first: int, n_items: int, bounds: tuple[int, int | None]) -> Stretch:
    start, stop = bounds
    return Stretch(
        path=given.key, kind=given.kind, first=first, n_items=n_items, start=start, stop=stop
    )


_CUTTERS: dict[FileKind, Callable[[Input, int, ReadOptions], Iterator[Stretch]]] = {
    FileKind.JSONL: _cut_jsonl,
    FileKind.CSV: _cut_csv,
    FileKind.PARQUET: _cut_parquet,
    FileKind.WARC: _cut_warc,
}
