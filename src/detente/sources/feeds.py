"""A fetched feed of any kind -> the pages that it lists. The front door for feeds.

In:  the bytes behind a feed's address: RSS, RDF, Atom, JSON Feed, sitemap, or a page.
Out: ``Feed``; its problems beside its entries.
Does not: fetch anything, or crash at what is hostile: that is one ``BadReport``.
"""

import re
import zlib
from dataclasses import replace
from datetime import datetime

from detente.errors import BadReport
from detente.sources.decode import decode
from detente.sources.feed_entries import Collector, Entry, Feed, FeedFault, FeedKind
from detente.sources.feed_json import read_json_feed
from detente.sources.feed_links import feeds_named_by
from detente.sources.feed_sitemaps import read_sitemap
from detente.sources.feed_xml import read_xml_feed
from detente.sources.fetch import Fetched
from detente.sources.kinds import is_gzip

__all__ = ["MAX_BYTES", "Entry", "Feed", "FeedFault", "FeedKind", "read_feed"]

MAX_BYTES = 20_000_000  # unzipped; sitemaps.org lets sitemaps have 50 MB, news ones have less
_HEAD = 20_000  # characters in which a root element must stand
_ROOT = re.compile(
    r"<(?:(?P<sitemap>(?:\w+:)?(?:urlset|sitemapindex))"
    r"|(?P<feed>(?:\w+:)?(?:rss|feed|RDF)|rss)"
    r"|(?P<page>html|head|body|!doctype\s+html))\b",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{2,40})["']""")
_DECLARATION_REACH = 300  # bytes
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read_feed(page: Fetched, now: datetime) -> Feed:
    """Read what a feed lists; an entry dated after ``now`` loses its date.

    A page is read, too: it has no entries, but names feeds in ``links``.

    Raises:
        BadReport: of kind ``no-feed``, ``broken-feed``, ``hostile-feed``.
    """
    data = _unzipped(page)
    text = decode(data, _declared(data) or page.charset).text
    into = Collector(base=page.url, now=now)
    match kind_of(text):
        case FeedKind.JSON:
            read_json_feed(text, into)
            return _feed(FeedKind.JSON, into)
        case FeedKind.SITEMAP:
            is_index = read_sitemap(data, into)
            found = _feed(FeedKind.SITEMAP, into)
            return replace(found, entries=(), parts=found.entries) if is_index else found
        case FeedKind.FEED:
            read_xml_feed(text, into)
            return _feed(FeedKind.FEED, into)
        case FeedKind.PAGE:
            return Feed(kind=FeedKind.PAGE, links=feeds_named_by(text, page.url))
        case None:
            detail = "is no feed, sitemap or page; look at the address in a browser"
            raise BadReport(page.url, FeedFault.NO_FEED, detail)


def kind_of(text: str) -> FeedKind | None:
    """Tell by its first element how a feed is written; what is declared for it is often wrong."""
    head = _COMMENT.sub("", text[:_HEAD]).lstrip("\ufeff \t\r\n")
    if head.startswith("{"):
        return FeedKind.JSON
    root = _ROOT.search(head)
    return FeedKind(root.lastgroup) if root and root.lastgroup else None


def _feed(kind: FeedKind, into: Collector) -> Feed:
    return Feed(kind=kind, entries=into.entries, problems=into.closing())


def _declared(data: bytes) -> str | None:
    """Find the encoding that XML declares for itself: it is right more often than the server."""
    found = _XML_DECLARATION.match(data[:_DECLARATION_REACH])
    return found[1].decode("ascii") if found else None


def _unzipped(page: Fetched) -> bytes:
    """Unzip a body that is gzip in itself (sitemap.xml.gz), up to a bound.

    Raises:
        BadReport: it is damaged, or grows beyond the bound.
    """
    if not is_gzip(page.body):
        return page.body
    unzip = zlib.decompressobj(wbits=31)
    try:
        data = unzip.decompress(page.body, MAX_BYTES + 1)
    except zlib.error as err:
        detail = f"is damaged gzip ({err}); the outlet has to mend it"
        raise BadReport(page.url, FeedFault.BROKEN, detail) from err
    if len(data) > MAX_BYTES:
        detail = f"unzips to more than {MAX_BYTES:,} bytes; it is not read"
        raise BadReport(page.url, FeedFault.HOSTILE, detail)
    return data
