"""HTML -> report: the article of a page without its menus, and what the page says of itself.

In:  a decoded page.   Out: a ``Report``: title, blank line, body; spans count in that text.
Does not: keep comments or authors, or take a day of publication that the page does not state
(page_date.py).
"""

from datetime import date
from typing import TYPE_CHECKING

from detente.errors import BadReport
from detente.records import Report
from detente.sources.outlets import load_outlets
from detente.sources.page_date import find_page_date
from detente.sources.problems import ProblemKind

if TYPE_CHECKING:
    from trafilatura.settings import Document

__all__ = ["report_from_page"]

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
