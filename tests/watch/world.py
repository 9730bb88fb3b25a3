"""A world to watch: a clock that runs as fast as wanted, sites of this machine, a journey of words.

In:  what a test is about.   Out: a ``Watcher`` whose every part is real but clock, pool and coder.
Does not: sleep; days pass in the moments that the sites take to answer.
"""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cli.fake_journey import FakeJourney
from detente.config import Config
from detente.ledger import Ledger
from detente.pipeline import Journey
from detente.records import Problem, Report
from detente.sources.fetch import Fetcher, RobotsFiles, resolve
from detente.watch.clock import Clock
from detente.watch.feed_list import WatchedFeed
from detente.watch.memory import FeedMemory, Memory
from detente.watch.outcomes import Keeper, Schedule, Tools
from detente.watch.visits import Visitor
from detente.watch.watcher import Watcher
from sources.web import Page, Site, a_page

START = datetime(2024, 2, 2, 12, tzinfo=UTC)
MINUTES = timedelta(minutes=1)


class FastClock(Clock):
    """A clock whose pauses take no time; it ends the watch after ``lasts``.

    ``then`` may be called at instants: what happens in the world meanwhile.
    """

    def __init__(self, lasts: timedelta, start: datetime = START) -> None:
        super().__init__()
        self.start, self.lasts = start, lasts
        self.passed = 0.0
        self.set_by = timedelta(0)
        self.has_network = True
        self.patience_s = 20.0  # real seconds for an answer: machines that test are busy
        self._is_stopped = False
        self._plans: list[tuple[float, Callable[[], object]]] = []

    def at(self, passed: timedelta, plan: Callable[[], object]) -> None:
        """Let something happen after a while."""
        self._plans.append((passed.total_seconds(), plan))
        self._plans.sort(key=lambda one: one[0])

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.passed) + self.set_by

    def seconds(self) -> float:
        return self.passed

    def wait(self, seconds: float) -> None:
        assert seconds > 0
        self.passed += seconds
        while self._plans and self._plans[0][0] <= self.passed:
            self._plans.pop(0)[1]()

    def stop(self) -> None:
        self._is_stopped = True

    @property
    def is_stopped(self) -> bool:
        return self._is_stopped or self.passed >= self.lasts.total_seconds()


class InlinePool(Executor):
    """Does at once what it is given."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def a_feed(url: str, **changes: Any) -> WatchedFeed:
    """A feed of this machine, asked every half hour, ten seconds between two requests."""
    defaults = {"outlet": "Harbour Wire", "country": "NRL", "pace": timedelta(seconds=10)}
    return WatchedFeed(url=url, **{**defaults, "allow_private": True, **changes})


def a_journey() -> Journey:
    """A journey that needs no parser."""
    return FakeJourney(Config())  # type: ignore[return-value]  # all that is asked of one


def a_visitor(clock: FastClock) -> Visitor:
    """Who visits sites of this machine, and bears little; without a network nobody is found."""

    def resolver(host: str, port: int) -> Sequence[str]:
        if not clock.has_network:
            raise OSError(-3, "Temporary failure in name resolution")
        return resolve(host, port)

    public = Fetcher(timeout_s=clock.patience_s, max_bytes=200_000, resolver=resolver)
    private = Fetcher(
        timeout_s=clock.patience_s, max_bytes=200_000, resolver=resolver, allow_private=True
    )
    public.robots = private.robots = RobotsFiles(clock.seconds)
    return Visitor(public=public, private=private, now=clock.now)


def watch(
    folder: Path,
    feeds: Sequence[WatchedFeed],
    clock: FastClock,
    *,
    once: bool = False,
    keeper: Keeper | None = None,
) -> Watcher:
    """Watch ``feeds`` until the clock ends it; the ledger and the memory lie in ``folder``."""
    with Memory.open(folder / "memory.watch") as memory:
        tools = Tools(
            memory=memory,
            visitor=a_visitor(clock),
            keeper=keeper or a_keeper(folder),
            clock=clock,
            pool=InlinePool(),
            schedule=Schedule(random.Random(1)),  # noqa: S311  # no secret
        )
        watcher = Watcher(feeds, tools)
        watcher.run(once=once)
    return watcher


def a_keeper(folder: Path) -> Keeper:
    """Who codes for the ledger in ``folder``."""
    return Keeper(ledger=folder / "ledger.duckdb", journey=a_journey(), wait_s=0)


def reports_in(folder: Path) -> list[Report]:
    """All reports of the ledger in ``folder``."""
    with Ledger.open(folder / "ledger.duckdb") as ledger:
        return sorted(ledger.reports(), key=lambda report: (report.key, report.text))


def problems_in(folder: Path) -> list[Problem]:
    """All problems of the ledger in ``folder`` that kept a report out."""
    with Ledger.open(folder / "ledger.duckdb") as ledger:
        return [problem for problem in ledger.problems() if not problem.is_warning]


def remembered_in(folder: Path) -> dict[str, FeedMemory]:
    """What the memory in ``folder`` knows of feeds."""
    with Memory.open(folder / "memory.watch", read_only=True) as memory:
        return memory.feeds()


# What sites serve


def an_article(words: str, title: str = "Talks") -> Page:
    """A page with an article, long enough to be taken for one."""
    filling = "The two delegations did not take questions. " * 4
    html = (
        f"<html><head><title>{title}</title><meta property='article:published_time' "
        f"content='2024-02-02T08:00:00Z'></head><body><article><h1>{title}</h1>"
        f"<p>{words}</p><p>{filling}</p></article></body></html>"
    )
    return a_page(html.encode(), content_type="text/html; charset=utf-8")


def an_rss(*links: str, titles: Sequence[str] = ()) -> bytes:
    """An RSS feed of some links, without dates; a title each, or the same for all."""
    named = [*titles, *["Talks"] * (len(links) - len(titles))]
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link></item>"
        for link, title in zip(links, named, strict=True)
    )
    return f"<rss version='2.0'><channel><title>W</title>{items}</channel></rss>".encode()


def publish(site: Site, n: int, path: str = "/feed") -> None:
    """Let a site have ``n`` articles, /1 to /n, and a feed of them."""
    links = [f"/{number}" for number in range(1, n + 1)]
    for link in links:
        site.pages[link] = an_article(f"Norland's premier met envoy {link[1:]} of Sudria.")
    site.pages[path] = a_page(an_rss(*links), content_type="application/rss+xml")
