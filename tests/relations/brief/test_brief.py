"""What a brief holds, and what it leaves out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from builders import a_claim, a_coding, a_date, a_report, a_speaker, a_statement, an_actor
from detente.codebook import Codebook
from detente.records import Report, ReportFacts, SpeechKind, Status
from detente.relations import Brief, Scope, brief_from_claims, brief_text
from detente.relations.brief.page import page_of
from detente.relations.evidence import Act
from detente.relations.sides import Direction
from relations.stories import paper, stories, wire

SCOPE = Scope(side_a="NRL", side_b="SDR")


def acts_of(brief: Brief) -> list[Act]:
    return [act for section in brief.sections for group in section.groups for act in group.acts]


def test_planned_possible_and_denied_acts_stand_apart_from_done_ones(codebook: Codebook) -> None:
    brief = brief_from_claims(stories(), SCOPE, codebook)
    held = {
        section.status: [(act.type, act.mode) for group in section.groups for act in group.acts]
        for section in brief.sections
    }

    assert held == {
        Status.ACTUAL: [("CONSULT", None), ("COERCE", "arrest"), ("THREATEN", "restrict")],
        Status.FUTURE: [("CONSULT", "phone")],
        Status.HYPOTHETICAL: [("SANCTION", "withdraw")],
        Status.NEGATED: [("COERCE", "seize")],
    }


def test_acts_are_grouped_by_direction_and_issue(codebook: Codebook) -> None:
    brief = brief_from_claims(stories(), SCOPE, codebook)
    done = brief.sections[0]

    assert [(group.direction, group.issue) for group in done.groups] == [
        (Direction.BOTH, "fishing"),
        (Direction.A_TO_B, None),
        (Direction.B_TO_A, None),
    ]


def test_retold_meeting_is_one_line_with_two_quotes(codebook: Codebook) -> None:
    meeting = brief_from_claims(stories(), SCOPE, codebook).sections[0].groups[0].acts[0]

    assert [(quote.report, quote.key, quote.sentence) for quote in meeting.quotes] == [
        (1, "wire.txt", 0),
        (2, "paper.txt", 0),
    ]


def test_every_quote_of_a_brief_is_at_its_place(codebook: Codebook) -> None:
    brief = brief_from_claims(stories(), SCOPE, codebook)
    texts = {one.report.key: one.report.text for one in stories()}
    acts = [*acts_of(brief), *brief.others]
    quotes = [quote for act in acts for quote in act.quotes]
    quotes += [said.quote for said in brief.statements]

    assert len(quotes) == 10
    for quote in quotes:
        assert texts[quote.key][quote.start : quote.end] == quote.words


def test_deals_of_one_side_with_others_stand_apart(codebook: Codebook) -> None:
    brief = brief_from_claims(stories(), SCOPE, codebook)

    assert [(act.type, act.actors, act.recipients) for act in brief.others] == [
        ("COOPERATE", ("NRL",), ("VST",))
    ]


def test_statements_of_the_sides_come_before_those_of_others(codebook: Codebook) -> None:
    brief = brief_from_claims(stories(), SCOPE, codebook)

    assert [(said.side, said.speaker and said.speaker.name) for said in brief.statements] == [
        ("SDR", "Sudria"),
        (None, "Ada Brink"),
    ]


def test_words_that_an_act_rests_on_are_not_said_twice(codebook: Codebook) -> None:
    said = brief_from_claims([paper()], SCOPE, codebook).statements

    assert [one.quote.words for one in said] == ["Sudria will never give up the strait"]


def test_assessment_stays_even_if_an_act_rests_on_its_words(codebook: Codebook) -> None:
    report = a_report("A scholar said Norland could recall its envoy from Sudria.")
    words = "Norland could recall its envoy from Sudria"
    judged = a_statement(report, quote=words, kind=SpeechKind.ASSESSMENT, about=("NRL", "SDR"))
    coded = a_coding(report, claims=(a_claim(report, quote=words),), statements=(judged,))

    assert len(brief_from_claims([coded], SCOPE, codebook).statements) == 1


def test_scrap_of_speech_says_nothing_alone(codebook: Codebook) -> None:
    report = a_report("Sudria refused to do so.")
    scrap = a_statement(report, quote="to do so", about=("NRL",))
    coded = a_coding(report, claims=(), statements=(scrap,))

    assert brief_from_claims([coded], SCOPE, codebook).statements == ()


def test_acts_stand_in_the_order_of_their_days_or_of_their_telling(codebook: Codebook) -> None:
    text = "Norland met Sudria. Norland hosted Sudria. Norland called Sudria."
    early = a_report(text, key="early", published=date(2024, 1, 10))
    late = a_report(text, key="late", published=date(2024, 3, 1))
    coded = [
        a_coding(
            late,
            claims=(
                a_claim(late, quote="Norland met Sudria"),
                a_claim(late, quote="Norland hosted Sudria", date=a_date("2024-02-01")),
            ),
        ),
        a_coding(early, claims=(a_claim(early, quote="Norland called Sudria"),)),
    ]
    acts = acts_of(brief_from_claims(coded, SCOPE, codebook))

    assert [(act.quotes[0].words, act.told) for act in acts] == [
        ("Norland called Sudria", date(2024, 1, 10)),
        ("Norland hosted Sudria", date(2024, 3, 1)),
        ("Norland met Sudria", date(2024, 3, 1)),
    ]


def test_act_about_two_issues_stands_under_the_one_that_more_acts_share(
    codebook: Codebook,
) -> None:
    report = a_report("Norland met Sudria. Norland hosted Sudria. Norland called Sudria.")
    quotes = ("Norland met Sudria", "Norland hosted Sudria", "Norland called Sudria")
    issues = (("fishing",), ("strait", "fishing"), ("wheat",))
    claims = tuple(
        a_claim(report, quote=quote, issues=about, date=a_date(f"2024-01-{10 * day}"))
        for day, (quote, about) in enumerate(zip(quotes, issues, strict=True), start=1)
    )
    groups = (
        brief_from_claims([a_coding(report, claims=claims)], SCOPE, codebook).sections[0].groups
    )

    assert [(group.issue, len(group.acts)) for group in groups] == [("fishing", 2), ("wheat", 1)]


def test_statement_of_others_about_others_is_left_out(codebook: Codebook) -> None:
    report = a_report()
    other = a_statement(report, speaker=a_speaker("VST-GOV"), about=("VST",))
    brief = brief_from_claims([a_coding(report, statements=(other,))], SCOPE, codebook)

    assert brief.statements == ()


def test_background_does_not_count_towards_the_balance(codebook: Codebook) -> None:
    provenance = brief_from_claims(stories(), SCOPE, codebook).provenance

    assert (provenance.n_cooperative, provenance.n_conflictual) == (1, 1)


def test_provenance_names_outlets_and_whom_they_retell(codebook: Codebook) -> None:
    provenance = brief_from_claims(stories(), SCOPE, codebook).provenance

    assert (provenance.n_read, provenance.n_cited) == (2, 2)
    assert provenance.outlets == ("Harbour Wire", "The Vostia Times")
    assert provenance.credited == ("Harbour Wire",)
    assert (provenance.first, provenance.last) == (date(2024, 2, 2), date(2024, 2, 4))


def test_as_of_leaves_out_what_was_not_yet_published_and_says_so(codebook: Codebook) -> None:
    scope = replace(SCOPE, as_of=date(2024, 2, 3))
    undated = a_coding(a_report("Norland met Sudria.", published=None, key="undated"))
    brief = brief_from_claims([*stories(), undated], scope, codebook)

    assert [line.key for line in brief.reports] == ["wire.txt"]
    assert "2 reports left out: later than 3 Feb 2024, or undated." in brief.cannot_see


@pytest.mark.parametrize(("score", "is_doubtful"), [(0.49, True), (0.5, False)])
def test_promises_that_are_not_believed_are_called_doubtful(
    score: float, *, is_doubtful: bool, codebook: Codebook
) -> None:
    report = a_report("Sudria threatened Norland.")
    sides = {"actors": ("SDR",), "recipients": ("NRL",)}
    claim = a_claim(report, type="THREATEN", score=score, **sides)
    page = page_of(brief_from_claims([a_coding(report, claims=(claim,))], SCOPE, codebook), 0)
    (line,) = next(block for block in page.blocks if block.name.startswith("Agreed")).lines

    assert ("doubtful" in line.facts) is is_doubtful


def test_brief_rests_on_the_reports_of_the_days_asked_for(codebook: Codebook) -> None:
    made = brief_from_claims(stories(), replace(SCOPE, since=date(2024, 2, 3)), codebook)
    old = a_coding(a_report("Norland met Sudria in Vostia.", published=date(2020, 1, 1), key="old"))
    with_old = brief_from_claims(
        [old, *stories()], replace(SCOPE, since=date(2024, 2, 3)), codebook
    )

    assert with_old.provenance.n_cited == made.provenance.n_cited
    assert with_old.provenance.first == made.provenance.first
    assert with_old.third_parties == made.third_parties


def test_since_leaves_out_acts_that_ended_before(codebook: Codebook) -> None:
    brief = brief_from_claims(stories(), replace(SCOPE, since=date(2024, 1, 1)), codebook)

    assert ("COERCE", "arrest") not in [(act.type, act.mode) for act in acts_of(brief)]
    assert len(acts_of(brief)) == 5


def test_report_that_speaks_of_one_side_only_is_read_but_not_cited(codebook: Codebook) -> None:
    alone = a_coding(
        a_report("Norland met Vostia.", key="alone"), claims=(a_claim(a_report(), actors=("NRL",)),)
    )
    brief = brief_from_claims([alone, wire()], SCOPE, codebook)

    assert brief.provenance.n_read == 2
    assert [line.key for line in brief.reports] == ["wire.txt"]


def test_report_read_twice_counts_once(codebook: Codebook) -> None:
    once = brief_from_claims(stories(), SCOPE, codebook)
    twice = brief_from_claims([*stories(), *stories()], SCOPE, codebook)

    assert once == twice


def test_order_of_reading_does_not_matter(codebook: Codebook) -> None:
    third = a_coding(a_report("Norland met Sudria.", key="third", outlet=None))
    briefs = [
        brief_from_claims(order, SCOPE, codebook)
        for order in permutations([wire(), paper(), third])
    ]

    assert briefs == [briefs[0]] * 6


def test_sides_may_be_named_in_either_order(codebook: Codebook) -> None:
    there = brief_from_claims(stories(), SCOPE, codebook)
    back = brief_from_claims(stories(), Scope(side_a="SDR", side_b="NRL"), codebook)

    assert sorted(act.claim_ids for act in acts_of(there)) == sorted(
        act.claim_ids for act in acts_of(back)
    )


def test_one_outlet_alone_is_said_to_be_unconfirmed(codebook: Codebook) -> None:
    brief = brief_from_claims([wire()], SCOPE, codebook)

    assert brief.cannot_see[0].startswith("All of it is told by one outlet")


def test_brief_of_nothing_has_no_sections(codebook: Codebook) -> None:
    dated = a_claim(date=a_date())
    brief = brief_from_claims(
        [a_coding(claims=(dated,))], Scope(side_a="AAA", side_b="BBB"), codebook
    )

    assert (brief.sections, brief.others, brief.reports) == ((), (), ())
    assert brief.provenance.n_read == 1


def test_copies_and_retellings_count_with_their_origin(codebook: Codebook) -> None:
    def facts_of(reports: Iterable[Report]) -> dict[str, ReportFacts]:
        first = wire().report.id
        return {one.id: ReportFacts(outlet=one.outlet, copy_group=first) for one in reports}

    apart = brief_from_claims(stories(), SCOPE, codebook)
    together = brief_from_claims(stories(), SCOPE, codebook, facts_of)

    assert (apart.provenance.n_independent, together.provenance.n_independent) == (2, 1)
    assert "independent" not in brief_text(apart)
    assert "Harbour Wire, The Vostia Times (1 independent outlet)" in brief_text(together)
    assert together.cannot_see[0].startswith("All of it rests on one outlet, which the others")


def test_unnamed_outlets_count_each_for_itself(codebook: Codebook) -> None:
    reports = [a_report(outlet=None, key=key, url=f"https://{key}.example/") for key in "ab"]
    coded = [a_coding(report, claims=(a_claim(report),)) for report in reports]

    assert brief_from_claims(coded, SCOPE, codebook).provenance.n_independent == 2


def test_organisations_are_third_parties_by_name_or_by_a_code_of_their_own(
    codebook: Codebook,
) -> None:
    report = a_report("Norland jailed a Sudrian. The League and the Union urged Norland to talk.")
    league = an_actor("IGO", id="igo-league", name="The League")
    chief = an_actor("IGO", id="ada-holm", name="Ada Holm", office="League Secretary-General")
    sides = {"quote": "urged Norland to talk", "type": "REQUEST", "recipients": ("NRL",)}
    claims = (
        a_claim(report, quote="Norland jailed a Sudrian", actors=("NRL",), recipients=("SDR",)),
        *(a_claim(report, **sides, actors=(one,)) for one in (league, chief)),
        *(a_claim(report, **sides, actors=("EUR",), mode=mode) for mode in ("change", None)),
    )
    brief = brief_from_claims([a_coding(report, claims=claims)], SCOPE, codebook)

    assert [(one.name or one.country, one.n_named) for one in brief.third_parties] == [
        ("EUR", 2),
        ("The League", 1),
    ]
