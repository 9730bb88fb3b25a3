"""The watch's own file: which feeds were asked when, which pages wait. SQLite, beside the ledger.

In:  what feeds list and what came of their pages.   Out: what to ask next, over any restart.
Does not: hold testimony (the ledger does), or decide when to ask. Each change is a transaction; at
``kill -9`` it is there or it is not, and what is lost is asked again: twice is once in the ledger.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Self, TypeVar

from detente.errors import BadInput, LedgerBusy
from detente.ledger.address import packaged_sql
from detente.records import names_of, record_from
from detente.records.text import digest
from detente.sources.feeds import Entry

FORGET_AFTER_S = 90 * 86_400  # since a feed last listed a page; the ledger knows it still


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that a feed lists; the columns of ``pages`` in ``sql/memory.sql``."""

    url: str
    feed: str
    host: str
    is_part: int = 0
    mark: str
    published: int | None
    state: str
    n_tries: int = 0
    n_visits: int = 0
    next_at: int
    digest: str | None = None
    found_at: int
    read_at: int | None = None
    listed_at: int


_PAGE = ", ".join(names_of(Page))


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


_FEED = ", ".join(names_of(FeedMemory))
_PUT_PAGE = f"INSERT OR REPLACE INTO pages VALUES ({', '.join('?' * len(names_of(Page)))})"  # noqa: S608
_PUT_FEED = f"INSERT OR REPLACE INTO feeds VALUES ({', '.join('?' * len(names_of(FeedMemory)))})"  # noqa: S608
_WAITING = (
    "state = 'waiting' AND feed IN (SELECT url FROM watched)"
    " AND url NOT IN (SELECT url FROM leased)"
)
# A power cut may cost the last changes, which are made again; a kill costs none.
_FAST = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"


