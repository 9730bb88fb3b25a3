"""Series: counts, directions, silent months, what is not summed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders import a_claim, a_coding, a_date, a_report, a_run
from detente.codebook import Codebook
from detente.errors import BadInput, UnknownCode
from detente.ledger import Ledger
from detente.record import compute_events
from detente.records import Event
from detente.relations import (
    Coverage,
    Series,
    SeriesOptions,
    series,
    series_of_dyads,
)
from detente.relations.brief.brief import brief_from_claims
from detente.relations.measures.network import busiest_dyads
from detente.relations.sides import Direction, Scope
from relations.dealings import NRL_SDR, a_ledger, an_event, every_month

PLAIN = SeriesOptions(n_draws=0)


def in_memory(events: list[Event], options: SeriesOptions = PLAIN) -> Series:
    with Ledger.of_events(events) as ledger:
        return series(ledger, *NRL_SDR, options)


def test_each_direction_counts_its_own_acts_and_acts_together_once_in_all() -> None:
    made = in_memory(
        [
            an_event("2024-01-05", "CONSULT", "NRL+SDR"),
            an_event("2024-01-06", "ACCUSE", "NRL>SDR"),
            an_event("2024-01-07", "AID", "SDR>NRL"),
        ]
    )
    kinds = {point.direction: sorted(point.by_type) for point in made.points}
    assert kinds == {
        Direction.BOTH: ["ACCUSE", "AID", "CONSULT"],
        Direction.A_TO_B: ["ACCUSE", "CONSULT"],
        Direction.B_TO_A: ["AID", "CONSULT"],
    }


def test_silent_months_are_there_and_hold_nothing() -> None:
    made = in_memory([an_event("2024-01-05"), an_event("2024-04-05")]).of()
    assert [point.start.month for point in made] == [1, 2, 3, 4]
    silent = made[1]
    assert (silent.n_events, silent.sum_intensity, silent.flow) == (0, 0, 0)
    assert silent.mean_intensity is None
    assert silent.balance is None
    assert made[0].stock < silent.stock < 0


@pytest.mark.parametrize("status", ["future", "hypothetical", "negated"])
def test_what_did_not_happen_is_shown_but_not_summed(status: str) -> None:
    done = [an_event("2024-01-05", "AID")]
    with_more = [*done, an_event("2024-01-06", "ASSAULT", status=status)]
    plain, more = (in_memory(events).of()[0] for events in (done, with_more))
    assert more.by_status == {"actual": 1, status: 1}
    assert (more.n_events, more.by_type, more.stock, more.flow) == (
        plain.n_events,
        plain.by_type,
        plain.stock,
        plain.flow,
    )


def test_plans_never_stretch_the_series() -> None:
    plan = an_event("2024-03-01", status="future")
    assert [point.start for point in in_memory([an_event("2024-01-05"), plan]).of()] == [
        date(2024, 1, 1)
    ]
    assert [point.start for point in in_memory([plan]).of()] == [date(2024, 3, 1)]


def test_many_outlets_weigh_more_but_ten_times_as_many_not_ten_times_as_much() -> None:
    flows = [in_memory([an_event("2024-01-05", outlets=n)]).of()[0].flow for n in (1, 10, 100)]
    assert flows[0] > flows[1] > flows[2]
    assert flows[2] > 10 * flows[0]


def test_a_threat_weighs_less_than_the_deed_and_talk_as_much_as_its_mode_says() -> None:
    def flow(kind: str, who: str = "NRL>SDR") -> float:
        return in_memory([an_event("2024-01-05", kind, who)]).of()[0].flow

    assert abs(flow("THREATEN")) < abs(flow("ACCUSE"))  # though its intensity is greater
    assert flow("CONSULT-phone", "NRL+SDR") < flow("CONSULT", "NRL+SDR")
    assert flow("CONSULT", "NRL+SDR") < flow("CONSULT-visit", "NRL+SDR")


def test_a_doubtful_act_counts_as_often_as_such_acts_are_right(tmp_path: Path) -> None:
    def flow(score: float, power: float = 1.0) -> float:
        report = a_report("Norland praised Sudria.", key=f"{score}")
        sides = {"actors": ("NRL",), "recipients": ("SDR",)}
        claim = a_claim(report, type="SUPPORT", **sides, score=score, date=a_date())
        path = tmp_path / f"{score}-{power}.duckdb"
        with Ledger.open(path) as ledger:
            ledger.add([a_coding(report, claims=(claim,))], a_run())
            compute_events(ledger)
            options = SeriesOptions(n_draws=0, score_power=power, coverage=Coverage.NONE)
            (both,) = series(ledger, *NRL_SDR, options).of()
        return both.flow

    assert flow(0.4) == pytest.approx(0.4 * flow(1.0))
    assert flow(0.4, 0.0) == flow(1.0, 0.0)


def test_two_who_act_together_on_a_third_do_not_act_on_each_other() -> None:
    assert in_memory([an_event("2024-01-05", "SANCTION", "NRL+SDR>VST")]).points == ()


@pytest.mark.parametrize("kind", ["SUPPORT", "ASSAULT"])
def test_two_who_sign_or_clash_with_nobody_else_told_act_on_each_other(
    kind: str, tmp_path: Path
) -> None:
    alone = an_event("2024-01-05", kind, "NRL+SDR")
    on_others = an_event("2024-01-06", kind, "NRL+SDR>VST")
    made = in_memory([alone, on_others])
    assert [point.n_events for point in made.points] == [1, 1, 1]  # both, and each on the other
    path = a_ledger(tmp_path / "both.duckdb", [alone, on_others])
    with Ledger.open(path, read_only=True) as ledger:
        found = series(ledger, *NRL_SDR, options=PLAIN)
        assert [point.n_events for point in found.points] == [1, 1, 1]
        assert busiest_dyads(ledger, (None, date(2024, 2, 1)))[NRL_SDR] == 1


def test_two_who_both_give_way_to_nobody_else_do_so_to_each_other() -> None:
    made = in_memory([an_event("2024-01-05", "RETREAT", "NRL+SDR")])
    assert [point.n_events for point in made.points] == [1, 1, 1]


@pytest.mark.parametrize(
    ("told", "n"),
    [
        ({"type": "ASSAULT", "predicate": "shelled"}, 1),
        ({"type": "ASSAULT", "predicate": "war"}, 0),
        ({"type": "RETREAT", "predicate": "defected"}, 0),
        ({"type": "RETREAT", "mode": "resign"}, 0),
        ({"type": "RETREAT", "mode": "withdraw"}, 1),
        ({"type": "RETREAT", "actors": ("NRL", "SDR"), "recipients": ()}, 1),
        ({"type": "ACCUSE", "actors": ("NRL", "SDR"), "recipients": ()}, 0),
    ],
    ids=str,
)
def test_series_and_brief_count_the_same_acts(
    told: dict[str, Any], n: int, tmp_path: Path, codebook: Codebook
) -> None:
    words = f"Norland {told.get('predicate', 'acted')} towards Sudria"
    report = a_report(words, published=date(2024, 1, 6))
    sides = {"actors": ("NRL",), "recipients": ("SDR",), "date": a_date("2024-01-05")}
    coding = a_coding(report, claims=(a_claim(report, quote=words, **{**sides, **told}),))
    with Ledger.open(tmp_path / "one.duckdb") as ledger:
        ledger.add([coding], a_run())
        compute_events(ledger)
        counted = sum(point.n_events for point in series(ledger, *NRL_SDR, PLAIN).of())
    story = brief_from_claims([coding], Scope(side_a="NRL", side_b="SDR"), codebook).story

    assert (counted, story.n_acts) == (n, n)


def test_acts_before_the_days_shown_are_acts_enough() -> None:
    with Ledger.of_events(every_month("2023-01-10", 14, "AID")) as ledger:
        shown = series(ledger, *NRL_SDR, PLAIN, (date(2024, 1, 1), None))
    assert len(shown.of()) == 2
    assert shown.is_told(shown.of()[-1])


def test_two_who_condemn_nobody_told_do_not_act_on_each_other() -> None:
    assert in_memory([an_event("2024-01-05", "ACCUSE", "NRL+SDR")]).points == ()


def test_a_vague_day_counts_in_the_middle_and_a_vague_year_not_at_all() -> None:
    spring = an_event("2024-03-01", until="2024-05-31")
    year = an_event("2023-01-01", until="2023-12-31")
    assert [point.start for point in in_memory([spring, year]).of()] == [date(2024, 4, 1)]


def test_an_act_about_two_issues_counts_under_both() -> None:
    point = in_memory([an_event("2024-01-05", issues=("fishing", "trade"))]).of()[0]
    assert {issue: found.n_conflictual for issue, found in point.by_issue.items()} == {
        "fishing": 1,
        "trade": 1,
    }
    assert point.n_events == 1


def test_days_bound_what_is_shown_but_not_what_bears_on_it() -> None:
    days = (date(2024, 3, 5), date(2024, 5, 31))
    with Ledger.of_events(every_month("2024-01-10", 6, "AID")) as ledger:
        whole = series(ledger, *NRL_SDR, PLAIN).of()
        some = series(ledger, *NRL_SDR, PLAIN, days=days).of()
    assert some == whole[2:5]


def test_what_is_past_hangs_on_no_last_day_or_later_report() -> None:
    found = [
        *every_month("2024-01-10", 12, "AID", "ACCUSE", "SUPPORT"),
        *[an_event("2024-11-11", "AID", "VST>TRN", number=n) for n in range(300)],
    ]
    with Ledger.of_events(found) as ledger:
        whole = series(ledger, *NRL_SDR, PLAIN).of()
        cut = series(ledger, *NRL_SDR, PLAIN, (None, date(2024, 5, 31))).of()
    assert cut == whole[:5]


def test_two_days_give_the_same_periods_for_any_two_sides() -> None:
    days = (date(2023, 11, 1), date(2024, 6, 30))
    with Ledger.of_events(
        [an_event("2024-03-05", who="NRL>SDR"), an_event("2024-05-05", who="VST>TRN")]
    ) as ledger:
        axes = [
            [point.start for point in series(ledger, *dyad, PLAIN, days).of()]
            for dyad in (NRL_SDR, ("VST", "TRN"), ("NRL", "TRN"))
        ]
        silent = series(ledger, "NRL", "TRN", PLAIN, days)
    assert axes[0] == axes[1] == axes[2]
    assert len(axes[0]) == 8
    assert silent.is_silent
    assert {(point.n_events, point.stock) for point in silent.points} == {(0, 0.0)}


def test_sides_are_told_by_name_days_as_written_and_unknown_ones_are_refused() -> None:
    met = an_event("2024-03-05", "CONSULT", "FRA+DEU")
    with Ledger.of_events([met]) as ledger:
        named = series(ledger, "France", "Germany", PLAIN, ("2024-01-01", "2024-04-30"))  # type: ignore[arg-type]  # as people write
        assert (named.side_a, named.side_b, len(named.of())) == ("FRA", "DEU", 4)
        with pytest.raises(UnknownCode):
            series(ledger, "FRA", "FRX")
        with pytest.raises(BadInput, match="two sides"):
            series(ledger, "FRA", "France")
        with pytest.raises(BadInput, match="no day is between"):
            series(ledger, "FRA", "DEU", days=(date(2024, 2, 1), date(2024, 1, 1)))


def test_without_events_there_are_no_points_and_the_frame_has_its_columns() -> None:
    with Ledger.of_events([]) as ledger:
        made = series(ledger, "FRA", "DEU")
    assert made.points == ()
    assert {"start", "direction", "stock", "by_type"} <= set(made.polars().columns)


def test_frame_has_a_row_a_period_and_direction() -> None:
    made = in_memory(every_month("2024-01-10", 3, "AID", "ACCUSE"))
    frame = made.polars()
    assert made.pandas()["stock"].tolist() == frame["stock"].to_list()
    assert frame.shape[0] == 9
    first = frame.row(0, named=True)
    assert first["by_type"] == [{"type": "ACCUSE", "n_events": 1}, {"type": "AID", "n_events": 1}]
    assert first["direction"] == "both"


def test_many_dyads_in_one_go_are_the_same_as_one_by_one(tmp_path: Path) -> None:
    found = [
        *every_month("2024-01-10", 5, "AID", "ACCUSE"),
        *every_month("2024-03-10", 5, "SUPPORT", who="VST>SDR"),
    ]
    dyads = [("NRL", "SDR"), ("SDR", "VST"), ("NRL", "VST")]
    with Ledger.open(a_ledger(tmp_path / "many.duckdb", found), read_only=True) as ledger:
        together = series_of_dyads(ledger, dyads)
        assert together == [series(ledger, *dyad) for dyad in dyads]


def test_coverage_lowers_a_month_in_which_everything_was_reported_more(tmp_path: Path) -> None:
    found = [
        *every_month("2024-01-10", 2, "AID"),
        *[an_event("2024-02-11", "AID", "VST>TRN", number=n) for n in range(30)],
    ]
    with Ledger.open(a_ledger(tmp_path / "loud.duckdb", found), read_only=True) as ledger:
        quiet, loud = series(ledger, *NRL_SDR, PLAIN).of()
        plain = series(ledger, *NRL_SDR, SeriesOptions(n_draws=0, coverage=Coverage.NONE)).of()
    assert (quiet.coverage, loud.coverage) == (1, 31)
    assert loud.flow < quiet.flow
    assert plain[0].flow == plain[1].flow
    assert plain[0].coverage is None
