"""What people and Prometheus see of a watch."""

import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from detente.errors import BadInput
from detente.watch.clock import Progress
from detente.watch.memory import FeedMemory
from detente.watch.status import Exposition, feed_statuses, serve_metrics
from detente.watch.visits import check_feeds
from sources.web import a_page, serving
from watch.world import FastClock, a_feed, a_visitor, publish, watch

NOW = datetime(2024, 2, 2, 12, tzinfo=UTC)
FEED = "https://norland.example/feed"


def why(memory: FeedMemory | None, **changes: str) -> str | None:
    remembered = {FEED: memory} if memory else {}
    (status,) = feed_statuses([a_feed(FEED, **changes)], remembered, NOW)
    return status.why


def test_a_feed_that_is_well_has_no_reason() -> None:
    assert why(None) is None
    assert why(FeedMemory(url=FEED, polled_at=1, next_at=2)) is None


def test_a_feed_that_fails_says_why_and_when_it_is_asked_again() -> None:
    later = int(NOW.timestamp()) + 7200
    memory = FeedMemory(
        url=FEED, polled_at=1, next_at=later, n_failures=3, fault="http-410", detail="gone"
    )

    assert why(memory) == "http-410: gone; asked again in 2 h"


@pytest.mark.parametrize(
    ("seconds", "told"), [(30, "30 s"), (121, "3 min"), (7201, "3 h"), (2 * 86_400 + 1, "3 d")]
)
def test_a_pause_is_rounded_up(seconds: int, told: str) -> None:
    at = int(NOW.timestamp()) + seconds
    memory = FeedMemory(url=FEED, polled_at=1, next_at=at, fault="http-410", detail="gone")

    assert why(memory) == f"http-410: gone; asked again in {told}"


def test_a_status_tells_how_many_entries_a_feed_had_and_how_many_pages_were_found() -> None:
    remembered = {FEED: FeedMemory(url=FEED, n_listed=20, n_new=300)}
    (status,) = feed_statuses([a_feed(FEED)], remembered, NOW)

    assert (status.n_listed, status.n_pages) == (20, 300)


def test_a_feed_in_a_language_that_is_not_coded_says_so() -> None:
    assert why(None, language="fr") == "not asked: reports in 'fr' are not coded yet"


def test_a_dry_run_tells_what_a_feed_has_and_what_is_wrong_with_another() -> None:
    clock = FastClock(timedelta(hours=1))
    with serving({}) as good, serving({"/feed": a_page(b"", status=404)}) as bad:
        publish(good, 3)
        feeds = [a_feed(good.url("/feed")), a_feed(bad.url("/feed"))]
        rows = list(check_feeds(feeds, a_visitor(clock)))

        assert [(row.kind, row.n_entries, row.fault) for row in rows] == [
            ("feed", 3, None),
            (None, 0, "http-404"),
        ]
        assert good.asked == ["/robots.txt", "/feed"]


def test_metrics_are_served_in_prometheus_text(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 2)
        feed = a_feed(site.url("/feed"))
        watcher = watch(tmp_path, [feed], FastClock(timedelta(hours=1)))
    watcher.progress.problems["no-text"] += 1

    with serving({}) as free:
        address = f"127.0.0.1:{free.port}"
    end = serve_metrics(address, Exposition(watcher.progress, lambda: watcher.remembered))
    try:
        with urllib.request.urlopen(f"http://{address}/metrics") as answer:  # ours
            text = answer.read().decode()
    finally:
        end()

    assert "detente_watch_reports_total 2.0" in text
    assert 'detente_watch_problems_total{kind="no-text"} 1.0' in text
    assert f'detente_watch_feed_failures{{feed="{feed.url}"}} 0.0' in text


@pytest.mark.parametrize("address", ["here", "127.0.0.1:99999", "norland:port"])
def test_a_bad_address_for_metrics_is_told(address: str) -> None:
    with pytest.raises(BadInput, match=r"write 127\.0\.0\.1:9464"):
        serve_metrics(address, Exposition(Progress(), dict))
