"""HTML, alone or in a web archive (WARC) -> reports: the article without its menus, and its day.

In:  a decoded page, or an open stream of records.   Out: a ``Report``: title, blank line, body;
spans count in that text. ``Problem`` for each page that has none.
Does not: keep comments or authors, or take for the day of publication what only looks like it: a
year in a footer, the address of a picture, a date in the title, the times of other articles.
"""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.sources.inputs import decode, page_charset, window
from detente.sources.options import ProblemKind, ReadOptions, problem, problem_from_error, warning
from detente.sources.outlets import load_outlets

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

_NO_CLOCK = {"extensive_search": False, "max_date": "2100-01-01"}  # its date is not used
# What the libraries raise on hostile pages: a random page of loose tags is enough for the first.
_HOSTILE = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_NO_TEXT = "the page has no text that could be an article; save the article itself"


def report_from_page(key: str, page: str, url: str | None = None) -> Report:
    """Make the report of an HTML page, which was found at ``url``.

    Raises:
        BadReport: it has no text.
    """
    from trafilatura import bare_extraction, load_html  # noqa: PLC0415  # half a second
    from trafilatura.settings import Document  # noqa: PLC0415

    try:
        tree = load_html(page)
        published = None if tree is None else find_page_date(tree, url)
        found = bare_extraction(
            page,
            url=url,
            with_metadata=True,
            include_comments=False,
            date_extraction_params=dict(_NO_CLOCK),
        )
    except _HOSTILE as err:
        raise BadReport(key, ProblemKind.NO_TEXT, f"{_NO_TEXT} ({type(err).__name__})") from err
    if not isinstance(found, Document) or not (found.text or "").strip():
        raise BadReport(key, ProblemKind.NO_TEXT, _NO_TEXT)
    return _report(key, found, url, published)


def _report(key: str, found: "Document", url: str | None, published: date | None) -> Report:
    title, body = _parted((found.title or "").strip(), (found.text or "").strip())
    head = f"{title}\n\n" if title and body else ""
    return Report(
        key=key,
        text=head + (body or title),
        title=title or None,
        outlet=_outlet(found.sitename),
        url=url or found.url,
        published=published,
        body_start=len(head),
    )


def _parted(title: str, body: str) -> tuple[str, str]:
    """Take the title off the body's top, where pages repeat it, often without the site's name."""
    first, _, rest = body.partition("\n")
    is_title = bool(first.strip()) and title.casefold().startswith(first.strip().casefold())
    return (first.strip(), rest.strip()) if is_title else (title, body)


def _outlet(site: str | None) -> str | None:
    """Name a site as the list of outlets does, where it is known by its name or its host."""
    if not site:
        return None
    outlets = load_outlets()
    known = outlets.named(site) or outlets.of_host(site)
    return known.name if known else site


# --- A page -> the day of publication that it states.
_OPTIONS: dict[str, Any] = {
    "extensive_search": False,
    "original_date": True,
    "deferred_url_extractor": True,
    "min_date": "1980-01-01",
    "max_date": "2100-01-01",  # htmldate's own bound is today: results would hang on the clock
}
_FOR_MACHINES = (
    "//head/*[self::meta or self::link]"
    "[not(contains(@property, 'image')) and not(contains(@name, 'image'))]"
    " | //script[@type='application/ld+json']"
)
_ITEMS = "//*[@itemprop='datePublished']"
_FOR_READERS = (
    "//*[self::time[@datetime] or contains(@class, 'date') or contains(@class, 'publish')"
    " or contains(@class, 'timestamp')]"
    "[not(ancestor::aside or ancestor::nav or ancestor::footer)]"
)


def find_page_date(tree: "HtmlElement", url: str | None) -> date | None:
    """Find the day that a page states for machines, in its address, or else for readers."""
    from htmldate import find_date  # noqa: PLC0415  # a third of a second that only pages pay for

    items = [_meta(item) for item in tree.xpath(_ITEMS)]
    for elements in ([*tree.xpath(_FOR_MACHINES), *items], tree.xpath(_FOR_READERS)[:1]):
        found = find_date(_page_of(elements), url=url, **_OPTIONS)
        if found:
            return date.fromisoformat(found)
    return None


def _page_of(elements: "list[HtmlElement]") -> "HtmlElement":
    """Make a page of nothing but ``elements``, so that nothing else can be taken for the date."""
    from lxml.html import document_fromstring  # noqa: PLC0415  # comes with htmldate

    page = document_fromstring("<html><head></head><body></body></html>")
    head, body = page
    for element in elements:
        part = deepcopy(element)
        part.tail = None
        (head if part.tag in {"meta", "link"} else body).append(part)
    return page


def _meta(item: "HtmlElement") -> "HtmlElement":
    """Say a microdata date as the ``meta`` that htmldate knows."""
    from lxml.html import Element  # noqa: PLC0415  # comes with htmldate

    value = item.get("content") or item.get("datetime") or item.text_content()
    return Element("meta", property="article:published_time", content=value.strip())


# --- WARC -> reports: the pages of a web archive, such as Common Crawl News.
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_OK = 200
_SHOWN = 5  # reasons for which records are passed over, the commonest first


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
        body = _body(record, key, options)
        decoded = decode(body, record.http_charset or page_charset(body))
        report = report_from_page(key, decoded.text, key)
    except BadReport as err:
        yield problem_from_error(err)
        return
    if decoded.is_guess:
        detail = f"{place} is no UTF-8; read as {decoded.encoding}"
        yield warning(key, ProblemKind.ENCODING, detail)
    if report.published is None and record.record_date is not None:
        fetched = record.record_date.date()
        detail = f"{place} states no day; {fetched}, on which it was fetched, stands for it"
        yield warning(key, ProblemKind.FETCH_DATE, detail)
        report = replace(report, published=fetched)
    yield report


def _body(record: "WarcRecord", key: str, options: ReadOptions) -> bytes:
    """Read a page within bounds, however far its bytes unzip."""
    try:
        body: bytes = record.reader.read(options.max_bytes + 1)
    except OSError as err:
        raise BadReport(key, ProblemKind.BROKEN_WARC, f"its bytes are damaged: {err}") from err
    if len(body) > options.max_bytes:
        detail = f"has more than {options.max_bytes:,} bytes; it was passed over"
        raise BadReport(key, ProblemKind.TOO_LONG, detail)
    return body
