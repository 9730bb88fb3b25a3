"""An event as one line of a brief."""

from builders import a_claim, a_coding, a_date, a_report, a_speaker
from detente.records import Claim, DateBasis, Report, Status
from detente.relations.acts import Act
from detente.relations.evidence import gather
from detente.relations.sides import Scope

SCOPE = Scope(side_a="NRL", side_b="SDR")
WIRE = a_report()
PAPER = a_report("Norland and Sudria held talks.", key="paper", outlet="The Vostia Times")
DAY = a_date("2024-01-29")


def acts(*claims: Claim) -> list[Act]:
    def of(report: Report) -> tuple[Claim, ...]:
        return tuple(claim for claim in claims if claim.report_id == report.id)

    coded = [a_coding(report, claims=of(report)) for report in (WIRE, PAPER)]
    return list(gather(coded, SCOPE).acts)


def test_two_papers_that_tell_one_dated_act_make_one_line() -> None:
    (act,) = acts(a_claim(WIRE, date=DAY), a_claim(PAPER, date=DAY, actors=("NRL", "SDR-GOV")))

    assert [quote.report for quote in act.quotes] == [1, 2]
    assert len(act.claim_ids) == 2
    assert act.n_outlets == 2


def test_planned_and_done_acts_are_never_one_line() -> None:
    planned = a_claim(PAPER, date=DAY, status=Status.FUTURE)

    assert len(acts(a_claim(WIRE, date=DAY), planned)) == 2


def test_acts_stand_in_the_order_of_their_days() -> None:
    first = a_claim(WIRE, date=a_date("2024-01-09"))
    second = a_claim(PAPER, date=a_date("2024-01-30"))

    assert [act.when for act in acts(second, first)] == [
        a_date("2024-01-09"),
        a_date("2024-01-30"),
    ]


def test_day_of_publication_is_a_day_of_telling_only() -> None:
    (act,) = acts(a_claim(WIRE, date=a_date("2024-02-02", basis=DateBasis.PUBLICATION)))

    assert (act.when, act.told) == (None, WIRE.published)


def test_act_against_the_other_direction_is_another_line() -> None:
    there = a_claim(WIRE, type="ACCUSE", actors=("NRL",), recipients=("SDR",), date=DAY)
    back = a_claim(PAPER, type="ACCUSE", actors=("SDR",), recipients=("NRL",), date=DAY)

    assert len(acts(there, back)) == 2


def test_every_voice_behind_an_act_is_named_once() -> None:
    (act,) = acts(
        a_claim(WIRE, date=DAY, speaker=a_speaker("SDR-GOV", name="Sudria")),
        a_claim(PAPER, date=DAY, speaker=a_speaker("NRL-GOV", name="Norland")),
    )

    assert {(voice.code, voice.name) for voice in act.voices} == {
        ("SDR-GOV", "Sudria"),
        ("NRL-GOV", "Norland"),
    }


def test_disputed_act_stands_on_no_word_of_those_who_deny_it() -> None:
    said = a_claim(PAPER, date=DAY, speaker=a_speaker("SDR-GOV", name="Sudria"))
    speaker = a_speaker("NRL-GOV", name="Norland")
    denied = a_claim(WIRE, date=DAY, speaker=speaker, status=Status.NEGATED)

    (act,) = acts(said, denied)

    assert act.denied_by == ("NRL-GOV",)
    assert [voice.code for voice in act.voices] == ["SDR-GOV"]
    assert [quote.key for quote in act.quotes] == [PAPER.key]
    assert [quote.key for quote in act.denials] == [WIRE.key]
    assert act.n_outlets == 1


def test_act_that_is_only_denied_is_told_by_the_denial() -> None:
    speaker = a_speaker("NRL-GOV", name="Norland")

    (act,) = acts(a_claim(WIRE, date=DAY, speaker=speaker, status=Status.NEGATED))

    assert [voice.code for voice in act.voices] == ["NRL-GOV"]
    assert act.quotes == act.denials
    assert act.n_outlets == 1


def test_retold_paper_is_named_only_where_nobody_tells_it_first_hand() -> None:
    retold = a_claim(PAPER, date=DAY, speaker=a_speaker("OUTLET:Harbour Wire", name="Harbour Wire"))

    assert [voice.name for voice in acts(retold)[0].voices] == ["Harbour Wire"]
    assert acts(a_claim(WIRE, date=DAY), retold)[0].voices == ()


def test_focus_is_where_the_word_that_names_the_act_stands() -> None:
    (act,) = acts(a_claim(PAPER, predicate="talks"))
    quote = act.quotes[0]

    assert quote.words[quote.focus :].startswith("talks")
    assert PAPER.text[quote.start : quote.end] == quote.words
