"""JSON Feed -> entries. Format: jsonfeed.org, versions 1 and 1.1.

In:  the text of a feed.   Out: what it lists, into a ``Collector``.
Does not: refuse a feed for one bad item, or read the articles that items may hold.
"""

import msgspec

from detente.errors import BadReport
from detente.sources.feed_entries import Collector, Entry, FeedFault, instant_from

__all__ = ["read_json_feed"]


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
                id=None if item.id is None else str(item.id),
            )
        )


def _address(item: _Item) -> str:
    """Choose the page: the item's own, else an id that is an address; "" is refused later."""
    named = str(item.id) if item.id is not None else ""
    as_id = named if named.startswith(("http://", "https://")) else None
    return item.url or item.external_url or as_id or "about:blank"
