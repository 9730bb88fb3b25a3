"""Sitemaps, news sitemaps and indexes of sitemaps -> entries. Format: sitemaps.org, 0.9.

In:  the bytes of a sitemap.   Out: what it lists, into a ``Collector``; whether it is an index.
Does not: fetch the sitemaps of an index, expand entities, or load a DTD.
"""

import io
from typing import TYPE_CHECKING

from detente.errors import BadReport
from detente.sources.feed_entries import Collector, Entry, FeedFault, instant_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

__all__ = ["read_sitemap"]

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
            entry = _entry(element)
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


def _entry(element: "_Element") -> Entry | None:
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
