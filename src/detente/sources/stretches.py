"""Files -> stretches of so many rows each, and a stretch -> its reports.

In:  a file's path, or a stretch of it.   Out: ``Stretch``es that can be read in any order, by any
process; reports and problems as files.py gives them, under the same keys.
Does not: hold a file in memory, or cut one that can only be read from its beginning (UTF-16, a
web archive that is zipped as a whole).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from detente.records import Problem, Report
from detente.sources.admit import admit
from detente.sources.files import guarded, read_reports, read_rows
from detente.sources.inputs import Input, open_file
from detente.sources.kinds import FileKind
from detente.sources.options import ReadOptions
from detente.sources.rows import SeenKeys
from detente.sources.warc import read_warc
from detente.sources.windows import line_starts, window

__all__ = ["Stretch", "read_stretch"]


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


# Private functions


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
    """Read the first bytes."""
    given.stream.seek(0)
    return given.stream.read(n_bytes)
