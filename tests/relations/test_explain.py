"""Sentences with their cited words marked."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_claim, a_place, a_report, cited, words
from detente.records import Claim, Report, Span
from detente.relations.explain import Excerpt, excerpts_of

TEXT = "It rained. Norland met Sudria in Vostia City on Monday. Fish was scarce.\nThey met again."


def shown(excerpt: Excerpt) -> str:
    return "".join(
        f"[{part.role.value}: {part.words}]" if part.role else part.words for part in excerpt.parts
    )


def meeting(report: Report, **changes: Any) -> Claim:
    claim = a_claim(
        report, quote="Norland met Sudria in Vostia City", predicate="met", recipients=()
    )
    one, other = claim.actors
    sides = (cited(one.value, report, "Norland"), cited(other.value, report, "Sudria"))
    return replace(claim, actors=sides, **changes)


def test_sentence_stands_whole_with_its_roles() -> None:
    report = a_report(TEXT)
    place = cited(a_place(), report, "Vostia City")

    (excerpt,) = excerpts_of(meeting(report, place=place), report)

    assert shown(excerpt) == (
        "[who: Norland] [act: met] [who: Sudria] in [where: Vostia City] on Monday."
    )
    assert (excerpt.start, excerpt.is_cut_before, excerpt.is_cut_after) == (11, False, False)


def test_word_within_another_role_is_marked_by_what_counts_more() -> None:
    report = a_report("Norland's army struck Sudria.")
    claim = a_claim(report, quote="Norland's army struck Sudria", predicate="struck")
    whole = cited(claim.actors[0].value, report, "Norland's army struck")

    (excerpt,) = excerpts_of(replace(claim, actors=(whole,)), report)

    assert shown(excerpt) == "[who: Norland's army ][act: struck] Sudria."


def test_echoes_and_words_of_other_sentences_have_their_own_excerpts() -> None:
    report = a_report(TEXT)
    claim = meeting(
        report,
        echoes=(words(report, "They met again"),),
        place=cited(a_place(), report, "Fish"),
    )

    first, place, echo = excerpts_of(claim, report)

    assert (first.is_echo, place.is_echo, echo.is_echo) == (False, False, True)
    assert shown(place) == "[where: Fish] was scarce."
    assert shown(echo) == "They met again."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Mr. Holm spoke. Gen. Holm of the U.S. Navy met Sudria. He left.",
            "Gen. Holm of the U.S. Navy [act: met Sudria].",
        ),
        (
            'He said: "Go." She met Sudria in 3.5 hours. "No," he said.',
            "She [act: met Sudria] in 3.5 hours.",
        ),
        ("A title\n\nShe met Sudria", "She [act: met Sudria]"),
        ("It ended.\u201d She met Sudria!", "She [act: met Sudria]!"),
    ],
)
def test_sentences_end_where_readers_see_them_end(text: str, sentence: str) -> None:
    report = a_report(text)

    (excerpt,) = excerpts_of(a_claim(report, quote="met Sudria"), report)

    assert shown(excerpt) == sentence


def test_endless_sentence_is_cut_and_says_so() -> None:
    report = a_report(f"{'on and ' * 200}they met Sudria {'and on ' * 200}")

    (excerpt,) = excerpts_of(a_claim(report, quote="they met Sudria"), report)

    assert "they met Sudria" in shown(excerpt)
    assert len(shown(excerpt)) < 1300
    assert (excerpt.is_cut_before, excerpt.is_cut_after) == (True, True)


def test_report_without_text_shows_the_clause_alone() -> None:
    claim = meeting(a_report(TEXT))

    for report in (None, a_report("")):
        (excerpt,) = excerpts_of(claim, report)
        assert shown(excerpt) == "[who: Norland] [act: met] [who: Sudria] in Vostia City"


def test_act_of_one_word_is_marked_in_its_sentence() -> None:
    report = a_report(TEXT)
    claim = meeting(report)

    (excerpt,) = excerpts_of(replace(claim, citation=claim.predicate), report)

    assert shown(excerpt) == "[who: Norland] [act: met] [who: Sudria] in Vostia City on Monday."


@given(st.text(alphabet='Ab.!? \n"', min_size=1, max_size=60), st.data())
def test_excerpts_are_the_reports_own_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    report = a_report(text)
    claim = replace(a_claim(), citation=report.cite(Span(start, end)), actors=a_claim().actors)
    claim = replace(claim, predicate=claim.citation)
    claim = replace(
        claim, actors=tuple(replace(one, citation=claim.citation) for one in claim.actors)
    )

    (excerpt,) = excerpts_of(claim, report)
    told = "".join(part.words for part in excerpt.parts)

    assert told == text[excerpt.start : excerpt.start + len(told)]
    assert excerpt.start <= start
    assert end <= excerpt.start + len(told)
