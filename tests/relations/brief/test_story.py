"""Warmer or colder than when, why, and what changed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from builders import a_claim, a_coding, a_date, a_report
from detente.codebook import Codebook
from detente.records import Coded, Granularity
from detente.relations.brief.brief import Brief, brief_from_claims
from detente.relations.brief.page import story_lines
from detente.relations.brief.story import Trend
from detente.relations.sides import Scope

SCOPE = Scope(
    side_a="NRL",
    side_b="SDR",
    name_a="Norland",
    name_b="Sudria",
    since=date(2024, 1, 1),
    as_of=date(2024, 12, 31),
)
HOSTILE, FRIENDLY = "ASSAULT", "SUPPORT"


def told(day: str, kind: str, **changes: Any) -> Coded:
    words = f"Norland does {kind.lower()} to Sudria on {day}"
    report = a_report(words, published=date.fromisoformat(day), key=day)
    given = {"actors": ("NRL-GOV",), "recipients": ("SDR-GOV",), "date": a_date(day), **changes}
    return a_coding(report, claims=(a_claim(report, quote=words, type=kind, **given),))


def brief_of(codebook: Codebook, *acts: tuple[str, str]) -> Brief:
    return brief_from_claims([told(day, kind) for day, kind in acts], SCOPE, codebook)


@pytest.mark.parametrize(
    ("acts", "trend"),
    [
        ([("2024-02-01", HOSTILE), ("2024-09-01", HOSTILE)], Trend.COLDER),
        ([("2024-02-01", FRIENDLY), ("2024-09-01", FRIENDLY)], Trend.WARMER),
        ([("2024-02-01", HOSTILE), ("2024-09-01", FRIENDLY)], Trend.SAME),
        ([("2024-02-01", HOSTILE)], Trend.UNKNOWN),
        ([], Trend.UNKNOWN),
    ],
    ids=str,
)
def test_trend_is_the_sign_of_what_was_done_unless_it_was_undone_late(
    codebook: Codebook, acts: list[tuple[str, str]], trend: Trend
) -> None:
    assert brief_of(codebook, *acts).story.trend is trend


@pytest.mark.parametrize(
    ("second", "trend"), [("2024-02-01", Trend.UNKNOWN), ("2024-02-02", Trend.COLDER)]
)
def test_one_day_has_no_before_to_stand_against(
    codebook: Codebook, second: str, trend: Trend
) -> None:
    scope = replace(SCOPE, since=None, as_of=None)
    coded = [told("2024-02-01", HOSTILE), told(second, "SANCTION")]
    assert brief_from_claims(coded, scope, codebook).story.trend is trend


def test_within_one_month_they_stand_against_its_first_day(codebook: Codebook) -> None:
    scope = replace(SCOPE, since=None, as_of=date(2024, 12, 30))
    acts = [told("2024-12-17", HOSTILE), told("2024-12-20", "SANCTION")]
    first = next(story_lines(brief_from_claims(acts, scope, codebook)))

    assert first.head.startswith("Norland and Sudria stand colder than on 17 Dec 2024. Why: ")


def test_acts_without_a_day_tell_of_no_change(codebook: Codebook) -> None:
    undated = a_report("Norland shelled Sudria", published=None, key="undated")
    given = {"actors": ("NRL-GOV",), "recipients": ("SDR-GOV",), "type": HOSTILE, "date": None}
    raid = a_coding(undated, claims=(a_claim(undated, quote=undated.text, **given),))
    dated = [told("2024-02-01", FRIENDLY), told("2024-09-01", FRIENDLY)]
    story = brief_from_claims([raid, *dated], SCOPE, codebook).story

    assert (story.trend, story.n_acts) == (Trend.WARMER, 2)
    assert {act.type for act in story.reasons} == {FRIENDLY}


def test_a_late_half_that_goes_both_ways_leaves_much_the_same(codebook: Codebook) -> None:
    early = [(f"2024-01-{day}", HOSTILE) for day in (10, 12, 14)]
    late = [(f"2024-{month:02}-05", kind) for month in (9, 10) for kind in (HOSTILE, "ACCUSE")]
    mixed = [("2024-09-05", "ACCUSE"), ("2024-10-05", "ACCUSE"), ("2024-09-08", FRIENDLY)]
    assert brief_of(codebook, *early, *late).story.trend is Trend.COLDER
    story = brief_of(codebook, *early, *mixed, ("2024-10-08", FRIENDLY)).story
    assert story.trend is Trend.SAME
    assert story.turn is not None
    assert story.turn.type == FRIENDLY


def test_first_sentence_says_how_they_stand_since_when_and_why(codebook: Codebook) -> None:
    made = brief_of(codebook, ("2024-02-01", HOSTILE), ("2024-09-01", HOSTILE))
    (first,) = story_lines(made)

    assert first.head.startswith("Norland and Sudria stand colder than in Jan 2024. Why: ")
    assert "(1 Sep 2024)" in first.head
    assert {quote.key for quote in first.quotes} == {"2024-02-01", "2024-09-01"}
    assert first.head.endswith(
        " Told: 1 conflictual act up to 1 Jul 2024, 1 conflictual act since."
    )


def test_late_turn_is_told(codebook: Codebook) -> None:
    made = brief_of(codebook, ("2024-02-01", HOSTILE), ("2024-09-01", FRIENDLY))
    first = next(story_lines(made))

    assert first.state == "much the same"
    assert "Later: Norland does support to Sudria on 2024-09-01 (1 Sep 2024)." in first.head


def test_doubtful_acts_and_drills_with_a_third_are_no_reasons(codebook: Codebook) -> None:
    def reasons(kind: str, **changes: Any) -> list[str]:
        acts = [told("2024-02-01", kind, **changes), told("2024-09-01", kind, **changes)]
        return [act.type for act in brief_from_claims(acts, SCOPE, codebook).story.reasons]

    drill = {"actors": ("NRL-MIL", "VST-MIL"), "recipients": ("SDR-GOV",)}

    assert reasons(FRIENDLY) == [FRIENDLY] * 2
    assert reasons(FRIENDLY, score=0.49) == []
    assert reasons("COOPERATE") == ["COOPERATE"] * 2
    assert reasons("COOPERATE", **drill) == []
    assert reasons(HOSTILE, actors=("NRL-CVL",)) == [HOSTILE] * 2
    assert reasons(HOSTILE, actors=("NRL-UAF",)) == []  # unknown attackers in Norland


def test_words_are_cut_from_the_front_only_where_the_cut_would_hide_the_act(
    codebook: Codebook,
) -> None:
    def why(words: str, predicate: str) -> str:
        report = a_report(words, published=date(2024, 2, 1), key=predicate)
        sides = {"actors": ("NRL-GOV",), "recipients": ("SDR-GOV",), "quote": words}
        claim = a_claim(report, type=HOSTILE, predicate=predicate, **sides)
        made = [a_coding(report, claims=(claim,)), told("2024-09-01", FRIENDLY)]
        return next(story_lines(brief_from_claims(made, SCOPE, codebook))).head

    long = "Norland shelled the Sudrian ports " + "of the northern bay " * 6
    late = "The council of Vostia " + "and its many friends " * 6 + "condemned the raid on Sudria"

    assert "Norland shelled the Sudrian ports" in why(long, "shelled")
    assert "condemned the raid on Sudria" in why(late, "raid")


def test_a_month_is_written_as_it_was_told(codebook: Codebook) -> None:
    june = a_date("2024-06-01", "2024-06-30", granularity=Granularity.MONTH)
    acts = [told("2024-06-20", HOSTILE, date=june), told("2024-09-01", HOSTILE)]
    first = next(story_lines(brief_from_claims(acts, SCOPE, codebook)))

    assert "(Jun 2024)" in first.head


def test_acts_of_states_are_told_before_quarrels_with_firms(codebook: Codebook) -> None:
    acts = [
        told("2024-02-01", "SANCTION", recipients=("SDR-BUS",), score=0.9),
        told("2024-09-01", "SANCTION", recipients=("SDR-GOV",), score=0.6),
    ]

    def reasons(coded: list[Coded]) -> list[str]:
        found = brief_from_claims(coded, SCOPE, codebook).story.reasons
        return [act.quotes[0].key for act in found]

    assert reasons(acts) == ["2024-09-01", "2024-02-01"]
    assert reasons([acts[0], told("2024-10-01", HOSTILE, recipients=("SDR-CVL",))]) == [
        "2024-10-01",
        "2024-02-01",
    ]


LONG = replace(SCOPE, since=date(2010, 1, 1))
THAW = [("2010-02-01", HOSTILE), ("2012-02-01", HOSTILE), ("2014-02-01", HOSTILE)]


def test_the_last_years_of_a_long_period_are_told_where_they_say_otherwise(
    codebook: Codebook,
) -> None:
    def brief(*late: str, scope: Scope = LONG) -> Brief:
        acts = [*THAW, *(("2018-02-01", HOSTILE),), *((day, FRIENDLY) for day in late)]
        return brief_from_claims([told(day, kind) for day, kind in acts], scope, codebook)

    found = brief("2023-02-01", "2024-02-01")
    (line, *_) = story_lines(found)

    assert found.story.trend in {Trend.COLDER, Trend.SAME}
    assert found.story.of_late is not None
    assert found.story.of_late.trend is Trend.WARMER
    assert ", but of late (since Jan 2022) warmer: " in line.head
    assert found.story.of_late.reason.quotes[0] in line.quotes
    assert brief("2024-02-01").story.of_late is None  # of one act nobody can say


def test_what_was_first_is_of_the_first_half(codebook: Codebook) -> None:
    acts = [("2024-02-01", HOSTILE), ("2024-09-01", FRIENDLY), ("2024-10-01", FRIENDLY)]
    story = brief_of(codebook, *acts, ("2024-11-01", HOSTILE), ("2024-11-02", HOSTILE)).story

    if story.trend is Trend.SAME:
        assert all(act.when and act.when.latest < date(2024, 7, 1) for act in story.reasons)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"actors": ("NRL-REB",)}, None),
        ({}, "Norland accidentally shelled a harbour of Sudria"),
    ],
    ids=str,
)
def test_deeds_of_rebels_and_accidents_are_no_reasons(
    codebook: Codebook, changes: dict[str, Any], words: str | None
) -> None:
    days = ("2024-02-01", "2024-03-01")
    coded = [told(day, HOSTILE) for day in days]
    report = a_report(words or "Armed men shelled Sudria", published=date(2024, 4, 1), key="x")
    claim = a_claim(
        report,
        type=HOSTILE,
        **{"actors": ("NRL-GOV",), "recipients": ("SDR-GOV",), "score": 0.9, **changes},
    )
    story = brief_from_claims([*coded, a_coding(report, claims=(claim,))], SCOPE, codebook).story

    assert {act.quotes[0].key for act in story.reasons} == {*days}
