"""A brief on paper: the same lines as text, Markdown, HTML and JSON."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from lxml.html import document_fromstring
from markdown_it import MarkdownIt

from builders import a_claim, a_coding, a_date, a_report
from detente.codebook import Codebook
from detente.relations import (
    Brief,
    Scope,
    brief_from_claims,
    brief_html,
    brief_json,
    brief_markdown,
    brief_text,
)
from detente.relations.brief.page import Line, page_of
from detente.relations.brief.render import other_marks
from detente.relations.evidence import Quote
from relations.stories import stories

Golden = Callable[[str | bytes, str], None]
SCOPE = Scope(side_a="NRL", side_b="SDR")


@pytest.fixture
def brief(codebook: Codebook) -> Brief:
    return brief_from_claims(stories(), SCOPE, codebook)


def test_text_reads_like_this(brief: Brief, golden: Golden) -> None:
    golden(brief_text(brief), "brief.txt")


def test_markdown_reads_like_this(brief: Brief, golden: Golden) -> None:
    golden(brief_markdown(brief), "brief.md")


def test_html_reads_like_this(brief: Brief, golden: Golden) -> None:
    golden(brief_html(brief), "brief.html")


def test_json_reads_like_this(brief: Brief, golden: Golden) -> None:
    golden(brief_json(brief), "brief.json")


def test_text_keeps_to_a_hundred_columns(brief: Brief) -> None:
    assert max(map(len, brief_text(brief).splitlines())) <= 100


def test_of_many_marks_of_a_line_the_first_are_shown() -> None:
    def marks(n: int) -> str:
        quotes = tuple(
            Quote(report=k, key="", sentence=0, start=0, end=9, words="they met") for k in range(n)
        )
        return other_marks(Line(head="It", quotes=quotes))

    assert marks(12).endswith("[10:0] [11:0]")
    assert marks(13).endswith("[7:0] and 5 more")


def marks_in_json(brief: Brief) -> set[str]:
    def marks(value: object) -> list[str]:
        if isinstance(value, list):
            return [mark for item in value for mark in marks(item)]
        if not isinstance(value, dict):
            return []
        if "words" in value and "sentence" in value:
            return [f"{value['report']}:{value['sentence']}"]
        return [mark for item in value.values() for mark in marks(item)]

    return set(marks(json.loads(brief_json(brief))))


def test_every_line_has_a_mark_that_leads_to_a_report(brief: Brief) -> None:
    page = page_of(brief)

    assert all(line.quotes for block in page.blocks for line in block.lines)
    assert [number for number, _, _ in page.reports] == [1, 2]
    assert "[1] Norland and Sudria meet. Harbour Wire, 2 Feb 2024 (wire.txt)" in brief_text(brief)


def test_all_forms_carry_the_same_marks(brief: Brief) -> None:
    text = re.findall(r"\[(\d+:\d+)\]", brief_text(brief))
    markdown = re.findall(r"\[(\d+:\d+)\\\]", brief_markdown(brief))
    html = re.findall(r">\[(\d+:\d+)\]</a>", brief_html(brief))

    assert text == markdown == html
    assert set(text) <= marks_in_json(brief)


def test_words_stand_once_on_a_page(brief: Brief) -> None:
    words = re.findall(r'^    "(.*?)"?(?: \[|$)', brief_text(brief), re.MULTILINE)

    assert words
    assert len(words) == len(set(words))


def test_page_shows_as_many_lines_as_it_has_room_for_and_counts_the_rest(
    codebook: Codebook,
) -> None:
    days = range(1, 21)
    quotes = [f"Norland helped Sudria in deed {day}." for day in days]
    report = a_report("\n".join(quotes))
    claims = tuple(
        a_claim(
            report,
            type="AID",
            actors=("NRL",),
            recipients=("SDR",),
            date=a_date(f"20{day:02}-01-01"),
            quote=quote,
        )
        for day, quote in zip(days, quotes, strict=True)
    )
    brief = brief_from_claims([a_coding(report, claims=claims)], SCOPE, codebook)

    def events(most: int | None) -> tuple[int, int]:
        main = next(one for one in page_of(brief, most).blocks if one.name == "Main events")
        return len(main.lines), main.n_more

    assert [events(most) for most in (None, 3, 0)] == [(11, 9), (3, 17), (20, 0)]
    assert "... and 9 more (--all shows them)" in brief_text(brief)
    assert "- and 9 more\n" in brief_markdown(brief)
    assert "and 9 more<" in brief_html(brief)
    assert "--all" not in brief_text(brief, 0)


def test_brief_of_nothing_says_so(codebook: Codebook) -> None:
    empty = brief_from_claims(stories(), Scope(side_a="AAA", side_b="BBB"), codebook)

    assert "None of 2 reports speaks of both sides; there is nothing to say." in brief_text(empty)
    assert "there is nothing to say" in brief_markdown(empty)


def test_brief_without_reports_says_so(codebook: Codebook) -> None:
    empty = brief_from_claims([], SCOPE, codebook)

    assert "No report was read; there is nothing to say." in brief_text(empty)


def test_days_covered_stand_in_the_title(codebook: Codebook) -> None:
    scope = replace(SCOPE, since=date(2024, 1, 1), as_of=date(2024, 2, 3))
    text = brief_text(brief_from_claims(stories(), scope, codebook))

    assert text.startswith("NRL and SDR since 1 Jan 2024, as of 3 Feb 2024\n")


def test_names_of_the_sides_stand_in_the_title(codebook: Codebook) -> None:
    scope = replace(SCOPE, name_a="Norland")
    text = brief_text(brief_from_claims(stories(), scope, codebook))

    assert text.startswith("Norland (NRL) and SDR\n")


def test_hostile_words_neither_steer_a_terminal_nor_make_markup(codebook: Codebook) -> None:
    report = a_report(
        "Norland \x1b[2J met <script>alert(1)</script> [Sudria](javascript:x)\u202e!",
        title="# <b>Big</b>\nnews",
    )
    claim = a_claim(report, quote=report.text, predicate="met")
    brief = brief_from_claims([a_coding(report, claims=(claim,))], SCOPE, codebook)
    html = MarkdownIt("commonmark", {"html": True}).render(brief_markdown(brief))

    assert not set("\x1b\u202e") & set(brief_text(brief) + brief_markdown(brief))
    assert "<script" not in html
    assert "<a " not in html
    assert "<b>" not in html
    assert html.count("<h1>") == 1


def test_html_is_whole_and_loads_nothing(brief: Brief) -> None:
    page = document_fromstring(brief_html(brief))

    assert page.xpath("//script | //link | //img | //iframe") == []
    assert page.xpath("//style")[0].text.count("url(") == 0
    assert "prefers-color-scheme: dark" in brief_html(brief)
    assert "@media print" in brief_html(brief)
    targets = {link.get("href").removeprefix("#") for link in page.xpath("//a[@class='mark']")}
    assert targets == {item.get("id") for item in page.xpath("//li[@id]")}


def test_hostile_words_are_text_in_html(codebook: Codebook) -> None:
    report = a_report(
        'Norland met <img src=x onerror=alert(1)> Sudria \u202e\x1b[2J & "friends".',
        title="</title><script>alert(1)</script>",
        url="javascript:alert(1)",
    )
    claim = a_claim(report, quote=report.text, predicate="met")
    html = brief_html(brief_from_claims([a_coding(report, claims=(claim,))], SCOPE, codebook))
    page = document_fromstring(html)

    assert page.xpath("//img | //script") == []
    assert not [link for link in page.xpath("//a/@href") if not link.startswith("#report-")]
    assert not set("\x1b\u202e") & set(html)
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_row_of_another_program_has_no_words_but_a_mark(codebook: Codebook) -> None:
    report = a_report("x", key="gdelt-1")
    claim = a_claim(report, quote="x")
    blank = replace(claim, citation=replace(claim.citation, quote=""))
    brief = brief_from_claims([a_coding(report, claims=(blank,))], SCOPE, codebook)

    assert '""' not in brief_text(brief)
    assert "[1:0]" in brief_text(brief)
