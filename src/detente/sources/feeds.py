"""A fetched feed of any kind -> the pages that it lists. The front door for feeds.

In:  the bytes behind a feed's address: RSS, RDF, Atom, JSON Feed, sitemap, or a page.
Out: ``Feed``; its problems beside its entries.
Does not: fetch anything, or crash at what is hostile: that is one ``BadReport``.
"""

import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import msgspec

from detente.errors import BadReport
from detente.records import Problem
from detente.sources.fetch import Fetched
from detente.sources.inputs import decode, is_gzip
from detente.sources.options import ROOM
from detente.sources.targets import target_from_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

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


# --- What a feed lists -> entries: addresses that may be fetched, each once, with their instants.
@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page that a feed lists. Instants are aware, in UTC."""

    url: str
    title: str | None = None
    published: datetime | None = None
    updated: datetime | None = None


class FeedKind(StrEnum):
    """How a feed is written; RSS, RDF and Atom are one kind here."""

    FEED = "feed"
    JSON = "json"
    SITEMAP = "sitemap"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed lists. ``parts`` are further sitemaps; ``links`` the feeds that a page names."""

    kind: FeedKind
    entries: tuple[Entry, ...] = ()
    parts: tuple[Entry, ...] = ()
    links: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


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


class FeedFault(StrEnum):
    """What can be wrong with a feed or one of its entries."""

    NO_FEED = "no-feed"
    BROKEN = "broken-feed"
    HOSTILE = "hostile-feed"
    BAD_LINK = "bad-link"
    FUTURE = "future-date"
    TOO_MANY = "too-many-entries"


