"""A report in stretches: joined, they are its text."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from builders import a_claim, a_date, a_report, a_speaker, a_statement, cited, span_of
from detente.records import Citation, Claim, DateBasis, Report, Span
from detente.relations.explain import Role
from detente.web.render import when_words
from detente.web.views.events import stretches_of

TEXT = "Norland met Sudria on Monday, Sudria said. Norland left."


def claim_of(report: Report) -> Claim:
    return a_claim(
        report,
        quote="Norland met Sudria on Monday",
        predicate="met",
        date=cited(a_date(), report, "Monday"),
        speaker=cited(a_speaker(), report, "Sudria", nth=1),
    )


def test_words_have_the_role_that_their_span_gives_them() -> None:
    report = a_report(TEXT)
    claim = claim_of(report)

    marked = {one.words: one.role for one in stretches_of(report, [claim]) if one.role}

    assert marked == {"met": Role.ACT, "Monday": Role.WHEN, "Sudria": Role.SPEAKER}


def test_where_an_act_is_named_its_claim_begins() -> None:
    report = a_report(TEXT)
    claim = claim_of(report)

    (begun,) = [one for one in stretches_of(report, [claim]) if one.begins]

    assert (begun.words, begun.begins, begun.claim) == ("met", (claim.id,), claim.id)


def test_two_claims_of_one_word_both_begin_there() -> None:
    report = a_report(TEXT)
    claims = [claim_of(report), a_claim(report, type="AGREE", quote=TEXT[:18], predicate="met")]

    (begun,) = [one for one in stretches_of(report, claims) if one.begins]

    assert set(begun.begins) == {claim.id for claim in claims}


def test_reported_speech_and_asked_words_are_told_apart() -> None:
    report = a_report(TEXT)
    said = a_statement(report, quote="Norland met Sudria on Monday", speaker=None)

    shown = stretches_of(report, [], [said], span_of(report, "Norland left"))

    assert [(one.words, one.is_said, one.is_cited) for one in shown] == [
        ("Norland met Sudria on Monday", True, False),
        (", Sudria said. ", False, False),
        ("Norland left", False, True),
        (".", False, False),
    ]


@given(st.data(), st.text(min_size=3, max_size=40).filter(str.strip))
def test_stretches_joined_are_the_text(data: st.DataObject, text: str) -> None:
    report = Report(key="any", text=text, published=date(2024, 1, 1))
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))

    def span() -> Citation:
        start, end = sorted(data.draw(ends))
        return report.cite(Span(min(start, end - 1), end) if start < end else Span(start, end + 1))

    claims = [
        Claim(
            report_id=report.id,
            sentence=0,
            type="CONSULT",
            actors=a_claim(a_report()).actors,
            citation=span(),
            predicate=span(),
            score=0.5,
            coder="test",
        )
        for _ in range(3)
    ]

    shown = stretches_of(report, claims, [], span().span)

    assert "".join(one.words for one in shown) == text
    assert {begun for one in shown for begun in one.begins} == {claim.id for claim in claims}


def test_a_day_that_only_the_report_bears_is_told() -> None:
    told = a_date("2024-12-23", basis=DateBasis.PUBLICATION)

    assert when_words(a_date("2024-12-23")) == "23 Dec 2024"
    assert when_words(told) == "told 23 Dec 2024"
    assert when_words(None) == "undated"
