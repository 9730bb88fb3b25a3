"""The memory of a watch -> how each feed stands, for people.

In:  the feeds that are watched, what is remembered of them.   Out: ``FeedStatus`` for each.
Does not: ask any host.
"""

import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from detente.errors import BadInput, needing
from detente.records import alike
from detente.watch.clock import Progress
from detente.watch.feed_list import WatchedFeed
from detente.watch.memory import FeedMemory, instant_of

if TYPE_CHECKING:
    from prometheus_client.core import Metric


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
    return alike(
        FeedStatus,
        feed,
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


# --- Counts of a watch -> Prometheus's text, at an address of its own.
_COUNTERS = (
    ("polls", "n_polls", "Polls of feeds"),
    ("polls_unchanged", "n_unchanged_polls", "Polls that found nothing changed (304)"),
    ("polls_failed", "n_failed_polls", "Polls that failed"),
    ("pages_found", "n_pages_found", "New or changed pages that feeds listed"),
    ("pages_read", "n_pages_read", "Pages read"),
    ("pages_unchanged", "n_pages_unchanged", "Pages read again that had not changed"),
    ("pages_failed", "n_pages_failed", "Visits to pages that failed"),
    ("reports", "n_reports", "Reports kept in the ledger"),
    ("claims", "n_claims", "Claims kept in the ledger"),
    ("statements", "n_statements", "Statements kept in the ledger"),
    ("units", "n_units", "Transactions written to the ledger"),
)


class Exposition:
    """A collector for prometheus-client: reads the counts whenever it is asked."""

    def __init__(
        self, progress: Progress, remembered: Callable[[], Mapping[str, FeedMemory]]
    ) -> None:
        self._progress = progress
        self._remembered = remembered

    def collect(self) -> "Iterator[Metric]":
        """Yield all metrics."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415

        for name, attribute, words in _COUNTERS:
            yield CounterMetricFamily(
                f"detente_watch_{name}", words, value=getattr(self._progress, attribute)
            )
        for name, counted, words in (
            ("problems", self._progress.problems, "Pages that became problems, by kind"),
            ("faults", self._progress.faults, "Failed polls, by what went wrong"),
        ):
            family = CounterMetricFamily(f"detente_watch_{name}", words, labels=["kind"])
            for kind, n in sorted(dict(counted).items()):
                family.add_metric([kind], n)
            yield family
        gauges = (
            ("outage", "1 while no host at all can be reached", int(self._progress.is_outage)),
            ("pages_waiting", "Pages that wait to be read", self._progress.n_waiting),
        )
        for name, words, value in gauges:
            yield GaugeMetricFamily(f"detente_watch_{name}", words, value=value)
        yield from self._of_feeds()

    def _of_feeds(self) -> "Iterator[Metric]":
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415  # only with --metrics

        failures = GaugeMetricFamily(
            "detente_watch_feed_failures", "Polls in a row that failed", labels=["feed"]
        )
        polled = GaugeMetricFamily(
            "detente_watch_feed_ok_timestamp_seconds", "Last poll that went well", labels=["feed"]
        )
        for url, memory in sorted(self._remembered().items()):
            failures.add_metric([url], memory.n_failures)
            if memory.ok_at is not None:
                polled.add_metric([url], memory.ok_at)
        yield failures
        yield polled


def serve_metrics(address: str, exposition: Exposition) -> Callable[[], None]:
    """Serve metrics at ``HOST:PORT`` from a thread of its own; the result ends it.

    Raises:
        BadInput: the address is none, or cannot be had.
    """
    with needing("desk", "serving metrics"):
        from prometheus_client import CollectorRegistry, start_http_server  # noqa: PLC0415

    host, _, port = address.rpartition(":")
    if not port.isdigit() or int(port) > 65_535:  # noqa: PLR2004  # ports are 16 bits
        raise BadInput(f"{address!r} is no address to serve metrics at; write 127.0.0.1:9464")
    registry = CollectorRegistry()
    registry.register(exposition)
    try:
        server, thread = start_http_server(
            int(port), addr=host.strip("[]") or "127.0.0.1", registry=registry
        )
    except (OSError, socket.gaierror) as err:
        raise BadInput(f"cannot serve metrics at {address} ({err}); choose another port") from err

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end
