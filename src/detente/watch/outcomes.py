"""What came of visits -> the memory, and units of pages for the ledger.

In:  a feed or a page, and what its visit brought.   Out: when it is asked again; the pages to
read; rows in both files, coded, in one transaction; counts.
Does not: decide whose turn it is (watcher.py does), or fetch. Twice is once: the ledger knows its
reports.
"""

import logging
import random
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import inf

from detente.errors import LedgerBusy
from detente.ledger import Ledger
from detente.ledger.address import LedgerName
from detente.pipeline import Journey
from detente.record import Recorder, add_reports, compute_events
from detente.records import Problem, Report
from detente.records.text import digest
from detente.sources.feeds import Entry, Feed, FeedFault, FeedKind
from detente.watch.clock import NETWORK_FAULTS, Clock, Progress, host_of
from detente.watch.feed_list import WatchedFeed
from detente.watch.memory import FeedMemory, Memory, Page, PageState, mark_of, seconds_of
from detente.watch.visits import Failed, Polled, ReadPage, ReadPart, Visitor

logger = logging.getLogger(__name__)
UNIT = 20  # pages to a transaction: half a minute of coding is lost at a power cut
UNIT_AGE_S = 30.0  # after which a unit is kept though it is not full
_BUSY_S = 60.0  # until a ledger that is busy is tried again; it was waited for already


# --- What came of a visit -> what is remembered of a feed or page, and when it is asked again.
JITTER = 0.1  # of the interval, to either side: feeds that began together drift apart
SLOWEST = timedelta(days=1)  # a dead feed is asked once a day, until somebody takes it out
FIRST_RETRY = timedelta(minutes=5)  # for a page; then 15, 45, 135 minutes
MAX_TRIES = 5  # for a page: over some three hours; then it is a problem
PROBE_S = 60  # while the network is down: between two tries at any host
_SLACK_S = 60  # a clock that goes back by less was set right; nobody waits longer for it
_LOST = frozenset({FeedFault.NO_FEED.value, "http-404", "http-410"})


