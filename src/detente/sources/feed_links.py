"""A page -> the feeds that it names for feed readers.

In:  the text of an HTML page and its address.   Out: addresses of feeds, in the page's order.
Does not: guess addresses such as /feed, or follow links that are not named as feeds.
"""

from urllib.parse import urljoin

from detente.sources.feed_entries import plain_address

__all__ = ["feeds_named_by"]

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
