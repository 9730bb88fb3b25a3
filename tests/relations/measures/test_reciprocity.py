"""Who answers whom: planted answers are found, and only those."""

from datetime import date, timedelta

import numpy as np

from detente.ledger import Ledger
from detente.records import Event
from detente.relations import Reciprocity, reciprocity
from detente.relations.measures.reciprocity import _answered_when_shifted
from relations.dealings import NRL_SDR, an_event


def found_in(events: list[Event]) -> Reciprocity:
    with Ledger.of_events(events) as ledger:
        return reciprocity(ledger, *NRL_SDR)


def days(seed: int, count: int) -> list[date]:
    """Scattered days of ten years."""
    chance = np.random.default_rng(seed)
    return [date(2010, 1, 1) + timedelta(days=int(n)) for n in chance.integers(0, 3650, count)]


def acts(when: list[date], kind: str, who: str) -> list[Event]:
    return [an_event(day.isoformat(), kind, who, number=n) for n, day in enumerate(when)]


def test_sanctions_that_are_answered_in_kind_after_a_week_are_found() -> None:
    when = days(1, 15)
    answers = [day + timedelta(days=7) for day in when[:12]]
    made = found_in(
        [*acts(when, "SANCTION", "NRL>SDR"), *acts(answers, "SANCTION", "SDR>NRL")]
    ).answers
    first = next(one for one in made if one.act == one.answer == "SANCTION")
    assert first.actor == "NRL"
    assert first.n_acts == 15
    assert first.n_answered >= 12
    assert first.lag_days == 7
    assert first.expected < 3
    assert first.q_value < 0.01
    assert first.words.endswith(f"(p = {first.p_value:.3f})")


def test_the_side_that_was_answered_does_not_answer() -> None:
    when = days(1, 15)
    answers = [day + timedelta(days=7) for day in when[:12]]
    made = found_in(
        [*acts(when, "SANCTION", "NRL>SDR"), *acts(answers, "SANCTION", "SDR>NRL")]
    ).answers
    back = next(one for one in made if one.actor == "SDR" and one.act == "SANCTION")
    assert back.p_value > 0.05


def test_sides_that_act_without_regard_to_each_other_seldom_seem_to_answer() -> None:
    n_small = 0
    for seed in range(10):
        events = [
            *acts(days(seed, 20), "ACCUSE", "NRL>SDR"),
            *acts(days(seed + 100, 20), "ACCUSE", "SDR>NRL"),
        ]
        n_small += sum(
            one.p_value < 0.05 for one in found_in(events).answers if one.act == "ACCUSE"
        )
    assert n_small <= 3  # of 20 tests, one is to be expected


def test_an_answer_on_the_same_day_or_after_a_month_is_none() -> None:
    when = [date(2010, 1, 1) + timedelta(days=200 * n) for n in range(6)]
    same = acts(when, "AID", "SDR>NRL")
    late = acts([day + timedelta(days=31) for day in when], "SUPPORT", "SDR>NRL")
    made = found_in([*acts(when, "AID", "NRL>SDR"), *same, *late]).answers
    counts = {one.answer: one.n_answered for one in made if one.actor == "NRL" and one.act == "AID"}
    assert counts == {"AID": 0, "SUPPORT": 0}


def test_acts_together_plans_and_vague_days_are_left_out() -> None:
    when = [day.isoformat() for day in days(4, 5)]
    events = [
        *(an_event(day, "CONSULT", "NRL+SDR") for day in when),
        *(an_event(day, "AID", "NRL>SDR", status="future") for day in when),
        *(an_event("2012-01-01", "AID", "SDR>NRL", until="2012-02-01", number=n) for n in range(5)),
    ]
    assert found_in(events).answers == ()


def test_the_frame_has_a_row_a_pair() -> None:
    made = found_in([*acts(days(5, 8), "AID", "NRL>SDR"), *acts(days(6, 8), "AID", "SDR>NRL")])
    frame = made.polars()
    assert frame.shape[0] == len(made.answers) == 4  # types, and cooperation as a whole
    assert frame["p_value"].is_sorted()


def test_shifted_counts_are_those_of_shifting_by_hand() -> None:
    acts_on, answers_on = np.array([3, 10, 10, 40]), np.array([0, 5, 12, 41])
    counts = _answered_when_shifted(acts_on, answers_on, (0, 60), 4)
    for shift in range(8, 52):
        shifted = (answers_on + shift) % 60
        answered = sum(any(0 < (day - act) % 60 <= 4 for day in shifted) for act in acts_on)
        assert counts[shift - 8] == answered
