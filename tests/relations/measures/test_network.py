"""Who moved most in a month: by the change of the stock, in the month of the last act."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from builders import a_place
from detente.codebook import load_codebook
from detente.errors import BadInput, UnknownCode
from detente.ledger import Ledger
from detente.records import Event
from detente.relations import (
    Coverage,
    Network,
    Series,
    SeriesOptions,
    network,
    places_of,
    triads,
    triads_from_series,
)
from detente.relations.measures.network import groups_of, last_month, movers
from detente.relations.measures.series import series
from relations.dealings import NRL_SDR, a_ledger, an_event, every_month

MARCH = (date(2024, 3, 1), date(2024, 3, 31))
EVENTS = [
    *every_month("2023-10-10", 6, "AID", who="NRL>SDR"),
    *every_month("2023-10-10", 5, "AID", who="NRL>VST"),
    *(an_event(f"2024-03-{day:02}", "ASSAULT", "VST>NRL") for day in range(10, 20)),
    an_event("2024-01-10", "AID", "SDR>VST"),
    *(an_event(f"2024-03-{day}", "COERCE", "WST>EST") for day in range(11, 19)),
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


def test_dyads_that_moved_most_come_first(opened: Opened) -> None:
    with opened(EVENTS) as ledger:
        found = movers(ledger, MARCH)

    (first,) = (one for one in found if one.other == "VST")
    assert (first.one, first.other, first.n_events) == ("NRL", "VST", 10)
    assert first.before > first.now
    assert first.change == pytest.approx(first.now - first.before)
    assert [abs(one.change) for one in found] == sorted(
        (abs(one.change) for one in found), reverse=True
    )


def test_a_mover_has_acts_enough_and_an_interval_without_zero(opened: Opened) -> None:
    torn = [an_event("2024-03-08", kind, "TRN>WST") for kind in ("AID", "AID", "COERCE", "REJECT")]
    with opened([*EVENTS, *torn]) as ledger:
        found = movers(ledger, MARCH)

    assert {(one.one, one.other) for one in found} == {("NRL", "VST"), ("EST", "WST")}
    for one in found:
        assert one.n_events >= 3
        assert one.change_low <= one.change <= one.change_high < 0


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


BOOK = load_codebook()
PLAIN = SeriesOptions(n_draws=0, coverage=Coverage.NONE)


def warm_and_cold(years: list[bool], who: str) -> list[Event]:
    """A friendly act a month in warm years, a hostile one in cold ones."""
    return [
        an_event(f"{2000 + n}-{month:02}-10", "AID" if is_warm else "COERCE", who)
        for n, is_warm in enumerate(years)
        for month in range(1, 13)
    ]


YEARS = [bool(n) for n in np.random.default_rng(2).integers(0, 2, 16)]
TOGETHER = warm_and_cold(YEARS, "NRL>VST")
AGAINST = warm_and_cold([not year for year in YEARS], "SDR>VST")
OWN = warm_and_cold(YEARS, "NRL>SDR")


def one_series(events: list[Event], dyad: tuple[str, str]) -> Series:
    with Ledger.of_events(events) as ledger:
        return series(ledger, *dyad, PLAIN)


def test_relations_that_move_together_and_against_each_other_are_told_apart() -> None:
    made = triads_from_series(
        one_series(OWN, NRL_SDR),
        [one_series(TOGETHER, ("NRL", "VST")), one_series(AGAINST, ("SDR", "VST"))],
    ).triads
    found = {(triad.one, triad.third): triad for triad in made}
    assert found["NRL", "VST"].correlation == pytest.approx(1)
    assert found["SDR", "VST"].correlation < -0.8
    assert found["SDR", "VST"].p_value < 0.05
    assert found["NRL", "VST"].words.startswith("as NRL-SDR warms, NRL-VST warms: ")
    assert found["SDR", "VST"].words.startswith("as SDR-NRL warms, SDR-VST cools: ")


def test_a_friend_of_a_friend_and_an_enemy_of_an_enemy_are_balanced() -> None:
    warm = [True] * 16
    own = one_series(warm_and_cold(warm, "NRL>SDR"), NRL_SDR)

    def balance(with_one: bool, with_other: bool) -> set[bool | None]:  # noqa: FBT001
        others = [
            one_series(warm_and_cold([with_one] * 16, "NRL>VST"), ("NRL", "VST")),
            one_series(warm_and_cold([with_other] * 16, "SDR>VST"), ("SDR", "VST")),
        ]
        return {triad.is_balanced for triad in triads_from_series(own, others).triads}

    assert balance(with_one=True, with_other=True) == {True}
    assert balance(with_one=False, with_other=False) == {True}
    assert balance(with_one=True, with_other=False) == {False}


def test_too_short_a_history_makes_no_triad() -> None:
    own = one_series(OWN[:8], NRL_SDR)
    assert triads_from_series(own, [one_series(TOGETHER[:8], ("NRL", "VST"))]).triads == ()


def test_the_ledger_knows_which_third_parties_both_deal_with(tmp_path: Path) -> None:
    apart = [an_event("2001-01-05", "AID", "NRL>TRN")]
    path = a_ledger(tmp_path / "three.duckdb", [*OWN, *TOGETHER, *AGAINST, *apart])
    with Ledger.open(path, read_only=True) as ledger:
        made = triads(ledger, *NRL_SDR, options=PLAIN)
    assert {triad.third for triad in made.triads} == {"VST"}
    assert made.polars().shape[0] == 2


def test_thirds_are_told_by_name_and_refused_where_nobody_knows_them(tmp_path: Path) -> None:
    path = a_ledger(tmp_path / "three.duckdb", [*OWN, *TOGETHER, *AGAINST])
    with Ledger.open(path, read_only=True) as ledger:
        assert triads(ledger, *NRL_SDR, ["VST"], PLAIN) == triads(ledger, *NRL_SDR, options=PLAIN)
        for thirds, says in (("VST", "several sides"), (["NRL"], "the two sides")):
            with pytest.raises(BadInput, match=says):
                triads(ledger, *NRL_SDR, thirds, PLAIN)
        with pytest.raises(UnknownCode, match="Atlantis"):
            triads(ledger, *NRL_SDR, ["Atlantis"], PLAIN)


# Networks and places


def two_camps() -> list[Event]:
    """NRL and SDR are friends, VST and TRN are friends, the camps accuse each other."""
    warm = [("NRL", "SDR"), ("TRN", "VST")]
    cold = [("NRL", "VST"), ("SDR", "TRN"), ("NRL", "TRN")]
    return [
        an_event(f"2023-{month:02}-10", kind, f"{one}>{other}")
        for kind, pairs in (("AID", warm), ("COERCE", cold))
        for one, other in pairs
        for month in range(1, 13)
    ]


def network_at(day: date, events: list[Event], most: int = 150) -> Network:
    with Ledger.of_events(events) as ledger:
        return network(ledger, day, most=most)


def test_network_knows_camps_stocks_and_counts() -> None:
    made = network_at(date(2023, 12, 31), two_camps())
    groups = {node.code: node.group for node in made.nodes}
    assert groups["NRL"] == groups["SDR"] != groups["VST"] == groups["TRN"]
    stocks = {(tie.one, tie.other): tie.stock for tie in made.ties}
    assert stocks["NRL", "SDR"] > 5
    assert stocks["NRL", "VST"] < -5
    assert {node.code: node.n_ties for node in made.nodes}["NRL"] == 3


def test_network_knows_its_day() -> None:
    later, day = an_event("2024-05-05", "AID", "NRL>VST"), date(2023, 12, 31)
    assert network_at(day, [*two_camps(), later]) == network_at(day, two_camps())


def test_network_before_the_first_act_is_empty() -> None:
    made = network_at(date(2000, 1, 1), two_camps())
    assert (made.nodes, made.ties) == ((), ())


def test_only_the_dyads_with_most_acts_are_kept() -> None:
    more = [an_event("2023-06-01", "AID", "TRN>VST", number=n) for n in range(3)]
    made = network_at(date(2023, 12, 31), [*two_camps(), *more], most=1)
    assert [(tie.one, tie.other) for tie in made.ties] == [("TRN", "VST")]


def test_groups_follow_signs_not_only_ties() -> None:
    warm = {("A", "B"): 1.0, ("C", "D"): 1.0}
    assert groups_of(["A", "B", "C", "D"], warm | {("B", "C"): -2.0}) == {
        "A": 1,
        "B": 1,
        "C": 2,
        "D": 2,
    }


def test_places_are_counted_where_acts_happened_on_the_days_asked_for() -> None:
    found = [
        an_event("2024-01-05", "CONSULT", "NRL+SDR", place=a_place()),
        an_event("2024-01-06", "ACCUSE", "NRL>SDR", place=a_place()),
        an_event("2024-01-07", "AID", "SDR>NRL", place=a_place("Grey Bay", country=None)),
        an_event("2024-01-08", "AID", "SDR>NRL", place=a_place("Far", lat=None, lon=None)),
        an_event("2024-01-09", "AID", "SDR>NRL", place=a_place(), status="future"),
        an_event("2025-01-09", "AID", "SDR>NRL", place=a_place()),
    ]
    days = (None, date(2024, 12, 31))
    with Ledger.of_events(found) as ledger:
        made = places_of(ledger, NRL_SDR, PLAIN, days)
    counts = [(place.name, place.n_events, place.n_conflictual) for place in made]
    assert counts == [("Vostia City", 2, 1), ("Grey Bay", 1, 0)]
