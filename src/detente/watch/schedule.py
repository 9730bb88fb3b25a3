"""What came of a visit -> what is remembered of a feed or a page, and when it is asked again.

In:  a feed's or a page's memory, the outcome, the instant.   Out: the new memory.
Does not: keep it, visit anybody, or wait.
"""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from detente.sources.feeds import FeedFault
from detente.watch.clock import NETWORK_FAULTS
from detente.watch.feed_list import WatchedFeed
from detente.watch.memory import FeedMemory, Page, PageState
from detente.watch.visits import Failed, Polled, ReadPage

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
