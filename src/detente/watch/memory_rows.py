"""What a watch remembers of a feed and of a page, as records.

In:  rows of the memory.   Out: ``FeedMemory``, ``Page``, and the other way round.
Does not: open the file (memory.py does).
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from detente.records.digest import digest
from detente.sources.feed_entries import Entry

__all__ = ["FeedMemory", "Page", "PageState", "instant_of", "mark_of", "record_from", "seconds_of"]

T = TypeVar("T")


class PageState(StrEnum):
    """What has become of a page."""

    WAITING = "waiting"
    READ = "read"
    GIVEN_UP = "given-up"
    PASSED = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMemory:
    """A feed as it was last asked; the columns of ``feeds`` in ``sql/memory.sql``."""

    url: str
    target: str | None = None
    kind: str | None = None
    etag: str | None = None
    modified: str | None = None
    polled_at: int | None = None
    ok_at: int | None = None
    fresh_at: int | None = None
    next_at: int = 0
    n_failures: int = 0
    fault: str | None = None
    detail: str | None = None
    n_listed: int = 0
    n_new: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that a feed lists; the columns of ``pages`` in ``sql/memory.sql``."""

    url: str
    feed: str
    host: str
    is_part: int
    mark: str
    published: int | None
    state: str
    n_tries: int
    n_visits: int
    next_at: int
    digest: str | None
    found_at: int
    read_at: int | None
    listed_at: int


def record_from(kind: type[T], row: tuple[Any, ...]) -> T:
    """Make a record of a row whose columns are the record's fields, in order."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # both are dataclasses
    return kind(**dict(zip(names, row, strict=True)))


def mark_of(entry: Entry) -> str:
    """Digest what a feed says of a page; it changes when the outlet says that the page changed."""
    instant = entry.updated or entry.published
    return digest("mark", entry.title, instant.isoformat() if instant else None)


def seconds_of(instant: datetime | None) -> int | None:
    """Write an instant as seconds since 1970."""
    return None if instant is None else int(instant.timestamp())


def instant_of(seconds: int | None) -> datetime | None:
    """Read seconds since 1970."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
