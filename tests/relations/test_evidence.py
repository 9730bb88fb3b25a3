"""An event as one line of a brief."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from builders import a_claim, a_coding, a_date, a_report, a_run, a_speaker, an_actor, cited
from detente.codebook import Codebook
from detente.events.merging.merge import merge
from detente.ledger import Computed, Ledger
from detente.records import (
    Claim,
    Coded,
    DateBasis,
    Remark,
    RemarkKind,
    Report,
    ReportFacts,
    Ruling,
    RulingKind,
    Status,
)
from detente.relations import Scope, brief_from_claims, brief_from_evidence, evidence_in
from detente.relations.evidence import Act, Told, act_from_event, gather
from relations.stories import paper, stories, wire

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


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.duckdb") as opened:
        opened.add(stories(), a_run())
        yield opened


def test_words_are_of_what_was_done_not_of_its_plan() -> None:
    done = "Norland and Sudria met"
    report = a_report(f"{done}.\nNorland and Sudria will meet on Monday next in Vostia City.")
    plan = report.text.partition("\n")[2]
    claims = [
        a_claim(report, date=DAY, quote=quote, status=status)
        for quote, status in ((done, Status.ACTUAL), (plan, Status.FUTURE))
    ]
    facts = {report.id: ReportFacts(published=report.published, outlet="Harbour Wire")}
    (event,) = merge([claims[0]], facts)
    told = [Told(claim=one, report=report, number=1) for one in claims]

    assert act_from_event(event, told).words == done


def test_brief_of_a_ledger_is_that_of_its_reports(ledger: Ledger, codebook: Codebook) -> None:
    kept = brief_from_evidence(evidence_in(ledger, SCOPE), codebook)

    assert kept == brief_from_claims(stories(), SCOPE, codebook, _facts)


def test_claims_that_do_not_fit_tell_no_act(ledger: Ledger) -> None:
    sure = evidence_in(ledger, SCOPE, fitting={"min_score": 0.5})
    surer = evidence_in(ledger, SCOPE, fitting={"min_score": 0.51})

    assert sure.events == evidence_in(ledger, SCOPE).events
    assert surer.events == ()


def _facts(reports: Iterable[Report]) -> dict[str, ReportFacts]:
    return {
        one.id: ReportFacts(published=one.published, outlet=one.outlet, credited=one.credited)
        for one in reports
    }


def test_report_on_others_is_counted_but_not_cited(ledger: Ledger) -> None:
    other = a_report("Norland met Vostia.", key="other")
    ledger.add([a_coding(other, claims=(a_claim(other, actors=("NRL", "VST")),))], a_run())
    evidence = evidence_in(ledger, SCOPE)

    assert [one.report.key for one in evidence.cited] == ["wire.txt", "paper.txt"]
    assert evidence.n_read == 3


def test_what_was_published_later_is_not_known_on_the_day(ledger: Ledger) -> None:
    evidence = evidence_in(ledger, replace(SCOPE, as_of=date(2024, 2, 3)))

    assert [one.report.key for one in evidence.cited] == ["wire.txt"]
    assert evidence.n_late == 1


def test_rejected_claim_is_not_in_the_brief(ledger: Ledger, codebook: Codebook) -> None:
    threat = paper().claims[1]
    ruling = Ruling(
        kind=RulingKind.REJECT,
        target=threat.id,
        because="it was a forecast",
        by="ab",
        made_at=datetime(2024, 2, 5, tzinfo=UTC),
    )
    ledger.rule([ruling])
    brief = brief_from_evidence(evidence_in(ledger, SCOPE), codebook)

    told = [
        act.type for section in brief.sections for group in section.groups for act in group.acts
    ]
    assert "THREATEN" not in told
    assert brief.commitments == ()


def test_only_the_latest_reports_are_read_and_the_brief_says_so(
    ledger: Ledger, codebook: Codebook
) -> None:
    evidence = evidence_in(ledger, SCOPE, most=1)
    brief = brief_from_evidence(evidence, codebook)

    assert [line.key for line in brief.reports] == ["paper.txt"]
    assert any(line.startswith("1 earlier report on both sides") for line in brief.cannot_see)


def test_day_of_a_copy_is_that_of_the_first_though_it_is_not_cited(ledger: Ledger) -> None:
    first, copy, own = (
        a_report(text, key=f"{day}", published=date(2024, 3, day))
        for day, text in ((1, "Norland met Sudria."), (9, "Norland met Sudria."), (2, "Talks."))
    )
    told = [
        a_coding(first, claims=()),
        a_coding(copy, claims=(a_claim(copy),)),
        a_coding(own, claims=(a_claim(own, date=a_date("2024-03-01")),)),
    ]
    ledger.add(told, a_run())
    groups = {first.id: first.id, copy.id: first.id}
    ledger.write_events(Computed(events=[], blocks=(), block_of={}, copy_groups=groups))

    evidence = evidence_in(ledger, SCOPE)

    ids = {claim.id for one in told for claim in one.claims}
    found = [set(event.claim_ids) for event in evidence.events]
    assert [one for one in found if one & ids] == [ids]


def test_remarks_are_kept_as_they_were_found(ledger: Ledger) -> None:
    report = wire().report
    words = cited(None, report, "Norland could recall its ambassador").citation
    remark = Remark(
        report_id=report.id,
        sentence=3,
        kind=RemarkKind.RED_LINE,
        side="NRL",
        about=("SDR",),
        citation=words,
        cue=words,
    )
    ledger.add([replace(wire(), remarks=(remark,))], a_run(version="1"))

    assert list(ledger.remarks()) == [remark]
    assert list(ledger.remarks(dyad=("NRL", "SDR"))) == [remark]
    (kept,) = (one.remarks for one in evidence_in(ledger, SCOPE).cited if one.remarks)
    assert kept == (remark,)


@pytest.mark.parametrize("in_ledger", [False, True])
def test_act_of_one_side_counts_where_its_sentence_names_the_other(
    tmp_path: Path, *, in_ledger: bool
) -> None:
    def told(words: str, key: str) -> Coded:
        report = a_report(words, published=date(2024, 3, 1), key=key)
        first = words.partition(".")[0]
        return a_coding(report, claims=(a_claim(report, quote=first, actors=("SDN-GOV",)),))

    coded = [
        told("Sudan shuts its border with Chad. Nobody may pass.", "near"),
        told("Sudan shuts its border. Chad holds an election.", "apart"),
        told("Sudan shuts its border with South Sudan.", "another"),
    ]
    scope = Scope(side_a="SDN", side_b="TCD")
    if in_ledger:
        with Ledger.open(tmp_path / "record.duckdb") as ledger:
            ledger.add(coded, a_run())
            evidence = evidence_in(ledger, scope)
    else:
        evidence = gather(coded, scope)

    assert [one.report.key for one in evidence.cited] == ["near"]
    assert [act.actors for act in evidence.others] == [("SDN-GOV",)]
    assert not gather(coded[2:], Scope(side_a="SDN", side_b="SDR")).cited


def test_help_that_is_to_hold_somebody_back_is_none_to_him() -> None:
    def recipients(words: str) -> tuple[str, ...]:
        report = a_report(words)
        sides = {"actors": ("NRL-GOV",), "recipients": (cited(an_actor("SDR"), report, "Sudria"),)}
        claim = a_claim(report, type="SUPPORT", **sides)
        coded = gather([a_coding(report, claims=(claim,))], replace(SCOPE, name_b="Sudria"))
        return coded.acts[0].recipients if coded.acts else ()

    assert recipients("Norland supports a pact with Sudria") == ("SDR",)
    assert recipients("Norland supports a pact that would prevent Sudria from fishing") == ()
