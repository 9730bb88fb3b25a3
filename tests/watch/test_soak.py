"""Days at hosts that misbehave on purpose, hours without a network, a clock that jumps."""

import random
import threading
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detente.errors import LedgerBusy
from detente.watch.outcomes import Keeper
from sources.web import Page, Site, a_broken_page, a_cut_page, a_page, a_redirect, serving
from watch.world import (
    FastClock,
    a_feed,
    a_journey,
    a_keeper,
    problems_in,
    publish,
    remembered_in,
    reports_in,
    watch,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.record import Recorder
    from detente.records import Problem, Report

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BAD: tuple[Page, ...] = (
    a_page(b"", status=500),
    a_page(b"", status=503, retry_after="600"),
    a_page(b"", status=429, retry_after="120"),
    a_cut_page,
    a_broken_page,
    a_redirect("/elsewhere"),
    a_page(b"<html><body>We are moving house.</body></html>"),
    a_page(b"<rss><channel><item><title>half a fe"),
)


class MoodySite:
    """Wraps the pages of a site, so that each request may go wrong; notes when it was asked."""

    def __init__(self, site: Site, clock: FastClock, seed: int) -> None:
        self.site, self.clock = site, clock
        self.chance = random.Random(seed)  # noqa: S311  # no secret
        self.is_moody = True
        self.asked_at: list[float] = []
        self.lock = threading.Lock()

    def publish(self, n: int) -> None:
        publish(self.site, n)
        for path, page in list(self.site.pages.items()):
            if not getattr(page, "is_moody", False):
                self.site.pages[path] = self.moody(page)

    def moody(self, page: Page) -> Page:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            with self.lock:
                self.asked_at.append(self.clock.passed)
                goes_wrong = self.is_moody and self.chance.random() < 0.3
                bad = self.chance.choice(BAD)
            (bad if goes_wrong and handler.path == "/feed" else page)(handler)

        answer.is_moody = True  # type: ignore[attr-defined]  # so that it is wrapped once
        return answer


def test_three_days_of_trouble_lose_and_double_nothing(tmp_path: Path) -> None:
    n_sites, n_articles = 4, 8
    clock = FastClock(3 * DAY)
    with ExitStack() as stack:
        sites = [
            MoodySite(stack.enter_context(serving({})), clock, seed) for seed in range(n_sites)
        ]
        for site in sites:
            site.publish(1)
            for n in range(2, n_articles + 1):
                clock.at(n * 6 * HOUR, lambda n=n, site=site: site.publish(n))  # type: ignore[misc]
            clock.at(2.5 * DAY, lambda site=site: setattr(site, "is_moody", False))  # type: ignore[misc]
        clock.at(10 * HOUR, lambda: setattr(clock, "has_network", False))
        clock.at(17 * HOUR, lambda: setattr(clock, "has_network", True))
        clock.at(30 * HOUR, lambda: setattr(clock, "set_by", -2 * DAY))
        clock.at(40 * HOUR, lambda: setattr(clock, "set_by", 1 * HOUR))
        feeds = [a_feed(site.site.url("/feed"), outlet=f"Wire {n}") for n, site in enumerate(sites)]
        watcher = watch(tmp_path, feeds, clock)

        keys = Counter(report.key for report in reports_in(tmp_path))
        wanted = [site.site.url(f"/{n}") for site in sites for n in range(1, n_articles + 1)]
        assert keys == Counter(wanted)
        assert problems_in(tmp_path) == []
        assert watcher.progress.n_failed_polls > 20
        for site in sites:
            gaps = [b - a for a, b in zip(site.asked_at, site.asked_at[1:], strict=False)]
            assert min(gap for gap in gaps if gap > 0) >= 10  # the pace of the list


def test_hours_without_a_network_slow_nobody_down(tmp_path: Path) -> None:
    clock = FastClock(9 * HOUR)
    clock.at(HOUR, lambda: setattr(clock, "has_network", False))
    clock.at(8 * HOUR, lambda: setattr(clock, "has_network", True))
    with ExitStack() as stack:
        sites = [stack.enter_context(serving({})) for _ in range(4)]
        for site in sites:
            publish(site, 1)
            clock.at(4 * HOUR, lambda site=site: publish(site, 3))  # type: ignore[misc]
        feeds = [a_feed(site.url("/feed")) for site in sites]
        watcher = watch(tmp_path, feeds, clock)

    memory = remembered_in(tmp_path)
    assert all(one.fault is None and one.n_failures == 0 for one in memory.values())
    assert len(reports_in(tmp_path)) == 12
    assert watcher.progress.n_failed_polls < 7 * 60 + 20  # one probe a minute, not one a feed


@pytest.mark.parametrize("jump", [-10 * DAY, -1000 * DAY, 40 * DAY])
def test_a_clock_that_is_set_stops_nothing(jump: timedelta, tmp_path: Path) -> None:
    clock = FastClock(12 * HOUR)
    with serving({}) as site:
        publish(site, 1)
        clock.at(6 * HOUR, lambda: setattr(clock, "set_by", jump))
        clock.at(7 * HOUR, lambda: publish(site, 3))
        watch(tmp_path, [a_feed(site.url("/feed"))], clock)

    assert len(reports_in(tmp_path)) == 3
    assert clock.passed >= (12 * HOUR).total_seconds()


def test_a_clock_set_back_between_two_watches_stops_nothing(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 1)
        feed = a_feed(site.url("/feed"))
        watch(tmp_path, [feed], FastClock(HOUR))
        publish(site, 2)
        earlier = FastClock(HOUR)
        earlier.set_by = -30 * DAY
        watch(tmp_path, [feed], earlier)

    assert len(reports_in(tmp_path)) == 2


class BusyKeeper(Keeper):
    """A keeper whose ledger somebody else holds, three times."""

    n_left = 3

    def keep(self, items: "Sequence[Report | Problem]") -> "tuple[Recorder, list[Problem]]":
        if BusyKeeper.n_left:
            BusyKeeper.n_left -= 1
            raise LedgerBusy("ledger.duckdb is open in process 4711")
        return super().keep(items)


def test_a_busy_ledger_gets_the_unit_later(tmp_path: Path) -> None:
    keeper = BusyKeeper(ledger=a_keeper(tmp_path).ledger, journey=a_journey())
    with serving({}) as site:
        publish(site, 30)
        watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(2 * HOUR), keeper=keeper)

    assert BusyKeeper.n_left == 0
    assert len(reports_in(tmp_path)) == 30