class Schedule:
    """Decides when to come again; its jitter comes from ``chance``."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def after_success(self, interval: timedelta) -> timedelta:
        """How long to wait after a poll that went well."""
        return interval * self._chance.uniform(1 - JITTER, 1 + JITTER)

    def after_failure(
        self, interval: timedelta, n_failures: int, asked: timedelta | None
    ) -> timedelta:
        """How long to wait after the ``n_failures``-th poll in a row that failed.

        It doubles with each, from ``interval`` to a day, and is never shorter than ``asked``.
        """
        doubled = interval * float(2 ** min(max(n_failures - 1, 0), 16))
        pause = max(min(doubled, max(SLOWEST, interval)), asked or timedelta(0))
        return self.after_success(pause) if asked is None else pause * (1 + JITTER / 2)

    def before_try(self, n_tries: int, asked: timedelta | None) -> timedelta | None:
        """How long to wait for the next try at a page; ``None`` after the last."""
        if n_tries >= MAX_TRIES:
            return None
        pause = FIRST_RETRY * float(3 ** (n_tries - 1))
        return max(self.after_success(pause), asked or timedelta(0))

    def after_poll(self, memory: FeedMemory, done: Polled, now: datetime) -> FeedMemory:
        """Remember a poll that went well."""
        at = int(now.timestamp())
        next_at = _later(now, self.after_success(done.feed.interval))
        known = replace(
            memory, polled_at=at, ok_at=at, next_at=next_at, n_failures=0, fault=None, detail=None
        )
        if done.found is None:
            return known
        is_index = bool(done.found.parts)  # its parts change though it does not: ask for it whole
        return replace(
            known,
            target=done.target,
            kind=done.found.kind.value,
            etag=None if is_index else done.etag,
            modified=None if is_index else done.modified,
            n_listed=len(done.found.entries) + len(done.found.parts),
        )

    def after_failed_poll(
        self,
        memory: FeedMemory,
        feed: WatchedFeed,
        failed: Failed,
        now: datetime,
        *,
        is_outage: bool,
    ) -> FeedMemory:
        """Remember a poll that failed; while nothing can be reached it is not the feed's fault."""
        n_failures = memory.n_failures + (not is_outage)
        pause = self.after_failure(feed.interval, n_failures, failed.asked)
        if is_outage:
            pause = timedelta(seconds=PROBE_S)
        known = replace(
            memory,
            polled_at=int(now.timestamp()),
            next_at=_later(now, pause),
            n_failures=n_failures,
            fault=failed.fault,
            detail=failed.problem.detail,
        )
        if failed.fault in _LOST and memory.target is not None:
            return replace(known, target=None, kind=None, etag=None, modified=None)
        return known

    def after_outage(self, memory: FeedMemory, now: datetime, since: int) -> FeedMemory:
        """Ask soon again whom only the network has kept us from ``since`` an instant."""
        if memory.fault not in NETWORK_FAULTS or (memory.polled_at or 0) < since:
            return memory
        soon = _later(now, self.after_success(timedelta(seconds=PROBE_S)))
        return replace(memory, next_at=min(memory.next_at, soon))

    def after_read(self, page: Page, done: ReadPage, feed: WatchedFeed, now: datetime) -> Page:
        """Remember a page that was read, or that nothing could be read of."""
        known = replace(
            page,
            state=PageState.READ if done.digest else PageState.GIVEN_UP,
            n_tries=0,
            n_visits=page.n_visits + 1,
            digest=done.digest or page.digest,
            read_at=int(now.timestamp()),
        )
        if feed.revisit is None or page.n_visits > 0 or done.digest is None:
            return known
        return replace(known, state=PageState.WAITING, next_at=_later(now, feed.revisit))

    def after_failed_read(
        self, page: Page, failed: Failed, now: datetime, *, is_outage: bool
    ) -> Page | None:
        """Remember a page that could not be read, to be tried again; ``None`` to give it up."""
        if is_outage:
            return replace(page, next_at=_later(now, timedelta(seconds=PROBE_S)))
        pause = self.before_try(page.n_tries + 1, failed.asked)
        if failed.is_final or pause is None:
            return None
        return replace(page, n_tries=page.n_tries + 1, next_at=_later(now, pause))

    def awake(self, memory: FeedMemory, now: datetime) -> FeedMemory:
        """Keep the pause, not the instant, where the clock has gone back since the last poll."""
        at = int(now.timestamp())
        if memory.polled_at is None or memory.polled_at <= at + _SLACK_S:
            return memory
        pause = max(0, memory.next_at - memory.polled_at)
        return replace(memory, polled_at=at, next_at=at + pause)


def _later(now: datetime, pause: timedelta) -> int:
    return int((now + pause).timestamp()) + 1  # rounded up: never sooner than was asked