@dataclass(slots=True, kw_only=True)
class Collector:
    """Takes what a feed lists, and keeps what can be used, in the feed's order, each once.

    ``base`` is the feed's own address; ``now`` the aware instant of the reading.
    """

    base: str
    now: datetime
    problems: list[Problem] = field(default_factory=list)
    _entries: dict[str, Entry] = field(default_factory=dict)
    _n_left_out: int = 0
    _n_bad: int = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What was kept."""
        return tuple(self._entries.values())

    def take(self, entry: Entry) -> None:
        """Take one entry, whose address may be relative, or no address at all."""
        try:
            url = plain_address(urljoin(self.base, entry.url.strip()))
        except ValueError as err:
            self._refuse(entry.url, err)
            return
        if url in self._entries:
            return
        if len(self._entries) >= MAX_ENTRIES:
            self._n_left_out += 1
            return
        self._entries[url] = Entry(
            url=url,
            title=_line(entry.title),
            published=self._past(url, entry.published),
            updated=self._past(url, entry.updated),
        )

    def note_cut(self) -> None:
        """Say that the feed breaks off: what it lists behind that is not known."""
        detail = "breaks off in its middle; what it lists till there is read, the rest is missed"
        self.problems.append(self._warning(FeedFault.BROKEN, detail))

    def closing(self) -> tuple[Problem, ...]:
        """All problems, with those that only the end shows."""
        told = list(self.problems)
        if self._n_bad > 1:
            told.append(self._warning(FeedFault.BAD_LINK, f"{self._n_bad:,} links are no pages"))
        if self._n_left_out:
            detail = (
                f"lists {self._n_left_out:,} entries more than the {MAX_ENTRIES:,} that are read "
                "at a time; name a feed of its newest pages"
            )
            told.append(self._warning(FeedFault.TOO_MANY, detail))
        return tuple(told)

    def _refuse(self, link: str, error: ValueError) -> None:
        """Tell the first bad link in full, and count the rest."""
        self._n_bad += 1
        if self._n_bad == 1:
            detail = f"lists {link[:200]!r}, which is no page to fetch: {str(error)[:300]}"
            self.problems.append(self._warning(FeedFault.BAD_LINK, detail))

    def _past(self, url: str, instant: datetime | None) -> datetime | None:
        """Leave out an instant that is still to come."""
        if instant is None or instant <= self.now + _SLACK:
            return instant
        detail = f"dates {url} on {instant:%Y-%m-%d}, which is still to come; the date is not used"
        if not any(one.kind == FeedFault.FUTURE for one in self.problems):
            self.problems.append(self._warning(FeedFault.FUTURE, detail))
        return None

    def _warning(self, kind: FeedFault, detail: str) -> Problem:
        return Problem(key=self.base, room=ROOM, kind=kind, detail=detail, is_warning=True)


def _feed(kind: FeedKind, into: Collector) -> Feed:
    return Feed(kind=kind, entries=into.entries, problems=into.closing())


def _declared(data: bytes) -> str | None:
    """Find the encoding that XML declares for itself: it is right more often than the server."""
    found = _XML_DECLARATION.match(data[:_DECLARATION_REACH])
    return found[1].decode("ascii") if found else None


def _unzipped(page: Fetched) -> bytes:
    """Unzip a body that is gzip in itself (sitemap.xml.gz), up to a bound."""
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


MAX_ENTRIES = 1000  # news feeds list 10 to 100; Google's news sitemaps at most 1,000
MAX_URL = 2000  # characters; sitemaps.org allows 2,048
_SLACK = timedelta(days=1)  # clocks of other time zones that are taken for UTC
# Added to tell where a reader came from; without them the page is the same.
_TRACKING = ("utm_", "at_medium", "at_campaign", "fbclid", "gclid", "ocid", "cmp", "ftag", "xtor")
_TRACKING_EXACT = frozenset({"ref", "src", "rss", "partner", "feedref"})
_RSS_MARKS = frozenset({"", "1", "rss", "feed", "rss2", "feeds", "atom"})


def plain_address(url: str) -> str:
    """Leave out of an address what only tells where a reader came from, and the place in a page.

    Raises:
        ValueError: it is no http or https address, or one with a password, or too long.
    """
    if len(url) > MAX_URL:
        raise ValueError(f"it has {len(url):,} characters, more than {MAX_URL:,}")
    target = target_from_url(url)
    parts = urlsplit(target.url)
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not _is_tracking(name, value)]
        query = query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def instant_from(written: str | None) -> datetime | None:
    """Read an ISO 8601 instant; one without a zone is UTC; ``None`` where it is none."""
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written.strip())
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_tracking(name: str, value: str) -> bool:
    lowered = name.lower()
    if lowered in _TRACKING_EXACT:
        return value.lower() in _RSS_MARKS
    return lowered.startswith(_TRACKING)


def _line(text: str | None) -> str | None:
    """Fold blanks, and cut at a length that no headline has."""
    return " ".join(text.split())[:500] or None if text else None


# --- JSON Feed -> entries. Format: jsonfeed.org, versions 1 and 1.1.
class _Feed(msgspec.Struct):
    items: list[msgspec.Raw]


class _Item(msgspec.Struct):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    date_published: str | None = None
    date_modified: str | None = None


def read_json_feed(text: str, into: Collector) -> None:
    """Take the items of a feed.

    Raises:
        BadReport: it is no JSON Feed, or damaged.
    """
    try:
        items = msgspec.json.decode(text, type=_Feed).items
    except (msgspec.DecodeError, RecursionError, UnicodeError) as err:
        detail = f"is JSON, but no JSON Feed ({err}); name an RSS, Atom or JSON feed"
        raise BadReport(into.base, FeedFault.BROKEN, detail) from err
    for raw in items:
        try:
            item = msgspec.json.decode(raw, type=_Item)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            item = _Item()  # its empty address is told as a bad link
        into.take(
            Entry(
                url=_address(item),
                title=item.title,
                published=instant_from(item.date_published),
                updated=instant_from(item.date_modified),
            )
        )


def _address(item: _Item) -> str:
    """Choose the page: the item's own, else an id that is an address; "" is refused later."""
    named = str(item.id) if item.id is not None else ""
    as_id = named if named.startswith(("http://", "https://")) else None
    return item.url or item.external_url or as_id or "about:blank"


# --- A page -> the feeds that it names for feed readers.
_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
_MOST = 20


def feeds_named_by(page: str, url: str) -> tuple[str, ...]:
    """List the feeds that a page at ``url`` names with ``<link rel="alternate">``."""
    from lxml.etree import LxmlError  # noqa: PLC0415  # only pages pay for it
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415

    try:
        tree = document_fromstring(page.encode(), parser=HTMLParser(encoding="utf-8"))
        links = tree.xpath("//link[@href and @type]")
        base = next(iter(tree.xpath("//base/@href")), "")
    except (LxmlError, ValueError, AssertionError):
        return ()
    found = dict[str, None]()
    for link in links:
        rels = str(link.get("rel", "")).lower().split()
        if "alternate" in rels and str(link.get("type")).strip().lower() in _TYPES:
            try:
                found[plain_address(urljoin(urljoin(url, base), str(link.get("href")).strip()))] = (
                    None
                )
            except ValueError:  # a link that is no address names no feed
                continue
    return tuple(found)[:_MOST]


# --- Sitemaps, news sitemaps and indexes of sitemaps -> entries. Format: sitemaps.org, 0.9.
_LISTED = {"url", "sitemap"}


