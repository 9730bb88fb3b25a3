"""When to come again: never sooner than asked, never later than a day, drifting apart."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.watch.clock import Hosts, Outage, host_of
from detente.watch.memory import FeedMemory
from detente.watch.outcomes import MAX_TRIES, SLOWEST, Schedule
from detente.watch.visits import LONGEST_ASKED, retry_after

NOW = datetime(2024, 2, 2, 12, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
wishes = st.one_of(st.none(), st.timedeltas(timedelta(0), LONGEST_ASKED))
intervals = st.timedeltas(timedelta(minutes=1), timedelta(days=7))


def a_schedule(seed: int = 1) -> Schedule:
    return Schedule(random.Random(seed))  # noqa: S311  # no secret


@given(intervals, st.integers(0, 2**16))
def test_the_pause_after_a_poll_is_the_interval_but_for_a_tenth(
    interval: timedelta, seed: int
) -> None:
    pause = a_schedule(seed).after_success(interval)

    assert 0.89 * interval <= pause <= 1.11 * interval


@given(intervals, st.integers(1, 10_000), wishes)
def test_the_pause_after_a_failure_has_bounds_and_what_was_asked_for(
    interval: timedelta, n_failures: int, asked: timedelta | None
) -> None:
    pause = a_schedule().after_failure(interval, n_failures, asked)

    assert pause >= (asked or timedelta(0))
    assert pause <= max(SLOWEST, interval, asked or timedelta(0)) * 1.11


def test_pauses_double_from_failure_to_failure() -> None:
    pauses = [a_schedule().after_failure(HALF_HOUR, n, None).total_seconds() for n in (1, 2, 3)]

    assert pauses[1] == pytest.approx(2 * pauses[0])
    assert pauses[2] == pytest.approx(4 * pauses[0])


def test_a_page_is_given_up_after_its_last_try() -> None:
    pauses = [a_schedule().before_try(n, None) for n in range(1, MAX_TRIES + 1)]

    assert pauses[-1] is None
    assert all(pauses[:-1])


@pytest.mark.parametrize(
    ("written", "pause"),
    [
        ("120", timedelta(minutes=2)),
        ("Fri, 02 Feb 2024 13:00:00 GMT", timedelta(hours=1)),
        ("Fri, 02 Feb 2024 11:00:00 GMT", timedelta(0)),
        ("99999999999999999999", LONGEST_ASKED),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_ASKED),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("٣", None),
    ],
)
def test_what_servers_ask_for_is_read(written: str, pause: timedelta | None) -> None:
    assert retry_after({"retry-after": written}, NOW) == pause


@given(st.text(max_size=40))
def test_whatever_servers_ask_for_has_bounds(written: str) -> None:
    pause = retry_after({"retry-after": written}, NOW)

    assert pause is None or timedelta(0) <= pause <= LONGEST_ASKED


def test_a_clock_set_back_keeps_the_pause() -> None:
    then = int(NOW.timestamp()) + 10_000_000
    memory = FeedMemory(url="u", polled_at=then, next_at=then + 1800)

    awake = a_schedule().awake(memory, NOW)

    assert awake.next_at == int(NOW.timestamp()) + 1800


def test_a_host_is_asked_by_one_at_a_time_and_at_its_pace() -> None:
    hosts = Hosts()
    hosts.take("norland.example")

    assert not hosts.is_free("norland.example", 100)
    assert hosts.is_free("sudria.example", 100)
    hosts.give_back("norland.example", 110)
    assert not hosts.is_free("norland.example", 109)
    assert hosts.is_free("norland.example", 110)


def test_hosts_that_are_free_are_forgotten() -> None:
    hosts = Hosts()
    for n in range(1000):
        hosts.take(f"{n}.example")
        hosts.give_back(f"{n}.example", n)
    hosts.forget_idle(990)

    assert hosts.free_at("5.example") == 0
    assert not hosts.is_free("995.example", 990)


def test_www_is_the_same_host() -> None:
    assert host_of("https://www.Norland.example/a") == host_of("https://norland.example/b")


def test_three_hosts_in_a_row_that_cannot_be_reached_are_an_outage() -> None:
    outage = Outage(n_hosts=10)
    outage.note("a", "dns", 1)
    outage.note("b", "timeout", 2)
    outage.note("b", "connect", 3)

    assert not outage.is_on
    outage.note("c", "dns", 4)
    assert outage.is_on
    assert outage.note("d", "http-500", 5)  # an answer at all: the network is back
    assert not outage.is_on


def test_one_host_alone_is_no_outage() -> None:
    outage = Outage(n_hosts=1)
    outage.note("a", "dns", 1)

    assert not outage.is_on


def test_after_an_outage_only_those_are_asked_soon_whom_it_kept_us_from() -> None:
    at = int(NOW.timestamp())
    dead = FeedMemory(url="a", fault="dns", n_failures=9, polled_at=at - 9000, next_at=at + 80_000)
    kept = FeedMemory(url="b", fault="dns", n_failures=1, polled_at=at - 600, next_at=at + 900)
    schedule = a_schedule()

    assert schedule.after_outage(dead, NOW, since=at - 1200) == dead
    assert schedule.after_outage(kept, NOW, since=at - 1200).next_at < at + 90
