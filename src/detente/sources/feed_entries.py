"""What a feed lists -> entries: addresses that may be fetched, each once, with their instants.

In:  links, titles and instants as a feed's format has them.   Out: ``Entry``, ``Feed``; a
``Problem`` for what of a feed cannot be used.
Does not: parse a format (feeds.py and its siblings do), or look at the clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from detente.records import Problem
from detente.sources.problems import ROOM
from detente.sources.targets import target_from_url

__all__ = [
    "Collector",
    "Entry",
    "Feed",
    "FeedFault",
    "FeedKind",
    "first_line",
    "instant_from",
    "plain_address",
]

MAX_ENTRIES = 1000  # news feeds list 10 to 100; Google's news sitemaps at most 1,000
MAX_URL = 2000  # characters; sitemaps.org allows 2,048
_SLACK = timedelta(days=1)  # clocks of other time zones that are taken for UTC
# Added to tell where a reader came from; without them the page is the same.
_TRACKING = ("utm_", "at_medium", "at_campaign", "fbclid", "gclid", "ocid", "cmp", "ftag", "xtor")
_TRACKING_EXACT = frozenset({"ref", "src", "rss", "partner", "feedref"})
_RSS_MARKS = frozenset({"", "1", "rss", "feed", "rss2", "feeds", "atom"})


class FeedKind(StrEnum):
    """How a feed is written; RSS, RDF and Atom are one kind here."""

    FEED = "feed"
    JSON = "json"
    SITEMAP = "sitemap"
    PAGE = "page"


class FeedFault(StrEnum):
    """What can be wrong with a feed or one of its entries."""

    NO_FEED = "no-feed"
    BROKEN = "broken-feed"
    HOSTILE = "hostile-feed"
    BAD_LINK = "bad-link"
    FUTURE = "future-date"
    TOO_MANY = "too-many-entries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page that a feed lists. Instants are aware, in UTC; ``id`` is the feed's own name."""

    url: str
    title: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed lists. ``parts`` are further sitemaps; ``links`` the feeds that a page names."""

    kind: FeedKind
    entries: tuple[Entry, ...] = ()
    parts: tuple[Entry, ...] = ()
    links: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True, kw_only=True)
class Collector:
    """Takes what a feed lists, and keeps what can be used, in the feed's order, each once.

    ``base`` is the feed's own address; ``now`` the aware instant of the reading.
    """

    base: str
    now: datetime
    problems: list[Problem] = field(default_factory=list)
    _entries: dict[str, Entry] = field(default_factory=dict)
    _n_left_out: int = 0
    _n_bad: int = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What was kept."""
        return tuple(self._entries.values())

    def take(self, entry: Entry) -> None:
        """Take one entry, whose address may be relative, or no address at all."""
        try:
            url = plain_address(urljoin(self.base, entry.url.strip()))
        except ValueError as err:
            self._refuse(entry.url, err)
            return
        if url in self._entries:
            return
        if len(self._entries) >= MAX_ENTRIES:
            self._n_left_out += 1
            return
        self._entries[url] = Entry(
            url=url,
            title=_line(entry.title),
            published=self._past(url, entry.published),
            updated=self._past(url, entry.updated),
            id=_line(entry.id),
        )

    def closing(self) -> tuple[Problem, ...]:
        """All problems, with those that only the end shows."""
        told = list(self.problems)
        if self._n_bad > 1:
            told.append(self._warning(FeedFault.BAD_LINK, f"{self._n_bad:,} links are no pages"))
        if self._n_left_out:
            detail = (
                f"lists {self._n_left_out:,} entries more than the {MAX_ENTRIES:,} that are read "
                "at a time; name a feed of its newest pages"
            )
            told.append(self._warning(FeedFault.TOO_MANY, detail))
        return tuple(told)

    def _refuse(self, link: str, error: ValueError) -> None:
        """Tell the first bad link in full, and count the rest."""
        self._n_bad += 1
        if self._n_bad == 1:
            detail = f"lists {link[:200]!r}, which is no page to fetch: {str(error)[:300]}"
            self.problems.append(self._warning(FeedFault.BAD_LINK, detail))

    def _past(self, url: str, instant: datetime | None) -> datetime | None:
        """Leave out an instant that is still to come."""
        if instant is None or instant <= self.now + _SLACK:
            return instant
        detail = f"dates {url} on {instant:%Y-%m-%d}, which is still to come; the date is not used"
        if not any(one.kind == FeedFault.FUTURE for one in self.problems):
            self.problems.append(self._warning(FeedFault.FUTURE, detail))
        return None

    def _warning(self, kind: FeedFault, detail: str) -> Problem:
        return Problem(key=self.base, room=ROOM, kind=kind, detail=detail, is_warning=True)


def plain_address(url: str) -> str:
    """Leave out of an address what only tells where a reader came from, and the place in a page.

    Raises:
        ValueError: it is no http or https address, or one with a password, or too long.
    """
    if len(url) > MAX_URL:
        raise ValueError(f"it has {len(url):,} characters, more than {MAX_URL:,}")
    target = target_from_url(url)
    parts = urlsplit(target.url)
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not _is_tracking(name, value)]
        query = query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def instant_from(written: str | None) -> datetime | None:
    """Read an ISO 8601 instant; one without a zone is UTC; ``None`` where it is none."""
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written.strip())
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def first_line(texts: Iterable[str | None]) -> str | None:
    """Give the first text that says something, on one line."""
    return next((line for line in map(_line, texts) if line), None)


def _is_tracking(name: str, value: str) -> bool:
    lowered = name.lower()
    if lowered in _TRACKING_EXACT:
        return value.lower() in _RSS_MARKS
    return lowered.startswith(_TRACKING)


def _line(text: str | None) -> str | None:
    """Fold blanks, and cut at a length that no headline has."""
    return " ".join(text.split())[:500] or None if text else None
