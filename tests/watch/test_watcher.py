"""Watching: what is new comes into the ledger once, whatever hosts do."""

from datetime import timedelta
from pathlib import Path

from sources.web import a_page, serving
from watch.world import (
    FastClock,
    a_feed,
    an_article,
    an_rss,
    publish,
    remembered_in,
    reports_in,
    watch,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_each_page_of_a_feed_becomes_one_report(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 3)
        watcher = watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(HOUR))

        reports = reports_in(tmp_path)

        assert [report.key for report in reports] == [site.url(f"/{n}") for n in (1, 2, 3)]
        assert {report.outlet for report in reports} == {"Harbour Wire"}
        assert "met envoy 2 of Sudria" in reports[1].text
        assert (watcher.progress.n_reports, watcher.progress.n_claims) == (3, 3)


def test_what_is_published_meanwhile_comes_once(tmp_path: Path) -> None:
    clock = FastClock(DAY)
    with serving({}) as site:
        publish(site, 1)
        for n in range(2, 9):
            clock.at(n * HOUR, lambda n=n: publish(site, n))  # type: ignore[misc]
        watch(tmp_path, [a_feed(site.url("/feed"))], clock)

        assert len(reports_in(tmp_path)) == 8
        pages = [path for path in site.asked if path[1:].isdigit()]
        assert sorted(pages) == sorted(set(pages))


def test_a_second_watch_goes_on_where_the_first_ended(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 2)
        watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(HOUR))
        site.asked.clear()
        watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(HOUR))

        assert {path for path in site.asked if path[1:].isdigit()} == set()
        assert len(reports_in(tmp_path)) == 2


def test_a_lost_memory_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 2)
        watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(HOUR))
        for file in tmp_path.glob("memory.watch*"):
            file.unlink()
        publish(site, 3)
        watch(tmp_path, [a_feed(site.url("/feed"))], FastClock(HOUR))

        assert len(reports_in(tmp_path)) == 3


def test_feeds_are_asked_at_their_interval_and_hosts_at_their_pace(tmp_path: Path) -> None:
    clock = FastClock(DAY)
    with serving({}) as site:
        publish(site, 1)
        feed = a_feed(site.url("/feed"), interval=HOUR)
        watcher = watch(tmp_path, [feed], clock)

    assert 22 <= watcher.progress.n_polls <= 27


def test_a_changed_page_becomes_a_second_report_and_an_unchanged_one_does_not(
    tmp_path: Path,
) -> None:
    clock = FastClock(DAY)
    with serving({}) as site:
        publish(site, 2)

        def say_both_changed_though_one_has() -> None:
            site.pages["/1"] = an_article("Norland's premier met Sudria's premier, not an envoy.")
            body = an_rss("/1", "/2", titles=("Corrected talks", "Old talks"))
            site.pages["/feed"] = a_page(body)

        clock.at(3 * HOUR, say_both_changed_though_one_has)
        watcher = watch(tmp_path, [a_feed(site.url("/feed"))], clock)

        reports = reports_in(tmp_path)

        keys = [report.key for report in reports]
        assert keys == [site.url("/1"), site.url("/1"), site.url("/2")]
        assert sum("not an envoy" in report.text for report in reports) == 1
        assert watcher.progress.n_pages_unchanged == 1


def test_a_page_is_looked_at_again_where_the_list_asks_for_it(tmp_path: Path) -> None:
    clock = FastClock(DAY)
    with serving({}) as site:
        publish(site, 1)
        clock.at(
            2 * HOUR, lambda: site.pages.update({"/1": an_article("Sudria met nobody at all.")})
        )
        watch(tmp_path, [a_feed(site.url("/feed"), revisit=6 * HOUR)], clock)

        assert len(reports_in(tmp_path)) == 2


def test_one_page_in_two_feeds_is_one_report(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 2)
        site.pages["/world"] = a_page(an_rss("/2?utm_source=rss", "/2#top"))
        feeds = [a_feed(site.url("/feed")), a_feed(site.url("/world"))]
        watch(tmp_path, feeds, FastClock(HOUR))

        assert len(reports_in(tmp_path)) == 2


def test_feeds_are_asked_for_what_has_changed_only_also_after_a_restart(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 1)
        site.pages["/feed"] = a_page(
            an_rss("/1"), etag='"v1"', last_modified="Fri, 02 Feb 2024 08:00:00 GMT"
        )
        feed = a_feed(site.url("/feed"))
        watch(tmp_path, [feed], FastClock(timedelta(minutes=5)))
        site.pages["/feed"] = a_page(b"", status=304)
        site.headers.clear()
        watcher = watch(tmp_path, [feed], FastClock(2 * HOUR))

        asked = [headers for headers in site.headers if "If-None-Match" in headers]
        assert asked[-1]["If-None-Match"] == '"v1"'
        assert asked[-1]["If-Modified-Since"] == "Fri, 02 Feb 2024 08:00:00 GMT"
        assert watcher.progress.n_unchanged_polls == watcher.progress.n_polls > 0
        assert remembered_in(tmp_path)[feed.url].fault is None


def test_hosts_are_told_whom_to_write_to(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 1)
        watch(
            tmp_path, [a_feed(site.url("/feed"), contact="desk@norland.example")], FastClock(HOUR)
        )

        assert all("desk@norland.example" in headers["User-Agent"] for headers in site.headers)


def test_feeds_in_languages_that_are_not_coded_are_not_asked(tmp_path: Path) -> None:
    with serving({}) as site:
        publish(site, 1)
        watch(tmp_path, [a_feed(site.url("/feed"), language="fr")], FastClock(HOUR))

        assert site.asked == []
