"""Plain text: kept to the last character, with a headline if there is one."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Span
from detente.sources.text import (
    find_headline,
    report_from_markdown,
    report_from_text,
    report_with_title,
    split_front_matter,
)
from sources.casebook import Case, read_cases
from sources.readings import PATIENT, read


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


def test_a_known_title_that_is_not_at_the_top_is_put_there() -> None:
    report = report_with_title("a", "It was\non Monday.", "Border\n reopens")

    assert report.text == "Border reopens\n\nIt was\non Monday."
    assert report.text[report.body_start :] == "It was\non Monday."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Border reopens today\n\nIt was on Monday.", "Border reopens today | Harbour Wire"),
        ("BORDER reopens\n\nIt was on Monday.", "Border reopens"),
    ],
)
def test_a_title_that_a_page_shortens_or_shouts_is_not_told_twice(text: str, title: str) -> None:
    report = report_with_title("a", text, title)

    assert report.text == text
    assert report.text[report.body_start :] == "It was on Monday."


@pytest.mark.parametrize("title", ["It was on Monday", "", " "])
def test_a_text_that_begins_with_its_title_or_has_none_is_kept(title: str) -> None:
    report = report_with_title("a", "It was on Monday that the border was reopened.", title)

    assert report.text == "It was on Monday that the border was reopened."
    assert report.body_start == 0


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


PAGE = """# Norland *reopens* its border

Norland [reopened](https://norland.example) its **border** with
Sudria on Monday. ![The border](b.png)

```
code = "is no news"
```

- Sudria `did` the same.
- Vostia did not.

<div>raw</div>
"""


def test_words_are_kept_and_marks_are_not() -> None:
    report = report_from_markdown("a", PAGE)

    assert report.text == (
        "Norland reopens its border\n\n"
        "Norland reopened its border with Sudria on Monday. The border\n\n"
        "Sudria did the same.\n\n"
        "Vostia did not."
    )


def test_a_heading_at_the_top_is_the_title_whatever_it_ends_in() -> None:
    report = report_from_markdown("a", "# Border reopens.\n\nIt was on Monday.")

    assert report.title == "Border reopens."
    assert report.text[report.body_start :] == "It was on Monday."


def test_without_heading_a_short_first_line_is_the_title() -> None:
    report = report_from_markdown("a", "Border reopens\n\nIt was on Monday.")

    assert report.title == "Border reopens"
    assert report.text[report.body_start :] == "It was on Monday."


def test_cells_of_a_table_are_blocks() -> None:
    report = report_from_markdown("a", "| Norland | Sudria |\n|---|---|\n| met | met |")

    assert report.text == "Norland\n\nSudria\n\nmet\n\nmet"


def test_fields_at_the_top_are_no_text() -> None:
    fields, body = split_front_matter("---\ntitle: 'Border: reopened'\ndate:\n---\nNorland.\n")

    assert fields == {"title": "Border: reopened"}
    assert body == "Norland.\n"


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert split_front_matter("---\nNorland.\n") == ({}, "---\nNorland.\n")


def test_file_with_fields_at_its_top_is_a_whole_report(tmp_path: Path) -> None:
    page = (
        "---\ntitle: Border reopens\ndate: 2024-02-02\noutlet: Harbour Wire\n"
        "url: https://hw.example/1\n---\nNorland reopened its border on Monday.\n"
    )
    path = tmp_path / "a.md"
    path.write_text(page)

    report = read(path).report

    assert report.text[report.body_start :] == "Norland reopened its border on Monday."
    assert (report.title, report.outlet) == ("Border reopens", "Harbour Wire")
    assert (report.published, report.url) == (date(2024, 2, 2), "https://hw.example/1")


@PATIENT
@given(st.text())
def test_any_markdown_has_a_body_within_its_text(text: str) -> None:
    report = report_from_markdown("a", text)

    assert 0 <= report.body_start <= len(report.text)
