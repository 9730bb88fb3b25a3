"""WARC -> reports: the pages of a web archive, such as Common Crawl News.

In:  an open stream of records, each zipped or not.   Out: a ``Report`` for each page that was
fetched whole, ``Problem`` for each that has no text.
Does not: read what is no page (pictures, redirects, refusals, requests): a warning counts them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import IO, TYPE_CHECKING

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources.article import report_from_page
from detente.sources.decode import decode, page_charset
from detente.sources.options import ReadOptions
from detente.sources.problems import ProblemKind, problem, problem_from_error, warning
from detente.sources.windows import window

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

__all__ = ["Page", "read_warc", "responses_in"]

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_OK = 200
_SHOWN = 5  # reasons for which records are passed over, the commonest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it was fetched: its address, the day of the fetch, its bytes, their encoding."""

    url: str
    fetched: date | None
    body: bytes
    charset: str | None


def read_warc(
    name: str, stream: IO[bytes], options: ReadOptions, *, first: int = 1
) -> Iterator[Report | Problem]:
    """Yield the report of each page, under its address as key; ``name`` is the file's.

    ``first`` is the number of the stream's first answer, where it begins within a file.
    A page that states no day gets the day on which it was fetched, with a warning.
    """
    passed = Counter[str]()
    number = first - 1
    if not stream.seekable():
        stream = window(stream, 0, None)  # its place is asked, but never changed
    try:
        for number, record in enumerate(responses_in(stream), first):
            reason = _why_no_page(record)
            if reason:
                passed[reason] += 1
            else:
                yield from _items(record, f"{name}, answer {number}", options)
    except OSError as err:
        yield _broken(name, number, err)
    except BaseException as err:
        if type(err).__name__ != "PanicException":  # the reader's own word for a fault in it
            raise
        yield _broken(name, number, err)
    if passed:
        told = ", ".join(f"{reason} ({count:,})" for reason, count in passed.most_common(_SHOWN))
        detail = f"{passed.total():,} records are no pages and were passed over: {told}"
        yield warning(name, ProblemKind.NO_PAGES, detail)


def responses_in(stream: IO[bytes], *, is_parsed: bool = True) -> "Iterator[WarcRecord]":
    """Yield what servers answered; without ``is_parsed`` only to tell where each record begins.

    Raises:
        OSError: a record cannot be read.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415  # only here

    return iter(
        ArchiveIterator(
            stream,
            record_types=WarcRecordType.response,
            parse_http=is_parsed,
            auto_decode="all" if is_parsed else "none",
        )
    )


# Private functions


def _broken(name: str, number: int, error: BaseException) -> Problem:
    detail = f"is no whole WARC file, after answer {number:,}; what came before stands: {error}"
    return problem(name, ProblemKind.BROKEN_WARC, detail)


def _why_no_page(record: "WarcRecord") -> str | None:
    """Say why a record is no page; ``None`` for one that is."""
    answer = record.http_headers
    if answer is None:
        return "no HTTP"
    if answer.status_code != _OK:
        return f"status {answer.status_code}"
    kind = (record.http_content_type or "no type").lower()
    return None if kind in _PAGES else kind


def _items(record: "WarcRecord", place: str, options: ReadOptions) -> Iterator[Report | Problem]:
    """Yield the report of one page after its warnings, or its problem."""
    key = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or place
    try:
        page = _page(record, key, options)
        decoded = decode(page.body, page.charset or page_charset(page.body))
        report = report_from_page(key, decoded.text, page.url)
    except BadReport as err:
        yield problem_from_error(err)
        return
    if decoded.is_guess:
        detail = f"{place} is no UTF-8; read as {decoded.encoding}"
        yield warning(key, ProblemKind.ENCODING, detail)
    if report.published is None and page.fetched is not None:
        detail = f"{place} states no day; {page.fetched}, on which it was fetched, stands for it"
        yield warning(key, ProblemKind.FETCH_DATE, detail)
        report = replace(report, published=page.fetched)
    yield report


def _page(record: "WarcRecord", key: str, options: ReadOptions) -> Page:
    """Read a page within bounds, however far its bytes unzip.

    Raises:
        BadReport: it is too long, or its bytes cannot be unzipped.
    """
    try:
        body = record.reader.read(options.max_bytes + 1)
    except OSError as err:
        raise BadReport(key, ProblemKind.BROKEN_WARC, f"its bytes are damaged: {err}") from err
    if len(body) > options.max_bytes:
        detail = f"has more than {options.max_bytes:,} bytes; it was passed over"
        raise BadReport(key, ProblemKind.TOO_LONG, detail)
    fetched = record.record_date
    return Page(
        url=key,
        fetched=fetched.date() if fetched else None,
        body=body,
        charset=record.http_charset,
    )
