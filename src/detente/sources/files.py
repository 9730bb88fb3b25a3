"""Paths, addresses and standard input -> reports. The room's front door.

In:  what a person named.   Out: ``Report`` for each that can be coded, ``Problem`` for all else.
Does not: stop at a bad input, hold a big file in memory, or change the words of a text.
"""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources.admit import admit
from detente.sources.article import report_from_page
from detente.sources.days import day_from
from detente.sources.decode import decode, page_charset
from detente.sources.fetch import Fetcher
from detente.sources.folders import files_in, is_folder
from detente.sources.inputs import STDIN, FetchesPages, Input, is_url, open_input
from detente.sources.jsonl import read_jsonl
from detente.sources.kinds import FileKind
from detente.sources.markdown import report_from_markdown, split_front_matter
from detente.sources.options import ReadOptions
from detente.sources.problems import ProblemKind, problem, problem_from_error, warning
from detente.sources.rows import SeenKeys, reports_from_rows
from detente.sources.tables import read_csv, read_parquet
from detente.sources.text import report_from_text
from detente.sources.warc import read_warc

__all__ = ["ROWS", "guarded", "list_files", "read_reports", "read_rows"]

_ROW_READERS = {
    FileKind.JSONL: read_jsonl,
    FileKind.CSV: read_csv,
    FileKind.PARQUET: read_parquet,
}
ROWS = frozenset({*_ROW_READERS, FileKind.WARC})  # kinds of file that hold many reports
_DEFAULTS = ReadOptions()


def read_reports(
    paths: Sequence[str],
    options: ReadOptions = _DEFAULTS,
    *,
    fetcher: FetchesPages | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | Problem]:
    """Read every path, in order: files, folders, addresses, and ``-`` for ``stdin``.

    A report comes after its warnings; a problem that is no warning stands for a report that is
    not coded. Without ``fetcher`` the web is asked politely; without ``stdin`` it is the
    process's own.
    """
    pages = fetcher or Fetcher()
    piped = stdin or (sys.stdin.buffer if STDIN in paths else io.BytesIO())
    seen = SeenKeys()
    for path in list_files(paths):
        if isinstance(path, Problem):
            yield path
            continue
        twice = seen.repeated(path, path)
        yield from (twice,) if twice else ()
        for item in guarded(path, _read(path, options, seen, (pages, piped))):
            yield from (item,) if isinstance(item, Problem) else admit(item, options)


def read_rows(given: Input, options: ReadOptions, seen: SeenKeys) -> Iterator[Report | Problem]:
    """Read a file of many reports, or a stretch of it; they are not checked yet."""
    if given.kind is FileKind.WARC:
        return read_warc(given.key, given.stream, options)
    rows = _ROW_READERS[given.kind](given, options)
    return reports_from_rows(rows, given.key, options, seen)


def list_files(paths: Sequence[str]) -> Iterator[str | Problem]:
    """Put the files of a folder in the folder's place."""
    for path in paths:
        is_listed = path != STDIN and not is_url(path) and is_folder(path)
        yield from files_in(path) if is_listed else (path,)


def guarded(path: str, items: Iterator[Report | Problem]) -> Iterator[Report | Problem]:
    """End the reading of one path with a problem where it breaks."""
    try:
        yield from items
    except BadReport as err:
        yield problem_from_error(err)
    except (EOFError, gzip.BadGzipFile, zlib.error) as err:
        detail = f"is damaged gzip; what was read of it before stands: {err}"
        yield problem(path, ProblemKind.BROKEN_GZIP, detail)
    except OSError as err:
        yield problem(path, ProblemKind.UNREADABLE, f"cannot be read: {err}")


def _read(
    path: str, options: ReadOptions, seen: SeenKeys, world: tuple[FetchesPages, BinaryIO]
) -> Iterator[Report | Problem]:
    """Open one path, and read it as what it is.

    Raises:
        BadReport: it has nothing in it.
    """
    with open_input(path, options.text_column, *world) as given:
        if not given.head:
            raise BadReport(path, ProblemKind.EMPTY, "the file is empty")
        if given.kind not in ROWS:
            yield from _read_whole(given, options)
            return
        is_empty = True
        for item in read_rows(given, options, seen):
            is_empty = False
            yield item
        if is_empty:
            raise BadReport(path, ProblemKind.EMPTY, "the file has nothing in it that is read")


def _read_whole(given: Input, options: ReadOptions) -> Iterator[Report | Problem]:
    """Read a file that is one report.

    Raises:
        BadReport: it is longer than a report may be.
    """
    data = given.stream.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        detail = f"has more than {options.max_bytes:,} bytes; cut it into one file for each report"
        raise BadReport(given.key, ProblemKind.TOO_LONG, detail)
    declared = given.charset or (page_charset(data) if given.kind is FileKind.HTML else None)
    decoded = decode(data, declared)
    if decoded.is_guess:
        detail = f"is no UTF-8; read as {decoded.encoding}; save it as UTF-8 if words look wrong"
        yield warning(given.key, ProblemKind.ENCODING, detail)
    if given.kind is FileKind.HTML:
        yield report_from_page(given.key, decoded.text, given.url)
    elif given.kind is FileKind.MARKDOWN:
        yield from _read_markdown(given, decoded.text)
    else:
        yield replace(report_from_text(given.key, decoded.text), url=given.url)


def _read_markdown(given: Input, text: str) -> Iterator[Report | Problem]:
    """Read a Markdown file, and what it says of itself at its top."""
    fields, body = split_front_matter(text)
    published = None
    if "date" in fields:
        try:
            published = day_from(fields["date"])
        except ValueError as err:
            detail = f"the field 'date' at its top: {err}; write YYYY-MM-DD"
            yield warning(given.key, ProblemKind.BAD_DATE, detail)
    report = report_from_markdown(given.key, body, fields.get("title"))
    url = given.url or fields.get("url")
    yield replace(report, outlet=fields.get("outlet"), url=url, published=published)
