"""Markdown: the words without the marks."""

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from detente.sources.markdown import report_from_markdown, split_front_matter
from sources.readings import PATIENT, read

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

    assert report.text == "Norland reopened its border on Monday."
    assert (report.title, report.outlet) == ("Border reopens", "Harbour Wire")
    assert (report.published, report.url) == (date(2024, 2, 2), "https://hw.example/1")


@PATIENT
@given(st.text())
def test_any_markdown_has_a_body_within_its_text(text: str) -> None:
    report = report_from_markdown("a", text)

    assert 0 <= report.body_start <= len(report.text)
