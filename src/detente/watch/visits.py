"""One visit to a host: poll a feed, or read a page. What runs beside other visits.

In:  a feed and what is remembered of it, or a page.   Out: ``Polled``, ``ReadPage``, ``ReadPart``
or ``Failed``; a visit never raises.
Does not: remember anything, wait for its turn, or code a report.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NoReturn
from urllib.parse import urlsplit

from detente.errors import BadReport
from detente.records import Problem, Report
from detente.records.text import digest
from detente.sources import Fetched, Fetcher, ReadOptions, read_reports
from detente.sources.feeds import Feed, FeedFault, FeedKind, read_feed
from detente.sources.fetch import USER_AGENT, fetched_from
from detente.sources.files import with_outlets
from detente.sources.inputs import FileKind, kind_of_bytes, kind_of_name, kind_of_type
from detente.sources.outlets import load_outlets
from detente.sources.targets import Answer, target_from_url
from detente.watch.feed_list import WatchedFeed
from detente.watch.memory import FeedMemory, Page, instant_of

logger = logging.getLogger(__name__)
ROOM = "watch"
_OK, _UNCHANGED = 200, 304
_HEAD = 65_536  # bytes looked at to tell a page from a table
_QUICK = frozenset({"connect", "broken-answer"})  # often gone a second later
_FINAL = frozenset({
    "bad-url", "private-address", "robots", "too-large", "too-many-redirects", "no-page",
    "http-400", "http-401", "http-402", "http-403", "http-404", "http-405", "http-406",
    "http-410", "http-451",
})  # fmt: skip
_PAGES = frozenset({FileKind.HTML, FileKind.TEXT, FileKind.MARKDOWN})
_ACCEPT_FEED = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A poll that went well, at ``url``, after all redirects.

    ``found`` is ``None`` where nothing has changed since the last poll.
    """

    feed: WatchedFeed
    found: Feed | None
    url: str
    target: str | None = None
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page as it was read: its reports and problems, and the digest of its text."""

    page: Page
    items: tuple[Report | Problem, ...]
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPart:
    """A further sitemap as it was read."""

    page: Page
    found: Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A visit that brought nothing.

    ``asked`` is how long the server wants to be left alone; ``is_final``: to come again is no use.
    """

    problem: Problem
    asked: timedelta | None = None
    is_final: bool = False

    @property
    def fault(self) -> str:
        """A short, fixed name of what went wrong."""
        return self.problem.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Visits hosts; safe to be used by several threads, one a host.

    ``public`` and ``private`` fetch; the latter from private networks, too, for feeds that
    are allowed to.
    """

    public: Fetcher
    private: Fetcher
    now: Callable[[], datetime] = field(kw_only=True)

    def poll(self, feed: WatchedFeed, memory: FeedMemory) -> Polled | Failed:
        """Ask a feed for what is new."""
        with _failing(feed.url) as failure:
            return self._poll(feed, memory)
        return failure[0]

    def read(self, page: Page, feed: WatchedFeed) -> ReadPage | ReadPart | Failed:
        """Read a page, or a further sitemap."""
        with _failing(page.url) as failure:
            return self._read_part(page, feed) if page.is_part else self._read_page(page, feed)
        return failure[0]

    def crawl_delay(self, url: str) -> timedelta:
        """How long the host's robots.txt wants between two visits, as far as it was read."""
        return timedelta(seconds=self.public.robots.delay_s(target_from_url(url).origin))

    def _poll(self, feed: WatchedFeed, memory: FeedMemory) -> Polled:
        url = memory.target or feed.url
        headers = {"Accept": _ACCEPT_FEED}
        if memory.etag:
            headers["If-None-Match"] = memory.etag
        if memory.modified:
            headers["If-Modified-Since"] = memory.modified
        answer = self._ask(url, feed, headers)
        if answer.status == _UNCHANGED:
            return Polled(feed=feed, found=None, url=answer.url)
        found = read_feed(fetched_from(answer), self.now())
        if found.kind is not FeedKind.PAGE:
            return _polled(feed, found, answer, memory.target)
        if memory.kind is not None or feed.kind not in {None, FeedKind.PAGE} or not found.links:
            raise BadReport(feed.url, FeedFault.NO_FEED, _no_feed(found))
        answer = self._ask(found.links[0], feed, {"Accept": _ACCEPT_FEED})
        named = read_feed(fetched_from(answer), self.now())
        if named.kind is FeedKind.PAGE:
            raise BadReport(feed.url, FeedFault.NO_FEED, f"names {found.links[0]}, which is none")
        return _polled(feed, named, answer, found.links[0])

    def _read_part(self, page: Page, feed: WatchedFeed) -> ReadPart:
        """Read a sitemap of an index."""
        answer = self._ask(page.url, feed, {"Accept": _ACCEPT_FEED})
        found = read_feed(fetched_from(answer), self.now())
        if found.kind is FeedKind.PAGE or found.parts:
            raise BadReport(page.url, FeedFault.NO_FEED, "is no sitemap of pages")
        return ReadPart(page=page, found=found)

    def _read_page(self, page: Page, feed: WatchedFeed) -> ReadPage:
        fetched = _checked(fetched_from(self._ask(page.url, feed, {})), page.url)
        published = instant_of(page.published)
        options = ReadOptions(published=published.date() if published else None, outlet=feed.outlet)
        read = read_reports((page.url,), options, fetcher=_Had(fetched))
        items = tuple(_published_by(item, feed.outlet) for item in read)
        texts = [item.text for item in items if isinstance(item, Report)]
        return ReadPage(page=page, items=items, digest=digest("text", texts) if texts else None)

    def _ask(self, url: str, feed: WatchedFeed, headers: Mapping[str, str]) -> Answer:
        """Ask for an address; a connection that breaks is tried once more.

        Raises:
            BadReport: there is no answer, or one that is neither 200 nor 304.
        """
        import stamina  # noqa: PLC0415  # only fetching pays for it

        fetcher = self.private if feed.allow_private else self.public
        asked = {"User-Agent": _user_agent(feed.contact), **headers}
        tries = stamina.retry_context(
            on=_is_quick, attempts=2, timeout=None, wait_initial=1.0, wait_max=3.0
        )
        for attempt in tries:
            with attempt:
                answer = fetcher.ask(url, asked)
        if answer.status not in {_OK, _UNCHANGED}:
            self._refuse(url, answer)
        return answer

    def _refuse(self, url: str, answer: Answer) -> NoReturn:
        raise _Refused(url, answer, retry_after(answer.headers, self.now()))


