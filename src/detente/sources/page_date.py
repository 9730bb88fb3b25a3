"""A page -> the day of publication that it states.

In:  a parsed HTML page and its address.   Out: a ``date`` or ``None``.
Does not: take what only looks like it: a year in a footer, the address of a picture, a date in
the title, the times of other articles.
"""

from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["find_page_date"]

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
