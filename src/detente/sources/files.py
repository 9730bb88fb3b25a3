"""Paths, addresses and standard input -> reports. The room's front door.

In:  what a person named.   Out: ``Report`` for each that can be coded, ``Problem`` for all else.
Does not: stop at a bad input, hold a big file in memory, or change the words of a text.
"""

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources.article import read_warc, report_from_page
from detente.sources.days import day_from
from detente.sources.fetch import Fetcher
from detente.sources.inputs import (
    STDIN,
    FetchesPages,
    FileKind,
    Input,
    decode,
    is_url,
    kind_of_name,
    open_input,
    page_charset,
)
from detente.sources.options import (
    EARLIEST,
    ProblemKind,
    ReadOptions,
    problem,
    problem_from_error,
    warning,
    with_plain_letters,
    with_whole_lines,
    with_whole_words,
)
from detente.sources.outlets import Outlets, find_agency, find_filing, find_retold, load_outlets
from detente.sources.tabular import SeenKeys, read_csv, read_jsonl, read_parquet, reports_from_rows
from detente.sources.text import report_from_markdown, report_from_text, split_front_matter

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_ROW_READERS = {FileKind.JSONL: read_jsonl, FileKind.CSV: read_csv, FileKind.PARQUET: read_parquet}
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
        # Path.is_dir raises for names that are too long
        is_listed = path != STDIN and not is_url(path) and os.path.isdir(path)  # noqa: PTH112
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
    """Open one path, and read it as what it is."""
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
        yield from _read_markdown(given, decoded.text, options.date_format)
    else:
        yield replace(report_from_text(given.key, decoded.text), url=given.url)


def _read_markdown(given: Input, text: str, date_format: str | None) -> Iterator[Report | Problem]:
    """Read a Markdown file, and what it says of itself at its top."""
    fields, body = split_front_matter(text)
    published = None
    if "date" in fields:
        try:
            published = day_from(fields["date"], date_format)
        except ValueError as err:
            detail = f"the field 'date' at its top: {err}; write YYYY-MM-DD"
            yield warning(given.key, ProblemKind.BAD_DATE, detail)
    report = report_from_markdown(given.key, body, fields.get("title"))
    url = given.url or fields.get("url")
    yield replace(report, outlet=fields.get("outlet"), url=url, published=published)


# --- A report as it was read -> the report as it is coded, or why it is not.
_NO_DATE = "times that need the day of publication stay unresolved; give --published"
_CUT_WORDS = "has words cut over two lines, as in text from a PDF; they are joined: {}"
_CUT_LINES = "has lines broken to a width, as in e-mail; {} are read on into the next line"
LONG = 100_000  # characters: some twenty seconds of work; a long report has 50,000
_LONG_TEXT = (
    "has {:,} characters and is read as one report, which may take minutes; if there are several "
    "reports in it, cut it into one file for each"
)
_IMPOSSIBLE = "is no day of publication: before 1900, or more than two years ahead; it is left out"


def admit(report: Report, options: ReadOptions) -> Iterator[Report | Problem]:
    """Yield the report after its warnings, or the problem for which it is refused."""
    report, n_lines = with_whole_lines(report)
    report, joined = with_whole_words(report)
    report = with_plain_letters(report)
    try:
        _check(report, options)
    except BadReport as err:
        yield problem_from_error(err)
        return
    if n_lines:
        yield warning(report.key, ProblemKind.CUT_LINES, _CUT_LINES.format(n_lines))
    if joined:
        yield warning(report.key, ProblemKind.CUT_WORDS, _CUT_WORDS.format(", ".join(joined[:3])))
    if len(report.text) > LONG:
        yield warning(report.key, ProblemKind.LONG_TEXT, _LONG_TEXT.format(len(report.text)))
    known = with_outlets(report, options.outlet, load_outlets())
    published = report.published or options.published
    if published and not EARLIEST <= published <= (options.latest or date.max):
        yield warning(report.key, ProblemKind.BAD_DATE, f"{published} {_IMPOSSIBLE}")
        published = None
    if published is None:
        published = find_filing(report.text).day
        if published is None:
            yield warning(report.key, ProblemKind.NO_DATE, _NO_DATE)
        else:
            detail = f"bears no day but its dateline's; {published} stands for its publication"
            yield warning(report.key, ProblemKind.DATELINE_DATE, detail)
    yield replace(known, published=published)


