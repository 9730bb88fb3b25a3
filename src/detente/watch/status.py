"""The memory of a watch -> how each feed stands, for people.

In:  the feeds that are watched, what is remembered of them.   Out: ``FeedStatus`` for each.
Does not: ask any host.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from detente.watch.feed_list import WatchedFeed
from detente.watch.memory_rows import FeedMemory, instant_of

__all__ = ["FeedStatus", "feed_statuses"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStatus:
    """How a feed stands. Instants are aware, in UTC.

    ``n_listed`` entries were in it at the last poll, ``n_pages`` were found in it so far. ``why``
    says what keeps it from being asked at its interval, if anything does.
    """

    outlet: str
    url: str
    country: str | None
    language: str
    kind: str | None
    last_poll: datetime | None
    last_new: datetime | None
    next_poll: datetime | None
    n_failures: int
    n_listed: int
    n_pages: int
    why: str | None


def feed_statuses(
    feeds: Iterable[WatchedFeed], remembered: Mapping[str, FeedMemory], now: datetime
) -> list[FeedStatus]:
    """Say how feeds stand, in their order."""
    return [_status(feed, remembered.get(feed.url), now) for feed in feeds]


def _status(feed: WatchedFeed, memory: FeedMemory | None, now: datetime) -> FeedStatus:
    known = memory or FeedMemory(url=feed.url)
    next_poll = instant_of(known.next_at) if known.polled_at else None
    return FeedStatus(
        outlet=feed.outlet,
        url=feed.url,
        country=feed.country,
        language=feed.language,
        kind=known.kind,
        last_poll=instant_of(known.polled_at),
        last_new=instant_of(known.fresh_at),
        next_poll=next_poll if feed.is_coded else None,
        n_failures=known.n_failures,
        n_listed=known.n_listed,
        n_pages=known.n_new,
        why=_why(feed, known, now),
    )


def _why(feed: WatchedFeed, memory: FeedMemory, now: datetime) -> str | None:
    """Say why a feed is not asked at its interval."""
    if not feed.is_coded:
        return f"not asked: reports in {feed.language!r} are not coded yet"
    if memory.fault is None:
        return None
    until = instant_of(memory.next_at)
    left = "now" if until is None or until <= now else f"in {_words((until - now).total_seconds())}"
    return f"{memory.fault}: {memory.detail}; asked again {left}"


def _words(seconds: float) -> str:
    """Say a pause in its largest unit, rounded up."""
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{ceil(seconds / size)} {name}"
    return f"{max(1, ceil(seconds))} s"