class Memory:
    """An open memory. One watch writes it; any number of processes may read beside it."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, lock: sqlite3.Connection | None
    ) -> None:
        self._connection = connection
        self._lock = lock
        self.path = path

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open a memory; made if missing, unless it is only to be read.

        Raises:
            BadInput: there is none to read, or it cannot be opened, or is another program's.
            LedgerBusy: another watch writes it.
        """
        if read_only and not path.exists():
            raise BadInput(f"there is no {path}: nothing was watched so far; start detente watch")
        with ExitStack() as opened:
            lock = None if read_only else opened.enter_context(closing(_locked(path)))
            try:
                connection = opened.enter_context(closing(_connected(path, read_only=read_only)))
                if not read_only:
                    connection.executescript(f"{_FAST}{packaged_sql('memory', 'watch')}")
                    connection.execute("CREATE TEMP TABLE watched (url TEXT PRIMARY KEY)")
                    connection.execute("CREATE TEMP TABLE leased (url TEXT PRIMARY KEY)")
                connection.execute("SELECT count(*) FROM feeds").fetchone()
            except sqlite3.Error as err:
                raise BadInput(f"{path} is no memory of a watch ({err}); move it away") from err
            opened.pop_all()  # they stay open: this memory closes them
        return cls(connection, path, lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, and let another watch write it."""
        self._connection.close()
        if self._lock is not None:
            self._lock.close()

    # Feeds

    def watch(self, feeds: Iterable[str]) -> None:
        """Name the feeds that are watched now; pages of others wait on, and are not given."""
        with self._transaction():
            self._connection.execute("DELETE FROM watched")
            self._connection.executemany(
                "INSERT OR IGNORE INTO watched VALUES (?)", ((url,) for url in feeds)
            )

    def feeds(self) -> dict[str, FeedMemory]:
        """Give what is remembered of every feed, by its address."""
        rows = self._connection.execute(f"SELECT {_FEED} FROM feeds ORDER BY url")  # noqa: S608  # our columns
        return {one.url: one for one in (record_from(FeedMemory, row) for row in rows)}

    def save(self, feed: FeedMemory, listed: Iterable[Page] = (), at: int = 0) -> FeedMemory:
        """Keep what a poll brought, and the pages that it listed; give the feed with its counts.

        ``at`` is when; it becomes ``fresh_at`` where there are pages to read. A page that is
        known waits again where its ``mark`` has changed, from its ``next_at`` on.
        """
        with self._transaction():
            n_new = sum(self._list(page) for page in listed)
            kept = replace(feed, n_new=feed.n_new + n_new, fresh_at=at) if n_new else feed
            self._connection.execute(_PUT_FEED, astuple(kept))
        return kept

    # Pages

    def known(self, urls: Collection[str]) -> dict[str, Page]:
        """Give what is remembered of some pages, by their addresses."""
        sql = f"SELECT {_PAGE} FROM pages WHERE url IN (SELECT value FROM json_each(?))"  # noqa: S608  # our columns
        rows = self._connection.execute(sql, (json.dumps(list(urls)),))
        return {row[0]: record_from(Page, row) for row in rows}

    def waiting(self, now: int) -> list[Page]:
        """Give one page a host that may be read now: the one that waits longest."""
        rows = self._connection.execute(packaged_sql("waiting_pages", "watch"), {"now": now})
        return [record_from(Page, row) for row in rows]

    def all_waiting(self) -> Iterator[Page]:
        """Give all pages that wait, whenever they are due."""
        sql = f"SELECT {_PAGE} FROM pages WHERE {_WAITING} ORDER BY url"  # noqa: S608  # our columns
        return (record_from(Page, row) for row in self._connection.execute(sql).fetchall())

    def lease(self, url: str) -> None:
        """Give a page to nobody else until it is settled; a new start ends that, too."""
        self._connection.execute("INSERT OR IGNORE INTO leased VALUES (?)", (url,))

    def settle(self, pages: Iterable[Page]) -> None:
        """Keep what became of some pages, all or none."""
        with self._transaction():
            for page in pages:
                self._put_page(page)
                self._connection.execute("DELETE FROM leased WHERE url = ?", (page.url,))

    def next_pages(self) -> dict[str, int]:
        """When the next page of each host is due."""
        sql = f"SELECT host, min(next_at) FROM pages WHERE {_WAITING} GROUP BY host"  # noqa: S608  # our words
        return {str(host): int(at) for host, at in self._connection.execute(sql)}

    def shift(self, seconds: int) -> None:
        """Let all pages be due so much earlier, or later: the clock was set."""
        with self._transaction():
            sql = "UPDATE pages SET next_at = max(0, next_at - ?) WHERE state = 'waiting'"
            self._connection.execute(sql, (seconds,))

    def counts(self) -> dict[str, int]:
        """Count pages by what became of them."""
        rows = self._connection.execute("SELECT state, count(*) FROM pages GROUP BY state")
        return {str(state): int(n) for state, n in rows}

    def forget_old(self, now: int) -> int:
        """Forget the settled pages that no feed has listed for long; count them."""
        sql = "DELETE FROM pages WHERE state <> 'waiting' AND listed_at < ?"
        with self._transaction():
            return self._connection.execute(sql, (now - FORGET_AFTER_S,)).rowcount

    def _list(self, page: Page) -> int:
        """Take in a page that a feed lists; 1 if it is to be read."""
        known = self.known((page.url,)).get(page.url)
        if known is None:
            self._put_page(page)
            return int(page.state == PageState.WAITING)
        is_changed = known.mark != page.mark and page.state == PageState.WAITING
        sql = "UPDATE pages SET listed_at = ? WHERE url = ?"
        self._connection.execute(sql, (page.listed_at, page.url))
        if not is_changed:
            return 0
        sql = "UPDATE pages SET mark = ?, state = 'waiting', n_tries = 0, next_at = ? WHERE url = ?"
        self._connection.execute(sql, (page.mark, page.next_at, page.url))
        return int(known.state != PageState.WAITING)

    def _put_page(self, page: Page) -> None:
        self._connection.execute(_PUT_PAGE, astuple(page))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _connected(path: Path, *, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rwc"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=10, isolation_level=None)


def _locked(path: Path) -> sqlite3.Connection:
    """Hold a lock for as long as the process lives, on any system.

    Raises:
        BadInput: there can be no such file.
        LedgerBusy: another process holds it.
    """
    lock = path.with_name(f"{path.name}.lock")
    try:
        held = sqlite3.connect(lock, timeout=0, isolation_level=None)
    except sqlite3.Error as err:
        raise BadInput(f"{lock} cannot be made ({err}); name another place with --memory") from err
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as err:
        held.close()
        if "locked" in str(err):
            raise LedgerBusy(f"{path} is in use by another detente watch; stop that first") from err
        raise BadInput(f"{lock} cannot be used ({err}); name another place with --memory") from err
    return held


# --- What a watch remembers of a feed and of a page, as records.
T = TypeVar("T")


class PageState(StrEnum):
    """What has become of a page."""

    WAITING = "waiting"
    READ = "read"
    GIVEN_UP = "given-up"
    PASSED = "passed"


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