def with_outlets(report: Report, fallback: str | None, outlets: Outlets) -> Report:
    """Fill in who published the report, and whom it retells.

    Its own outlet counts before ``fallback``, this before the address, that before the agency
    that signs, and last comes the name in brackets in the dateline. An agency's report in another
    outlet retells the agency, unless it says itself whom it retells. A government's own text
    retells nobody: in its transcripts the press asks about what the press reported.
    """
    agency = find_agency(report, outlets)
    host = _host(report.url)
    publisher = outlets.of_host(host) if host else None
    found = publisher or agency
    known = report.outlet or fallback or (found.name if found else None)
    outlet = known or outlets.name_of(find_filing(report.text).outlet)
    own = outlets.named(outlet) if outlet else None
    is_press = own is None or own.is_press
    retold = (*find_retold(report, outlets), *filter(None, (agency,))) if is_press else ()
    credited = next((other.name for other in retold if other is not own), None)
    return replace(report, outlet=outlet, credited=credited)


def _check(report: Report, options: ReadOptions) -> None:
    key, text = report.key, report.text
    if not text.strip():
        raise BadReport(key, ProblemKind.EMPTY, "there is no text in it")
    if "\0" in text:
        raise BadReport(key, ProblemKind.BINARY, "has NUL characters: it is no text")
    if len(text) > options.max_chars:
        detail = f"has {len(text):,} characters, more than {options.max_chars:,}; cut it in parts"
        raise BadReport(key, ProblemKind.TOO_LONG, detail)


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:  # "http://[x": not an address; only its outlet stays unknown
        return None


# --- A folder -> the files in it, in one order on every machine.
def files_in(folder: str) -> Iterator[str | Problem]:
    """Yield the files under ``folder``, sorted by name, folders among them in their place."""
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as err:
        yield problem(folder, ProblemKind.UNREADABLE, f"the folder cannot be opened: {err}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_in(entry.path)
        else:
            yield _file(entry)


def _file(entry: "os.DirEntry[str]") -> str | Problem:
    if not entry.is_file():
        what = "is a link to a folder" if entry.is_dir() else "is no file"
        return problem(entry.path, ProblemKind.UNREADABLE, f"{what}; name it by itself to read it")
    if kind_of_name(entry.name) is None:
        detail = "its suffix tells no kind that is read; name the file by itself to have it tried"
        return problem(entry.path, ProblemKind.UNKNOWN_KIND, detail)
    return entry.path


# --- Text -> is it English? The rest of the journey reads English only.
MIN_LETTERS = 80  # below, headlines full of names pass for Javanese or Pidgin
MIN_CONFIDENCE = 0.9  # English news measures above 0.94; dates and names alone below 0.45
SAMPLE = 3_000  # characters; a transcript may open with greetings in another language
# Words of which English news has one in three, other languages one in nine at most. Where one in
# four words is one of them the model need not be asked, nor believed: names lead it astray.
_ENGLISH = frozenset({
    "the", "and", "of", "to", "in", "that", "with", "by", "from", "for", "was", "were", "has",
    "have", "had", "its", "his", "their", "after", "which", "who", "on", "as", "an", "at", "is",
    "are",
})  # fmt: skip
_ONE_IN = 4
# Pidgin is English in most of its words. The model hears it wherever Nigeria is named.
_PIDGIN = frozenset({"dem", "dey", "di", "na", "sey", "una", "wetin", "wey"})


def foreign_language(text: str) -> str | None:
    """Name the language (ISO 639-1) of a text that is certainly not English, else ``None``.

    Both the beginning and the end of a long text must be in another language.
    """
    n_letters = sum(1 for char in text[:SAMPLE] if char.isalpha())
    if n_letters <= MIN_LETTERS and _is_latin(text[:SAMPLE]):
        return None
    language = _certain_language(text[:SAMPLE])
    if language is None or len(text) <= SAMPLE:
        return language
    return language if _certain_language(text[-SAMPLE:]) else None


def _certain_language(sample: str) -> str | None:
    """Name the language of ``sample`` if it is certain and not English.

    Of Chinese the model is never as certain as of others, but no English is written like it.
    """
    words = sample.lower().split()
    is_pidgin = not _PIDGIN.isdisjoint(words)
    if not is_pidgin and sum(word in _ENGLISH for word in words) * _ONE_IN >= len(words):
        return None
    language, confidence = _identifier().classify(sample)
    is_english = language == "en" or (language == "pcm" and not is_pidgin)
    is_certain = confidence >= MIN_CONFIDENCE or not _is_latin(sample)
    return str(language) if is_certain and not is_english else None


def _is_latin(sample: str) -> bool:
    """Whether half of the letters, or more, are those of English."""
    letters = [char for char in sample if char.isalpha()]
    return 2 * sum(1 for char in letters if char.isascii()) >= len(letters)


@cache
def _identifier() -> "LanguageIdentifier":
    # The model takes over half a second to load; only reading reports pays for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
