"""What a feed lists -> the pages to read: new ones, changed ones, none that is too old.

In:  a feed as it was read, what is remembered of its pages.   Out: ``Page`` for each.
Does not: fetch or keep anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from detente.records.digest import digest
from detente.sources.feed_entries import Entry, Feed, FeedKind
from detente.watch.feed_list import WatchedFeed
from detente.watch.hosts import host_of
from detente.watch.memory_rows import Page, PageState, mark_of, seconds_of

__all__ = ["Listing", "urls_listed"]

MAX_PARTS = 20  # sitemaps of an index that are looked at: those that changed last
MAX_VISITS = 6  # to one page: some outlets say at each poll that all has changed
HOLD_S = 3_600  # between two visits to one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How to take in what one feed lists. ``is_first``: nothing of it was read before."""

    feed: WatchedFeed
    now: datetime
    is_first: bool

    def pages(self, found: Feed, known: Mapping[str, Page]) -> list[Page]:
        """Make pages of entries and parts; those that are known wait for their turn again."""
        listed = [self._page(entry, found) for entry in found.entries if self._is_recent(entry)]
        parts = [self._part(entry) for entry in self._latest(found.parts)]
        return [_again(page, known.get(page.url), self.now) for page in (*listed, *parts)]

    def _page(self, entry: Entry, found: Feed) -> Page:
        """Make the page of an entry.

        A sitemap lists all that an outlet ever published: of what bears no date there, only what
        comes after the first reading is new.
        """
        instant = entry.published or entry.updated
        is_old = found.kind is FeedKind.SITEMAP and instant is None and self.is_first
        now = int(self.now.timestamp())
        return Page(
            url=entry.url,
            feed=self.feed.url,
            host=host_of(entry.url),
            is_part=0,
            mark=mark_of(entry),
            published=seconds_of(entry.published),
            state=PageState.PASSED if is_old else PageState.WAITING,
            n_tries=0,
            n_visits=0,
            next_at=now,
            digest=None,
            found_at=now,
            read_at=None,
            listed_at=now,
        )

    def _part(self, entry: Entry) -> Page:
        """Make the page of a further sitemap; one that does not say when it changed may have."""
        page = self._page(entry, Feed(kind=FeedKind.FEED))
        mark = page.mark if entry.updated else digest("mark", self.now.isoformat())
        return replace(page, is_part=1, mark=mark)

    def _latest(self, parts: tuple[Entry, ...]) -> list[Entry]:
        dated = [part for part in parts if part.updated and self._is_recent(part)]
        latest = sorted(dated, key=lambda part: part.updated or self.now, reverse=True)
        undated = [part for part in parts if part.updated is None]
        return [*latest, *undated[::-1]][:MAX_PARTS]  # indexes grow at their end

    def _is_recent(self, entry: Entry) -> bool:
        instant = entry.updated or entry.published
        return instant is None or instant >= self.now - self.feed.max_age


def urls_listed(found: Feed) -> list[str]:
    """All addresses that a feed lists."""
    return [entry.url for entry in (*found.entries, *found.parts)]


def _again(page: Page, known: Page | None, now: datetime) -> Page:
    """Let a page that is known wait a while, or for ever if it was read often enough."""
    if known is None or page.is_part:
        return page
    if known.n_visits >= MAX_VISITS:
        return replace(page, mark=known.mark)
    since = known.read_at or 0
    earliest = min(since + HOLD_S, int((now + timedelta(seconds=HOLD_S)).timestamp()))
    return replace(page, next_at=max(page.next_at, earliest) if known.read_at else page.next_at)
