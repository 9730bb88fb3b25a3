"""The watch itself: whose turn it is.

In:  feeds, and the tools to remember, visit, code and wait.   Out: rows in the ledger; counts.
Does not: fetch or code by itself. One thread decides and writes; visits run beside it.
"""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from math import inf

from detente.watch.clock import Hosts, Outage, Progress, host_of
from detente.watch.feed_list import WatchedFeed
from detente.watch.memory import FeedMemory, Page
from detente.watch.outcomes import PROBE_S, Outcomes, Tools
from detente.watch.visits import Failed, Polled, ReadPage, ReadPart

logger = logging.getLogger(__name__)

COMPUTE_AFTER_S = 3_600.0  # events are computed at most so often; who asks computes them, too
SHORTEST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 60.0  # so that a clock that is set is noticed
LOOK_S = 1.0  # at running visits, so that an end is noticed
_JUMP_S = 60  # by which a clock may go back before anything is done about it

Done = Polled | ReadPage | ReadPart | Failed
Task = WatchedFeed | Page


class Watcher:
    """Watches feeds until its clock is stopped, or once through."""

    def __init__(self, feeds: Sequence[WatchedFeed], tools: Tools) -> None:
        self.feeds = {feed.url: feed for feed in feeds if feed.is_coded}
        self.progress = Progress(n_feeds=len(self.feeds))
        self.tools = tools
        self._clock = tools.clock
        self._hosts = Hosts()
        self._outage = Outage(n_hosts=len({host_of(url) for url in self.feeds}))
        self._outcomes = Outcomes(feeds=self.feeds, tools=tools, progress=self.progress)
        self._running: dict[Future[Done], Task] = {}
        self._round: set[str] | None = None
        self._probe_at = 0.0
        self._tidied_at = 0.0
        self._n_computed = 0
        self._last_now = 0.0

    @property
    def remembered(self) -> dict[str, FeedMemory]:
        """What is remembered of each feed, by its address."""
        return self._outcomes.remembered

    def run(self, *, once: bool = False) -> None:
        """Watch; ``once`` ends it when each feed was asked and no page is due.

        A feed that fails is left alone as long as it would be otherwise. At the end the unit
        that is begun is kept.

        Raises:
            LedgerUnusable: the ledger cannot grow; what is read waits for the next start.
        """
        self._outcomes.begin()
        self._last_now = self._clock.now().timestamp()
        self._tidied_at = self._clock.seconds()
        if once:
            self._round = {url for url in self.feeds if self._is_open(url)}
        while not self._clock.is_stopped and not self._is_over():
            self.step()
        self.progress.busy = ()
        self._outcomes.keep()
        if once and not self._clock.is_stopped:
            self._compute()

    def step(self) -> None:
        """Do what is due; pause where nothing is."""
        self._notice_jump()
        n_begun = self._begin_visits()
        if self._running:
            self._collect()
        elif not n_begun:
            self._clock.wait(self._pause())
        if self._outcomes.seconds_to_keep() <= 0:
            self._outcomes.keep()
        if self._clock.seconds() - self._tidied_at >= COMPUTE_AFTER_S:
            self._tidy()

    # Private functions: whose turn it is

    def _begin_visits(self) -> int:
        """Begin the visits that are due, at most as many as may run at once."""
        at, n_begun = self._clock.seconds(), 0
        for task in self._due():
            host = self._host(task)
            if len(self._running) >= self.tools.n_visits or not self._may_probe(at):
                break
            if self._hosts.is_free(host, at):
                self._hosts.take(host)
                self._running[self._submit(task)] = task
                self._probe_at = at + PROBE_S
                n_begun += 1
        self.progress.busy = tuple(sorted(self._host(task) for task in self._running.values()))
        return n_begun

    def _due(self) -> Iterator[Task]:
        """Yield whose turn it is: feeds first, then pages, those that wait longest first."""
        now = int(self._clock.now().timestamp())
        due = [one for url, one in self.remembered.items() if self._next_at(url) <= now]
        yield from (self.feeds[one.url] for one in sorted(due, key=lambda one: one.next_at))
        if not self._outcomes.is_full:
            yield from self.tools.memory.waiting(now)

    def _is_open(self, url: str) -> bool:
        """Whether one round may ask a feed: all but those that failed and are left alone."""
        memory = self.remembered[url]
        return memory.fault is None or memory.next_at <= self._clock.now().timestamp()

    def _may_probe(self, at: float) -> bool:
        """Whether anybody may be asked: while nothing can be reached, one a minute."""
        return not self._outage.is_on or (at >= self._probe_at and not self._running)

    def _submit(self, task: Task) -> Future[Done]:
        if isinstance(task, Page):
            return self.tools.pool.submit(self.tools.visitor.read, task, self.feeds[task.feed])
        if self._round is not None:
            self._round.discard(task.url)
        return self.tools.pool.submit(self.tools.visitor.poll, task, self.remembered[task.url])

    def _host(self, task: Task) -> str:
        return task.host if isinstance(task, Page) else host_of(self._url(task))

    def _url(self, task: Task) -> str:
        """The address that is asked: a page that names a feed stands for it."""
        return task.url if isinstance(task, Page) else self.remembered[task.url].target or task.url

    # Private functions: what came of it

    def _collect(self) -> None:
        """Take in the visits that have ended; wait a little for one to end."""
        ended, _ = wait(self._running, timeout=LOOK_S, return_when=FIRST_COMPLETED)
        for future in sorted(ended, key=lambda one: self._running[one].url):
            task = self._running.pop(future)
            done = future.result()
            self._leave(task, done)
            self._take(task, done)

    def _leave(self, task: Task, done: Done) -> None:
        """Give the host back, to be left alone for its pace, or as long as it asks."""
        feed = self.feeds[task.feed] if isinstance(task, Page) else task
        pause = max(feed.pace, self.tools.visitor.crawl_delay(self._url(task))).total_seconds()
        asked = done.asked.total_seconds() if isinstance(done, Failed) and done.asked else 0.0
        host = self._host(task)
        self._hosts.give_back(host, self._clock.seconds() + max(pause, asked))
        fault = done.fault if isinstance(done, Failed) else None
        if self._outage.note(host, fault, int(self._clock.now().timestamp())):
            logger.info("network is back")
            self._outcomes.end_outage(self._outage.since)
        elif self._outage.is_on and not self.progress.is_outage:
            logger.warning("no host can be reached; one is tried every %d s", PROBE_S)
        self.progress.is_outage = self._outage.is_on

    def _take(self, task: Task, done: Done) -> None:
        match done:
            case Polled():
                self._outcomes.polled(done)
            case ReadPart():
                self._outcomes.read_part(done)
            case ReadPage():
                self._outcomes.read_page(done)
            case Failed() if isinstance(task, Page):
                self._outcomes.failed_read(task, done, is_outage=self._outage.is_on)
            case Failed() if isinstance(task, WatchedFeed):
                self._outcomes.failed_poll(task, done, is_outage=self._outage.is_on)

    # Private functions: when

    def _is_over(self) -> bool:
        """Whether one round is done: whoever may be asked within a minute was asked.

        Whom hosts make wait longer, by Retry-After or Crawl-delay, waits for the next round.
        """
        if self._round is None or self._running:
            return False
        if self._outage.is_on:
            return True
        now, soon = self._clock.now().timestamp(), self._clock.seconds() + LONGEST_PAUSE_S
        hosts = {host for host, at in self.tools.memory.next_pages().items() if at <= now}
        hosts |= {self._host(self.feeds[url]) for url in self._round}
        return all(self._hosts.free_at(host) > soon for host in hosts)

    def _pause(self) -> float:
        """How long nothing is due, within bounds."""
        at, now = self._clock.seconds(), self._clock.now().timestamp()
        pauses = [LONGEST_PAUSE_S, self._outcomes.seconds_to_keep()]
        if self._outage.is_on:
            pauses.append(self._probe_at - at)
        else:
            due = [(self._host(self.feeds[url]), self._next_at(url)) for url in self.feeds]
            if not self._outcomes.is_full:
                due.extend(self.tools.memory.next_pages().items())
            pauses.extend(
                max(next_at - now, self._hosts.free_at(host) - at) for host, next_at in due
            )
        return max(SHORTEST_PAUSE_S, min(pauses))

    def _next_at(self, url: str) -> float:
        if self._round is not None:
            return 0.0 if url in self._round else inf
        return self.remembered[url].next_at

    def _notice_jump(self) -> None:
        """Keep pauses as they were where the clock was set back."""
        now = self._clock.now()
        back = self._last_now - now.timestamp()
        self._last_now = now.timestamp()
        if back > _JUMP_S:
            logger.warning("the clock went back by %d s", back)
            self.tools.memory.shift(int(back))
            self._outcomes.wake()

    def _tidy(self) -> None:
        self._tidied_at = self._clock.seconds()
        self._hosts.forget_idle(self._tidied_at)
        self.tools.memory.forget_old(int(self._clock.now().timestamp()))
        self._compute()

    def _compute(self) -> None:
        """Compute events, where claims came since the last time."""
        if self.progress.n_claims > self._n_computed:
            self._n_computed = self.progress.n_claims
            self._outcomes.compute()
