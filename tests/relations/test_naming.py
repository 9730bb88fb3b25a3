"""Codes as names: sides with their organs, issues with their proper nouns in capitals."""

import pytest

from detente.actors import load_gazetteer
from detente.codebook import load_codebook
from detente.relations.naming import Names


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(load_gazetteer(), load_codebook())


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CHN-GOV", "China"),
        ("CHN", "China"),
        ("USA-MIL", "United States, military"),
        ("-REB", "rebels"),
        ("XXX-GOV", "XXX"),
        ("XXX-QQQ", "XXX-QQQ"),
    ],
)
def test_a_code_is_named_by_its_side_and_organ(names: Names, code: str, name: str) -> None:
    assert names.party(code) == name


@pytest.mark.parametrize(
    ("code", "name"), [("USA", "the United States"), ("CHN", "China"), ("PHL", "the Philippines")]
)
def test_a_side_has_its_article_within_a_sentence(names: Names, code: str, name: str) -> None:
    assert names.told(code) == name


@pytest.mark.parametrize(
    ("issue", "written"),
    [
        ("taiwan", "Taiwan"),
        ("south china sea", "South China Sea"),
        ("us-mexico border", "US-Mexico border"),
        ("north korean missiles", "North Korean missiles"),
        ("eu enlargement", "EU enlargement"),
        ("trade war", "trade war"),
        ("fentanyl", "fentanyl"),
        ("somebody's own: x", "somebody's own: x"),
    ],
)
def test_proper_nouns_of_an_issue_are_in_capitals(names: Names, issue: str, written: str) -> None:
    assert names.issue(issue) == written


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (
            "on CHN, USA, taiwan strait, ukraine war",
            "on China, United States, Taiwan Strait, Ukraine war",
        ),
        ("USA-GOV + FRA -> RUS: accusation", "United States + France -> Russia: accusation"),
        ("USA threatened to RUS-GOV", "United States threatened to Russia"),
        (
            "Cuba announced to USA-BUS and Norland",
            "Cuba announced to United States, business and Norland",
        ),
        ("Cuba threatened USA-BUS", "Cuba threatened United States, business"),
        ("USA-REB threatened Cuba", "United States, rebels threatened Cuba"),
        ("Cuba threatened Norland and FRA-GOV", "Cuba threatened Norland and France"),
        ("Ada Brink (USA-EDU)", "Ada Brink (United States, education)"),
        (
            "no date told: talks, CHN -> USA-MIL",
            "no date told: talks, China -> United States, military",
        ),
        ("next 3 May 2024, announced by USA", "next 3 May 2024, announced by United States"),
        ("not confirmed by CHN and USA", "not confirmed by China and United States"),
        ("next 3 May 2024, not confirmed by CHN", "next 3 May 2024, not confirmed by China"),
        ("working level, on taiwan, trade", "working level, on Taiwan, trade"),
        ("Joe Biden (USA-GOV; position, quoted)", "Joe Biden (United States; position, quoted)"),
        ("United States (USA-GOV; position)", "United States (position)"),
        ("USA Today (OUTLET:USA Today; position)", "USA Today (OUTLET:USA Today; position)"),
        (
            '"it left" (USA-MIL + FRA) -- after --',
            '"it left" (United States, military + France) -- after --',
        ),
        (
            "Third parties named: USA, FRA and 6 more.",
            "Third parties named: United States, France and 6 more.",
        ),
        ("XXX: it is so", "XXX: it is so"),
        ('"a deal with the USA"', '"a deal with the USA"'),
    ],
)
def test_a_line_of_a_brief_has_names_where_it_had_codes(
    names: Names, words: str, named: str
) -> None:
    assert names.line(words) == named


def test_own_names_go_before_those_of_the_gazetteer() -> None:
    names = Names(load_gazetteer(), load_codebook(), {"NRL": "Norland"})
    assert names.line("NRL-MIL -> USA-GOV: attack") == "Norland, military -> United States: attack"
