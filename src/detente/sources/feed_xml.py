"""RSS, RDF and Atom -> entries, by feedparser, which is given bytes and never an address.

In:  the bytes of a feed.   Out: what it lists, into a ``Collector``.
Does not: expand entities, read what items say, or let a feed take minutes: what is too big, or
has too many tags, is refused before it is parsed.
"""

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from detente.errors import BadReport
from detente.sources.feed_entries import Collector, Entry, FeedFault, first_line

__all__ = ["read_xml_feed"]

# feedparser takes a millisecond a tag, and more where tags are nested deeply; a feed with 100
# entries has some 2,000 tags.
MAX_TAGS = 30_000
MAX_FEED_BYTES = 4_000_000
_ENTITY = re.compile(r"<!ENTITY\s+([^>]{0,200})", re.IGNORECASE)
_CHARACTER = re.compile(r"""[\w.-]+\s+["'](?:&#x?[0-9a-f]+;|[^&%"'])["']\s*""", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z/]")


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
        into.take(_entry(item))
    if found.bozo and not found.entries:
        detail = f"is a damaged feed ({found.bozo_exception}); the outlet has to mend it"
        raise BadReport(into.base, FeedFault.BROKEN, detail)


def _check(data: bytes, text: str, base: str) -> None:
    """Refuse what would take too long, or blow up.

    Raises:
        BadReport: the feed is too big, or declares entities that stand for more than a character.
    """
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


def _entry(item: Mapping[str, Any]) -> Entry:
    told = dict(item)  # feedparser's own mapping warns where it maps one name to another
    return Entry(
        url=str(told.get("feedburner_origlink") or told.get("link") or "about:blank"),
        title=first_line((str(told.get("title") or ""),)),
        published=_instant(told.get("published_parsed")),
        updated=_instant(told.get("updated_parsed")),
        id=first_line((str(told.get("id") or ""),)),
    )


def _instant(parsed: Any) -> datetime | None:
    """Read feedparser's ``struct_time``, which is in UTC."""
    try:
        return datetime(*parsed[:6]).replace(tzinfo=UTC) if parsed else None  # noqa: DTZ001
    except (TypeError, ValueError, OverflowError):
        return None