def read_sitemap(data: bytes, into: Collector) -> bool:
    """Take what a sitemap lists; whether it lists further sitemaps instead of pages.

    What stands before a damaged place is taken.

    Raises:
        BadReport: it is damaged before its first entry.
    """
    from lxml.etree import LxmlError  # noqa: PLC0415  # only sitemaps pay for it

    is_index = False
    try:
        for element in _listed(data):
            is_index = is_index or _name(element) == "sitemap"
            entry = _sitemap_entry(element)
            if entry is not None:
                into.take(entry)
            _forget(element)
    except (LxmlError, ValueError) as err:
        if not into.entries:
            detail = f"is a damaged sitemap ({err}); the outlet has to mend it"
            raise BadReport(into.base, FeedFault.BROKEN, detail) from err
    return is_index


def _listed(data: bytes) -> "Iterator[_Element]":
    from lxml.etree import iterparse  # noqa: PLC0415  # only sitemaps pay for it

    walk = iterparse(
        io.BytesIO(data),
        events=("end",),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    for _, element in walk:
        if _name(element) in _LISTED:
            yield element


def _sitemap_entry(element: "_Element") -> Entry | None:
    told = {_name(each): (each.text or "").strip() for each in element.iter("*")}
    if not told.get("loc"):
        return None
    return Entry(
        url=told["loc"],
        title=told.get("title"),
        published=instant_from(told.get("publication_date")),
        updated=instant_from(told.get("lastmod")),
    )


def _name(element: "_Element") -> str:
    """Name an element without its namespace: outlets write all sorts of them."""
    return str(element.tag).rpartition("}")[2]


def _forget(element: "_Element") -> None:
    """Free an element and those before it: a sitemap may have 50,000."""
    element.clear()
    while (before := element.getprevious()) is not None and (
        above := element.getparent()
    ) is not None:
        above.remove(before)


# --- RSS, RDF and Atom -> entries, by feedparser, which is given bytes and never an address.
# feedparser takes a millisecond a tag, and more where tags are nested deeply; a feed with 100
# entries has some 2,000 tags.
MAX_TAGS = 30_000
MAX_FEED_BYTES = 4_000_000
_ENTITY = re.compile(r"<!ENTITY\s+([^>]{0,200})", re.IGNORECASE)
_CHARACTER = re.compile(r"""[\w.-]+\s+["'](?:&#x?[0-9a-f]+;|[^&%"'])["']\s*""", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z/]")
_CUT = re.compile("no element found|unclosed token")  # how expat says that a document ends too soon


def read_xml_feed(text: str, into: Collector) -> None:
    """Take the entries of a feed, whose bytes are decoded already.

    Raises:
        BadReport: it is hostile, or no entry can be read of it and it is damaged.
    """
    data = text.encode("utf-8", "replace")
    _check(data, text, into.base)
    import feedparser  # noqa: PLC0415  # only feeds pay for it

    found = feedparser.parse(
        io.BytesIO(data),
        response_headers={
            "content-type": "application/xml; charset=utf-8",  # over what the feed says of itself
            "content-location": into.base,
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    for item in found.entries:
        into.take(_xml_entry(item))
    if found.bozo and not into.entries:
        detail = f"is a damaged feed ({found.bozo_exception}); the outlet has to mend it"
        raise BadReport(into.base, FeedFault.BROKEN, detail)
    if found.bozo and _CUT.search(str(found.bozo_exception)):
        into.note_cut()


def _check(data: bytes, text: str, base: str) -> None:
    """Refuse what would take too long, or blow up."""
    if len(data) > MAX_FEED_BYTES:
        detail = f"is larger than {MAX_FEED_BYTES:,} bytes; name a feed of its newest pages"
        raise BadReport(base, FeedFault.HOSTILE, detail)
    if any(not _CHARACTER.fullmatch(entity[1]) for entity in _ENTITY.finditer(text)):
        detail = "declares entities, which feeds do not need and attacks do; it is not read"
        raise BadReport(base, FeedFault.HOSTILE, detail)
    n_tags = sum(1 for _ in _TAG.finditer(text))
    if n_tags > MAX_TAGS:
        detail = f"has {n_tags:,} tags, more than {MAX_TAGS:,}; name a feed of its newest pages"
        raise BadReport(base, FeedFault.HOSTILE, detail)


def _xml_entry(item: Mapping[str, Any]) -> Entry:
    told = dict(item)  # feedparser's own mapping warns where it maps one name to another
    return Entry(
        url=str(told.get("feedburner_origlink") or told.get("link") or "about:blank"),
        title=_line(str(told.get("title") or "")),
        published=_instant(told.get("published_parsed")),
        updated=_instant(told.get("updated_parsed")),
    )


def _instant(parsed: Any) -> datetime | None:
    """Read feedparser's ``struct_time``, which is in UTC."""
    try:
        return datetime(*parsed[:6]).replace(tzinfo=UTC) if parsed else None  # noqa: DTZ001
    except (TypeError, ValueError, OverflowError):
        return None
