"""When two claims are one line of a brief."""

from typing import Any

from builders import a_claim, a_date, a_report, a_speaker
from detente.records import Status
from detente.relations.acts import Act, Told, acts_from_claims

WIRE = a_report()
PAPER = a_report("Norland and Sudria held talks.", key="paper", outlet="The Vostia Times")


def acts(*claims: Any) -> list[Act]:
    reports = {WIRE.id: (WIRE, 1), PAPER.id: (PAPER, 2)}
    return acts_from_claims(
        Told(claim=claim, report=reports[claim.report_id][0], number=reports[claim.report_id][1])
        for claim in claims
    )


def test_two_papers_that_tell_one_dated_act_make_one_line() -> None:
    day = a_date("2024-01-29")
    (act,) = acts(
        a_claim(WIRE, date=day, actors=("NRL-GOV", "SDR-GOV")),
        a_claim(PAPER, date=day, actors=("NRL", "SDR-GOV")),
    )

    assert [quote.report for quote in act.quotes] == [1, 2]
    assert len(act.claim_ids) == 2
    assert act.actors == ("NRL-GOV", "SDR-GOV", "NRL")


def test_planned_and_done_acts_are_never_one_line() -> None:
    day = a_date("2024-01-29")
    planned = a_claim(PAPER, date=day, status=Status.FUTURE)

    assert len(acts(a_claim(WIRE, date=day), planned)) == 2


def test_acts_of_two_days_are_two_lines() -> None:
    first = a_claim(WIRE, date=a_date("2024-01-29"))
    second = a_claim(PAPER, date=a_date("2024-01-30"))

    assert len(acts(second, first)) == 2
    assert acts(second, first)[0].when == a_date("2024-01-29")


def test_acts_without_a_day_are_one_line_only_in_the_same_words() -> None:
    assert len(acts(a_claim(WIRE), a_claim(PAPER))) == 2
    assert len(acts(a_claim(WIRE), a_claim(WIRE))) == 1


def test_act_against_the_other_direction_is_another_line() -> None:
    day = a_date("2024-01-29")
    there = a_claim(WIRE, type="ACCUSE", actors=("NRL",), recipients=("SDR",), date=day)
    back = a_claim(PAPER, type="ACCUSE", actors=("SDR",), recipients=("NRL",), date=day)

    assert len(acts(there, back)) == 2


def test_every_voice_behind_an_act_is_named_once() -> None:
    day = a_date("2024-01-29")
    (act,) = acts(
        a_claim(WIRE, date=day, speaker=a_speaker("SDR-GOV", name="Sudria")),
        a_claim(PAPER, date=day, speaker=a_speaker("NRL-GOV", name="Norland")),
        a_claim(PAPER, date=day, speaker=a_speaker("NRL-GOV", name="Norland's premier")),
    )

    assert [(voice.code, voice.name) for voice in act.voices] == [
        ("SDR-GOV", "Sudria"),
        ("NRL-GOV", "Norland"),
    ]


def test_retold_paper_is_named_only_where_nobody_tells_it_first_hand() -> None:
    day = a_date("2024-01-29")
    retold = a_claim(PAPER, date=day, speaker=a_speaker("OUTLET:Harbour Wire", name="Harbour Wire"))

    assert [voice.name for voice in acts(retold)[0].voices] == ["Harbour Wire"]
    assert acts(a_claim(WIRE, date=day), retold)[0].voices == ()


def test_focus_is_where_the_word_that_names_the_act_stands() -> None:
    (act,) = acts(a_claim(PAPER, predicate="talks"))
    quote = act.quotes[0]

    assert quote.words[quote.focus :].startswith("talks")
    assert PAPER.text[quote.start : quote.end] == quote.words