class _Refused(BadReport):
    """A server answered, but not with what was asked for."""

    def __init__(self, url: str, answer: Answer, asked: timedelta | None) -> None:
        super().__init__(url, f"http-{answer.status}", f"{answer.url} answers {answer.status}")
        self.asked = asked


class _Had:
    """Gives a page that was fetched already."""

    def __init__(self, page: Fetched) -> None:
        self._page = page

    def fetch(self, url: str) -> Fetched:  # noqa: ARG002  # there is only this page
        return self._page


@contextmanager
def _failing(key: str) -> Iterator[list[Failed]]:
    """Turn whatever goes wrong in the block into a ``Failed``, which the list then has."""
    failure: list[Failed] = []
    try:
        yield failure
    except BadReport as err:
        asked = err.asked if isinstance(err, _Refused) else None
        problem = Problem(key=key, room=ROOM, kind=err.kind, detail=err.detail)
        is_final = err.kind in _FINAL and asked is None
        failure.append(Failed(problem=problem, asked=asked, is_final=is_final))
    except Exception as err:  # one bad feed never stops the others, and never vanishes
        logger.exception("visit failed key=%r", key)
        detail = f"reading it failed ({type(err).__name__}: {err}); please report it"
        problem = Problem(key=key, room=ROOM, kind="failed", detail=detail)
        failure.append(Failed(problem=problem))


def _published_by(item: Report | Problem, outlet: str) -> Report | Problem:
    """Trust the list on who publishes, unless the page names an outlet that is known."""
    outlets = load_outlets()
    if isinstance(item, Problem) or (item.outlet and outlets.named(item.outlet)):
        return item
    return with_outlets(replace(item, outlet=outlet), None, outlets)


def _is_quick(error: Exception) -> bool:
    return isinstance(error, BadReport) and error.kind in _QUICK


def _polled(feed: WatchedFeed, found: Feed, answer: Answer, target: str | None) -> Polled:
    return Polled(
        feed=feed,
        found=found,
        url=answer.url,
        target=target,
        etag=answer.headers.get("etag"),
        modified=answer.headers.get("last-modified"),
    )


def _no_feed(found: Feed) -> str:
    """Say what to do about a page where a feed was."""
    if found.links:
        return f"is a page, no feed any more; it names {found.links[0]}: list that"
    return "is a page, no feed, and names none; look for the outlet's feed, and list that"


def _checked(page: Fetched, url: str) -> Fetched:
    """Let through what can be one article: a page or plain text, not a table or an archive."""
    kind = kind_of_type(page.content_type) or kind_of_name(urlsplit(page.url).path)
    kind = kind or kind_of_bytes(page.body[:_HEAD], "text")
    if page.body and kind not in _PAGES:
        told = page.content_type or "something else"
        raise BadReport(url, "no-page", f"is no page with an article, but {told}")
    return replace(page, content_type="text/html") if kind is FileKind.HTML else page


def _user_agent(contact: str | None) -> str:
    return f"{USER_AGENT.removesuffix(')')}; {contact})" if contact else USER_AGENT


# --- How long a server wants to be left alone.
LONGEST_ASKED = timedelta(days=2)  # a Retry-After beyond is heard as this


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long a server asks us to stay away. RFC 9110, 10.2.3: seconds, or a date."""
    written = headers.get("retry-after", "").strip()
    if written.isascii() and written.isdigit():
        return min(timedelta(seconds=min(int(written[:12]), 10**8)), LONGEST_ASKED)
    try:
        until = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(aware - now, timedelta(0)), LONGEST_ASKED)


# --- Feeds -> what each of them has just now, for who puts a list together.
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFeed:
    """What a feed has. ``newest`` is the latest instant among its entries."""

    outlet: str
    url: str
    language: str
    kind: str | None = None
    n_entries: int = 0
    newest: datetime | None = None
    fault: str | None = None
    detail: str | None = None


def check_feeds(feeds: Iterable[WatchedFeed], visitor: Visitor) -> Iterator[CheckedFeed]:
    """Ask each feed once, in whatever language; yield what it has, as it comes."""
    for feed in feeds:
        yield _check(feed, visitor)


def _check(feed: WatchedFeed, visitor: Visitor) -> CheckedFeed:
    named = CheckedFeed(outlet=feed.outlet, url=feed.url, language=feed.language)
    done = visitor.poll(feed, FeedMemory(url=feed.url))
    if isinstance(done, Failed):
        return replace(named, fault=done.fault, detail=done.problem.detail)
    if done.found is None:
        return named
    listed = (*done.found.entries, *done.found.parts)
    instants = [instant for one in listed if (instant := one.published or one.updated)]
    return replace(
        named,
        kind=done.found.kind.value,
        n_entries=len(listed),
        newest=max(instants, default=None),
        detail=f"is at {done.url}" if done.url != feed.url else None,
    )
