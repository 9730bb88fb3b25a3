"""Feeds -> what each of them has just now, for who puts a list together.

In:  feeds, who visits them.   Out: ``CheckedFeed`` for each, in order.
Does not: remember, read a page, or write anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from detente.watch.feed_list import WatchedFeed
from detente.watch.memory_rows import FeedMemory
from detente.watch.visits import Failed, Visitor

__all__ = ["CheckedFeed", "check_feeds"]


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
        yield _checked(feed, visitor)


def _checked(feed: WatchedFeed, visitor: Visitor) -> CheckedFeed:
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
