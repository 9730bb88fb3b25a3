"""Turns of a ledger, held against those that a reader saw."""

import json
from pathlib import Path

from detente.evaluate.briefs import read_briefs
from detente.evaluate.ledgers import render_turns, score_turns
from detente.ledger import Ledger
from relations.dealings import an_event, every_month

EVENTS = [
    *every_month("2017-01-10", 36, "CONSULT"),
    *(
        an_event(f"2020-0{month}-{day:02}", "ASSAULT")
        for month in (5, 6)
        for day in (2, 9, 16, 20, 25)
    ),
]


def a_key(folder: Path, *turns: tuple[str, str], since: str = "2020-01-01") -> Path:
    (folder / "read").mkdir(parents=True)
    key = {
        "dyad": ["NRL", "SDR"],
        "since": since,
        "until": "2020-12-31",
        "verdict": "colder",
        "main_facts": [],
        "turns": [{"month": month, "direction": kind, "why": "seen"} for month, kind in turns],
        "channels": [],
        "promises": [],
        "disputes": [],
    }
    (folder / "read" / "NRL-SDR.json").write_text(json.dumps(key), encoding="utf-8")
    return folder


def test_a_turn_found_near_one_that_was_seen_is_a_hit_and_others_are_missed(tmp_path: Path) -> None:
    keys = a_key(tmp_path / "key", ("2020-04", "colder"), ("2020-05", "warmer"))
    with Ledger.of_events(EVENTS) as ledger:
        made = score_turns(read_briefs(keys), ledger)
    found = made.per_half["read"]
    assert (found.n_seen, found.n_found, found.n_false) == (2, 1, 0)
    assert found.recall == 0.5
    assert made.periods == ("NRL-SDR 2020-01-01: found 2020-05 colder; missed 2020-05 warmer",)
    assert "50.0" in render_turns(made)


def test_a_second_step_near_a_turn_found_is_near_and_not_found(tmp_path: Path) -> None:
    keys = a_key(tmp_path / "key", ("2020-05", "colder"), ("2020-06", "colder"))
    with Ledger.of_events(EVENTS) as ledger:
        found = score_turns(read_briefs(keys), ledger).per_half["read"]
    assert (found.n_seen, found.n_near, found.n_found, found.n_false) == (2, 2, 1, 0)
    assert (found.near, found.recall) == (1.0, 0.5)


def test_what_nobody_saw_is_false_within_the_period_and_unjudged_outside(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    with Ledger.of_events(EVENTS) as ledger:
        within = score_turns(read_briefs(a_key(inside)), ledger).per_half["read"]
        beyond = score_turns(read_briefs(a_key(outside, since="2020-09-01")), ledger)
    assert (within.n_false, within.false_a_decade) == (1, 10.0)
    assert beyond.per_half["read"].n_false == 0