def test_one_round_reads_what_is_new_and_leaves_alone_whom_it_must(tmp_path: Path) -> None:
    with serving({}) as good, serving({"/feed": a_page(b"", status=500)}) as bad:
        publish(good, 3)
        feeds = [a_feed(good.url("/feed")), a_feed(bad.url("/feed"))]
        first = watch(tmp_path, feeds, FastClock(HOUR), once=True)
        second = watch(tmp_path, feeds, FastClock(HOUR), once=True)

        assert len(reports_in(tmp_path)) == 3
        assert (first.progress.n_polls, first.progress.n_failed_polls) == (2, 1)
        assert (second.progress.n_polls, second.progress.n_failed_polls) == (1, 0)
        assert bad.asked.count("/feed") == 1


def test_one_round_does_not_wait_for_a_host_that_wants_hours(tmp_path: Path) -> None:
    clock = FastClock(5 * HOUR)
    with serving({}) as site:
        publish(site, 3)
        site.pages["/1"] = a_page(b"", status=429, retry_after="7200")
        watch(tmp_path, [a_feed(site.url("/feed"))], clock, once=True)
        later = FastClock(5 * HOUR, clock.start + 3 * HOUR)
        site.pages["/1"] = site.pages["/2"]
        watch(tmp_path, [a_feed(site.url("/feed"))], later, once=True)

    assert clock.passed < HOUR.total_seconds()
    assert len(reports_in(tmp_path)) == 3


def test_one_round_without_a_network_ends(tmp_path: Path) -> None:
    clock = FastClock(HOUR)
    clock.has_network = False
    feeds = [a_feed(f"http://{name}.example/feed") for name in ("a", "b", "c", "d")]
    watcher = watch(tmp_path, feeds, clock, once=True)

    assert clock.passed < HOUR.total_seconds()
    assert watcher.progress.n_failed_polls >= 3


def test_an_undated_sitemap_is_read_from_its_first_poll_on(tmp_path: Path) -> None:
    clock = FastClock(3 * HOUR)
    with serving({}) as site:
        publish(site, 5)

        def list_pages(n: int) -> None:
            urls = "".join(f"<url><loc>{site.url(f'/{k}')}</loc></url>" for k in range(1, n + 1))
            site.pages["/map"] = a_page(f"<urlset>{urls}</urlset>".encode())

        list_pages(3)
        clock.at(HOUR, lambda: list_pages(5))
        watch(tmp_path, [a_feed(site.url("/map"))], clock)

        assert [one.key for one in reports_in(tmp_path)] == [site.url("/4"), site.url("/5")]


def test_the_sitemaps_of_an_index_are_read_when_they_change(tmp_path: Path) -> None:
    clock = FastClock(6 * HOUR)
    with serving({}) as site:
        publish(site, 3)

        def list_pages(n: int) -> None:
            day = f"2024-02-02T{11 + n}:00:00Z"
            urls = "".join(
                f"<url><loc>/{k}</loc><lastmod>2024-02-02</lastmod></url>" for k in range(1, n + 1)
            )
            site.pages["/part"] = a_page(f"<urlset>{urls}</urlset>".encode())
            part = f"<sitemap><loc>/part</loc><lastmod>{day}</lastmod></sitemap>"
            site.pages["/map"] = a_page(f"<sitemapindex>{part}</sitemapindex>".encode())

        list_pages(1)
        clock.at(3 * HOUR, lambda: list_pages(3))
        watch(tmp_path, [a_feed(site.url("/map"))], clock)

        assert len(reports_in(tmp_path)) == 3
        assert site.asked.count("/part") == 2


def test_a_page_that_names_its_feed_is_enough(tmp_path: Path) -> None:
    link = b"<link rel='alternate' type='application/rss+xml' href='/feed'>"
    page = b"<html><head>" + link + b"</head></html>"
    with serving({"/": a_page(page, content_type="text/html")}) as site:
        publish(site, 2)
        watch(tmp_path, [a_feed(site.url("/"))], FastClock(2 * HOUR))

        assert len(reports_in(tmp_path)) == 2
        assert site.asked.count("/") == 1
        assert remembered_in(tmp_path)[site.url("/")].target == site.url("/feed")


def test_pages_older_than_a_week_are_not_fetched(tmp_path: Path) -> None:
    old = b"<item><link>/1</link><pubDate>Fri, 12 Jan 2024 09:00:00 GMT</pubDate></item>"
    with serving({}) as site:
        publish(site, 1)
        site.pages["/feed"] = a_page(b"<rss version='2.0'><channel>" + old + b"</channel></rss>")
        watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(HOUR))

        assert "/1" not in site.asked
