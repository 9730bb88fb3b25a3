"""Whose limits stand in a brief, and what strains two sides."""

from typing import Any

from builders import a_claim, a_coding, a_date, a_report, an_actor, cited, words
from detente.codebook import Codebook
from detente.records import Claim, Coded, Remark, RemarkKind, Report, Speaker
from detente.relations.brief.limits import Limit, LimitKind, find_frictions, find_limits
from detente.relations.evidence import Evidence, gather
from detente.relations.sides import Scope

SCOPE = Scope(side_a="NRL", side_b="SDR")
TEXT = (
    "Norland met Sudria.\n"
    "Sudria said that the strait is a red line.\n"
    "Sudria will never give up the strait.\n"
    "Norland is wary of angering Vostia.\n"
    "Sudria refused to open the port. Sudria declined to open the port."
)
REPORT = a_report(TEXT)


def a_remark(quote: str, kind: RemarkKind = RemarkKind.RED_LINE, **changes: Any) -> Remark:
    at = words(REPORT, quote)
    defaults = {"side": "SDR", "citation": at, "cue": at, "sentence": 1}
    return Remark(report_id=REPORT.id, kind=kind, **{**defaults, **changes})


def evidence(*remarks: Remark, claims: tuple[Claim, ...] = ()) -> Evidence:
    met = a_claim(REPORT, quote="Norland met Sudria")
    return gather([Coded(report=REPORT, claims=(met, *claims), remarks=remarks)], SCOPE)


def limits(*remarks: Remark, claims: tuple[Claim, ...] = ()) -> list[Limit]:
    return list(find_limits(evidence(*remarks, claims=claims)))


def test_limit_told_twice_is_one_with_both_quotes() -> None:
    said, told = "the strait is a red line", "Sudria will never give up the strait"
    strait = (words(REPORT, "the strait"),)
    (limit,) = limits(
        a_remark(said, parts=strait, issues=("strait",)),
        a_remark(told, parts=strait, issues=("strait",)),
    )

    assert (limit.side, limit.kind, limit.issue) == ("SDR", LimitKind.RED_LINE, "strait")
    assert [quote.words for quote in limit.quotes] == [said, told]


def test_limit_names_on_whose_word_it_is() -> None:
    scholar = Speaker(code="VST-EDU", name="Ada Brink", actor=an_actor("VST-EDU"))
    quote = "the strait is a red line"
    told = a_remark(quote, speaker=cited(scholar, REPORT, quote))

    assert [limit.voice and limit.voice.name for limit in limits(told)] == ["Ada Brink"]


def test_limit_of_a_third_state_is_no_limit_of_the_two() -> None:
    assert limits(a_remark("the strait is a red line", side="VST")) == []


def test_other_side_is_no_third_party() -> None:
    quote = "Norland is wary of angering Vostia"
    spared = a_remark(quote, RemarkKind.THIRD_PARTY, side="NRL", named=("VST",))
    other = a_remark(quote, RemarkKind.THIRD_PARTY, side="NRL", named=("SDR",))

    assert [limit.third for limit in limits(spared)] == [("VST",)]
    assert limits(other) == []


def refusals(*, n: int, report: Report = REPORT) -> tuple[Claim, ...]:
    quotes = ("Sudria refused to open the port", "Sudria declined to open the port")
    return tuple(
        a_claim(
            report,
            type="REJECT",
            actors=("SDR",),
            recipients=("NRL",),
            issues=("port",),
            quote=quote,
            date=a_date(f"2024-01-{day}"),
        )
        for quote, day in zip(quotes[:n], (10, 25), strict=False)
    )


def test_issue_on_which_every_approach_was_refused_is_a_limit() -> None:
    (limit,) = limits(claims=refusals(n=2))

    assert (limit.side, limit.kind, limit.issue) == ("SDR", LimitKind.CLOSED, "port")
    assert limit.why == "refused 2 times"


def test_one_refusal_is_an_answer_and_no_limit() -> None:
    assert limits(claims=refusals(n=1)) == []


def test_refusals_before_an_agreement_are_no_limit() -> None:
    agreed = a_claim(
        REPORT,
        type="AGREE",
        issues=("port",),
        quote="Norland met Sudria",
        date=a_date("2024-01-30"),
    )

    assert limits(claims=(*refusals(n=2), agreed)) == []


def test_strain_is_listed_by_issue_the_most_told_first(codebook: Codebook) -> None:
    quote = "Norland is wary of angering Vostia"
    strain = a_remark(quote, RemarkKind.FRICTION, side=None, about=("NRL",), issues=("wheat",))
    told = evidence(strain, claims=refusals(n=2))

    assert [(one.issue, len(one.quotes)) for one in find_frictions(told, (), codebook)] == [
        ("port", 2),
        ("wheat", 1),
    ]


def test_strain_between_others_is_not_listed(codebook: Codebook) -> None:
    quote = "Norland is wary of angering Vostia"
    strain = a_remark(quote, RemarkKind.FRICTION, side=None, about=("VST",), issues=("wheat",))

    assert find_frictions(evidence(strain), (), codebook) == ()


def test_coding_without_remarks_has_no_limits() -> None:
    assert find_limits(gather([a_coding(REPORT)], SCOPE)) == ()
