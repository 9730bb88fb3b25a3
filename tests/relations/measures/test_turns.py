"""Turns and compared windows: where a relation becomes another one, and on what evidence."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from detente.errors import BadConfig
from detente.ledger import Ledger
from detente.records import Event
from detente.relations import (
    Move,
    TurnOptions,
    Turns,
    compare_windows,
    moves_of,
    tally,
    turns_from_moves,
)
from relations.dealings import NRL_SDR, an_event, every_month

YEAR = (date(2021, 1, 1), date(2021, 12, 31))
NEXT_YEAR = (date(2022, 1, 1), date(2022, 12, 31))


def moves(events: list[Event]) -> list[Move]:
    with Ledger.of_events(events) as ledger:
        return moves_of(ledger, NRL_SDR)


def turns(events: list[Event], how: TurnOptions | None = None) -> Turns:
    return turns_from_moves(moves(events), NRL_SDR, how=how or TurnOptions())


COLD = every_month("2021-01-10", 12, "ACCUSE", "THREATEN", "AID")
WARM = every_month("2022-01-10", 12, "AID", "ACCUSE") + [
    an_event(f"2022-{month:02}-{day:02}", "SUPPORT")
    for month in range(1, 13)
    for day in (3, 17, 24)
]


def test_a_thaw_is_found_in_its_month_and_told_in_plain_words() -> None:
    (turn,) = turns([*COLD, *WARM]).turns
    assert (turn.start, turn.kind) == (date(2022, 1, 1), "thaw")
    assert turn.change > 0
    assert turn.words.startswith(
        "thaw since 2022-01: 48 cooperative acts against 12 until 2022-12"
        " (before, since 2021-01: 12 cooperative acts against 24): "
    )
    assert "10 Feb 2022: aid, NRL to SDR" in turn.words


def test_a_burst_of_hostile_acts_is_a_chill_and_its_end_no_thaw() -> None:
    calm = every_month("2015-01-10", 96, "AID")
    burst = [
        an_event(f"2019-{month:02}-{day:02}", "COERCE") for month in (5, 6) for day in (2, 9, 20)
    ]
    (turn,) = turns([*calm, *burst]).turns
    assert (turn.start, turn.kind) == (date(2019, 5, 1), "chill")
    assert turn.after.last == date(2019, 6, 30)
    assert turn.change < 0


def test_a_war_that_goes_on_is_one_turn_and_its_escalation_a_second() -> None:
    calm = every_month("2010-01-10", 120, "AID")
    war = [
        an_event(f"{year}-{month:02}-{day:02}", "ASSAULT")
        for year in (2014, 2015)
        for month in range(1, 13)
        for day in range(1, 7)
    ]
    assert [turn.start for turn in turns([*calm, *war]).turns] == [date(2014, 1, 1)]
    worse = [an_event(f"2015-10-{day:02}", "ASSAULT") for day in range(7, 29)]
    starts = [turn.start for turn in turns([*calm, *war, *worse]).turns]
    assert starts == [date(2014, 1, 1), date(2015, 10, 1)]


def test_a_turn_ends_where_a_contrary_one_begins() -> None:
    calm = every_month("2015-01-10", 96, "AID")
    war = [
        an_event(f"2019-{month:02}-{day:02}", "ASSAULT")
        for month in range(1, 13)
        for day in (2, 9, 20)
    ]
    thaw = [
        an_event(f"2019-{month:02}-{day:02}", "AGREE")
        for month in (7, 8)
        for day in range(1, 28, 2)
    ]
    chill, warmth = turns([*calm, *war, *thaw]).turns
    assert (chill.kind, chill.start, chill.after.last) == (
        "chill", date(2019, 1, 1), date(2019, 6, 30),
    )  # fmt: skip
    assert (warmth.kind, warmth.start) == ("thaw", date(2019, 7, 1))


def test_doubtful_acts_make_no_turn_that_sure_ones_make() -> None:
    past = [*every_month("2015-01-10", 60, "AID"), *every_month("2015-01-20", 36, "ASSAULT")]
    burst = moves([an_event(f"2018-05-{day:02}", "ASSAULT") for day in range(1, 13)])
    doubtful = [replace(move, score=0.1) for move in burst]
    sure, unsure = (turns_from_moves([*moves(past), *one], NRL_SDR) for one in (burst, doubtful))
    assert [turn.kind for turn in sure.turns] == ["chill"]
    assert unsure.turns == ()


def test_many_acts_of_one_day_are_one_affair() -> None:
    calm = every_month("2015-01-10", 60, "AID")
    told_in_parts = [an_event("2018-03-05", "COERCE", number=n) for n in range(30)]
    assert turns([*calm, *told_in_parts]).turns == ()


def test_evidence_is_the_weightiest_acts_after_the_turn_in_its_direction() -> None:
    far = an_event("2023-01-20", "COOPERATE", "NRL+SDR", outlets=9)
    near = an_event("2022-03-20", "COOPERATE", "NRL+SDR", outlets=9)
    hostile = an_event("2022-03-21", "ASSAULT", outlets=9)
    (turn,) = turns([*COLD, *WARM, far, near, hostile]).turns
    assert near.id in turn.event_ids
    assert len(turn.event_ids) == 5
    assert far.id not in turn.event_ids
    assert hostile.id not in turn.event_ids


def test_a_steady_relation_has_no_turn() -> None:
    assert turns(every_month("2021-01-10", 36, "AID", "ACCUSE")).turns == ()


def test_noise_without_a_change_has_no_turn_in_most_tries() -> None:
    chance = np.random.default_rng(5)
    found = 0
    for _ in range(20):
        kinds = [["AID", "ACCUSE", "SUPPORT", "REJECT"][n] for n in chance.integers(0, 4, 240)]
        events = [
            an_event(f"{2019 + n // 60}-{n // 5 % 12 + 1:02}-{n % 5 + 10}", kind, number=n)
            for n, kind in enumerate(kinds)
        ]
        found += len(turns(events).turns)
    assert found <= 8  # one in ten years


def test_silence_is_no_turn_and_a_lone_act_after_it_none_either() -> None:
    assert turns([*COLD, an_event("2024-01-10", "AID")]).turns == ()


def test_a_turn_tells_in_how_many_draws_it_stands() -> None:
    (sure,) = turns([*COLD, *WARM]).turns
    calm = every_month("2015-01-10", 60, "AID")
    few = [an_event(f"2018-{month:02}-05", "COERCE") for month in (4, 5, 6, 7)]
    (unsure,) = turns([*calm, *few], TurnOptions(least_share=0.1)).turns
    assert sure.share > 0.9 > unsure.share > 0.1
    asked = TurnOptions(least_share=unsure.share)
    assert turns([*calm, *few], asked).turns == ()


def test_planned_acts_turn_nothing() -> None:
    planned = [
        an_event(f"2022-{month:02}-10", "AID", status="future", number=n)
        for month in range(1, 13)
        for n in range(9)
    ]
    still = every_month("2022-01-10", 12, "ACCUSE", "THREATEN", "AID")
    assert turns([*COLD, *still, *planned]).turns == ()


def test_a_greater_penalty_finds_fewer_turns() -> None:
    chance = np.random.default_rng(1)
    events = []
    for n in range(40):
        p = 0.7 if n % 20 < 10 else 0.3
        for k in range(6):
            kind = "AID" if chance.random() < p else "COERCE"
            events.append(an_event(f"{2015 + n // 12}-{n % 12 + 1:02}-{k + 10}", kind, number=k))
    counts = [len(turns(events, TurnOptions(penalty=size)).turns) for size in (0.2, 1.2, 50)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1] == 0


def test_a_handful_of_acts_has_no_turns_and_no_error() -> None:
    assert turns([]).turns == ()
    assert turns([an_event("2024-01-05")]).turns == ()


def test_turns_have_a_frame_with_their_evidence() -> None:
    frame = turns([*COLD, *WARM]).polars()
    assert frame["start"].to_list() == [date(2022, 1, 1)]
    assert len(frame["event_ids"][0]) == 5


def test_options_that_make_no_sense_are_refused() -> None:
    with pytest.raises(BadConfig, match="penalty"):
        TurnOptions(penalty=0)
    with pytest.raises(BadConfig, match="least_share"):
        TurnOptions(least_share=1)


# Compared windows


def test_windows_are_compared_with_words_and_a_small_p_value() -> None:
    found = compare_windows(moves([*COLD, *WARM]), YEAR, NEXT_YEAR)
    assert found.change is not None
    assert found.change > 0
    assert found.p_value is not None
    assert found.p_value < 0.05
    assert found.words.startswith(
        "warmer: 48 cooperative acts against 12; before, 12 cooperative acts against 24 (p = 0.0"
    )


def test_windows_of_the_same_acts_do_not_differ() -> None:
    found = compare_windows(moves(every_month("2021-01-10", 24, "AID", "ACCUSE")), YEAR, NEXT_YEAR)
    assert found.change == 0
    assert found.p_value == 1
    assert found.words.startswith("unchanged: ")


def test_a_silent_window_has_nothing_to_compare() -> None:
    found = compare_windows(moves(COLD), YEAR, NEXT_YEAR)
    assert (found.change, found.p_value) == (None, None)
    assert found.words.endswith("nothing to compare")
    assert found.after.mean_intensity is None


def test_a_tally_counts_the_first_and_the_last_day() -> None:
    found = moves([an_event("2021-01-01"), an_event("2021-12-31"), an_event("2022-01-01")])
    assert tally(found, YEAR).n_conflictual == 2


def test_doubtful_acts_and_drills_with_a_third_explain_no_turn() -> None:
    given = moves([*COLD, *WARM])
    (turn,) = turns_from_moves(given, NRL_SDR).turns
    (doubtful,) = turns_from_moves([replace(one, score=0.49) for one in given], NRL_SDR).turns
    drills = [replace(one, type="COOPERATE", is_joint=True) for one in given if one.intensity > 0]

    assert turn.acts
    assert (doubtful.start, doubtful.acts) == (turn.start, ())
    assert doubtful.words.endswith("against 24)")
    assert not any(one.explains for one in drills)


def test_an_act_known_to_the_month_is_told_so() -> None:
    first, last = date(2022, 6, 1), date(2022, 6, 30)
    given = [replace(one, earliest=first, latest=last) for one in moves([*COLD, *WARM])]
    (turn,) = turns_from_moves(given, NRL_SDR).turns

    assert all(act.startswith("Jun 2022: ") for act in turn.acts)
