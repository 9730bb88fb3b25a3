"""Plain text: kept to the last character, with a headline if there is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Span
from detente.sources.text import find_headline, report_from_text, report_with_title
from sources.casebook import Case, read_cases


@pytest.mark.parametrize("case", list(read_cases("headlines")), ids=str)
def test_first_line_is_a_headline_or_not(case: Case) -> None:
    headline = find_headline(case.text)

    assert (headline.title if headline else None) == case.expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_body_starts_at_the_first_word_after_the_headline(end: str) -> None:
    text = f"Norland reopens its border{end}{end}  The border was reopened on Monday.{end}"

    report = report_from_text("a", text)

    assert report.title == "Norland reopens its border"
    assert report.text[report.body_start :] == f"The border was reopened on Monday.{end}"


def test_a_text_without_headline_begins_at_zero() -> None:
    assert report_from_text("a", "One sentence. And another one.\nAnd more.").body_start == 0


def test_a_known_title_at_the_top_is_the_headline() -> None:
    report = report_with_title("a", "Border  reopens.\n\nIt was on Monday.", "Border reopens.")

    assert report.text[report.body_start :] == "It was on Monday."


def test_a_known_title_that_is_not_at_the_top_leaves_the_text_alone() -> None:
    report = report_with_title("a", "Border reopens\n\nIt was on Monday.", "Another title")

    assert (report.title, report.body_start) == ("Another title", 0)


@given(st.text())
def test_any_text_is_kept_and_cited_as_it_is(text: str) -> None:
    report = report_from_text("a", text)

    assert report.text == text
    assert 0 <= report.body_start <= len(text)


@given(st.text(min_size=1), st.data())
def test_any_span_of_any_text_quotes_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    citation = report_from_text("a", text).cite(Span(start, end))

    assert citation.quote == text[start:end]


@given(st.text(alphabet='Ab. \n\r\u2028?"', max_size=60))
def test_a_headline_is_followed_by_words(text: str) -> None:
    headline = find_headline(text)

    if headline is not None:
        assert headline.title in text[: headline.body_start]
        assert not text[headline.body_start].isspace()
