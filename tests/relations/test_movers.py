"""Who moved most in a month: by the change of the stock, in the month of the last act."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from detente.ledger import Ledger
from detente.records import Event
from detente.relations.movers import last_month, movers
from detente.relations.network import network
from detente.relations.series import series
from relations.dealings import a_ledger, an_event, every_month

MARCH = (date(2024, 3, 1), date(2024, 3, 31))
EVENTS = [
    *every_month("2023-10-10", 6, "AID", who="NRL>SDR"),
    *every_month("2023-10-10", 5, "AID", who="NRL>VST"),
    *(an_event(f"2024-03-{day:02}", "ASSAULT", "VST>NRL") for day in range(10, 20)),
    an_event("2024-01-10", "AID", "SDR>VST"),
    an_event("2024-03-11", "ACCUSE", "WST>EST"),
    an_event("2024-05-11", "CONSULT", "NRL+SDR", status="future"),
    an_event("2024-04-20", "ACCUSE", "NRL>SDR", status="negated"),
]
Opened = Callable[[list[Event]], Ledger]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    def open_one(events: list[Event]) -> Ledger:
        return Ledger.open(a_ledger(tmp_path / "movers.duckdb", events), read_only=True)

    return open_one


def test_the_last_month_is_that_of_the_last_act_that_happened(opened: Opened) -> None:
    with opened(EVENTS) as ledger:
        assert last_month(ledger) == MARCH
        assert last_month(ledger, date(2024, 1, 31)) == (date(2024, 1, 1), date(2024, 1, 31))
        assert last_month(ledger, date(2020, 1, 1)) is None


def test_without_acts_there_is_no_last_month(opened: Opened) -> None:
    with opened([an_event("2024-05-11", "CONSULT", "NRL+SDR", status="future")]) as ledger:
        assert last_month(ledger) is None


def test_the_dyad_that_fell_out_comes_first(opened: Opened) -> None:
    with opened(EVENTS) as ledger:
        found = movers(ledger, MARCH)

    first = found[0]
    assert (first.one, first.other, first.n_events) == ("NRL", "VST", 10)
    assert first.before > first.now
    assert first.change == pytest.approx(first.now - first.before)
    assert [abs(one.change) for one in found] == sorted(
        (abs(one.change) for one in found), reverse=True
    )


def test_a_dyad_without_acts_in_the_month_is_no_mover(opened: Opened) -> None:
    with opened(EVENTS) as ledger:
        dyads = {(one.one, one.other) for one in movers(ledger, MARCH)}

    assert ("SDR", "VST") not in dyads
    assert ("NRL", "VST") in dyads


def test_a_relation_that_begins_in_the_month_stood_at_zero(opened: Opened) -> None:
    with opened(EVENTS) as ledger:
        (new,) = [one for one in movers(ledger, MARCH) if one.one == "EST"]

    assert new.before == 0
    assert new.change == new.now < 0


def test_stocks_are_those_of_the_series(opened: Opened) -> None:
    with opened(EVENTS) as ledger:
        (found,) = [one for one in movers(ledger, MARCH) if one.other == "VST"]
        points = {point.start: point.stock for point in series(ledger, "NRL", "VST").of()}

    assert found.before == pytest.approx(points[date(2024, 2, 1)])
    assert found.now == pytest.approx(points[date(2024, 3, 1)])


def test_the_network_of_a_month_counts_its_acts_alone(opened: Opened) -> None:
    with opened(EVENTS) as ledger:
        ties = {(t.one, t.other): t for t in network(ledger, MARCH[1], since=MARCH[0]).ties}
        whole = {(t.one, t.other): t for t in network(ledger, MARCH[1]).ties}

    assert set(ties) == {("EST", "WST"), ("NRL", "SDR"), ("NRL", "VST")}
    assert ties["NRL", "VST"].n_events == 10
    assert whole["NRL", "VST"].n_events == 15
    assert ties["NRL", "VST"].stock == whole["NRL", "VST"].stock