# --- Pages as they were read -> rows of the ledger, coded, in one transaction.
@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Codes for a ledger, and keeps; opens it for one unit at a time."""

    ledger: LedgerName
    journey: Journey
    wait_s: float = 60.0

    def keep(self, items: Sequence[Report | Problem]) -> tuple[Recorder, list[Problem]]:
        """Code reports and keep them; the counts, and what kept a report out.

        Raises:
            LedgerBusy: another process holds the ledger longer than ``wait_s``.
            LedgerUnusable: it cannot grow.
        """
        recorder = Recorder(path=self.ledger, journey=self.journey, wait_s=self.wait_s)
        done = list(add_reports(items, recorder))
        return recorder, [one for one in done if isinstance(one, Problem) and not one.is_warning]

    def known(self, urls: Collection[str]) -> frozenset[str]:
        """Which of these pages the ledger has coded already."""
        if not urls:
            return frozenset()
        with Ledger.open(self.ledger, wait_s=self.wait_s) as ledger, ledger.query() as cursor:
            rows = cursor.execute(_KEYS, {"keys": sorted(urls)}).fetchall()
        return frozenset(str(row[0]) for row in rows)

    def compute(self) -> None:
        """Bring the ledger's events up to date."""
        with Ledger.open(self.ledger, wait_s=self.wait_s) as ledger:
            compute_events(ledger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a watch works with. ``pool`` runs visits; ``n_visits`` of them at once."""

    memory: Memory
    visitor: Visitor
    keeper: Keeper
    clock: Clock
    pool: Executor
    schedule: Schedule
    n_visits: int = 8


@dataclass(slots=True, kw_only=True)
class Outcomes:
    """Takes what visits bring. ``feeds`` are those that are watched, by their addresses."""

    feeds: Mapping[str, WatchedFeed]
    tools: Tools
    progress: Progress
    remembered: dict[str, FeedMemory] = field(default_factory=dict)
    _unit: list[ReadPage] = field(default_factory=list)
    _keep_at: float = inf
    _is_held: bool = False

    def begin(self) -> None:
        """Take up where the last watch ended; what it coded but could not note is noted."""
        known = self.tools.memory.feeds()
        self.tools.memory.watch(self.feeds)
        now = self.tools.clock.now()
        for url in self.feeds:
            memory = known.get(url, FeedMemory(url=url))
            self.remembered[url] = self.tools.schedule.awake(memory, now)
        waiting = {page.url: page for page in self.tools.memory.all_waiting() if not page.n_visits}
        read = self.tools.keeper.known([url for url, page in waiting.items() if not page.is_part])
        at = int(now.timestamp())
        self.tools.memory.settle(
            replace(page, state=PageState.READ, n_visits=1, read_at=at)
            if page.url in read
            else replace(page, next_at=min(page.next_at, at if not page.n_tries else page.next_at))
            for page in waiting.values()
        )

    def wake(self) -> None:
        """Keep the pauses of feeds as they were where the clock has gone back."""
        now = self.tools.clock.now()
        for url, memory in self.remembered.items():
            self.remembered[url] = self.tools.schedule.awake(memory, now)

    def compute(self) -> None:
        """Bring the ledger's events up to date; a ledger that is busy has it done by who asks."""
        try:
            self.tools.keeper.compute()
        except LedgerBusy as err:
            logger.warning("ledger is busy; events are computed later detail=%r", str(err))

    @property
    def is_full(self) -> bool:
        """Whether the unit must be kept before further pages are read."""
        return len(self._unit) >= UNIT

    def seconds_to_keep(self) -> float:
        """How long until the unit is to be kept; for ever while it is empty."""
        return max(0.0, self._keep_at - self.tools.clock.seconds())

    def polled(self, done: Polled) -> None:
        """Take in a poll that went well."""
        now, url = self.tools.clock.now(), done.feed.url
        memory = self.remembered[url]
        pages = self._listed(done.found, done.feed, is_first=memory.ok_at is None)
        new = self.tools.schedule.after_poll(memory, done, now)
        n_new = self._save(new, pages, now)
        self.progress.n_polls += 1
        self.progress.n_unchanged_polls += done.found is None
        self.progress.n_pages_found += n_new
        for problem in done.found.problems if done.found else ():
            logger.info("%s detail=%r feed=%s", problem.kind, problem.detail, url)
        logger.info("polled feed=%s new=%d", url, n_new)

    def failed_poll(self, feed: WatchedFeed, failed: Failed, *, is_outage: bool) -> None:
        """Take in a poll that failed."""
        memory = self.tools.schedule.after_failed_poll(
            self.remembered[feed.url], feed, failed, self.tools.clock.now(), is_outage=is_outage
        )
        self.remembered[feed.url] = memory
        self.tools.memory.save(memory)
        self.progress.n_polls += 1
        self.progress.n_failed_polls += 1
        self.progress.faults[failed.fault] += 1
        pause = timedelta(seconds=memory.next_at - (memory.polled_at or 0))
        logger.warning(
            "poll failed fault=%s detail=%r feed=%s n_failures=%d again_in=%s",
            *(failed.fault, failed.problem.detail, feed.url, memory.n_failures, pause),
        )

    def read_part(self, done: ReadPart) -> None:
        """Take in a further sitemap."""
        page, feed = done.page, self.feeds[done.page.feed]
        pages = self._listed(done.found, feed, is_first=not page.n_visits)
        now = self.tools.clock.now()
        n_new = self._save(self.remembered[feed.url], pages, now)
        at = int(now.timestamp())
        visited = replace(page, state=PageState.READ, n_visits=page.n_visits + 1, read_at=at)
        self.tools.memory.settle([replace(visited, n_tries=0)])
        self.progress.n_pages_found += n_new

    def read_page(self, done: ReadPage) -> None:
        """Take in a page; its reports wait for the unit to be full."""
        self.progress.n_pages_read += 1
        self._put_into_unit(done)

    def failed_read(self, page: Page, failed: Failed, *, is_outage: bool) -> None:
        """Take in a page that could not be read: to be tried again, or a problem."""
        again = self.tools.schedule.after_failed_read(
            page, failed, self.tools.clock.now(), is_outage=is_outage
        )
        self.progress.n_pages_failed += 1
        logger.info(
            "page failed fault=%s page=%s n_tries=%d", failed.fault, page.url, page.n_tries + 1
        )
        if again is not None:
            self.tools.memory.settle([again])
        elif page.is_part:
            at = int(self.tools.clock.now().timestamp())
            self.tools.memory.settle([replace(page, state=PageState.GIVEN_UP, read_at=at)])
            logger.warning("sitemap given up page=%s detail=%r", page.url, failed.problem.detail)
        else:
            self._put_into_unit(ReadPage(page=page, items=(failed.problem,), digest=None))

    def end_outage(self, since: int) -> None:
        """Ask soon again whom only the network has kept us from ``since`` an instant."""
        now = self.tools.clock.now()
        for url, memory in self.remembered.items():
            self.remembered[url] = self.tools.schedule.after_outage(memory, now, since)

    def keep(self) -> None:
        """Code the unit and keep it; a ledger that is busy gets it later."""
        if not self._unit:
            return
        changed = [done for done in self._unit if not _is_unchanged(done)]
        try:
            kept, problems = self.tools.keeper.keep(
                [item for done in changed for item in done.items]
            )
        except LedgerBusy as err:
            self._keep_at, self._is_held = self.tools.clock.seconds() + _BUSY_S, True
            logger.warning("ledger is busy; the unit waits detail=%r", str(err))
            return
        now = self.tools.clock.now()
        self.tools.memory.settle(
            self.tools.schedule.after_read(done.page, done, self.feeds[done.page.feed], now)
            for done in self._unit
        )
        self.progress.n_pages_unchanged += len(self._unit) - len(changed)
        self._unit.clear()
        self._keep_at, self._is_held = inf, False
        self._count(kept, problems)

    def _put_into_unit(self, done: ReadPage) -> None:
        self.tools.memory.lease(done.page.url)
        self._unit.append(done)
        if self.is_full and not self._is_held:
            self._keep_at = self.tools.clock.seconds()
        elif self._keep_at == inf:
            self._keep_at = self.tools.clock.seconds() + UNIT_AGE_S

    def _listed(self, found: Feed | None, feed: WatchedFeed, *, is_first: bool) -> list[Page]:
        if found is None:
            return []
        listing = Listing(feed=feed, now=self.tools.clock.now(), is_first=is_first)
        return listing.pages(found, self.tools.memory.known(urls_listed(found)))

    def _save(self, memory: FeedMemory, pages: Sequence[Page], now: datetime) -> int:
        """Keep a feed's memory with the pages that it lists, and count those to read."""
        saved = self.tools.memory.save(memory, pages, at=int(now.timestamp()))
        self.remembered[memory.url] = saved
        self.progress.n_waiting = self.tools.memory.counts().get(PageState.WAITING, 0)
        return saved.n_new - memory.n_new

    def _count(self, kept: Recorder, problems: Sequence[Problem]) -> None:
        n_reports = sum(one.n_reports for one in kept.added)
        self.progress.n_units += 1
        self.progress.n_waiting = self.tools.memory.counts().get(PageState.WAITING, 0)
        self.progress.n_reports += n_reports
        self.progress.n_claims += kept.n_claims
        self.progress.n_statements += kept.n_statements
        self.progress.problems.update(problem.kind for problem in problems)
        for problem in problems:
            logger.warning("%s page=%s detail=%r", problem.kind, problem.key, problem.detail)
        logger.info(
            "kept reports=%d claims=%d statements=%d problems=%d known=%d",
            *(n_reports, kept.n_claims, kept.n_statements),
            *(len(problems), kept.n_known),
        )


def _is_unchanged(done: ReadPage) -> bool:
    """Whether a page that is read again says what it said."""
    return done.digest is not None and done.digest == done.page.digest


_KEYS = "SELECT DISTINCT key FROM codings WHERE key IN (SELECT unnest($keys::VARCHAR[]))"


# --- What a feed lists -> the pages to read: new ones, changed ones, none that is too old.
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
            mark=mark_of(entry),
            published=seconds_of(entry.published),
            state=PageState.PASSED if is_old else PageState.WAITING,
            next_at=now,
            found_at=now,
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
