"""A brief on paper: the same lines as text, Markdown and JSON."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from markdown_it import MarkdownIt

from builders import a_claim, a_coding, a_report
from detente.codebook import Codebook
from detente.relations import (
    Brief,
    Scope,
    brief_from_claims,
    brief_json,
    brief_markdown,
    brief_text,
)
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


def test_json_reads_like_this(brief: Brief, golden: Golden) -> None:
    golden(brief_json(brief), "brief.json")


def test_text_keeps_to_a_hundred_columns(brief: Brief) -> None:
    assert max(map(len, brief_text(brief).splitlines())) <= 100


def test_every_act_and_statement_has_a_mark_that_leads_to_a_report(brief: Brief) -> None:
    text = brief_text(brief)
    marks = re.findall(r"\[(\d+):(\d+)\]", text)

    assert len(marks) == 10
    assert {int(report) for report, _ in marks} == {1, 2}
    assert "[1] Norland and Sudria meet. Harbour Wire, 2 Feb 2024 (wire.txt)" in text


def test_all_three_forms_carry_the_same_marks(brief: Brief) -> None:
    text = sorted(re.findall(r"\[(\d+:\d+)\]", brief_text(brief)))
    markdown = sorted(re.findall(r"\[(\d+:\d+)\\\]", brief_markdown(brief)))

    def quotes(value: object) -> list[str]:
        if isinstance(value, list):
            return [mark for item in value for mark in quotes(item)]
        if not isinstance(value, dict):
            return []
        if "words" in value:
            return [f"{value['report']}:{value['sentence']}"]
        return [mark for item in value.values() for mark in quotes(item)]

    assert text == markdown == sorted(quotes(json.loads(brief_json(brief))))


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
