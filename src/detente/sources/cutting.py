"""A file -> stretches of so many lines, rows or pages, the same ones on every machine.

In:  a file's path and how many items a stretch may hold.   Out: ``Stretch``es, in file order.
Does not: read reports (stretches.py does), or complain: what cannot be cut is one stretch, whose
reading tells what is wrong.
"""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from detente.errors import BadReport
from detente.sources.inputs import Input, open_file
from detente.sources.kinds import FileKind
from detente.sources.lines import find_encoding
from detente.sources.options import ReadOptions
from detente.sources.rows import Row
from detente.sources.stretches import Stretch
from detente.sources.tables import read_csv
from detente.sources.warc import responses_in
from detente.sources.windows import line_starts

__all__ = ["cut"]

_BROKEN = (BadReport, EOFError, gzip.BadGzipFile, zlib.error, OSError, ValueError)
_WIDE = ("utf-16", "utf-32")  # their line ends are no single bytes
_BEGINNINGS = (b"WARC/", b"\x1f\x8b")  # of a record that can be read by itself


def cut(path: str, size: int, options: ReadOptions) -> list[Stretch]:
    """Cut a file into stretches of at most ``size`` items."""
    stretches = list[Stretch]()
    with suppress(*_BROKEN), open_file(path, options.text_column) as given:
        if given.kind in _CUTTERS:
            stretches = list(_CUTTERS[given.kind](given, size, options))
    return stretches or [Stretch(path=path, kind=FileKind.TEXT, n_items=1, is_whole=True)]


# Private functions


def _cut_jsonl(given: Input, size: int, _: ReadOptions) -> Iterator[Stretch]:
    """Cut after every ``size`` lines."""
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
    """Cut after every ``size`` rows."""
    from pyarrow import parquet  # noqa: PLC0415  # a third of a second that only Parquet pays for

    n_rows = parquet.ParquetFile(given.stream).metadata.num_rows
    for first in range(0, n_rows, size):
        yield Stretch(
            path=given.key,
            kind=given.kind,
            first=first + 1,
            n_items=min(size, n_rows - first),
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
